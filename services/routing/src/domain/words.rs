//! Words that people give with an act: a reason, what is asked, what was supplied.

/// The longest that is kept.
const LONGEST: usize = 500;

/// Why words are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Missing,
    Long,
}

/// The words without the space around them.
pub(crate) fn words(text: &str) -> Result<String, Wrong> {
    match text.trim() {
        "" => Err(Wrong::Missing),
        text if text.chars().count() > LONGEST => Err(Wrong::Long),
        text => Ok(text.to_owned()),
    }
}

/// Tells a command's refusals how they call wrong words.
macro_rules! refuses_words {
    ($refusal:ty) => {
        impl From<$crate::domain::words::Wrong> for $refusal {
            fn from(wrong: $crate::domain::words::Wrong) -> Self {
                match wrong {
                    $crate::domain::words::Wrong::Missing => Self::NoWords,
                    $crate::domain::words::Wrong::Long => Self::LongWords,
                }
            }
        }
    };
}
pub(crate) use refuses_words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_one_to_five_hundred_characters() {
        assert_eq!(words("  不归我们  "), Ok("不归我们".to_owned()));
        assert_eq!(words(" \n "), Err(Wrong::Missing));
        assert_eq!(words(&"字".repeat(500)).map(|text| text.chars().count()), Ok(500));
        assert_eq!(words(&"字".repeat(501)), Err(Wrong::Long));
    }
}
