//! Evidence in files: records, recordings, pictures (R5.1). Collected with who, when, from whom and a fingerprint; never altered or removed.

use huiyin_files::clamd::Scan;
use huiyin_kernel::{Actor, Timestamp};
use uuid::Uuid;

use super::statement::hex;
use super::text::{Code, Words};

/// One file. Its content lies in the folder of files, under the hash of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// It.
    pub(crate) id: Uuid,
    /// What it is: `record`, `recording`, `photo` …
    pub(crate) kind: Code,
    /// Who gave it, by role; no name.
    pub(crate) given_by: Code,
    /// The file's own name; may tell who complains.
    pub(crate) name: Option<Words>,
    /// SHA-256 of its content.
    pub(crate) sha256: [u8; 32],
    /// How long it is.
    pub(crate) bytes: u64,
    /// What its first bytes tell that it is.
    pub(crate) media_type: String,
    /// What the scanner says.
    pub(crate) scan: Scan,
    /// When it was taken in.
    pub(crate) at: Timestamp,
    /// Who took it in.
    pub(crate) by: Actor,
    /// The evidence that it takes the place of, and why.
    pub(crate) supersedes: Option<(Uuid, Words)>,
}

/// A line of the custody list: who had to do with a piece of evidence, when, and which hash it had then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Custody {
    /// The evidence.
    pub(crate) evidence: Uuid,
    /// What was done.
    pub(crate) what: Handled,
    /// When.
    pub(crate) at: Timestamp,
    /// Who.
    pub(crate) by: Actor,
    /// From whom it came, by role, or what the scanner says.
    pub(crate) note: Option<String>,
    /// The hash that it had, in hexadecimal.
    pub(crate) sha256: String,
}

/// What was done with a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handled {
    /// It was taken in.
    Received,
    /// It was scanned.
    Scanned,
    /// It was given out to somebody who looks at it, after its content was found to be what it was.
    GivenOut,
    /// Another one took its place.
    Superseded,
}

impl Handled {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Received, Self::Scanned, Self::GivenOut, Self::Superseded];

    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Scanned => "scanned",
            Self::GivenOut => "given_out",
            Self::Superseded => "superseded",
        }
    }
}

impl Evidence {
    /// Its hash in hexadecimal.
    pub(crate) fn hex(&self) -> String {
        hex(&self.sha256)
    }

    /// A line of its custody list.
    pub(crate) fn handled(&self, what: Handled, by: Actor, at: Timestamp, note: Option<String>) -> Custody {
        Custody {
            evidence: self.id,
            what,
            at,
            by,
            note,
            sha256: self.hex(),
        }
    }

    /// The lines that begin its custody list.
    pub(crate) fn begins(&self) -> Vec<Custody> {
        let from = Some(self.given_by.as_str().to_owned());
        let mut lines = vec![self.handled(Handled::Received, self.by.clone(), self.at, from)];
        if self.scan != Scan::Unscanned {
            lines.push(self.scanned(self.at));
        }
        lines
    }

    /// The line of its scan.
    pub(crate) fn scanned(&self, at: Timestamp) -> Custody {
        let note = Some(self.scan.code().to_owned());
        self.handled(Handled::Scanned, Actor::system("investigation"), at, note)
    }
}
