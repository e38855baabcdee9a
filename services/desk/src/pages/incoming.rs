//! A form with a file, as it comes: the fields first, then the file, which is passed on piece by piece.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures::SinkExt;
use futures::channel::mpsc;
use huiyin_contracts::views::intake::FILE_NAME;
use huiyin_files::names::encoded;
use huiyin_web::{IDEMPOTENCY_KEY, Problem};

use crate::form::Typed;
use crate::services::Done;

/// The file's own field: the last of the form, so that all others have come when it comes.
pub(super) const FILE: &str = "file";

/// The longest field beside the file, in bytes, and how many there may be.
const FIELD: usize = 8 * 1024;
const FIELDS: usize = 20;
/// How many pieces of a file wait for a service that is slower than the browser.
const AHEAD: usize = 4;
/// How long the rest of a refused file is taken in: a browser that is cut off while it sends may never show why.
const PATIENCE: Duration = Duration::from_secs(5);

/// What comes next of a form.
#[expect(clippy::large_enum_variant, reason = "one at a time, matched where it is made")]
pub(super) enum Next<'a> {
    /// A field, which was added to what was typed.
    Typed,
    /// The file.
    File(Field<'a>),
    /// Nothing any more: no file was chosen.
    End,
}

/// The next part of a form.
pub(super) async fn next<'a>(multipart: &'a mut Multipart, typed: &mut Typed) -> Result<Next<'a>, Problem> {
    let broken = |_| Problem::bad_request("broke-off", "the upload broke off");
    let Some(field) = multipart.next_field().await.map_err(broken)? else {
        return Ok(Next::End);
    };
    let name = field.name().unwrap_or_default().to_owned();
    if name == FILE {
        let chosen = field.file_name().is_some_and(|name| !name.is_empty());
        return Ok(if chosen { Next::File(field) } else { Next::End });
    }
    if typed.0.len() == FIELDS {
        return Err(Problem::too_large());
    }
    typed.0.push((name, text(field).await?));
    Ok(Next::Typed)
}

async fn text(mut field: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| Problem::too_large())? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > FIELD {
            return Err(Problem::too_large());
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What every file has beside its bytes: the key of its form, and its name.
pub(super) fn headers(name: Option<&str>, key: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    say(&mut headers, IDEMPOTENCY_KEY, key);
    if let Some(name) = name {
        say(&mut headers, FILE_NAME, &encoded(name));
    }
    headers
}

/// Words go into headers, never into the address: it may stand in a log.
pub(super) fn say(headers: &mut HeaderMap, header: &'static str, text: &str) {
    if let Ok(value) = HeaderValue::try_from(text) {
        headers.insert(HeaderName::from_static(header), value);
    }
}

/// Passes the file on as it comes, with a few pieces ahead at most.
pub(super) async fn pass_on<T, F: Future<Output = Done<T>>>(
    mut file: Field<'_>,
    upload: impl FnOnce(reqwest::Body) -> F,
) -> Done<T> {
    let (mut to, from) = mpsc::channel::<Result<Bytes, std::io::Error>>(AHEAD);
    let pieces = async move {
        let mut heard = true;
        while heard {
            let piece = match file.chunk().await {
                Ok(Some(piece)) => Ok(piece),
                Ok(None) => return,
                // The service must not take the half for the whole.
                Err(error) => Err(std::io::Error::other(error)),
            };
            let broken = piece.is_err();
            heard = to.send(piece).await.is_ok() && !broken;
        }
        let rest = async { while let Ok(Some(_)) = file.chunk().await {} };
        tokio::time::timeout(PATIENCE, rest).await.ok();
    };
    let (done, ()) = futures::join!(upload(reqwest::Body::wrap_stream(from)), pieces);
    done
}

/// The file as its service gives it: to be saved.
pub(super) fn given_out(file: reqwest::Response) -> Response {
    let kept = [
        CONTENT_TYPE,
        CONTENT_LENGTH,
        CONTENT_DISPOSITION,
        CONTENT_SECURITY_POLICY,
    ];
    let headers = kept
        .into_iter()
        .filter_map(|name| file.headers().get(&name).cloned().map(|value| (name, value)));
    let mut response = HeaderMap::new();
    response.extend(headers.map(|(name, value)| (Some(name), value)).collect::<Vec<_>>());
    (response, Body::from_stream(file.bytes_stream())).into_response()
}
