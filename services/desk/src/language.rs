//! Which language a page is in.

use serde::Deserialize;

/// A language that the desk speaks, completely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Language {
    /// Its name in an address: `?lang=zh`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// Its tag in HTML and headers.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The one that the page offers to change to.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// The language of a tag such as `zh`, `zh-Hans-CN` or `en-GB`.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next().unwrap_or_default();
        [Self::Zh, Self::En]
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.code()))
    }

    /// The best of an `Accept-Language` header; of equals the first.
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for part in header.split(',') {
            let (tag, quality) = weighed(part);
            let better = quality > best.map_or(0.0, |(_, most)| most);
            if let (Some(language), true) = (Self::of_tag(tag), better) {
                best = Some((language, quality));
            }
        }
        best.map(|(language, _)| language)
    }
}

/// `en;q=0.8` is en and 0.8; what is no number counts nothing.
fn weighed(part: &str) -> (&str, f32) {
    let (tag, rest) = part.split_once(';').unwrap_or((part, "q=1"));
    let quality = rest.trim().strip_prefix("q=").and_then(|q| q.trim().parse().ok());
    (tag, quality.unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_language_that_the_desk_speaks_is_taken() {
        for (header, expected) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Language::Zh)),
            ("en-GB,en;q=0.9,zh;q=0.8", Some(Language::En)),
            ("de, zh;q=0.2, en;q=0.7", Some(Language::En)),
            ("fr, de;q=0.5", None),
            ("zh;q=0, en;q=0.1", Some(Language::En)),
            ("en;q=x, ZH ;q=0.3", Some(Language::Zh)),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header:?}");
        }
    }

    #[test]
    fn a_language_is_known_by_the_first_part_of_its_tag() {
        assert_eq!(Language::of_tag("zh-Hans-CN"), Some(Language::Zh));
        assert_eq!(Language::of_tag("english"), None);
    }
}
