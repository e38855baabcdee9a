//! Who can reach the product where nothing encrypts what is said: this machine alone.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::{Authority, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};

use crate::Problem;

/// The product was told to listen where others can reach it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} is not a loopback address: nothing encrypts what is said there, so the product listens on this machine only; behind a proxy that ends TLS, say http.closed_network = true"
)]
pub struct NotLoopback(SocketAddr);

/// Goes on only for an address that nobody outside this machine reaches.
///
/// # Errors
/// [`NotLoopback`], with the sentence to show.
pub fn loopback_only(listen: SocketAddr) -> Result<(), NotLoopback> {
    if listen.ip().to_canonical().is_loopback() {
        Ok(())
    } else {
        Err(NotLoopback(listen))
    }
}

/// The names under which a browser may ask. Loopback names always may; any other page's name that was pointed at this machine
/// (DNS rebinding) may not, or every website could act as the operator.
#[derive(Clone, Debug, Default)]
pub struct Hosts(Arc<Vec<String>>);

impl Hosts {
    /// Loopback names and these, without ports.
    #[must_use]
    pub fn loopback_and(names: impl IntoIterator<Item = String>) -> Self {
        Self(Arc::new(
            names.into_iter().map(|name| name.to_ascii_lowercase()).collect(),
        ))
    }

    /// The router behind a check of `Host` and, where a browser sends it, of `Origin`: 403 for strangers.
    pub fn guard(self, router: Router) -> Router {
        router.layer(from_fn(move |request: Request, next: Next| {
            let hosts = self.clone();
            async move { hosts.check(request, next).await }
        }))
    }

    async fn check(&self, request: Request, next: Next) -> Response {
        if self.welcome(&request) {
            return next.run(request).await;
        }
        tracing::info!("denied by its Host or Origin");
        let detail = "the product does not answer under this name";
        Problem::new(axum::http::StatusCode::FORBIDDEN, "wrong-host", detail).into_response()
    }

    fn welcome(&self, request: &Request) -> bool {
        let mut hosts = request.headers().get_all(HOST).iter();
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) => host.to_str().ok().and_then(|host| host.parse().ok()),
            (None, _) => request.uri().authority().cloned(),
            _ => None,
        };
        let origin = request.headers().get(ORIGIN);
        let origin_fits = origin.is_none_or(|origin| {
            let uri = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
            uri.is_some_and(|uri| uri.authority().is_some_and(|authority| self.knows(authority)))
        });
        host.is_some_and(|host| self.knows(&host)) && origin_fits
    }

    fn knows(&self, authority: &Authority) -> bool {
        let name = authority.host().trim_end_matches('.').to_ascii_lowercase();
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        name == "localhost"
            || address.is_ok_and(|address| address.to_canonical().is_loopback())
            || self.0.contains(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{problem_of, send};
    use axum::body::Body;
    use axum::routing::get;

    async fn ask(headers: &[(&str, &str)]) -> Response {
        let router =
            Hosts::loopback_and(["Huiyin.bank".to_owned()]).guard(Router::new().route("/", get(async || "in")));
        let request = headers.iter().fold(Request::get("/"), |request, (name, value)| {
            request.header(*name, *value)
        });
        send(&router, request.body(Body::empty()).unwrap()).await
    }

    #[tokio::test]
    async fn this_machine_and_the_configured_names_are_answered() {
        for host in [
            "localhost",
            "localhost:8080",
            "LOCALHOST.",
            "127.0.0.1:1",
            "127.8.0.1",
            "[::1]:80",
            "huiyin.BANK:443",
        ] {
            assert_eq!(ask(&[("host", host)]).await.status(), 200, "{host}");
        }
        let same = ask(&[("host", "localhost:1"), ("origin", "http://localhost:1")]).await;
        assert_eq!(same.status(), 200);
    }

    #[tokio::test]
    async fn a_strange_name_is_403_also_when_it_leads_here() {
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "",
            "a b",
            "x@evil.example",
        ] {
            assert_eq!(
                problem_of(ask(&[("host", host)]).await).await.code(),
                "wrong-host",
                "{host}"
            );
        }
        assert_eq!(ask(&[]).await.status(), 403);
        assert_eq!(ask(&[("host", "localhost"), ("host", "localhost")]).await.status(), 403);
    }

    #[tokio::test]
    async fn another_websites_page_is_403() {
        for origin in ["http://evil.example", "null", "http://localhost.evil.example"] {
            assert_eq!(
                ask(&[("host", "localhost"), ("origin", origin)]).await.status(),
                403,
                "{origin}"
            );
        }
    }

    #[test]
    fn an_address_that_others_reach_is_refused() {
        for fine in ["127.0.0.1:80", "127.9.9.9:80", "[::1]:80", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(loopback_only(fine.parse().unwrap()), Ok(()));
        }
        for open in ["0.0.0.0:80", "[::]:80", "192.168.0.1:80", "[::ffff:10.0.0.1]:80"] {
            assert!(loopback_only(open.parse().unwrap()).is_err(), "{open}");
        }
        let sentence = loopback_only("0.0.0.0:80".parse().unwrap()).unwrap_err().to_string();
        assert!(sentence.starts_with("0.0.0.0:80 is not a loopback address: nothing encrypts what is said there"));
    }
}
