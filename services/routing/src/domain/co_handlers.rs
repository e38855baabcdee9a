//! R4.8: the units that handle a complaint together with its lead, because the policy names their duties. They are asked in the transaction
//! that decides who leads, each with the pack's limit for it; the lead's reply waits for what they say.

use huiyin_contracts::events::orders::CoHandlingAskedV1;
use huiyin_kernel::{Actor, Timestamp, UnitPath};
use huiyin_policy::Decision;
use huiyin_worktime::Limit;

use super::complaint::{Complaint, Matter};
use super::effects::{Effects, Saying};
use super::order::{Order, OrderKind};
use super::rules::Rules;
use super::start::On;
use super::task::{Task, TaskKind};

/// What a unit is asked for, and by whom.
pub(super) struct Asked<'a> {
    pub(super) complaint: &'a Complaint,
    /// The unit that leads.
    pub(super) lead: &'a UnitPath,
    /// The unit that is asked.
    pub(super) to: UnitPath,
    pub(super) task: Task,
    /// What it must supply, in the words of who asks; of what the policy asks, nothing.
    pub(super) asks: Option<String>,
    /// By when; the pack's limit where it is absent.
    pub(super) limit: Option<Limit>,
    pub(super) by: Actor,
    pub(super) now: Timestamp,
}

impl Asked<'_> {
    /// A sub-order with a clock of its own. The lead unit's clocks are as they were.
    pub(super) fn serve(self, rules: &Rules<'_>) -> Effects {
        let complaint = self.complaint;
        let order = Order {
            task: Some(self.task),
            from: Some(self.lead.clone()),
            reason: self.asks,
            ..rules.serve(complaint, OrderKind::CoHandling, self.to, self.now)
        };
        let mut effects = Effects::default();
        let on = On {
            complaint,
            order: &order,
            period: self.now,
        };
        let began = rules.start_supply(on, self.now, self.limit);
        let due = began.as_ref().and_then(|(clock, _)| clock.stage.due());
        effects.said = effects.start(began.into_iter().collect());
        let said = Saying::CoHandlingAsked(CoHandlingAskedV1 {
            complaint: complaint.id,
            order: order.id,
            lead: self.lead.clone(),
            unit: order.lead.clone(),
            due,
            by: self.by,
            task: Some(self.task.kind.word().to_owned()),
            required: Some(self.task.required),
        });
        effects.said.insert(0, said);
        effects.order(&Matter::bare(complaint), order);
        effects
    }
}

/// The units that the decision names beside the lead, each once, whatever duties it holds. In the place of one that must be kept out stands
/// the level above it (R4.10); the lead asks itself for nothing, and of a complaint of the past nobody is asked.
pub(super) fn named(decision: &Decision, complaint: &Complaint, lead: &UnitPath, rules: &Rules<'_>) -> Vec<UnitPath> {
    let mut units = Vec::new();
    if complaint.imported {
        return units;
    }
    for duty in &decision.with {
        let holder = rules.directory.holder(&complaint.unit, duty).map(|unit| &unit.path);
        let free = holder.and_then(|unit| {
            if complaint.concerns(unit) {
                rules.free_above(unit, complaint)
            } else {
                Some(unit.clone())
            }
        });
        units.extend(free.filter(|unit| unit != lead && !units.contains(unit)));
    }
    units
}

/// Asks these units for their opinion, by the policy's word.
pub(super) fn ask(
    units: Vec<UnitPath>,
    complaint: &Complaint,
    lead: &UnitPath,
    now: Timestamp,
    rules: &Rules<'_>,
) -> Effects {
    let one = |to| Asked {
        complaint,
        lead,
        to,
        task: Task {
            kind: TaskKind::Opinion,
            required: true,
        },
        asks: None,
        limit: None,
        by: Actor::system("routing"),
        now,
    };
    units
        .into_iter()
        .map(|to| one(to).serve(rules))
        .fold(Effects::default(), Effects::and)
}

#[cfg(test)]
mod tests {
    use huiyin_contracts::events::intake::{PastV1, RegisteredV1};

