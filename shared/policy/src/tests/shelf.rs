//! Versions side by side.

use std::path::Path;

use super::packs;
use crate::{Pack, PackFiles, Shelf};
use huiyin_kernel::Date;

fn copy(from: &Path, to: &Path, change: impl Fn(String) -> String) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        std::fs::write(to.join(file.file_name()), change(text)).unwrap();
    }
}

/// The rural bank of 2026, and a second version from July with two working days for outlets.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for plain in ["rural-bank", "calendars", "letters", "cn-banking-2020"] {
        copy(&packs().join(plain), &folder.path().join(plain), |text| text);
    }
    copy(
        &packs().join("rural-bank"),
        &folder.path().join("rural-bank@2026.2"),
        |text| {
            text.replace("version = \"2026.1\"", "version = \"2026.2\"")
                .replace("effective_from = \"2026-01-01\"", "effective_from = \"2026-07-01\"")
                .replace(
                    "limit = { basis = \"working_days\", amount = 1 }",
                    "limit = { basis = \"working_days\", amount = 2 }",
                )
        },
    );
    folder
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn the_version_in_force_on_a_day_is_found_and_a_complaint_keeps_the_one_that_it_began_with() {
    let folder = folder();
    let shelf = Shelf::load(folder.path(), "rural-bank").unwrap();
    let on = |text: &str| shelf.on(day(text)).map(|pack| pack.version().to_string());
    assert_eq!(on("2025-12-31"), None, "before the first nothing is in force");
    assert_eq!(on("2026-01-01").as_deref(), Some("rural-bank@2026.1"));
    assert_eq!(on("2026-06-30").as_deref(), Some("rural-bank@2026.1"));
    assert_eq!(on("2026-07-01").as_deref(), Some("rural-bank@2026.2"));
    let began = shelf.version("rural-bank@2026.1").unwrap();
    assert_eq!(began.limit("reply", "outlet", "general").unwrap().amount, 1);
    assert_eq!(
        shelf
            .version("rural-bank@2025.1")
            .map(|pack| pack.version().to_string()),
        None
    );
    assert_eq!(shelf.packs().count(), 2);
}

#[test]
fn a_statutory_pack_is_laid_over_each_version() {
    let folder = folder();
    let shelf = Shelf::load(folder.path(), "rural-bank+cn-banking-2020").unwrap();
    let versions: Vec<String> = shelf.packs().map(|pack| pack.version().to_string()).collect();
    assert_eq!(
        versions,
        [
            "rural-bank@2026.1+cn-banking-2020@2026.1",
            "rural-bank@2026.2+cn-banking-2020@2026.1"
        ]
    );
}

#[test]
fn a_folder_that_says_another_version_and_a_pack_that_is_not_there_are_refused() {
    let folder = folder();
    std::fs::rename(
        folder.path().join("rural-bank@2026.2"),
        folder.path().join("rural-bank@2026.3"),
    )
    .unwrap();
    let refusal = Shelf::load(folder.path(), "rural-bank").unwrap_err().to_string();
    assert!(
        refusal.ends_with("the pack is version 2026.2, but its folder says 2026.3"),
        "{refusal}"
    );
    let refusal = Shelf::load(folder.path(), "city-bank").unwrap_err().to_string();
    assert_eq!(refusal, "city-bank:1: the file cannot be read: there is no such pack");
}

#[test]
fn a_pack_sent_as_texts_is_the_same_pack_and_what_was_not_sent_is_named() {
    let folder = folder();
    let sent = PackFiles::collect(folder.path().join("rural-bank@2026.2+cn-banking-2020")).unwrap();
    let pack = Pack::from_files(&sent).unwrap();
    let read = Pack::load(folder.path().join("rural-bank@2026.2+cn-banking-2020")).unwrap();
    assert_eq!(pack.version(), read.version());
    assert!(pack.differences(&read).is_empty());
    let mut short = sent.clone();
    short.files.remove("cn-banking-2020/pack.toml");
    let refused = Pack::from_files(&short).unwrap_err().to_string();
    assert!(
        refused.contains("cn-banking-2020/pack.toml") && refused.contains("it is not among the files that were sent"),
        "{refused}"
    );
    assert!(PackFiles::collect(folder.path().join("no-such-pack")).is_err());
}
