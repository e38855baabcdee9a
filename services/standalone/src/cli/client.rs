//! The HTTP client of the command line.

use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use huiyin_access::Caller;
use huiyin_kernel::{Clock, StaffCode};
use huiyin_web::{Claims, Signer};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How long the token of one request is good for: an import takes its time.
const SECONDS: i64 = 300;

/// Speaks to a running product.
pub(crate) struct Client {
    http: reqwest::Client,
    server: String,
    signer: Option<Signer>,
}

impl Client {
    /// A client of the product at this address.
    pub(crate) fn new(server: &str, signer: Option<Signer>) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(120))
            // The product is reached as the operator named it: on loopback, a proxy of the environment leads astray.
            .no_proxy()
            .build()?;
        Ok(Self {
            http,
            server: server.trim_end_matches('/').to_owned(),
            signer,
        })
    }

    /// The same, of whoever can read the installation's key: they are the operator. Where there is no such file, of nobody.
    pub(crate) fn by_key(server: &str, key: &Path) -> anyhow::Result<Self> {
        let shown = key.display();
        let signer = match std::fs::read(key) {
            Ok(secret) => {
                let signer = Signer::new(&secret);
                Some(signer.with_context(|| format!("{shown} holds no key: name the installation's own with --key"))?)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("the key {shown} cannot be read")),
        };
        Self::new(server, signer)
    }

    pub(crate) async fn get<A: DeserializeOwned>(&self, path: &str) -> anyhow::Result<A> {
        self.answer(self.by_operator(self.http.get(self.url(path)), path)?)
            .await
    }

    pub(crate) async fn delete(&self, path: &str) -> anyhow::Result<()> {
        self.granted(self.by_operator(self.http.delete(self.url(path)), path)?)
            .await?;
        Ok(())
    }

    pub(crate) async fn post<Q: Serialize + Sync, A: DeserializeOwned>(
        &self,
        path: &str,
        key: Option<&str>,
        body: &Q,
    ) -> anyhow::Result<A> {
        let request = self.http.post(self.url(path)).json(body);
        self.answer(self.by_operator(keyed(request, key), path)?).await
    }

    /// The same, told by a member of staff of a unit.
    pub(crate) async fn post_by<Q: Serialize + Sync, A: DeserializeOwned>(
        &self,
        (staff, unit): (&str, &str),
        path: &str,
        key: &str,
        body: &Q,
    ) -> anyhow::Result<A> {
        let request = self
            .http
            .post(self.url(path))
            .json(body)
            .header("huiyin-staff", staff)
            .header("huiyin-unit", unit);
        let caller = Caller::staff(StaffCode::new(staff)?, Some(unit.parse()?), Vec::new());
        self.answer(self.signed(keyed(request, Some(key)), path, caller)?).await
    }

    pub(crate) async fn post_csv<A: DeserializeOwned>(
        &self,
        path: &str,
        key: Option<&str>,
        text: Vec<u8>,
    ) -> anyhow::Result<A> {
        let request = self
            .http
            .post(self.url(path))
            .header("content-type", "text/csv")
            .body(text);
        self.answer(self.by_operator(keyed(request, key), path)?).await
    }

    /// A request whose status alone matters: the body is read whatever it is.
    pub(crate) async fn look(&self, path: &str) -> anyhow::Result<(u16, String)> {
        let request = self.by_operator(self.http.get(self.url(path)), path)?;
        let answer = self.send(request).await?;
        let status = answer.status().as_u16();
        Ok((status, answer.text().await?))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server)
    }

    fn by_operator(&self, request: RequestBuilder, path: &str) -> anyhow::Result<RequestBuilder> {
        self.signed(request, path, Caller::operator())
    }

    /// With a token for the service that the path begins with.
    fn signed(&self, request: RequestBuilder, path: &str, caller: Caller) -> anyhow::Result<RequestBuilder> {
        let Some(signer) = &self.signer else {
            return Ok(request);
        };
        let service = path.split('/').nth(1).unwrap_or_default();
        let claims = Claims::new(caller, service, Clock::system().now(), SECONDS);
        Ok(request.bearer_auth(signer.sign(&claims)?))
    }

    async fn send(&self, request: RequestBuilder) -> anyhow::Result<Response> {
        let away = || {
            format!(
                "no product answers at {}: start it with `huiyin up`, or name its address with --server",
                self.server
            )
        };
        request.send().await.with_context(away)
    }

    async fn answer<A: DeserializeOwned>(&self, request: RequestBuilder) -> anyhow::Result<A> {
        let answer = self.granted(request).await?;
        answer
            .json()
            .await
            .context("the product's answer cannot be read: is it the same version?")
    }

    /// The answer, or the sentence of who refused.
    async fn granted(&self, request: RequestBuilder) -> anyhow::Result<Response> {
        let answer = self.send(request).await?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        Err(refused(answer).await)
    }

    /// Waits until `done` answers true, asking every 20 ms, at most `patience`.
    pub(crate) async fn wait_until<F>(&self, what: &str, patience: Duration, mut done: F) -> anyhow::Result<()>
    where
        F: AsyncFnMut(&Self) -> anyhow::Result<bool>,
    {
        let began = Instant::now();
        while !done(self).await? {
            if began.elapsed() > patience {
                bail!(
                    "{what} is not done after {} s: `huiyin doctor` tells what is in the way",
                    patience.as_secs()
                );
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

/// The product's sentence.
async fn refused(answer: Response) -> anyhow::Error {
    let status = answer.status();
    let problem: serde_json::Value = answer.json().await.unwrap_or_default();
    let text = |key: &str| problem.get(key).and_then(|value| value.as_str()).map(str::to_owned);
    let sentence = text("detail")
        .or_else(|| text("title"))
        .unwrap_or_else(|| "the product refused".to_owned());
    if status == StatusCode::UNAUTHORIZED {
        return anyhow::anyhow!(
            "{sentence} ({status}). The operator is known by the installation's key: name it with --key, as DATA/caller.key"
        );
    }
    anyhow::anyhow!("{sentence} ({status})")
}

fn keyed(request: RequestBuilder, key: Option<&str>) -> RequestBuilder {
    match key {
        Some(key) => request.header("idempotency-key", key),
        None => request,
    }
}
