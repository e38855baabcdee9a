//! Every combination of facts that rows can tell apart.
//!
//! Of each fact only the values count that some condition tells apart: the codes that rows name, one other code of the list, a text
//! that the list does not know, and none. Rows that hold are bits; combinations that match the same rows are one. So a table of
//! 30 rows over millions of combinations is a few thousand sets of bits.

use std::collections::BTreeMap;

use crate::conditions::{Codes, When};
use crate::{Facts, Lists, Named, Pack};

/// Rows as bits, in the order in which they were given.
pub(super) type Bits = u128;

/// The rows that match, how severe the class is, and the simplest facts for which it is so.
pub(super) struct Combination {
    pub(super) rows: Bits,
    pub(super) class_severity: Option<usize>,
    pub(super) facts: Facts,
    /// How many combinations of values match just these rows.
    pub(super) count: usize,
}

/// A text that no list has.
const UNLISTED: &str = "(a text that is not in the list)";

struct CodeFact {
    name: &'static str,
    of: fn(&When) -> Option<&Codes>,
    list: fn(&Lists) -> &[Named],
    set: fn(&mut Facts, Option<String>),
    get: fn(&Facts) -> Option<&str>,
    optional: bool,
}

const CODE_FACTS: [CodeFact; 6] = [
    CodeFact {
        name: "class",
        of: |when| when.class.as_ref(),
        list: |lists| &lists.classes,
        set: |facts, code| facts.class = code,
        get: |facts| facts.class.as_deref(),
        optional: true,
    },
    CodeFact {
        name: "channel",
        of: |when| when.channel.as_ref(),
        list: |lists| &lists.channels,
        set: |facts, code| facts.channel = code.unwrap_or_default(),
        get: |facts| Some(&facts.channel),
        optional: false,
    },
    CodeFact {
        name: "level",
        of: |when| when.level.as_ref(),
        list: |lists| &lists.levels,
        set: |facts, code| facts.level = code.unwrap_or_default(),
        get: |facts| Some(&facts.level),
        optional: false,
    },
    CodeFact {
        name: "line",
        of: |when| when.line.as_ref(),
        list: |lists| &lists.lines,
        set: |facts, code| facts.line = code,
        get: |facts| facts.line.as_deref(),
        optional: true,
    },
    CodeFact {
        name: "product",
        of: |when| when.product.as_ref(),
        list: |lists| &lists.products,
        set: |facts, code| facts.product = code,
        get: |facts| facts.product.as_deref(),
        optional: true,
    },
    CodeFact {
        name: "severity_hint",
        of: |when| when.severity_hint.as_ref(),
        list: |lists| &lists.severities,
        set: |facts, code| facts.severity_hint = code,
        get: |facts| facts.severity_hint.as_deref(),
        optional: true,
    },
];

struct FlagFact {
    name: &'static str,
    of: fn(&When) -> Option<bool>,
    set: fn(&mut Facts, bool),
    get: fn(&Facts) -> bool,
}

const FLAG_FACTS: [FlagFact; 5] = [
    FlagFact {
        name: "anonymous",
        of: |when| when.anonymous,
        set: |facts, flag| facts.anonymous = flag,
        get: |facts| facts.anonymous,
    },
    FlagFact {
        name: "confidential",
        of: |when| when.confidential,
        set: |facts, flag| facts.confidential = flag,
        get: |facts| facts.confidential,
    },
    FlagFact {
        name: "media",
        of: |when| when.media,
        set: |facts, flag| facts.media = flag,
        get: |facts| facts.media,
    },
    FlagFact {
        name: "about_leader",
        of: |when| when.about_leader,
        set: |facts, flag| facts.about_leader = flag,
        get: |facts| facts.about_leader,
    },
    FlagFact {
        name: "repeats",
        of: |when| when.repeats,
        set: |facts, flag| facts.repeats = flag,
        get: |facts| facts.repeats,
    },
];

