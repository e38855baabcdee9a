//! `terms.toml`.

use std::ops::Range;

use huiyin_worktime::Limit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::text::{At, Text};
use super::{LoadError, LoadProblem};
use crate::{Ceiling, Extension, Number, Opens, Pack, PassOn, Pause, Term, Window};

/// `terms.toml`: windows, pauses, extensions, ceilings, numbers.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct TermsFile {
    /// Periods within which somebody may or must do something.
    window: Vec<At<WindowFile>>,
    /// Grounds on which a clock stands still (R4.12).
    pause: Vec<At<PauseFile>>,
    /// Who may put a limit off (R4.5).
    extension: Vec<At<ExtensionFile>>,
    /// What no internal act moves a clock beyond (R4.12).
    ceiling: Vec<At<CeilingFile>>,
    /// What passes on by itself.
    pass_on: Vec<At<PassOnFile>>,
    /// Numbers that rows and rules need (R3.10).
    number: Vec<At<NumberFile>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WindowFile {
    code: String,
    rules: Vec<String>,
    says: String,
    opens: Opens,
    within: At<TermFile>,
}

/// { basis, amount }, { months } or { years }.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TermFile {
    basis: Option<huiyin_worktime::Basis>,
    amount: Option<u32>,
    months: Option<u32>,
    years: Option<u32>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PauseFile {
    code: String,
    rules: Vec<String>,
    says: String,
    kinds: At<Vec<At<String>>>,
    /// "parent" or a duty; nobody: the handler alone.
    approver: Option<At<String>>,
    notice: bool,
    most: Option<At<Limit>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ExtensionFile {
    code: String,
    rules: Vec<String>,
    says: String,
    kinds: At<Vec<At<String>>>,
    severity: Option<At<Vec<At<String>>>>,
    /// "parent" or a duty.
    approver: At<String>,
    notice: bool,
    most: At<Limit>,
    times: At<u32>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CeilingFile {
    code: String,
    rules: Vec<String>,
    says: String,
    kinds: At<Vec<At<String>>>,
    class: Option<At<Vec<At<String>>>>,
    severity: Option<At<Vec<At<String>>>>,
    limit: At<Limit>,
    /// The longest with every extension.
    extended: Option<At<Limit>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PassOnFile {
    code: String,
    rules: Vec<String>,
    says: String,
    findings: At<Vec<At<String>>>,
    /// "parent" or a duty.
    to: At<String>,
    by: At<Limit>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NumberFile {
    code: String,
    rules: Vec<String>,
    says: String,
    value: u32,
}

pub(super) fn read(text: &Text, pack: &mut Pack) -> Result<(), LoadError> {
    let file: TermsFile = text.parse()?;
    for window in file.window {
        let window = read_window(text, pack, &window.span(), window.into_inner())?;
        pack.terms.windows.push(window);
    }
    for pause in file.pause {
        let pause = read_pause(text, pack, &pause.span(), pause.into_inner())?;
        pack.terms.pauses.push(pause);
    }
    for extension in file.extension {
        let extension = read_extension(text, pack, &extension.span(), extension.into_inner())?;
        pack.terms.extensions.push(extension);
    }
    for ceiling in file.ceiling {
        let ceiling = read_ceiling(text, pack, &ceiling.span(), ceiling.into_inner())?;
        pack.terms.ceilings.push(ceiling);
    }
    for pass_on in file.pass_on {
        let pass_on = read_pass_on(text, pack, &pass_on.span(), pass_on.into_inner())?;
        pack.terms.pass_on.push(pass_on);
    }
    for number in file.number {
        let number = read_number(text, pack, &number.span(), number.into_inner())?;
        pack.terms.numbers.push(number);
    }
    Ok(())
}

fn read_window(text: &Text, pack: &Pack, span: &Range<usize>, file: WindowFile) -> Result<Window, LoadError> {
    text.row(
        span,
        &file.code,
        (&file.rules, &file.says),
        pack.window(&file.code).is_some(),
    )?;
    Ok(Window {
        within: read_term(text, &file.within)?,
        code: file.code,
        rules: file.rules,
        says: file.says,
        opens: file.opens,
        place: text.place(span),
    })
}

fn read_term(text: &Text, file: &At<TermFile>) -> Result<Term, LoadError> {
    let term = match file.get_ref() {
        TermFile {
            basis: Some(basis),
            amount: Some(amount),
            months: None,
            years: None,
        } if *amount > 0 => Term::Limit(Limit {
            basis: *basis,
            amount: *amount,
        }),
        TermFile {
            basis: None,
            amount: None,
            months: Some(months),
            years: None,
        } if *months > 0 => Term::Months(*months),
        TermFile {
            basis: None,
            amount: None,
            months: None,
            years: Some(years),
        } if *years > 0 => Term::Years(*years),
        _ => return Err(text.refuse(&file.span(), LoadProblem::Term)),
    };
    Ok(term)
}

fn read_pause(text: &Text, pack: &Pack, span: &Range<usize>, file: PauseFile) -> Result<Pause, LoadError> {
    let taken = pack.terms.pauses.iter().any(|one| one.code == file.code);
    text.row(span, &file.code, (&file.rules, &file.says), taken)?;
    let approver = file.approver.map(|to| text.step_to(&pack.lists, to)).transpose()?;
    Ok(Pause {
        kinds: text.kinds(&pack.lists, file.kinds)?,
        code: file.code,
        rules: file.rules,
        says: file.says,
        approver,
        notice: file.notice,
        most: file.most.map(|most| text.limit(&most)).transpose()?,
        place: text.place(span),
    })
}

fn read_extension(text: &Text, pack: &Pack, span: &Range<usize>, file: ExtensionFile) -> Result<Extension, LoadError> {
    let taken = pack.terms.extensions.iter().any(|one| one.code == file.code);
    text.row(span, &file.code, (&file.rules, &file.says), taken)?;
    if *file.times.get_ref() == 0 {
        return Err(text.refuse(&file.times.span(), LoadProblem::ZeroLimit));
    }
    Ok(Extension {
        kinds: text.kinds(&pack.lists, file.kinds)?,
        severity: text.condition("severities", &pack.lists.severities, file.severity)?,
        code: file.code,
        rules: file.rules,
        says: file.says,
        approver: text.step_to(&pack.lists, file.approver)?,
        notice: file.notice,
        most: text.limit(&file.most)?,
        times: file.times.into_inner(),
        place: text.place(span),
    })
}

fn read_ceiling(text: &Text, pack: &Pack, span: &Range<usize>, file: CeilingFile) -> Result<Ceiling, LoadError> {
    let taken = pack.terms.ceilings.iter().any(|one| one.code == file.code);
    text.row(span, &file.code, (&file.rules, &file.says), taken)?;
    let limit = text.limit(&file.limit)?;
    let extended = file.extended.map(|extended| text.limit(&extended)).transpose()?;
    if extended.is_some_and(|one| one.basis == limit.basis && one.amount < limit.amount) {
        return Err(text.refuse(span, LoadProblem::CeilingFalls(file.code)));
    }
    Ok(Ceiling {
        kinds: text.kinds(&pack.lists, file.kinds)?,
        class: text.condition("classes", &pack.lists.classes, file.class)?,
        severity: text.condition("severities", &pack.lists.severities, file.severity)?,
        code: file.code,
        rules: file.rules,
        says: file.says,
        limit,
        extended,
        place: text.place(span),
    })
}

fn read_pass_on(text: &Text, pack: &Pack, span: &Range<usize>, file: PassOnFile) -> Result<PassOn, LoadError> {
    let taken = pack.terms.pass_on.iter().any(|one| one.code == file.code);
    text.row(span, &file.code, (&file.rules, &file.says), taken)?;
    if file.findings.get_ref().is_empty() {
        return Err(text.refuse(&file.findings.span(), LoadProblem::Empty("findings")));
    }
    Ok(PassOn {
        findings: text.all_listed("findings", &pack.lists.findings, file.findings.into_inner())?,
        to: text.step_to(&pack.lists, file.to)?,
        by: text.limit(&file.by)?,
        code: file.code,
        rules: file.rules,
        says: file.says,
        place: text.place(span),
    })
}

fn read_number(text: &Text, pack: &Pack, span: &Range<usize>, file: NumberFile) -> Result<Number, LoadError> {
    let taken = pack.number(&file.code).is_some();
    text.row(span, &file.code, (&file.rules, &file.says), taken)?;
    Ok(Number {
        code: file.code,
        rules: file.rules,
        says: file.says,
        value: file.value,
        place: text.place(span),
    })
}
