use huiyin_policy::Shelf;
use huiyin_worktime::Limit;

use super::*;
use crate::domain::deadline::Step;
use crate::domain::samples::World;

/// The next version of the rural bank, in which an outlet replies within `days` working days.
pub(crate) fn next(days: u32, effective_from: &str) -> (tempfile::TempDir, Pack) {
    let folder = tempfile::tempdir().unwrap();
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/policy");
    for (part, to) in [
        ("rural-bank", "rural-bank@2026.2"),
        ("letters", "letters"),
        ("calendars", "calendars"),
    ] {
        std::fs::create_dir_all(folder.path().join(to)).unwrap();
        for file in std::fs::read_dir(from.join(part)).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), folder.path().join(to).join(file.file_name())).unwrap();
        }
    }
    let edit = |file: &str, good: &str, bad: &str| {
        let path = folder.path().join("rural-bank@2026.2").join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(good), "{file} holds no {good}");
        std::fs::write(path, text.replacen(good, bad, 1)).unwrap();
    };
    edit("pack.toml", "version = \"2026.1\"", "version = \"2026.2\"");
    edit(
        "pack.toml",
        "effective_from = \"2026-01-01\"",
        &format!("effective_from = \"{effective_from}\""),
    );
    let outlet = "level = [\"outlet\"]\nlimit = { basis = \"working_days\", amount = 1 }";
    let changed = outlet.replace("amount = 1", &format!("amount = {days}"));
    edit("clocks.toml", outlet, &changed);
    let shelf = Shelf::load(folder.path(), "rural-bank").unwrap();
    let pack = shelf.version("rural-bank@2026.2").unwrap().clone();
    (folder, pack)
}

struct Moved {
    world: World,
    pack: Pack,
    matter: Matter,
    lines: Vec<Line>,
}

impl Moved {
    fn new(days: u32) -> Self {
        let world = World::new();
        let matter = world.assigned("ho.b1.o1");
        let (_, pack) = next(days, "2026-06-01");
        let lines = Vec::new();
        Self {
            world,
            pack,
            matter,
            lines,
        }
    }

    fn request<'a>(&'a self, by: &'a Actor) -> Migrate<'a> {
        Migrate {
            matter: &self.matter,
            history: &self.matter.clocks,
            lines: &self.lines,
            version: "rural-bank@2026.2",
            to: Some(&self.pack),
            directory: self.world.rules().directory,
            ids: self.world.ids(),
            why: "law_changed",
            reason: "the measures of June",
            by,
            now: self.world.later(60),
        }
    }

    fn decide(&self) -> Effects {
        self.request(&Actor::Operator).decide().unwrap()
    }

    fn reply(effects: &Effects) -> &Clock {
        effects.clocks.iter().find(|clock| clock.is_reply()).unwrap()
    }
}

#[test]
fn what_runs_is_computed_anew_from_its_start_and_the_ledger_says_so() {
    let moved = Moved::new(2);
    let effects = moved.decide();
    let reply = Moved::reply(&effects);
    // Friday the 9th plus two working days: Saturday the 10th is worked, so it is Monday.
    let monday: Timestamp = "2026-10-12T17:30:00+08:00".parse().unwrap();
    assert_eq!(reply.stage, ClockStage::Running { due: monday });
    assert_eq!(reply.started, moved.matter.clocks[1].started);
    assert_eq!(reply.policy_version, "rural-bank@2026.2");
    assert_eq!(effects.complaint.as_ref().unwrap().policy_version, "rural-bank@2026.2");
    let line = effects.lines.iter().find(|line| line.clock == reply.id).unwrap();
    assert_eq!(
        (line.kind.word(), line.ground.as_str(), line.reason.as_str()),
        ("migration", "law_changed", "the measures of June")
    );
    assert!(line.explanation.is_some() && reply.explanation == line.explanation);
    let Saying::Migrated(event) = &effects.said[0] else {
        panic!("{:?}", effects.said)
    };
    assert_eq!(
        (event.from.as_str(), event.to.as_str(), event.why.as_str(), &event.by),
        (
            "rural-bank@2026.1",
            "rural-bank@2026.2",
            "law_changed",
            &Actor::Operator
        )
    );
    let recomputed = effects
        .said
        .iter()
        .filter(|said| matches!(said, Saying::Recomputed(_)))
        .count();
    assert_eq!(recomputed, 1, "the acceptance is due as before");
}

