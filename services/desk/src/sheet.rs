//! Spreadsheets. Every cell is a text or a number: what begins like a formula stays the text that it is (P30).

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// The media type of what is made.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The longest text of a cell, in characters.
const LONGEST: usize = 32_767;

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Text(String),
    Number(u64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

/// A sheet of these rows below their heading. Rows are written as they come; none is held until the end.
///
/// # Errors
/// Where the file cannot be made.
pub(crate) fn workbook(heading: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    let bold = Format::new().set_bold();
    for (column, text) in (0..).zip(heading) {
        sheet.write_string_with_format(0, column, cut(text), &bold)?;
    }
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                // `write` would read what a text means; `write_string` does not.
                Cell::Text(text) => sheet.write_string(row, column, cut(&text))?,
                // A figure beyond 2^53 would be another one as a number.
                Cell::Number(number) => match u32::try_from(number) {
                    Ok(number) => sheet.write_number(row, column, number)?,
                    Err(_) => sheet.write_string(row, column, number.to_string())?,
                },
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

/// What a cell can hold: no control characters, which no reader of such files takes.
fn cut(text: &str) -> String {
    let shown = text.chars().filter(|c| !c.is_control() || *c == '\n');
    shown.take(LONGEST).collect()
}

#[cfg(test)]
mod tests;
