//! The texts of all notices, checked when the service is put together.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, bail};

use crate::domain::notice::TEMPLATES;
use crate::domain::template::Template;
use crate::domain::words::Words;

const BUILT_IN: [(&str, &str); 29] = [
    (
        "complainant.registered",
        include_str!("../templates/complainant.registered.toml"),
    ),
    (
        "complainant.accepted",
        include_str!("../templates/complainant.accepted.toml"),
    ),
    (
        "complainant.declined",
        include_str!("../templates/complainant.declined.toml"),
    ),
    (
        "complainant.replied",
        include_str!("../templates/complainant.replied.toml"),
    ),
    (
        "complainant.reopened",
        include_str!("../templates/complainant.reopened.toml"),
    ),
    (
        "complainant.closed",
        include_str!("../templates/complainant.closed.toml"),
    ),
    (
        "complainant.repeat",
        include_str!("../templates/complainant.repeat.toml"),
    ),
    (
        "complainant.joined",
        include_str!("../templates/complainant.joined.toml"),
    ),
    (
        "complainant.clustered",
        include_str!("../templates/complainant.clustered.toml"),
    ),
    (
        "complainant.unlinked",
        include_str!("../templates/complainant.unlinked.toml"),
    ),
    ("staff.assigned", include_str!("../templates/staff.assigned.toml")),
    ("staff.reminded", include_str!("../templates/staff.reminded.toml")),
    ("staff.escalated", include_str!("../templates/staff.escalated.toml")),
    ("staff.pressed", include_str!("../templates/staff.pressed.toml")),
    ("staff.co_handling", include_str!("../templates/staff.co_handling.toml")),
    ("staff.supervised", include_str!("../templates/staff.supervised.toml")),
    ("staff.delay_asked", include_str!("../templates/staff.delay_asked.toml")),
    (
        "complainant.extended",
        include_str!("../templates/complainant.extended.toml"),
    ),
    (
        "complainant.paused",
        include_str!("../templates/complainant.paused.toml"),
    ),
    ("staff.repeat", include_str!("../templates/staff.repeat.toml")),
    ("staff.joined", include_str!("../templates/staff.joined.toml")),
    ("staff.unlinked", include_str!("../templates/staff.unlinked.toml")),
    ("staff.regraded", include_str!("../templates/staff.regraded.toml")),
    ("staff.break_glass", include_str!("../templates/staff.break_glass.toml")),
    ("staff.emergency", include_str!("../templates/staff.emergency.toml")),
    ("staff.told", include_str!("../templates/staff.told.toml")),
    ("staff.book_missed", include_str!("../templates/staff.book_missed.toml")),
    ("staff.circular", include_str!("../templates/staff.circular.toml")),
    (
        "staff.circular_reminded",
        include_str!("../templates/staff.circular_reminded.toml"),
    ),
];
const WORDS: &str = include_str!("../templates/words.toml");

/// The organisation's texts: its own files where there are any, else the built-in ones.
pub(crate) struct Texts {
    templates: HashMap<&'static str, Template>,
    pub(crate) words: Words,
}

impl Texts {
    /// Reads and checks all texts. Files of `folder` replace the built-in ones of the same name.
    ///
    /// # Errors
    /// Where a file cannot be read, says something that nothing fills in, or has a name that no notice is made from.
    pub(crate) fn load(folder: Option<&Path>) -> anyhow::Result<Self> {
        let mut own = folder.map(files).transpose()?.unwrap_or_default();
        let words = own.remove("words");
        let words =
            toml::from_str(words.as_deref().unwrap_or(WORDS)).context("the notices' words.toml cannot be read")?;
        let mut templates = HashMap::new();
        for (name, built_in) in BUILT_IN {
            let text = own.remove(name);
            let template = Template::read(text.as_deref().unwrap_or(built_in));
            templates.insert(
                name,
                template.with_context(|| format!("the notice {name}.toml is wrong"))?,
            );
        }
        if let Some(name) = own.keys().next() {
            bail!(
                "no notice is made from {name}.toml; known are words, {}",
                TEMPLATES.join(", ")
            );
        }
        Ok(Self { templates, words })
    }

    /// The text of this name.
    pub(crate) fn template(&self, name: &str) -> Option<&Template> {
        self.templates.get(name)
    }
}

/// The `.toml` files of a folder, by their names without that ending.
fn files(folder: &Path) -> anyhow::Result<HashMap<String, String>> {
    let reading = || format!("the folder of notices {} cannot be read", folder.display());
    let mut files = HashMap::new();
    for file in std::fs::read_dir(folder).with_context(reading)? {
        let path = file.with_context(reading)?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.strip_suffix(".toml"));
        if let Some(name) = name {
            let text = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            files.insert(name.to_owned(), text);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::template::Place;
    use crate::domain::words::Language;

    #[test]
    fn every_notice_has_a_text_in_both_languages_that_names_the_complaint_or_the_day() {
        let texts = Texts::load(None).unwrap();
        let values = HashMap::from([
            (Place::Number, "B01-20261123-00001-X".to_owned()),
            (Place::Day, "2026-11-23".to_owned()),
        ]);
        for name in TEMPLATES {
            let about = if ["staff.book_missed", "staff.circular", "staff.circular_reminded"].contains(&name) {
                "2026-11-23"
            } else {
                "B01-20261123-00001-X"
            };
            for language in [Language::Zh, Language::En] {
                let written = texts.template(name).unwrap().write(language, &values);
                assert!(written.subject.contains(about), "{name} {language:?}");
                assert!(!written.body.contains('{'), "{name} {language:?}");
            }
        }
    }

    #[test]
    fn an_organisation_s_own_text_replaces_the_built_in_one() {
        let folder = tempfile::TempDir::new().unwrap();
        let file =
            "audience = 'staff'\n[zh]\nsubject = '新单'\nbody = '{number}'\n[en]\nsubject = 'New'\nbody = '{number}'\n";
        std::fs::write(folder.path().join("staff.assigned.toml"), file).unwrap();
        let texts = Texts::load(Some(folder.path())).unwrap();
        let written = texts
            .template("staff.assigned")
            .unwrap()
            .write(Language::En, &HashMap::new());
        assert_eq!(written.subject, "New");
        assert!(texts.template("staff.reminded").is_some());
    }

    #[test]
    fn a_text_that_is_wrong_refuses_the_start_and_names_the_file() {
        let folder = tempfile::TempDir::new().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("staff.asigned.toml", "");
        let refused = Texts::load(Some(folder.path())).err().unwrap();
        assert!(
            format!("{refused:#}").starts_with("no notice is made from staff.asigned.toml"),
            "{refused:#}"
        );
        write(
            "staff.assigned.toml",
            "audience = 'staff'\n[zh]\nsubject = '{name}'\nbody = 'x'\n[en]\nsubject = 'x'\nbody = 'x'\n",
        );
        let refused = format!("{:#}", Texts::load(Some(folder.path())).err().unwrap());
        assert!(
            refused.starts_with("the notice staff.assigned.toml is wrong: {name} is filled in by nothing"),
            "{refused}"
        );
    }
}