#[test]
fn a_breach_stays_and_no_step_of_its_ladder_comes_again() {
    let mut moved = Moved::new(2);
    let due = moved.matter.clocks[1].stage.due().unwrap();
    moved.matter.clocks[1].stage = ClockStage::Breached { due, end: None };
    let effects = moved.decide();
    let reply = Moved::reply(&effects);
    assert_eq!(reply.stage, ClockStage::Breached { due, end: None });
    assert!(
        !effects.moved.contains(&reply.id),
        "the step that is to come stays as it is"
    );
    assert!(!effects.deadlines.iter().any(|row| row.clock == reply.id));
}

#[test]
fn a_promised_date_is_binding() {
    let mut moved = Moved::new(2);
    let (id, due) = (moved.matter.clocks[1].id, moved.matter.clocks[1].stage.due().unwrap());
    moved.lines = vec![Line {
        id: moved.world.ids().uuid(),
        complaint: moved.matter.complaint.id,
        clock: id,
        kind: LineKind::Extension(Limit {
            basis: huiyin_worktime::Basis::WorkingDays,
            amount: 1,
        }),
        ground: "cannot_be_finished".to_owned(),
        reason: "x".to_owned(),
        asked_by: Actor::Operator,
        asked: moved.world.now,
        stage: LineStage::Approved {
            by: Actor::Operator,
            at: moved.world.now,
            old: due,
            new: Some(due),
        },
        notice: None,
        explanation: None,
    }];
    assert_eq!(Moved::reply(&moved.decide()).stage, ClockStage::Running { due });
}

#[test]
fn a_shorter_limit_that_has_passed_falls_due_at_once_for_no_time_is_given_back() {
    let mut moved = Moved::new(1);
    let start = moved.world.later(-3 * 24 * 60);
    moved.matter.clocks[1].started = start;
    moved.matter.clocks[1].stage = ClockStage::Running {
        due: moved.world.later(600),
    };
    let effects = moved.decide();
    let reply = Moved::reply(&effects);
    assert!(reply.stage.due().unwrap() < moved.world.now);
    let row = effects
        .deadlines
        .iter()
        .find(|row| row.clock == reply.id && row.step == Step::Due)
        .unwrap();
    assert_eq!(Some(row.at), reply.stage.due());
}

#[test]
fn a_pause_goes_on_and_what_is_left_is_reckoned_from_the_new_date() {
    let mut moved = Moved::new(2);
    let due = moved.matter.clocks[1].stage.due().unwrap();
    let since = moved.world.later(30);
    moved.matter.clocks[1].stage = ClockStage::Paused { due, since };
    let effects = moved.decide();
    let reply = Moved::reply(&effects);
    let monday: Timestamp = "2026-10-12T17:30:00+08:00".parse().unwrap();
    assert_eq!(reply.stage, ClockStage::Paused { due: monday, since });
    assert!(!effects.moved.contains(&reply.id));
}

#[test]
fn each_refusal_has_its_sentence() {
    let mut moved = Moved::new(2);
    let operator = Actor::Operator;
    let refused = |request: Migrate<'_>| request.decide().unwrap_err().to_string();
    let ask = |moved: &Moved, change: fn(&mut Migrate<'_>)| {
        let mut request = moved.request(&operator);
        change(&mut request);
        refused(request)
    };
    assert_eq!(
        ask(&moved, |request| (request.version, request.to) =
            ("rural-bank@2031.1", None)),
        "there is no version `rural-bank@2031.1` of the policy pack here"
    );
    assert_eq!(
        ask(&moved, |request| (request.version, request.to) =
            ("hospital@2026.1", None)),
        "`hospital@2026.1` is a pack of another organisation"
    );
    for why in ["", "Law changed"] {
        let mut request = moved.request(&operator);
        request.why = why;
        assert_eq!(
            refused(request),
            "why is a code: 1 to 64 lower-case letters, digits, '_' or '-'"
        );
    }
    assert_eq!(
        ask(&moved, |request| request.reason = " "),
        "a move to another version gives its reason"
    );
    let long = "x".repeat(501);
    let mut request = moved.request(&operator);
    request.reason = &long;
    assert_eq!(refused(request), "the reason is at most 500 characters");
    moved.pack = next(2, "2027-01-01").1;
    assert_eq!(
        ask(&moved, |_| ()),
        "the version is in force from 2027-01-01 on, not before"
    );
    moved.pack = next(2, "2026-06-01").1;
    moved.matter.complaint.policy_version = "rural-bank@2026.2".to_owned();
    assert_eq!(ask(&moved, |_| ()), "the complaint is on this version already");
    moved.matter.complaint.stage = ComplaintStage::Ended {
        at: moved.world.now,
        why: "closed".to_owned(),
    };
    assert_eq!(
        ask(&moved, |_| ()),
        "the complaint has ended: it stays on the version that it was decided by"
    );
    assert_eq!(Refusal::NoComplaint.to_string(), "there is no such complaint");
}
