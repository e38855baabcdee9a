//! R4.7: who got a supervision order says that they have it. It stops nothing: only what was to be done does.

use huiyin_contracts::events::orders::SupervisionAcknowledgedV1;
use huiyin_kernel::{Actor, OrderId, Timestamp};

use super::complaint::Matter;
use super::effects::{Effects, Saying};
use super::order::{Order, OrderStage};

/// Somebody took note.
pub(crate) struct Acknowledge<'a> {
    pub(crate) order: OrderId,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why there is nothing to take note of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the supervision order is over: what it pressed for was done, or fell away")]
    NotOpen,
    #[error("only a supervision order is acknowledged")]
    NotSupervision,
    #[error("the supervision order is acknowledged already")]
    Twice,
}

impl Acknowledge<'_> {
    /// The order keeps who and when; the ladder goes on.
    pub(crate) fn decide(&self, matter: &Matter) -> Result<Effects, Refusal> {
        let order = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        if !order.kind.is_supervision() {
            return Err(Refusal::NotSupervision);
        }
        if order.stage != OrderStage::Served {
            return Err(Refusal::Twice);
        }
        let said = Saying::Acknowledged(SupervisionAcknowledgedV1 {
            complaint: order.complaint,
            order: order.id,
            unit: order.lead.clone(),
            by: self.by.clone(),
        });
        let order = Order {
            next_due: order.next_due,
            ..order.at_stage(OrderStage::Accepted { at: self.now })
        };
        Ok(Effects {
            orders: vec![order],
            said: vec![said],
            ..Effects::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::order::OrderKind;
    use super::super::samples::World;
    use super::*;

    fn acknowledge(world: &World, matter: &Matter) -> Result<Effects, Refusal> {
        let request = Acknowledge {
            order: matter.orders[0].id,
            by: &Actor::Operator,
            now: world.later(5),
        };
        request.decide(matter)
    }

    fn pressed(world: &World) -> Matter {
        let mut matter = world.assigned("ho.b1.o1");
        let clock = matter.clocks[0].id;
        matter.orders[0].kind = OrderKind::Supervision { clock, level: 1 };
        matter
    }

    #[test]
    fn it_is_kept_and_no_clock_moves() {
        let world = World::new();
        let matter = pressed(&world);
        let effects = acknowledge(&world, &matter).unwrap();
        assert_eq!(effects.orders[0].stage, OrderStage::Accepted { at: world.later(5) });
        assert_eq!(effects.orders[0].next_due, matter.orders[0].next_due);
        assert!(effects.clocks.is_empty() && effects.deadlines.is_empty());
    }

    #[test]
    fn each_refusal_has_its_sentence() {
        let world = World::new();
        let mut matter = pressed(&world);
        matter.orders[0].stage = OrderStage::Accepted { at: world.now };
        assert_eq!(
            acknowledge(&world, &matter).unwrap_err().to_string(),
            "the supervision order is acknowledged already"
        );
        matter.orders[0].stage = OrderStage::Done { at: world.now };
        assert_eq!(
            acknowledge(&world, &matter).unwrap_err().to_string(),
            "the supervision order is over: what it pressed for was done, or fell away"
        );
        let transfer = world.assigned("ho.b1.o1");
        assert_eq!(
            acknowledge(&world, &transfer).unwrap_err().to_string(),
            "only a supervision order is acknowledged"
        );
    }
}
