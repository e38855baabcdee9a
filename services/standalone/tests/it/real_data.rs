//! A regulator's real complaints, where they are at hand: the figures are those of the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;

use crate::product::{Product, said};

/// How many complaints the file has by each channel.
const CHANNELS: [(&str, u64); 7] = [
    ("Web", 2180),
    ("Referral", 504),
    ("Phone", 228),
    ("Postal mail", 71),
    ("Fax", 13),
    ("Web Referral", 3),
    ("Email", 1),
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The file, where it is there. It is no part of the repository.
fn file(name: &str) -> Option<PathBuf> {
    let path = repository().join("../shared/data").join(name);
    let there = path.is_file();
    if !there {
        eprintln!("skipped: there is no {}", path.display());
    }
    there.then_some(path)
}

fn import(product: &Product, file: &Path) -> String {
    let began = Instant::now();
    let mapping = repository().join("deploy/import/cfpb.toml");
    let output = product.run(&[
        "import",
        &file.display().to_string(),
        "--mapping",
        &mapping.display().to_string(),
    ]);
    assert!(output.status.success(), "{}", said(&output));
    eprintln!(
        "{}: {} ms until all was routed and counted",
        said(&output).trim(),
        began.elapsed().as_millis()
    );
    said(&output)
}

fn by_channel(product: &Product) -> BTreeMap<String, u64> {
    let output = product.run(&["figures", "--by", "channel", "--output", "json"]);
    assert!(output.status.success(), "{}", said(&output));
    let figures: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let row = |row: &Value| Some((row["key"][0].as_str()?.to_owned(), row["counts"]["received"].as_u64()?));
    figures["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|value| row(value).expect("a row"))
        .collect()
}

#[test]
fn three_thousand_real_complaints_are_counted_by_channel_as_in_their_file() {
    let Some(file) = file("cfpb_public.csv") else { return };
    let data = tempfile::tempdir().expect("a folder");
    let product = Product::start(data.path());
    let said = import(&product, &file);
    assert!(
        said.contains("3000 registered, 0 stood in the register already, 0 refused"),
        "{said}"
    );
    let expected: BTreeMap<String, u64> = CHANNELS.map(|(channel, count)| (channel.to_owned(), count)).into();
    assert_eq!(by_channel(&product), expected);
    let said = import(&product, &file);
    assert!(
        said.contains("0 registered, 3000 stood in the register already, 0 refused"),
        "{said}"
    );
    assert_eq!(by_channel(&product), expected);
}

#[test]
fn the_wide_file_of_the_same_source_goes_in_too() {
    let Some(file) = file("cfpb_full18_public.csv") else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder");
    let product = Product::start(data.path());
    let said = import(&product, &file);
    let rows = csv::Reader::from_path(&file).expect("the file").into_records().count() as u64;
    assert!(
        said.contains(&format!(
            "{rows} registered, 0 stood in the register already, 0 refused"
        )),
        "{said}"
    );
    assert_eq!(by_channel(&product).values().sum::<u64>(), rows);
}
