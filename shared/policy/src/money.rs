//! Redress authority and sanctions (R5.3, R5.7, R6.3).

use huiyin_kernel::Money;
use serde::Serialize;

use crate::table::{Codes, fits};
use crate::{Pack, Place, StepTo};

/// Up to what amount a unit settles alone, and who approves above it (R5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Its code.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The authority as a sentence.
    pub says: String,
    /// The most that is settled alone.
    pub up_to: Money,
    /// Who approves what is above.
    pub beyond: StepTo,
    pub(crate) level: Option<Codes>,
    pub(crate) class: Option<Codes>,
    /// Where it stands.
    pub place: Place,
}

/// Whether a unit may settle alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settle<'a> {
    /// It may, by this row.
    Alone(&'a Authority),
    /// This one must approve; by the row, or because no row speaks of such a unit, class and currency.
    Approved(StepTo, Option<&'a Authority>),
}

/// Whom a sanction can hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The person at fault.
    Person,
    /// The head of the unit.
    Head,
}

/// What a misstep costs (R6.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sanction {
    /// Its code.
    pub code: String,
    /// The rules that it encodes.
    pub rules: Vec<String>,
    /// The sanction as a sentence.
    pub says: String,
    /// The least amount.
    pub least: Money,
    /// The most.
    pub most: Money,
    /// Whom it can hit in the unit.
    pub who: Vec<Who>,
    /// And how many levels of leaders above: 0 to 2.
    pub leaders: u8,
    pub(crate) cause: Option<Codes>,
    pub(crate) channel: Option<Codes>,
    pub(crate) loss: Option<bool>,
    pub(crate) skips_level: Option<bool>,
    /// Where it stands.
    pub place: Place,
}

/// What was done wrong, as far as the table asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Misstep {
    /// The root cause that the finding names (R5.2).
    pub cause: Option<String>,
    /// The channel by which it came out.
    pub channel: String,
    /// Whether somebody lost money by it.
    pub loss: bool,
    /// Whether the complainant went over the unit's head because of it.
    pub skips_level: bool,
}

/// Both tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneyTables {
    /// Redress authority, in the order of the file.
    pub authorities: Vec<Authority>,
    /// Sanctions, in the order of the file.
    pub sanctions: Vec<Sanction>,
}

impl Pack {
    /// The tables of redress authority and sanctions.
    #[must_use]
    pub fn money(&self) -> &MoneyTables {
        &self.money
    }

    /// Whether a unit of this level may settle a complaint of this class for this amount alone (R5.3). What no row speaks of is
    /// approved by the level above.
    #[must_use]
    pub fn settles(&self, level: &str, class: Option<&str>, amount: Money) -> Settle<'_> {
        let speaks = |row: &&Authority| {
            row.up_to.currency == amount.currency
                && fits(row.level.as_ref(), Some(level), &self.lists.levels)
                && fits(row.class.as_ref(), class, &self.lists.classes)
        };
        match self.money.authorities.iter().find(speaks) {
            Some(row) if amount.minor <= row.up_to.minor => Settle::Alone(row),
            Some(row) => Settle::Approved(row.beyond.clone(), Some(row)),
            None => Settle::Approved(StepTo::Parent, None),
        }
    }

    /// Whether a row speaks of this root cause, or of a branch of the tree that it stands on.
    fn is_of(&self, row: Option<&Codes>, cause: Option<&str>) -> bool {
        let fits = |cause| fits(row, cause, &self.lists.root_causes);
        match cause {
            Some(cause) => self.cause_path(cause).into_iter().any(|cause| fits(Some(cause))),
            None => fits(None),
        }
    }

    /// The sanctions that a misstep can have, in the order of the table.
    pub fn sanctions_for<'a>(&'a self, misstep: &'a Misstep) -> impl Iterator<Item = &'a Sanction> {
        self.money.sanctions.iter().filter(|row| {
            self.is_of(row.cause.as_ref(), misstep.cause.as_deref())
                && fits(row.channel.as_ref(), Some(&misstep.channel), &self.lists.channels)
                && row.loss.is_none_or(|asked| asked == misstep.loss)
                && row.skips_level.is_none_or(|asked| asked == misstep.skips_level)
        })
    }
}
