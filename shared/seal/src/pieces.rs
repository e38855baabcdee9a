//! Long contents, sealed a piece at a time.

use huiyin_kernel::{ComplaintId, Ids};
use zeroize::Zeroizing;

use crate::sealed::{open, seal};
use crate::{DataKey, Place, SealError};

/// What a content's pieces are sealed under. Each piece is bound to the content, to its place in it, and to whether it is the last one: none
/// can be left out, moved, or taken from another content.
#[derive(Clone, Debug)]
pub struct ContentKey {
    key: DataKey,
    service: &'static str,
    complaint: ComplaintId,
}

/// One content's pieces.
#[derive(Clone, Debug)]
pub struct Pieces {
    key: ContentKey,
    content: [u8; 16],
}

impl ContentKey {
    /// So many bytes are longer when they are sealed.
    pub const OVERHEAD: usize = 1 + 24 + 16;

    /// The key of a complaint's contents at a service.
    #[must_use]
    pub fn new(key: DataKey, service: &'static str, complaint: ComplaintId) -> Self {
        Self {
            key,
            service,
            complaint,
        }
    }

    /// The pieces of the content of this number, which is drawn when it comes.
    #[must_use]
    pub fn pieces(&self, content: [u8; 16]) -> Pieces {
        Pieces {
            key: self.clone(),
            content,
        }
    }
}

impl Pieces {
    /// Seals a piece.
    ///
    /// # Errors
    /// [`SealError::TooLong`] above 256 GiB.
    pub fn seal(&self, at: u64, last: bool, plain: &[u8], ids: &Ids) -> Result<Vec<u8>, SealError> {
        seal(self.key.key.bytes(), &self.bound(at, last), plain, ids)
    }

    /// Opens a piece that was sealed at this place.
    ///
    /// # Errors
    /// [`SealError::DoesNotOpen`]
    pub fn open(&self, at: u64, last: bool, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        open(self.key.key.bytes(), &self.bound(at, last), sealed)
    }

    fn bound(&self, at: u64, last: bool) -> Vec<u8> {
        let row = [&self.content[..], &at.to_be_bytes(), &[u8::from(last)]].concat();
        let place = Place {
            service: self.key.service,
            table: "file",
            column: "content",
            complaint: self.key.complaint,
            row: &row,
        };
        place.bound()
    }
}

#[cfg(test)]
mod tests {
    use huiyin_kernel::Clock;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_piece_opens_at_its_place_in_its_content_alone() {
        let ids = Ids::seeded(Clock::system(), 1);
        let key = DataKey::draw(&ids);
        let of = |complaint: u128| {
            ContentKey::new(
                key.clone(),
                "intake",
                ComplaintId::from_uuid(Uuid::from_u128(complaint)),
            )
        };
        let pieces = of(1).pieces([1; 16]);
        let sealed = pieces.seal(3, false, b"a photograph", &ids).unwrap();
        assert_eq!(sealed.len(), 12 + ContentKey::OVERHEAD);
        assert_eq!(pieces.open(3, false, &sealed).unwrap().as_slice(), b"a photograph");
        for wrong in [
            pieces.open(2, false, &sealed),
            pieces.open(3, true, &sealed),
            of(1).pieces([2; 16]).open(3, false, &sealed),
            of(2).pieces([1; 16]).open(3, false, &sealed),
        ] {
            assert_eq!(wrong.unwrap_err(), SealError::DoesNotOpen);
        }
    }
}
