//! What a case holds besides its stage: redress, opinions, sanctions.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Draft, Extension, Lesson, Opinion, Redress, Sanction};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", content = "of", rename_all = "snake_case")]
pub(crate) enum Paper {
    /// What makes it good (R5.7).
    Redress(Redress),
    /// What a co-handler was asked for (R4.8).
    Opinion(Opinion),
    /// A draft of the reply that did not go out (R5.4).
    GivenBack(GivenBack),
    /// What a misstep costs somebody (R6.3).
    Sanction(Sanction),
    /// What is to be learnt from the case (R6.2).
    Lesson(Lesson),
    /// More time for the reply, and the letter about it (R4.5).
    Extension(Extension),
}

/// A draft of the reply that was given back, or that a review overtook: kept as it was written, with why and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GivenBack {
    /// It.
    pub(crate) id: Uuid,
    /// The draft.
    pub(crate) draft: Draft,
}

impl Paper {
    /// Its id: an opinion has that of its order.
    pub(crate) fn id(&self) -> Uuid {
        match self {
            Self::Redress(redress) => redress.id,
            Self::Opinion(opinion) => opinion.order.uuid(),
            Self::GivenBack(back) => back.id,
            Self::Sanction(sanction) => sanction.id,
            Self::Lesson(lesson) => lesson.id,
            Self::Extension(extension) => extension.id,
        }
    }
}
