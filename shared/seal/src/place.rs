//! Where a sealed value stands.

use huiyin_kernel::ComplaintId;

/// Where a sealed value stands. Bound into it: elsewhere it does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The service that owns the table.
    pub service: &'a str,
    /// The table.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The complaint.
    pub complaint: ComplaintId,
    /// What tells the row from the complaint's other rows, and what stands in it in clear and must not be changed. Empty where the
    /// complaint has one row.
    pub row: &'a [u8],
}

impl Place<'_> {
    /// Its bytes: each part with its length before it, so that no two places have the same.
    pub(crate) fn bound(&self) -> Vec<u8> {
        let complaint = self.complaint.uuid();
        parts(&[
            b"huiyin.sealed.1",
            self.service.as_bytes(),
            self.table.as_bytes(),
            self.column.as_bytes(),
            complaint.as_bytes(),
            self.row,
        ])
    }
}

/// Parts one after the other, each with its length.
pub(crate) fn parts(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}
