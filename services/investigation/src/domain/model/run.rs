//! Doing a command to a real case.

use super::*;
use crate::domain::open::Order;

/// A case with its papers.
#[derive(Clone)]
pub(super) struct World {
    pub(super) case: Case,
    pub(super) redress: Vec<Redress>,
    pub(super) opinions: Vec<Opinion>,
    pub(super) sanctions: Vec<Sanction>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) extensions: Vec<Extension>,
    /// The last finding that it had.
    pub(super) standing: Option<Finding>,
}

impl World {
    pub(super) fn new(case: Case) -> Self {
        Self {
            case,
            redress: vec![],
            opinions: vec![],
            sanctions: vec![],
            evidence: vec![],
            extensions: vec![],
            standing: None,
        }
    }

    fn papers(&self) -> reply::Papers<'_> {
        reply::Papers {
            redress: &self.redress,
            opinions: &self.opinions,
        }
    }
}

/// Does the command as the service does, and remembers the finding.
pub(super) fn run(world: World, command: &Command, now: i64) -> Option<World> {
    let done = attempt(world, command, now)?;
    let standing = done.case.stage.finding().cloned();
    let standing = standing.or_else(|| done.standing.clone());
    Some(World { standing, ..done })
}

/// Whoever has a conflict of interest is refused first.
fn attempt(world: World, command: &Command, now: i64) -> Option<World> {
    let case = match *command {
        Command::Register => Some(Case {
            subject: Some(sample::subject()),
            ..world.case.clone()
        }),
        Command::Order(n) => reassign::decide(world.case.clone(), ordered(&world.case, n)).ok(),
        Command::Lapse => lapse::decide(world.case.clone(), at(now)).ok(),
        Command::Withdraw => withdraw(world.case.clone(), now),
        Command::OpinionAsked(_) | Command::OpinionGiven => return opinion(world, command, now),
        Command::Longer => return world.longer(),
        Command::Accept(who)
        | Command::Statement(who)
        | Command::Find(who, _)
        | Command::Reply(who, _, _)
        | Command::DecideReply(who, _)
        | Command::Communicate(who)
        | Command::Visit(who, _)
        | Command::Review(who, _)
        | Command::AskAgain(who)
        | Command::Appeal(who)
        | Command::Propose(who)
        | Command::DecideRedress(who, _)
        | Command::Deliver(who)
        | Command::Drop(who)
        | Command::Overrule(who)
        | Command::EndOutside(who)
        | Command::Sanction(who)
        | Command::DecideSanction(who, _)
        | Command::AppealSanction(who)
        | Command::SettleAppeal(who, _)
        | Command::File(who, ..)
        | Command::TellLonger(who, _)
        | Command::Close(who)
        | Command::Archive(who) => {
            let by = actor(PEOPLE[who]);
            conflict::check(&world.case, &by).ok()?;
            return run_by(world, command, by, at(now));
        }
    };
    case.map(|case| World { case, ..world })
}

/// Routing tells of one opinion at a time.
fn opinion(mut world: World, command: &Command, now: i64) -> Option<World> {
    let awaited = world.opinions.last().is_some_and(Opinion::is_awaited);
    match command {
        Command::OpinionAsked(required) if !awaited => {
            let n = u128::try_from(world.opinions.len()).ok()?;
            world.opinions.push(Opinion {
                optional: !required,
                ..sample::opinion(n, OpinionStage::Awaited)
            });
        }
        Command::OpinionGiven if awaited => {
            let (by, at) = (actor("other"), at(now));
            let given = world.opinions.pop()?.given(Mark { by, at })?;
            world.opinions.push(given);
        }
        _ => return None,
    }
    Some(world)
}

fn run_by(world: World, command: &Command, by: Actor, at: Timestamp) -> Option<World> {
    match command {
        Command::Propose(_) | Command::DecideRedress(..) | Command::Deliver(_) | Command::Drop(_) => {
            redress(world, command, by, at)
        }
        Command::Sanction(_) | Command::DecideSanction(..) | Command::AppealSanction(_) | Command::SettleAppeal(..) => {
            sanctions::run(world, command, by, at)
        }
        Command::File(..) | Command::TellLonger(..) => files::run(world, command, by, at),
        Command::Overrule(_) => {
            let mut world = world;
            let there = world.opinions.last();
            let reason = sample::words("the records tell it");
            let overruled = overrule_opinion::decide(&world.case, there, reason, Mark { by, at }).ok()?;
            *world.opinions.last_mut()? = overruled;
            Some(world)
        }
        _ => {
            let case = step(&world, command, by, at)?;
            Some(World { case, ..world })
        }
    }
}

pub(super) fn decider(by: Actor, at: Timestamp) -> Decider {
    Decider {
        by,
        at,
        duties: vec!["supervision_desk".to_owned(), settle_appeal::BODY.to_owned()],
        ..sample::decider("any", "ho")
    }
}

fn redress(mut world: World, command: &Command, by: Actor, at: Timestamp) -> Option<World> {
    let (case, last) = (&world.case, world.redress.last());
    let changed = match *command {
        Command::Propose(_) => {
            let new = propose_redress::ProposeRedress {
                id: uuid::Uuid::from_u128(7),
                kind: Code::new("money").unwrap(),
                amount: Some(sample::yuan(3_000)),
                what: sample::words("the loss"),
                mark: Mark { by, at },
            };
            let new = propose_redress::decide(case, new, &world.redress, (sample::pack(), "branch")).ok()?;
            world.redress.push(new);
            return Some(world);
        }
        Command::DecideRedress(_, yes) => {
            let refused = (!yes).then(|| Some(sample::words("too much")));
            decide_redress::decide(case, last, &decider(by, at), refused, None)
        }
        .ok()?,
        Command::Deliver(_) => {
            deliver_redress::decide(case, last, sample::words("transfer 1"), Mark { by, at }).ok()?
        }
        Command::Drop(_) => drop_redress::decide(case, last, sample::words("not wanted"), &decider(by, at)).ok()?,
        _ => return None,
    };
    *world.redress.last_mut()? = changed;
    Some(world)
}

