//! R4.8: beside the lead unit others co-handle. Each supplies what it is asked for, within a limit of its own.

use huiyin_kernel::{Actor, OrderId, Timestamp};
use huiyin_policy::numbers;
use huiyin_worktime::Limit;

use super::co_handlers::Asked;
use super::complaint::{ComplaintStage, Matter};
use super::effects::Effects;
use super::order::{Order, OrderKind};
use super::rules::Rules;
use super::task::{Task, TaskKind};
use super::unit::Unit;
use super::words::{refuses_words, words};

/// A request to a unit to co-handle.
pub(crate) struct AskCoHandler<'a> {
    /// The order by which the asking unit leads.
    pub(crate) order: OrderId,
    pub(crate) to: Option<&'a Unit>,
    /// What it must supply.
    pub(crate) asks: &'a str,
    /// The kind of task; an opinion where it is absent.
    pub(crate) task: Option<&'a str>,
    /// Whether the lead's reply waits for it.
    pub(crate) required: bool,
    /// By when; the usual limit where it is absent.
    pub(crate) limit: Option<Limit>,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why a unit is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint has ended")]
    Ended,
    #[error("the order is no longer open: it was handed over, finished or stopped")]
    NotOpen,
    #[error("only the unit that leads asks others")]
    NotLead,
    #[error("there is no such unit in the directory")]
    UnknownUnit,
    #[error("the unit is closed")]
    ClosedUnit,
    #[error("the unit leads the complaint itself")]
    SameUnit,
    #[error("a task is an opinion, a statement, a document, an on-site check or an appraisal")]
    UnknownTask,
    #[error("the unit is asked already and has not supplied it yet")]
    Asked,
    #[error("the complaint concerns this unit or its leader: it supplies nothing about itself here")]
    Concerned,
    #[error("a limit is 1 to {0} hours or days")]
    Limit(u32),
    #[error("by the policy pack no lead unit sets a limit of its own: leave it out")]
    PacksLimit,
    #[error("say what the unit must supply")]
    NoWords,
    #[error("what is asked is at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl AskCoHandler<'_> {
    /// A sub-order with a clock of its own. The lead unit's clocks are as they were.
    pub(crate) fn decide(&self, matter: &Matter, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let task = self.task()?;
        let (lead, to) = self.check(matter, task, rules)?;
        let asked = Asked {
            complaint: &matter.complaint,
            lead: &lead.lead,
            to: to.path.clone(),
            task,
            asks: Some(words(self.asks)?),
            limit: self.limit,
            by: self.by.clone(),
            now: self.now,
        };
        Ok(asked.serve(rules))
    }

    fn task(&self) -> Result<Task, Refusal> {
        let kind = self.task.map_or(Some(TaskKind::Opinion), TaskKind::read);
        Ok(Task {
            kind: kind.ok_or(Refusal::UnknownTask)?,
            required: self.required,
        })
    }

    fn check<'m>(
        &'m self,
        matter: &'m Matter,
        task: Task,
        rules: &Rules<'_>,
    ) -> Result<(&'m Order, &'m Unit), Refusal> {
        if matter.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        let order = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        if !order.leads() {
            return Err(Refusal::NotLead);
        }
        let to = self.to.ok_or(Refusal::UnknownUnit)?;
        if !to.is_open() {
            return Err(Refusal::ClosedUnit);
        }
        if to.path == order.lead {
            return Err(Refusal::SameUnit);
        }
        // Of a release without kinds each order asks for an opinion.
        let same = |open: &Order| open.task.map_or(TaskKind::Opinion, |task| task.kind) == task.kind;
        let asked = |open: &Order| open.kind == OrderKind::CoHandling && open.lead == to.path && same(open);
        if matter.orders.iter().any(asked) {
            return Err(Refusal::Asked);
        }
        if matter.complaint.concerns(&to.path) {
            return Err(Refusal::Concerned);
        }
        if let Some(limit) = self.limit {
            let most = rules.pack.number(numbers::SUPPLY_MOST).ok_or(Refusal::PacksLimit)?;
            if !(1..=most).contains(&limit.amount) {
                return Err(Refusal::Limit(most));
            }
        }
        words(self.asks)?;
        Ok((order, to))
    }
}

#[cfg(test)]
mod tests {
    use huiyin_worktime::Basis;

    use super::super::effects::Saying;
    use super::super::samples::World;
    use super::super::unit::UnitState;
    use super::*;

    fn asked(
        world: &World,
        matter: &Matter,
        to: Option<&Unit>,
        asks: &str,
        limit: Option<Limit>,
    ) -> Result<Effects, Refusal> {
        let request = AskCoHandler {
            order: matter.orders[0].id,
            to,
            asks,
            task: None,
            required: true,
            limit,
            by: &Actor::Operator,
            now: world.later(20),
        };
        request.decide(matter, &world.rules())
    }

    fn task(world: &World, matter: &Matter, task: &str, required: bool) -> Result<Effects, Refusal> {
        let request = AskCoHandler {
            order: matter.orders[0].id,
            to: Some(world.unit("b2")),
            asks: "the counter's record",
            task: Some(task),
            required,
            limit: None,
            by: &Actor::Operator,
            now: world.later(20),
        };
        request.decide(matter, &world.rules())
    }

