//! Which policies decided, for whoever keeps them.

use cedar_policy::{Context, Request};

use crate::{Access, Action, Caller, Resource};

/// Why something may be done, or may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Whether it may be done.
    pub allowed: bool,
    /// The policies that decided, by their ids: those that permit, or those that forbid. None where no policy permits it.
    pub policies: Vec<String>,
    /// Why it could not be decided, and so was denied.
    pub error: Option<String>,
}

impl Access {
    /// Whether `caller` may do `action` to `resource`, and by which policies. It says what [`Access::decide`] decides.
    #[must_use]
    pub fn explain(&self, caller: &Caller, action: Action, resource: &Resource) -> Explanation {
        if let Some(limit) = caller.limits.exceeded(action, resource) {
            return denied(vec![limit.to_owned()], None);
        }
        let response = match self.ask(caller, action, resource) {
            Ok(response) => response,
            Err(error) => return denied(Vec::new(), Some(error)),
        };
        let error = response.diagnostics().errors().next().map(ToString::to_string);
        let mut policies: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
        policies.sort();
        Explanation {
            allowed: error.is_none() && response.decision() == cedar_policy::Decision::Allow,
            policies,
            error,
        }
    }
}

impl Access {
    /// The acts that there are for a thing of this kind.
    #[must_use]
    pub fn acts_on(&self, resource: &Resource) -> Vec<Action> {
        let fits = |action: &Action| {
            let act = self.acts.get(action)?;
            let principal = Caller::operator().entity(&self.types).ok()?;
            let target = resource.entity(&self.types).ok()?;
            let (who, what) = (principal.uid(), target.uid());
            Request::new(who, act.uid.clone(), what, Context::empty(), Some(&self.schema)).ok()
        };
        let acts = Action::ALL.iter().copied();
        acts.filter(|action| fits(action).is_some()).collect()
    }
}

fn denied(policies: Vec<String>, error: Option<String>) -> Explanation {
    Explanation {
        allowed: false,
        policies,
        error,
    }
}
