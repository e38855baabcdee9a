//! What a caller may do at the most: the scope of a token for a program.

use huiyin_kernel::UnitPath;

use crate::{Action, Kind, Resource};

/// What a caller may do at the most. It narrows what the policies permit and never widens it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// This unit and those below it alone.
    pub unit: Option<UnitPath>,
    /// These acts alone.
    pub actions: Option<Vec<Action>>,
}

impl Limits {
    /// Which limit an act exceeds, by the name that a denial gives it.
    pub(crate) fn exceeded(&self, action: Action, resource: &Resource) -> Option<&'static str> {
        let acts = self.actions.as_ref();
        if acts.is_some_and(|acts| !acts.contains(&action)) {
            return Some("limits-of-the-token-acts");
        }
        let outside = |unit: &UnitPath| match resource.kind {
            // Of no unit: reading it is harmless, and changing it is not for who is kept within one.
            Kind::Directory | Kind::System => action != Action::ReadDirectory,
            _ => !resource.ancestors().contains(unit),
        };
        let unit = self.unit.as_ref();
        unit.is_some_and(outside).then_some("limits-of-the-token-unit")
    }
}

#[cfg(test)]
mod tests {
    use huiyin_kernel::StaffCode;

    use super::*;
    use crate::{Access, Caller, Denial, Scope};
    use crate::{Decision, Kind};

    fn unit(path: &str) -> Option<UnitPath> {
        Some(path.parse().unwrap())
    }

    fn caller(limits: Limits) -> Caller {
        let duties = vec!["supervision_desk".to_owned()];
        Caller::staff(StaffCode::new("s1").unwrap(), unit("ho"), duties).limited(limits)
    }

    fn denied_by(caller: &Caller, action: Action, resource: &Resource) -> Option<String> {
        match Access::built_in().unwrap().decide(caller, action, resource) {
            Decision::Allow => None,
            Decision::Deny { reason } => match reason {
                Denial::Forbidden(ids) => Some(ids.join(" ")),
                other => Some(other.to_string()),
            },
        }
    }

    #[test]
    fn a_token_of_one_unit_reaches_no_other_whatever_its_owner_may() {
        let here = caller(Limits {
            unit: unit("ho.b01"),
            actions: None,
        });
        let complaint = |path| Resource::new(Kind::Complaint).of_unit(unit(path));
        assert_eq!(denied_by(&here, Action::Read, &complaint("ho.b01.o2")), None);
        for outside in ["ho", "ho.b02", "ho.b011"] {
            assert_eq!(
                denied_by(&here, Action::Read, &complaint(outside)).as_deref(),
                Some("limits-of-the-token-unit"),
                "{outside}"
            );
        }
        assert_eq!(
            Access::built_in().unwrap().scope(&here),
            Scope::Subtree("ho.b01".parse().unwrap())
        );
        assert_eq!(
            denied_by(&here, Action::ReadDirectory, &Resource::new(Kind::Directory)),
            None
        );
        assert_eq!(
            denied_by(&here, Action::AskBreakGlass, &Resource::new(Kind::System)).as_deref(),
            Some("limits-of-the-token-unit")
        );
        let whole = Resource::new(Kind::Figures);
        assert!(denied_by(&here, Action::ReadFigures, &whole).is_some());
    }

    #[test]
    fn a_token_for_one_act_does_no_other_and_widens_nothing() {
        let registers = caller(Limits {
            unit: None,
            actions: Some(vec![Action::Register, Action::Operate]),
        });
        let complaint = Resource::new(Kind::Complaint).of_unit(unit("ho.b01"));
        assert_eq!(denied_by(&registers, Action::Register, &complaint), None);
        assert_eq!(
            denied_by(&registers, Action::Read, &complaint).as_deref(),
            Some("limits-of-the-token-acts")
        );
        assert_eq!(
            denied_by(&registers, Action::Operate, &Resource::new(Kind::System)).as_deref(),
            Some("no policy permits it")
        );
        assert_eq!(Access::built_in().unwrap().scope(&registers), Scope::Nothing);
    }
}
