//! Acts on many complaints at once: what was chosen in a list, what can be done with it there, and the key that makes each of them an act
//! of its own.

use std::fmt;
use std::str::FromStr;

use huiyin_kernel::{ComplaintId, ComplaintNumber, OrderId};
use sha2::{Digest, Sha256};

use crate::commands::Command;
use crate::form::Typed;

/// The printing of papers: no command of a service.
pub(crate) const PRINT: &str = "print";
/// The register's lines as a spreadsheet.
pub(crate) const EXPORT: &str = "export";
/// So many at once: the longest page of a list.
pub(crate) const MOST: usize = 200;

/// What can be done with many lines of a list, in the order in which it is offered.
const ACTS: &[(&str, &[&str])] = &[
    ("register", &["accept", PRINT, EXPORT]),
    (
        "to_accept",
        &[
            "accept_order",
            "hand_over",
            "return_order",
            "ask_co_handler",
            "supervise",
            PRINT,
            EXPORT,
        ],
    ),
    (
        "due_today",
        &["hand_over", "ask_co_handler", "supervise", PRINT, EXPORT],
    ),
    ("overdue", &["hand_over", "ask_co_handler", "supervise", PRINT, EXPORT]),
    ("supervision", &["acknowledge", PRINT, EXPORT]),
    ("follow_up", &[PRINT, EXPORT]),
];

/// The keys of what a list offers; nothing where there is no such list.
pub(crate) fn offered(list: &str) -> &'static [&'static str] {
    let found = ACTS.iter().find(|(name, _)| *name == list);
    found.map_or(&[], |(_, acts)| acts)
}

/// What is done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    /// A command of a service, given for each.
    Give(&'static Command),
    /// The papers, as one page to print.
    Print,
    /// What the register has of them, as a spreadsheet.
    Export,
}

impl Act {
    /// The act of that name, where that list offers it.
    pub(crate) fn of(list: &str, key: &str) -> Option<Self> {
        let key = offered(list).iter().find(|offered| **offered == key)?;
        match *key {
            PRINT => Some(Self::Print),
            EXPORT => Some(Self::Export),
            key => Command::named(key).map(Self::Give),
        }
    }

    pub(crate) fn key(&self) -> &'static str {
        match self {
            Self::Give(command) => command.key,
            Self::Print => PRINT,
            Self::Export => EXPORT,
        }
    }
}

/// What a command's `{id}` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    Complaint,
    Order,
    Case,
}

impl Needs {
    pub(crate) fn of(command: &Command) -> Self {
        match command.route {
            route if route.starts_with("/routing/v1/orders/") => Self::Order,
            route if route.starts_with("/investigation/v1/cases/") => Self::Case,
            _ => Self::Complaint,
        }
    }
}

/// One line that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) complaint: ComplaintId,
    /// The order that the line is; none in lists of complaints.
    pub(crate) order: Option<OrderId>,
    pub(crate) number: Option<ComplaintNumber>,
}

impl Chosen {
    /// By which people know it.
    pub(crate) fn label(&self) -> String {
        match &self.number {
            Some(number) => number.to_string(),
            None => self.complaint.to_string(),
        }
    }

    /// The key of the act on this one: the same form sent again does nothing twice, and each complaint is an act of its own.
    pub(crate) fn key(&self, form: &str, act: &str) -> String {
        let told = format!("{form}/{act}/{self}");
        let hash = Sha256::digest(told);
        hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~", self.complaint)?;
        self.order.iter().try_for_each(|order| write!(f, "{order}"))?;
        f.write_str("~")?;
        self.number.iter().try_for_each(|number| write!(f, "{number}"))
    }
}

/// What was sent names no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoLine;

impl FromStr for Chosen {
    type Err = NoLine;

    fn from_str(text: &str) -> Result<Self, NoLine> {
        let mut parts = text.split('~');
        let mut part = || parts.next().ok_or(NoLine);
        let (complaint, order, number) = (part()?, part()?, part()?);
        Ok(Self {
            complaint: complaint.parse().map_err(|_| NoLine)?,
            order: read(order)?,
            number: read(number)?,
        })
    }
}

fn read<T: FromStr>(text: &str) -> Result<Option<T>, NoLine> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| NoLine)
}

/// The lines that a form names, each once.
///
/// # Errors
/// Where it names something else.
pub(crate) fn chosen(typed: &Typed) -> Result<Vec<Chosen>, NoLine> {
    let named = typed.0.iter().filter(|(name, _)| name == "chosen");
    let mut chosen = Vec::new();
    for (_, text) in named {
        let one = text.parse()?;
        if !chosen.contains(&one) {
            chosen.push(one);
        }
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str =
        "01900000-0000-7000-8000-000000000001~01900000-0000-7000-8000-000000000002~O0123-20261123-00042-";

    fn line() -> String {
        crate::samples::complaint().number.to_string()
    }

    fn one() -> Chosen {
        let ids = LINE.split('~').collect::<Vec<_>>();
        format!("{}~{}~{}", ids[0], ids[1], line()).parse().unwrap()
    }

    #[test]
    fn a_line_is_read_as_it_is_written() {
        let one = one();
        assert_eq!(one.to_string().parse(), Ok(one.clone()));
        assert_eq!(one.label(), line());
        let without = Chosen {
            order: None,
            number: None,
            ..one
        };
        assert_eq!(without.to_string().parse(), Ok(without.clone()));
        assert_eq!(without.label(), without.complaint.to_string());
        for none in ["", "x~~", "01900000-0000-7000-8000-000000000001", LINE, "a~b~c~d"] {
            assert_eq!(none.parse::<Chosen>(), Err(NoLine), "{none:?}");
        }
    }

    #[test]
    fn a_form_that_names_a_line_twice_means_it_once() {
        let pair = ("chosen".to_owned(), one().to_string());
        let typed = Typed(vec![pair.clone(), ("act".to_owned(), "x".to_owned()), pair]);
        assert_eq!(chosen(&typed), Ok(vec![one()]));
        assert_eq!(chosen(&Typed(vec![("chosen".to_owned(), "x".to_owned())])), Err(NoLine));
    }

    #[test]
    fn each_line_and_each_act_has_a_key_of_its_own_that_stays_the_same() {
        let one = one();
        let other = Chosen {
            order: None,
            ..one.clone()
        };
        let key = one.key("form-1", "hand_over");
        assert_eq!(key, one.key("form-1", "hand_over"));
        assert_eq!(key.len(), 32);
        for differs in [
            other.key("form-1", "hand_over"),
            one.key("form-2", "hand_over"),
            one.key("form-1", "return_order"),
        ] {
            assert_ne!(key, differs);
        }
    }

    #[test]
    fn every_act_that_a_list_offers_is_there_and_none_is_about_a_part() {
        for (list, acts) in ACTS {
            for key in *acts {
                match Act::of(list, key) {
                    Some(Act::Give(command)) => {
                        assert!(!command.takes_part(), "{key}");
                        let has_orders = !["register", "follow_up"].contains(list);
                        assert!(
                            has_orders || Needs::of(command) != Needs::Order,
                            "{list} has no orders for {key}"
                        );
                    }
                    Some(Act::Print | Act::Export) => {}
                    None => panic!("{list} offers {key}, which is no act"),
                }
            }
        }
        assert!(Act::of("follow_up", "hand_over").is_none());
        assert!(Act::of("everything", PRINT).is_none());
    }
}
