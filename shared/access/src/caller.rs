//! Who asks.

use std::collections::{BTreeSet, HashMap, HashSet};

use cedar_policy::{Entity, EntityTypeName, RestrictedExpression};
use huiyin_kernel::{Actor, ComplaintId, StaffCode, UnitPath};

use crate::Limits;
use crate::load::Types;
use crate::resource::{strings, uid};

/// Who asks to do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who it is.
    pub actor: Actor,
    /// The unit that a member of staff works in: of the post that they act in, where they have several.
    pub unit: Option<UnitPath>,
    /// The units of their other posts. They give no right; what the rules keep from those of a unit they keep from whoever has any post there.
    pub elsewhere: Vec<UnitPath>,
    /// The duties that they hold there (R2.2), in snake case: `supervision_desk`, `discipline_inspection`.
    pub duties: Vec<String>,
    /// The complaint that break-glass opened to them, while it does (R8.1).
    pub opened: Option<ComplaintId>,
    /// What they may do at the most, whatever the policies permit.
    pub limits: Limits,
    /// Whether they signed in too long ago for what needs a fresh sign-in.
    pub stale: bool,
}

impl Caller {
    /// A member of staff.
    #[must_use]
    pub fn staff(code: StaffCode, unit: Option<UnitPath>, duties: Vec<String>) -> Self {
        Self {
            unit,
            duties,
            ..Self::without_unit(Actor::staff(code))
        }
    }

    /// The same, who has other posts in these units; what they do is recorded with the post that they act in.
    #[must_use]
    pub fn with_posts_in(self, elsewhere: Vec<UnitPath>) -> Self {
        let actor = match self.actor {
            Actor::Staff { code, .. } if !elsewhere.is_empty() => Actor::Staff {
                code,
                post: self.unit.clone(),
            },
            actor => actor,
        };
        Self {
            actor,
            elsewhere,
            ..self
        }
    }

    /// The same, to whom break-glass opened this complaint.
    #[must_use]
    pub fn opening(self, opened: Option<ComplaintId>) -> Self {
        Self { opened, ..self }
    }

    /// The same, within these limits.
    #[must_use]
    pub fn limited(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The complainant, once their receipt has been checked.
    #[must_use]
    pub fn complainant() -> Self {
        Self::without_unit(Actor::Complainant)
    }

    /// Someone at the machine itself.
    #[must_use]
    pub fn operator() -> Self {
        Self::without_unit(Actor::Operator)
    }

    /// A service acting by itself.
    #[must_use]
    pub fn service(name: &str) -> Self {
        Self::without_unit(Actor::system(name))
    }

    fn without_unit(actor: Actor) -> Self {
        Self {
            actor,
            unit: None,
            elsewhere: Vec::new(),
            duties: Vec::new(),
            opened: None,
            limits: Limits::default(),
            stale: false,
        }
    }

    pub(crate) fn entity(&self, types: &Types) -> Result<Entity, String> {
        let bare = |name: &EntityTypeName, id: &str| Ok(Entity::new_no_attrs(uid(name, id), HashSet::new()));
        match &self.actor {
            Actor::Operator => bare(&types.operator, "operator"),
            Actor::Complainant => bare(&types.complainant, "complainant"),
            Actor::System { service } => bare(&types.service, service),
            Actor::Staff { code, .. } => {
                Entity::new(uid(&types.staff, code.as_str()), self.attributes(code), HashSet::new())
                    .map_err(|error| error.to_string())
            }
        }
    }

    fn attributes(&self, code: &StaffCode) -> HashMap<String, RestrictedExpression> {
        let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
        let mut attributes = HashMap::from([
            ("code".to_owned(), text(code.as_str())),
            ("duties".to_owned(), strings(self.duties.iter().map(String::as_str))),
        ]);
        let upward = |unit: &UnitPath| std::iter::successors(Some(unit.clone()), UnitPath::parent);
        let within: BTreeSet<UnitPath> = self.unit.iter().flat_map(upward).collect();
        attributes.insert("within".to_owned(), strings(within.iter().map(UnitPath::as_str)));
        let of: BTreeSet<UnitPath> = self.unit.iter().chain(&self.elsewhere).flat_map(upward).collect();
        attributes.insert("belongs".to_owned(), strings(of.iter().map(UnitPath::as_str)));
        attributes.extend(self.unit.iter().map(|unit| ("unit".to_owned(), text(unit.as_str()))));
        attributes.extend(
            self.opened
                .map(|opened| ("opened".to_owned(), text(&opened.to_string()))),
        );
        attributes
    }
}
