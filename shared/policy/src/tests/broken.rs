//! A broken pack is refused with its file, its line and a sentence.

use std::path::Path;

use super::packs;
use crate::{Lead, Outcome, Pack};

fn copy(to: &Path) {
    for folder in ["rural-bank", "calendars", "letters"] {
        std::fs::create_dir(to.join(folder)).unwrap();
        for file in std::fs::read_dir(packs().join(folder)).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), to.join(folder).join(file.file_name())).unwrap();
        }
    }
}

/// The rural bank's pack with one thing replaced in one file.
fn changed(file: &str, good: &str, bad: &str) -> Result<Pack, String> {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(good), "{file} holds no {good}");
    std::fs::write(&path, text.replacen(good, bad, 1)).unwrap();
    Pack::load(folder.path().join("rural-bank")).map_err(|refusal| refusal.to_string())
}

/// The refusal, and that it names the line at which the mistake stands.
fn refused(file: &str, good: &str, bad: &str) -> String {
    let refusal = changed(file, good, bad).unwrap_err();
    let place = refusal
        .strip_prefix(file)
        .unwrap_or_else(|| panic!("another file: {refusal}"));
    let (line, sentence) = place.strip_prefix(':').and_then(|rest| rest.split_once(": ")).unwrap();
    assert!(line.parse::<usize>().unwrap() >= 1);
    sentence.to_owned()
}

#[test]
fn the_refusal_names_file_line_and_what_is_wrong() {
    let refusal = changed("rural-bank/pack.toml", "version = \"2026.1\"", "version = \"two\"").unwrap_err();
    let text = std::fs::read_to_string(packs().join("rural-bank/pack.toml")).unwrap();
    let line = 1 + text.lines().position(|line| line.starts_with("version")).unwrap();
    let wanted = format!("rural-bank/pack.toml:{line}: `two` is no version: write the year and a count, \"2026.1\"");
    assert_eq!(refusal, wanted);
}

#[test]
fn a_missing_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    std::fs::remove_file(folder.path().join("rural-bank/clocks.toml")).unwrap();
    let refusal = Pack::load(folder.path().join("rural-bank")).unwrap_err().to_string();
    assert!(
        refusal.starts_with("rural-bank/clocks.toml:1: the file cannot be read: "),
        "{refusal}"
    );
}

#[test]
fn an_unknown_field_is_refused_in_every_file() {
    for (file, good) in [
        ("rural-bank/pack.toml", "default_severity ="),
        ("rural-bank/lists.toml", "severities ="),
        ("rural-bank/decision.toml", "code = \"leader\""),
        ("rural-bank/clocks.toml", "starts = \"order\""),
        ("calendars/cn.toml", "time_zone ="),
    ] {
        let sentence = refused(file, good, &format!("surprise = 1\n{good}"));
        assert!(
            sentence.starts_with("unknown field `surprise`, expected one of "),
            "{sentence}"
        );
    }
}

#[test]
fn text_that_is_no_toml_is_refused_at_its_line() {
    let sentence = refused("rural-bank/clocks.toml", "starts = \"order\"", "starts = \"order");
    assert!(sentence.contains("invalid basic string"), "{sentence}");
}

#[test]
fn a_pack_is_called_like_its_folder() {
    let sentence = refused("rural-bank/pack.toml", "name = \"rural-bank\"", "name = \"city-bank\"");
    assert_eq!(
        sentence,
        "the pack calls itself `city-bank`, but its folder is `rural-bank`"
    );
}

#[test]
fn a_calendar_is_called_like_its_file_and_is_among_those_listed() {
    let sentence = refused("calendars/cn.toml", "name = \"cn\"", "name = \"hk\"");
    assert_eq!(sentence, "the calendar calls itself `hk`, but its file is `cn`");
    let sentence = refused("rural-bank/pack.toml", "calendar = \"cn\"", "calendar = \"hk\"");
    assert_eq!(sentence, "the calendar `hk` is not among `calendars`");
    let sentence = refused(
        "rural-bank/pack.toml",
        "calendars = [\"cn\"]",
        "calendars = [\"../cn\"]",
    );
    assert_eq!(
        sentence,
        "`../cn` is no code: 1 to 64 lower-case letters, digits, '_' or '-'"
    );
    let sentence = refused("calendars/cn.toml", "from = \"2026-02-15\"", "from = \"2026-02-25\"");
    assert_eq!(sentence, "the holiday ends before it starts");
}

