//! What needs a fresh sign-in: whoever signed in too long ago is asked again, and goes on with what they typed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Form, FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use huiyin_web::Problem;

use crate::Door;
use crate::pages::{problem, sign_in};
use crate::visit::Visit;

/// The longest form, in bytes.
const LONGEST: usize = 1 << 20;

/// Whether something that was asked for while a page was made needs a fresh sign-in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asks(Arc<AtomicBool>);

impl Asks {
    /// Notes it, where a refusal says so.
    pub(crate) fn note(&self, refused: &Problem) {
        if refused.code() == huiyin_web::NOT_FRESH {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn are_noted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A request, as it is kept until it is known whether it needs a fresh sign-in.
pub(crate) struct Kept {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    form: Bytes,
}

impl Kept {
    /// Keeps a request; files pass as they come.
    pub(crate) async fn of(request: Request) -> Result<(Self, Request), Problem> {
        let (parts, body) = request.into_parts();
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_form = kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        let (form, body) = if is_form {
            let form = to_bytes(body, LONGEST).await.map_err(|_| Problem::too_large())?;
            (form.clone(), Body::from(form))
        } else {
            (Bytes::new(), body)
        };
        let kept = Self {
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
            form,
        };
        Ok((kept, Request::from_parts(parts, body)))
    }

    /// The page that asks who it was to sign in again.
    pub(crate) async fn again(self, door: &Door, staff: &str) -> Response {
        let visit = Visit::of(&self.uri, &self.headers, door);
        let wanted = self
            .uri
            .path_and_query()
            .map_or("/desk/", |wanted| wanted.as_str())
            .to_owned();
        let mut request = Request::new(Body::from(self.form));
        (*request.method_mut(), *request.headers_mut()) = (self.method.clone(), self.headers);
        let typed = match self.method {
            Method::POST => Form::<Vec<(String, String)>>::from_request(request, &())
                .await
                .map(|Form(typed)| typed),
            _ => Ok(Vec::new()),
        };
        match typed {
            Ok(typed) => sign_in::again(door, &visit, &wanted, &typed, staff),
            Err(_) => problem::page(&visit, &Problem::too_large()),
        }
    }
}
