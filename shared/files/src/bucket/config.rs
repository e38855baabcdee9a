//! `[….bucket]`: which bucket, and how it is reached.

use std::path::PathBuf;
use std::time::Duration;

use huiyin_kernel::Password;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use serde::Deserialize;

use super::Bucket;
use crate::{Folder, Store};

/// Where a service's files lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StoreKind {
    /// In a folder.
    #[default]
    Folder,
    /// In a bucket of an S3-compatible object store.
    S3,
}

/// `[….bucket]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketConfig {
    /// Its name.
    pub name: String,
    /// What all names in it begin with.
    pub prefix: String,
    /// Its region.
    pub region: String,
    /// The store's address; empty for AWS itself.
    pub endpoint: String,
    /// Whether the endpoint may be without encryption, and not on this machine.
    pub allow_http: bool,
    /// The access key's id.
    pub key_id: String,
    /// The access key's secret.
    pub key_secret: Password,
    /// How long one request is waited for, in seconds.
    pub patience_seconds: u32,
}

/// A bucket that cannot be used. The sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    /// No bucket.
    #[error("store is \"s3\", and bucket.name is empty: give the bucket's name")]
    NoName,
    /// No key.
    #[error("bucket.key_id and bucket.key_secret are the bucket's access key: give both")]
    NoKey,
    /// An address without encryption that is not on this machine.
    #[error(
        "bucket.endpoint {0} is not encrypted: give an https address, or set bucket.allow_http where the network is closed"
    )]
    NotEncrypted(String),
    /// No address.
    #[error("bucket.endpoint {0} is no address: it reads like https://s3.example.org")]
    Endpoint(String),
    /// A prefix that is none.
    #[error("bucket.prefix {0:?} is no prefix: give words with / between them")]
    Prefix(String),
    /// Something else.
    #[error("the bucket cannot be used")]
    Other(#[source] object_store::Error),
}

impl Store {
    /// What the configuration names. Nothing is asked of the store.
    ///
    /// # Errors
    /// [`BucketError`]
    pub fn open(kind: StoreKind, folder: PathBuf, bucket: &BucketConfig) -> Result<Self, BucketError> {
        match kind {
            StoreKind::Folder => Ok(Self::Folder(Folder::new(folder))),
            StoreKind::S3 => bucket.open().map(Self::Bucket),
        }
    }
}

impl BucketConfig {
    fn open(&self) -> Result<Bucket, BucketError> {
        if self.name.is_empty() {
            return Err(BucketError::NoName);
        }
        if self.key_id.is_empty() || self.key_secret.reveal().is_empty() {
            return Err(BucketError::NoKey);
        }
        let prefix = Path::parse(&self.prefix).map_err(|_| BucketError::Prefix(self.prefix.clone()))?;
        let http = self.http()?;
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(self.key_secret.reveal())
            .with_retry(self.retries())
            .with_client_options(self.limits().with_allow_http(http));
        if !self.endpoint.is_empty() {
            builder = builder.with_endpoint(&self.endpoint);
        }
        let client = builder.build().map_err(BucketError::Other)?;
        Ok(Bucket::new(client, self.name.clone(), prefix))
    }

    /// Whether the endpoint is without encryption, and may be.
    fn http(&self) -> Result<bool, BucketError> {
        if self.endpoint.is_empty() || self.endpoint.starts_with("https://") {
            return Ok(false);
        }
        let shown = || self.endpoint.clone();
        let rest = self
            .endpoint
            .strip_prefix("http://")
            .ok_or_else(|| BucketError::Endpoint(shown()))?;
        let host = rest.split('/').next().unwrap_or_default();
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        let here = host == "localhost"
            || host
                .trim_matches(['[', ']'])
                .parse()
                .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        if here || self.allow_http {
            Ok(true)
        } else {
            Err(BucketError::NotEncrypted(shown()))
        }
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(u64::from(self.patience_seconds.max(1)))
    }

    /// The crate waits three minutes by itself: a clerk does not.
    fn retries(&self) -> RetryConfig {
        RetryConfig {
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(100),
                max_backoff: Duration::from_secs(1),
                base: 2.0,
            },
            max_retries: 3,
            retry_timeout: self.patience() / 2,
        }
    }

    fn limits(&self) -> ClientOptions {
        ClientOptions::new()
            .with_connect_timeout(Duration::from_secs(3).min(self.patience()))
            .with_timeout(self.patience())
    }
}
