//! The one decision.

use std::fmt;

use cedar_policy::{Context, Entities, Entity, Request, Response};

use crate::{Access, Action, Caller, Resource};

/// Whether it may be done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// A policy permits it, none forbids it, none failed.
    Allow,
    /// It may not be done.
    Deny {
        /// Why: for the log and for tests, never for the caller.
        reason: Denial,
    },
}

/// Why something may not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    /// No policy permits it.
    NotPermitted,
    /// These policies forbid it, by their ids.
    Forbidden(Vec<String>),
    /// It could not be decided: a policy failed, or the request does not fit the schema.
    Error(String),
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPermitted => f.write_str("no policy permits it"),
            Self::Forbidden(ids) => write!(f, "forbidden by {}", ids.join(", ")),
            Self::Error(error) => write!(f, "it could not be decided: {error}"),
        }
    }
}

impl Decision {
    /// Whether it may be done.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        *self == Self::Allow
    }
}

impl Access {
    /// Whether `caller` may do `action` to `resource`. What cannot be decided is denied, and logged as an error.
    pub fn decide(&self, caller: &Caller, action: Action, resource: &Resource) -> Decision {
        if let Some(limit) = caller.limits.exceeded(action, resource) {
            let reason = Denial::Forbidden(vec![limit.to_owned()]);
            return Decision::Deny { reason };
        }
        match self.ask(caller, action, resource) {
            Ok(response) => judge(action, &response),
            Err(error) => undecided(action, error),
        }
    }

    pub(crate) fn ask(&self, caller: &Caller, action: Action, resource: &Resource) -> Result<Response, String> {
        let principal = caller.entity(&self.types)?;
        let target = resource.entity(&self.types)?;
        self.ask_of(principal, action, target)
    }

    pub(crate) fn ask_of(&self, principal: Entity, action: Action, target: Entity) -> Result<Response, String> {
        let act = self.acts.get(&action).ok_or_else(|| format!("{action} is unknown"))?;
        let request = Request::new(
            principal.uid(),
            act.uid.clone(),
            target.uid(),
            Context::empty(),
            Some(&self.schema),
        )
        .map_err(|error| error.to_string())?;
        let entities: Entities = act
            .entities
            .clone()
            .add_entities([principal, target], Some(&self.schema))
            .map_err(|error| error.to_string())?;
        Ok(self.authorizer.is_authorized(&request, &self.policies, &entities))
    }
}

/// Cedar's answer counts only when nothing went wrong: it ignores a policy that fails, so that a failing `forbid` permits.
fn judge(action: Action, response: &Response) -> Decision {
    if let Some(error) = response.diagnostics().errors().next() {
        return undecided(action, error.to_string());
    }
    if response.decision() == cedar_policy::Decision::Allow {
        return Decision::Allow;
    }
    let mut ids: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
    ids.sort();
    let reason = if ids.is_empty() {
        Denial::NotPermitted
    } else {
        Denial::Forbidden(ids)
    };
    Decision::Deny { reason }
}

fn undecided(action: Action, error: String) -> Decision {
    tracing::error!(%action, error, "access could not be decided and was denied");
    Decision::Deny {
        reason: Denial::Error(error),
    }
}
