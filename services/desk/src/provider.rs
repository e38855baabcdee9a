//! The organisation's OpenID Connect provider, as far as it is asked: what it says of itself, its keys, an ID token for a code. Nothing of it
//! is believed because it came over the line; what is too long, too slow, or leads elsewhere is not read.

mod fetch;
mod metadata;

use std::sync::Arc;

use anyhow::Context;
use huiyin_kernel::{Clock, Timestamp};
use jiff::SignedDuration;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, RequestBuilder};
use serde::Deserialize;
use tokio::sync::Mutex;

pub(crate) use metadata::Metadata;

use crate::address::{address, encoded};
use crate::config::Oidc;
use crate::domain::provider::Fault;
use crate::domain::provider::id_token::Shown;
use crate::domain::provider::keys::Keys;

/// How long the provider has to answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);
/// So long what it says of itself is taken for the present, and its keys.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// An unknown key's name makes us ask for the keys again, but no more often than this: whoever sends tokens cannot make us ask.
const KEYS_AGAIN: SignedDuration = SignedDuration::from_secs(30);
/// So long nobody is kept waiting for a provider that did not answer.
const REST: SignedDuration = SignedDuration::from_secs(5);
/// Where browsers come back to.
pub(crate) const BACK: &str = "/desk/sign-in/provider/back";

/// The provider.
pub(crate) struct Provider {
    pub(crate) config: Oidc,
    client: Client,
    clock: Clock,
    known: Mutex<Known>,
}

/// What it said last, and when.
#[derive(Default)]
struct Known {
    metadata: Option<(Timestamp, Arc<Metadata>)>,
    keys: Option<(Timestamp, Arc<Keys>)>,
    failed: Option<Timestamp>,
}

/// What it gives for a code. The access token is not even read: nothing is asked with it.
#[derive(Deserialize)]
struct Given {
    id_token: Option<String>,
}

impl Provider {
    /// # Errors
    /// Where the file of certificates cannot be used.
    pub(crate) fn new(config: Oidc, clock: Clock) -> anyhow::Result<Self> {
        let mut client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).no_proxy();
        if config.issuer.starts_with("http:") {
            // As with the services: a machine without certificates needs none for itself.
            client = client.tls_certs_only([]);
        } else if !config.ca_file.as_os_str().is_empty() {
            let wrong = || format!("oidc.ca_file: {} cannot be used", config.ca_file.display());
            let pem = std::fs::read(&config.ca_file).with_context(wrong)?;
            client = client.tls_certs_merge(Certificate::from_pem_bundle(&pem).with_context(wrong)?);
        }
        Ok(Self {
            client: client.build().context("oidc: no client can be made")?,
            config,
            clock,
            known: Mutex::default(),
        })
    }

    /// The one address that the provider leads browsers back to.
    pub(crate) fn back(&self) -> String {
        format!("{}{BACK}", self.config.address)
    }

    /// What it says of itself.
    pub(crate) async fn metadata(&self) -> Result<Arc<Metadata>, Fault> {
        let mut known = self.known.lock().await;
        self.metadata_of(&mut known).await
    }

    /// What it said of itself last, if that was ever asked.
    pub(crate) async fn last_metadata(&self) -> Option<Arc<Metadata>> {
        let known = self.known.lock().await;
        known.metadata.as_ref().map(|(_, metadata)| Arc::clone(metadata))
    }

    async fn metadata_of(&self, known: &mut Known) -> Result<Arc<Metadata>, Fault> {
        let now = self.clock.now();
        if let Some((since, metadata)) = &known.metadata
            && now.duration_since(*since) < FRESH
        {
            return Ok(Arc::clone(metadata));
        }
        if known.failed.is_some_and(|at| now.duration_since(at) < REST) {
            return Err(Fault::Away);
        }
        let issuer = self.config.issuer.trim_end_matches('/');
        let asked = self.client.get(format!("{issuer}/.well-known/openid-configuration"));
        let read = self.read(known, asked).await?;
        let metadata = Arc::new(Metadata::read(&read, &self.config)?);
        known.metadata = Some((now, Arc::clone(&metadata)));
        Ok(metadata)
    }

    /// The keys that an ID token can be signed by.
    pub(crate) async fn keys_for(&self, token: &Shown<'_>) -> Result<Arc<Keys>, Fault> {
        let mut known = self.known.lock().await;
        let now = self.clock.now();
        if let Some((since, keys)) = &known.keys {
            let age = now.duration_since(*since);
            if age < KEYS_AGAIN || (age < FRESH && token.is_known_to(keys)) {
                return Ok(Arc::clone(keys));
            }
        }
        let metadata = self.metadata_of(&mut known).await?;
        let asked = self.client.get(metadata.keys.clone());
        let keys = Arc::new(Keys::read(&self.read(&mut known, asked).await?)?);
        known.keys = Some((now, Arc::clone(&keys)));
        Ok(keys)
    }

    async fn read(&self, known: &mut Known, asked: RequestBuilder) -> Result<Vec<u8>, Fault> {
        let read = match fetch::read(asked.header(ACCEPT, "application/json")).await {
            Ok((status, body)) if status.is_success() => Ok(body),
            Ok((status, _)) => {
                tracing::warn!(status = status.as_u16(), "the provider does not say what it was asked");
                Err(Fault::Away)
            }
            Err(fault) => Err(fault),
        };
        known.failed = read.is_err().then(|| self.clock.now());
        read
    }

    /// The ID token for a code.
    pub(crate) async fn redeem(&self, metadata: &Metadata, code: &str, verifier: &str) -> Result<String, Fault> {
        let (back, secret) = (self.back(), self.config.client_secret.reveal());
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &back),
            ("code_verifier", verifier),
        ];
        let mut asked = self
            .client
            .post(metadata.token.clone())
            .header(ACCEPT, "application/json");
        if !secret.is_empty() && metadata.takes_basic {
            // RFC 6749, section 2.3.1: both are encoded as in a form before they are encoded as a header.
            asked = asked.basic_auth(encoded(&self.config.client_id), Some(encoded(secret)));
        } else {
            form.push(("client_id", &self.config.client_id));
            form.push(("client_secret", secret));
        }
        let body = address("", &form).trim_start_matches('?').to_owned();
        let asked = asked
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        let (status, body) = fetch::read(asked).await?;
        if status.is_client_error() {
            return Err(Fault::CodeRefused);
        }
        if status.is_server_error() {
            return Err(Fault::Away);
        }
        if !status.is_success() {
            return Err(Fault::Unreadable);
        }
        let given: Given = serde_json::from_slice(&body).map_err(|_| Fault::Unreadable)?;
        given.id_token.ok_or(Fault::TokenMissing)
    }
}
