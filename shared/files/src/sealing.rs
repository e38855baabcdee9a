//! How a content lies in its store: sealed, a piece at a time.
//!
//! `HYF1`, the content's number (16 bytes), then its pieces: each of [`PIECE`] bytes of content and what sealing adds, the last one shorter
//! or as long. What does not begin so was kept before contents were sealed, and is read as it is.

use std::io;

use bytes::Bytes;
use huiyin_kernel::Ids;
use huiyin_seal::{ContentKey, Pieces, SealError};

use crate::sink::Sink;
use crate::source::Source;

/// So much of a content is in one piece.
pub(super) const PIECE: usize = 64 * 1024;
const MAGIC: &[u8; 4] = b"HYF1";

/// Writes a content as it comes.
pub(super) struct Writer<'a> {
    to: Sink,
    ids: &'a Ids,
    pieces: Pieces,
    held: Vec<u8>,
    at: u64,
}

impl<'a> Writer<'a> {
    pub(super) async fn begin(mut to: Sink, key: &ContentKey, ids: &'a Ids) -> io::Result<Self> {
        let number: [u8; 16] = ids.bytes();
        to.write(MAGIC).await?;
        to.write(&number).await?;
        Ok(Self {
            to,
            ids,
            pieces: key.pieces(number),
            held: Vec::with_capacity(PIECE),
            at: 0,
        })
    }

    /// Takes more of it. A full piece is written when more comes: the last one is known by nothing behind it.
    pub(super) async fn write(&mut self, mut more: &[u8]) -> io::Result<()> {
        while !more.is_empty() {
            if self.held.len() == PIECE {
                self.piece(false).await?;
            }
            let (now, later) = more.split_at(more.len().min(PIECE - self.held.len()));
            self.held.extend_from_slice(now);
            more = later;
        }
        Ok(())
    }

    /// Ends it: all of it is durable.
    pub(super) async fn end(mut self) -> io::Result<()> {
        self.piece(true).await?;
        self.to.end().await
    }

    async fn piece(&mut self, last: bool) -> io::Result<()> {
        let sealed = self
            .pieces
            .seal(self.at, last, &self.held, self.ids)
            .map_err(io::Error::other)?;
        self.to.write(&sealed).await?;
        self.held.clear();
        self.at += 1;
        Ok(())
    }
}

/// Reads a content back.
pub(super) struct Reader {
    source: Source,
    form: Form,
}

enum Form {
    /// Of before contents were sealed: with the bytes that were read to see it.
    Clear(Vec<u8>),
    Sealed {
        pieces: Pieces,
        at: u64,
        /// A whole piece that was read, until what follows tells whether it is the last.
        held: Option<Vec<u8>>,
    },
}

impl Reader {
    pub(super) async fn begin(mut source: Source, key: Option<&ContentKey>) -> io::Result<Self> {
        let head = source.read(MAGIC.len() + 16).await?;
        let number = head.strip_prefix(MAGIC).and_then(|number| number.try_into().ok());
        let form = match (number, key) {
            (None, _) => Form::Clear(head),
            (Some(_), None) => return Err(io::Error::other(SealError::DoesNotOpen)),
            (Some(number), Some(key)) => Form::Sealed {
                pieces: key.pieces(number),
                at: 0,
                held: None,
            },
        };
        Ok(Self { source, form })
    }

    /// The next bytes of it; nothing at its end.
    pub(super) async fn next(&mut self) -> io::Result<Option<Bytes>> {
        match &mut self.form {
            Form::Clear(head) if !head.is_empty() => Ok(Some(Bytes::from(std::mem::take(head)))),
            Form::Clear(_) => {
                let read = self.source.read(PIECE).await?;
                Ok((!read.is_empty()).then(|| Bytes::from(read)))
            }
            Form::Sealed { pieces, at, held } => {
                let whole = PIECE + ContentKey::OVERHEAD;
                let now = match held.take() {
                    Some(held) => held,
                    // The first piece is there, however short the content is; after the last there is none.
                    None if *at == 0 => self.source.read(whole).await?,
                    None => return Ok(None),
                };
                let after = if now.len() == whole {
                    self.source.read(whole).await?
                } else {
                    Vec::new()
                };
                let last = after.is_empty();
                let plain = pieces.open(*at, last, &now).map_err(io::Error::other)?;
                *at += 1;
                *held = (!last).then_some(after);
                Ok((!plain.is_empty()).then(|| Bytes::copy_from_slice(&plain)))
            }
        }
    }
}
