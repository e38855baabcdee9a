//! The binary's copies.

use std::collections::BTreeSet;

use super::{packs, rural_bank};
use crate::Pack;
use crate::embedded::FILES;

#[test]
fn the_pack_in_the_binary_is_the_pack_in_the_files() {
    assert_eq!(Pack::embedded("rural-bank").unwrap(), rural_bank());
    for (path, text) in FILES {
        assert_eq!(std::fs::read_to_string(packs().join(path)).unwrap(), text, "{path}");
    }
}

#[test]
fn every_pack_and_calendar_of_the_folder_is_in_the_binary() {
    let mut found = BTreeSet::new();
    for folder in std::fs::read_dir(packs()).unwrap() {
        let folder = folder.unwrap().path();
        if folder.ends_with("schema") {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            found.insert(path.strip_prefix(packs()).unwrap().to_str().unwrap().replace('\\', "/"));
        }
    }
    let embedded: BTreeSet<String> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(found, embedded);
}

#[test]
fn a_pack_that_is_not_in_the_binary_is_refused_with_a_sentence() {
    let refusal = Pack::embedded("urban-bank").unwrap_err().to_string();
    assert_eq!(
        refusal,
        "urban-bank/pack.toml:1: the file cannot be read: it is not among the files in the binary"
    );
}
