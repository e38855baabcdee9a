//! Whether the caller may.

use std::sync::Arc;

use axum::http::StatusCode;
use huiyin_access::{Access, Action, Caller, Decision, Resource, Scope, Sight};
use huiyin_kernel::Clock;

use crate::Problem;
use crate::idempotent::InFlight;

/// The code of a refusal to who signed in too long ago.
pub const NOT_FRESH: &str = "sign-in-not-fresh";

/// What every route asks before it does anything. Part of a service's router state (`#[derive(FromRef)]`); cheap to clone.
#[derive(Clone, Debug)]
pub struct Gate {
    access: Arc<Access>,
    clock: Clock,
    in_flight: InFlight,
}

impl Gate {
    /// A gate that decides by these policies.
    #[must_use]
    pub fn new(access: Arc<Access>, clock: Clock) -> Self {
        Self {
            access,
            clock,
            in_flight: InFlight::default(),
        }
    }

    /// The present instant's source.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The policies, for items of a list that are left out instead of refused.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.access
    }

    pub(crate) fn in_flight(&self) -> &InFlight {
        &self.in_flight
    }

    /// Goes on only where `caller` may do `action` to `resource`.
    ///
    /// # Errors
    /// 403, also where who may signed in too long ago; or 404 for a complaint, case or order that the caller may not even read, so that it does not show that it exists
    /// (R8.2): the same 404 as for one that does not.
    pub fn require(&self, caller: &Caller, action: Action, resource: &Resource) -> Result<(), Problem> {
        let Decision::Deny { reason } = self.access.decide(caller, action, resource) else {
            return fresh(caller, action);
        };
        tracing::info!(%action, %reason, "denied");
        let hidden = action != Action::Register && resource.is_matter() && !self.may(caller, Action::Read, resource);
        Err(if hidden {
            Problem::not_found()
        } else {
            Problem::forbidden()
        })
    }

    /// What the caller sees of a list's items.
    #[must_use]
    pub fn sight<'a>(&'a self, caller: &'a Caller) -> Sight<'a> {
        self.access.sight(caller, Action::List)
    }

    /// Whether `caller` may do `action` to `resource`, where that is no refusal.
    #[must_use]
    pub fn may(&self, caller: &Caller, action: Action, resource: &Resource) -> bool {
        self.access.decide(caller, action, resource).is_allowed()
    }

    /// How wide this caller's lists can be. Items are decided as well, by [`Gate::sight`].
    ///
    /// # Errors
    /// 403 for a caller who has no lists at all.
    pub fn scope(&self, caller: &Caller) -> Result<Scope, Problem> {
        match self.access.scope(caller) {
            Scope::Nothing => Err(Problem::forbidden()),
            scope => Ok(scope),
        }
    }
}

/// Who may, and has just shown who they are, where that is asked.
fn fresh(caller: &Caller, action: Action) -> Result<(), Problem> {
    if !(caller.stale && action.needs_fresh_sign_in()) {
        return Ok(());
    }
    tracing::info!(%action, "a fresh sign-in is asked for");
    let sentence = "you signed in too long ago for this: sign in again";
    Err(Problem::new(StatusCode::FORBIDDEN, NOT_FRESH, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_access::Kind;
    use huiyin_kernel::StaffCode;

    fn gate() -> Gate {
        Gate::new(Arc::new(Access::built_in().unwrap()), Clock::system())
    }

    fn staff(unit: &str) -> Caller {
        Caller::staff(StaffCode::new("s1").unwrap(), Some(unit.parse().unwrap()), Vec::new())
    }

    fn complaint(unit: &str) -> Resource {
        Resource::new(Kind::Complaint).of_unit(Some(unit.parse().unwrap()))
    }

    #[test]
    fn who_may_goes_through() {
        assert_eq!(
            gate().require(&staff("ho.b01"), Action::Find, &complaint("ho.b01")),
            Ok(())
        );
    }

    #[test]
    fn what_needs_a_fresh_sign_in_is_refused_to_who_signed_in_long_ago_and_nothing_else() {
        let stale = Caller {
            stale: true,
            ..staff("ho.b01")
        };
        let matter = complaint("ho.b01");
        let refused = gate().require(&stale, Action::Reveal, &matter).unwrap_err();
        assert_eq!((refused.status, refused.code()), (403, NOT_FRESH));
        assert_eq!(&*refused.detail, "you signed in too long ago for this: sign in again");
        assert_eq!(gate().require(&staff("ho.b01"), Action::Reveal, &matter), Ok(()));
        assert_eq!(gate().require(&stale, Action::Find, &matter), Ok(()));
        let hidden = gate().require(&stale, Action::Reveal, &complaint("ho.b02"));
        assert_eq!(hidden, Err(Problem::not_found()), "who may not is told nothing else");
    }

    #[test]
    fn what_the_caller_may_not_even_read_does_not_exist_for_them() {
        let gate = gate();
        for hidden in [
            complaint("ho.b02"),
            complaint("ho.b01").restricted(true),
            complaint("ho.b01").about(vec![StaffCode::new("s1").unwrap()]),
        ] {
            assert_eq!(
                gate.require(&staff("ho.b01"), Action::Close, &hidden),
                Err(Problem::not_found())
            );
        }
    }

    #[test]
    fn what_the_caller_sees_but_may_not_do_is_403() {
        let gate = gate();
        let directory = Resource::new(Kind::Directory);
        assert_eq!(
            gate.require(&staff("ho"), Action::ChangeDirectory, &directory),
            Err(Problem::forbidden())
        );
        let seen = gate.require(&staff("ho"), Action::Progress, &complaint("ho"));
        assert_eq!(seen, Err(Problem::forbidden()), "progress is the complainant's");
        assert_eq!(gate.scope(&Caller::complainant()), Err(Problem::forbidden()));
    }
}
