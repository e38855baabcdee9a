//! What a provider says of itself (OpenID Connect Discovery 1.0, RFC 8414), and what of it will do.

use reqwest::Url;
use serde::Deserialize;

use crate::config::{Oidc, safe};
use crate::domain::provider::Fault;
use crate::domain::provider::keys::Algorithm;

/// What we need of it.
#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    /// Where browsers are led.
    pub(crate) authorization: Url,
    /// Where a code is shown.
    pub(crate) token: Url,
    /// Where its keys are.
    pub(crate) keys: Url,
    /// Where browsers sign out.
    pub(crate) end_session: Option<Url>,
    /// Whether its answers say who gives them (RFC 9207).
    pub(crate) says_issuer: bool,
    /// Whether it takes our secret in a header.
    pub(crate) takes_basic: bool,
}

#[derive(Deserialize)]
struct Told {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: Option<String>,
    response_types_supported: Vec<String>,
    id_token_signing_alg_values_supported: Vec<String>,
    code_challenge_methods_supported: Option<Vec<String>>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// Reads what the provider of this configuration says.
    pub(crate) fn read(bytes: &[u8], config: &Oidc) -> Result<Self, Fault> {
        let told: Told = serde_json::from_slice(bytes).map_err(|error| {
            tracing::warn!(line = error.line(), "what the provider says of itself cannot be read");
            Fault::Metadata
        })?;
        if told.issuer != config.issuer {
            return Err(Fault::MetadataIssuer);
        }
        let here = config.issuer.starts_with("http:");
        let endpoint = |text: &str| {
            let url = safe(text).filter(|url| here || url.scheme() == "https");
            url.filter(|url| url.fragment().is_none()).ok_or(Fault::MetadataAddress)
        };
        let takes_basic = able(&told, config)?;
        Ok(Self {
            authorization: endpoint(&told.authorization_endpoint)?,
            token: endpoint(&told.token_endpoint)?,
            keys: endpoint(&told.jwks_uri)?,
            end_session: told.end_session_endpoint.as_deref().map(endpoint).transpose()?,
            says_issuer: told.authorization_response_iss_parameter_supported,
            takes_basic,
        })
    }
}

/// Whether it can do what we ask, and whether it takes our secret in a header.
fn able(told: &Told, config: &Oidc) -> Result<bool, Fault> {
    let code = told.response_types_supported.iter().any(|kind| kind == "code");
    // Providers that do not speak of PKCE are asked by it all the same; one that knows another way alone would have us do without.
    let pkce = told.code_challenge_methods_supported.as_ref();
    let pkce = pkce.is_none_or(|ways| ways.iter().any(|way| way == "S256"));
    let algorithms = &told.id_token_signing_alg_values_supported;
    let signs = algorithms.iter().any(|name| Algorithm::named(name).is_some());
    let ways = told.token_endpoint_auth_methods_supported.as_ref();
    let takes = |way: &str| ways.is_some_and(|ways| ways.iter().any(|known| known == way));
    let basic = ways.is_none() || takes("client_secret_basic");
    let knows_us = config.client_secret.reveal().is_empty() || basic || takes("client_secret_post");
    if code && pkce && signs && knows_us {
        Ok(basic)
    } else {
        Err(Fault::MetadataAbility)
    }
}