/// Every combination that these rows tell apart.
pub(super) fn combinations(pack: &Pack, rows: &[&When]) -> Vec<Combination> {
    let mut found: BTreeMap<(Bits, Option<usize>), (Facts, usize)> = BTreeMap::new();
    let plain = Facts {
        persons: 1,
        ..Facts::default()
    };
    found.insert((Bits::MAX, None), (plain, 1));
    for fact in &CODE_FACTS {
        let values = code_values(fact, &pack.lists, rows).into_iter().map(|code| {
            let matching = bits(rows, |when| holds(fact, &pack.lists, when, code.as_deref()));
            let class = code.as_ref().filter(|_| fact.name == "class");
            let severity = class.and_then(|class| pack.attributes.class_severity.get(class));
            let rank = severity.and_then(|severity| pack.severity_rank(severity));
            (matching, rank, move |facts: &mut Facts| (fact.set)(facts, code.clone()))
        });
        found = narrowed(&found, values.collect());
    }
    for fact in FLAG_FACTS
        .iter()
        .filter(|fact| rows.iter().any(|when| (fact.of)(when).is_some()))
    {
        let values = [false, true].map(|flag| {
            let matching = bits(rows, |when| (fact.of)(when).is_none_or(|asked| asked == flag));
            (matching, None, move |facts: &mut Facts| (fact.set)(facts, flag))
        });
        found = narrowed(&found, values.into());
    }
    let mut counts: Vec<u32> = rows
        .iter()
        .filter_map(|when| when.persons_at_least)
        .chain([1])
        .collect();
    counts.sort_unstable();
    counts.dedup();
    let values = counts.into_iter().map(|count| {
        let matching = bits(rows, |when| when.persons_at_least.is_none_or(|least| count >= least));
        (matching, None, move |facts: &mut Facts| facts.persons = count)
    });
    found = narrowed(&found, values.collect());
    let all = found
        .into_iter()
        .map(|((rows, class_severity), (facts, count))| Combination {
            rows,
            class_severity,
            facts,
            count,
        });
    all.collect()
}

/// The combinations found so far, each with every value of one more fact.
fn narrowed<F: Fn(&mut Facts)>(
    found: &BTreeMap<(Bits, Option<usize>), (Facts, usize)>,
    values: Vec<(Bits, Option<usize>, F)>,
) -> BTreeMap<(Bits, Option<usize>), (Facts, usize)> {
    let mut next: BTreeMap<(Bits, Option<usize>), (Facts, usize)> = BTreeMap::new();
    for ((rows, severity), (facts, count)) in found {
        for (matching, own_severity, set) in &values {
            let held = next
                .entry((rows & matching, severity.or(*own_severity)))
                .or_insert_with(|| {
                    let mut facts = facts.clone();
                    set(&mut facts);
                    (facts, 0)
                });
            held.1 = held.1.saturating_add(*count);
        }
    }
    next
}

fn bits(rows: &[&When], holds: impl Fn(&When) -> bool) -> Bits {
    let held = rows.iter().enumerate().filter(|(_, when)| holds(when));
    held.fold(0, |bits, (index, _)| bits | bit(index))
}

/// The bit of a row.
pub(super) fn bit(index: usize) -> Bits {
    u32::try_from(index)
        .ok()
        .and_then(|index| 1_u128.checked_shl(index))
        .unwrap_or(0)
}

fn holds(fact: &CodeFact, lists: &Lists, when: &When, code: Option<&str>) -> bool {
    (fact.of)(when).is_none_or(|codes| codes.holds(code, (fact.list)(lists)))
}

/// The values of a fact that these rows tell apart, the plainest first.
fn code_values(fact: &CodeFact, lists: &Lists, rows: &[&When]) -> Vec<Option<String>> {
    let list = (fact.list)(lists);
    let asked: Vec<&Codes> = rows.iter().filter_map(|when| (fact.of)(when)).collect();
    let named = |code: &str| asked.iter().any(|codes| codes.codes.iter().any(|one| one == code));
    let (named, others): (Vec<&Named>, Vec<&Named>) = list.iter().partition(|entry| named(&entry.code));
    // Classes that no row names differ in their severity.
    let spread = if fact.name == "class" { others.len() } else { 1 };
    let codes = others
        .into_iter()
        .take(spread)
        .chain(named)
        .map(|entry| Some(entry.code.clone()));
    let none = fact.optional.then_some(None);
    let unlisted = (!asked.is_empty()).then(|| Some(UNLISTED.to_owned()));
    codes.chain(none).chain(unlisted).collect()
}

/// The condition of a row that holds for no value at all, if there is one.
pub(super) fn impossible(when: &When, lists: &Lists) -> Option<&'static str> {
    let never = |fact: &&CodeFact| {
        let values = code_values(fact, lists, &[when]);
        !values.iter().any(|code| holds(fact, lists, when, code.as_deref()))
    };
    CODE_FACTS.iter().find(never).map(|fact| fact.name)
}

/// Facts in words: those that some of these rows ask for.
pub(super) fn words(facts: &Facts, rows: &[&When]) -> String {
    let codes = CODE_FACTS
        .iter()
        .filter(|fact| rows.iter().any(|when| (fact.of)(when).is_some()));
    let codes = codes.map(|fact| match (fact.get)(facts) {
        None => format!("{} is not given", fact.name),
        Some(UNLISTED) => format!("{} is not in the list", fact.name),
        Some(code) => format!("{} is `{code}`", fact.name),
    });
    let flags = FLAG_FACTS.iter().filter(|fact| (fact.get)(facts));
    let flags = flags.map(|fact| format!("{} is true", fact.name));
    let persons = (facts.persons > 1).then(|| format!("persons are {}", facts.persons));
    codes.chain(flags).chain(persons).collect::<Vec<_>>().join(", ")
}
