//! What is asked for.

use std::collections::{BTreeSet, HashMap, HashSet};

use cedar_policy::{Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use huiyin_kernel::{Actor, ComplaintId, StaffCode, UnitPath};

use crate::Caller;
use crate::load::Types;

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A complaint in the register.
    Complaint,
    /// A complaint as the unit that handles it sees it.
    Case,
    /// A transfer or supervision order.
    Order,
    /// Units, duties and staff.
    Directory,
    /// Counts.
    Figures,
    /// An opinion book.
    Book,
    /// A circular or an improvement.
    Learning,
    /// The product itself.
    System,
}

/// What somebody asks to do something to: only what the policies look at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resource {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Which complaint it is.
    pub id: Option<ComplaintId>,
    /// The unit where it came in or that it is about; for an opinion book the unit that keeps it; for figures the unit that they count, nothing for the whole organisation.
    pub unit: Option<UnitPath>,
    /// The unit that leads.
    pub lead: Option<UnitPath>,
    /// Whether it is restricted (R8.2).
    pub restricted: bool,
    /// The members of staff complained about (R4.10).
    pub staff_concerned: Vec<StaffCode>,
    /// The unit complained about, where it is known and there is somebody outside of it.
    pub unit_concerned: Option<UnitPath>,
    /// The duties that something of it waits for: an approval or a review (R5.3, R5.4, R5.10).
    pub deciders: Vec<String>,
    /// Who wrote or proposed what waits.
    pub authors: Vec<StaffCode>,
    /// Of figures: the first responsible person of the unit that they count (R2.3).
    pub heads: Vec<StaffCode>,
}

impl Resource {
    /// A thing of this kind that nothing else is known of.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            id: None,
            unit: None,
            lead: None,
            restricted: false,
            staff_concerned: Vec::new(),
            unit_concerned: None,
            deciders: Vec::new(),
            authors: Vec::new(),
            heads: Vec::new(),
        }
    }

    /// The same, of this complaint.
    #[must_use]
    pub fn of(self, id: ComplaintId) -> Self {
        Self { id: Some(id), ..self }
    }

    /// The same, of this unit.
    #[must_use]
    pub fn of_unit(self, unit: Option<UnitPath>) -> Self {
        Self { unit, ..self }
    }

    /// The same, led by this unit.
    #[must_use]
    pub fn led_by(self, lead: Option<UnitPath>) -> Self {
        Self { lead, ..self }
    }

    /// The same, restricted or not.
    #[must_use]
    pub fn restricted(self, restricted: bool) -> Self {
        Self { restricted, ..self }
    }

    /// The same, about these members of staff.
    #[must_use]
    pub fn about(self, staff_concerned: Vec<StaffCode>) -> Self {
        Self {
            staff_concerned,
            ..self
        }
    }

    /// The same, a complaint about this unit. At the top of the tree nobody is outside, so the top is no such unit.
    #[must_use]
    pub fn concerning(self, unit: Option<UnitPath>) -> Self {
        let unit_concerned = unit.filter(|unit| unit.parent().is_some());
        Self { unit_concerned, ..self }
    }

    /// The same, waiting for who holds one of these duties to decide on what the authors wrote or proposed.
    #[must_use]
    pub fn waiting_for(self, deciders: Vec<String>, authors: Vec<StaffCode>) -> Self {
        Self {
            deciders,
            authors,
            ..self
        }
    }

    /// The same, of a unit that these people head (R2.3).
    #[must_use]
    pub fn headed_by(self, heads: Vec<StaffCode>) -> Self {
        Self { heads, ..self }
    }

    /// Whether the caller is one of those whom the rules keep out of it (R4.10).
    #[must_use]
    pub fn concerns(&self, caller: &Caller) -> bool {
        let code = |concerned: &StaffCode| matches!(&caller.actor, Actor::Staff { code, .. } if code == concerned);
        self.staff_concerned.iter().any(code)
    }

    /// Whether it is a complaint, as the register, a case or an order sees it: something whose existence can be hidden.
    #[must_use]
    pub fn is_matter(&self) -> bool {
        matches!(self.kind, Kind::Complaint | Kind::Case | Kind::Order)
    }

    pub(crate) fn entity(&self, types: &Types) -> Result<Entity, String> {
        let name = match self.kind {
            Kind::Complaint => &types.complaint,
            Kind::Case => &types.case,
            Kind::Order => &types.order,
            Kind::Directory => &types.directory,
            Kind::Figures => &types.figures,
            Kind::Book => &types.book,
            Kind::Learning => &types.learning,
            Kind::System => &types.system,
        };
        Entity::new(uid(name, "asked for"), self.attributes(), HashSet::new()).map_err(|error| error.to_string())
    }

    fn attributes(&self) -> HashMap<String, RestrictedExpression> {
        let path = |unit: &UnitPath| RestrictedExpression::new_string(unit.as_str().to_owned());
        let mut attributes = HashMap::new();
        if self.is_matter() || matches!(self.kind, Kind::Figures | Kind::Book | Kind::Learning) {
            attributes.insert(
                "ancestors".to_owned(),
                strings(self.ancestors().iter().map(UnitPath::as_str)),
            );
        }
        if self.kind == Kind::Figures {
            let heads = strings(self.heads.iter().map(StaffCode::as_str));
            attributes.insert("heads".to_owned(), heads);
        }
        if self.is_matter() {
            let concerned = strings(self.staff_concerned.iter().map(StaffCode::as_str));
            attributes.insert("concerned".to_owned(), concerned);
            attributes.insert("restricted".to_owned(), RestrictedExpression::new_bool(self.restricted));
            let concerned = self.unit_concerned.as_ref();
            attributes.extend(concerned.map(|unit| ("concerned_unit".to_owned(), path(unit))));
            attributes.extend(self.about_unit().map(|unit| ("about".to_owned(), path(unit))));
            attributes.extend(self.handler().map(|unit| ("handler".to_owned(), path(unit))));
            attributes.extend(self.id.map(|id| {
                let id = RestrictedExpression::new_string(id.to_string());
                ("id".to_owned(), id)
            }));
            let deciders = strings(self.deciders.iter().map(String::as_str));
            attributes.insert("deciders".to_owned(), deciders);
            let authors = strings(self.authors.iter().map(StaffCode::as_str));
            attributes.insert("authors".to_owned(), authors);
        }
        attributes
    }

    /// The unit that leads, where it is known to be none that the complaint is about: of what is restricted it sees what it handles
    /// (R8.2).
    fn handler(&self) -> Option<&UnitPath> {
        let about = self.about_unit()?;
        self.lead.as_ref().filter(|lead| !lead.is_within(about))
    }

    fn about_unit(&self) -> Option<&UnitPath> {
        self.unit_concerned.as_ref().or(self.unit.as_ref())
    }

    /// Both units, and all above them.
    pub(crate) fn ancestors(&self) -> BTreeSet<UnitPath> {
        let upward = |unit: &UnitPath| std::iter::successors(Some(unit.clone()), UnitPath::parent);
        self.unit.iter().chain(&self.lead).flat_map(upward).collect()
    }
}

pub(crate) fn uid(name: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id))
}

pub(crate) fn strings<'a>(of: impl Iterator<Item = &'a str>) -> RestrictedExpression {
    RestrictedExpression::new_set(of.map(|text| RestrictedExpression::new_string(text.to_owned())))
}
