//! Random commands against a small reference model: no step is skipped or out of order, and a case has one handler (P12).

use std::cell::Cell;

use huiyin_kernel::{Actor, Timestamp};
use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::accept_order::AcceptOrder;
use super::close::Close;
use super::end::Ended;
use super::follow_up::Visit;
use super::sample::{self, actor, at};
use super::*;

mod facts;
mod files;
mod papers;
mod run;
mod sanctions;

use facts::Model;
use run::{World, run};

/// Three clerks, and the teller who is complained about.
const PEOPLE: [&str; 4] = ["anna", "bao", "chen", "teller"];
const TELLER: usize = 3;
const LAPSE_HOURS: i64 = 7 * 24;

#[derive(Clone, Debug)]
enum Command {
    Register,
    Order(u128),
    Accept(usize),
    Statement(usize),
    Find(usize, Verdict),
    /// With an apology or not; to be approved first, or not.
    Reply(usize, bool, bool),
    DecideReply(usize, bool),
    Communicate(usize),
    Visit(usize, Satisfaction),
    Lapse,
    Review(usize, bool),
    AskAgain(usize),
    Appeal(usize),
    Propose(usize),
    DecideRedress(usize, bool),
    Deliver(usize),
    Drop(usize),
    /// Whether the reply waits for it.
    OpinionAsked(bool),
    OpinionGiven,
    Overrule(usize),
    EndOutside(usize),
    Sanction(usize),
    DecideSanction(usize, bool),
    AppealSanction(usize),
    SettleAppeal(usize, bool),
    /// A file with this content; in the place of the first one, or not.
    File(usize, u8, bool),
    /// The reply has more time.
    Longer,
    /// The complainant is told so: of the last time, or of the first.
    TellLonger(usize, bool),
    Close(usize),
    Archive(usize),
    Withdraw,
}

/// Mostly what moves a case on, so that the sequences get far; a withdrawal ends too many too soon.
fn command() -> impl Strategy<Value = Command> {
    let who = || 0..PEOPLE.len();
    let verdict = prop_oneof![
        Just(Verdict::Upheld),
        Just(Verdict::PartlyUpheld),
        Just(Verdict::NotUpheld)
    ];
    let satisfaction = prop_oneof![
        Just(Satisfaction::Satisfied),
        Just(Satisfaction::Dissatisfied),
        Just(Satisfaction::Unreachable)
    ];
    prop_oneof![
        2 => Just(Command::Register),
        2 => (1..4_u128).prop_map(Command::Order),
        8 => who().prop_map(Command::Accept),
        8 => who().prop_map(Command::Statement),
        12 => (who(), verdict).prop_map(|(who, verdict)| Command::Find(who, verdict)),
        12 => (who(), any::<bool>(), prop::bool::weighted(0.2)).prop_map(|(who, apology, waits)| Command::Reply(who, apology, waits)),
        4 => (who(), any::<bool>()).prop_map(|(who, yes)| Command::DecideReply(who, yes)),
        1 => who().prop_map(Command::Communicate),
        6 => (who(), satisfaction).prop_map(|(who, satisfaction)| Command::Visit(who, satisfaction)),
        3 => Just(Command::Lapse),
        6 => (who(), any::<bool>()).prop_map(|(who, overrules)| Command::Review(who, overrules)),
        2 => who().prop_map(Command::AskAgain),
        1 => who().prop_map(Command::Appeal),
        2 => who().prop_map(Command::Propose),
        3 => (who(), any::<bool>()).prop_map(|(who, yes)| Command::DecideRedress(who, yes)),
        3 => who().prop_map(Command::Deliver),
        3 => who().prop_map(Command::Drop),
        1 => prop::bool::weighted(0.7).prop_map(Command::OpinionAsked),
        2 => Just(Command::OpinionGiven),
        3 => who().prop_map(Command::Overrule),
        1 => who().prop_map(Command::EndOutside),
        4 => who().prop_map(Command::Sanction),
        6 => (who(), any::<bool>()).prop_map(|(who, yes)| Command::DecideSanction(who, yes)),
        6 => who().prop_map(Command::AppealSanction),
        6 => (who(), any::<bool>()).prop_map(|(who, stays)| Command::SettleAppeal(who, stays)),
        3 => (who(), 0..6_u8, prop::bool::weighted(0.3)).prop_map(|(who, n, instead)| Command::File(who, n, instead)),
        1 => Just(Command::Longer),
        2 => (who(), any::<bool>()).prop_map(|(who, latest)| Command::TellLonger(who, latest)),
        8 => who().prop_map(Command::Close),
        4 => who().prop_map(Command::Archive),
        1 => Just(Command::Withdraw),
    ]
}

