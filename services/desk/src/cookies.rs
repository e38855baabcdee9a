//! What the browser keeps for the desk: its session, or whom it acts for where headers are believed; language, theme and density.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use huiyin_web::{DUTIES, STAFF, UNIT};

use crate::app::{Held, PATIENCE, Secret};

pub(crate) const SESSION: &str = "huiyin_session";
/// With a state behind it: what the browser holds while somebody is at the provider.
pub(crate) const ATTEMPT: &str = "huiyin_attempt_";
pub(crate) const ACTING: &str = "huiyin_acting";
pub(crate) const LANGUAGE: &str = "huiyin_language";
pub(crate) const THEME: &str = "huiyin_theme";
pub(crate) const LETTERS: &str = "huiyin_letters";
pub(crate) const DENSITY: &str = "huiyin_density";

/// The session is over.
pub(crate) const SIGNED_OUT: &str = "huiyin_session=; Path=/desk; HttpOnly; SameSite=Lax; Max-Age=0";

/// Nobody in particular again: the operator of this machine.
pub(crate) const NOBODY: &str = "huiyin_acting=; Path=/desk; HttpOnly; SameSite=Lax; Max-Age=0";

/// The line of a choice's cookie, for a year; no page's script reads it. Lax: a link in a mail opens the page as the reader has it.
pub(crate) fn keep(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/desk; HttpOnly; SameSite=Lax; Max-Age=31536000")
}

/// The line of the cookie that says whom the browser acts for: until the browser is closed. A link from elsewhere only reads; forms are
/// taken from our own pages only, whatever cookies come with them.
pub(crate) fn act_for(value: &str) -> String {
    format!("{ACTING}={value}; Path=/desk; HttpOnly; SameSite=Lax")
}

/// The session's line: it ends with the browser. A link in a letter to staff leads to its page, so it is `Lax`; what a form elsewhere
/// sends is refused by its origin.
pub(crate) fn session(secret: &Secret, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!(
        "{SESSION}={}; Path=/desk; HttpOnly; SameSite=Lax{secure}",
        secret.reveal()
    )
}

/// The line of what a browser holds while somebody is at the provider: for the page that they come back to alone, and not for long. Each
/// sign-in has its own, so that two pages can sign in at once.
pub(crate) fn held(held: &Held, secure: bool) -> String {
    let (secure, seconds) = (if secure { "; Secure" } else { "" }, PATIENCE.as_secs());
    format!(
        "{ATTEMPT}{}={}; Path=/desk/sign-in; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}",
        held.state, held.secret
    )
}

/// What the browser held for a state is over.
pub(crate) fn let_go(state: &str) -> String {
    format!("{ATTEMPT}{state}=; Path=/desk/sign-in; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// The value of a cookie.
pub(crate) fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}

/// The value of a cookie that has only these.
pub(crate) fn choice(headers: &HeaderMap, name: &str, known: &[&'static str]) -> Option<&'static str> {
    let value = value(headers, name)?;
    known.iter().copied().find(|known| *known == value)
}

/// Whom the browser acts for where headers are believed: the cookie says the same as they do, and is no more trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Acting {
    staff: String,
    unit: String,
    duties: String,
}

impl Acting {
    /// A member of staff in a unit, with duties.
    pub(crate) fn new(staff: &str, unit: &str, duties: &[String]) -> Self {
        Self {
            staff: staff.to_owned(),
            unit: unit.to_owned(),
            duties: duties.join(","),
        }
    }

    /// Whom the cookie names, if it is there.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut parts = value(headers, ACTING)?.splitn(3, '~');
        let mut part = || parts.next().unwrap_or_default().to_owned();
        Some(Self {
            staff: part(),
            unit: part(),
            duties: part().replace('+', ","),
        })
    }

    /// The cookie's value: `~` and `+` because a cookie has no commas.
    pub(crate) fn to_value(&self) -> String {
        format!("{}~{}~{}", self.staff, self.unit, self.duties.replace(',', "+"))
    }

    /// The headers that say the same. What is malformed goes in as it is, and the services refuse it.
    pub(crate) fn into_headers(self, headers: &mut HeaderMap) {
        let staff = HeaderValue::try_from(self.staff).unwrap_or(HeaderValue::from_static(""));
        headers.insert(STAFF, staff);
        for (name, value) in [(UNIT, self.unit), (DUTIES, self.duties)] {
            if let (false, Ok(value)) = (value.is_empty(), HeaderValue::try_from(&value)) {
                headers.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_web::Caller;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::try_from(cookie).unwrap());
        headers
    }

    fn caller(cookie: &str) -> Result<Caller, huiyin_web::Problem> {
        let mut said = HeaderMap::new();
        Acting::of(&headers(cookie)).unwrap().into_headers(&mut said);
        Caller::claimed(&said)
    }

    #[test]
    fn whom_a_browser_acts_for_is_kept_with_unit_and_duties() {
        let acting = Acting::new("d001", "ho.sd", &["supervision_desk".to_owned(), "legal".to_owned()]);
        let cookie = format!("a=b; {ACTING}={}; c", acting.to_value());
        assert!(!acting.to_value().contains([',', ';', ' ']));
        assert_eq!(Acting::of(&headers(&cookie)), Some(acting));
        assert_eq!(caller(&cookie).unwrap().duties.len(), 2);
    }

    #[test]
    fn a_broken_cookie_never_makes_an_operator() {
        for broken in ["", "~ho", "two words~ho", "d001~HO", "d001~ho~Legal"] {
            assert!(caller(&format!("{ACTING}={broken}")).is_err(), "{broken:?}");
        }
    }

    #[test]
    fn a_theme_is_one_of_those_that_there_are() {
        assert_eq!(
            choice(&headers("huiyin_theme=dark"), THEME, &["light", "dark"]),
            Some("dark")
        );
        assert_eq!(choice(&headers("huiyin_theme=x"), THEME, &["light", "dark"]), None);
    }
}
