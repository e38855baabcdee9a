//! Policies from text, checked before anyone is decided by them.

use std::collections::HashMap;

use cedar_policy::entities_errors::EntitiesError;
use cedar_policy::{
    Authorizer, Entities, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator,
};

use crate::{AccessError, Action};

const SCHEMA: &str = include_str!("../schema.cedarschema");

const POLICIES: [(&str, &str); 6] = [
    ("operator.cedar", include_str!("../policies/operator.cedar")),
    ("service.cedar", include_str!("../policies/service.cedar")),
    ("complainant.cedar", include_str!("../policies/complainant.cedar")),
    ("staff.cedar", include_str!("../policies/staff.cedar")),
    ("break_glass.cedar", include_str!("../policies/break_glass.cedar")),
    ("forbid.cedar", include_str!("../policies/forbid.cedar")),
];

/// The policies in force. Made once at start; cheap to ask.
#[derive(Debug)]
pub struct Access {
    pub(crate) authorizer: Authorizer,
    pub(crate) policies: PolicySet,
    pub(crate) schema: Schema,
    pub(crate) acts: HashMap<Action, Act>,
    pub(crate) types: Types,
    /// Whether an organisation's own policies are among them.
    pub(crate) has_own: bool,
}

/// One act: made once, so that a decision works with a handful of entities instead of all acts.
#[derive(Debug)]
pub(crate) struct Act {
    pub(crate) uid: EntityUid,
    /// The act and its groups, without which `action in` says no.
    pub(crate) entities: Entities,
}

/// The schema's types, parsed once.
#[derive(Debug)]
pub(crate) struct Types {
    pub(crate) operator: EntityTypeName,
    pub(crate) complainant: EntityTypeName,
    pub(crate) service: EntityTypeName,
    pub(crate) staff: EntityTypeName,
    pub(crate) complaint: EntityTypeName,
    pub(crate) case: EntityTypeName,
    pub(crate) order: EntityTypeName,
    pub(crate) directory: EntityTypeName,
    pub(crate) figures: EntityTypeName,
    pub(crate) book: EntityTypeName,
    pub(crate) learning: EntityTypeName,
    pub(crate) system: EntityTypeName,
}

impl Access {
    /// The policies that are compiled in.
    ///
    /// # Errors
    /// [`AccessError`], where someone shipped a wrong policy.
    pub fn built_in() -> Result<Self, AccessError> {
        Self::from_text(SCHEMA, &POLICIES)
    }

    /// Policies from `(file name, text)`, under the built-in schema and beside the built-in policies.
    ///
    /// # Errors
    /// [`AccessError`]
    pub fn built_in_and(more: &[(&str, &str)]) -> Result<Self, AccessError> {
        let files: Vec<_> = POLICIES.iter().chain(more).copied().collect();
        Self::from_text(SCHEMA, &files)
    }

    /// The built-in policies and an organisation's own, as `(file name, text)`.
    ///
    /// # Errors
    /// [`AccessError`]
    pub fn with(own: &[(String, String)]) -> Result<Self, AccessError> {
        let own: Vec<_> = own.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
        Self::built_in_and(&own)
    }

    fn from_text(schema: &str, files: &[(&str, &str)]) -> Result<Self, AccessError> {
        let (schema, warnings) =
            Schema::from_cedarschema_str(schema).map_err(|error| AccessError::Schema(error.to_string()))?;
        if let Some(warning) = warnings.into_iter().next() {
            return Err(AccessError::Schema(warning.to_string()));
        }
        let policies = parse(files)?;
        validate(&schema, &policies)?;
        Ok(Self {
            authorizer: Authorizer::new(),
            acts: acts(&schema)?,
            types: types()?,
            has_own: files.len() > POLICIES.len(),
            policies,
            schema,
        })
    }
}

fn parse(files: &[(&str, &str)]) -> Result<PolicySet, AccessError> {
    let mut all = PolicySet::new();
    for (file, text) in files {
        let set: PolicySet = text
            .parse()
            .map_err(|error: cedar_policy::ParseErrors| AccessError::Policy {
                file: (*file).to_owned(),
                reason: error.to_string(),
            })?;
        if set.templates().next().is_some() {
            return Err(AccessError::Template {
                file: (*file).to_owned(),
            });
        }
        for policy in set.policies() {
            let named = named(policy).ok_or_else(|| AccessError::Nameless {
                file: (*file).to_owned(),
            })?;
            let id = named.id().to_string();
            all.add(named).map_err(|_| AccessError::Twice { id })?;
        }
    }
    Ok(all)
}

/// The policy under the id that its author gave it: the parser's own ids change when a policy moves.
fn named(policy: &Policy) -> Option<Policy> {
    let id = policy.annotation("id").filter(|id| !id.is_empty())?;
    Some(policy.new_id(PolicyId::new(id)))
}

/// Warnings refuse too: the one for a condition that is always false is what a typo looks like.
fn validate(schema: &Schema, policies: &PolicySet) -> Result<(), AccessError> {
    let result = Validator::new(schema.clone()).validate(policies, ValidationMode::Strict);
    let errors = result.validation_errors().map(ToString::to_string);
    let wrong: Vec<_> = errors
        .chain(result.validation_warnings().map(ToString::to_string))
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(AccessError::Invalid(wrong.join("; ")))
    }
}

fn acts(schema: &Schema) -> Result<HashMap<Action, Act>, AccessError> {
    let wrong = |error: EntitiesError| AccessError::Schema(error.to_string());
    let all = schema.action_entities().map_err(wrong)?;
    let act = |action: &Action| {
        let found = all
            .iter()
            .find(|entity| entity.uid().id().unescaped() == action.as_str());
        let uid = found.ok_or_else(|| AccessError::Unknown(action.to_string()))?.uid();
        let groups = all.ancestors(&uid).into_iter().flatten();
        let own = std::iter::once(&uid)
            .chain(groups)
            .filter_map(|uid| all.get(uid))
            .cloned();
        let entities = Entities::from_entities(own, None).map_err(wrong)?;
        Ok((*action, Act { uid, entities }))
    };
    Action::ALL.iter().map(act).collect()
}

fn types() -> Result<Types, AccessError> {
    let name = |text: &str| {
        text.parse::<EntityTypeName>()
            .map_err(|_| AccessError::Unknown(text.to_owned()))
    };
    Ok(Types {
        operator: name("Operator")?,
        complainant: name("Complainant")?,
        service: name("Service")?,
        staff: name("Staff")?,
        complaint: name("Complaint")?,
        case: name("Case")?,
        order: name("Order")?,
        directory: name("Directory")?,
        figures: name("Figures")?,
        book: name("Book")?,
        learning: name("Learning")?,
        system: name("System")?,
    })
}
