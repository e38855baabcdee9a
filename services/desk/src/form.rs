//! Fields of forms: what was typed is kept, read by kind, and becomes the JSON that a service takes.

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};

use crate::visit::Visit;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A line of text.
    Line,
    /// Several lines.
    Words,
    /// Yes where it is ticked.
    Flag,
    /// A date and a time by the organisation's clock.
    Moment,
    /// A date.
    Day,
    /// A whole number.
    Number,
    /// One code of a family of the catalogue.
    Choice(&'static str),
    /// A code of an open list: the family's are offered, others can be typed.
    Code(&'static str),
    /// Several codes or names, with commas between.
    Many,
    /// A unit's code.
    Unit,
}

/// One field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its place in the request, with dots between: `limit.amount`. Its last part is its key in the catalogue.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
}

/// A field that must be filled.
pub(crate) const fn must(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: true,
    }
}

/// A field that can stay empty.
pub(crate) const fn may(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: false,
    }
}

impl Field {
    /// The last part of its name.
    pub(crate) fn word(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }
}

/// What was typed, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed(pub(crate) Vec<(String, String)>);

impl Typed {
    /// A field as it was typed: spaces belong to a password.
    pub(crate) fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether it is a form that comes back after sign-in: it is shown, and nothing is done.
    pub(crate) fn comes_back(&self) -> bool {
        self.raw(crate::pages::sign_in::RESUME) == "yes"
    }

    /// What was typed into a field; nothing where it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// What was typed into a field, without blanks around it; what was ticked of several lines together.
    fn of(&self, field: &Field) -> String {
        if field.kind != Kind::Many {
            return self.get(field.name).trim().to_owned();
        }
        let all = self.0.iter().filter(|(name, _)| name == field.name);
        let all: Vec<&str> = all.map(|(_, value)| value.trim()).collect();
        all.join(",")
    }

    /// The key of the form: what is sent twice with it is done once. One that was tampered with is none.
    pub(crate) fn key(&self) -> Option<&str> {
        let key = self.get("key");
        let fits = (8..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        fits.then_some(key)
    }
}

/// What is wrong with which field.
pub(crate) type Wrongs = Vec<(String, String)>;

/// The request that was typed, without the fields that were left empty.
///
/// # Errors
/// The fields that cannot be read, each with a sentence of the catalogue.
pub(crate) fn body(fields: &[Field], typed: &Typed, visit: &Visit) -> Result<Map<String, Value>, Wrongs> {
    let (mut body, mut wrongs) = (Map::new(), Wrongs::new());
    for field in fields {
        match read(field, &typed.of(field), visit) {
            Ok(Some(value)) => place(&mut body, field.name, value),
            Ok(None) => {}
            Err(key) => wrongs.push((field.name.to_owned(), visit.say(key).to_owned())),
        }
    }
    for part in body.values_mut().filter_map(Value::as_object_mut) {
        part.retain(|_, value| !says_nothing(value));
    }
    if wrongs.is_empty() { Ok(body) } else { Err(wrongs) }
}

/// Whether a part within a part was left alone: nothing in it was filled, and nothing ticked.
fn says_nothing(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|part| part.values().all(|value| *value == Value::Bool(false)))
}

fn read(field: &Field, text: &str, visit: &Visit) -> Result<Option<Value>, &'static str> {
    if text.is_empty() {
        return match field.kind {
            Kind::Flag => Ok(Some(Value::Bool(false))),
            _ if field.required => Err("wrong.missing"),
            _ => Ok(None),
        };
    }
    let value = match field.kind {
        Kind::Flag => Value::Bool(true),
        Kind::Number => Value::from(text.parse::<u32>().map_err(|_| "wrong.number")?),
        Kind::Day => Value::from(text.parse::<Date>().map_err(|_| "wrong.day")?.to_string()),
        Kind::Moment => {
            let civil: DateTime = text.parse().map_err(|_| "wrong.moment")?;
            Value::from(visit.instant(civil).ok_or("wrong.moment")?.to_string())
        }
        Kind::Many => {
            let parts = text.split([',', '，', '、', ';', '；']).map(str::trim);
            parts.filter(|part| !part.is_empty()).map(Value::from).collect()
        }
        // Who types the name that the list shows means its code.
        Kind::Code(family) => Value::from(visit.words.code_of(family, text).unwrap_or(text)),
        Kind::Line | Kind::Words | Kind::Choice(_) | Kind::Unit => Value::from(text),
    };
    Ok(Some(value))
}

