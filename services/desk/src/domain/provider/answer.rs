//! What the browser brings back from the provider (RFC 6749, section 4.1.2; RFC 9207).

use super::Fault;

/// The longest answer, in bytes.
const LONGEST: usize = 8192;
/// How long a state of ours is.
const STATE: usize = 43;

/// The answer, before anything of it is believed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer<'a> {
    pub(crate) state: &'a str,
    /// Who says that it answers.
    pub(crate) issuer: Option<&'a str>,
    /// The code, or why there is none.
    pub(crate) code: Result<&'a str, Fault>,
}

impl<'a> Answer<'a> {
    /// Reads an answer. Its error texts are never shown: whoever made the link wrote them.
    pub(crate) fn read(query: &'a [(String, String)]) -> Result<Self, Fault> {
        let length: usize = query.iter().map(|(name, value)| name.len() + value.len()).sum();
        if length > LONGEST {
            return Err(Fault::AnswerLong);
        }
        let state = once(query, "state")?.ok_or(Fault::StateMissing)?;
        if state.len() != STATE {
            return Err(Fault::StateUnknown);
        }
        let code = match (once(query, "code")?, once(query, "error")?) {
            (Some(_), Some(_)) => return Err(Fault::AnswerTwice),
            (Some(code), None) if !code.is_empty() => Ok(code),
            (_, Some("access_denied")) => Err(Fault::Denied),
            (_, Some(_)) => Err(Fault::Refused),
            _ => Err(Fault::CodeMissing),
        };
        let issuer = once(query, "iss")?;
        Ok(Self { state, issuer, code })
    }

    /// Whether it is the answer of the provider that was asked: of another, it would carry a code of theirs to ours, or ours to them.
    pub(crate) fn is_of(&self, issuer: &str, says_issuer: bool) -> Result<(), Fault> {
        match self.issuer {
            Some(told) if told == issuer => Ok(()),
            Some(_) => Err(Fault::IssuerWrong),
            None if says_issuer => Err(Fault::IssuerMissing),
            None => Ok(()),
        }
    }
}

fn once<'a>(query: &'a [(String, String)], name: &str) -> Result<Option<&'a str>, Fault> {
    let mut found = query.iter().filter(|(key, _)| key == name);
    let first = found.next().map(|(_, value)| value.as_str());
    match found.next() {
        Some(_) => Err(Fault::AnswerTwice),
        None => Ok(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    fn query(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn fault(pairs: &[(&str, &str)]) -> Fault {
        let query = query(pairs);
        match Answer::read(&query) {
            Ok(answer) => answer.code.unwrap_err(),
            Err(fault) => fault,
        }
    }

    #[test]
    fn an_answer_says_one_thing_once() {
        let (state, long) = (("state", OURS), "c".repeat(9000));
        let good = query(&[
            state,
            ("code", "c"),
            ("iss", "https://id.example"),
            ("session_state", "x"),
        ]);
        let answer = Answer::read(&good).unwrap();
        assert_eq!((answer.code, answer.issuer), (Ok("c"), Some("https://id.example")));
        for (pairs, wrong) in [
            (&[("code", "c")][..], Fault::StateMissing),
            (&[("state", "short"), ("code", "c")][..], Fault::StateUnknown),
            (&[state, state, ("code", "c")][..], Fault::AnswerTwice),
            (&[state, ("code", "c"), ("code", "d")][..], Fault::AnswerTwice),
            (&[state, ("code", "c"), ("error", "x")][..], Fault::AnswerTwice),
            (&[state, ("code", "")][..], Fault::CodeMissing),
            (&[state, ("error", "access_denied")][..], Fault::Denied),
            (&[state, ("error", "<script>")][..], Fault::Refused),
            (&[state, ("code", long.as_str())][..], Fault::AnswerLong),
        ] {
            assert_eq!(fault(pairs), wrong, "{wrong:?}");
        }
    }

    #[test]
    fn an_answer_of_another_provider_is_none_of_ours() {
        let of = |issuer: Option<&str>, says| {
            let answer = Answer {
                state: OURS,
                issuer,
                code: Ok("c"),
            };
            answer.is_of("https://id.example", says)
        };
        assert_eq!(of(Some("https://id.example"), true), Ok(()));
        assert_eq!(of(None, false), Ok(()));
        assert_eq!(of(None, true), Err(Fault::IssuerMissing));
        for other in ["https://evil.example", "https://id.example/", "HTTPS://id.example", ""] {
            assert_eq!(of(Some(other), false), Err(Fault::IssuerWrong), "{other}");
        }
    }
}
