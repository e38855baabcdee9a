//! Files that came with a complaint (R3.3).

use huiyin_kernel::{Actor, AttachmentId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The header with the complaint's number where the body is a file.
pub const COMPLAINT_NUMBER: &str = "huiyin-complaint-number";
/// The header with the receipt code where the body is a file: it stands in no address.
pub const RECEIPT_CODE: &str = "huiyin-receipt-code";
/// The header with the file's name, UTF-8, percent-encoded. It may tell who complains: it is kept like their words.
pub const FILE_NAME: &str = "huiyin-file-name";

/// A file without its name and its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttachmentView {
    /// The file.
    pub id: AttachmentId,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// How long it is, in bytes.
    pub bytes: u64,
    /// What its content is, by its first bytes; `application/octet-stream` where they tell nothing.
    pub media_type: String,
    /// `not_scanned`: nobody looked for malicious content. Never take that for clean.
    pub scan: String,
    /// Who added it.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub added: Timestamp,
}

/// A file with its name, as a look shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NamedAttachment {
    /// The file.
    pub attachment: AttachmentView,
    /// Its name, where one was told.
    pub name: Option<String>,
}