    #[test]
    fn r4_8_a_unit_is_asked_for_tasks_of_a_kind_and_once_for_each() {
        let world = World::new();
        let mut matter = world.assigned("ho.b1.o1");
        let effects = task(&world, &matter, "document", false).unwrap();
        let wanted = Task {
            kind: TaskKind::Document,
            required: false,
        };
        assert_eq!(effects.orders[0].task, Some(wanted));
        let Saying::CoHandlingAsked(said) = &effects.said[0] else {
            panic!("{:?}", effects.said)
        };
        assert_eq!((said.task.as_deref(), said.required), (Some("document"), Some(false)));
        matter.orders.extend(effects.orders);
        assert_eq!(task(&world, &matter, "document", true).unwrap_err(), Refusal::Asked);
        assert!(task(&world, &matter, "on_site_check", true).is_ok(), "another task");
        assert_eq!(
            task(&world, &matter, "favour", true).unwrap_err().to_string(),
            "a task is an opinion, a statement, a document, an on-site check or an appraisal"
        );
    }

    fn hours(amount: u32) -> Option<Limit> {
        Some(Limit {
            basis: Basis::ClockHours,
            amount,
        })
    }

    #[test]
    fn it_has_a_limit_of_its_own_and_the_leads_clocks_stay() {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let effects = asked(
            &world,
            &matter,
            Some(world.unit("b2")),
            "the counter's record",
            hours(4),
        )
        .unwrap();
        let [clock] = &effects.clocks[..] else {
            panic!("{:?}", effects.clocks)
        };
        assert_eq!(
            (clock.kind.as_str(), clock.unit.as_str(), clock.stage.due()),
            ("supply", "ho.b2", Some(world.later(20 + 240)))
        );
        assert_eq!(effects.orders[0].next_due, clock.stage.due());
        assert!(!effects.orders[0].leads(), "one unit leads");
        assert!(!effects.deadlines.is_empty());
    }

    #[test]
    fn without_a_limit_the_usual_one_holds() {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let effects = asked(&world, &matter, Some(world.unit("b2")), "the record", None).unwrap();
        assert_eq!(effects.clocks[0].limit.to_string(), "2 working days");
        assert_eq!(effects.clocks[0].rule, "R4.8");
    }

    #[test]
    fn where_the_pack_has_no_number_for_it_no_lead_unit_sets_a_limit() {
        let world = World::without_number("supply_most");
        let matter = world.assigned("ho.b1.o1");
        let asks = |limit| asked(&world, &matter, Some(world.unit("b2")), "the record", limit);
        assert_eq!(
            asks(hours(4)).unwrap_err().to_string(),
            "by the policy pack no lead unit sets a limit of its own: leave it out"
        );
        assert_eq!(asks(None).unwrap().clocks[0].limit.to_string(), "2 working days");
    }

    #[test]
    fn each_refusal_has_its_sentence() {
        let world = World::new();
        let mut matter = world.assigned("ho.b1.o1");
        let branch = Some(world.unit("b2"));
        let refused = |matter: &Matter, to: Option<&Unit>, asks: &str, limit: Option<Limit>| {
            asked(&world, matter, to, asks, limit).unwrap_err().to_string()
        };
        assert_eq!(refused(&matter, branch, " ", None), "say what the unit must supply");
        assert_eq!(
            refused(&matter, branch, &"x".repeat(501), None),
            "what is asked is at most 500 characters"
        );
        for amount in [0, 61] {
            assert_eq!(
                refused(&matter, branch, "x", hours(amount)),
                "a limit is 1 to 60 hours or days"
            );
        }
        assert_eq!(
            refused(&matter, None, "x", None),
            "there is no such unit in the directory"
        );
        assert_eq!(
            refused(&matter, Some(world.unit("o1")), "x", None),
            "the unit leads the complaint itself"
        );
        let closed = Unit {
            state: UnitState::Closed { at: world.now },
            ..world.unit("b2").clone()
        };
        assert_eq!(refused(&matter, Some(&closed), "x", None), "the unit is closed");
        let open = asked(&world, &matter, branch, "x", None).unwrap().orders.remove(0);
        matter.orders.push(open);
        assert_eq!(
            refused(&matter, branch, "x", None),
            "the unit is asked already and has not supplied it yet"
        );
        matter.orders.swap(0, 1);
        assert_eq!(
            refused(&matter, Some(world.unit("b1")), "x", None),
            "only the unit that leads asks others"
        );
        matter.orders.swap(0, 1);
        matter.complaint.leader_concerned = true;
        matter.complaint.unit = "ho.b1".parse().unwrap();
        assert_eq!(
            refused(&matter, Some(world.unit("b1")), "x", None),
            "the complaint concerns this unit or its leader: it supplies nothing about itself here"
        );
        matter.orders[0].stage = super::super::order::OrderStage::Done { at: world.now };
        assert_eq!(
            refused(&matter, branch, "x", None),
            "the order is no longer open: it was handed over, finished or stopped"
        );
        matter.complaint.stage = ComplaintStage::Ended {
            at: world.now,
            why: "closed".to_owned(),
        };
        assert_eq!(refused(&matter, branch, "x", None), "the complaint has ended");
    }
}
