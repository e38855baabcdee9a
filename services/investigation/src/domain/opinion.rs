//! The opinion of a co-handler that the lead's reply waits for (R4.8).

use huiyin_kernel::{OrderId, Timestamp, UnitPath};
use serde::{Deserialize, Serialize};

use super::approver::Mark;
use super::text::{Code, Words};

/// What a co-handling unit was asked for. Its words are in routing, with the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opinion {
    /// The co-handling order.
    pub(crate) order: OrderId,
    /// The unit that is asked.
    pub(crate) unit: UnitPath,
    /// Who asked, and when.
    pub(crate) asked: Mark,
    /// The kind of task; of one from before there were kinds, nothing.
    #[serde(default)]
    pub(crate) task: Option<Code>,
    /// Whether the reply does not wait for it.
    #[serde(default)]
    pub(crate) optional: bool,
    /// By when.
    pub(crate) due: Option<Timestamp>,
    /// What became of it.
    pub(crate) stage: OpinionStage,
}

/// What became of an opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum OpinionStage {
    /// It is awaited.
    Awaited,
    /// It was given.
    Given {
        /// By whom, and when.
        mark: Mark,
        /// That the handler had gone on without it before, and why.
        #[serde(default)]
        overruled: Option<(Words, Mark)>,
    },
    /// The lead's handler goes on without it.
    Overruled {
        /// Why.
        reason: Words,
        /// Who, by name, and when.
        mark: Mark,
    },
}

impl Opinion {
    /// Whether it is still to come.
    pub(crate) fn is_awaited(&self) -> bool {
        matches!(self.stage, OpinionStage::Awaited)
    }

    /// Whether the reply waits for it.
    pub(crate) fn holds_the_reply(&self) -> bool {
        self.is_awaited() && !self.optional
    }

    /// Why the handler went on without it, also where it came later, and who did.
    pub(crate) fn overruled(&self) -> Option<(&Words, &Mark)> {
        match &self.stage {
            OpinionStage::Overruled { reason, mark } => Some((reason, mark)),
            OpinionStage::Given { overruled, .. } => overruled.as_ref().map(|(reason, mark)| (reason, mark)),
            OpinionStage::Awaited => None,
        }
    }

    /// The same, given; nothing where it was given before. That the handler had gone on without it stays.
    pub(crate) fn given(self, mark: Mark) -> Option<Self> {
        let overruled = match self.stage {
            OpinionStage::Given { .. } => return None,
            OpinionStage::Awaited => None,
            OpinionStage::Overruled { reason, mark } => Some((reason, mark)),
        };
        Some(Self {
            stage: OpinionStage::Given { mark, overruled },
            ..self
        })
    }

    /// Its stage's name.
    pub(crate) fn state(&self) -> &'static str {
        match self.stage {
            OpinionStage::Awaited => "awaited",
            OpinionStage::Given { .. } => "given",
            OpinionStage::Overruled { .. } => "overruled",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{mark, opinion, words};

    #[test]
    fn an_opinion_that_comes_after_the_handler_went_on_keeps_why_they_did() {
        let overruled = opinion(
            1,
            OpinionStage::Overruled {
                reason: words("the records tell it"),
                mark: mark("handler"),
            },
        );
        let given = overruled.given(mark("other")).unwrap();
        assert_eq!(given.state(), "given");
        let (reason, by) = given.overruled().unwrap();
        assert_eq!((reason.as_str(), by), ("the records tell it", &mark("handler")));
        assert_eq!(given.given(mark("other")), None, "it is given once");
    }

    #[test]
    fn r4_8_the_reply_waits_for_what_is_required_and_not_for_the_rest() {
        let required = opinion(1, OpinionStage::Awaited);
        let optional = Opinion {
            optional: true,
            ..required.clone()
        };
        assert!(required.holds_the_reply() && !optional.holds_the_reply());
        assert!(optional.is_awaited());
        assert!(!required.given(mark("other")).unwrap().holds_the_reply());
    }

    #[test]
    fn what_was_given_before_this_was_kept_is_read_as_it_was() {
        let old = serde_json::json!({"stage": "given", "mark": mark("other")});
        let stage: OpinionStage = serde_json::from_value(old).unwrap();
        assert_eq!(opinion(1, stage).overruled(), None);
    }
}
