//! The command line: what it says, how it exits.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::product::{Product, huiyin, said};

const MAPPING: &str = r#"
source = "paper"
time_zone = "Asia/Shanghai"
unit = "ho"

[[layout]]
has = ["no", "told", "way", "words"]
open_endings = ["open"]

[layout.columns]
key = "no"
received = "told"
channel = "way"
narrative = "words"
ending = "end"
in_time = "in time"

[layout.in_time]
yes = true
no = false
"#;

const GOOD: &str = "no,told,way,words,end,in time\n\
    1,2026-01-05,letter,\"a long\nstory, with a comma\",explained,yes\n\
    2,2026-01-06,letter,short,explained,no\n\
    3,2026-02-01,visit,short,open,\n";

/// A product and a folder with a mapping.
fn product() -> (TempDir, Product) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("paper.toml"), MAPPING).expect("a mapping");
    let product = Product::start(&folder.path().join("data"));
    (folder, product)
}

/// Imports a text; answers whether it exits 0, and what it says.
fn import(product: &Product, folder: &Path, text: &str) -> (bool, String) {
    let (file, mapping) = (folder.join("paper.csv"), folder.join("paper.toml"));
    std::fs::write(&file, text).expect("a file");
    let output = product.run(&[
        "import",
        &file.display().to_string(),
        "--mapping",
        &mapping.display().to_string(),
    ]);
    assert!(output.stdout.is_empty(), "an import has no data to write");
    (output.status.success(), said(&output))
}

fn figures(product: &Product, by: &str, output: &str) -> String {
    let output = product.run(&["figures", "--by", by, "--output", output]);
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn total(product: &Product) -> u64 {
    let figures: Value = serde_json::from_str(&figures(product, "channel", "json")).expect("JSON");
    figures["total"]["received"].as_u64().expect("a count")
}

#[test]
fn good_rows_go_in_and_a_bad_one_is_refused_with_its_line_and_reason() {
    let (folder, product) = product();
    let text = format!("{GOOD}4,soon,letter,short,explained,yes\n5,2026-02-03,letter\n6,2026-02-03,,short,open,\n");
    let (well, said) = import(&product, folder.path(), &text);
    assert!(!well, "an import with refused rows exits with another code than 0");
    for sentence in [
        "line 6: the column 'told' holds no date: 'soon'",
        "line 7: the row has 3 fields, the header 6",
        "line 8: the column 'way' is empty",
        "paper.csv: 3 registered, 0 stood in the register already, 3 refused",
        "huiyin: 3 rows were refused: mend them and run the import again, the others stay",
    ] {
        assert!(said.contains(sentence), "{sentence}\nis not in\n{said}");
    }
    assert_eq!(total(&product), 3);
}

#[test]
fn a_second_import_adds_nothing_and_figures_are_written_in_three_ways() {
    let (folder, product) = product();
    let (well, first) = import(&product, folder.path(), GOOD);
    assert!(
        well && first.contains("3 registered, 0 stood in the register already, 0 refused"),
        "{first}"
    );
    let (well, second) = import(&product, folder.path(), GOOD);
    assert!(
        well && second.contains("0 registered, 3 stood in the register already, 0 refused"),
        "{second}"
    );
    assert_eq!(total(&product), 3);

    let csv = figures(&product, "channel", "csv");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("channel,received,closed,open,in_time,late,persons"));
    assert_eq!(lines.next(), Some("letter,2,2,0,1,1,2"));
    assert_eq!(lines.next(), Some("visit,1,0,1,0,0,1"));
    assert_eq!(lines.next(), None);
    let table = figures(&product, "channel", "table");
    assert!(table.contains("letter") && table.contains("in_time"), "{table}");
    let months: Value = serde_json::from_str(&figures(&product, "month", "json")).expect("JSON");
    assert_eq!(months["rows"][0]["key"][0], "2026-01");

    let unknown = product.run(&["figures", "--by", "chanel"]);
    assert!(
        !unknown.status.success() && said(&unknown).contains("channel"),
        "{}",
        said(&unknown)
    );
}

#[test]
fn a_file_that_ends_inside_a_quoted_field_is_refused_whole() {
    let (folder, product) = product();
    let (well, said) = import(
        &product,
        folder.path(),
        &format!("{GOOD}4,2026-02-03,letter,\"begun and"),
    );
    assert!(!well);
    assert!(
        said.contains("line 6: a quoted field is not closed before the end of the file; nothing was imported"),
        "{said}"
    );
    assert_eq!(total(&product), 0);
}

#[test]
fn doctor_exits_0_when_all_is_well_and_names_each_condition() {
    let (_folder, product) = product();
    let output = product.run(&["doctor"]);
    let table = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{table}{}", said(&output));
    for condition in ["bus", "intake.database", "audit.parked"] {
        assert!(table.contains(condition), "{condition} is not in\n{table}");
    }
}

#[test]
fn doctor_names_the_bus_when_it_is_away() {
    let (_folder, product) = product();
    // It comes back by itself: it is looked for as long as it is away.
    let unwell = (0..50).find_map(|_| {
        product.kill_bus();
        let output = product.run(&["doctor"]);
        (!output.status.success()).then_some(output)
    });
    let output = unwell.expect("doctor never noticed that the bus was away");
    let table = String::from_utf8_lossy(&output.stdout);
    assert!(
        table.contains("the bus is away: events wait in the outboxes"),
        "{table}"
    );
    assert!(
        said(&output).contains("conditions do not hold: see the list"),
        "{}",
        said(&output)
    );
}

#[test]
fn where_nobody_listens_the_cure_is_named() {
    for arguments in [&["doctor"][..], &["figures", "--by", "channel"]] {
        let output = huiyin()
            .args(["--server", "http://127.0.0.1:1"])
            .args(arguments)
            .output()
            .expect("the program starts");
        assert!(!output.status.success());
        let sentence =
            "no product answers at http://127.0.0.1:1: start it with `huiyin up`, or name its address with --server";
        assert!(said(&output).contains(sentence), "{}", said(&output));
    }
}

/// Starts a second product, which must refuse.
fn refused(change: impl FnOnce(&mut Command)) -> String {
    let mut command = huiyin();
    command.arg("up").stdout(Stdio::null());
    change(&mut command);
    let output = command.output().expect("the program starts");
    assert!(!output.status.success());
    said(&output)
}

#[test]
fn a_second_product_on_one_data_folder_is_refused() {
    let (folder, product) = product();
    let data = folder.path().join("data");
    let said = refused(|command| {
        command.arg("--data").arg(&data);
    });
    let named = data.canonicalize().expect("the folder");
    let sentence = format!(
        "another huiyin runs on {}: stop it, or choose another folder with --data",
        named.display()
    );
    assert!(said.contains(&sentence), "{said}");
    assert!(product.run(&["doctor"]).status.success(), "the first one goes on");
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_known_one() {
    let data = tempfile::tempdir().expect("a folder");
    let said = refused(|command| {
        command
            .arg("--data")
            .arg(data.path())
            .env("HUIYIN__HTTP__LISTN", "127.0.0.1:9");
    });
    assert!(
        said.contains("the configuration has an unknown key 'listn': did you mean 'listen'?"),
        "{said}"
    );
}

#[test]
fn an_address_that_others_reach_is_refused_until_there_is_sign_in() {
    let data = tempfile::tempdir().expect("a folder");
    let said = refused(|command| {
        command.arg("--data").arg(data.path()).args(["--listen", "0.0.0.0:0"]);
    });
    assert!(said.contains("loopback"), "{said}");
}
