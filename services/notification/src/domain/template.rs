//! A notice's text, with places that are filled in.

use std::collections::HashMap;

use serde::Deserialize;

use super::words::Language;

/// What can be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// The complaint's number.
    Number,
    /// The complainant's name: in their own mail only.
    Name,
    /// When it happened.
    Happened,
    /// The channel of a reply.
    Channel,
    /// The way of ending.
    Ending,
    /// The name of the unit that is written to.
    UnitName,
    /// When something is or was due.
    Due,
    /// What is due.
    Kind,
    /// The unit that is late.
    LateUnit,
    /// An opinion book's code.
    Book,
    /// A day.
    Day,
}

impl Place {
    const COMPLAINANT: [(&'static str, Self); 7] = [
        ("number", Self::Number),
        ("name", Self::Name),
        ("happened", Self::Happened),
        ("channel", Self::Channel),
        ("ending", Self::Ending),
        ("due", Self::Due),
        ("kind", Self::Kind),
    ];
    /// Nothing of the complainant: a member of staff looks that up, and the look is recorded (R8.1).
    const STAFF: [(&'static str, Self); 8] = [
        ("number", Self::Number),
        ("happened", Self::Happened),
        ("unit_name", Self::UnitName),
        ("due", Self::Due),
        ("kind", Self::Kind),
        ("late_unit", Self::LateUnit),
        ("book", Self::Book),
        ("day", Self::Day),
    ];
}

/// What is wrong with a text.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TemplateError {
    /// The file is not as it must be.
    #[error("the file cannot be read: {0}")]
    File(String),
    /// A place that nothing fills in.
    #[error("{{{name}}} is filled in by nothing; known are {known}")]
    UnknownPlace {
        /// What stands there.
        name: String,
        /// What may.
        known: String,
    },
    /// A brace without its other.
    #[error("a '{{' or '}}' stands alone")]
    Brace,
    /// Nothing would be said.
    #[error("the {0} text has an empty subject or body")]
    Empty(&'static str),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    audience: FileAudience,
    zh: FileText,
    en: FileText,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FileAudience {
    Complainant,
    Staff,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    subject: String,
    body: String,
}

#[derive(Clone, Debug)]
enum Piece {
    Words(String),
    Place(Place),
}

#[derive(Clone, Debug)]
struct Text {
    subject: Vec<Piece>,
    body: Vec<Piece>,
}

/// A notice's text in both languages.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    zh: Text,
    en: Text,
}

/// A text with everything filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) subject: String,
    pub(crate) body: String,
}

impl Template {
    /// Reads a template file and checks that everything in it will be filled in.
    ///
    /// # Errors
    /// [`TemplateError`]
    pub(crate) fn read(file: &str) -> Result<Self, TemplateError> {
        let file: File = toml::from_str(file).map_err(|error| TemplateError::File(error.to_string()))?;
        let known: &[_] = match file.audience {
            FileAudience::Complainant => &Place::COMPLAINANT,
            FileAudience::Staff => &Place::STAFF,
        };
        Ok(Self {
            zh: text(&file.zh, "zh", known)?,
            en: text(&file.en, "en", known)?,
        })
    }

    /// The text in a language. What `values` lacks is left empty; control characters in them become spaces, so that a value can
    /// add no line to a mail's head.
    pub(crate) fn write(&self, language: Language, values: &HashMap<Place, String>) -> Written {
        let text = match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        };
        let fill = |pieces: &[Piece]| pieces.iter().map(|piece| filled(piece, values)).collect::<String>();
        Written {
            subject: fill(&text.subject),
            body: fill(&text.body),
        }
    }
}

fn filled(piece: &Piece, values: &HashMap<Place, String>) -> String {
    match piece {
        Piece::Words(words) => words.clone(),
        Piece::Place(place) => {
            let value = values.get(place).map(String::as_str).unwrap_or_default();
            value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
        }
    }
}

fn text(file: &FileText, language: &'static str, known: &[(&str, Place)]) -> Result<Text, TemplateError> {
    if file.subject.trim().is_empty() || file.body.trim().is_empty() {
        return Err(TemplateError::Empty(language));
    }
    Ok(Text {
        subject: pieces(file.subject.trim(), known)?,
        body: pieces(file.body.trim_start(), known)?,
    })
}

fn pieces(mut text: &str, known: &[(&str, Place)]) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    while let Some((before, rest)) = text.split_once('{') {
        let (name, after) = rest.split_once('}').ok_or(TemplateError::Brace)?;
        if before.contains('}') || name.contains('{') {
            return Err(TemplateError::Brace);
        }
        let place = known.iter().find(|(known, _)| *known == name).map(|(_, place)| *place);
        let place = place.ok_or_else(|| TemplateError::UnknownPlace {
            name: name.to_owned(),
            known: known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
        })?;
        pieces.push(Piece::Words(before.to_owned()));
        pieces.push(Piece::Place(place));
        text = after;
    }
    if text.contains('}') {
        return Err(TemplateError::Brace);
    }
    pieces.push(Piece::Words(text.to_owned()));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(audience: &str, subject: &str, body: &str) -> String {
        let text = format!("subject = '{subject}'\nbody = '{body}'\n");
        format!("audience = '{audience}'\n[zh]\n{text}[en]\n{text}")
    }

    fn error(audience: &str, subject: &str, body: &str) -> TemplateError {
        Template::read(&file(audience, subject, body)).unwrap_err()
    }

    #[test]
    fn places_are_filled_in_and_the_rest_stands() {
        let template = Template::read(&file("complainant", "投诉 {number}", "{name}：{number}。")).unwrap();
        let values = HashMap::from([
            (Place::Number, "B01".to_owned()),
            (Place::Name, "王\r\nBcc: x".to_owned()),
        ]);
        let written = template.write(Language::Zh, &values);
        assert_eq!(written.subject, "投诉 B01");
        assert_eq!(written.body, "王  Bcc: x：B01。", "a value adds no line");
    }

    #[test]
    fn an_unknown_place_is_refused_and_the_known_ones_named() {
        let sentence = error("complainant", "x", "{nmae}").to_string();
        assert_eq!(
            sentence,
            "{nmae} is filled in by nothing; known are number, name, happened, channel, ending, due, kind"
        );
    }

    #[test]
    fn a_mail_to_staff_has_no_place_for_the_complainant_s_name() {
        assert!(matches!(
            error("staff", "{name}", "x"),
            TemplateError::UnknownPlace { .. }
        ));
    }

    #[test]
    fn a_brace_alone_is_refused() {
        for body in ["{number", "number}", "{{number}}", "} {number}"] {
            assert_eq!(error("staff", "x", body), TemplateError::Brace, "{body}");
        }
        assert_eq!(TemplateError::Brace.to_string(), "a '{' or '}' stands alone");
    }

    #[test]
    fn an_empty_text_or_a_missing_language_is_refused() {
        assert_eq!(error("staff", " ", "x"), TemplateError::Empty("zh"));
        assert_eq!(
            TemplateError::Empty("zh").to_string(),
            "the zh text has an empty subject or body"
        );
        let one = "audience = 'staff'\n[zh]\nsubject = 'x'\nbody = 'x'\n";
        let refused = Template::read(one).unwrap_err().to_string();
        assert!(
            refused.starts_with("the file cannot be read: ") && refused.contains("missing field `en`"),
            "{refused}"
        );
    }
}
