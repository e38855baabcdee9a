//! What makes a payload an event.

use huiyin_kernel::UnitPath;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Envelope;

/// A versioned payload. Published means frozen: optional additions only, otherwise a V2 beside the V1.
pub trait Event: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// `complaint` or `organisation`: what kind of thing it is about.
    const ABOUT: &'static str;
    /// The event's name: the third token of its subject.
    const NAME: &'static str;
    /// The payload's version.
    const VERSION: u32;
    /// The service that alone says it.
    const PRODUCER: &'static str;

    /// A payload that shows every field; committed beside the schema.
    fn example() -> Self;

    /// `ce-type`: `complaint.registered.v1`.
    #[must_use]
    fn kind() -> String {
        format!("{}.{}.v{}", Self::ABOUT, Self::NAME, Self::VERSION)
    }
}

/// Who may hear an event by permission on its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The units above and including this one.
    Unit(UnitPath),
    /// A restricted complaint (R8.2): no unit-scoped permission matches.
    Restricted,
}

/// Reads an envelope's payload.
///
/// # Errors
/// Where the body is not this payload's JSON.
pub fn decode<E: Event>(envelope: &Envelope) -> Result<E, serde_json::Error> {
    serde_json::from_str(&envelope.body)
}

/// Declares the payloads of one producer: `(module) Name "token" { fields } example { … }` becomes a struct and its [`Event`].
macro_rules! events {
    ($producer:literal, $about:literal; $($(#[$doc:meta])* $name:ident $token:literal v $version:literal {
        $($(#[$field_meta:meta])* $field:ident : $type:ty = $example:expr),* $(,)?
    })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
            pub struct $name {
                $($(#[$field_meta])* pub $field: $type,)*
            }

            impl $crate::Event for $name {
                const ABOUT: &'static str = $about;
                const NAME: &'static str = $token;
                const VERSION: u32 = $version;
                const PRODUCER: &'static str = $producer;

                fn example() -> Self {
                    Self { $($field: $example,)* }
                }
            }
        )*

        /// Every event of this producer.
        pub(crate) fn entries() -> Vec<$crate::Entry> {
            vec![$($crate::Entry::of::<$name>()),*]
        }
    };
}
pub(crate) use events;
