//! A form with a file, as it comes: the fields first, then the file, which is passed on piece by piece.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use futures::SinkExt;
use futures::channel::mpsc;
use huiyin_contracts::views::intake::FILE_NAME;
use huiyin_contracts::views::investigation::REASON;
use huiyin_files::names::encoded;
use huiyin_web::{IDEMPOTENCY_KEY, Problem};
use serde_json::{Map, Value};

use super::FILE;
use crate::form::Typed;
use crate::services::Done;

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

/// What is said of a file beside its bytes.
pub(super) struct Described {
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
}

/// Codes go into the query, words into headers: an address may stand in a log.
pub(super) fn described(told: &Map<String, Value>, typed: &Typed, name: Option<&str>, key: &str) -> Described {
    let said = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut query: Vec<(String, String)> = ["kind", "given_by"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), said(name)?)))
        .collect();
    let old = typed.get("supersedes");
    if !old.is_empty() {
        query.push(("supersedes".to_owned(), old.to_owned()));
    }
    let mut headers = HeaderMap::new();
    let mut say = |header: &'static str, text: &str| {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(HeaderName::from_static(header), value);
        }
    };
    say(IDEMPOTENCY_KEY, key);
    if let Some(name) = name {
        say(FILE_NAME, &encoded(name));
    }
    if let Some(reason) = said("reason") {
        say(REASON, &encoded(&reason));
    }
    Described { query, headers }
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
