//! Guards of the published contract. `UPDATE_SCHEMAS=1` writes the files; a later run then compares.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Entry, asyncapi, catalogue, permissions};

/// Words that a field's name must not hold: they mark the complainant's identity, contact or narrative.
const PERSONAL: [&str; 12] = [
    "complainant",
    "email",
    "phone",
    "address",
    "narrative",
    "first_name",
    "surname",
    "identity_card",
    "birth",
    "words",
    "text",
    "contact",
];

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn compare(folder_name: &str, entry: &Entry, text: &str) {
    compare_file(&folder(folder_name).join(format!("{}.json", entry.kind)), text);
}

fn compare_file(path: &Path, text: &str) {
    #[expect(clippy::disallowed_methods, reason = "the switch that writes instead of comparing")]
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        committed,
        text,
        "{} differs from what was published: see CONTRIBUTING.md",
        path.display()
    );
}

/// With its keys sorted: whether serde_json keeps their order hangs on who else is built.
fn pretty(value: &impl serde::Serialize) -> String {
    let mut value = serde_json::to_value(value).unwrap();
    value.sort_all_objects();
    serde_json::to_string_pretty(&value).unwrap() + "\n"
}

#[test]
fn every_schema_is_the_committed_one() {
    for entry in catalogue() {
        compare("schemas", &entry, &pretty(&entry.schema));
    }
}

#[test]
fn every_example_is_the_committed_one_and_fits_its_schema() {
    for entry in catalogue() {
        let example = entry.example.as_ref().unwrap();
        let validator = jsonschema::validator_for(entry.schema.as_value()).unwrap();
        assert!(validator.is_valid(example), "{}: {example}", entry.kind);
        compare("examples", &entry, &pretty(example));
    }
}

#[test]
fn the_asyncapi_document_is_the_committed_one() {
    compare_file(&folder("asyncapi.json"), &pretty(&asyncapi().unwrap()));
}

#[test]
fn no_committed_schema_is_without_its_event() {
    let kinds: Vec<String> = catalogue().into_iter().map(|entry| entry.kind + ".json").collect();
    for name in ["schemas", "examples"] {
        for file in fs::read_dir(folder(name)).unwrap() {
            let file = file.unwrap().file_name().into_string().unwrap();
            assert!(
                kinds.contains(&file),
                "{name}/{file} was published and its event is gone"
            );
        }
    }
}

/// Every property name of a schema, however deep.
fn properties(schema: &serde_json::Value, found: &mut Vec<String>) {
    if let Some(object) = schema.as_object() {
        if let Some(fields) = object.get("properties").and_then(|fields| fields.as_object()) {
            found.extend(fields.keys().cloned());
        }
        object.values().for_each(|value| properties(value, found));
    } else if let Some(items) = schema.as_array() {
        items.iter().for_each(|value| properties(value, found));
    }
}

#[test]
fn no_event_has_a_place_for_identity_contact_or_narrative() {
    for entry in catalogue() {
        let mut names = Vec::new();
        properties(entry.schema.as_value(), &mut names);
        assert!(!names.is_empty(), "{} shows no properties", entry.kind);
        for name in names {
            let bad = PERSONAL.iter().find(|word| name.contains(**word));
            assert_eq!(bad, None, "{}: the field {name}", entry.kind);
            assert!(
                name != "name" || entry.kind.starts_with("organisation."),
                "{}: a field 'name'",
                entry.kind
            );
        }
    }
}

#[test]
fn every_event_has_its_row_in_the_contracts_table() {
    let table = fs::read_to_string(folder("README.md")).unwrap();
    for entry in catalogue() {
        let row = format!("| `{}` | {} |", entry.kind, entry.producer);
        assert!(table.contains(&row), "no row {row}");
    }
}

#[test]
fn the_catalogue_names_each_event_once_with_its_version() {
    let mut kinds: Vec<String> = catalogue().into_iter().map(|entry| entry.kind).collect();
    let count = kinds.len();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), count);
    assert!(
        catalogue()
            .iter()
            .all(|entry| entry.payload.ends_with('1') && entry.kind.ends_with(".v1"))
    );
}

/// The bus's accounts are not part of the crate: where the crate stands alone there is nothing to compare.
#[test]
fn the_accounts_of_the_bus_are_the_committed_ones() {
    let file = folder("../../deploy/nats/accounts.conf");
    if file.parent().is_some_and(Path::is_dir) {
        compare_file(&file, &permissions::accounts());
    }
}
