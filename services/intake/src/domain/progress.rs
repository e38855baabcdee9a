//! What other services say of the handling, as the register follows it (R5.6).
//!
//! Each producer's events come in order, but between producers there is none: investigation's `order_accepted` may be heard before
//! routing's `assigned`. So the handling only moves forward, except by a reopening that is younger than what it undoes.

use huiyin_contracts::views::intake::{Extended, Promise};
use huiyin_kernel::{Date, Timestamp, UnitPath};

use super::complaint::Complaint;
use super::recourse::Recourse;
use super::stage::{Handling, Stage};

/// Something that was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A unit leads it (R4.3).
    Assigned {
        lead: UnitPath,
        reopened: bool,
        restricted: bool,
        reply_due: Option<Timestamp>,
    },
    /// The reply is due then, by this rule (R4.4).
    Promised { due: Timestamp, promise: Promise },
    /// It has more time (R4.5).
    Extended { due: Timestamp, extended: Extended },
    /// It is due then: a pause ended, or a calendar was corrected (R4.12).
    Moved { due: Timestamp },
    /// The unit started work.
    Investigating { unit: UnitPath },
    /// There is a finding (R5.2).
    Found { unit: UnitPath },
    /// The complainant has a reply (R5.4), and may disagree until these days (R5.11).
    Replied {
        unit: UnitPath,
        verify_by: Option<Date>,
        appeal_by: Option<Date>,
    },
    /// A follow-up visit was made (R5.8).
    FollowedUp,
    /// It goes to a higher level (R5.8).
    Reopened,
    /// It is closed (R6.1).
    Closed {
        ending: String,
        finding: Option<String>,
        at: Option<Timestamp>,
    },
    /// The file is in the archive (R6.1).
    Archived,
}

impl Step {
    /// The step's code where the complainant is shown it.
    pub(crate) fn code(&self) -> Option<&'static str> {
        match self {
            Self::Assigned { .. } => Some("assigned"),
            Self::Investigating { .. } => Some("investigating"),
            Self::Found { .. } => Some("found"),
            Self::Replied { .. } => Some("replied"),
            Self::FollowedUp => Some("followed_up"),
            Self::Reopened => Some("reopened"),
            Self::Closed { .. } => Some("closed"),
            Self::Extended { .. } => Some("extended"),
            Self::Promised { .. } | Self::Moved { .. } | Self::Archived => None,
        }
    }
}

/// The complaint after a step that happened at `at`. What crosses a join is noted where the complaint stands again when they are parted.
pub(crate) fn follow(mut complaint: Complaint, step: Step, at: Timestamp) -> Complaint {
    if let Stage::Joined { act, to, before } = complaint.stage {
        complaint.stage = *before;
        let apart = follow(complaint, step, at);
        let before = Box::new(apart.stage);
        return Complaint {
            stage: Stage::Joined { act, to, before },
            ..apart
        };
    }
    take(complaint, step, at)
}

fn take(mut complaint: Complaint, step: Step, at: Timestamp) -> Complaint {
    match step {
        Step::Promised { due, promise } => {
            complaint.reply_due = Some(due);
            complaint.promise = Some(promise);
        }
        Step::Extended { due, extended } => {
            complaint.reply_due = Some(due);
            if let Some(promise) = &mut complaint.promise {
                promise.extended = Some(extended);
            }
        }
        Step::Moved { due } => complaint.reply_due = Some(due),
        Step::FollowedUp => complaint.recourse = complaint.recourse.rated(),
        Step::Assigned {
            lead,
            reopened,
            restricted,
            reply_due,
        } => {
            let handling = Handling::Assigned { unit: lead.clone(), at };
            complaint.stage = advance(complaint.stage, handling, reopened);
            complaint.lead = Some(lead);
            complaint.restricted |= restricted;
            complaint.reply_due = reply_due.or(complaint.reply_due);
        }
        Step::Investigating { unit } => {
            complaint.stage = advance(complaint.stage, Handling::Investigating { unit, at }, false);
        }
        Step::Found { unit } => complaint.stage = advance(complaint.stage, Handling::Found { unit, at }, false),
        Step::Replied {
            unit,
            verify_by,
            appeal_by,
        } => {
            complaint.stage = advance(complaint.stage, Handling::Replied { unit, at }, false);
            complaint.recourse = Recourse::after_answer(verify_by, appeal_by);
        }
        Step::Reopened => {
            complaint.stage = reopen(complaint.stage, at);
            complaint.recourse = Recourse::default();
        }
        Step::Closed {
            ending,
            finding,
            at: on,
        } => {
            complaint.stage = close(complaint.stage, ending, finding, on.unwrap_or(at));
            complaint.recourse = complaint.recourse.rated();
        }
        Step::Archived => complaint.stage = archive(complaint.stage, at),
    }
    complaint
}