fn withdraw(case: Case, now: i64) -> Option<Case> {
    case.subject.as_ref()?; // intake ends only what it has registered
    let (ending, finding, by) = (Ending::Withdrawn, None, Actor::Complainant);
    let at = at(now);
    end::decide(
        case,
        Ended {
            ending,
            finding,
            by,
            at,
        },
    )
    .ok()
}

fn step(world: &World, command: &Command, by: Actor, at: Timestamp) -> Option<Case> {
    let case = world.case.clone();
    match *command {
        Command::Accept(_) => accept_order::decide(
            case,
            AcceptOrder {
                by,
                units: Vec::new(),
                at,
            },
        )
        .ok(),
        Command::Statement(_) => take(case, by, at),
        Command::Find(_, verdict) => find(case, verdict, by),
        Command::Reply(_, apology, waits) => reply(world, by, at, (apology, waits)),
        Command::DecideReply(_, yes) => {
            let refused = (!yes).then(|| Some(sample::words("too curt")));
            let outgoing = outgoing(&case, at);
            decide_reply::decide(case, &decider(by, at), refused, world.papers(), outgoing).ok()
        }
        Command::Communicate(_) => communicate(world, by, at),
        Command::Visit(_, satisfaction) => {
            let remarks = None;
            let visit = Visit {
                satisfaction,
                remarks,
                by,
                at,
            };
            follow_up::decide(case, visit).ok()
        }
        Command::Review(_, overrules) => look_again(case, overrules, by),
        Command::AskAgain(_) | Command::Appeal(_) => {
            let appeals = matches!(command, Command::Appeal(_));
            let ask = ask_again::AskAgain {
                round: if appeals { Round::Appeal } else { Round::Verification },
                reasons: Some(sample::words("no")),
                today: jiff::civil::date(2026, 12, 1),
                mark: Mark { by, at },
            };
            ask_again::decide(case, ask).ok().map(|asked| asked.case)
        }
        Command::EndOutside(_) => {
            let end = end_outside::EndOutside {
                way: Code::new("mediation").unwrap(),
                form_sha256: "f".repeat(64),
                by,
                at,
            };
            end_outside::decide(case, end, &world.redress, sample::pack()).ok()
        }
        Command::Close(_) => {
            let form_sha256 = "f".repeat(64);
            close::decide(case, Close { form_sha256, by, at }, &world.redress).ok()
        }
        Command::Archive(_) => archive::decide(case, (&world.redress, &world.sanctions), sample::pack(), by, at).ok(),
        _ => None,
    }
}

fn find(case: Case, verdict: Verdict, by: Actor) -> Option<Case> {
    let finding = Finding {
        verdict,
        by,
        root_cause: Code::new("service_attitude").unwrap(),
        responsible: verdict.at_fault().then(sanctions::responsible).into_iter().collect(),
        ..sample::finding()
    };
    find::decide(case, finding, sample::pack()).ok()
}

fn look_again(case: Case, overrules: bool, by: Actor) -> Option<Case> {
    let review = review::Review {
        instead: overrules.then(|| review::Otherwise {
            verdict: Verdict::Upheld,
            root_cause: Some(Code::new("service_attitude").unwrap()),
            responsible_unit: None,
            responsible: vec![sanctions::responsible()],
        }),
        reasons: sample::words("heard it"),
        decider: Decider {
            by,
            ..sample::decider("any", "ho")
        },
    };
    review::decide(case, review, sample::pack()).ok()
}

fn take(case: Case, by: Actor, at: Timestamp) -> Option<Case> {
    let statement = Statement {
        by,
        recorded: at,
        taken: at,
        ..sample::statement(1)
    };
    take_statement::decide(case, &statement, &[]).ok()
}

fn reply(world: &World, by: Actor, at: Timestamp, (apology, waits): (bool, bool)) -> Option<Case> {
    let draft = Draft {
        apology,
        approver: waits.then_some(Approver::Above),
        by,
        ..sample::draft()
    };
    let outgoing = outgoing(&world.case, at);
    reply::decide(world.case.clone(), draft, world.papers(), outgoing).ok()
}

fn communicate(world: &World, by: Actor, at: Timestamp) -> Option<Case> {
    let new = communicate::Communicate {
        kind: Code::new("vents").unwrap(),
        severe: false,
        approved: !world.case.approve.is_empty(),
        awaits: world.opinions.iter().any(Opinion::holds_the_reply),
        channel: Code::new("phone").unwrap(),
        words: sample::words("we hear you"),
        by,
        at,
        lapses: at + SignedDuration::from_hours(LAPSE_HOURS),
    };
    let case = communicate::decide(world.case.clone(), new).ok()?;
    let answered = Some(letter::answered(sample::pack(), None, at));
    Some(Case { answered, ..case })
}

fn outgoing(case: &Case, at: Timestamp) -> reply::Outgoing {
    reply::Outgoing {
        letter: None,
        answered: letter::answered(sample::pack(), case.answered.as_ref(), at),
        lapses: at + SignedDuration::from_hours(LAPSE_HOURS),
    }
}

/// An order of routing's; the one by which the case is held names the unit that holds it.
fn ordered(case: &Case, n: u128) -> Order {
    let order = sample::order(n, "ho");
    let lead = if case.order == Some(order.order) {
        case.unit.clone()
    } else {
        order.lead
    };
    Order { lead, ..order }
}