#[test]
fn a_code_is_plain_stands_once_and_has_both_names() {
    let entry = "{ code = \"visit\", zh = \"来访\", en = \"Visit\" }";
    let swap = |code: &str, zh: &str| {
        let bad = format!("{{ code = \"{code}\", zh = \"{zh}\", en = \"Visit\" }}");
        refused("rural-bank/lists.toml", entry, &bad)
    };
    assert_eq!(
        swap("In person", "来访"),
        "`In person` is no code: 1 to 64 lower-case letters, digits, '_' or '-'"
    );
    assert_eq!(
        swap("unlisted", "来访"),
        "`unlisted` is a word of the format and cannot be a code"
    );
    assert_eq!(swap("hotline", "来访"), "the code `hotline` is listed twice");
    assert_eq!(swap("visit", " "), "`visit` needs a Chinese and an English name");
}

#[test]
fn a_list_lacks_no_code_that_the_product_itself_uses() {
    let lists = "rural-bank/lists.toml";
    let sentence = refused(lists, "code = \"reply\"", "code = \"answer\"");
    assert_eq!(
        sentence,
        "the list of clocks lacks `reply`, which the product itself uses"
    );
    let sentence = refused(lists, "code = \"withdrawn\"", "code = \"gone\"");
    assert_eq!(
        sentence,
        "the list of endings lacks `withdrawn`, which the product itself uses"
    );
    let sentence = refused(lists, "code = \"not_upheld\"", "code = \"unfounded\"");
    assert_eq!(
        sentence,
        "the list of findings lacks `not_upheld`, which the product itself uses"
    );
}

#[test]
fn a_code_that_is_in_no_list_is_refused_wherever_it_stands() {
    let not = |code, list| format!("`{code}` is not in the list of {list}");
    let unlisted = |file: &str, good, bad| refused(&format!("rural-bank/{file}.toml"), good, bad);
    let sentence = unlisted("lists", "severity = \"complex\"", "severity = \"hard\"");
    assert_eq!(sentence, not("hard", "severities"));
    let sentence = unlisted("lists", "tell = [\"supervision_desk\"", "tell = [\"watch\"");
    assert_eq!(sentence, not("watch", "duties"));
    let sentence = unlisted("pack", "triage_duty = \"supervision_desk\"", "triage_duty = \"watch\"");
    assert_eq!(sentence, not("watch", "duties"));
    let sentence = unlisted("pack", "default_severity = \"general\"", "default_severity = \"mild\"");
    assert_eq!(sentence, not("mild", "severities"));
    let sentence = unlisted("decision", "class = [\"work_error\"]", "class = [\"mistake\"]");
    assert_eq!(sentence, not("mistake", "classes"));
    let sentence = unlisted("decision", "channel = [\"tip_off\"]", "channel = [\"whistle\"]");
    assert_eq!(sentence, not("whistle", "channels"));
    let sentence = unlisted("decision", "level = [\"head_office\"]", "level = [\"top\"]");
    assert_eq!(sentence, not("top", "levels"));
    let sentence = unlisted("decision", "lead = \"supervision_desk\"", "lead = \"watch\"");
    assert_eq!(sentence, not("watch", "duties"));
    let sentence = unlisted("clocks", "kind = \"accept\"", "kind = \"begin\"");
    assert_eq!(sentence, not("begin", "clocks"));
    let sentence = unlisted("clocks", "ladder = \"hours\"", "ladder = \"minutes\"");
    assert_eq!(sentence, not("minutes", "ladders"));
    let sentence = unlisted("clocks", "to = \"leading_group\"", "to = \"board\"");
    assert_eq!(sentence, not("board", "duties"));
}

#[test]
fn a_row_names_its_rules_says_what_it_means_and_decides_something() {
    let table = "rural-bank/decision.toml";
    let rules = "name the rules that this encodes, as \"R4.3\"";
    assert_eq!(refused(table, "rules = [\"R3.6\"]", "rules = []"), rules);
    assert_eq!(refused(table, "rules = [\"R3.6\"]", "rules = [\"our custom\"]"), rules);
    assert_eq!(
        refused("rural-bank/clocks.toml", "rules = [\"R4.7\"]", "rules = [\"4.7\"]"),
        rules
    );
    let sentence = refused(
        table,
        "says = \"The supervision desk hears at once of what a superior, a regulator or another body refers.\"",
        "says = \" \"",
    );
    assert_eq!(sentence, "say in a sentence what this means");
    let sentence = refused(table, "then = { tell = [\"supervision_desk\"] }", "then = {}");
    assert_eq!(
        sentence,
        "the row `referral` says nothing: name a lead, a severity, restricted or tell"
    );
    let sentence = refused(table, "code = \"leader\"", "code = \"tip_off\"");
    assert_eq!(sentence, "the code `tip_off` is listed twice");
}

