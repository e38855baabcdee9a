//! Accepting the order: a handler starts work (R4.3), and is nobody complained about (R4.10).

use huiyin_kernel::{Actor, Timestamp, UnitPath};

use super::{Case, Stage, Work};

/// Somebody accepts the order.
#[derive(Clone, Debug)]
pub(crate) struct AcceptOrder {
    /// Who: the handler from now on.
    pub(crate) by: Actor,
    /// The units that they work in, in whichever post.
    pub(crate) units: Vec<UnitPath>,
    /// When.
    pub(crate) at: Timestamp,
}

/// Why an order is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The register has not been heard.
    #[error("the register's entry has not arrived yet, so it is not known who is complained about; try again shortly")]
    NotRegisteredYet,
    /// The person is complained about.
    #[error("a person complained about does not handle the complaint")]
    Concerned,
    /// The case went above the unit complained about.
    #[error("the case went above the unit complained about: that unit does not handle it")]
    WentAbove,
    /// The person reports to somebody complained about.
    #[error("who reports to a person complained about does not handle the complaint")]
    Reports,
    /// Somebody was first.
    #[error("another handler has accepted the order")]
    AlreadyAccepted,
    /// It waits for an order.
    #[error("the case is reopened and waits for the order of a higher level")]
    Reopened,
    /// The case is over.
    #[error("the case is closed")]
    Closed,
}

refusals! { Refusal,
    NotRegisteredYet => "not_registered_yet",
    Concerned => "concerned",
    WentAbove => "went_above",
    Reports => "reports_to_concerned",
    AlreadyAccepted => "already_accepted",
    Reopened => "case_reopened",
    Closed => "case_closed",
}

/// Starts work. One order has one handler.
pub(crate) fn decide(case: Case, accept: AcceptOrder) -> Result<Case, Refusal> {
    match case.stage {
        Stage::Assigned => {}
        Stage::Reopened { .. } => return Err(Refusal::Reopened),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
        _ => return Err(Refusal::AlreadyAccepted),
    }
    let Some(subject) = &case.subject else {
        return Err(Refusal::NotRegisteredYet);
    };
    let is_of_it = accept.units.iter().any(|unit| unit.is_within(&subject.unit));
    if is_of_it && !case.unit.is_within(&subject.unit) {
        return Err(Refusal::WentAbove);
    }
    if case.concerns(&accept.by) {
        return Err(Refusal::Concerned);
    }
    if case.excludes(&accept.by) {
        return Err(Refusal::Reports);
    }
    let work = Work {
        handler: accept.by,
        accepted: accept.at,
    };
    Ok(case.at(Stage::Investigating { work }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor};

    fn accept(case: Case, who: &str) -> Result<Case, Refusal> {
        decide(
            case,
            AcceptOrder {
                by: actor(who),
                units: Vec::new(),
                at: sample::at(1),
            },
        )
    }

    #[test]
    fn who_accepts_is_the_handler() {
        let case = accept(sample::assigned(), "handler").unwrap();
        assert_eq!(case.stage.work().unwrap().handler, actor("handler"));
    }

    #[test]
    fn what_went_above_the_unit_complained_about_is_not_handled_by_its_people() {
        let accept = |units: &[&str]| {
            let accept = AcceptOrder {
                by: actor("handler"),
                units: units.iter().map(|unit| unit.parse().unwrap()).collect(),
                at: sample::at(1),
            };
            decide(sample::assigned(), accept)
        };
        assert_eq!(accept(&["ho.b01.o0123"]), Err(Refusal::WentAbove));
        assert_eq!(
            accept(&["ho.b01", "ho.b01.o0123"]),
            Err(Refusal::WentAbove),
            "whoever has a post there too works there"
        );
        assert_eq!(
            Refusal::WentAbove.to_string(),
            "the case went above the unit complained about: that unit does not handle it"
        );
        assert!(accept(&["ho.b01"]).is_ok() && accept(&["ho.b01.d1"]).is_ok());
    }

    #[test]
    fn a_person_complained_about_does_not_handle_the_complaint() {
        assert_eq!(accept(sample::assigned(), "teller"), Err(Refusal::Concerned));
        assert_eq!(
            Refusal::Concerned.to_string(),
            "a person complained about does not handle the complaint"
        );
    }

    #[test]
    fn who_reports_to_a_person_complained_about_does_not_handle_the_complaint() {
        assert_eq!(accept(sample::assigned(), "apprentice"), Err(Refusal::Reports));
        assert_eq!(
            Refusal::Reports.to_string(),
            "who reports to a person complained about does not handle the complaint"
        );
    }

    #[test]
    fn nobody_accepts_before_it_is_known_who_is_complained_about() {
        let case = Case {
            subject: None,
            ..sample::assigned()
        };
        assert_eq!(accept(case, "handler"), Err(Refusal::NotRegisteredYet));
        assert_eq!(
            Refusal::NotRegisteredYet.to_string(),
            "the register's entry has not arrived yet, so it is not known who is complained about; try again shortly"
        );
    }

    #[test]
    fn an_order_has_one_handler() {
        for taken in [
            sample::investigating(),
            sample::found(),
            sample::replied(),
            sample::followed_up(),
        ] {
            assert_eq!(accept(taken, "other"), Err(Refusal::AlreadyAccepted));
        }
        assert_eq!(
            Refusal::AlreadyAccepted.to_string(),
            "another handler has accepted the order"
        );
    }

    #[test]
    fn a_reopened_case_waits_for_its_order() {
        assert_eq!(accept(sample::reopened(), "other"), Err(Refusal::Reopened));
        assert_eq!(
            Refusal::Reopened.to_string(),
            "the case is reopened and waits for the order of a higher level"
        );
    }

    #[test]
    fn a_closed_case_is_accepted_by_nobody() {
        assert_eq!(accept(sample::closed(), "other"), Err(Refusal::Closed));
        assert_eq!(accept(sample::archived(), "other"), Err(Refusal::Closed));
        assert_eq!(Refusal::Closed.to_string(), "the case is closed");
    }
}
