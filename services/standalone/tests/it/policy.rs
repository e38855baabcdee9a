//! `huiyin policy`: what it says, how it exits.

use std::path::PathBuf;
use std::process::Output;

use crate::product::{Product, huiyin, said};

fn packs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../deploy/policy")
}

fn run(arguments: &[&str]) -> (Output, String) {
    let output = huiyin()
        .arg("policy")
        .args(arguments)
        .output()
        .expect("the program starts");
    let told = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    (output, told)
}

#[test]
fn the_packs_of_a_folder_and_those_in_the_program_are_checked_alike() {
    let folder = packs().display().to_string();
    let day = ["--on", "2026-06-01"];
    let (of_folder, told) = run(&["check", &folder, day[0], day[1]]);
    assert!(of_folder.status.success(), "{told}{}", said(&of_folder));
    assert!(told.contains("rural-bank: nothing is wrong\n"), "{told}");
    assert!(told.contains("queue-service+uk-disp: nothing is wrong\n"), "{told}");
    let (embedded, same) = run(&["check", day[0], day[1]]);
    assert!(embedded.status.success(), "{}", said(&embedded));
    assert_eq!(told, same);
}

#[test]
fn what_is_wrong_is_told_with_file_and_line_and_the_exit_is_not_0() {
    let (output, told) = run(&["check", "rural-bank", "--on", "2026-06-01", "--days", "400"]);
    assert!(!output.status.success());
    let sentence = "the calendar `cn` is loaded until 2026-12-31, and limits reach to 2027-07-06";
    assert!(
        told.contains("  rural-bank/pack.toml:") && told.contains(sentence),
        "{told}"
    );
    let last = said(&output);
    assert!(
        last.contains("1 of 1 packs cannot be used as they are: see the list"),
        "{last}"
    );
    let (output, told) = run(&["check", "city-bank"]);
    assert!(!output.status.success());
    assert!(
        told.contains("city-bank/pack.toml:1: the file cannot be read"),
        "{told}"
    );
    let (output, _) = run(&["check", "--on", "soon"]);
    assert!(said(&output).contains("--on takes a day as in 2026-01-31"));
}

#[test]
fn a_statutory_pack_laid_over_is_told_as_a_difference() {
    let (output, told) = run(&["diff", "rural-bank", "rural-bank+cn-banking-2020"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        told.starts_with("from rural-bank@2026.1 to rural-bank@2026.1+cn-banking-2020@2026.1\n"),
        "{told}"
    );
    let new = "clock `cn_decision` is new: limit 15 calendar days";
    assert!(told.contains(new), "{told}");
    let (output, told) = run(&["diff", "hospital", "hospital"]);
    assert!(
        output.status.success() && told.ends_with("\nnothing differs\n"),
        "{told}"
    );
}

#[test]
fn a_pack_of_a_folder_is_tried_on_what_a_running_product_has_on_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let product = Product::start(&folder.path().join("data"));
    let pack = packs().join("rural-bank").display().to_string();
    let output = product.run(&["policy", "simulate", &pack, "--from", "2026-01-01", "--output", "csv"]);
    assert!(output.status.success(), "{}", said(&output));
    let told = String::from_utf8(output.stdout).expect("UTF-8");
    let header = "unit,complaints,elsewhere,more_severe,less_severe,breached_before,breached_after,escalations_before,\
                  escalations_after,not_counted";
    assert_eq!(
        told,
        format!("{header}\nall,0,0,0,0,0,0,0,0,0\n"),
        "nothing is on record yet"
    );
    let output = product.run(&["policy", "simulate", "no-such-pack"]);
    assert!(!output.status.success());
    assert!(
        said(&output).contains("the pack cannot be used: no-such-pack/pack.toml:1"),
        "{}",
        said(&output)
    );
    let output = product.run(&["policy", "simulate", "rural-bank", "--to", "soon"]);
    assert!(
        said(&output).contains("--to takes a day as in 2026-01-31"),
        "{}",
        said(&output)
    );
}
