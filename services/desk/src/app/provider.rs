//! Signing in through the organisation's provider: it begins here, and ends with the answer that the browser brings back.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use huiyin_kernel::{StaffCode, Timestamp};
use huiyin_seal::DataKey;
use huiyin_store::StoreError;
use jiff::SignedDuration;
use reqwest::Url;
use sha2::{Digest, Sha256};

use super::{App, Away, Secret};
use crate::address::address;
use crate::domain::provider::answer::Answer;
use crate::domain::provider::id_token::{Expected, Identified, Shown};
use crate::domain::provider::{Fault, form};
use crate::domain::session::Way;
use crate::provider::{Metadata, Provider};
use crate::store::{self, Attempt, Identity, Spent};

/// So long somebody may take at the provider.
pub(crate) const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
/// So many may have begun at once.
const MOST: u64 = 10_000;
/// So many of them may hold a form: strangers could write them.
const MOST_FORMS: u64 = 500;

/// What a browser holds while somebody is at the provider. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// What the provider brings back: it names the cookie.
    pub(crate) state: String,
    /// What only this browser knows.
    pub(crate) secret: String,
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held(***)")
    }
}

impl Held {
    fn draw(bytes: [u8; 64]) -> Self {
        let (state, secret) = bytes.split_at(32);
        Self {
            state: URL_SAFE_NO_PAD.encode(state),
            secret: URL_SAFE_NO_PAD.encode(secret),
        }
    }

    /// 256 bits for one use, which nobody computes without what the browser holds.
    fn derived(&self, what: &str) -> [u8; 32] {
        let all = format!("huiyin.attempt.1 {what} {} {}", self.secret, self.state);
        Sha256::digest(all).into()
    }

    fn text(&self, what: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.derived(what))
    }

    fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.text("verifier")))
    }
}

/// What somebody wants to go on with after they signed in.
pub(crate) struct Wanted<'a> {
    pub(crate) to: &'a str,
    /// A form that was typed.
    pub(crate) form: &'a [(String, String)],
    /// Who has to show anew who they are.
    pub(crate) again: Option<&'a StaffCode>,
}

/// Somebody came back and is signed in.
pub(crate) struct Arrived {
    pub(crate) secret: Secret,
    pub(crate) to: String,
    pub(crate) form: Vec<(String, String)>,
}

/// Why nobody is let in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderError {
    /// For a reason that has a sentence.
    #[error("the sign-in through the provider is refused")]
    Refused(Fault),
    /// The database fails.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl From<Fault> for ProviderError {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

/// Why nobody is let in, and what they wanted and typed: it is not lost.
pub(crate) struct NotLetIn {
    pub(crate) error: ProviderError,
    pub(crate) to: String,
    pub(crate) form: Vec<(String, String)>,
}

impl<E: Into<ProviderError>> From<E> for NotLetIn {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            to: String::new(),
            form: Vec::new(),
        }
    }
}

impl App {
    /// The provider, where there is one.
    pub(crate) fn provider(&self) -> Option<&Provider> {
        self.provider.as_ref()
    }

    /// Begins: where the browser goes, and what it holds.
    pub(crate) async fn begin_at(&self, provider: &Provider, wanted: Wanted<'_>) -> Result<(Url, Held), ProviderError> {
        let metadata = provider.metadata().await?;
        let (held, now) = (Held::draw(self.ids.bytes()), self.now());
        let change = self.store.change().await?;
        let (all, forms) = store::count_attempts(&change, now.checked_sub(PATIENCE).unwrap_or(now)).await?;
        if all >= MOST || (forms >= MOST_FORMS && !wanted.form.is_empty()) {
            return Err(Fault::Busy.into());
        }
        let attempt = Attempt {
            state_hash: Secret::of(&held.state).hash(),
            browser_hash: Secret::of(&held.secret).hash(),
            goes_to: wanted.to.to_owned(),
            form: self.sealed(&held, wanted.form)?,
            again: wanted.again.map(ToString::to_string),
            begun: now,
        };
        store::add_attempt(&change, attempt).await?;
        change.commit().await?;
        Ok((asks(provider, &metadata, &held, wanted.again.is_some()), held))
    }

    /// A form is sealed under what the browser alone holds: nobody reads it before it comes back.
    fn sealed(&self, held: &Held, typed: &[(String, String)]) -> Result<Option<Vec<u8>>, StoreError> {
        if typed.is_empty() {
            return Ok(None);
        }
        let key = DataKey::of(held.derived("form"));
        let place = form::place(held.state.as_bytes());
        Ok(Some(key.seal(place, &serde_json::to_string(typed)?, &self.ids)?))
    }

    /// Ends: who came back, where the answer is of this browser's sign-in, of our provider, and of a member of staff.
    pub(crate) async fn arrive(
        &self,
        provider: &Provider,
        query: &[(String, String)],
        held: impl Fn(&str) -> Option<String>,
        before: Option<&Secret>,
    ) -> Result<Arrived, NotLetIn> {
        let answer = Answer::read(query).map_err(NotLetIn::from)?;
        let secret = held(answer.state).ok_or(Fault::StateUnknown)?;
        let held = Held {
            state: answer.state.to_owned(),
            secret,
        };
        let attempt = self.spend(&held, answer.code.unwrap_or(answer.state)).await?;
        let (key, state) = (DataKey::of(held.derived("form")), held.state.as_bytes());
        let (to, form) = (
            attempt.goes_to.clone(),
            form::opened(&key, state, attempt.form.as_deref()),
        );
        match self.let_in(provider, &answer, (&held, &attempt), before).await {
            Ok(secret) => Ok(Arrived { secret, to, form }),
            Err(error) => Err(NotLetIn { error, to, form }),
        }
    }

