//! Sessions on the server: what is shown is 256 random bits, and only its hash is kept.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use huiyin_access::Caller;
use huiyin_contracts::requests::{PostNow, TokenAnswer, TokenRequest};
use huiyin_kernel::{StaffCode, Timestamp};
use huiyin_store::{Change, StoreError};
use huiyin_web::Claims;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use super::{App, Away};
use crate::domain::post::{Acting, acting, posts};
use crate::domain::session::{Use, Way, goes_on, stale};
use crate::store::{self, Session};

/// A use is written down no more often than this.
const NOTED: SignedDuration = SignedDuration::from_secs(60);
/// How long a service can use what a token was exchanged for.
const SECONDS: i64 = 60;

/// What a browser or a program shows. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// What was shown.
    pub(crate) fn of(shown: &str) -> Self {
        Self(shown.to_owned())
    }

    pub(crate) fn new(random: [u8; 32]) -> Self {
        Self(format!("hys_{}", URL_SAFE_NO_PAD.encode(random)))
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> String {
        Sha256::digest(&self.0)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Its first characters, by which people know it.
    pub(crate) fn prefix(&self) -> String {
        self.0.chars().take(12).collect()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) staff: StaffCode,
    pub(crate) caller: Caller,
    pub(crate) must_change: bool,
    /// Whether their duties ask for a second factor that they have not set up.
    pub(crate) must_set_up: bool,
    pub(crate) way: Way,
    pub(crate) reads_only: bool,
    pub(crate) of: Use,
    /// All their posts, where they have several.
    pub(crate) posts: Vec<PostNow>,
}

/// Why nobody is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WhoError {
    /// There is no such session, or it is over.
    #[error("you are not signed in, or not any more: sign in again")]
    Over,
    /// Nobody says who is on the staff.
    #[error("the directory cannot be reached: try again")]
    Away,
    /// The database fails.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl App {
    /// Who shows this, and that it was used.
    pub(crate) async fn who(&self, hash: &str) -> Result<Who, WhoError> {
        let (who, seen) = self.seen(hash).await?;
        let now = self.now();
        if now.duration_since(seen) >= NOTED {
            let change = self.store.change().await?;
            store::see(&change, hash, now).await?;
            change.commit().await?;
        }
        Ok(who)
    }

    /// Who shows this, where nobody used it: a page that moves by itself.
    pub(crate) async fn glance(&self, hash: &str) -> Result<Who, WhoError> {
        self.seen(hash).await.map(|(who, _)| who)
    }

    /// Whether the session goes on. Where nobody can say, it does: the next request tells.
    pub(crate) async fn goes_on(&self, hash: &str) -> bool {
        !matches!(self.seen(hash).await, Err(WhoError::Over))
    }

    /// Who shows this, and when it was used before. Unit and duties are those of this moment; who has left is cut off, and who acts in a post that
    /// was taken away.
    async fn seen(&self, hash: &str) -> Result<(Who, Timestamp), WhoError> {
        let now = self.now();
        let session = store::by_hash(self.store.read(), hash).await?.ok_or(WhoError::Over)?;
        if !goes_on(session.of, session.seen, session.expires, self.terms.idle, now) {
            return Err(WhoError::Over);
        }
        let staff = self
            .directory
            .now(&session.staff)
            .await
            .map_err(|Away| WhoError::Away)?;
        let posts = posts(&staff.ok_or(WhoError::Over)?);
        let Acting { post, elsewhere } = acting(&posts, session.post.as_ref()).ok_or(WhoError::Over)?;
        let account = store::account(self.store.read(), &session.staff).await?;
        let limits = store::limits(self.store.read(), hash).await?;
        let opened = self.opened(hash, &session.staff).await?;
        // Who came through the provider has not used the password that must be changed.
        let must_change = session.way == Way::Password && account.is_some_and(|account| account.must_change);
        let asked = session.way == Way::Password && session.of == Use::Session;
        // By the duties of all their posts: they can act in each of them.
        let duties: Vec<String> = posts.iter().flat_map(|post| post.duties.iter().cloned()).collect();
        let must_set_up = asked && self.must_set_up(&session.staff, &duties).await?;
        let caller = Caller {
            stale: stale(session.of, session.shown, self.terms.fresh, now),
            ..Caller::staff(session.staff.clone(), Some(post.unit), post.duties)
                .with_posts_in(elsewhere)
                .limited(limits)
                .opening(opened)
        };
        let who = Who {
            must_set_up,
            way: session.way,
            caller,
            staff: session.staff,
            must_change,
            reads_only: session.reads_only,
            of: session.of,
            posts: if posts.len() > 1 { posts } else { Vec::new() },
        };
        Ok((who, session.seen))
    }

    /// A session with a new secret, in place of the one before.
    pub(super) async fn begin(
        &self,
        change: &Change,
        (staff, way, shown): (StaffCode, Way, Option<Timestamp>),
        before: Option<&Secret>,
    ) -> Result<(Secret, Timestamp), StoreError> {
        let now = self.now();
        let secret = Secret::new(self.ids.bytes());
        let expires = now.checked_add(self.terms.longest).unwrap_or(now);
        let session = Session {
            hash: secret.hash(),
            prefix: secret.prefix(),
            staff,
            of: Use::Session,
            name: String::new(),
            reads_only: false,
            created: now,
            seen: now,
            expires,
            way,
            shown,
            post: None,
        };
        if let Some(before) = before {
            store::end(change, &before.hash()).await?;
        }
        store::add(change, &session).await?;
        Ok((secret, expires))
    }

    /// Ends a session: what is shown again is worth nothing. Answers how it began, where there was one.
    pub(crate) async fn sign_out(&self, secret: &Secret) -> Result<Option<Way>, StoreError> {
        let change = self.store.change().await?;
        let session = store::by_hash(change.conn(), &secret.hash()).await?;
        store::end(&change, &secret.hash()).await?;
        change.commit().await?;
        Ok(session.map(|session| session.way))
    }

    /// The caller token that an opaque one stands for at a service.
    pub(crate) async fn exchange(&self, asked: &TokenRequest) -> anyhow::Result<TokenAnswer> {
        let who = match self.who(&asked.hash).await {
            Ok(who) => who,
            Err(WhoError::Over) => return Ok(TokenAnswer { token: None }),
            Err(error) => return Err(error.into()),
        };
        if (who.must_change || who.must_set_up) && who.of == Use::Session {
            return Ok(TokenAnswer { token: None });
        }
        let claims = Claims {
            reads_only: who.reads_only,
            ..Claims::new(who.caller, &asked.service, self.now(), SECONDS)
        };
        let token = Some(self.signer.sign(&claims)?);
        Ok(TokenAnswer { token })
    }

    /// Forgets what is over. Never more to do at once.
    pub(crate) async fn sweep(&self) -> Result<bool, StoreError> {
        let now = self.now();
        let change = self.store.change().await?;
        store::sweep(&change, now).await?;
        store::sweep_limits(&change).await?;
        store::sweep_openings(&change, now).await?;
        let day = SignedDuration::from_hours(24);
        let day_before = now.checked_sub(day).unwrap_or(now);
        store::sweep_mistakes(&change, day_before).await?;
        store::sweep_attempts(&change, day_before).await?;
        change.commit().await?;
        Ok(false)
    }
}
