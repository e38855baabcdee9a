//! Another order for the same complaint: handed over, or reopened at a higher level (R4.3, R5.8).

use super::open::Order;
use super::{Case, Stage, part};

/// Why another order changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// It is the order that the case is held by.
    #[error("the case is held by this order already")]
    SameOrder,
    /// The case is over.
    #[error("the case is closed, so an order moves it nowhere")]
    Closed,
}

/// Moves an open case to the order's unit, where it waits to be accepted. What was done so far stays in the history.
pub(crate) fn decide(case: Case, order: Order) -> Result<Case, Refusal> {
    // What was joined gets an order only when it is parted again (R3.11).
    if case.stage.closing().is_some() && !part::is_joined(&case) {
        return Err(Refusal::Closed);
    }
    if case.order == Some(order.order) {
        // The unit moved in the tree: it holds the case by the same order, in its new place (R2.1).
        return if case.unit == order.lead {
            Err(Refusal::SameOrder)
        } else {
            Ok(Case {
                unit: order.lead,
                excluded: order.excluded,
                ..case
            })
        };
    }
    Ok(Case {
        unit: order.lead,
        order: Some(order.order),
        severity: Some(order.severity),
        approve: order.approve,
        restricted: order.restricted,
        reply_due: order.reply_due,
        excluded: order.excluded,
        class: order.class.or(case.class),
        policy: case.policy.or(order.policy),
        stage: Stage::Assigned,
        ..case
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn a_case_that_is_handed_over_waits_to_be_accepted_in_the_new_unit() {
        let moved = decide(sample::investigating(), sample::order(2, "ho.b02")).unwrap();
        assert_eq!(moved.unit.as_str(), "ho.b02");
        assert_eq!(moved.stage, Stage::Assigned);
        assert_eq!(moved.opened, sample::assigned().opened, "it was opened once");
    }

    #[test]
    fn a_reopened_case_goes_to_the_level_above() {
        let moved = decide(sample::reopened(), sample::order(2, "ho")).unwrap();
        assert_eq!((moved.unit.as_str(), moved.stage), ("ho", Stage::Assigned));
    }

    #[test]
    fn the_same_order_twice_changes_nothing() {
        let again = decide(sample::investigating(), sample::order(1, "ho.b01"));
        assert_eq!(again, Err(Refusal::SameOrder));
        assert_eq!(Refusal::SameOrder.to_string(), "the case is held by this order already");
    }

    #[test]
    fn an_order_for_a_closed_case_moves_it_nowhere() {
        assert_eq!(decide(sample::closed(), sample::order(2, "ho")), Err(Refusal::Closed));
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so an order moves it nowhere"
        );
    }
}
