//! The virus scanner `clamd`, over its own protocol: `zINSTREAM`, then pieces with their length before them, then a length of 0.
//!
//! Its answer alone says too little: beyond its own limits it stops looking and says OK, and so it does about what is encrypted, unless it is
//! told to alert. So what is longer than the scanner takes is never sent as whole, and what it alerts about encryption or limits is told apart
//! from what infects.

use std::io;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest answer that is read.
const ANSWER: u64 = 4096;

/// What a scan says. Nothing but [`Scan::Clean`] says that a file is clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scan {
    /// The scanner looked at all of it and found nothing.
    Clean,
    /// Nobody looked: there is no scanner, or it was away.
    Unscanned,
    /// It is longer than the scanner looks at.
    OverLimit,
    /// It is encrypted: nobody can look into it.
    Encrypted,
    /// The scanner found something.
    Infected,
}

impl Scan {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Clean,
        Self::Unscanned,
        Self::OverLimit,
        Self::Encrypted,
        Self::Infected,
    ];

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Unscanned => "unscanned",
            Self::OverLimit => "over_limit",
            Self::Encrypted => "encrypted",
            Self::Infected => "infected",
        }
    }

    /// The scan of a code; what is unknown was not looked at.
    #[must_use]
    pub fn of(code: &str) -> Self {
        let known = Self::ALL.into_iter().find(|scan| scan.code() == code);
        known.unwrap_or(Self::Unscanned)
    }
}

/// The scanner.
#[derive(Clone, Debug)]
pub struct Clamd {
    address: String,
    most: u64,
    patience: Duration,
}

impl Clamd {
    /// The one at this address (`host:port`), which looks at files of at most so many bytes (its `StreamMaxLength`).
    #[must_use]
    pub fn new(address: String, most: u64, patience: Duration) -> Self {
        Self {
            address,
            most,
            patience,
        }
    }

    /// Scans a content of so many bytes. A scanner that is away, too slow, or says what nobody understands has not looked.
    pub async fn scan<S>(&self, content: S, bytes: u64) -> Scan
    where
        S: Stream<Item = io::Result<Bytes>> + Send,
    {
        if bytes > self.most {
            return Scan::OverLimit;
        }
        match tokio::time::timeout(self.patience, self.ask(content)).await {
            Ok(Ok(answer)) => read(&answer),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the virus scanner is away: the file is not scanned");
                Scan::Unscanned
            }
            Err(_) => {
                tracing::warn!("the virus scanner is too slow: the file is not scanned");
                Scan::Unscanned
            }
        }
    }

    async fn ask(&self, content: impl Stream<Item = io::Result<Bytes>> + Send) -> io::Result<String> {
        let mut content = pin!(content);
        let mut line = TcpStream::connect(&self.address).await?;
        line.write_all(b"zINSTREAM\0").await?;
        loop {
            let piece = content.next().await.transpose()?.unwrap_or_default();
            let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
            // A scanner that has heard enough answers and hangs up: then its answer counts, not the broken line.
            let sent = async {
                line.write_all(&length.to_be_bytes()).await?;
                line.write_all(&piece).await
            };
            if sent.await.is_err() || piece.is_empty() {
                break;
            }
        }
        let mut answer = Vec::new();
        line.take(ANSWER).read_to_end(&mut answer).await?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

/// `stream: OK`, `stream: Eicar-Test-Signature FOUND`, `INSTREAM size limit exceeded. ERROR`.
fn read(answer: &str) -> Scan {
    let answer = answer.trim_matches(['\0', '\n', ' ']);
    if answer == "stream: OK" {
        return Scan::Clean;
    }
    if answer.starts_with("INSTREAM size limit exceeded") {
        return Scan::OverLimit;
    }
    let Some(found) = answer
        .strip_prefix("stream: ")
        .and_then(|rest| rest.strip_suffix(" FOUND"))
    else {
        tracing::warn!("the virus scanner says what nobody understands: the file is not scanned");
        return Scan::Unscanned;
    };
    match found {
        found if found.starts_with("Heuristics.Encrypted") => Scan::Encrypted,
        found if found.starts_with("Heuristics.Limits.Exceeded") => Scan::OverLimit,
        _ => Scan::Infected,
    }
}

#[cfg(test)]
mod tests;
