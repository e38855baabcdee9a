//! `letters.toml`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::text::{At, Text};
use super::{LoadError, LoadProblem, Source};
use crate::{BLANKS, Letter, Named, Pack};

/// `letters.toml`: the approved texts (R5.4).
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LettersFile {
    /// The letters.
    letter: Vec<At<LetterFile>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LetterFile {
    code: String,
    zh: String,
    en: String,
    rules: Vec<String>,
    /// The file of the Chinese text: "letters/receipt.zh.txt", below the folder of all packs.
    zh_text: At<String>,
    /// The file of the English text.
    en_text: At<String>,
    /// Who must approve it before it goes out (R5.4): "parent" or a duty; nobody where it is absent.
    approver: Option<At<String>>,
    /// The severities at which it needs the approver; all where it is absent.
    severity: Option<At<Vec<At<String>>>>,
}

pub(super) fn read(text: &Text, source: &Source<'_>, pack: &mut Pack) -> Result<(), LoadError> {
    let file: LettersFile = text.parse()?;
    for letter in file.letter {
        let span = letter.span();
        let letter = letter.into_inner();
        let taken = pack.letter(&letter.code).is_some();
        text.row(&span, &letter.code, (&letter.rules, "a letter"), taken)?;
        text.named(&span, &letter.code, &letter.zh, &letter.en)?;
        let approver = letter.approver.map(|to| text.step_to(&pack.lists, to)).transpose()?;
        let severity = text.condition("severities", &pack.lists.severities, letter.severity)?;
        pack.letters.push(Letter {
            zh: read_text(text, source, &letter.zh_text)?,
            en: read_text(text, source, &letter.en_text)?,
            name: Named {
                code: letter.code,
                zh: letter.zh,
                en: letter.en,
            },
            rules: letter.rules,
            approver,
            severity,
            place: text.place(&span),
        });
    }
    Ok(())
}

fn read_text(text: &Text, source: &Source<'_>, path: &At<String>) -> Result<String, LoadError> {
    let refuse = |problem| text.refuse(&path.span(), problem);
    let path = path.get_ref();
    let name = path.strip_prefix("letters/").unwrap_or_default();
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    if name.is_empty() || !name.bytes().all(plain) {
        return Err(refuse(LoadProblem::LetterPath));
    }
    let missing = |why: String| {
        refuse(LoadProblem::LetterText {
            path: path.clone(),
            why,
        })
    };
    let words = (source.read)(path)
        .map_err(missing)?
        .ok_or_else(|| missing(source.absent.to_owned()))?;
    let unknown = blanks(&words).find(|blank| !BLANKS.contains(blank)).map(str::to_owned);
    match unknown {
        Some(blank) => Err(refuse(LoadProblem::Blank {
            path: path.clone(),
            blank,
        })),
        None => Ok(words),
    }
}

/// What stands in braces.
fn blanks(words: &str) -> impl Iterator<Item = &str> {
    let after = words.split('{').skip(1);
    after.map(|rest| rest.split_once('}').map_or(rest, |(blank, _)| blank))
}
