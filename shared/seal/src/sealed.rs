//! One value, sealed under one key and bound to its place.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use huiyin_kernel::Ids;
use zeroize::Zeroizing;

/// The format's version, the first byte of whatever is sealed.
const VERSION: u8 = 1;
const NONCE: usize = 24;

/// Why something is not opened. It names neither content nor key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The key does not open it, or it stands elsewhere than where it was sealed.
    #[error("a sealed value does not open: it was changed, moved, or sealed under another key")]
    DoesNotOpen,
    /// It is sealed under a key-encryption key that the ring does not hold.
    #[error("key-encryption key {0} is not in the key file: put it back from where keys are kept")]
    UnknownKey(i32),
    /// It could not be sealed.
    #[error("a value cannot be sealed: it is too long")]
    TooLong,
    /// It was sealed as text and is none.
    #[error("a sealed text is no text")]
    NoText,
}

/// Seals bytes.
pub(crate) fn seal(key: &[u8; 32], bound: &[u8], plain: &[u8], ids: &Ids) -> Result<Vec<u8>, SealError> {
    let nonce: [u8; NONCE] = ids.bytes();
    let payload = Payload { msg: plain, aad: bound };
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload);
    let sealed = sealed.map_err(|_| SealError::TooLong)?;
    Ok([&[VERSION][..], &nonce, &sealed].concat())
}

/// Opens what [`seal`] sealed under the same key, bound to the same place.
pub(crate) fn open(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (version, rest) = sealed.split_first().ok_or(SealError::DoesNotOpen)?;
    let (nonce, body) = rest.split_first_chunk::<NONCE>().ok_or(SealError::DoesNotOpen)?;
    if *version != VERSION {
        return Err(SealError::DoesNotOpen);
    }
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let payload = Payload { msg: body, aad: bound };
    let plain = cipher.decrypt(&XNonce::from(*nonce), payload);
    plain.map(Zeroizing::new).map_err(|_| SealError::DoesNotOpen)
}
