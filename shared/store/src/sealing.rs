//! Values of one complaint, sealed at their place in a table.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use huiyin_kernel::{ComplaintId, Ids};
use huiyin_seal::{ContentKey, DataKey, Place, SealError};
use zeroize::Zeroizing;

use crate::{Change, DataKeys, StoreError};

/// What a sealed text in a column of text begins with.
const SEALED: char = '\u{1}';

/// Whether a text of a column of text is sealed.
#[must_use]
pub fn is_sealed(text: &str) -> bool {
    text.starts_with(SEALED)
}

/// The key of one complaint, with its place.
#[derive(Clone, Debug)]
pub struct Sealing {
    keys: DataKeys,
    complaint: ComplaintId,
    key: Option<DataKey>,
}

impl Sealing {
    pub(crate) fn new(keys: DataKeys, complaint: ComplaintId, key: Option<DataKey>) -> Self {
        Self { keys, complaint, key }
    }

    /// The same to seal with: a key is made where there is none yet.
    ///
    /// # Errors
    /// Where the database fails, or the key was destroyed.
    pub async fn to_write(&self, change: &Change) -> Result<Self, StoreError> {
        match self.key {
            Some(_) => Ok(self.clone()),
            None => self.keys.take(change, self.complaint).await,
        }
    }

    /// Seals a text in a row of a table.
    ///
    /// # Errors
    /// Where the key was destroyed.
    pub fn seal(&self, at: (&str, &str), row: &[u8], text: &str, ids: &Ids) -> Result<Vec<u8>, StoreError> {
        let key = self.key.as_ref().ok_or(StoreError::Destroyed)?;
        Ok(key.seal(self.place(at, row), text, ids)?)
    }

    /// Opens what was sealed there; nothing where the key was destroyed.
    ///
    /// # Errors
    /// Where it was changed, moved, or sealed under another key.
    pub fn open(&self, at: (&str, &str), row: &[u8], sealed: &[u8]) -> Result<Option<Zeroizing<String>>, StoreError> {
        let Some(key) = &self.key else {
            return Ok(None);
        };
        Ok(Some(key.open(self.place(at, row), sealed)?))
    }

    /// Seals a text for a column of text: what [`Sealing::seal`] gives, in base64 behind a control character, which no text that people
    /// or programs write begins with.
    ///
    /// # Errors
    /// Where the key was destroyed.
    pub fn seal_text(&self, at: (&str, &str), row: &[u8], text: &str, ids: &Ids) -> Result<String, StoreError> {
        let sealed = self.seal(at, row, text, ids)?;
        Ok(format!("{SEALED}{}", STANDARD_NO_PAD.encode(sealed)))
    }

    /// Opens a column of text; what was written in clear before an upgrade is as it is. Nothing where the key was destroyed.
    ///
    /// # Errors
    /// Where it was changed, moved, or sealed under another key.
    pub fn open_text(&self, at: (&str, &str), row: &[u8], text: &str) -> Result<Option<Zeroizing<String>>, StoreError> {
        let Some(sealed) = text.strip_prefix(SEALED) else {
            return Ok(Some(Zeroizing::new(text.to_owned())));
        };
        let sealed = STANDARD_NO_PAD.decode(sealed).map_err(|_| SealError::DoesNotOpen)?;
        self.open(at, row, &sealed)
    }

    /// What its files are sealed under.
    ///
    /// # Errors
    /// Where the key was destroyed, or there is none.
    pub fn contents(&self) -> Result<ContentKey, StoreError> {
        let key = self.key.clone().ok_or(StoreError::Destroyed)?;
        Ok(ContentKey::new(key, self.keys.service, self.complaint))
    }

    /// Whether there is no key: it was destroyed, or nothing was ever sealed.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.key.is_none()
    }

    fn place<'a>(&'a self, (table, column): (&'a str, &'a str), row: &'a [u8]) -> Place<'a> {
        Place {
            service: self.keys.service,
            table,
            column,
            complaint: self.complaint,
            row,
        }
    }
}
