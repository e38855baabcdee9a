//! Asking a world and telling it.

use huiyin_kernel::Ids;
use huiyin_web::{Caller, Claims, DUTIES, STAFF, Signer, UNIT};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::World;

/// The headers that claim who asks.
/// Who sees content all over the organisation, as headers claim it: the operator sees none (R8.1).
pub const SUPERVISION: [(&str, &str); 3] = [
    ("huiyin-staff", "h1"),
    ("huiyin-unit", "ho"),
    ("huiyin-duties", "supervision_desk"),
];

const CLAIMS: [&str; 3] = [STAFF, UNIT, DUTIES];

/// An answer: its status and its JSON.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body; null where there is none or it is no JSON.
    pub body: serde_json::Value,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
}

impl Answer {
    /// The body as a type.
    ///
    /// # Panics
    /// Where it is another.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_value(self.body.clone())
            .unwrap_or_else(|error| panic!("{error} in {}: {}", self.status, self.body))
    }

    /// The sentence of a problem.
    #[must_use]
    pub fn sentence(&self) -> &str {
        self.body["detail"].as_str().unwrap_or_default()
    }
}

impl World {
    /// The address.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Asks.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.signed(self.client.get(self.url(path)), path, &[])).await
    }

    /// Asks as a member of staff.
    pub async fn get_by(&self, staff: &str, unit: &str, path: &str) -> Answer {
        let headers = [("huiyin-staff", staff), ("huiyin-unit", unit)];
        self.send(self.signed(self.client.get(self.url(path)), path, &headers))
            .await
    }

    /// A text that only who sees content is given ([`SUPERVISION`]).
    ///
    /// # Panics
    /// Where the world does not answer.
    pub async fn text(&self, path: &str) -> String {
        let request = self.signed(self.client.get(self.url(path)), path, &SUPERVISION);
        let answer = request.send().await.expect("the world answers");
        answer.text().await.expect("the page is text")
    }

    /// A page's status and text, with the session of somebody who signed in.
    ///
    /// # Panics
    /// Where the world does not answer.
    pub async fn page(&self, path: &str, session: &str) -> (u16, String) {
        let request = self.client.get(self.url(path));
        let answer = request
            .header("cookie", format!("huiyin_session={session}"))
            .send()
            .await;
        let answer = answer.expect("the world answers");
        (answer.status().as_u16(), answer.text().await.expect("the page is text"))
    }

    /// Tells, with an idempotency key of its own.
    pub async fn post<Q: Serialize>(&self, path: &str, body: &Q) -> Answer {
        let key = Ids::random(huiyin_kernel::Clock::system()).uuid().to_string();
        self.post_as(path, body, &[("idempotency-key", key.as_str())]).await
    }

    /// Tells as a member of staff.
    pub async fn post_by<Q: Serialize>(&self, staff: &str, unit: &str, path: &str, body: &Q) -> Answer {
        let key = Ids::random(huiyin_kernel::Clock::system()).uuid().to_string();
        let headers = [
            ("idempotency-key", key.as_str()),
            ("huiyin-staff", staff),
            ("huiyin-unit", unit),
        ];
        self.post_as(path, body, &headers).await
    }

    /// Tells with these headers.
    pub async fn post_as<Q: Serialize>(&self, path: &str, body: &Q, headers: &[(&str, &str)]) -> Answer {
        let request = self.client.post(self.url(path)).json(body);
        self.send(self.signed(request, path, headers)).await
    }

    /// Tells with a body as it is.
    pub async fn post_raw(&self, path: &str, kind: &str, body: Vec<u8>, headers: &[(&str, &str)]) -> Answer {
        let request = self.client.post(self.url(path)).header("content-type", kind).body(body);
        self.send(self.signed(request, path, headers)).await
    }

    /// The request with these headers; who they claim to be is signed instead, the operator where they name nobody. Where the headers
    /// carry a token, it alone speaks.
    ///
    /// # Panics
    /// Where the claim is malformed.
    pub fn signed(
        &self,
        mut request: reqwest::RequestBuilder,
        path: &str,
        headers: &[(&str, &str)],
    ) -> reqwest::RequestBuilder {
        for (name, value) in headers.iter().filter(|(name, _)| !CLAIMS.contains(name)) {
            request = request.header(*name, *value);
        }
        if headers.iter().any(|(name, _)| *name == "authorization") {
            return request;
        }
        request.bearer_auth(self.token(path, headers))
    }

    /// A caller token for the service of a path, of whom these headers claim to be.
    ///
    /// # Panics
    /// Where the claim is malformed.
    #[must_use]
    pub fn token(&self, path: &str, headers: &[(&str, &str)]) -> String {
        let mut claimed = axum::http::HeaderMap::new();
        for (name, value) in headers.iter().filter(|(name, _)| CLAIMS.contains(name)) {
            let name = axum::http::HeaderName::try_from(*name).expect("a header's name");
            claimed.append(name, value.parse().expect("a header's value"));
        }
        let caller = Caller::claimed(&claimed).expect("a claim that makes sense");
        self.token_of(path, caller.0)
    }

    /// A caller token for the service of a path, of this caller.
    ///
    /// # Panics
    /// Never: claims are JSON.
    pub fn token_of(&self, path: &str, caller: huiyin_access::Caller) -> String {
        let service = path.split('/').nth(1).unwrap_or_default();
        let claims = Claims::new(caller, service, self.clock.clock().now(), 600);
        let signer = Signer::new(&[7; 32]).expect("32 bytes");
        signer.sign(&claims).expect("claims are JSON")
    }

    /// `DELETE`.
    ///
    /// # Panics
    /// Where the world does not answer.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.signed(self.client.delete(self.url(path)), path, &[]))
            .await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let answer = request.send().await.expect("the world answers");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.json().await.unwrap_or_default();
        Answer { status, body, headers }
    }
}
