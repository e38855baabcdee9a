//! Why policies are not loaded.

/// Policies or their schema are wrong: the product does not start with them.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The schema does not parse.
    #[error("the access schema is wrong: {0}")]
    Schema(String),
    /// A policy file does not parse.
    #[error("the access policies {file} do not parse: {reason}")]
    Policy {
        /// The file's name.
        file: String,
        /// Cedar's words.
        reason: String,
    },
    /// A policy has no `@id`, by which a denial names it.
    #[error("a policy in {file} has no @id")]
    Nameless {
        /// The file's name.
        file: String,
    },
    /// Two policies have the same `@id`.
    #[error("the access policy {id} stands twice")]
    Twice {
        /// The id.
        id: String,
    },
    /// Templates are filled in by nobody, so one would never apply.
    #[error("{file} holds a policy template, which nothing fills in")]
    Template {
        /// The file's name.
        file: String,
    },
    /// The schema does not bear the policies out: a misspelt attribute, a wrong type, a condition that can never be true.
    #[error("the access policies do not fit their schema: {0}")]
    Invalid(String),
    /// The schema lacks an act or a type that the product asks about.
    #[error("the access schema does not know {0}")]
    Unknown(String),
}
