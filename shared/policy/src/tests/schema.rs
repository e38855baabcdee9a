//! The published schemas of the packs' files. `UPDATE_SCHEMAS=1` writes them; a later run then compares.

use std::fs;

use schemars::{Schema, schema_for};

use super::packs;
use crate::load::described;

fn schemas() -> [(&'static str, Schema); 9] {
    [
        ("pack", schema_for!(described::PackFile)),
        ("statutory-pack", schema_for!(described::OverlayFile)),
        ("lists", schema_for!(described::ListsFile)),
        ("decision", schema_for!(described::DecisionFile)),
        ("clocks", schema_for!(described::ClocksFile)),
        ("terms", schema_for!(described::TermsFile)),
        ("money", schema_for!(described::MoneyFile)),
        ("reports", schema_for!(described::ReportsFile)),
        ("letters", schema_for!(described::LettersFile)),
    ]
}

/// With its keys sorted: whether serde_json keeps their order hangs on who else is built.
fn pretty(schema: &Schema) -> String {
    let mut value = serde_json::to_value(schema).unwrap();
    value.sort_all_objects();
    serde_json::to_string_pretty(&value).unwrap() + "\n"
}

#[test]
fn every_schema_is_the_committed_one() {
    let folder = packs().join("schema");
    for (name, schema) in schemas() {
        let (path, text) = (folder.join(format!("{name}.json")), pretty(&schema));
        #[expect(clippy::disallowed_methods, reason = "the switch that writes instead of comparing")]
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            committed,
            text,
            "{} differs from what was published: see CONTRIBUTING.md",
            path.display()
        );
    }
}

#[test]
fn every_file_of_every_pack_fits_its_schema_and_an_unknown_field_does_not() {
    let mut count = 0;
    for (name, schema) in schemas() {
        let validator = jsonschema::validator_for(schema.as_value()).unwrap();
        let statutory = name == "statutory-pack";
        let file = if statutory { "pack" } else { name };
        for folder in fs::read_dir(packs()).unwrap() {
            let path = folder.unwrap().path().join(format!("{file}.toml"));
            let Ok(text) = fs::read_to_string(&path) else { continue };
            if file == "pack" && text.contains("\nover = ") != statutory {
                continue;
            }
            let mut value: serde_json::Value = toml::from_str(&text).unwrap();
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
            value["surprise"] = serde_json::Value::Bool(true);
            assert!(!validator.is_valid(&value), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 100, "{count} files");
}
