//! R4.13: the time that a complaint spent is that of the unit which held it.

use huiyin_kernel::{OrderId, Timestamp, UnitPath};
use huiyin_worktime::Calendar;

use super::order::{Order, OrderKind};

/// One unit held the complaint, by an order by which it led. Between two of them there is no gap: one order ends where another begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) order: OrderId,
    pub(crate) unit: UnitPath,
    pub(crate) kind: OrderKind,
    pub(crate) from: Timestamp,
    pub(crate) accepted: Option<Timestamp>,
    /// Nothing while it holds it.
    pub(crate) to: Option<Timestamp>,
    pub(crate) held: Held,
}

/// How long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Seconds by the clock.
    pub(crate) seconds: i64,
    /// Seconds of working time; nothing where the calendar does not say.
    pub(crate) working: Option<i64>,
}

/// Who held a complaint, by its orders. Who presses for a result or supplies a part does not hold it.
pub(crate) fn holdings(orders: &[Order], now: Timestamp, calendar: &Calendar) -> Vec<Holding> {
    let leads = orders.iter().filter(|order| order.kind.is_lead());
    leads.map(|order| holding(order, now, calendar)).collect()
}

fn holding(order: &Order, now: Timestamp, calendar: &Calendar) -> Holding {
    let to = order.stage.since().filter(|_| !order.is_open());
    // What ended in the past was held by nobody here.
    let until = to.unwrap_or(now).max(order.served);
    let working = calendar.working_time_between(order.served, until);
    Holding {
        order: order.id,
        unit: order.lead.clone(),
        kind: order.kind,
        from: order.served,
        accepted: order.accepted,
        to,
        held: Held {
            seconds: until.duration_since(order.served).as_secs(),
            working: working.ok().map(|counted| counted.value.as_secs()),
        },
    }
}

/// The same by unit, the one that held it longest first.
pub(crate) fn by_unit(holdings: &[Holding]) -> Vec<(UnitPath, Held)> {
    let mut units: Vec<(UnitPath, Held)> = Vec::new();
    for holding in holdings {
        match units.iter_mut().find(|(unit, _)| *unit == holding.unit) {
            Some((_, held)) => {
                held.seconds += holding.held.seconds;
                held.working = held.working.zip(holding.held.working).map(|(one, other)| one + other);
            }
            None => units.push((holding.unit.clone(), holding.held)),
        }
    }
    units.sort_by_key(|(_, held)| std::cmp::Reverse(held.seconds));
    units
}

#[cfg(test)]
mod tests {
    use super::super::order::OrderStage;
    use super::super::samples::World;
    use super::*;

    #[test]
    fn each_units_time_is_its_own_by_the_clock_and_in_working_time() {
        let world = World::new();
        let first = world.assigned("ho.b1.o1").orders.remove(0);
        let mut second = Order {
            served: world.later(60),
            lead: "ho.b2".parse().unwrap(),
            ..first.clone()
        };
        second.accepted = Some(world.later(70));
        let pressing = Order {
            kind: OrderKind::CoHandling,
            ..first.clone()
        };
        let first = first.at_stage(OrderStage::Returned { at: world.later(60) });
        let rules = world.rules();
        // Friday 16:00 plus 150 minutes is 18:30: work ends at 17:30.
        let held = holdings(
            &[first, second, pressing],
            world.later(150),
            rules.pack.default_calendar(),
        );
        let told: Vec<_> = held
            .iter()
            .map(|holding| (holding.unit.as_str(), holding.held.seconds, holding.held.working))
            .collect();
        assert_eq!(told, [("ho.b1.o1", 3600, Some(3600)), ("ho.b2", 5400, Some(1800))]);
        assert_eq!((held[0].to, held[1].to), (Some(world.later(60)), None));
        assert_eq!(held[1].accepted, Some(world.later(70)));
        let units: Vec<_> = by_unit(&held).into_iter().map(|(unit, _)| unit.to_string()).collect();
        assert_eq!(units, ["ho.b2", "ho.b1.o1"], "who held it longest first");
    }

    #[test]
    fn what_ended_before_it_came_here_was_held_by_nobody() {
        let world = World::new();
        let order = world.assigned("ho.b1.o1").orders.remove(0);
        let past = order.at_stage(OrderStage::Done { at: world.later(-9000) });
        let held = holdings(&[past], world.later(10), world.rules().pack.default_calendar());
        assert_eq!(held[0].held.seconds, 0);
    }
}
