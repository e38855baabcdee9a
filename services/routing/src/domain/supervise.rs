//! R4.7: a unit above the one that holds an order, or the supervision desk, presses for a result by its own word: a supervision order
//! with what is to be done, and a day by which it is to be answered. It moves no clock, and ends with the answer or with what it presses for.

use huiyin_contracts::events::orders::SupervisionOrderedV1;
use huiyin_kernel::{Actor, Date, OrderId, Timestamp, UnitPath};

use super::complaint::{ComplaintStage, Matter};
use super::effects::{Effects, Saying};
use super::motion::{begins, today};
use super::order::{BY_HAND, Order, OrderKind};
use super::rules::Rules;
use super::words::{refuses_words, words};

/// The furthest day that is taken, in days from today.
const FURTHEST: i64 = 366;

/// Somebody above presses for a result.
pub(crate) struct Supervise<'a> {
    /// The order whose unit is pressed.
    pub(crate) order: OrderId,
    /// The unit that presses; nothing where the operator does.
    pub(crate) from: Option<&'a UnitPath>,
    /// Whether it is the supervision desk, which is above nobody and answers for all (R2.4).
    pub(crate) desk: bool,
    /// What is to be done.
    pub(crate) asks: &'a str,
    /// By the end of which day, where the pressed unit is.
    pub(crate) due: Date,
    pub(crate) by: &'a Actor,
    pub(crate) now: Timestamp,
}

/// Why nobody is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the complaint has ended")]
    Ended,
    #[error("the order is no longer open: it was handed over, finished or stopped")]
    NotOpen,
    #[error("a supervision order is pressed by nobody: press the unit that leads, or that co-handles")]
    Supervision,
    #[error("only a unit above the one that holds the order presses it, or the supervision desk")]
    NotAbove,
    #[error("your unit pressed this one already, and has no answer yet")]
    Asked,
    #[error("nothing is awaited of the unit: no time limit runs on the complaint")]
    NothingAwaited,
    #[error("the day is over where the unit is")]
    Past,
    #[error("the day is at most {FURTHEST} days ahead")]
    Far,
    #[error("say what is to be done")]
    NoWords,
    #[error("what is to be done is told in at most 500 characters")]
    LongWords,
}
refuses_words!(Refusal);

impl Supervise<'_> {
    /// An order to the unit, beside the one by which it leads or co-handles.
    pub(crate) fn decide(&self, matter: &Matter, rules: &Rules<'_>) -> Result<Effects, Refusal> {
        let pressed = self.check(matter)?;
        let reason = words(self.asks)?;
        let due = self.due(&pressed.lead, rules)?;
        let clock = awaited(matter, pressed).ok_or(Refusal::NothingAwaited)?;
        let kind = OrderKind::Supervision { clock, level: BY_HAND };
        let order = Order {
            from: self.from.cloned(),
            reason: Some(reason),
            next_due: Some(due),
            ..rules.serve(&matter.complaint, kind, pressed.lead.clone(), self.now)
        };
        let said = Saying::SupervisionOrdered(SupervisionOrderedV1 {
            complaint: order.complaint,
            order: order.id,
            unit: order.lead.clone(),
            from: order.from.clone(),
            due,
            by: self.by.clone(),
        });
        Ok(Effects {
            orders: vec![order],
            said: vec![said],
            ..Effects::default()
        })
    }

    fn check<'m>(&self, matter: &'m Matter) -> Result<&'m Order, Refusal> {
        if matter.complaint.stage != ComplaintStage::Open {
            return Err(Refusal::Ended);
        }
        let pressed = matter
            .order(self.order)
            .filter(|order| order.is_open())
            .ok_or(Refusal::NotOpen)?;
        if pressed.kind.is_supervision() {
            return Err(Refusal::Supervision);
        }
        let above = |from: &UnitPath| pressed.lead.is_within(from) && pressed.lead != *from;
        if !self.desk && self.from.is_some_and(|from| !above(from)) {
            return Err(Refusal::NotAbove);
        }
        let same =
            |order: &&Order| order.is_by_hand() && order.from.as_ref() == self.from && order.lead == pressed.lead;
        match matter.orders.iter().find(same) {
            Some(_) => Err(Refusal::Asked),
            None => Ok(pressed),
        }
    }

    /// The end of the day, where the unit is.
    fn due(&self, unit: &UnitPath, rules: &Rules<'_>) -> Result<Timestamp, Refusal> {
        let zone = rules.directory.of(unit).map_or("UTC", |unit| unit.time_zone.as_str());
        let today = today(self.now, zone);
        if self.due < today {
            return Err(Refusal::Past);
        }
        let far = i64::from(today.until(self.due).map_or(i32::MAX, |span| span.get_days())) > FURTHEST;
        match self.due.tomorrow() {
            Ok(next) if !far => Ok(begins(next, zone)),
            _ => Err(Refusal::Far),
        }
    }
}

/// What the order waits with: the clock to reply, else the order's own, else the one that is due first. When it ends, nobody need press.
fn awaited(matter: &Matter, pressed: &Order) -> Option<huiyin_kernel::ClockId> {
    let waiting = || matter.clocks.iter().filter(|clock| clock.waits());
    let own = |reply: bool| waiting().find(move |clock| clock.order == pressed.id && clock.is_reply() == reply);
    let first = || waiting().min_by_key(|clock| clock.stage.next());
    own(true).or_else(|| own(false)).or_else(first).map(|clock| clock.id)
}

#[cfg(test)]
mod tests;
