//! The filter of a list's query.

use huiyin_kernel::UnitPath;

use crate::{Access, Action, Caller, Kind, Resource};

/// The widest that a caller's lists can be. Each item is decided as well ([`Action::List`]): a scope knows nothing of restricted
/// complaints or of whom they concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole organisation.
    All,
    /// This unit and all below it.
    Subtree(UnitPath),
    /// Nothing at all.
    Nothing,
}

impl Access {
    /// How wide this caller's lists can be, by the same policies that decide each item.
    #[must_use]
    pub fn scope(&self, caller: &Caller) -> Scope {
        let sees = |resource: Resource| self.decide(caller, Action::List, &resource).is_allowed();
        let nowhere = || Resource::new(Kind::Complaint);
        if sees(nowhere()) || sees(nowhere().restricted(true)) {
            return Scope::All;
        }
        match caller.limits.unit.as_ref().or(caller.unit.as_ref()) {
            Some(unit) if sees(nowhere().of_unit(Some(unit.clone()))) => Scope::Subtree(unit.clone()),
            _ => Scope::Nothing,
        }
    }
}
