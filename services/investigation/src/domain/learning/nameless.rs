//! Papers that many read name no person (R6.2, R8.1): whoever writes one confirms it, and what looks like personal data is refused.

use crate::domain::Words;

/// So many digits in a row, with `-` between them or not, are a telephone number, an identity document or a complaint's number: a day has 8.
const DIGITS: usize = 11;

/// Why a paper is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Named {
    /// Nobody has looked.
    #[error("who writes it confirms that it names no person, neither complainant nor staff")]
    Unconfirmed,
    /// Somebody can be told by it.
    #[error(
        "the text holds what looks like a telephone number, an identity document, a complaint's number or an e-mail address: it names no person"
    )]
    Personal,
}

refusals! { Named,
    Unconfirmed => "not_confirmed",
    Personal => "names_a_person",
}

/// Checks texts that many read.
pub(crate) fn check(confirmed: bool, texts: &[&Words]) -> Result<(), Named> {
    if texts.iter().any(|text| is_personal(text.as_str())) {
        return Err(Named::Personal);
    }
    if confirmed { Ok(()) } else { Err(Named::Unconfirmed) }
}

fn is_personal(text: &str) -> bool {
    has_address(text) || longest_number(text) >= DIGITS
}

/// An `@`, also the full-width one, with a letter or digit on both sides.
fn has_address(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(3).any(
        |three| matches!(three, [before, '@' | '＠', after] if before.is_alphanumeric() && after.is_alphanumeric()),
    )
}

fn longest_number(text: &str) -> usize {
    let (mut longest, mut now) = (0, 0);
    for c in text.chars() {
        if c.is_ascii_digit() || ('０'..='９').contains(&c) {
            now += 1;
            longest = longest.max(now);
        } else if c != '-' {
            now = 0;
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Refuses;
    use crate::domain::sample::words;

    fn checked(text: &str) -> Result<(), Named> {
        check(true, &[&words("Queues"), &words(text)])
    }

    #[test]
    fn r8_1_what_many_read_names_nobody_that_can_be_told_by_it() {
        for personal in [
            "call 13900000000",
            "call 139-0000-0000",
            "号码１３９００００００００",
            "110101199003070000",
            "see O0123-20261123-00042-0",
            "write to a@mail.invalid",
        ] {
            assert_eq!(checked(personal), Err(Named::Personal), "{personal}");
        }
        for plain in [
            "From 2026-11-23 on, 800000 customers @ all outlets",
            "Two counters stay open.",
        ] {
            assert_eq!(checked(plain), Ok(()), "{plain}");
        }
        assert!(Named::Personal.to_string().ends_with("it names no person"));
    }

    #[test]
    fn who_writes_it_confirms_it() {
        assert_eq!(check(false, &[&words("Queues")]), Err(Named::Unconfirmed));
        assert_eq!(
            Named::Unconfirmed.to_string(),
            "who writes it confirms that it names no person, neither complainant nor staff"
        );
        assert_eq!(Named::Unconfirmed.code(), "not_confirmed");
    }
}
