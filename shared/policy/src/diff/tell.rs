//! A pack, told in words.

use super::{Entry, Section, terms};
use crate::conditions::Codes;
use crate::{ClockRule, Ladder, Named, Pack, ReportTo, Row};

/// Aspects that are left out where there is nothing to say.
#[derive(Default)]
pub(super) struct Aspects(Vec<(&'static str, String)>);

impl Aspects {
    pub(super) fn say(mut self, aspect: &'static str, words: impl ToString) -> Self {
        self.0.push((aspect, words.to_string()));
        self
    }

    pub(super) fn may(self, aspect: &'static str, words: Option<impl ToString>) -> Self {
        match words {
            Some(words) => self.say(aspect, words),
            None => self,
        }
    }

    pub(super) fn list(self, aspect: &'static str, words: &[String]) -> Self {
        if words.is_empty() {
            self
        } else {
            self.say(aspect, words.join(" and "))
        }
    }

    pub(super) fn codes(self, aspect: &'static str, codes: Option<&Codes>) -> Self {
        self.may(aspect, codes.map(|codes| codes.words().join(" or ")))
    }

    pub(super) fn flag(self, aspect: &'static str, flag: bool) -> Self {
        if flag { self.say(aspect, "yes") } else { self }
    }

    pub(super) fn of(self, key: impl Into<String>) -> Entry {
        Entry {
            key: key.into(),
            aspects: self.0,
        }
    }
}

pub(super) fn section(what: &'static str, ordered: bool, entries: impl Iterator<Item = Entry>) -> Section {
    Section {
        what,
        ordered,
        entries: entries.collect(),
    }
}

/// Every section of a pack; of any two packs the same sections in the same order.
pub(super) fn sections(pack: &Pack) -> Vec<Section> {
    let mut all = vec![section("setting", false, settings(pack).into_iter())];
    all.extend(lists(pack));
    all.push(section("row", true, pack.rows.iter().map(row)));
    all.push(section(
        "left to triage",
        false,
        pack.left.iter().map(|left| {
            Aspects::default()
                .list("when", &left.when.words())
                .of(left.says.clone())
        }),
    ));
    all.push(section("clock", true, clocks(&pack.clocks).into_iter()));
    all.push(section("ladder", false, pack.ladders.iter().map(ladder)));
    all.extend(terms::sections(pack));
    all.push(section(
        "report",
        false,
        pack.reports.iter().map(|report| {
            let to = match &report.to {
                ReportTo::Parent => "the unit above",
                ReportTo::Duty(code) | ReportTo::Outside(code) => code,
            };
            let every = format!("{:?}", report.every).to_lowercase();
            Aspects::default()
                .say("every", every)
                .say("due after", report.due)
                .say("to", to)
                .codes("level", report.level.as_ref())
                .may("key units", report.key_units)
                .flag("nil return", report.nil_return)
                .list("measures", &report.measures)
                .of(&report.name.code)
        }),
    ));
    all.push(section(
        "letter",
        false,
        pack.letters.iter().map(|letter| {
            Aspects::default()
                .say("Chinese text", quoted(&letter.zh))
                .say("English text", quoted(&letter.en))
                .may("approver", letter.approver.as_ref())
                .codes("severity", letter.severity.as_ref())
                .of(&letter.name.code)
        }),
    ));
    all
}

fn quoted(words: &str) -> String {
    format!("\u{201c}{}\u{201d}", words.trim())
}

fn settings(pack: &Pack) -> Vec<Entry> {
    let calendars: Vec<String> = pack.calendars.keys().cloned().collect();
    vec![
        Aspects::default().say("day", pack.effective_from).of("effective_from"),
        Aspects::default()
            .say("severity", &pack.default_severity)
            .of("default_severity"),
        Aspects::default().say("duty", &pack.triage_duty).of("triage_duty"),
        Aspects::default()
            .say("name", pack.default_calendar.name())
            .list("all", &calendars)
            .of("calendar"),
    ]
}

fn lists(pack: &Pack) -> Vec<Section> {
    let lists = &pack.lists;
    let plain = |what, list: &[Named]| section(what, false, list.iter().map(|one| named(one).of(&one.code)));
    let axes = lists.axes.iter().map(|axis| {
        let entries: Vec<String> = axis.entries.iter().map(|entry| entry.code.clone()).collect();
        named(&axis.name).list("entries", &entries).of(&axis.name.code)
    });
    vec![
        severities(pack),
        plain("channel", &lists.channels),
        classes(pack),
        plain("duty", &lists.duties),
        levels(pack),
        kinds(pack),
        plain("finding", &lists.findings),
        causes(pack),
        plain("ending", &lists.endings),
        plain("decline reason", &lists.decline_reasons),
        plain("line", &lists.lines),
        plain("product", &lists.products),
        plain("outside body", &lists.outside_bodies),
        plain("measure", &lists.measures),
        section("axis", false, axes),
    ]
}

fn severities(pack: &Pack) -> Section {
    let entry = |one: &Named| {
        let tells = pack.attributes.severity_tell.get(&one.code);
        named(one).list("tells", tells.map_or(&[], Vec::as_slice)).of(&one.code)
    };
    section("severity", true, pack.lists.severities.iter().map(entry))
}

fn classes(pack: &Pack) -> Section {
    let entry = |one: &Named| {
        let severity = pack.attributes.class_severity.get(&one.code);
        named(one).may("severity", severity).of(&one.code)
    };
    section("class", false, pack.lists.classes.iter().map(entry))
}

fn causes(pack: &Pack) -> Section {
    let entry = |one: &Named| {
        let parent = pack.attributes.cause_parent.get(&one.code);
        named(one).may("parent", parent).of(&one.code)
    };
    section("root cause", false, pack.lists.root_causes.iter().map(entry))
}

fn levels(pack: &Pack) -> Section {
    let entry = |one: &Named| {
        let holds = pack.attributes.level_duties.get(&one.code);
        named(one).list("holds", holds.map_or(&[], Vec::as_slice)).of(&one.code)
    };
    section("level", true, pack.lists.levels.iter().map(entry))
}

fn kinds(pack: &Pack) -> Section {
    let of = &pack.attributes;
    let entry = |one: &Named| {
        let met_by = of.met_by.get(&one.code).map(|met_by| format!("{met_by:?}"));
        let optional = of.optional_clocks.contains(&one.code);
        named(one)
            .may("met by", met_by)
            .flag("optional", optional)
            .of(&one.code)
    };
    section("kind of clock", false, pack.lists.clocks.iter().map(entry))
}

fn named(one: &Named) -> Aspects {
    Aspects::default()
        .say("Chinese name", &one.zh)
        .say("English name", &one.en)
}

fn row(row: &Row) -> Entry {
    Aspects::default()
        .say(
            "when",
            if row.when.words().is_empty() {
                "always".to_owned()
            } else {
                row.when.words().join(", ")
            },
        )
        .may("priority", row.priority)
        .may("lead", row.lead.as_ref())
        .may("severity", row.severity.as_ref())
        .flag("restricted", row.restricted)
        .list("tells", &row.tell)
        .list("with", &row.with)
        .list("approved by", &row.approve)
        .list("alerts", &row.alert)
        .list("outside", &row.outside)
        .list("rules", &row.rules)
        .say("says", quoted(&row.says))
        .of(&row.code)
}

/// Rows of clocks have no code: they are known by their kind and conditions.
fn clocks(rules: &[ClockRule]) -> Vec<Entry> {
    let entry = |rule: &ClockRule| {
        let conditions = [
            ("level", &rule.level),
            ("severity", &rule.severity),
            ("class", &rule.class),
            ("channel", &rule.channel),
        ];
        let conditions = conditions
            .into_iter()
            .filter_map(|(name, codes)| Some(format!(", {name} {}", codes.as_ref()?.words().join(" or "))));
        let key = std::iter::once(rule.kind.clone()).chain(conditions).collect::<String>();
        let remind: Vec<String> = rule.remind_at.iter().map(|percent| format!("{percent} %")).collect();
        Aspects::default()
            .say("limit", rule.limit)
            .say("starts", format!("{:?}", rule.starts).to_lowercase())
            .list("reminders", &remind)
            .say("ladder", &rule.ladder)
            .may("calendar", rule.calendar.as_ref())
            .flag("milestone", rule.milestone)
            .flag("referrer's date", rule.referrers_date)
            .list("rules", &rule.rules)
            .say("says", quoted(&rule.says))
            .of(key)
    };
    rules.iter().map(entry).collect()
}

fn ladder(ladder: &Ladder) -> Entry {
    let steps = ladder.steps.iter().map(|step| match step.after {
        None => step.to.to_string(),
        Some(after) => format!("after {after} {}", step.to),
    });
    let contacts = ladder.contacts.iter();
    let contacts: Vec<_> = contacts
        .map(|press| format!("{} at {} %", press.to, press.at))
        .collect();
    Aspects::default()
        .list("contacts", &contacts)
        .say("steps", steps.collect::<Vec<_>>().join(", "))
        .say("again after", ladder.again)
        .of(&ladder.code)
}