fn rank(handling: &Handling) -> u8 {
    match handling {
        Handling::Waiting => 0,
        Handling::Assigned { .. } => 1,
        Handling::Investigating { .. } => 2,
        Handling::Found { .. } => 3,
        Handling::Replied { .. } => 4,
    }
}

fn instant(handling: &Handling) -> Option<Timestamp> {
    match handling {
        Handling::Waiting => None,
        Handling::Assigned { at, .. }
        | Handling::Investigating { at, .. }
        | Handling::Found { at, .. }
        | Handling::Replied { at, .. } => Some(*at),
    }
}

/// Moves the handling forward, or back where it is reopened later than what it had come to.
fn advance(stage: Stage, to: Handling, reopened: bool) -> Stage {
    match stage {
        Stage::Open {
            since,
            accepted,
            handling,
        } => {
            let back = reopened && instant(&to) > instant(&handling);
            let handling = if back || rank(&to) >= rank(&handling) {
                to
            } else {
                handling
            };
            Stage::Open {
                since,
                accepted,
                handling,
            }
        }
        ended => ended,
    }
}

/// Where it was answered or closed before, it waits for the next level. Routing's `assigned` for it may have come first.
fn reopen(stage: Stage, at: Timestamp) -> Stage {
    match stage {
        Stage::Open {
            accepted,
            handling: Handling::Replied { at: replied, .. },
            ..
        } if replied < at => Stage::Open {
            since: at,
            accepted,
            handling: Handling::Waiting,
        },
        Stage::Closed { at: closed, .. } if closed < at => Stage::registered(at),
        other => other,
    }
}

fn close(stage: Stage, ending: String, finding: Option<String>, at: Timestamp) -> Stage {
    match stage {
        // A complaint of the past is closed from the start, by the date of its source.
        closed @ Stage::Closed { .. } => closed,
        _ => Stage::Closed {
            at,
            ending,
            finding,
            archived: None,
        },
    }
}

