//! Languages, and the words for codes.

use std::collections::HashMap;

use huiyin_kernel::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// The languages that notices are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// Chinese: also where a language is asked for that there is none for.
    Zh,
    /// English.
    En,
}

impl Language {
    /// Reads `zh`, `en`, or a tag of the kind of `en-GB`.
    pub(crate) fn read(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("en") {
            Self::En
        } else {
            Self::Zh
        }
    }

    /// For the mail's `Content-Language`.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// A day and a time of day, by the clock of `zone`.
    pub(crate) fn instant(self, at: Timestamp, zone: &TimeZone) -> String {
        let format = match self {
            Self::Zh => "%Y年%-m月%-d日 %H:%M",
            Self::En => "%-d %B %Y, %H:%M",
        };
        zone.to_datetime(at).strftime(format).to_string()
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    zh: String,
    en: String,
}

/// Words for codes, by what they are codes of.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Words(HashMap<String, HashMap<String, Word>>);

impl Words {
    /// The words for a code; the code itself where there are none.
    pub(crate) fn of(&self, what: &str, code: &str, language: Language) -> String {
        let word = self.0.get(what).and_then(|words| words.get(code));
        match (word, language) {
            (Some(word), Language::Zh) => word.zh.clone(),
            (Some(word), Language::En) => word.en.clone(),
            (None, _) => code.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_by_the_organisation_s_clock() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let at: Timestamp = "2026-11-23T17:05:00Z".parse().unwrap();
        assert_eq!(Language::Zh.instant(at, &zone), "2026年11月24日 01:05");
        assert_eq!(Language::En.instant(at, &zone), "24 November 2026, 01:05");
    }

    #[test]
    fn a_language_without_a_text_is_chinese() {
        assert_eq!(Language::read("en-GB"), Language::En);
        assert_eq!(Language::read("zh-Hans"), Language::Zh);
        assert_eq!(Language::read("bo"), Language::Zh);
    }

    #[test]
    fn a_code_without_words_is_told_as_it_stands() {
        let words: Words = toml::from_str("[kind]\nreply = { zh = \"答复\", en = \"the reply\" }").unwrap();
        assert_eq!(words.of("kind", "reply", Language::Zh), "答复");
        assert_eq!(words.of("kind", "new_kind", Language::Zh), "new_kind");
        assert_eq!(words.of("ending", "reply", Language::En), "reply");
    }
}
