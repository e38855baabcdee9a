//! The stream that holds every event.

use std::time::Duration;

use async_nats::jetstream::context::{CreateStreamErrorKind, RequestErrorKind};
use async_nats::jetstream::response::Response;
use async_nats::jetstream::stream::{Config, DiscardPolicy, Info, PersistenceMode, RetentionPolicy, StorageType};
use huiyin_contracts::subjects::{ROOTS, STREAM};

use crate::{Bus, BusError};

/// How long the server remembers message ids. Consumers do not rely on it: their inboxes are keyed on the event's id.
const DUPLICATE_WINDOW: Duration = Duration::from_secs(120);
const LOOK: &str = "show its stream";
const CREATE: &str = "make its stream";

impl Bus {
    /// Makes the stream where it is absent (services may race), and compares its configuration where it is there.
    ///
    /// # Errors
    /// [`BusError::StreamDiffers`] (only logged where `accept_weak_stream` is set): a stream is never made anew, since that
    /// would lose every event in it. Transient ones where no server answers.
    pub async fn ensure_stream(&self) -> Result<(), BusError> {
        self.ready(self.config.request_timeout()).await?;
        let found = match self.stream_info().await {
            Err(BusError::NoStream) => self.create_stream().await?,
            other => other?,
        };
        let differences = differences(&found.config, &wanted(self.config.replicas));
        if differences.is_empty() {
            return Ok(());
        }
        self.refuse_or_warn(BusError::StreamDiffers {
            differences: differences.join(", "),
        })
    }

    async fn stream_info(&self) -> Result<Info, BusError> {
        let subject = format!("STREAM.INFO.{STREAM}");
        match self.jetstream.request(subject, &()).await {
            Ok(Response::Ok(info)) => Ok(info),
            Ok(Response::Err { error }) => Err(BusError::refused(LOOK, &error)),
            Err(error) => Err(match error.kind() {
                RequestErrorKind::TimedOut => BusError::TimedOut(LOOK),
                RequestErrorKind::NoResponders => BusError::NoJetStream,
                RequestErrorKind::InvalidSubject | RequestErrorKind::Other => BusError::failed(LOOK, error),
            }),
        }
    }

    async fn create_stream(&self) -> Result<Info, BusError> {
        let created = self.jetstream.create_stream(wanted(self.config.replicas)).await;
        match created {
            Ok(stream) => Ok(stream.cached_info().clone()),
            Err(error) => match error.kind() {
                // Another service was faster, with another configuration: the comparison names the difference.
                CreateStreamErrorKind::JetStream(reason)
                    if reason.error_code() == async_nats::jetstream::ErrorCode::STREAM_NAME_EXIST =>
                {
                    self.stream_info().await
                }
                CreateStreamErrorKind::JetStream(reason) => Err(BusError::refused(CREATE, &reason)),
                CreateStreamErrorKind::TimedOut => Err(BusError::TimedOut(CREATE)),
                CreateStreamErrorKind::JetStreamUnavailable => Err(BusError::NoJetStream),
                _ => Err(BusError::failed(CREATE, error)),
            },
        }
    }
}

/// Nothing leaves the stream by itself: not by age, not by count, not by a call.
fn wanted(replicas: usize) -> Config {
    Config {
        name: STREAM.to_owned(),
        description: Some("Every event of the complaint system; each producer's database is the record".to_owned()),
        subjects: ROOTS.map(str::to_owned).to_vec(),
        storage: StorageType::File,
        retention: RetentionPolicy::Limits,
        discard: DiscardPolicy::New,
        num_replicas: replicas,
        duplicate_window: DUPLICATE_WINDOW,
        deny_delete: true,
        deny_purge: true,
        allow_atomic_publish: true,
        max_messages: -1,
        max_messages_per_subject: -1,
        max_bytes: -1,
        max_message_size: -1,
        max_consumers: -1,
        max_age: Duration::ZERO,
        ..Config::default()
    }
}

/// What the stream has that could lose or refuse events, each as `found (needed)`.
fn differences(found: &Config, wanted: &Config) -> Vec<String> {
    let pairs = properties(found).into_iter().zip(properties(wanted));
    pairs
        .filter(|(found, wanted)| found != wanted)
        .map(|((name, found), (_, wanted))| format!("{name} {found} (needed: {wanted})"))
        .collect()
}

/// What decides whether a stream loses or refuses events, under the names of the `nats` tool.
fn properties(config: &Config) -> Vec<(&'static str, String)> {
    let mut subjects = config.subjects.clone();
    subjects.sort();
    let limit = |limit: i64| {
        if limit <= 0 {
            "none".to_owned()
        } else {
            limit.to_string()
        }
    };
    let lazily = matches!(config.persist_mode, Some(PersistenceMode::Async));
    vec![
        ("subjects", subjects.join(" ")),
        ("storage", format!("{:?}", config.storage)),
        ("retention", format!("{:?}", config.retention)),
        ("discard", format!("{:?}", config.discard)),
        ("replicas", config.num_replicas.to_string()),
        ("max_age", format!("{:?}", config.max_age)),
        ("max_msgs", limit(config.max_messages)),
        ("max_bytes", limit(config.max_bytes)),
        ("max_msgs_per_subject", limit(config.max_messages_per_subject)),
        ("max_msg_size", limit(config.max_message_size.into())),
        ("deny_delete", config.deny_delete.to_string()),
        ("deny_purge", config.deny_purge.to_string()),
        ("allow_atomic", config.allow_atomic_publish.to_string()),
        ("duplicate_window", format!("{:?}", config.duplicate_window)),
        ("no_ack", config.no_ack.to_string()),
        ("sealed", config.sealed.to_string()),
        ("persist_mode async", lazily.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_that_could_lose_events_is_told_apart() {
        let wanted = wanted(3);
        assert!(differences(&wanted, &wanted).is_empty());
        let weak = Config {
            discard: DiscardPolicy::Old,
            num_replicas: 1,
            max_age: Duration::from_secs(60),
            max_bytes: 1024,
            deny_purge: false,
            storage: StorageType::Memory,
            ..wanted.clone()
        };
        assert_eq!(
            differences(&weak, &wanted),
            [
                "storage Memory (needed: File)",
                "discard Old (needed: New)",
                "replicas 1 (needed: 3)",
                "max_age 60s (needed: 0ns)",
                "max_bytes 1024 (needed: none)",
                "deny_purge false (needed: true)",
            ]
        );
    }

    #[test]
    fn the_order_of_subjects_and_the_way_to_say_no_limit_do_not_matter() {
        let wanted = wanted(1);
        let mut same = Config {
            max_messages: 0,
            ..wanted.clone()
        };
        same.subjects.reverse();
        assert!(differences(&same, &wanted).is_empty());
    }
}
