//! The letter to the complainant, from the pack's approved text (R5.4): what was found, why, how to disagree, until when and with whom
//! (R5.5, R5.11).

use huiyin_kernel::{Date, Timestamp};
use huiyin_policy::{Named, Pack, StepTo, windows};

use super::{Answered, Case, Draft, Finding, Letter, Redress, Round, Verdict, Words};

/// What a letter is written from.
pub(crate) struct Writing<'a> {
    /// The policy pack.
    pub(crate) pack: &'a Pack,
    /// The case.
    pub(crate) case: &'a Case,
    /// What was found.
    pub(crate) finding: &'a Finding,
    /// The handler's words.
    pub(crate) draft: &'a Draft,
    /// What makes it good.
    pub(crate) redress: &'a [Redress],
    /// The unit's name.
    pub(crate) unit: &'a str,
}

/// Why no letter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is no text.
    #[error("the policy pack has no approved text for this reply")]
    Textless,
    /// The text does not say what was found.
    #[error("the approved text lacks a required clause: the finding")]
    NoFinding,
    /// Nor why.
    #[error("the approved text lacks a required clause: the reasons")]
    NoReasons,
    /// Nor who answers.
    #[error("the approved text lacks a required clause: with whom to disagree")]
    NoUnit,
    /// Nor until when.
    #[error("the approved text lacks a required clause: the last day to disagree")]
    NoLastDay,
    /// Nor how.
    #[error("the approved text lacks a required clause: the ways to disagree")]
    NoWays,
}

refusals! { Refusal,
    Textless => "no_text",
    NoFinding => "no_finding",
    NoReasons => "no_reasons",
    NoUnit => "no_unit",
    NoLastDay => "no_last_day",
    NoWays => "no_ways",
}

/// What the text must leave open, so that the letter says it. Where nothing is left inside the organisation there is no last day.
const CLAUSES: [(&str, Refusal); 5] = [
    ("finding", Refusal::NoFinding),
    ("reason", Refusal::NoReasons),
    ("unit", Refusal::NoUnit),
    ("ways", Refusal::NoWays),
    ("last_day", Refusal::NoLastDay),
];

/// What is left inside the organisation to who disagrees with an answer (R5.8, R5.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// The level above verifies it.
    Verification,
    /// The appeals body decides.
    Appeal,
    /// Nothing.
    Nothing,
}

impl Left {
    /// After an answer of this round, by the policy: what was verified is not verified again.
    pub(crate) fn after(pack: &Pack, round: Round) -> Self {
        match round {
            Round::First if pack.window(windows::REVERIFICATION).is_some() => Self::Verification,
            Round::First | Round::Verification if pack.window(windows::APPEAL).is_some() => Self::Appeal,
            _ => Self::Nothing,
        }
    }
}

/// What the answer that comes next is given to.
pub(crate) fn round(before: Option<&Answered>) -> Round {
    before.map_or(Round::First, |before| before.asked.unwrap_or(before.round))
}

/// The ways outside of the organisation, as the lists of endings name them.
const OUTSIDE: [&str; 3] = ["mediation", "arbitration", "court"];

/// The text's code: of the finding, and of what is left to the complainant.
pub(crate) fn code(verdict: Verdict, left: Left) -> &'static str {
    match (left, verdict.at_fault()) {
        (Left::Verification, true) => "reply_upheld",
        (Left::Verification, false) => "reply_not_upheld",
        (Left::Appeal, true) => "reply_verified_upheld",
        (Left::Appeal, false) => "reply_verified_not_upheld",
        (Left::Nothing, true) => "reply_final_upheld",
        (Left::Nothing, false) => "reply_final_not_upheld",
    }
}

/// Who must approve the letter before it goes out; nobody where the policy names none.
pub(crate) fn approver(pack: &Pack, verdict: Verdict, left: Left, severity: Option<&str>) -> Option<StepTo> {
    let letter = pack.letter(code(verdict, left))?;
    pack.approves(letter, severity)
}

