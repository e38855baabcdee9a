//! Intake's configuration, and the key of the receipts.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use huiyin_kernel::{Clock, Ids};
use huiyin_policy::Pack;
use huiyin_seal::{SealingConfig, key_file};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::domain::attach::Quota;
use crate::domain::books::schedule::Schedule;
use crate::domain::matching::MatchingKey;
use crate::domain::receipt::ReceiptKey;
use crate::domain::throttle::Rule;
use huiyin_files::{BucketConfig, Files, Pace, Slots, Store, StoreKind};

/// Intake's own keys; `config.default.toml` tells what they mean.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `[numbers]`
    pub numbers: Numbers,
    /// `[receipts]`
    pub receipts: Receipts,
    /// `[matching]`
    pub matching: Matching,
    /// `[sealing]`
    pub sealing: SealingConfig,
    /// `[attachments]`
    pub attachments: Attachments,
    /// `[opinion_books]`
    pub opinion_books: OpinionBooks,
}

/// How complaints are numbered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// This intake's series: 0 to 9.
    pub series: u8,
}

/// How receipt codes are made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipts {
    /// The file with the key: 32 bytes.
    pub key_file: PathBuf,
    /// Whether a missing key is made.
    pub create_key: bool,
    /// Wrong codes for one number that are free.
    pub wrong_codes: u32,
    /// The first wait after them, in seconds.
    pub wait_seconds: u32,
    /// The longest wait, in seconds.
    pub longest_wait_seconds: u32,
    /// Wrong codes for all numbers together that are free in a minute.
    pub wrong_codes_per_minute: u32,
}

/// How complainants are recognised.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    /// The file with the key: 32 bytes.
    pub key_file: PathBuf,
    /// Whether a missing key is made.
    pub create_key: bool,
    /// So often a minute somebody may ask whether a complainant is known.
    pub lookups_per_minute: u32,
}

/// Where files are kept, and how much.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    /// Whether they lie in the folder or in the bucket.
    pub store: StoreKind,
    /// The folder.
    pub folder: PathBuf,
    /// The bucket.
    pub bucket: BucketConfig,
    /// The longest file, in bytes.
    pub most_bytes: u64,
    /// All files of one complaint, in bytes.
    pub complaint_bytes: u64,
    /// Uploads at once.
    pub at_once: usize,
    /// Uploads to one complaint at once.
    pub at_once_each: usize,
    /// After so many seconds without a byte an upload is ended.
    pub idle_seconds: u32,
    /// After so many seconds an upload is ended.
    pub longest_seconds: u32,
}

/// How opinion books are checked (R3.7).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionBooks {
    /// A policy pack in the binary: its calendar counts.
    pub pack: String,
    /// A folder with a pack, instead of it; nothing where it is empty.
    pub pack_folder: String,
    /// The channel of what is found in them.
    pub channel: String,
}

impl Config {
    /// The working calendar of opinion books.
    pub(crate) fn schedule(&self) -> anyhow::Result<Schedule> {
        let OpinionBooks { pack, pack_folder, .. } = &self.opinion_books;
        let pack = if pack_folder.is_empty() {
            Pack::embedded(pack).with_context(|| format!("intake.opinion_books.pack {pack:?} cannot be used"))?
        } else {
            Pack::load(pack_folder)
                .with_context(|| format!("intake.opinion_books.pack_folder {pack_folder:?} cannot be used"))?
        };
        Ok(Schedule::of(&pack))
    }

    /// The numbering series.
    pub(crate) fn series(&self) -> anyhow::Result<u8> {
        let series = self.numbers.series;
        anyhow::ensure!(
            series <= 9,
            "numbers.series is {series}, but a series is one digit: 0 to 9"
        );
        Ok(series)
    }

    /// How who guesses codes is slowed.
    pub(crate) fn throttle(&self) -> Rule {
        let seconds = |count: u32| SignedDuration::from_secs(i64::from(count));
        Rule {
            free: self.receipts.wrong_codes,
            first_wait: seconds(self.receipts.wait_seconds),
            longest_wait: seconds(self.receipts.longest_wait_seconds),
            free_per_minute: self.receipts.wrong_codes_per_minute,
        }
    }

    /// The files that come with complaints.
    pub(crate) fn files(&self, ids: &Ids, clock: &Clock) -> anyhow::Result<Files> {
        let Attachments {
            store, folder, bucket, ..
        } = &self.attachments;
        let store = Store::open(*store, folder.clone(), bucket).context("intake.attachments cannot be used")?;
        Ok(Files::new(store, ids.clone(), clock.clone()))
    }

    /// How many uploads there may be at once.
    pub(crate) fn uploads(&self) -> Slots {
        Slots::new(self.attachments.at_once.max(1), self.attachments.at_once_each.max(1))
    }

    /// How long an upload may take.
    pub(crate) fn pace(&self) -> Pace {
        let seconds = |count: u32| Duration::from_secs(u64::from(count.max(1)));
        Pace {
            idle: seconds(self.attachments.idle_seconds),
            longest: seconds(self.attachments.longest_seconds),
        }
    }

