//! Evidence and letters about more time (R5.1, R4.5): what the model knows of them, and doing a command to real ones.

use huiyin_files::clamd::Scan;

use super::add_evidence::{Content, Quota, Told};
use super::facts::Model;
use super::run::World;
use super::tell_extension::TellExtension;
use super::*;

/// So small that a case is full after a few files.
const QUOTA: Quota = Quota { file: 5, case: 12 };

impl Model {
    /// The files of the case by their content, and which of them was superseded.
    pub(super) fn file_states(&self) -> Vec<(u8, bool)> {
        let superseded = |n: &u8| Some(*n) == self.superseded;
        self.files.iter().map(|n| (*n, superseded(n))).collect()
    }

    pub(super) fn may_with_files(&self, command: &Command) -> bool {
        match *command {
            Command::File(who, n, instead) => {
                let worked_on = self.closed.is_none() && self.handler.is_some();
                let held: u64 = self.files.iter().map(|n| length(*n)).sum();
                let fits = length(n) <= QUOTA.file && held + length(n) <= QUOTA.case;
                let replaces = !instead || (!self.files.is_empty() && self.superseded.is_none());
                worked_on && fits && replaces && !self.files.contains(&n) && who != TELLER
            }
            Command::Longer => self.closed.is_none(),
            Command::TellLonger(who, latest) => {
                let the_last = latest || self.longer.len() == 1;
                let owed = self.longer.last() == Some(&false);
                self.handles(who) && self.replied.is_none() && owed && the_last
            }
            _ => unreachable!("another knows it"),
        }
    }

    pub(super) fn apply_to_files(&mut self, command: &Command) {
        match *command {
            Command::File(_, n, instead) => {
                self.superseded = self
                    .superseded
                    .or_else(|| self.files.first().copied().filter(|_| instead));
                self.files.push(n);
            }
            Command::Longer => self.longer.push(false),
            Command::TellLonger(..) => {
                let Some(last) = self.longer.last_mut() else { return };
                *last = true;
            }
            _ => unreachable!("another knows it"),
        }
    }
}

fn length(n: u8) -> u64 {
    u64::from(n) + 1
}

impl World {
    pub(super) fn file_states(&self) -> Vec<(u8, bool)> {
        let successor = |id| move |one: &Evidence| one.supersedes.as_ref().is_some_and(|(of, _)| *of == id);
        let state = |one: &Evidence| (one.sha256[0], self.evidence.iter().any(successor(one.id)));
        self.evidence.iter().map(state).collect()
    }

    /// Routing tells that the reply has more time.
    pub(super) fn longer(mut self) -> Option<Self> {
        if self.case.stage.closing().is_some() {
            return None;
        }
        let n = u128::try_from(self.extensions.len()).ok()?;
        self.extensions.push(sample::extension(n, false));
        Some(self)
    }
}

pub(super) fn run(mut world: World, command: &Command, by: Actor, at: Timestamp) -> Option<World> {
    match *command {
        Command::File(_, n, instead) => {
            let first = world.evidence.first().map(|one| one.id);
            let told = Told {
                kind: Code::new("recording").unwrap(),
                given_by: Code::new("complainant").unwrap(),
                name: None,
                supersedes: instead.then(|| first.unwrap_or_default()),
                reason: instead.then(|| sample::words("it is clearer")),
            };
            let content = Content {
                sha256: [n; 32],
                bytes: length(n),
                head: b"%PDF-1.7".to_vec(),
                scan: Scan::Clean,
            };
            let id = uuid::Uuid::from_u128(4000 + u128::from(n));
            let taken = add_evidence::decide(&world.case, told, content, &world.evidence, QUOTA, (id, by, at));
            world.evidence.push(taken.ok()?);
        }
        Command::TellLonger(_, latest) => {
            let among = if latest {
                world.extensions.last()
            } else {
                world.extensions.first()
            };
            let tell = TellExtension {
                id: among?.id,
                channel: Code::new("letter").unwrap(),
                reason: sample::words("the expert is away"),
                unit: "Branch 1",
                mark: Mark { by, at },
            };
            let told = tell_extension::decide(&world.case, &world.extensions, tell, sample::pack()).ok()?;
            let there = world.extensions.iter_mut().find(|one| one.id == told.id)?;
            *there = told;
        }
        _ => return None,
    }
    Some(world)
}
