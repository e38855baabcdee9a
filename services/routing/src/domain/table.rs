//! Reading a CSV table with a header row, each line with its number.

use csv::ByteRecord;

/// What is wrong with a table as such.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TableError {
    #[error("line {line}: the text is not UTF-8; save the file as \"CSV UTF-8\"")]
    NotText { line: u64 },
    #[error("line {line}: a quoted field begins here and never ends")]
    OpenQuote { line: u64 },
    #[error("the file is empty: it needs a header row and at least one line")]
    Empty,
    #[error("the header row has no column `{column}`")]
    NoColumn { column: &'static str },
    #[error("the header row has the column `{column}` twice")]
    TwiceColumn { column: String },
    #[error("line {line}: {found} fields, but the header row has {expected}")]
    Fields { line: u64, found: usize, expected: usize },
}

impl TableError {
    /// The line that it is about, where there is one.
    pub(crate) fn line(&self) -> Option<u64> {
        match self {
            Self::NotText { line } | Self::OpenQuote { line } | Self::Fields { line, .. } => Some(*line),
            Self::Empty | Self::NoColumn { .. } | Self::TwiceColumn { .. } => None,
        }
    }
}

/// A table: its rows, and the columns that nobody asked for.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// Columns of the file that are not read.
    pub(crate) ignored: Vec<String>,
}

/// A line of the table.
#[derive(Debug)]
pub(crate) struct Row {
    /// The line of the file on which it begins, from 1.
    pub(crate) line: u64,
    fields: Vec<String>,
}

impl Table {
    /// Reads a whole table; `required` columns must stand in the header row, `optional` ones may.
    pub(crate) fn read(bytes: &[u8], required: &[&'static str], optional: &[&str]) -> Result<Self, TableError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if let Some(line) = open_quote(bytes) {
            return Err(TableError::OpenQuote { line });
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut lines = Lines { bytes, at: 0, line: 1 };
        let mut lines = reader
            .byte_records()
            .map_while(Result::ok)
            .map(|record| Row::read(&record, &mut lines));
        let columns: Vec<String> = lines.next().ok_or(TableError::Empty)??.fields;
        check_columns(&columns, required)?;
        let rows = lines.collect::<Result<Vec<_>, _>>()?;
        if rows.is_empty() {
            return Err(TableError::Empty);
        }
        if let Some(row) = rows.iter().find(|row| row.fields.len() != columns.len()) {
            return Err(TableError::Fields {
                line: row.line,
                found: row.fields.len(),
                expected: columns.len(),
            });
        }
        let known = |column: &&String| required.contains(&column.as_str()) || optional.contains(&column.as_str());
        let ignored = columns.iter().filter(|column| !known(column)).cloned().collect();
        Ok(Self { columns, rows, ignored })
    }

    /// How to read one column of each row: its text without surrounding space, or nothing where it is empty or not there.
    pub(crate) fn column(&self, name: &str) -> impl Fn(&Row) -> Option<String> + use<> {
        let index = self.columns.iter().position(|column| column == name);
        move |row| {
            index
                .and_then(|index| row.fields.get(index))
                .filter(|text| !text.is_empty())
                .cloned()
        }
    }
}

impl Row {
    fn read(record: &ByteRecord, lines: &mut Lines<'_>) -> Result<Self, TableError> {
        let line = lines.line_at(record.position().map_or(0, csv::Position::byte));
        let text = |field: &[u8]| {
            let text = std::str::from_utf8(field).map_err(|_| TableError::NotText { line })?;
            Ok(text.trim().to_owned())
        };
        Ok(Self {
            line,
            fields: record.iter().map(text).collect::<Result<_, _>>()?,
        })
    }
}

/// Counts lines. The reader's own count is one behind where lines end with CR LF.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first letter at or after `byte`; asked with rising numbers.
    fn line_at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(&letter) = self.bytes.get(self.at) {
            if self.at >= byte && !matches!(letter, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(letter == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn check_columns(columns: &[String], required: &[&'static str]) -> Result<(), TableError> {
    let mut sorted: Vec<&String> = columns.iter().filter(|column| !column.is_empty()).collect();
    sorted.sort_unstable();
    if let Some(twice) = sorted
        .windows(2)
        .find_map(|pair| (pair.first() == pair.last()).then(|| pair.first()))
        .flatten()
    {
        return Err(TableError::TwiceColumn {
            column: (*twice).clone(),
        });
    }
    match required
        .iter()
        .find(|column| !columns.iter().any(|have| have == *column))
    {
        Some(column) => Err(TableError::NoColumn { column }),
        None => Ok(()),
    }
}

/// The line on which a quoted field begins that the end of the file cuts off. The reader itself would take it for a whole field.
fn open_quote(bytes: &[u8]) -> Option<u64> {
    let (mut line, mut field_start, mut opened) = (1, true, None);
    let mut rest = bytes.iter().peekable();
    while let Some(&byte) = rest.next() {
        match (opened, byte) {
            (Some(_), b'"') if rest.peek() == Some(&&b'"') => {
                rest.next();
            }
            (Some(_), b'"') => opened = None,
            (None, b'"') if field_start => opened = Some(line),
            _ => {}
        }
        line += u64::from(byte == b'\n');
        field_start = opened.is_none() && matches!(byte, b',' | b'\n' | b'\r');
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, TableError> {
        Table::read(text.as_bytes(), &["id"], &["name"])
    }

    fn refused(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn columns_are_found_by_name_and_lines_keep_their_numbers() {
        let table = read("\u{feff}name,id,colour\r\n\"two\nlines\",1,red\r\n , 2 ,\r\n").unwrap();
        let (id, name) = (table.column("id"), table.column("name"));
        let rows: Vec<_> = table.rows.iter().map(|row| (row.line, id(row), name(row))).collect();
        assert_eq!(
            rows,
            [
                (2, Some("1".to_owned()), Some("two\nlines".to_owned())),
                (4, Some("2".to_owned()), None)
            ]
        );
        assert_eq!(table.ignored, ["colour"]);
    }

    #[test]
    fn a_file_that_ends_inside_a_quoted_field_is_refused_with_the_line_where_it_begins() {
        assert_eq!(
            refused("id,name\n1,\"a\"\n2,\"b\n3,c\n"),
            "line 3: a quoted field begins here and never ends"
        );
        assert!(
            read("id,name\n1,say \"hi\n").is_ok(),
            "a quote inside a bare field is a letter like any other"
        );
        assert!(read("id,name\n1,\"a \"\"b\"\"\"\n").is_ok());
        assert!(read("id,name\n1,\"a \"\"b\"\"\n").is_err());
    }

    #[test]
    fn what_is_no_table_is_refused_with_a_sentence() {
        assert_eq!(
            refused(""),
            "the file is empty: it needs a header row and at least one line"
        );
        assert_eq!(
            refused("id\n"),
            "the file is empty: it needs a header row and at least one line"
        );
        assert_eq!(refused("name\nx\n"), "the header row has no column `id`");
        assert_eq!(refused("id,id\n1,2\n"), "the header row has the column `id` twice");
        assert_eq!(
            refused("id,name\n1,a\n2\n"),
            "line 3: 1 fields, but the header row has 2"
        );
        let bad = Table::read(b"id,name\n1,\xff\n", &["id"], &[]).unwrap_err();
        assert_eq!(
            bad.to_string(),
            "line 2: the text is not UTF-8; save the file as \"CSV UTF-8\""
        );
        assert_eq!(bad.line(), Some(2));
    }
}
