//! The key of one complaint.

use std::fmt;

use huiyin_kernel::Ids;
use zeroize::{Zeroize, Zeroizing};

use crate::sealed::{open, seal};
use crate::{Place, SealError};

/// The key under which one service seals what it keeps of one complaint.
#[derive(Clone)]
pub struct DataKey([u8; 32]);

/// A data key as a database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapped {
    /// The number of the key-encryption key.
    pub kek: i32,
    /// The data key, sealed under it.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(redacted)")
    }
}

impl Drop for DataKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl DataKey {
    /// A new one.
    #[must_use]
    pub fn draw(ids: &Ids) -> Self {
        Self(ids.bytes())
    }

    /// The key of 256 bits that somebody else keeps, or that was made of what they keep.
    #[must_use]
    pub fn of(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        bytes.try_into().map(Self).map_err(|_| SealError::DoesNotOpen)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals a text at its place.
    ///
    /// # Errors
    /// [`SealError::TooLong`] above 256 GiB.
    pub fn seal(&self, place: Place<'_>, text: &str, ids: &Ids) -> Result<Vec<u8>, SealError> {
        seal(&self.0, &place.bound(), text.as_bytes(), ids)
    }

    /// Opens a text that was sealed at this place.
    ///
    /// # Errors
    /// [`SealError`]
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<String>, SealError> {
        let mut plain = open(&self.0, &place.bound(), sealed)?;
        let text = String::from_utf8(std::mem::take(&mut *plain));
        text.map(Zeroizing::new).map_err(|_| SealError::NoText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_kernel::{Clock, ComplaintId};
    use uuid::Uuid;

    fn place(complaint: u128, row: &[u8]) -> Place<'_> {
        Place {
            service: "intake",
            table: "sealed",
            column: "body",
            complaint: ComplaintId::from_uuid(Uuid::from_u128(complaint)),
            row,
        }
    }

    #[test]
    fn what_was_sealed_opens_at_its_place_and_nowhere_else() {
        let ids = Ids::seeded(Clock::system(), 1);
        let key = DataKey::draw(&ids);
        let here = place(1, b"2");
        let sealed = key.seal(here, "柜员说了难听的话", &ids).unwrap();
        assert_eq!(key.open(here, &sealed).unwrap().as_str(), "柜员说了难听的话");
        let elsewhere = [
            Place {
                service: "audit",
                ..here
            },
            Place { table: "note", ..here },
            Place {
                column: "words",
                ..here
            },
            place(2, b"2"),
            place(1, b"3"),
            Place {
                table: "seale",
                column: "dbody",
                ..here
            },
        ];
        for other in elsewhere {
            assert_eq!(
                key.open(other, &sealed).unwrap_err(),
                SealError::DoesNotOpen,
                "{other:?}"
            );
        }
        let another = DataKey::draw(&ids);
        assert_eq!(another.open(here, &sealed).unwrap_err(), SealError::DoesNotOpen);
    }

    #[test]
    fn no_bit_can_be_changed_and_nothing_cut() {
        let ids = Ids::seeded(Clock::system(), 2);
        let key = DataKey::draw(&ids);
        let sealed = key.seal(place(1, b""), "8000 yuan", &ids).unwrap();
        assert_eq!(sealed.len(), 1 + 24 + 9 + 16);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(
                key.open(place(1, b""), &changed).unwrap_err(),
                SealError::DoesNotOpen,
                "byte {at}"
            );
            assert_eq!(
                key.open(place(1, b""), &sealed[..at]).unwrap_err(),
                SealError::DoesNotOpen,
                "cut at {at}"
            );
        }
    }

    #[test]
    fn the_same_text_never_looks_the_same() {
        let ids = Ids::seeded(Clock::system(), 3);
        let key = DataKey::draw(&ids);
        let twice = [0, 1].map(|_| key.seal(place(1, b""), "same", &ids).unwrap());
        assert_ne!(twice[0], twice[1]);
    }

    #[test]
    fn a_key_is_not_printed() {
        let key = DataKey::from_bytes(&[7; 32]).unwrap();
        assert_eq!(format!("{key:?}"), "DataKey(redacted)");
        assert!(DataKey::from_bytes(&[7; 31]).is_err());
    }
}
