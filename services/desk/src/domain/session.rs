//! When a session is over.

use huiyin_kernel::Timestamp;
use jiff::SignedDuration;

/// What a session is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// A browser, or a program that signed in with a password: over when it rests for too long.
    Session,
    /// A program's token, that an operator issued: good until its day.
    Token,
}

impl Use {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Token => "token",
        }
    }

    /// Anything unknown is a session, which ends sooner.
    pub(crate) fn of(text: &str) -> Self {
        match text {
            "token" => Self::Token,
            _ => Self::Session,
        }
    }
}

/// How who is signed in came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// By a password of ours.
    Password,
    /// Through the organisation's provider.
    Provider,
}

impl Way {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Provider => "provider",
        }
    }

    /// What was written before there was a provider is of a password.
    pub(crate) fn of(text: Option<&str>) -> Self {
        match text {
            Some("provider") => Self::Provider,
            _ => Self::Password,
        }
    }
}

/// Whether a session that was last used at `seen` and is to end at `expires` goes on.
pub(crate) fn goes_on(of: Use, seen: Timestamp, expires: Timestamp, idle: SignedDuration, now: Timestamp) -> bool {
    let rested = now.duration_since(seen);
    now < expires && (of == Use::Token || rested < idle)
}

/// Whether somebody signed in too long ago for what needs a fresh sign-in. A program's token never did: its operator issued it for what it does.
pub(crate) fn stale(of: Use, shown: Option<Timestamp>, fresh: SignedDuration, now: Timestamp) -> bool {
    of == Use::Session && shown.is_none_or(|shown| now.duration_since(shown) >= fresh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_it_rests_and_at_its_last_hour_and_a_token_on_its_day_alone() {
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let idle = SignedDuration::from_mins(30);
        let goes_on = |of, seen, now| goes_on(of, at(seen), at(720), idle, at(now));
        assert!(goes_on(Use::Session, 0, 29));
        assert!(!goes_on(Use::Session, 0, 30));
        assert!(goes_on(Use::Session, 719, 719) && !goes_on(Use::Session, 719, 720));
        assert!(goes_on(Use::Token, 0, 719) && !goes_on(Use::Token, 719, 720));
        assert_eq!(Use::of(Use::Token.as_str()), Use::Token);
        let stale = |of, shown: Option<i64>| stale(of, shown.map(at), SignedDuration::from_mins(60), at(60));
        assert!(stale(Use::Session, Some(0)) && stale(Use::Session, None));
        assert!(!stale(Use::Session, Some(1)) && !stale(Use::Token, None));
        assert_eq!(Way::of(Some(Way::Provider.as_str())), Way::Provider);
    }
}