    use crate::domain::effects::{Effects, Saying};
    use crate::domain::order::OrderKind;
    use crate::domain::samples::{World, unit, units};
    use crate::domain::task::TaskKind;
    use crate::domain::unit::{DEPARTMENT, Unit};

    fn department(path: &str, duty: &str) -> Unit {
        Unit {
            level: DEPARTMENT.to_owned(),
            duties: vec![duty.to_owned()],
            ..unit(path)
        }
    }

    /// A hospital with its medical affairs and its lawyers.
    fn hospital() -> World {
        let mut tree = units(&["ho", "ho.b1", "ho.b2"]);
        tree.push(department("ho.medical", "medical_affairs"));
        tree.push(department("ho.law", "legal"));
        World::with("hospital", tree)
    }

    fn harm(world: &World) -> RegisteredV1 {
        RegisteredV1 {
            class: Some("harm".to_owned()),
            ..world.registered("ho.b1")
        }
    }

    fn asked(effects: &Effects) -> Vec<&str> {
        let asked = effects
            .orders
            .iter()
            .filter(|order| order.kind == OrderKind::CoHandling);
        asked.map(|order| order.lead.as_str()).collect()
    }

    #[test]
    fn r4_8_whom_the_table_names_beside_the_lead_is_asked_with_a_limit_of_its_own() {
        let world = hospital();
        let effects = world.assign(&harm(&world));
        assert_eq!(effects.orders[0].lead.as_str(), "ho.medical", "it leads");
        let order = &effects.orders[1];
        assert_eq!(
            (order.kind, order.lead.as_str(), order.from.as_ref().unwrap().as_str()),
            (OrderKind::CoHandling, "ho.law", "ho.medical")
        );
        let task = order.task.unwrap();
        assert_eq!((task.kind, task.required), (TaskKind::Opinion, true));
        let clock = effects.clocks.iter().find(|clock| clock.order == order.id).unwrap();
        assert_eq!((clock.kind.as_str(), clock.rule.as_str()), ("supply", "R4.8"));
        assert!(
            clock.policy_version.starts_with("hospital@"),
            "{}",
            clock.policy_version
        );
        assert_eq!(order.next_due, clock.stage.due());
        let place = |what: fn(&Saying) -> bool| effects.said.iter().position(what);
        let assigned = place(|said| matches!(said, Saying::Assigned(_)));
        let asked = place(|said| matches!(said, Saying::CoHandlingAsked(event) if event.required == Some(true)));
        assert!(
            assigned < asked && assigned.is_some(),
            "the lead first: {:?}",
            effects.said
        );
    }

    #[test]
    fn r4_8_nobody_is_asked_where_no_row_names_anybody_or_nobody_is_what_it_names() {
        let world = hospital();
        assert_eq!(asked(&world.assign(&world.registered("ho.b1"))), [""; 0]);
        let alone = World::with("hospital", units(&["ho", "ho.b1"]));
        assert_eq!(asked(&alone.assign(&harm(&alone))), [""; 0], "nobody holds the duty");
    }

    #[test]
    fn r4_8_the_lead_asks_itself_for_nothing_and_of_the_past_nobody_is_asked() {
        let mut tree = units(&["ho", "ho.b1"]);
        tree.push(Unit {
            duties: vec!["medical_affairs".to_owned(), "legal".to_owned()],
            ..department("ho.both", "legal")
        });
        let world = World::with("hospital", tree);
        assert_eq!(asked(&world.assign(&harm(&world))), [""; 0]);
        let world = hospital();
        let past = RegisteredV1 {
            past: Some(PastV1 {
                source: "register".to_owned(),
                closed: None,
                ending: None,
                finding: None,
                in_time: None,
            }),
            ..harm(&world)
        };
        assert_eq!(asked(&world.assign(&past)), [""; 0]);
    }

    #[test]
    fn r4_10_in_the_place_of_a_unit_that_must_be_kept_out_the_level_above_is_asked() {
        let world = hospital();
        let registered = harm(&world);
        let effects = super::super::assign::Assign {
            registered: &registered,
            leader_named: false,
            conflicted: vec!["law".parse().unwrap()],
            restricted: false,
            answered_by: None,
            now: world.now,
        }
        .decide(&world.rules());
        assert_eq!(asked(&effects), ["ho"]);
    }
}
