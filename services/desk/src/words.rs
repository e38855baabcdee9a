//! Every word that the desk itself says, by its key, in each language.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::language::Language;

const ZH: &str = include_str!("../locales/zh.toml");
const EN: &str = include_str!("../locales/en.toml");
/// The services' refusals by their codes, in Chinese: their own sentences are English.
const REFUSALS: &str = include_str!("../locales/refusals.toml");

type Texts = BTreeMap<String, String>;

/// The catalogues of all languages.
#[derive(Clone, Debug)]
pub(crate) struct Catalogues {
    zh: Arc<Texts>,
    en: Arc<Texts>,
    refusals: Arc<Texts>,
}

impl Catalogues {
    /// The catalogues in the binary.
    ///
    /// # Errors
    /// Where one is not TOML; a test reads them.
    pub(crate) fn built_in() -> Result<Self, toml::de::Error> {
        Ok(Self {
            zh: Arc::new(read(ZH)?),
            en: Arc::new(read(EN)?),
            refusals: Arc::new(read(REFUSALS)?),
        })
    }

    /// The words of one language.
    pub(crate) fn words(&self, language: Language) -> Words {
        let (texts, refusals) = match language {
            Language::Zh => (&self.zh, Some(Arc::clone(&self.refusals))),
            Language::En => (&self.en, None),
        };
        Words {
            language,
            texts: Arc::clone(texts),
            refusals,
        }
    }
}

fn read(text: &str) -> Result<Texts, toml::de::Error> {
    let mut texts = Texts::new();
    flatten("", &toml::from_str(text)?, &mut texts);
    Ok(texts)
}

fn flatten(prefix: &str, table: &toml::Table, into: &mut Texts) {
    for (key, value) in table {
        match value {
            toml::Value::Table(inner) => flatten(&format!("{prefix}{key}."), inner, into),
            toml::Value::String(text) => {
                into.insert(format!("{prefix}{key}"), text.clone());
            }
            other => {
                into.insert(format!("{prefix}{key}"), other.to_string());
            }
        }
    }
}

/// The words of one language.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub(crate) language: Language,
    texts: Arc<Texts>,
    refusals: Option<Arc<Texts>>,
}

impl Words {
    /// The sentence of a refusal by its code, where the language has one of its own.
    pub(crate) fn refusal(&self, code: &str) -> Option<&str> {
        self.refusals.as_ref()?.get(code).map(String::as_str)
    }

    /// The code of a family that goes by this name.
    pub(crate) fn code_of(&self, family: &str, name: &str) -> Option<&str> {
        let named = self.family(family).into_iter().find(|(_, text)| *text == name);
        named.map(|(code, _)| code)
    }

    /// The text of a key. A test holds that every key that is asked for is there; the key stands for itself otherwise.
    pub(crate) fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The name of a code of an open list; a code that has none here stands for itself.
    pub(crate) fn code<'a>(&'a self, family: &str, code: &'a str) -> &'a str {
        self.texts.get(&format!("{family}.{code}")).map_or(code, String::as_str)
    }

    /// The text of a key with its `{}`s filled in their order.
    pub(crate) fn fill(&self, key: &str, values: &[&str]) -> String {
        let mut parts = self.say(key).split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (at, part) in parts.enumerate() {
            text.push_str(values.get(at).copied().unwrap_or_default());
            text.push_str(part);
        }
        text
    }

    /// All codes of a family with their names, by code.
    pub(crate) fn family(&self, family: &str) -> Vec<(&str, &str)> {
        let code = |key: &'_ String| Some(key.strip_prefix(family)?.strip_prefix('.')?.len());
        let texts = self.texts.iter();
        texts
            .filter_map(|(key, text)| Some((key.get(key.len() - code(key)?..)?, text.as_str())))
            .collect()
    }

    /// Every key, for the tests of the house.
    #[cfg(test)]
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn both() -> (Words, Words) {
        let catalogues = Catalogues::built_in().unwrap();
        (catalogues.words(Language::Zh), catalogues.words(Language::En))
    }

    #[test]
    fn each_language_says_all_that_the_other_says() {
        let (zh, en) = both();
        let keys = |words: &Words| words.texts.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&zh), keys(&en));
        for (key, text) in zh.texts.iter().chain(en.texts.iter()) {
            assert!(!text.trim().is_empty(), "{key} says nothing");
        }
        for (key, text) in zh.texts.iter() {
            let places = |text: &str| text.matches("{}").count();
            assert_eq!(places(text), places(en.say(key)), "{key} has other places to fill");
        }
    }

    #[test]
    fn a_code_without_a_name_stands_for_itself() {
        let (zh, en) = both();
        assert_eq!(en.code("stage", "closed"), "Closed");
        assert_ne!(zh.code("stage", "closed"), "closed");
        assert_eq!(zh.code("stage", "<b>new</b>"), "<b>new</b>");
        assert_eq!(zh.code("stage", ""), "");
    }

    #[test]
    fn places_are_filled_in_their_order() {
        let (_, en) = both();
        assert_eq!(en.fill("clock.left", &["2", "5"]), "2 h 5 min left");
        assert_eq!(
            en.fill("{} of {}", &["{}"]),
            "{} of ",
            "what is filled in is not filled again"
        );
    }

    #[test]
    fn a_family_lists_its_codes() {
        let (_, en) = both();
        assert!(en.family("channel").contains(&("hotline", "Hotline")));
        assert!(en.family("chan").is_empty());
    }

    #[test]
    fn every_event_of_the_catalogue_has_a_name_in_both_languages() {
        let (zh, en) = both();
        for entry in huiyin_contracts::catalogue() {
            let Some(code) = crate::visit::event_code(&entry.kind) else {
                continue;
            };
            for words in [&zh, &en] {
                assert!(
                    words.texts.contains_key(&format!("event.{code}")),
                    "{} has no name",
                    entry.kind
                );
            }
        }
    }
}
