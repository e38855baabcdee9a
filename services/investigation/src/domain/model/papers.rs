//! What the model knows of replies that wait, redress and opinions (R5.3, R5.4, R5.7, R4.8).

use super::facts::Model;
use super::*;

/// One piece of redress.
#[derive(Clone, Debug)]
pub(super) struct Owing {
    state: &'static str,
    by: usize,
    at: i64,
}

impl Model {
    pub(super) fn redress_states(&self) -> Vec<&'static str> {
        self.redress.iter().map(|one| one.state).collect()
    }

    pub(super) fn owes_or_waits(&self) -> bool {
        self.redress
            .iter()
            .any(|one| matches!(one.state, "proposed" | "approved"))
    }

    fn last_is(&self, states: &[&str]) -> bool {
        self.redress.last().is_some_and(|one| states.contains(&one.state))
    }

    fn at_fault(&self) -> bool {
        matches!(self.found, Some(Verdict::Upheld | Verdict::PartlyUpheld))
    }

    /// Whether a reply may rest on what there is.
    fn rests(&self) -> bool {
        let waits = self.redress.iter().any(|one| one.state == "proposed");
        let undue = !self.at_fault() && self.redress.iter().any(|one| one.state == "approved");
        !waits && !undue && self.awaits != Some(true)
    }

    pub(super) fn may_with_papers(&self, command: &Command) -> bool {
        let open = self.closed.is_none();
        let waits_for_reply = open && self.found.is_some() && self.replied.is_none();
        match *command {
            Command::Reply(who, apology, _) => {
                let polite = apology || !self.at_fault();
                self.handles(who) && waits_for_reply && self.drafted.is_none() && polite && self.rests()
            }
            Command::DecideReply(who, yes) => {
                let author = self.drafted == Some(who) || self.handler == Some(who);
                waits_for_reply && self.drafted.is_some() && !author && who != TELLER && (!yes || self.rests())
            }
            Command::Propose(who) => self.handles(who) && self.at_fault() && self.drafted.is_none(),
            Command::DecideRedress(who, _) => {
                let own = self.redress.last().is_some_and(|one| one.by == who) || self.handler == Some(who);
                open && self.last_is(&["proposed"]) && !own && who != TELLER
            }
            Command::Deliver(who) => !self.archived && self.last_is(&["approved"]) && who != TELLER,
            Command::Drop(who) => self.may_drop(who),
            Command::OpinionAsked(_) => self.awaits.is_none(),
            Command::OpinionGiven => self.awaits.is_some(),
            Command::Overrule(who) => self.handles(who) && self.awaits.is_some(),
            _ => unreachable!("the facts know it"),
        }
    }

    fn may_drop(&self, who: usize) -> bool {
        let Some(last) = self.redress.last() else { return false };
        let promised = self.answered.is_some_and(|answered| last.at <= answered);
        let theirs = if promised || self.closed.is_some() {
            self.handler_now() != Some(who) && last.by != who && who != TELLER
        } else {
            self.handles(who)
        };
        let waits = self.closed.is_none() && self.drafted.is_some();
        self.last_is(&["proposed", "approved"]) && !self.archived && !waits && theirs
    }

    /// The handler of an open case; who handled a closed one has no say and no bar.
    fn handler_now(&self) -> Option<usize> {
        self.handler.filter(|_| self.closed.is_none())
    }

    pub(super) fn apply_to_papers(&mut self, command: &Command, now: i64) {
        match *command {
            Command::Reply(who, _, true) => self.drafted = Some(who),
            Command::Reply(_, _, false) | Command::DecideReply(_, true) => {
                (self.drafted, self.replied, self.answered) = (None, Some(now), Some(now));
            }
            Command::DecideReply(_, false) => self.drafted = None,
            Command::Propose(by) => {
                let counts = |one: &&Owing| !matches!(one.state, "refused" | "dropped");
                let before = self.redress.iter().filter(counts).count();
                // The branch settles 3 000 yuan alone, and not 6 000.
                let state = if before == 0 { "approved" } else { "proposed" };
                self.redress.push(Owing { state, by, at: now });
            }
            Command::DecideRedress(_, yes) => self.put_last(if yes { "approved" } else { "refused" }),
            Command::Deliver(_) => self.put_last("delivered"),
            Command::Drop(_) => self.put_last("dropped"),
            Command::OpinionAsked(required) => self.awaits = Some(required),
            Command::OpinionGiven | Command::Overrule(_) => self.awaits = None,
            _ => unreachable!("the facts know it"),
        }
    }

    fn put_last(&mut self, state: &'static str) {
        if let Some(last) = self.redress.last_mut() {
            last.state = state;
        }
    }
}
