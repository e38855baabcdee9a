//! What a service's configuration says about the bus.

use std::time::Duration;

use huiyin_kernel::Password;
use serde::Deserialize;

/// How to reach the bus, and what to ask of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusConfig {
    /// `nats://` or `tls://` addresses, with `,` between them.
    pub url: String,
    /// The user's name; absent where the server asks for none.
    #[serde(default)]
    pub user: Option<String>,
    /// The user's password.
    #[serde(default)]
    pub password: Option<Password>,
    /// How many servers keep each event: 1 on one machine, 3 in a cluster.
    pub replicas: usize,
    /// Warn, instead of refusing to start, where the server is too old or the stream is not as it should be.
    pub accept_weak_stream: bool,
    /// How long to wait for an answer of the bus, in milliseconds.
    pub request_timeout_ms: u64,
}

impl BusConfig {
    /// How long to wait for an answer of the bus.
    #[must_use]
    pub fn request_timeout(&self) -> Duration {
        Duration::from_millis(self.request_timeout_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"{ "url": "nats://127.0.0.1:4222", "user": "intake", "password": "s3cret", "replicas": 1,
        "accept_weak_stream": false, "request_timeout_ms": 5000 }"#;

    #[test]
    fn the_password_is_never_printed() {
        let config: BusConfig = serde_json::from_str(WHOLE).unwrap();
        assert_eq!(config.password.as_ref().unwrap().reveal(), "s3cret");
        assert!(!format!("{config:?}").contains("s3cret"));
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let typo = WHOLE.replace("replicas", "replica");
        assert!(serde_json::from_str::<BusConfig>(&typo).is_err());
    }
}
