//! The HTTP client of the command line.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use reqwest::{RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Speaks to a running product.
pub(crate) struct Client {
    http: reqwest::Client,
    server: String,
}

impl Client {
    /// A client of the product at this address.
    pub(crate) fn new(server: &str) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(120))
            // The product is reached as the operator named it: on loopback, a proxy of the environment leads astray.
            .no_proxy()
            .build()?;
        Ok(Self {
            http,
            server: server.trim_end_matches('/').to_owned(),
        })
    }

    pub(crate) async fn get<A: DeserializeOwned>(&self, path: &str) -> anyhow::Result<A> {
        self.answer(self.http.get(self.url(path))).await
    }

    pub(crate) async fn delete(&self, path: &str) -> anyhow::Result<()> {
        self.granted(self.http.delete(self.url(path))).await?;
        Ok(())
    }

    pub(crate) async fn post<Q: Serialize + Sync, A: DeserializeOwned>(
        &self,
        path: &str,
        key: Option<&str>,
        body: &Q,
    ) -> anyhow::Result<A> {
        let request = self.http.post(self.url(path)).json(body);
        self.answer(keyed(request, key)).await
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
        self.answer(keyed(request, Some(key))).await
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
        self.answer(keyed(request, key)).await
    }

    /// A request whose status alone matters: the body is read whatever it is.
    pub(crate) async fn look(&self, path: &str) -> anyhow::Result<(u16, String)> {
        let answer = self.send(self.http.get(self.url(path))).await?;
        let status = answer.status().as_u16();
        Ok((status, answer.text().await?))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server)
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
        let status = answer.status();
        let problem: serde_json::Value = answer.json().await.unwrap_or_default();
        let text = |key: &str| problem.get(key).and_then(|value| value.as_str()).map(str::to_owned);
        bail!(
            "{} ({status})",
            text("detail")
                .or_else(|| text("title"))
                .unwrap_or_else(|| "the product refused".to_owned())
        )
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

fn keyed(request: RequestBuilder, key: Option<&str>) -> RequestBuilder {
    match key {
        Some(key) => request.header("idempotency-key", key),
        None => request,
    }
}
