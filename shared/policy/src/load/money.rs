//! `money.toml`.

use std::ops::Range;

use huiyin_kernel::Money;
use schemars::JsonSchema;
use serde::Deserialize;

use super::text::{At, Text};
use super::{LoadError, LoadProblem};
use crate::{Authority, Pack, Sanction, Who};

/// `money.toml`: redress authority and sanctions. Amounts are in minor units.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct MoneyFile {
    /// Up to what amount a unit settles alone (R5.3).
    redress: Vec<At<AuthorityFile>>,
    /// What a misstep costs (R6.3).
    sanction: Vec<At<SanctionFile>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AuthorityFile {
    code: String,
    rules: Vec<String>,
    says: String,
    level: Option<At<Vec<At<String>>>>,
    class: Option<At<Vec<At<String>>>>,
    up_to: At<Money>,
    /// "parent" or a duty.
    beyond: At<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SanctionFile {
    code: String,
    rules: Vec<String>,
    says: String,
    /// Root causes.
    cause: Option<At<Vec<At<String>>>>,
    channel: Option<At<Vec<At<String>>>>,
    /// Whether somebody lost money.
    loss: Option<bool>,
    /// Whether the complainant went over the unit's head.
    skips_level: Option<bool>,
    least: At<Money>,
    most: At<Money>,
    #[serde(default)]
    who: Vec<Who>,
    /// How many levels of leaders above, 0 to 2.
    #[serde(default)]
    leaders: u8,
}

pub(super) fn read(text: &Text, pack: &mut Pack) -> Result<(), LoadError> {
    let file: MoneyFile = text.parse()?;
    for row in file.redress {
        let row = read_authority(text, pack, &row.span(), row.into_inner())?;
        pack.money.authorities.push(row);
    }
    for row in file.sanction {
        let row = read_sanction(text, pack, &row.span(), row.into_inner())?;
        pack.money.sanctions.push(row);
    }
    Ok(())
}

fn read_authority(text: &Text, pack: &Pack, span: &Range<usize>, file: AuthorityFile) -> Result<Authority, LoadError> {
    let taken = pack.money.authorities.iter().any(|one| one.code == file.code);
    text.row(span, &file.code, (&file.rules, &file.says), taken)?;
    Ok(Authority {
        level: text.condition("levels", &pack.lists.levels, file.level)?,
        class: text.condition("classes", &pack.lists.classes, file.class)?,
        up_to: amount(text, &file.up_to)?,
        beyond: text.step_to(&pack.lists, file.beyond)?,
        code: file.code,
        rules: file.rules,
        says: file.says,
        place: text.place(span),
    })
}

fn read_sanction(text: &Text, pack: &Pack, span: &Range<usize>, file: SanctionFile) -> Result<Sanction, LoadError> {
    let taken = pack.money.sanctions.iter().any(|one| one.code == file.code);
    text.row(span, &file.code, (&file.rules, &file.says), taken)?;
    let refuse = |problem| Err(text.refuse(span, problem));
    let (least, most) = (amount(text, &file.least)?, amount(text, &file.most)?);
    if least.currency != most.currency {
        return refuse(LoadProblem::Currencies(file.code));
    }
    if most.minor < least.minor {
        return refuse(LoadProblem::Range(file.code));
    }
    if file.leaders > 2 {
        return refuse(LoadProblem::Leaders);
    }
    if file.who.is_empty() && file.leaders == 0 {
        return refuse(LoadProblem::Nobody(file.code));
    }
    Ok(Sanction {
        cause: text.condition("root causes", &pack.lists.root_causes, file.cause)?,
        channel: text.condition("channels", &pack.lists.channels, file.channel)?,
        loss: file.loss,
        skips_level: file.skips_level,
        code: file.code,
        rules: file.rules,
        says: file.says,
        least,
        most,
        who: file.who,
        leaders: file.leaders,
        place: text.place(span),
    })
}

fn amount(text: &Text, money: &At<Money>) -> Result<Money, LoadError> {
    if money.get_ref().minor < 0 {
        return Err(text.refuse(&money.span(), LoadProblem::Negative));
    }
    Ok(*money.get_ref())
}
