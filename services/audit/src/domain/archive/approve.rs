//! Approving a list of what is to be destroyed, or giving it up (R8.3, P16).

use super::{Act, Decided, List};

/// Why a list is not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("this list was approved or given up already")]
    Decided,
    #[error("who proposed a destruction does not approve it: ask somebody else")]
    SamePerson,
    #[error("no file is left on this list")]
    Empty,
    #[error("a file of this list is not for you to see: ask somebody who may see all of them")]
    Unseen,
}

impl Refusal {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Decided => "list_decided",
            Self::SamePerson => "same_person",
            Self::Empty => "empty_list",
            Self::Unseen => "unseen_files",
        }
    }
}

/// Approves a list that has files: somebody else than who proposed it.
pub(crate) fn decide(list: List, files: usize, act: Act) -> Result<List, Refusal> {
    open(&list)?;
    if list.proposed.by == act.by {
        return Err(Refusal::SamePerson);
    }
    if files == 0 {
        return Err(Refusal::Empty);
    }
    Ok(decided(list, true, act))
}

/// Gives a list up; its files stay.
pub(crate) fn drop(list: List, act: Act) -> Result<List, Refusal> {
    open(&list)?;
    Ok(decided(list, false, act))
}

fn open(list: &List) -> Result<(), Refusal> {
    match list.decided {
        Some(_) => Err(Refusal::Decided),
        None => Ok(()),
    }
}

fn decided(list: List, approved: bool, act: Act) -> List {
    let decided = Some(Decided { approved, act });
    List { decided, ..list }
}

#[cfg(test)]
mod tests {
    use huiyin_kernel::{Actor, DestructionId, StaffCode, Timestamp};
    use uuid::Uuid;

    use super::*;

    fn act(code: &str) -> Act {
        Act {
            by: Actor::staff(StaffCode::new(code).unwrap()),
            at: Timestamp::UNIX_EPOCH,
        }
    }

    fn list() -> List {
        List {
            id: DestructionId::from_uuid(Uuid::nil()),
            proposed: act("s1"),
            decided: None,
        }
    }

    #[test]
    fn p16_two_people_destroy() {
        let approved = decide(list(), 3, act("s2")).unwrap();
        assert_eq!((approved.state(3), approved.state(0)), ("ordered", "destroyed"));
        assert_eq!(
            decide(list(), 3, act("s1")).unwrap_err().to_string(),
            "who proposed a destruction does not approve it: ask somebody else"
        );
    }

    #[test]
    fn a_list_is_decided_once_and_has_files() {
        assert_eq!(
            decide(list(), 0, act("s2")).unwrap_err().to_string(),
            "no file is left on this list"
        );
        let dropped = drop(list(), act("s1")).unwrap();
        assert_eq!(dropped.state(3), "dropped");
        for again in [decide(dropped.clone(), 3, act("s2")), drop(dropped, act("s1"))] {
            assert_eq!(
                again.unwrap_err().to_string(),
                "this list was approved or given up already"
            );
        }
    }
}
