//! Texts that people type: how long they may be, and what may stand in them.

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TextError {
    /// It must not be empty.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// It is too long.
    #[error("`{0}` is longer than {1} characters")]
    Long(&'static str, usize),
    /// It holds what cannot be printed, or would forge a line in a log.
    #[error("`{0}` holds a control character")]
    Control(&'static str),
}

/// A text on one line, without the blanks around it: no control characters at all.
pub(crate) fn line(field: &'static str, text: &str, most: usize) -> Result<String, TextError> {
    let text = text.trim();
    check(field, text, most)?;
    if text.chars().any(char::is_control) {
        return Err(TextError::Control(field));
    }
    Ok(text.to_owned())
}

/// A text of several lines: new lines and tabs are its only control characters. A browser's CR LF becomes a new line.
pub(crate) fn words(field: &'static str, text: &str, most: usize) -> Result<String, TextError> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    check(field, text, most)?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(TextError::Control(field));
    }
    Ok(text.to_owned())
}

/// A line that may be absent; blank is absent.
pub(crate) fn maybe_line(field: &'static str, text: Option<&str>, most: usize) -> Result<Option<String>, TextError> {
    match text {
        Some(text) if !text.trim().is_empty() => line(field, text, most).map(Some),
        _ => Ok(None),
    }
}

/// Words that may be absent; blank is absent.
pub(crate) fn maybe_words(field: &'static str, text: Option<&str>, most: usize) -> Result<Option<String>, TextError> {
    match text {
        Some(text) if !text.trim().is_empty() => words(field, text, most).map(Some),
        _ => Ok(None),
    }
}

fn check(field: &'static str, text: &str, most: usize) -> Result<(), TextError> {
    if text.is_empty() {
        return Err(TextError::Empty(field));
    }
    if text.chars().count() > most {
        return Err(TextError::Long(field, most));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_not_bytes() {
        assert_eq!(
            words("narrative", &"投".repeat(20_000), 20_000)
                .unwrap()
                .chars()
                .count(),
            20_000
        );
        let long = words("narrative", &"投".repeat(20_001), 20_000).unwrap_err();
        assert_eq!(long.to_string(), "`narrative` is longer than 20000 characters");
    }

    #[test]
    fn only_new_lines_and_tabs_are_allowed_and_only_in_words() {
        assert_eq!(words("narrative", "one\r\ntwo\tthree", 100).unwrap(), "one\ntwo\tthree");
        for bad in ["a\0b", "a\u{1b}[31mb", "a\rb", "a\u{85}b"] {
            let refused = words("narrative", bad, 100).unwrap_err();
            assert_eq!(refused.to_string(), "`narrative` holds a control character", "{bad:?}");
        }
        assert_eq!(line("name", "a\nb", 100), Err(TextError::Control("name")));
    }

    #[test]
    fn blank_is_empty_where_required_and_absent_where_not() {
        assert_eq!(line("channel", "  ", 9).unwrap_err().to_string(), "`channel` is empty");
        assert_eq!(maybe_line("class", Some(" "), 9), Ok(None));
        assert_eq!(maybe_words("asked_for", None, 9), Ok(None));
    }
}