/// Does the commands to a case and to the model, and compares after each. Says how many were taken.
fn agree(commands: Vec<(Command, i64)>) -> Result<u64, TestCaseError> {
    let mut world = World::new(Case {
        subject: None,
        ..sample::assigned()
    });
    let mut model = Model::new();
    let (mut now, mut taken) = (0, 0);
    for (command, wait) in commands {
        now += wait;
        let next = run(world.clone(), &command, now);
        prop_assert_eq!(
            next.is_some(),
            model.allows(&command, now),
            "{:?} at {}",
            &command,
            world.case.stage.name()
        );
        taken += u64::from(next.is_some());
        world = next.unwrap_or(world);
        let case = &world.case;
        prop_assert_eq!(case.stage.name(), model.stage());
        prop_assert_eq!(case.statements, model.statements);
        if let Some(work) = case.stage.work() {
            prop_assert_eq!(&work.handler, &actor(PEOPLE[model.handler.unwrap()]));
        }
        let ending = case.stage.closing().map(|closing| closing.ending.code());
        prop_assert_eq!(ending, model.closed);
        let states: Vec<_> = world.redress.iter().map(Redress::state).collect();
        prop_assert_eq!(states, model.redress_states());
        prop_assert_eq!(world.opinions.iter().any(Opinion::is_awaited), model.awaits.is_some());
        let states: Vec<_> = world.sanctions.iter().map(Sanction::state).collect();
        prop_assert_eq!(states, model.sanction_states());
        prop_assert_eq!(world.file_states(), model.file_states());
        let told: Vec<_> = world.extensions.iter().map(|one| one.told.is_some()).collect();
        prop_assert_eq!(&told, &model.longer);
    }
    Ok(taken)
}

fn sequences() -> impl Strategy<Value = Vec<(Command, i64)>> {
    prop::collection::vec(step(), 1..60)
}

/// A command, and hours before it: mostly the same day, so that what has a last day is done before it as well as after.
fn step() -> impl Strategy<Value = (Command, i64)> {
    (command(), prop_oneof![3 => 0..8_i64, 1 => 8..200_i64])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_commands_skips_a_step_or_gives_a_case_two_handlers(commands in sequences()) {
        agree(commands)?;
    }
}

/// What proptest runs where nobody asks for more.
const USUAL: u32 = 256;

/// `tests/hard/run p12`. `PROPTEST_CASES` asks for another number of sequences.
#[test]
#[ignore = "hard: 1 000 000 sequences of up to 59 commands"]
fn p12_no_sequence_of_a_million_skips_a_step_or_gives_a_case_two_handlers() {
    let asked = ProptestConfig::default().cases;
    let cases = if asked == USUAL { 1_000_000 } else { asked };
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let (given, taken) = (Cell::new(0_u64), Cell::new(0_u64));
    let run = TestRunner::new(config).run(&sequences(), |commands| {
        given.set(given.get() + u64::try_from(commands.len()).unwrap());
        taken.set(taken.get() + agree(commands)?);
        Ok(())
    });
    run.unwrap();
    println!(
        "P12: {cases} sequences, {} commands, {} of them taken: the cases and the model agreed after each",
        given.get(),
        taken.get()
    );
}

#[test]
fn the_sequences_reach_every_stage_and_every_command_succeeds_somewhere() {
    use proptest::strategy::ValueTree;
    let mut runner = TestRunner::deterministic();
    let mut reached = std::collections::BTreeSet::new();
    let mut done = std::collections::BTreeSet::new();
    // Longer ones than those that are compared: what is rare must come here, too.
    let long = prop::collection::vec(step(), 200);
    for _ in 0..600 {
        let mut world = World::new(sample::assigned());
        let mut now = 0;
        for (command, wait) in long.new_tree(&mut runner).unwrap().current() {
            now += wait;
            let next = run(world.clone(), &command, now);
            let name = format!("{command:?}");
            let name = name.split('(').next().unwrap_or_default().to_owned();
            done.extend(next.is_some().then_some(name));
            world = next.unwrap_or(world);
            reached.insert(world.case.stage.name());
        }
    }
    assert_eq!(reached.len(), 8, "{reached:?}");
    // All but the appeal against a sanction and what settles it: few sanctions are imposed before the calendar ends, and none of these goes on.
    assert_eq!(done.len(), 29, "every command succeeds somewhere: {done:?}");
}