fn archive(stage: Stage, archived: Timestamp) -> Stage {
    match stage {
        Stage::Closed {
            at, ending, finding, ..
        } => Stage::Closed {
            at,
            ending,
            finding,
            archived: Some(archived),
        },
        // Closed and archived come from one producer, in order.
        open => open,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, complaint};
    use super::*;

    fn unit() -> UnitPath {
        "ho.b01".parse().unwrap()
    }

    fn replied() -> Step {
        Step::Replied {
            unit: unit(),
            verify_by: Some(jiff::civil::date(2026, 12, 23)),
            appeal_by: None,
        }
    }

    fn assigned(reopened: bool) -> Step {
        Step::Assigned {
            lead: unit(),
            reopened,
            restricted: false,
            reply_due: Some(at(2880)),
        }
    }

    fn closed(minutes: i64) -> Step {
        Step::Closed {
            ending: "replied".to_owned(),
            finding: Some("upheld".to_owned()),
            at: Some(at(minutes)),
        }
    }

    fn follow_all(steps: &[(Step, i64)]) -> Complaint {
        steps.iter().fold(complaint(), |complaint, (step, minutes)| {
            follow(complaint, step.clone(), at(*minutes))
        })
    }

    #[test]
    fn a_complaint_is_followed_from_its_order_to_the_archive() {
        let walk = [
            (assigned(false), 1, "assigned"),
            (Step::Investigating { unit: unit() }, 2, "investigating"),
            (Step::Found { unit: unit() }, 3, "found"),
            (replied(), 4, "replied"),
            (Step::FollowedUp, 5, "replied"),
            (closed(6), 6, "closed"),
            (Step::Archived, 7, "archived"),
        ];
        let mut complaint = complaint();
        for (step, minutes, code) in walk {
            complaint = follow(complaint, step, at(minutes));
            assert_eq!(complaint.stage.code(), code);
        }
        assert_eq!(complaint.lead, Some(unit()));
        assert_eq!(complaint.reply_due, Some(at(2880)));
    }

    #[test]
    fn the_order_between_producers_does_not_matter() {
        let late = follow_all(&[(Step::Investigating { unit: unit() }, 2), (assigned(false), 1)]);
        assert_eq!(late.stage.code(), "investigating");
        assert_eq!(late.lead, Some(unit()), "what the late event says is kept all the same");
    }

    #[test]
    fn a_reopened_complaint_goes_back_whichever_event_comes_first() {
        let first = (replied(), 4);
        let one = follow_all(&[first.clone(), (Step::Reopened, 5), (assigned(true), 6)]);
        let other = follow_all(&[first.clone(), (assigned(true), 6), (Step::Reopened, 5)]);
        assert_eq!(one.stage.code(), "assigned");
        assert_eq!(one.stage.code(), other.stage.code());
        let second_reply = follow_all(&[first, (replied(), 9), (assigned(true), 6)]);
        assert_eq!(
            second_reply.stage.code(),
            "replied",
            "an old reopening undoes no younger reply"
        );
    }

    #[test]
    fn an_ended_complaint_is_closed_but_not_handled() {
        let mut withdrawn = complaint();
        withdrawn.stage = Stage::Withdrawn {
            act: super::super::stage::Act {
                by: huiyin_kernel::Actor::Complainant,
                at: at(1),
            },
        };
        let late = follow(withdrawn, assigned(false), at(2));
        assert_eq!(late.stage.code(), "withdrawn");
        assert_eq!(follow(late, closed(3), at(3)).stage.code(), "closed");
    }

    #[test]
    fn a_close_that_crosses_a_join_stands_when_the_two_are_parted() {
        let mut joined = complaint();
        let id = joined.id;
        joined.stage = super::super::link::joined(joined.stage, id, huiyin_kernel::Actor::Complainant, at(5));
        let closed = follow(joined, closed(4), at(4));
        assert_eq!(closed.stage.code(), "joined", "it follows the other one still");
        let archived = follow(closed, Step::Archived, at(6));
        let Stage::Joined { before, .. } = archived.stage else {
            panic!("it is joined");
        };
        assert_eq!(before.code(), "archived");
    }

    #[test]
    fn routing_can_restrict_and_only_restrict() {
        let restrict = Step::Assigned {
            lead: unit(),
            reopened: false,
            restricted: true,
            reply_due: None,
        };
        let complaint = follow_all(&[(restrict, 1), (assigned(false), 2)]);
        assert!(complaint.is_restricted());
    }
    #[test]
    fn r5_11_an_answer_opens_ways_a_visit_ends_the_rating_and_a_reopening_ends_all() {
        let answered = follow_all(&[(replied(), 4)]);
        assert!(answered.recourse.rate);
        assert_eq!(answered.recourse.verify_by, Some(jiff::civil::date(2026, 12, 23)));
        let visited = follow(answered.clone(), Step::FollowedUp, at(5));
        assert!(!visited.recourse.rate);
        assert_eq!(
            follow(visited, closed(6), at(6)).recourse.verify_by,
            answered.recourse.verify_by
        );
        assert_eq!(follow(answered, Step::Reopened, at(5)).recourse, Recourse::default());
    }
}
