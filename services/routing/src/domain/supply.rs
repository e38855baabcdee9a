//! R4.8: a co-handling unit supplies what it was asked for, and its order ends.

use huiyin_contracts::events::orders::CoHandlingSuppliedV1;
use huiyin_kernel::{Actor, OrderId, Timestamp};

use super::complaint::Matter;
use super::effects::{Effects, Saying};
use super::order::{Order, OrderKind, OrderStage};
use super::words::{refuses_words, words};

/// What was supplied.
pub(crate) struct Supply<'a> {
    pub(crate) order: OrderId,
    pub(crate) words: &'a str,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why it is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the order is no longer open: it was supplied before, or the complaint has ended")]
    NotOpen,
    #[error("only a co-handling order ends by supplying what is asked")]
    NotCoHandling,
    #[error("say what is supplied, and where it is found")]
    NoWords,
    #[error("what is supplied is told in at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl Supply<'_> {
    /// The order is done and its clock met.
    pub(crate) fn decide(&self, matter: &Matter) -> Result<Effects, Refusal> {
        let order = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        if order.kind != OrderKind::CoHandling {
            return Err(Refusal::NotCoHandling);
        }
        let supplied = words(self.words)?;
        let mut effects = Effects::default();
        effects.said.push(Saying::CoHandlingSupplied(CoHandlingSuppliedV1 {
            complaint: order.complaint,
            order: order.id,
            unit: order.lead.clone(),
            by: self.by.clone(),
        }));
        for clock in matter.clocks.iter().filter(|clock| clock.order == order.id) {
            effects.meet(matter, clock, self.now);
        }
        let done = Order {
            supplied: Some(supplied),
            ..order.at_stage(OrderStage::Done { at: self.now })
        };
        effects.order(matter, done);
        Ok(effects)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ask_co_handler::AskCoHandler;
    use super::super::samples::World;
    use super::*;

    fn asked(world: &World) -> Matter {
        let mut matter = world.assigned("ho.b1.o1");
        let request = AskCoHandler {
            order: matter.orders[0].id,
            to: Some(world.unit("b2")),
            asks: "the record",
            task: None,
            required: true,
            limit: None,
            by: &Actor::Operator,
            now: world.now,
        };
        let effects = request.decide(&matter, &world.rules()).unwrap();
        matter.orders.extend(effects.orders);
        matter.clocks.extend(effects.clocks);
        matter
    }

    fn supply(world: &World, matter: &Matter, index: usize, words: &str) -> Result<Effects, Refusal> {
        let request = Supply {
            order: matter.orders[index].id,
            words,
            by: &Actor::Operator,
            now: world.later(60),
        };
        request.decide(matter)
    }

    #[test]
    fn what_was_asked_is_supplied_and_the_lead_goes_on() {
        let world = World::new();
        let matter = asked(&world);
        let effects = supply(&world, &matter, 1, "in the evidence, page 4").unwrap();
        assert_eq!(effects.orders[0].stage, OrderStage::Done { at: world.later(60) });
        assert_eq!(effects.orders[0].supplied.as_deref(), Some("in the evidence, page 4"));
        let clocks: Vec<_> = effects
            .clocks
            .iter()
            .map(|clock| (clock.kind.as_str(), clock.stage.word()))
            .collect();
        assert_eq!(clocks, [("supply", "met")]);
    }

    #[test]
    fn each_refusal_has_its_sentence() {
        let world = World::new();
        let mut matter = asked(&world);
        let refused =
            |matter: &Matter, index: usize, words: &str| supply(&world, matter, index, words).unwrap_err().to_string();
        assert_eq!(refused(&matter, 1, ""), "say what is supplied, and where it is found");
        assert_eq!(
            refused(&matter, 1, &"x".repeat(501)),
            "what is supplied is told in at most 500 characters"
        );
        assert_eq!(
            refused(&matter, 0, "x"),
            "only a co-handling order ends by supplying what is asked"
        );
        matter.orders[1].stage = OrderStage::Done { at: world.now };
        assert_eq!(
            refused(&matter, 1, "x"),
            "the order is no longer open: it was supplied before, or the complaint has ended"
        );
    }
}
