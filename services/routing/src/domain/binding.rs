//! R4.9: what the service management decided between two units binds: the complaint stays with that unit and those below it.

use huiyin_kernel::UnitPath;

use super::directory::Directory;
use super::order::{Order, OrderKind};

/// The unit whose the complaint is by a decision, if there is one that still holds. It ends where the complaint leaves the unit by a
/// rule: reopened at a higher level (R5.8), or decided anew by what it was linked to (R3.6). All paths are taken as they are today: an order
/// that has ended keeps the one of its day.
pub(super) fn bound<'a>(history: &'a [Order], directory: &'a Directory) -> Option<&'a UnitPath> {
    history
        .iter()
        .filter(|order| order.kind.is_lead())
        .fold(None, |bound, order| match order.kind {
            OrderKind::Decided => Some(directory.today(&order.lead)),
            OrderKind::Reopened => None,
            // A dispute lies with who decides, above both: until then the decision before it holds.
            OrderKind::Dispute => bound,
            _ => bound.filter(|unit| directory.today(&order.lead).is_within(unit)),
        })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{World, units};
    use super::*;

    fn history(orders: &[(OrderKind, &str)]) -> Vec<Order> {
        let world = World::new();
        let first = world.assigned("ho.b1.o1").orders.remove(0);
        let order = |(kind, lead): &(OrderKind, &str)| Order {
            kind: *kind,
            lead: lead.parse().unwrap(),
            ..first.clone()
        };
        orders.iter().map(order).collect()
    }

    fn bound_to(orders: &[(OrderKind, &str)]) -> Option<String> {
        bound(&history(orders), &Directory::default()).map(ToString::to_string)
    }

    #[test]
    fn it_holds_also_where_the_unit_moved_since() {
        let moved = World::of(units(&["ho", "ho.r", "ho.r.b1", "ho.r.b1.o1"]));
        let history = history(&[(OrderKind::Decided, "ho.b1"), (OrderKind::Transfer, "ho.r.b1.o1")]);
        let bound = bound(&history, moved.rules().directory);
        assert_eq!(bound.map(ToString::to_string).as_deref(), Some("ho.r.b1"));
    }

    #[test]
    fn a_decision_holds_through_what_the_unit_hands_down() {
        let decided = (OrderKind::Decided, "ho.b1");
        assert_eq!(bound_to(&[(OrderKind::Transfer, "ho.b2")]), None);
        assert_eq!(
            bound_to(&[(OrderKind::Transfer, "ho.b2"), decided]).as_deref(),
            Some("ho.b1")
        );
        assert_eq!(
            bound_to(&[decided, (OrderKind::Transfer, "ho.b1.o1"), (OrderKind::Dispute, "ho")]).as_deref(),
            Some("ho.b1")
        );
    }

    #[test]
    fn it_ends_where_a_rule_takes_the_complaint_elsewhere() {
        let decided = (OrderKind::Decided, "ho.b1");
        assert_eq!(bound_to(&[decided, (OrderKind::Reopened, "ho.b1")]), None);
        assert_eq!(
            bound_to(&[decided, (OrderKind::Transfer, "ho"), (OrderKind::Transfer, "ho.b1")]),
            None
        );
    }
}
