//! R4.7: the unit that was pressed by a supervision order of somebody's own word answers it, and the order ends. The answer is no reply to
//! the complainant, and stops no clock.

use huiyin_contracts::events::orders::SupervisionAnsweredV1;
use huiyin_kernel::{Actor, OrderId, Timestamp};

use super::complaint::Matter;
use super::effects::{Effects, Saying};
use super::order::{Order, OrderStage};
use super::words::{refuses_words, words};

/// The answer to a supervision order.
pub(crate) struct AnswerSupervision<'a> {
    pub(crate) order: OrderId,
    pub(crate) words: &'a str,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why it is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the supervision order is over: what it pressed for was done, or fell away")]
    NotOpen,
    #[error(
        "only a supervision order that somebody gave is answered: one that a limit gave ends with what it presses for"
    )]
    NotByHand,
    #[error("say what was done")]
    NoWords,
    #[error("the answer is told in at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl AnswerSupervision<'_> {
    /// The order is done, with the answer.
    pub(crate) fn decide(&self, matter: &Matter) -> Result<Effects, Refusal> {
        let order = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        if !order.is_by_hand() {
            return Err(Refusal::NotByHand);
        }
        let answer = words(self.words)?;
        let said = Saying::SupervisionAnswered(SupervisionAnsweredV1 {
            complaint: order.complaint,
            order: order.id,
            unit: order.lead.clone(),
            to: order.from.clone(),
            by: self.by.clone(),
        });
        let done = Order {
            supplied: Some(answer),
            next_due: None,
            ..order.at_stage(OrderStage::Done { at: self.now })
        };
        Ok(Effects {
            orders: vec![done],
            said: vec![said],
            ..Effects::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::order::{BY_HAND, OrderKind};
    use super::super::samples::World;
    use super::*;

    fn pressed(world: &World, level: u32) -> Matter {
        let mut matter = world.assigned("ho.b1.o1");
        let clock = matter.clocks[0].id;
        matter.orders[0].kind = OrderKind::Supervision { clock, level };
        matter
    }

    fn answered(world: &World, matter: &Matter, words: &str) -> Result<Effects, Refusal> {
        let request = AnswerSupervision {
            order: matter.orders[0].id,
            words,
            by: &Actor::Operator,
            now: world.later(30),
        };
        request.decide(matter)
    }

    #[test]
    fn the_order_ends_with_the_answer_and_no_clock_moves() {
        let world = World::new();
        let effects = answered(&world, &pressed(&world, BY_HAND), " The record was asked for. ").unwrap();
        let [order] = &effects.orders[..] else {
            panic!("{:?}", effects.orders)
        };
        assert_eq!(order.stage, OrderStage::Done { at: world.later(30) });
        assert_eq!(order.supplied.as_deref(), Some("The record was asked for."));
        assert!(effects.clocks.is_empty() && order.next_due.is_none());
    }

    #[test]
    fn each_refusal_has_its_sentence() {
        let world = World::new();
        let mut matter = pressed(&world, BY_HAND);
        let refused = |matter: &Matter, words: &str| answered(&world, matter, words).unwrap_err().to_string();
        assert_eq!(refused(&matter, " "), "say what was done");
        assert_eq!(
            refused(&matter, &"x".repeat(501)),
            "the answer is told in at most 500 characters"
        );
        assert_eq!(
            refused(&pressed(&world, 1), "x"),
            "only a supervision order that somebody gave is answered: one that a limit gave ends with what it presses for"
        );
        matter.orders[0].stage = OrderStage::Done { at: world.now };
        assert_eq!(
            refused(&matter, "x"),
            "the supervision order is over: what it pressed for was done, or fell away"
        );
    }
}
