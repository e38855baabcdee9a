//! R5.9: the team that an emergency plan names says that it heard. It stops the pressing for that word, and nothing else.

use huiyin_contracts::events::routing::AlertConfirmedV1;
use huiyin_kernel::{Actor, OrderId, Timestamp, UnitPath};

use super::complaint::{ComplaintStage, Matter};
use super::effects::{Effects, Saying};
use super::order::{Order, OrderKind, OrderStage};

/// Somebody of the team heard.
pub(crate) struct ConfirmAlert<'a> {
    pub(crate) order: OrderId,
    /// Every order of the complaint, also those that ended.
    pub(crate) history: &'a [Order],
    /// The unit in which who says it works; nothing of who is at the machine.
    pub(crate) unit: Option<&'a UnitPath>,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why nothing is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint has ended: the alert is over")]
    Ended,
    #[error("only the alert of an emergency plan is confirmed")]
    NotAlert,
    #[error("the team has said already that it heard")]
    Twice,
    #[error("only the team that was alerted says that it heard")]
    NotTheTeam,
}

impl ConfirmAlert<'_> {
    /// The order is done, with who and when, and its clock is met.
    pub(crate) fn decide(&self, matter: &Matter) -> Result<Effects, Refusal> {
        let order = self.check(matter)?;
        let mut effects = Effects::default();
        effects.said.push(Saying::AlertConfirmed(AlertConfirmedV1 {
            complaint: order.complaint,
            order: order.id,
            unit: order.lead.clone(),
            by: self.by.clone(),
        }));
        for clock in matter.clocks.iter().filter(|clock| clock.order == order.id) {
            effects.meet(matter, clock, self.now);
        }
        let confirmed = Order {
            accepted: Some(self.now),
            confirmed_by: Some(self.by.clone()),
            ..order.at_stage(OrderStage::Done { at: self.now })
        };
        effects.order(matter, confirmed);
        Ok(effects)
    }

    fn check(&self, matter: &Matter) -> Result<&Order, Refusal> {
        let order = self.history.iter().find(|order| order.id == self.order);
        let order = order
            .filter(|order| order.kind == OrderKind::Alert)
            .ok_or(Refusal::NotAlert)?;
        if matches!(order.stage, OrderStage::Done { .. }) {
            return Err(Refusal::Twice);
        }
        if matter.complaint.stage != ComplaintStage::Open || !order.is_open() {
            return Err(Refusal::Ended);
        }
        let of_the_team = match self.by {
            Actor::Staff { .. } => self.unit == Some(&order.lead),
            _ => true,
        };
        if of_the_team {
            Ok(order)
        } else {
            Err(Refusal::NotTheTeam)
        }
    }
}

#[cfg(test)]
mod tests {
    use huiyin_contracts::events::intake::RegisteredV1;
    use huiyin_kernel::StaffCode;

    use super::super::clock::ClockStage;
    use super::super::end::{self, Ending};
    use super::super::samples::{self, World, unit, units};
    use super::super::unit::{DEPARTMENT, Unit};
    use super::*;

    fn world() -> World {
        let mut tree = units(&["ho", "ho.b1", "ho.b1.o1"]);
        tree.push(Unit {
            level: DEPARTMENT.to_owned(),
            duties: vec!["emergency_team".to_owned()],
            ..unit("ho.team")
        });
        World::with("bank-association", tree)
    }

    fn alerted(world: &World) -> Matter {
        let emergency = RegisteredV1 {
            class: Some("emergency".to_owned()),
            ..world.registered("ho.b1.o1")
        };
        samples::matter(world.assign(&emergency))
    }

    fn alert(matter: &Matter) -> &Order {
        matter
            .orders
            .iter()
            .find(|order| order.kind == OrderKind::Alert)
            .unwrap()
    }

    fn confirm(world: &World, matter: &Matter, from: &str) -> Result<Effects, Refusal> {
        let by = Actor::Staff {
            code: StaffCode::new("t1").unwrap(),
            post: None,
        };
        let unit = from.parse().unwrap();
        let request = ConfirmAlert {
            order: alert(matter).id,
            history: &matter.orders,
            unit: Some(&unit),
            by: &by,
            now: world.later(10),
        };
        request.decide(matter)
    }

    #[test]
    fn r5_9_the_team_says_that_it_heard_and_its_clock_is_met() {
        let world = world();
        let matter = alerted(&world);
        let order = alert(&matter);
        let clock = matter.clocks.iter().find(|clock| clock.order == order.id).unwrap();
        assert_eq!((clock.kind.as_str(), clock.rule.as_str()), ("alert", "R5.9"));
        assert!(!order.leads() && order.next_due == clock.stage.due());
        let effects = confirm(&world, &matter, "ho.team").unwrap();
        let done = effects.orders.last().unwrap();
        assert_eq!(done.stage, OrderStage::Done { at: world.later(10) });
        assert!(matches!(&done.confirmed_by, Some(Actor::Staff { code, .. }) if code.as_str() == "t1"));
        assert!(matches!(effects.clocks[..], [ref met] if matches!(met.stage, ClockStage::Met { .. })));
        assert!(matches!(&effects.said[0], Saying::AlertConfirmed(event) if event.unit.as_str() == "ho.team"));
    }

    #[test]
    fn who_is_at_the_machine_confirms_for_any_team() {
        let world = world();
        let matter = alerted(&world);
        let request = ConfirmAlert {
            order: alert(&matter).id,
            history: &matter.orders,
            unit: None,
            by: &Actor::Operator,
            now: world.now,
        };
        assert!(request.decide(&matter).is_ok());
    }

    #[test]
    fn each_refusal_has_its_sentence() {
        let world = world();
        let mut matter = alerted(&world);
        let refused = |matter: &Matter, from: &str| confirm(&world, matter, from).unwrap_err().to_string();
        assert_eq!(
            refused(&matter, "ho"),
            "only the team that was alerted says that it heard",
            "not who is above it either"
        );
        let closed = end::decide(&matter, Ending::Closed, world.later(5));
        let ended = Matter {
            complaint: closed.complaint.unwrap(),
            orders: closed.orders,
            clocks: Vec::new(),
        };
        assert_eq!(refused(&ended, "ho.team"), "the complaint has ended: the alert is over");
        let done = confirm(&world, &matter, "ho.team").unwrap().orders.remove(0);
        matter.orders.retain(|order| order.kind != OrderKind::Alert);
        matter.orders.push(done);
        assert_eq!(refused(&matter, "ho.team"), "the team has said already that it heard");
        let lead = matter.orders[0].id;
        let request = ConfirmAlert {
            order: lead,
            history: &matter.orders,
            unit: None,
            by: &Actor::Operator,
            now: world.now,
        };
        assert_eq!(
            request.decide(&matter).unwrap_err().to_string(),
            "only the alert of an emergency plan is confirmed"
        );
    }
}