#[test]
fn a_restricted_row_cannot_lead_to_the_unit_that_it_concerns() {
    let good = "then = { lead = \"parent\", restricted = true }";
    let sentence = refused("rural-bank/decision.toml", good, &good.replace("parent", "unit"));
    assert_eq!(
        sentence,
        "the row `leader` is restricted, so it cannot go to the unit that it concerns (R8.2)"
    );
}

#[test]
fn a_row_that_leads_to_the_unit_is_passed_over_when_another_row_restricts() {
    let good = "then = { lead = \"parent\", restricted = true }\n\n[[row]]\ncode = \"media\"";
    let pack = changed(
        "rural-bank/decision.toml",
        good,
        &good.replace("lead = \"parent\", ", ""),
    )
    .unwrap();
    let decision = pack.decide(&crate::Facts {
        confidential: true,
        ..super::facts()
    });
    assert_eq!(
        decision.outcome,
        Outcome::Triage {
            duty: "supervision_desk".to_owned()
        }
    );
    let open = pack.decide(&super::facts());
    assert!(matches!(open.outcome, Outcome::Assign { lead: Lead::Unit, .. }));
}

#[test]
fn a_condition_that_never_or_always_holds_is_refused() {
    let table = "rural-bank/decision.toml";
    assert_eq!(
        refused(table, "channel = [\"media\"]", "channel = []"),
        "a condition with no codes never holds"
    );
    let sentence = refused(
        table,
        "persons_at_least = \"persons_for_major\"",
        "persons_at_least = 1",
    );
    assert_eq!(sentence, "`persons_at_least` is at least 2");
}

#[test]
fn no_case_is_left_without_a_limit() {
    let clocks = "rural-bank/clocks.toml";
    let accept = "kind = \"accept\"\n";
    let sentence = refused(clocks, accept, "kind = \"accept\"\nlevel = [\"outlet\"]\n");
    assert_eq!(
        sentence,
        "the clock `accept` has no row without conditions, so some cases would have no limit"
    );
    let sentence = refused(clocks, "level = [\"outlet\"]\n", "");
    let wanted = "this row of the clock `reply` is never reached: a row without conditions stands before it";
    assert_eq!(sentence, wanted);
    let sentence = refused(
        clocks,
        "limit = { basis = \"working_days\", amount = 2 }",
        "limit = { basis = \"working_days\", amount = 0 }",
    );
    assert_eq!(sentence, "a limit is at least 1");
    let sentence = refused(clocks, "basis = \"clock_hours\"", "basis = \"moons\"");
    assert!(sentence.starts_with("unknown variant `moons`"), "{sentence}");
    let sentence = refused(clocks, "starts = \"order\"\nlevel", "starts = \"registration\"\nlevel");
    assert_eq!(
        sentence,
        "the rows of the clock `reply` do not start at the same occasion"
    );
}

#[test]
fn reminders_come_before_the_limit_and_in_order() {
    let wanted = "`remind_at` holds percents from 1 to 99 in rising order";
    for bad in ["[80, 50]", "[50, 50]", "[0]", "[100]"] {
        assert_eq!(refused("rural-bank/clocks.toml", "[50, 80]", bad), wanted, "{bad}");
    }
}

#[test]
fn a_ladder_has_steps_the_first_at_the_limit_and_each_other_after_the_one_before() {
    let clocks = "rural-bank/clocks.toml";
    let wanted =
        "the first step of a ladder is at the limit itself; every later one says how long `after` the one before";
    let waiting = "{ to = \"parent\", after = { basis = \"clock_hours\", amount = 1 } }";
    assert_eq!(refused(clocks, "{ to = \"parent\" }", waiting), wanted);
    let good = "{ to = \"supervision_desk\", after = { basis = \"clock_hours\", amount = 2 } }";
    assert_eq!(refused(clocks, good, "{ to = \"supervision_desk\" }"), wanted);
    let text = std::fs::read_to_string(packs().join(clocks)).unwrap();
    let (steps, _) = text.split_once("steps = [\n").unwrap().1.split_once("\n]\n").unwrap();
    assert_eq!(refused(clocks, steps, ""), "the ladder `hours` has no steps");
    assert_eq!(
        refused(clocks, "code = \"days\"", "code = \"hours\""),
        "the code `hours` is listed twice"
    );
}
