//! Sanctions (R6.3): what the model knows of them, and doing a command to real ones.

use huiyin_kernel::{Date, StaffCode};

use super::facts::Model;
use super::run::World;
use super::*;

/// One sanction against the teller.
#[derive(Clone, Debug)]
pub(super) struct Penalty {
    state: &'static str,
    by: usize,
    decided: Option<usize>,
    last: Option<Date>,
}

/// Against whom, in the finding of every complaint that is upheld.
pub(super) fn responsible() -> StaffCode {
    StaffCode::new(PEOPLE[TELLER]).unwrap()
}

fn day(hours: i64) -> Date {
    sample::pack().default_calendar().date_of(at(hours))
}

/// Ten working days after the day, counted one by one; nothing where the calendar ends before.
fn ten_working_days_after(day: Date) -> Option<Date> {
    let calendar = sample::pack().default_calendar();
    let days = day.series(jiff::Span::new().days(1)).skip(1);
    let mut left = 10;
    for day in days {
        left -= i32::from(calendar.is_working_day(day).ok()?);
        if left == 0 {
            return Some(day);
        }
    }
    None
}

impl Model {
    pub(super) fn sanction_states(&self) -> Vec<&'static str> {
        self.sanctions.iter().map(|one| one.state).collect()
    }

    /// Whether something of a sanction is still to come, which the archive waits for.
    pub(super) fn sanctions_open(&self, now: i64) -> bool {
        let open = |one: &Penalty| match one.state {
            "proposed" | "appealed" => true,
            "imposed" => one.last.is_some_and(|last| day(now) <= last),
            _ => false,
        };
        self.sanctions.iter().any(open)
    }

    pub(super) fn may_with_sanctions(&self, command: &Command, now: i64) -> bool {
        let last = self.sanctions.last();
        let is = |state: &str| last.is_some_and(|last| last.state == state);
        let proposer = last.map(|last| last.by);
        match *command {
            Command::Sanction(who) => {
                let stands = if self.closed.is_some() {
                    self.stands
                } else {
                    self.found.map(|verdict| (verdict, self.unreviewed))
                };
                let founded = matches!(stands, Some((Verdict::Upheld | Verdict::PartlyUpheld, false)));
                let hit = self
                    .sanctions
                    .iter()
                    .any(|one| !matches!(one.state, "refused" | "lifted"));
                !self.archived && founded && !hit && who != TELLER
            }
            Command::DecideSanction(who, imposes) => {
                let reach = !imposes || ten_working_days_after(day(now)).is_some();
                is("proposed") && proposer != Some(who) && who != TELLER && reach
            }
            Command::AppealSanction(who) => {
                let in_time = last.and_then(|last| last.last).is_some_and(|last| day(now) <= last);
                is("imposed") && in_time && who != TELLER
            }
            Command::SettleAppeal(who, _) => {
                let decided = last.and_then(|last| last.decided);
                is("appealed") && proposer != Some(who) && decided != Some(who) && who != TELLER
            }
            _ => unreachable!("another knows it"),
        }
    }

    pub(super) fn apply_to_sanctions(&mut self, command: &Command, now: i64) {
        if let Command::Sanction(by) = *command {
            return self.sanctions.push(Penalty {
                state: "proposed",
                by,
                decided: None,
                last: None,
            });
        }
        let Some(last) = self.sanctions.last_mut() else { return };
        match *command {
            Command::DecideSanction(who, true) => {
                (last.state, last.decided, last.last) = ("imposed", Some(who), ten_working_days_after(day(now)));
            }
            Command::DecideSanction(_, false) => last.state = "refused",
            Command::AppealSanction(_) => last.state = "appealed",
            Command::SettleAppeal(_, stays) => last.state = if stays { "confirmed" } else { "lifted" },
            _ => unreachable!("another knows it"),
        }
    }
}

/// Does it to the last sanction, or proposes another.
pub(super) fn run(mut world: World, command: &Command, by: Actor, at: Timestamp) -> Option<World> {
    let decider = run::decider(by.clone(), at);
    let (case, last) = (&world.case, world.sanctions.last());
    let changed = match *command {
        Command::Sanction(_) => {
            let standing = case.stage.closing().and(world.standing.as_ref());
            let finding = case.stage.finding().or(standing);
            let new = propose_sanction::ProposeSanction {
                id: uuid::Uuid::from_u128(7),
                rule: "attitude".to_owned(),
                role: Role::Person,
                person: responsible(),
                heads: std::collections::BTreeMap::new(),
                amount: sample::yuan(500),
                loss: false,
                skips_level: false,
                reasons: sample::words("it was not the first time"),
                mark: Mark { by, at },
            };
            let new = propose_sanction::decide(case, finding, new, &world.sanctions, sample::pack()).ok()?;
            world.sanctions.push(new);
            return Some(world);
        }
        Command::DecideSanction(_, imposes) => {
            let refused = (!imposes).then(|| Some(sample::words("a word was enough")));
            decide_sanction::decide(case, last, &decider, refused, sample::pack()).ok()?
        }
        Command::AppealSanction(_) => {
            let today = sample::pack().default_calendar().date_of(at);
            appeal_sanction::decide(last, sample::words("the camera shows it"), today, Mark { by, at }).ok()?
        }
        Command::SettleAppeal(_, stays) => {
            settle_appeal::decide(case, last, &decider, stays, sample::words("as the record shows")).ok()?
        }
        _ => return None,
    };
    *world.sanctions.last_mut()? = changed;
    Some(world)
}
