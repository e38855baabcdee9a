//! What a password must be. By NIST SP 800-63B: length counts, kinds of characters do not.

use huiyin_kernel::StaffCode;

const SHORTEST: usize = 10;
const LONGEST: usize = 128;

/// Why a new password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Weak {
    /// Too short.
    #[error("a password has at least 10 characters")]
    Short,
    /// Too long.
    #[error("a password has at most 128 characters")]
    Long,
    /// It holds who it is of.
    #[error("a password does not hold the staff code")]
    HoldsCode,
    /// Too few different characters.
    #[error("a password has at least 5 different characters")]
    Monotonous,
    /// It is the one before.
    #[error("the new password is the old one")]
    Same,
}

/// Whether a password will do for somebody, instead of the one before.
pub(crate) fn will_do(code: &StaffCode, new: &str, old: Option<&str>) -> Result<(), Weak> {
    let length = new.chars().count();
    if length < SHORTEST {
        return Err(Weak::Short);
    }
    if length > LONGEST {
        return Err(Weak::Long);
    }
    if new.to_ascii_lowercase().contains(&code.as_str().to_ascii_lowercase()) {
        return Err(Weak::HoldsCode);
    }
    if new.chars().collect::<std::collections::BTreeSet<_>>().len() < 5 {
        return Err(Weak::Monotonous);
    }
    if old == Some(new) {
        return Err(Weak::Same);
    }
    Ok(())
}

/// A first password: what people read off a paper and type, 64 bits of it.
pub(crate) fn first(random: [u8; 16]) -> String {
    const LETTERS: &[u8; 16] = b"abcdefghkmnprstx";
    let letter = |byte: &u8| {
        LETTERS
            .get(usize::from(byte & 15))
            .map_or('x', |letter| char::from(*letter))
    };
    let text: Vec<char> = random.iter().map(letter).collect();
    let groups: Vec<String> = text.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_weak_password_has_its_sentence_and_a_long_one_of_any_letters_will_do() {
        let code = StaffCode::new("e012").unwrap();
        let old = Some("the old password");
        for (new, weak) in [
            ("short", Weak::Short),
            (&"ab".repeat(65), Weak::Long),
            ("my E012 password", Weak::HoldsCode),
            ("aaaaabbbbbcc", Weak::Monotonous),
            ("the old password", Weak::Same),
        ] {
            assert_eq!(will_do(&code, new, old), Err(weak), "{new}");
        }
        let sentences =
            [Weak::Short, Weak::Long, Weak::HoldsCode, Weak::Monotonous, Weak::Same].map(|weak| weak.to_string());
        assert_eq!(
            sentences,
            [
                "a password has at least 10 characters",
                "a password has at most 128 characters",
                "a password does not hold the staff code",
                "a password has at least 5 different characters",
                "the new password is the old one",
            ]
        );
        assert_eq!(will_do(&code, "每个投诉都有回音对吗", old), Ok(()));
        assert_eq!(will_do(&code, "correct horse battery", old), Ok(()));
    }

    #[test]
    fn a_first_password_is_read_easily_and_will_do() {
        let password = first([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        assert_eq!(password, "abcd-efgh-kmnp-rstx");
        assert_eq!(will_do(&StaffCode::new("e012").unwrap(), &password, None), Ok(()));
    }
}
