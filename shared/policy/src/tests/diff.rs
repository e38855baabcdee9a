//! Two versions' differences in words.

use super::{packs, rural_bank};
use crate::Pack;
use crate::load::Source;

/// The rural bank with changes: file, good, bad.
fn changed(changes: &[(&str, &str, &str)]) -> Pack {
    let read = |path: &str| {
        let Ok(mut text) = std::fs::read_to_string(packs().join(path)) else {
            return Ok(None);
        };
        for (file, good, bad) in changes
            .iter()
            .filter(|(file, _, _)| path == format!("rural-bank/{file}.toml"))
        {
            assert!(text.contains(good), "{file} holds no {good}");
            text = text.replacen(good, bad, 1);
        }
        Ok(Some(text))
    };
    Pack::assemble(
        "rural-bank",
        &Source {
            read: &read,
            absent: "",
        },
    )
    .unwrap()
}

fn words(changes: &[(&str, &str, &str)]) -> Vec<String> {
    let differences = rural_bank().differences(&changed(changes));
    differences.iter().map(ToString::to_string).collect()
}

#[test]
fn a_pack_does_not_differ_from_itself_nor_by_its_version_and_comments() {
    assert!(words(&[]).is_empty());
    assert!(words(&[("pack", "version = \"2026.1\"", "# next\nversion = \"2026.2\"")]).is_empty());
}

#[test]
fn a_changed_limit_a_new_row_a_gone_entry_and_a_ladder_are_told_in_the_order_of_the_files() {
    let new = "[[row]]\ncode = \"court\"\nrules = [\"R4.1\"]\nsays = \"Courts.\"\nwhen = { channel = [\"letter\"] }\nthen = { with = [\"legal\"] }\n\n[[row]]\ncode = \"leader\"";
    let said = words(&[
        (
            "clocks",
            "limit = { basis = \"working_days\", amount = 1 }",
            "limit = { basis = \"working_days\", amount = 2 }",
        ),
        (
            "clocks",
            "{ to = \"service_management\", after = { basis = \"clock_hours\", amount = 1 } },",
            "",
        ),
        ("decision", "[[row]]\ncode = \"leader\"", new),
        (
            "lists",
            "  { code = \"email\", zh = \"电子邮件\", en = \"E-mail\" },\n",
            "",
        ),
        ("terms", "times = 2", "times = 1"),
    ]);
    let wanted = [
        "channel `email` is gone",
        "row `court` is new: when channel = letter; with legal; rules R4.1; says \u{201c}Courts.\u{201d}",
        "clock `reply, level outlet`: limit was 1 working day, and is 2 working days",
        "ladder `hours`: steps was parent, after 1 clock hour service_management, after 2 clock hours supervision_desk, after 1 working day leading_group, and is parent, after 2 clock hours supervision_desk, after 1 working day leading_group",
        "extension `reply`: times was 2, and is 1",
    ];
    assert_eq!(said, wanted);
}

#[test]
fn a_row_that_only_moved_is_told_as_moved_and_what_appears_or_goes_as_nothing() {
    let text = std::fs::read_to_string(packs().join("rural-bank/decision.toml")).unwrap();
    let start = text.find("[[row]]\ncode = \"repeat\"").unwrap();
    let end = start + text[start..].find("\n\n[[row]]").unwrap() + 2;
    let repeat = &text[start..end];
    let said = words(&[
        ("decision", repeat, ""),
        (
            "decision",
            "[[row]]\ncode = \"tip_off\"",
            &format!("{repeat}[[row]]\ncode = \"tip_off\""),
        ),
    ]);
    assert_eq!(said, ["row `repeat` stands before `tip_off` now"]);
    let said = words(&[(
        "decision",
        "then = { severity = \"major\" }",
        "then = { severity = \"major\", alert = [\"legal\"] }",
    )]);
    assert_eq!(said, ["row `large_group`: alerts was nothing, and is legal"]);
}