fn place(body: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((outer, inner)) = name.split_once('.') else {
        body.insert(name.to_owned(), value);
        return;
    };
    let nested = body.entry(outer).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(nested) = nested {
        place(nested, inner, value);
    }
}

/// A field as the page shows it.
pub(crate) struct Shown<'a> {
    pub(crate) field: &'a Field,
    pub(crate) label: &'a str,
    pub(crate) value: String,
    /// What is wrong with it.
    pub(crate) wrong: Option<String>,
    /// Codes and their names, where it offers some.
    pub(crate) options: Vec<(String, String)>,
}

impl Shown<'_> {
    /// The name of its kind, for the template.
    pub(crate) fn shape(&self) -> &'static str {
        match self.field.kind {
            Kind::Words => "words",
            Kind::Flag => "flag",
            Kind::Choice(_) => "choice",
            Kind::Code(_) | Kind::Unit => "list",
            Kind::Moment => "moment",
            Kind::Day => "day",
            Kind::Number | Kind::Line | Kind::Many => "line",
        }
    }

    /// The keyboard that a telephone shows.
    pub(crate) fn keyboard(&self) -> &'static str {
        match self.field.kind {
            Kind::Number => "numeric",
            _ => "text",
        }
    }
}

/// The fields with what was typed and what is wrong. `units` are offered where a unit is asked for.
pub(crate) fn shown<'a>(
    fields: &'a [Field],
    typed: &Typed,
    wrongs: &Wrongs,
    units: &[(String, String)],
    visit: &'a Visit,
) -> Vec<Shown<'a>> {
    let named = |family: &str| {
        let owned = |(code, name): (&str, &str)| (code.to_owned(), name.to_owned());
        visit.words.family(family).into_iter().map(owned).collect()
    };
    let one = |field: &'a Field| Shown {
        field,
        label: visit.code("field", field.word()),
        value: match field.kind {
            Kind::Code(family) => visit.code(family, typed.get(field.name)).to_owned(),
            _ => typed.get(field.name).to_owned(),
        },
        wrong: wrongs
            .iter()
            .find(|(name, _)| name == field.name)
            .map(|(_, wrong)| wrong.clone()),
        options: match field.kind {
            Kind::Choice(family) => named(family),
            Kind::Code(family) => named(family)
                .into_iter()
                .map(|(_, name)| (name, String::new()))
                .collect(),
            Kind::Unit => units.to_vec(),
            _ => Vec::new(),
        },
    };
    fields.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        must("unit", Kind::Unit),
        may("limit.amount", Kind::Number),
        may("limit.basis", Kind::Choice("basis")),
        may("taken", Kind::Moment),
        may("responsible", Kind::Many),
        may("apology", Kind::Flag),
    ];

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed(
            pairs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    fn made(pairs: &[(&str, &str)]) -> Result<Value, Wrongs> {
        body(FIELDS, &typed(pairs), &crate::tests::visit("/desk/?lang=en")).map(Value::Object)
    }

    #[test]
    fn what_was_typed_becomes_the_request_and_what_was_left_empty_does_not() {
        let made = made(&[
            ("unit", " o011 "),
            ("limit.amount", "3"),
            ("limit.basis", "working_days"),
            ("taken", "2026-11-23T10:00"),
            ("responsible", "e1，e2, ,"),
            ("responsible", "e3"),
            ("apology", "on"),
        ]);
        let expected = serde_json::json!({
            "unit": "o011", "limit": { "amount": 3, "basis": "working_days" }, "taken": "2026-11-23T02:00:00Z",
            "responsible": ["e1", "e2", "e3"], "apology": true,
        });
        assert_eq!(made.unwrap(), expected);
    }

    #[test]
    fn each_wrong_field_has_its_sentence() {
        let wrongs = made(&[("unit", " "), ("limit.amount", "-1"), ("taken", "tomorrow")]).unwrap_err();
        let fields: Vec<&str> = wrongs.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["unit", "limit.amount", "taken"]);
        let sentences: Vec<&str> = wrongs.iter().map(|(_, sentence)| sentence.as_str()).collect();
        assert_eq!(
            sentences,
            [
                "Fill this in.",
                "Write a whole number.",
                "Write date and time as 2026-11-27T09:30."
            ]
        );
    }

    #[test]
    fn a_key_that_is_none_is_not_sent() {
        assert_eq!(
            typed(&[("key", "01900000-0000-7000-8000-000000000001")])
                .key()
                .map(str::len),
            Some(36)
        );
        for none in ["", "short", "with blank and more", "ümlaut-key-here"] {
            assert_eq!(typed(&[("key", none)]).key(), None, "{none:?}");
        }
    }
}
