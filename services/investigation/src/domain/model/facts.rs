//! The reference model: what may be told apart from outside, kept as plain facts, not as the case keeps them.

use super::*;

#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    registered: bool,
    order: u128,
    pub(super) handler: Option<usize>,
    pub(super) statements: u32,
    pub(super) found: Option<Verdict>,
    /// Who wrote the draft that waits for approval.
    pub(super) drafted: Option<usize>,
    pub(super) replied: Option<i64>,
    /// What waits for a reviewer; when the complainant was last answered; which ways to disagree they have taken.
    pub(super) unreviewed: bool,
    pub(super) answered: Option<i64>,
    verified: bool,
    appealed: bool,
    followed_up: bool,
    reopened: bool,
    pub(super) closed: Option<&'static str>,
    pub(super) archived: bool,
    pub(super) redress: Vec<papers::Owing>,
    /// Whether the reply waits for the co-handler's opinion that is awaited.
    pub(super) awaits: Option<bool>,
    /// The last finding before the closing, and whether a reviewer had not yet looked at it.
    pub(super) stands: Option<(Verdict, bool)>,
    pub(super) sanctions: Vec<sanctions::Penalty>,
    pub(super) files: Vec<u8>,
    pub(super) superseded: Option<u8>,
    /// For each time that the reply was given longer, whether the complainant was told so.
    pub(super) longer: Vec<bool>,
}

impl Model {
    pub(super) fn new() -> Self {
        Self {
            order: 1,
            ..Self::default()
        }
    }

    /// Whether the rules let the command through; if so, what is true afterwards.
    pub(super) fn allows(&mut self, command: &Command, now: i64) -> bool {
        let allowed = self.may(command, now);
        if allowed {
            self.apply(command, now);
            let found = self.found.filter(|_| self.closed.is_none());
            self.stands = found.map(|verdict| (verdict, self.unreviewed)).or(self.stands);
        }
        allowed
    }

    fn may(&self, command: &Command, now: i64) -> bool {
        let open = self.closed.is_none();
        match *command {
            Command::Register => true,
            Command::Order(order) => open && order != self.order,
            Command::Accept(who) => {
                open && !self.reopened && self.registered && self.handler.is_none() && who != TELLER
            }
            Command::Statement(who) => open && self.handler.is_some() && who != TELLER,
            Command::Find(who, _) => self.handles(who) && self.found.is_none() && self.statements > 0,
            Command::Communicate(who) => {
                self.handles(who) && self.found.is_none() && self.answered.is_none() && self.awaits != Some(true)
            }
            Command::Visit(who, _) => self.awaits_visit() && self.handler != Some(who) && who != TELLER,
            Command::Lapse => self.awaits_visit() && self.replied.is_some_and(|then| now >= then + LAPSE_HOURS),
            Command::Review(who, _) => open && self.unreviewed && self.handler != Some(who) && who != TELLER,
            Command::AskAgain(who) => who != TELLER && !self.verified && !self.appealed && self.has_our_answer(),
            Command::Appeal(who) => who != TELLER && !self.appealed && self.has_our_answer(),
            Command::Close(who) => {
                open && self.followed_up && !self.unreviewed && !self.owes_or_waits() && who != TELLER
            }
            Command::EndOutside(who) => {
                open && self.found.is_some() && !self.unreviewed && !self.owes_or_waits() && who != TELLER
            }
            Command::Archive(who) => {
                let settled = !self.owes_or_waits() && !self.sanctions_open(now);
                !open && !self.archived && settled && who != TELLER
            }
            Command::Withdraw => open && self.registered,
            Command::Sanction(_)
            | Command::DecideSanction(..)
            | Command::AppealSanction(_)
            | Command::SettleAppeal(..) => self.may_with_sanctions(command, now),
            Command::File(..) | Command::Longer | Command::TellLonger(..) => self.may_with_files(command),
            _ => self.may_with_papers(command),
        }
    }

    /// Whether `who` handles an open case.
    pub(super) fn handles(&self, who: usize) -> bool {
        self.closed.is_none() && self.handler == Some(who)
    }

    fn has_our_answer(&self) -> bool {
        (self.closed.is_none() && self.replied.is_some()) || self.closed == Some("replied")
    }

    fn awaits_visit(&self) -> bool {
        self.closed.is_none() && self.replied.is_some() && !self.followed_up
    }

    fn apply(&mut self, command: &Command, now: i64) {
        match *command {
            Command::Register => self.registered = true,
            Command::Order(order) => self.start_over(order, false),
            Command::Accept(who) => self.handler = Some(who),
            Command::Statement(_) => self.statements += 1,
            Command::Find(_, verdict) => {
                self.found = Some(verdict);
                self.unreviewed = verdict != Verdict::Upheld;
            }
            Command::Communicate(_) => {
                (self.found, self.replied, self.answered) = (Some(Verdict::Communication), Some(now), Some(now));
            }
            Command::Review(_, false) => self.unreviewed = false,
            Command::Review(_, true) if self.replied.is_some() => self.start_over(self.order, true),
            Command::Review(_, true) => {
                (self.found, self.unreviewed, self.drafted) = (Some(Verdict::Upheld), false, None);
            }
            Command::AskAgain(_) | Command::Appeal(_) => {
                let appeals = matches!(command, Command::Appeal(_));
                (self.verified, self.appealed) = (true, self.appealed || appeals);
                (self.closed, self.archived) = (None, false);
                self.start_over(self.order, true);
            }
            Command::Visit(_, Satisfaction::Satisfied) | Command::Lapse => self.followed_up = true,
            Command::Visit(_, Satisfaction::Dissatisfied) => self.start_over(self.order, true),
            Command::Visit(_, Satisfaction::Unreachable) => {}
            Command::Close(_) => self.closed = Some("replied"),
            Command::EndOutside(_) => self.closed = Some("mediation"),
            Command::Archive(_) => self.archived = true,
            Command::Withdraw => self.closed = Some("withdrawn"),
            Command::Sanction(_)
            | Command::DecideSanction(..)
            | Command::AppealSanction(_)
            | Command::SettleAppeal(..) => self.apply_to_sanctions(command, now),
            Command::File(..) | Command::Longer | Command::TellLonger(..) => self.apply_to_files(command),
            _ => self.apply_to_papers(command, now),
        }
    }

    fn start_over(&mut self, order: u128, reopened: bool) {
        (self.handler, self.found, self.replied, self.followed_up) = (None, None, None, false);
        (self.order, self.reopened, self.unreviewed, self.drafted) = (order, reopened, false, None);
    }

    pub(super) fn stage(&self) -> &'static str {
        match self {
            Self { archived: true, .. } => "archived",
            Self { closed: Some(_), .. } => "closed",
            Self { reopened: true, .. } => "reopened",
            Self { followed_up: true, .. } => "followed_up",
            Self { replied: Some(_), .. } => "replied",
            Self { found: Some(_), .. } => "found",
            Self { handler: Some(_), .. } => "investigating",
            _ => "assigned",
        }
    }
}
