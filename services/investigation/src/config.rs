//! Investigation's configuration; `config.default.toml` documents it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use huiyin_files::clamd::Clamd;
use huiyin_files::{BucketConfig, Files, Pace, Slots, Store, StoreKind};
use huiyin_kernel::{Clock, Ids};
use huiyin_seal::SealingConfig;
use serde::Deserialize;

use crate::app::Keeping;
use crate::domain::add_evidence::Quota;

/// All of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// A policy pack in the binary.
    pub pack: String,
    /// A folder with a pack, instead of it; nothing where it is empty.
    pub pack_folder: String,
    /// The follow-up visit.
    pub follow_up: FollowUp,
    /// The keys of what is sealed.
    pub sealing: SealingConfig,
    /// Evidence in files.
    pub evidence: Evidence,
}

/// Evidence in files (R5.1).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Whether it lies in the folder or in the bucket.
    pub store: StoreKind,
    /// The folder.
    pub folder: PathBuf,
    /// The bucket.
    pub bucket: BucketConfig,
    /// The longest file, in bytes.
    pub most_bytes: u64,
    /// All files of one case together, in bytes.
    pub case_bytes: u64,
    /// Uploads at once in this process.
    pub at_once: usize,
    /// Uploads at once of one case.
    pub at_once_each: usize,
    /// After how long without a byte an upload ends.
    pub idle_seconds: u32,
    /// After how long an upload ends.
    pub longest_seconds: u32,
    /// The virus scanner's address, `host:port`; nothing where it is empty.
    pub scanner: String,
    /// The longest file that the scanner looks at, in bytes.
    pub scanner_bytes: u64,
    /// After how long a scan counts as none.
    pub scanner_seconds: u32,
}

impl Evidence {
    /// Where evidence is kept, how much, and who scans it.
    pub(crate) fn keeping(self, ids: &Ids, clock: &Clock) -> anyhow::Result<Keeping> {
        let seconds = |count: u32| Duration::from_secs(u64::from(count.max(1)));
        let patience = seconds(self.scanner_seconds);
        let scanner = (!self.scanner.is_empty()).then(|| Clamd::new(self.scanner, self.scanner_bytes, patience));
        let store = Store::open(self.store, self.folder, &self.bucket);
        let store = store.context("investigation.evidence cannot be used")?;
        Ok(Keeping {
            files: Files::new(store, ids.clone(), clock.clone()),
            slots: Slots::new(self.at_once.max(1), self.at_once_each.max(1)),
            pace: Pace {
                idle: seconds(self.idle_seconds),
                longest: seconds(self.longest_seconds),
            },
            quota: Quota {
                file: self.most_bytes,
                case: self.case_bytes,
            },
            scanner,
        })
    }
}

/// The follow-up visit (R5.8).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// After how many calendar days from the reply a case no longer waits for the visit.
    pub lapse_days: u16,
    /// How often, in seconds, it is looked for cases whose visit has lapsed.
    pub look_seconds: u16,
}
