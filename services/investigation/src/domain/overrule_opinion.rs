//! Going on without a co-handler's opinion (R4.8): by name and with a reason.

use super::{Case, Mark, Opinion, OpinionStage, Words};

/// Why an opinion is not overruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nobody was asked by that order.
    #[error("no co-handler was asked by such an order")]
    Unknown,
    /// There is nothing to wait for.
    #[error("the co-handler's opinion is not awaited any more")]
    NotAwaited,
    /// Somebody else works on it.
    #[error("only the handler goes on without an opinion")]
    NotTheHandler,
    /// The case is over.
    #[error("the case is closed, so no opinion is awaited")]
    Closed,
}

refusals! { Refusal,
    Unknown => "unknown_opinion",
    NotAwaited => "not_awaited",
    NotTheHandler => "not_the_handler",
    Closed => "case_closed",
}

/// Goes on without it.
pub(crate) fn decide(case: &Case, opinion: Option<&Opinion>, reason: Words, mark: Mark) -> Result<Opinion, Refusal> {
    if case.stage.closing().is_some() {
        return Err(Refusal::Closed);
    }
    let opinion = opinion.ok_or(Refusal::Unknown)?;
    if !opinion.is_awaited() {
        return Err(Refusal::NotAwaited);
    }
    if case.stage.work().is_none_or(|work| work.handler != mark.by) {
        return Err(Refusal::NotTheHandler);
    }
    Ok(Opinion {
        stage: OpinionStage::Overruled { reason, mark },
        ..opinion.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, mark, opinion, words};

    fn overrule(case: &Case, opinion: Option<&Opinion>, who: &str) -> Result<Opinion, Refusal> {
        decide(case, opinion, words("the records tell it"), mark(who))
    }

    #[test]
    fn the_handler_goes_on_by_name_and_with_a_reason() {
        let awaited = opinion(1, OpinionStage::Awaited);
        let overruled = overrule(&sample::found(), Some(&awaited), "handler").unwrap();
        assert_eq!((overruled.state(), overruled.is_awaited()), ("overruled", false));
        assert_eq!(
            overrule(&sample::found(), Some(&overruled), "handler"),
            Err(Refusal::NotAwaited)
        );
        assert_eq!(
            Refusal::NotAwaited.to_string(),
            "the co-handler's opinion is not awaited any more"
        );
    }

    #[test]
    fn nobody_else_does_and_not_of_an_order_that_is_not_there() {
        let awaited = opinion(1, OpinionStage::Awaited);
        assert_eq!(
            overrule(&sample::found(), Some(&awaited), "other"),
            Err(Refusal::NotTheHandler)
        );
        assert_eq!(
            Refusal::NotTheHandler.to_string(),
            "only the handler goes on without an opinion"
        );
        assert_eq!(overrule(&sample::found(), None, "handler"), Err(Refusal::Unknown));
        assert_eq!(Refusal::Unknown.to_string(), "no co-handler was asked by such an order");
        assert_eq!(
            overrule(&sample::closed(), Some(&awaited), "handler"),
            Err(Refusal::Closed)
        );
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so no opinion is awaited"
        );
    }
}
