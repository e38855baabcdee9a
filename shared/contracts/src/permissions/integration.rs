//! Programs of an organisation that hear complaint events: each as a user of its own, which hears what it was given and says nothing.

use huiyin_kernel::UnitPath;
use serde::{Deserialize, Serialize};

use super::{Role, inbox};
use crate::catalogue;
use crate::subjects::STREAM;

/// A program that hears events of complaints, never of restricted ones (R8.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Integration {
    /// What it is called: `crm`.
    pub name: String,
    /// The unit that it hears of, with those below it; of all where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitPath>,
    /// The events that it hears, by their names: `closed`; all where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
}

/// Why a program cannot be called so, or hear that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It is no name.
    #[error("an integration's name has 2 to 32 lower-case letters, digits and '_', and begins with a letter")]
    Name,
    /// There is no such event.
    #[error("there is no event {0:?} of complaints: shared/contracts/README.md lists them")]
    Event(String),
}

impl Integration {
    /// One that fits.
    ///
    /// # Errors
    /// [`NameError`]
    pub fn new(name: String, unit: Option<UnitPath>, events: Vec<String>) -> Result<Self, NameError> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
        if !(2..=32).contains(&name.len()) || !begins || !name.chars().all(fits) {
            return Err(NameError::Name);
        }
        let of = |event: &String| {
            let kind = format!("complaint.{event}.v1");
            catalogue().iter().any(|entry| entry.kind == kind)
        };
        if let Some(unknown) = events.iter().find(|event| !of(event)) {
            return Err(NameError::Event(unknown.clone()));
        }
        Ok(Self { name, unit, events })
    }

    /// Its user on the bus.
    #[must_use]
    pub fn user(&self) -> String {
        format!("integration_{}", self.name)
    }

    /// Its durable consumers of the stream, each with the one filter that the server lets it have. A unit and what is below it are two
    /// filters, and a consumer with more than one names them where the server's permissions do not look.
    #[must_use]
    pub fn consumers(&self) -> Vec<(String, String)> {
        let any = ["*".to_owned()];
        let events = if self.events.is_empty() {
            &any[..]
        } else {
            &self.events[..]
        };
        let filters = events.iter().flat_map(|event| match &self.unit {
            None => vec![format!("complaint.v1.{event}.>")],
            Some(unit) => vec![
                format!("complaint.v1.{event}.{unit}"),
                format!("complaint.v1.{event}.{unit}.>"),
            ],
        });
        let named = filters.enumerate();
        named
            .map(|(at, filter)| (format!("{}_{at}", self.user()), filter))
            .collect()
    }

    /// What it may: make its consumers, read them, acknowledge. It may not even look at the stream: the stream's state tells how many events
    /// of restricted complaints there are.
    #[must_use]
    pub fn role(&self) -> Role {
        let name = self.user();
        let publish = self.consumers().into_iter().flat_map(|(consumer, filter)| {
            [
                format!("$JS.API.CONSUMER.CREATE.{STREAM}.{consumer}.{filter}"),
                format!("$JS.API.CONSUMER.INFO.{STREAM}.{consumer}"),
                format!("$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{consumer}"),
                format!("$JS.ACK.{STREAM}.{consumer}.>"),
            ]
        });
        Role {
            publish: publish.collect(),
            subscribe: vec![format!("{}.>", inbox(&name))],
            name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(events: &[&str]) -> Vec<String> {
        events.iter().map(|&event| event.to_owned()).collect()
    }

    #[test]
    fn an_integration_hears_of_its_unit_and_what_is_below_it_and_of_its_events() {
        let unit = Some("ho.b01".parse().unwrap());
        let crm = Integration::new("crm".to_owned(), unit, names(&["closed"])).unwrap();
        let filters: Vec<_> = crm.consumers().into_iter().map(|(_, filter)| filter).collect();
        assert_eq!(filters, ["complaint.v1.closed.ho.b01", "complaint.v1.closed.ho.b01.>"]);
        let all = Integration::new("dwh".to_owned(), None, Vec::new()).unwrap();
        let only = ("integration_dwh_0".to_owned(), "complaint.v1.*.>".to_owned());
        assert_eq!(all.consumers(), [only]);
        for role in [crm.role(), all.role()] {
            assert!(!format!("{role:?}").contains("restricted"), "{role:?}");
            assert!(!format!("{role:?}").contains("STREAM.INFO"), "{role:?}");
        }
    }

    #[test]
    fn a_name_or_an_event_that_does_not_fit_is_refused() {
        let long = "x".repeat(33);
        for name in ["", "a", "Crm", "1x", "a b", "a.b", &long] {
            let wrong = Integration::new(name.to_owned(), None, Vec::new()).unwrap_err();
            assert_eq!(
                wrong.to_string(),
                "an integration's name has 2 to 32 lower-case letters, digits and '_', and begins with a letter"
            );
        }
        let wrong = Integration::new("crm".to_owned(), None, names(&["closed", "*"])).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "there is no event \"*\" of complaints: shared/contracts/README.md lists them"
        );
    }
}