    /// How much may be attached.
    pub(crate) fn quota(&self) -> Quota {
        Quota {
            file: self.attachments.most_bytes,
            complaint: self.attachments.complaint_bytes,
        }
    }

    /// The receipts' key, made where there is none yet and the configuration allows it.
    pub(crate) fn receipt_key(&self, ids: &Ids) -> anyhow::Result<ReceiptKey> {
        let Receipts {
            key_file, create_key, ..
        } = &self.receipts;
        let bytes = key("receipts", key_file, *create_key, ids)?;
        ReceiptKey::new(&bytes).with_context(|| format!("{} holds no receipt key", key_file.display()))
    }

    /// The key by which complainants are recognised, made where there is none yet and the configuration allows it.
    pub(crate) fn matching_key(&self, ids: &Ids) -> anyhow::Result<MatchingKey> {
        let Matching {
            key_file, create_key, ..
        } = &self.matching;
        let bytes = key("matching", key_file, *create_key, ids)?;
        MatchingKey::new(&bytes).with_context(|| format!("{} holds no matching key", key_file.display()))
    }
}

/// The bytes of a section's key.
fn key(section: &str, file: &Path, create_key: bool, ids: &Ids) -> anyhow::Result<Vec<u8>> {
    let shown = file.display();
    if create_key {
        key_file::create(file, &ids.bytes::<32>(), 0o600, ids)
            .with_context(|| format!("the key of {section}, {shown}, cannot be made"))?;
    }
    std::fs::read(file).with_context(|| {
        format!(
            "the key of {section}, {shown}, cannot be read: give the same file to every intake, or set {section}.create_key"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn config(key_file: PathBuf, create_key: bool) -> Config {
        Config {
            numbers: Numbers { series: 0 },
            receipts: Receipts {
                key_file,
                create_key,
                wrong_codes: 5,
                wait_seconds: 30,
                longest_wait_seconds: 900,
                wrong_codes_per_minute: 600,
            },
            matching: Matching {
                key_file: PathBuf::new(),
                create_key: false,
                lookups_per_minute: 30,
            },
            sealing: SealingConfig {
                key_file: PathBuf::new(),
                create_key: false,
            },
            attachments: Attachments {
                store: StoreKind::Folder,
                folder: PathBuf::new(),
                bucket: BucketConfig::default(),
                most_bytes: 1,
                complaint_bytes: 1,
                at_once: 4,
                at_once_each: 2,
                idle_seconds: 2,
                longest_seconds: 60,
            },
            opinion_books: OpinionBooks {
                pack: "rural-bank".to_owned(),
                pack_folder: String::new(),
                channel: "opinion_book".to_owned(),
            },
        }
    }

    #[test]
    fn a_missing_key_is_made_once_and_for_the_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys/receipts.key");
        let ids = Ids::random(Clock::system());
        config(file.clone(), true).receipt_key(&ids).unwrap();
        let first = std::fs::read(&file).unwrap();
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        config(file.clone(), true).receipt_key(&ids).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), first);
        let left = std::fs::read_dir(file.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "the draft is gone");
    }

    #[test]
    fn a_missing_or_wrong_key_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("receipts.key");
        let ids = Ids::random(Clock::system());
        let missing = config(file.clone(), false).receipt_key(&ids).unwrap_err().to_string();
        assert!(
            missing.ends_with("give the same file to every intake, or set receipts.create_key"),
            "{missing}"
        );
        std::fs::write(&file, b"short").unwrap();
        let wrong = format!("{:#}", config(file, true).receipt_key(&ids).unwrap_err());
        assert!(
            wrong.ends_with("holds no receipt key: a receipt key is 32 bytes long"),
            "{wrong}"
        );
    }

    #[test]
    fn a_pack_that_there_is_not_is_named() {
        let mut config = config(PathBuf::new(), false);
        config.opinion_books.pack = "no-bank".to_owned();
        assert_eq!(
            config.schedule().unwrap_err().to_string(),
            "intake.opinion_books.pack \"no-bank\" cannot be used"
        );
    }

    #[test]
    fn a_bucket_without_a_name_is_refused_with_what_to_do() {
        let (ids, clock) = (Ids::random(Clock::system()), Clock::system());
        let mut config = config(PathBuf::new(), false);
        config.files(&ids, &clock).unwrap();
        config.attachments.store = StoreKind::S3;
        let wrong = format!("{:#}", config.files(&ids, &clock).unwrap_err());
        assert_eq!(
            wrong,
            "intake.attachments cannot be used: store is \"s3\", and bucket.name is empty: give the bucket's name"
        );
    }

    #[test]
    fn a_series_is_one_digit() {
        let mut config = config(PathBuf::new(), false);
        config.numbers.series = 10;
        assert_eq!(
            config.series().unwrap_err().to_string(),
            "numbers.series is 10, but a series is one digit: 0 to 9"
        );
    }
}