/// The answer that goes out at `at`, with the last days to disagree, counted from it (R5.11). What was verified is not verified again,
/// and what the appeals body decided is final here.
pub(crate) fn answered(pack: &Pack, before: Option<&Answered>, at: Timestamp) -> Answered {
    let round = round(before);
    let last = |code: &str| {
        let window = pack.window(code)?;
        // A year without a calendar cannot be counted in working days: then the letter names no day, and none is enforced.
        window.within.last_day(pack.default_calendar(), at).ok()
    };
    Answered {
        at,
        round,
        verify_by: (round == Round::First).then(|| last(windows::REVERIFICATION)).flatten(),
        appeal_by: (round != Round::Appeal).then(|| last(windows::APPEAL)).flatten(),
        asked: None,
    }
}

/// Writes the letter of the answer's round; none where its last day cannot be reckoned, because nobody loaded that year's calendar.
pub(crate) fn write(writing: &Writing<'_>, answered: &Answered) -> Result<Option<Letter>, Refusal> {
    let left = Left::after(writing.pack, answered.round);
    let last_day = match left {
        Left::Verification => answered.verify_by,
        Left::Appeal => answered.appeal_by,
        Left::Nothing => None,
    };
    if last_day.is_none() && left != Left::Nothing {
        return Ok(None);
    }
    let code = code(writing.finding.verdict, left);
    let letter = writing.pack.letter(code).ok_or(Refusal::Textless)?;
    let language = writing.case.subject.as_ref().map_or("zh", |subject| &subject.language);
    let text = letter.text(language);
    if let Some(lacks) = lacks(text, last_day.is_some()) {
        return Err(lacks);
    }
    let filled = fill(text, |blank| value(writing, language, last_day, blank));
    Ok(Some(Letter {
        code: code.to_owned(),
        words: Words::kept(filled),
        last_day,
    }))
}

/// The first clause that a text lacks; the last day is asked for where there is one.
fn lacks(text: &str, ends: bool) -> Option<Refusal> {
    let mut needed = CLAUSES.iter().filter(|(blank, _)| ends || *blank != "last_day");
    let lacks = needed.find(|(blank, _)| !leaves(text, blank));
    lacks.map(|(_, lacks)| *lacks)
}

/// Whether a text leaves this open.
pub(crate) fn leaves(text: &str, blank: &str) -> bool {
    text.contains(&format!("{{{blank}}}"))
}

fn value(writing: &Writing<'_>, language: &str, last_day: Option<Date>, blank: &str) -> String {
    let lists = writing.pack.lists();
    match blank {
        "number" => {
            let subject = writing.case.subject.as_ref();
            subject.map_or_else(String::new, |subject| subject.number.to_string())
        }
        "unit" => writing.unit.to_owned(),
        "finding" => named(&lists.findings, writing.finding.verdict.code(), language),
        "reason" => writing.draft.words.as_str().to_owned(),
        "redress" => redress(writing, language),
        "last_day" => last_day.map_or_else(String::new, |day| day.to_string()),
        "ways" => ways(&lists.endings, language),
        _ => String::new(),
    }
}

fn named(list: &[Named], code: &str, language: &str) -> String {
    Named::find(list, code).map_or_else(|| code.to_owned(), |named| named.name(language).to_owned())
}

fn separator(language: &str) -> &'static str {
    if language == "en" { "; " } else { "；" }
}

fn redress(writing: &Writing<'_>, language: &str) -> String {
    let promised = writing.draft.redress.iter().map(Words::as_str);
    let owed = writing
        .redress
        .iter()
        .filter(|one| one.counts())
        .map(|one| one.what.as_str());
    let all: Vec<&str> = promised.chain(owed).collect();
    match (all.is_empty(), language) {
        (false, _) => all.join(separator(language)),
        (true, "en") => "with this apology".to_owned(),
        (true, _) => "谨此致歉".to_owned(),
    }
}

fn ways(endings: &[Named], language: &str) -> String {
    let names = OUTSIDE.iter().filter_map(|code| Named::find(endings, code));
    let names: Vec<&str> = names.map(|named| named.name(language)).collect();
    names.join(if language == "en" { ", " } else { "、" })
}

/// Fills each blank once. What is filled in is not looked at again: a complainant's `{unit}` stays as it is.
pub(crate) fn fill(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((blank, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        filled.push_str(&value(blank));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
#[path = "letter_tests.rs"]
mod tests;
