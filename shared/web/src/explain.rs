//! Why somebody may do something to a complaint, or may not: for whoever keeps the policies.

use huiyin_access::{Action, Kind, Resource};
use huiyin_kernel::{ComplaintId, StaffCode, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Caller, Gate, Problem};

/// Whose access to which complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExplainQuery {
    /// The complaint.
    #[param(value_type = String, format = Uuid)]
    pub complaint: ComplaintId,
    /// The member of staff.
    #[param(value_type = String)]
    pub staff: StaffCode,
    /// The unit that they work in.
    #[param(value_type = Option<String>)]
    pub unit: Option<UnitPath>,
    /// Their duties, with commas between.
    #[serde(default)]
    pub duties: String,
    /// The units of their other posts, with commas between.
    #[serde(default)]
    pub elsewhere: String,
}

impl ExplainQuery {
    /// The member of staff, as they come when they are signed in.
    #[must_use]
    pub fn caller(&self) -> huiyin_access::Caller {
        let duties = self.duties.split(',').map(str::trim).filter(|duty| !duty.is_empty());
        let duties = duties.map(str::to_owned).collect();
        // What is no path is no unit of theirs.
        let elsewhere = self.elsewhere.split(',').filter_map(|unit| unit.trim().parse().ok());
        huiyin_access::Caller::staff(self.staff.clone(), self.unit.clone(), duties).with_posts_in(elsewhere.collect())
    }
}

/// What a service decides of somebody and a complaint, and by which policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Explained {
    /// The complaint as the policies of this service look at it.
    pub complaint: ExplainedMatter,
    /// Each act that there is.
    pub acts: Vec<ExplainedAct>,
}

/// What the policies look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExplainedMatter {
    /// The unit where it came in or that it is about.
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitPath>,
    /// The unit that leads.
    #[schema(value_type = Option<String>)]
    pub lead: Option<UnitPath>,
    /// Whether it is restricted (R8.2).
    pub restricted: bool,
    /// Whether the member of staff is one of those whom the rules keep out of it (R4.10).
    pub concerned: bool,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExplainedAct {
    /// Its name in the policies.
    pub act: String,
    /// Whether they may.
    pub allowed: bool,
    /// The ids of the policies that permit it, or of those that forbid it. None where no policy permits it.
    pub policies: Vec<String>,
    /// Why it could not be decided, and so is denied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Gate {
    /// That the caller keeps the policies, and so may ask whose access comes from which.
    ///
    /// # Errors
    /// 403
    pub fn explains(&self, caller: &Caller) -> Result<(), Problem> {
        self.require(caller, Action::Operate, &Resource::new(Kind::System))
    }

    /// What is decided of somebody and a complaint.
    #[must_use]
    pub fn explain(&self, who: &huiyin_access::Caller, resource: &Resource) -> Explained {
        let acts = self.access().acts_on(resource).into_iter();
        let acts = acts.map(|act| {
            let explained = self.access().explain(who, act, resource);
            ExplainedAct {
                act: act.to_string(),
                allowed: explained.allowed,
                policies: explained.policies,
                error: explained.error,
            }
        });
        Explained {
            complaint: ExplainedMatter {
                unit: resource.unit.clone(),
                lead: resource.lead.clone(),
                restricted: resource.restricted,
                concerned: resource.concerns(who),
            },
            acts: acts.collect(),
        }
    }
}
