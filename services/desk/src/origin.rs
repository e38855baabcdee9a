//! Forms are taken from our own pages only: a page elsewhere that sends one is refused, whoever's browser it is.

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::Next;
use axum::response::Response;
use huiyin_web::Problem;

use crate::Door;
use crate::pages::problem;
use crate::visit::Visit;

/// Lets through what only reads, and what one of our own pages sent.
pub(crate) async fn ours(State(door): State<Door>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_ours(request.headers()) {
        return next.run(request).await;
    }
    tracing::info!("a form from elsewhere is refused");
    problem::page(
        &Visit::of(request.uri(), request.headers(), &door),
        &Problem::forbidden(),
    )
}

/// Browsers say on each POST where it comes from; what does not say it is no browser, and has the services' own APIs.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return false;
    }
    let origin = text(ORIGIN.as_str()).and_then(|origin| origin.parse::<Uri>().ok());
    let origin = origin
        .as_ref()
        .and_then(Uri::authority)
        .map(|authority| authority.as_str());
    origin.is_some() && origin == text(HOST.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    #[test]
    fn a_form_comes_from_the_page_of_the_same_host_or_it_is_not_ours() {
        let from = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter();
            is_ours(
                &pairs
                    .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                    .collect(),
            )
        };
        let host = ("host", "127.0.0.1:8080");
        assert!(from(&[host, ("origin", "http://127.0.0.1:8080")]));
        assert!(from(&[
            host,
            ("origin", "http://127.0.0.1:8080"),
            ("sec-fetch-site", "same-origin")
        ]));
        for forged in [
            &[host][..],
            &[host, ("origin", "null")],
            &[host, ("origin", "http://127.0.0.1:9090")],
            &[host, ("origin", "http://evil.example")],
            &[
                host,
                ("origin", "http://127.0.0.1:8080"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[
                host,
                ("origin", "http://127.0.0.1:8080"),
                ("sec-fetch-site", "same-site"),
            ],
            &[host, ("sec-fetch-site", "same-origin")],
        ] {
            assert!(!from(forged), "{forged:?}");
        }
    }
}