    async fn let_in(
        &self,
        provider: &Provider,
        answer: &Answer<'_>,
        (held, attempt): (&Held, &Attempt),
        before: Option<&Secret>,
    ) -> Result<Secret, ProviderError> {
        let metadata = provider.metadata().await?;
        answer.is_of(&provider.config.issuer, metadata.says_issuer)?;
        let token = provider.redeem(&metadata, answer.code?, &held.text("verifier")).await?;
        let identified = self.identified(provider, &token, held, attempt).await?;
        let staff = self.staff_of(provider, &identified).await?;
        if attempt.again.as_deref().is_some_and(|again| again != staff.as_str()) {
            return Err(Fault::OtherPerson.into());
        }
        let known = self.directory.now(&staff).await.map_err(|Away| Fault::DirectoryAway)?;
        known.ok_or(Fault::Gone)?;
        let shown = identified.at.and_then(|at| Timestamp::from_second(at).ok());
        let change = self.store.change().await?;
        let (secret, _) = self.begin(&change, (staff, Way::Provider, shown), before).await?;
        change.commit().await?;
        Ok(secret)
    }

    async fn spend(&self, held: &Held, code: &str) -> Result<Attempt, ProviderError> {
        let (state, browser) = (Secret::of(&held.state).hash(), Secret::of(&held.secret).hash());
        let now = self.now();
        let since = now.checked_sub(PATIENCE).unwrap_or(now);
        let change = self.store.change().await?;
        let spent = store::spend(&change, &state, &browser, &Secret::of(code).hash(), since).await?;
        change.commit().await?;
        match spent {
            Spent::Yes(attempt) => Ok(*attempt),
            Spent::NoAttempt => Err(Fault::StateUnknown.into()),
            Spent::CodeAgain => Err(Fault::CodeSpent.into()),
        }
    }

    async fn identified(
        &self,
        provider: &Provider,
        token: &str,
        held: &Held,
        attempt: &Attempt,
    ) -> Result<Identified, ProviderError> {
        let shown = Shown::read(token)?;
        let keys = provider.keys_for(&shown).await?;
        let expected = Expected {
            issuer: &provider.config.issuer,
            client: &provider.config.client_id,
            nonce: &held.text("nonce"),
            begun: attempt.begun,
            fresh: attempt.again.is_some(),
            now: self.now(),
            staff_claim: Some(provider.config.staff_claim.as_str()).filter(|claim| !claim.is_empty()),
        };
        Ok(shown.believed(&keys, expected)?)
    }

    /// Who of the staff it is. Where a claim names the staff code, the first identity that comes with one is bound to it for good: the code
    /// can be given to somebody else later, and the identity cannot.
    async fn staff_of(&self, provider: &Provider, who: &Identified) -> Result<StaffCode, ProviderError> {
        let issuer = &provider.config.issuer;
        if let Some(known) = store::identity(self.store.read(), issuer, &who.subject).await? {
            return Ok(known.staff);
        }
        if provider.config.staff_claim.is_empty() {
            return Err(Fault::Unbound.into());
        }
        let named = who.staff.as_deref().and_then(|code| StaffCode::new(code).ok());
        let staff = named.ok_or(Fault::StaffClaim)?;
        let known = self.directory.now(&staff).await.map_err(|Away| Fault::DirectoryAway)?;
        known.ok_or(Fault::Gone)?;
        let change = self.store.change().await?;
        if store::identity_of(change.conn(), issuer, &staff).await?.is_some() {
            return Err(Fault::Taken.into());
        }
        let identity = Identity {
            issuer: issuer.clone(),
            subject: who.subject.clone(),
            staff: staff.clone(),
            by: "claim".to_owned(),
            bound: self.now(),
        };
        store::bind(&change, &identity).await?;
        change.commit().await?;
        Ok(staff)
    }

    /// Where the browser signs out of the provider, where it can be led there.
    pub(crate) async fn end_at_provider(&self) -> Option<String> {
        let provider = self.provider.as_ref().filter(|provider| provider.config.sign_out)?;
        let mut end = provider.last_metadata().await?.end_session.clone()?;
        end.query_pairs_mut()
            .append_pair("client_id", &provider.config.client_id)
            .append_pair(
                "post_logout_redirect_uri",
                &format!("{}/desk/sign-in", provider.config.address),
            );
        Some(end.into())
    }
}

/// What the browser asks the provider.
fn asks(provider: &Provider, metadata: &Metadata, held: &Held, again: bool) -> Url {
    let scopes = std::iter::once("openid").chain(provider.config.scopes.iter().map(String::as_str));
    let scopes: Vec<&str> = scopes.collect();
    let (back, scope) = (provider.back(), scopes.join(" "));
    let (nonce, challenge) = (held.text("nonce"), held.challenge());
    let mut pairs = vec![
        ("response_type", "code"),
        ("client_id", &provider.config.client_id),
        ("redirect_uri", &back),
        ("scope", &scope),
        ("state", &held.state),
        ("nonce", &nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    if again {
        // Whoever sits there shows who they are, whoever was signed in at the provider before.
        pairs.extend([("prompt", "login"), ("max_age", "0")]);
    }
    let mut url = metadata.authorization.clone();
    let asked = address("", &pairs);
    let asked = asked.trim_start_matches('?');
    let query = match url.query() {
        Some(own) if !own.is_empty() => format!("{own}&{asked}"),
        _ => asked.to_owned(),
    };
    url.set_query(Some(&query));
    url
}
