//! The complaint ends: settled (R3.9), declined (R3.5), withdrawn (R3.12) or closed (R6.1). What still runs on it ends.

use huiyin_kernel::Timestamp;

use super::clock::WaitsFor;
use super::complaint::{Complaint, ComplaintStage, Matter};
use super::effects::Effects;
use super::order::{Order, OrderStage};

/// How it ended: the event's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Settled,
    Declined,
    Withdrawn,
    Closed,
    /// It follows another complaint from here on (R3.11).
    Joined,
}

impl Ending {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
            Self::Joined => "joined",
        }
    }

    /// Whether this is what a clock waited for. What is settled on the spot is replied to at once (R3.9).
    fn meets(self, waits_for: WaitsFor) -> bool {
        match self {
            Self::Settled => matches!(waits_for, WaitsFor::Reply | WaitsFor::Contact | WaitsFor::Closing),
            Self::Closed => waits_for == WaitsFor::Closing,
            Self::Declined | Self::Withdrawn | Self::Joined => false,
        }
    }
}

/// Ends every clock that waits and every open order. What ended before keeps its first ending.
pub(crate) fn decide(matter: &Matter, ending: Ending, at: Timestamp) -> Effects {
    let mut effects = Effects::default();
    for clock in &matter.clocks {
        if ending.meets(clock.waits_for) {
            effects.meet(matter, clock, at);
        } else {
            effects.stop(matter, clock, at, ending.word());
        }
    }
    for order in matter.orders.iter().filter(|order| order.is_open()) {
        let stage = match ending {
            Ending::Closed if order.leads() => OrderStage::Done { at },
            _ => OrderStage::Stopped { at },
        };
        if !effects.orders.iter().any(|changed| changed.id == order.id) {
            effects.orders.push(Order {
                next_due: None,
                ..order.at_stage(stage)
            });
        }
    }
    if matter.complaint.stage == ComplaintStage::Open {
        let stage = ComplaintStage::Ended {
            at,
            why: ending.word().to_owned(),
        };
        effects.complaint = Some(Complaint {
            stage,
            ..matter.complaint.clone()
        });
    }
    effects
}

#[cfg(test)]
mod tests {
    use super::super::samples::World;
    use super::*;

    #[test]
    fn a_withdrawal_stops_what_runs_and_ends_the_order() {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let effects = decide(&matter, Ending::Withdrawn, world.later(30));
        assert!(effects.clocks.iter().all(|clock| clock.stage.word() == "stopped"));
        assert_eq!((effects.clocks.len(), effects.said.len()), (2, 2));
        assert_eq!(effects.orders[0].stage, OrderStage::Stopped { at: world.later(30) });
        assert_eq!(effects.orders[0].next_due, None);
    }

    #[test]
    fn a_closing_finishes_the_order_and_a_second_ending_changes_nothing() {
        let world = World::new();
        let mut matter = world.assigned("ho.b1.o1");
        matter.clocks.clear();
        let effects = decide(&matter, Ending::Closed, world.later(30));
        assert_eq!(effects.orders[0].stage, OrderStage::Done { at: world.later(30) });
        let ended = Matter {
            complaint: effects.complaint.unwrap(),
            orders: vec![],
            clocks: vec![],
        };
        let again = decide(&ended, Ending::Closed, world.later(40));
        assert!(again.complaint.is_none() && again.orders.is_empty() && again.said.is_empty());
    }
}
