//! The published schema of calendar files. `UPDATE_SCHEMAS=1` writes it; a later run then compares.

use std::fs;
use std::path::Path;

use crate::file::File;

#[test]
fn the_schema_of_calendar_files_is_the_committed_one() {
    let mut value = serde_json::to_value(schemars::schema_for!(File)).unwrap();
    value.sort_all_objects();
    let text = serde_json::to_string_pretty(&value).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/policy/schema/calendar.json");
    #[expect(clippy::disallowed_methods, reason = "the switch that writes instead of comparing")]
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
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
