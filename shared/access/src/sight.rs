//! Deciding of the items of a list, most of which are alike.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::{Access, Action, Caller, Resource};

/// What one caller may do to each of many things. It says what [`Access::decide`] says, and asks the policies once for all things that they
/// cannot tell apart: the built-in ones look at an id only where break-glass opened that complaint to the caller.
#[derive(Debug)]
pub struct Sight<'a> {
    access: &'a Access,
    caller: &'a Caller,
    action: Action,
    decided: Mutex<HashMap<Resource, bool>>,
}

impl Access {
    /// The decisions of one list.
    #[must_use]
    pub fn sight<'a>(&'a self, caller: &'a Caller, action: Action) -> Sight<'a> {
        Sight {
            access: self,
            caller,
            action,
            decided: Mutex::new(HashMap::new()),
        }
    }
}

impl Sight<'_> {
    /// Whether the caller may.
    #[must_use]
    pub fn may(&self, resource: Resource) -> bool {
        let told_apart = self.access.has_own || (resource.id.is_some() && resource.id == self.caller.opened);
        let resource = if told_apart {
            resource
        } else {
            Resource { id: None, ..resource }
        };
        let mut decided = self.decided.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(may) = decided.get(&resource) {
            return *may;
        }
        let may = self.access.decide(self.caller, self.action, &resource).is_allowed();
        decided.insert(resource, may);
        may
    }
}

#[cfg(test)]
mod tests {
    use huiyin_kernel::{ComplaintId, StaffCode, UnitPath};
    use uuid::Uuid;

    use super::*;
    use crate::Kind;

    fn unit(path: &str) -> UnitPath {
        path.parse().unwrap()
    }

    fn complaint(n: u128) -> ComplaintId {
        ComplaintId::from_uuid(Uuid::from_u128(n))
    }

    /// Every mixture of what policies look at.
    fn resources() -> Vec<Resource> {
        let units = ["ho", "ho.b01", "ho.b01.o1", "ho.b02"];
        let mut all = Vec::new();
        for kind in [Kind::Complaint, Kind::Case, Kind::Order] {
            for (n, about) in units.iter().enumerate() {
                for lead in units {
                    for restricted in [false, true] {
                        for concerned in [vec![], vec![StaffCode::new("s1").unwrap()]] {
                            let of = Resource::new(kind).of(complaint(u128::try_from(n).unwrap()));
                            let of = of.of_unit(Some(unit(about))).led_by(Some(unit(lead)));
                            all.push(of.restricted(restricted).about(concerned));
                        }
                    }
                }
            }
        }
        all
    }

    fn callers() -> Vec<Caller> {
        let staff = |unit_of: &str, duties: &[&str]| {
            let duties = duties.iter().map(|&duty| duty.to_owned()).collect();
            Caller::staff(StaffCode::new("s1").unwrap(), Some(unit(unit_of)), duties)
        };
        vec![
            Caller::operator(),
            staff("ho.b01", &[]),
            staff("ho.b02", &[]).opening(Some(complaint(2))),
            staff("ho.b02", &[]).with_posts_in(vec![unit("ho.b01.o1")]),
            staff("ho", &["supervision_desk"]),
            staff("ho", &["discipline_inspection"]),
        ]
    }

    fn agree(access: &Access) -> usize {
        let mut seen = 0;
        for caller in callers() {
            let sight = access.sight(&caller, Action::Read);
            for resource in resources().into_iter().chain(resources()) {
                let decided = access.decide(&caller, Action::Read, &resource).is_allowed();
                assert_eq!(sight.may(resource.clone()), decided, "{caller:?} {resource:?}");
                seen += usize::from(decided);
            }
        }
        seen
    }

    #[test]
    fn what_is_decided_together_is_what_is_decided_one_by_one() {
        assert!(agree(&Access::built_in().unwrap()) > 100);
        let own = format!(
            "@id(\"not-this-one\") forbid (principal, action in Action::\"see\", resource is Complaint) when {{ resource has id && resource.id == \"{}\" }};",
            complaint(1)
        );
        let own = Access::built_in_and(&[("own.cedar", &own)]).unwrap();
        assert!(
            agree(&own) > 100,
            "an organisation's own policies may name one complaint"
        );
    }

    #[test]
    fn like_things_are_decided_once() {
        let access = Access::built_in().unwrap();
        let caller = Caller::operator();
        let sight = access.sight(&caller, Action::List);
        for n in 0..50 {
            let of = Resource::new(Kind::Complaint).of(complaint(n));
            let _ = sight.may(of.of_unit(Some(unit("ho.b01"))));
        }
        assert_eq!(sight.decided.lock().unwrap().len(), 1);
    }
}
