//! Cells are read back by openpyxl, of the tests' tools, as any reader would.

use std::process::Command;

use super::*;

#[expect(clippy::disallowed_methods, reason = "the test command names the tools")]
fn python() -> Option<String> {
    std::env::var("HUIYIN_TEST_PYTHON").ok()
}

/// Reads the parts of a workbook, which is a zip file, and answers its sheet's XML and its shared texts.
const READ: &str = r"
import sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
for name in book.namelist():
    if name.startswith('xl/worksheets/') or name == 'xl/sharedStrings.xml':
        sys.stdout.write(book.read(name).decode())
";

fn read(book: &[u8]) -> Option<String> {
    let Some(python) = python() else {
        println!("skipped: reading cells back, since HUIYIN_TEST_PYTHON names no python");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    std::fs::write(&path, book).unwrap();
    let output = Command::new(python).args(["-c", READ]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn ten_thousand_cells_that_look_like_formulas_are_texts() {
    let starts = [
        "=",
        "+",
        "-",
        "@",
        "＝",
        "\t=",
        " =",
        "{=",
        "=HYPERLINK(\"http://evil.example\")",
        "http://",
    ];
    let rows: Vec<Vec<Cell>> = (0..1_000)
        .map(|row| {
            starts
                .iter()
                .map(|start| Cell::from(format!("{start}1+{row}")))
                .collect()
        })
        .collect();
    let book = workbook(&["=heading()"; 10], rows).unwrap();
    assert_eq!(&book[..2], b"PK");
    if let Some(xml) = read(&book) {
        assert_eq!(xml.matches("<f>").count() + xml.matches("<f ").count(), 0, "a formula");
        assert_eq!(xml.matches("<hyperlink").count(), 0, "a link");
        assert!(
            xml.matches("<c ").count() >= 10_000,
            "the search finds cells: {}",
            xml.matches("<c ").count()
        );
        assert!(xml.contains("=1+999") && xml.contains("＝1+0") && xml.contains("=heading()"));
    }
}

#[test]
fn numbers_are_numbers_and_control_characters_are_left_out() {
    let rows = vec![vec![
        Cell::from(42),
        Cell::from(u64::MAX),
        Cell::from("a\u{0}b\u{1b}[31m<x>"),
    ]];
    let book = workbook(&["n", "m", "t"], rows).unwrap();
    if let Some(xml) = read(&book) {
        assert!(xml.contains("<v>42</v>"), "{xml}");
        assert!(xml.contains("18446744073709551615"), "{xml}");
        assert!(xml.contains("ab[31m&lt;x&gt;"), "{xml}");
    }
}
