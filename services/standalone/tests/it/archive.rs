//! `huiyin archive` (R8.3).

use crate::product::{Product, said};

#[test]
fn nothing_is_proposed_where_no_term_is_over_and_what_is_wrong_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let product = Product::start(&folder.path().join("data"));
    let due = product.run(&["archive", "due", "--before", "2026-01-01", "--output", "json"]);
    assert_eq!(String::from_utf8_lossy(&due.stdout).trim(), "[]", "{}", said(&due));
    let nothing = product.run(&["archive", "propose", "--before", "2026-01-01"]);
    assert!(!nothing.status.success());
    let sentence = "no file's term is over by then, or each is on hold: nothing is proposed";
    assert!(said(&nothing).contains(sentence), "{}", said(&nothing));
    let nobody = "01930000-0000-7000-8000-000000000009";
    let held = product.run(&["archive", "hold", nobody, "--ground", "court", "--reference", "2026-1"]);
    assert!(!held.status.success(), "{}", said(&held));
    let dropped = product.run(&["archive", "drop", nobody]);
    assert!(!dropped.status.success(), "{}", said(&dropped));
    let lists = product.run(&["archive", "lists"]);
    assert!(lists.status.success(), "{}", said(&lists));
}
