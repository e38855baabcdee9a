//! `[oidc]`: the organisation's own OpenID Connect provider.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use huiyin_kernel::Password;
use reqwest::Url;
use serde::Deserialize;

/// Claims that people can change themselves, or that providers give to somebody else later.
const NOBODYS: [&str; 7] = [
    "email",
    "preferred_username",
    "name",
    "nickname",
    "phone_number",
    "given_name",
    "family_name",
];

/// `[oidc]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// The provider's issuer identifier, letter by letter. Empty: there is none.
    pub issuer: String,
    /// What the provider calls this desk.
    pub client_id: String,
    /// What this desk shows the provider. Empty: nothing, as a public client.
    pub client_secret: Password,
    /// Where browsers reach this desk. Empty: `public_address`.
    pub address: String,
    /// What the provider is called on the page of sign-in. Empty: the organisation's sign-in.
    pub name: String,
    /// What the provider is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The claim that names the staff code. Empty: an operator binds each identity.
    pub staff_claim: String,
    /// A file with root certificates that are believed as well, in PEM. Empty: none.
    pub ca_file: PathBuf,
    /// Whether signing out leads to the provider, which ends its own session.
    pub sign_out: bool,
}

impl Oidc {
    /// The same, where there is a provider.
    ///
    /// # Errors
    /// Where it cannot be used. The sentence says what to do.
    pub(crate) fn checked(&self, public_address: &str) -> anyhow::Result<Option<Self>> {
        if self.issuer.is_empty() {
            return Ok(None);
        }
        let issuer = safe(&self.issuer).with_context(|| {
            format!("oidc.issuer {:?} is no address as https://id.bank.example is: by https, or by http on this machine alone", self.issuer)
        })?;
        ensure!(
            issuer.query().is_none() && issuer.fragment().is_none(),
            "oidc.issuer has no query and no fragment"
        );
        ensure!(
            !self.client_id.is_empty(),
            "oidc.client_id is empty: it is what the provider calls this desk"
        );
        let address = match self.address.as_str() {
            "" => public_address,
            told => told,
        };
        let address = address.trim_end_matches('/').to_owned();
        ensure!(
            safe(&address).is_some(),
            "oidc.address {address:?} is no address as https://desk.bank.example is: browsers come back to it, by https, or by http on this machine alone"
        );
        ensure!(
            !NOBODYS.contains(&self.staff_claim.as_str()),
            "oidc.staff_claim {:?} names nobody for good: people change it, or somebody else is given it later; name the claim with the staff number, or leave it empty and bind each identity",
            self.staff_claim
        );
        Ok(Some(Self {
            address,
            ..self.clone()
        }))
    }
}

/// An address that secrets can be sent to: by https, or by http on this machine.
pub(crate) fn safe(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    (plain && (url.scheme() == "https" || (url.scheme() == "http" && here))).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oidc(change: impl FnOnce(&mut Oidc)) -> anyhow::Result<Option<Oidc>> {
        let mut oidc = Oidc {
            issuer: "https://id.bank.example".to_owned(),
            client_id: "huiyin".to_owned(),
            client_secret: Password::from(""),
            address: String::new(),
            name: String::new(),
            scopes: Vec::new(),
            staff_claim: String::new(),
            ca_file: PathBuf::new(),
            sign_out: true,
        };
        change(&mut oidc);
        oidc.checked("https://desk.bank.example/")
    }

    #[test]
    fn without_an_issuer_there_is_no_provider() {
        assert!(oidc(|oidc| oidc.issuer.clear()).unwrap().is_none());
        assert_eq!(oidc(|_| ()).unwrap().unwrap().address, "https://desk.bank.example");
        assert!(oidc(|oidc| oidc.issuer = "http://127.0.0.1:9000/realms/bank".to_owned()).is_ok());
    }

    #[test]
    fn each_configuration_that_is_not_safe_has_its_sentence() {
        let said = |change: fn(&mut Oidc)| oidc(change).unwrap_err().to_string();
        for issuer in [
            "http://id.bank.example",
            "ftp://id.bank.example",
            "id.bank.example",
            "https://user:secret@id.bank.example",
            "file:///etc/passwd",
            "http://127.0.0.1.evil.example",
        ] {
            let error = oidc(|oidc| oidc.issuer = issuer.to_owned()).unwrap_err().to_string();
            assert!(error.starts_with("oidc.issuer"), "{issuer}: {error}");
        }
        assert_eq!(
            said(|oidc| oidc.issuer.push_str("?x=1")),
            "oidc.issuer has no query and no fragment"
        );
        assert!(said(|oidc| oidc.client_id.clear()).starts_with("oidc.client_id is empty"));
        assert!(said(|oidc| oidc.address = "http://desk.bank.example".to_owned()).starts_with("oidc.address"));
        for claim in ["email", "preferred_username", "name"] {
            let error = oidc(|oidc| oidc.staff_claim = claim.to_owned())
                .unwrap_err()
                .to_string();
            assert!(error.contains("names nobody for good"), "{error}");
        }
        assert!(oidc(|oidc| oidc.staff_claim = "employee_number".to_owned()).is_ok());
    }
}
