//! An event as it travels: CloudEvents 1.0, binary mode. Each attribute is a `ce-` header, the body is the payload.
//!
//! Header values are visible ASCII. What does not fit is [`Malformed`]: the producer is refused, the consumer parks.

use std::str::FromStr;

use async_nats::HeaderMap;
use async_nats::header::{HeaderName, HeaderValue};
use huiyin_contracts::Envelope;
use huiyin_kernel::Timestamp;

use crate::trace;

/// The header that the server removes doubles by.
pub const MESSAGE_ID: &str = "Nats-Msg-Id";

const SPEC_VERSION: &str = "ce-specversion";
const ID: &str = "ce-id";
const TYPE: &str = "ce-type";
const SOURCE: &str = "ce-source";
const SUBJECT: &str = "ce-subject";
const TIME: &str = "ce-time";
const SEQUENCE: &str = "ce-sequence";
const EPOCH: &str = "ce-epoch";
const VERSION: &str = "ce-version";
const CORRELATION_ID: &str = "ce-correlationid";
const CAUSATION_ID: &str = "ce-causationid";
const RECORDED_TIME: &str = "ce-recordedtime";
const POLICY_VERSION: &str = "ce-policyversion";
const CONTENT_TYPE: &str = "content-type";

const JSON: &str = "application/json";
const SOURCE_ROOT: &str = "/huiyin/";
const LONGEST_VALUE: usize = 1024;

/// Why a message is no event, or an event cannot be a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// A header that every event has is not there.
    #[error("the header {0} is missing")]
    Missing(&'static str),
    /// A header stands twice, and nobody can say which one counts.
    #[error("the header {0} stands more than once")]
    Twice(&'static str),
    /// A header's value cannot be what it should be.
    #[error("the header {name} is not {expected}")]
    Value {
        /// The header.
        name: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// The payload is not UTF-8.
    #[error("the payload is not UTF-8")]
    NotUtf8,
    /// The payload is not JSON.
    #[error("the payload is not JSON")]
    NotJson,
}

fn bad(name: &'static str, expected: &'static str) -> Malformed {
    Malformed::Value { name, expected }
}

/// The headers of an event, in the order of this module's list.
///
/// # Errors
/// Where a value is empty, over 1 024 bytes, or anything but visible ASCII; where a sequence or a version is below 1.
pub fn write(envelope: &Envelope) -> Result<Vec<(&'static str, String)>, Malformed> {
    let about = envelope.about.to_string();
    let mut headers = vec![
        (SPEC_VERSION, "1.0".to_owned()),
        (ID, envelope.id.to_string()),
        (TYPE, visible(TYPE, &envelope.kind)?),
        (SOURCE, format!("{SOURCE_ROOT}{}", producer(&envelope.producer)?)),
        (SUBJECT, about.clone()),
        (TIME, envelope.occurred.to_string()),
        (SEQUENCE, counted(SEQUENCE, envelope.sequence)?.to_string()),
        (EPOCH, envelope.epoch.to_string()),
        (VERSION, counted(VERSION, envelope.version)?.to_string()),
        (RECORDED_TIME, envelope.recorded.to_string()),
        (CONTENT_TYPE, JSON.to_owned()),
        (MESSAGE_ID, envelope.id.to_string()),
    ];
    if envelope.is_about_a_complaint() {
        headers.push((CORRELATION_ID, about));
    }
    if let Some(causation) = envelope.causation {
        headers.push((CAUSATION_ID, causation.to_string()));
    }
    if let Some(policy) = &envelope.policy_version {
        headers.push((POLICY_VERSION, visible(POLICY_VERSION, policy)?));
    }
    // A trace is worth less than its event: a bad one is left out.
    if let Some(traceparent) = envelope
        .traceparent
        .as_deref()
        .filter(|text| trace::is_traceparent(text))
    {
        headers.push((trace::TRACEPARENT, traceparent.to_owned()));
    }
    json(&envelope.body)?;
    Ok(headers)
}

/// Reads an event from a message's subject, headers and payload.
///
/// # Errors
/// Where a header is missing, stands twice or cannot be read; where the payload is not JSON. Never panics, whatever came.
pub fn read(subject: &str, headers: &[(String, String)], payload: &[u8]) -> Result<Envelope, Malformed> {
    let headers = Headers(headers);
    if headers.required(SPEC_VERSION)? != "1.0" {
        return Err(bad(SPEC_VERSION, "1.0"));
    }
    if !headers.required(CONTENT_TYPE)?.starts_with(JSON) {
        return Err(bad(CONTENT_TYPE, JSON));
    }
    let source = headers.required(SOURCE)?;
    let body = std::str::from_utf8(payload).map_err(|_| Malformed::NotUtf8)?;
    json(body)?;
    Ok(Envelope {
        id: headers.parsed(ID, UUID)?,
        kind: headers.required(TYPE)?.to_owned(),
        producer: producer(source.strip_prefix(SOURCE_ROOT).ok_or(bad(SOURCE, SOURCE_EXPECTED))?)?.to_owned(),
        epoch: headers.parsed(EPOCH, UUID)?,
        sequence: counted(SEQUENCE, headers.parsed(SEQUENCE, COUNT)?)?,
        about: headers.parsed(SUBJECT, UUID)?,
        version: counted(VERSION, headers.parsed(VERSION, COUNT)?)?,
        subject: subject.to_owned(),
        occurred: headers.parsed::<Timestamp>(TIME, INSTANT)?,
        recorded: headers.parsed::<Timestamp>(RECORDED_TIME, INSTANT)?,
        causation: headers.parsed_where_there(CAUSATION_ID, UUID)?,
        policy_version: headers.optional(POLICY_VERSION)?.map(str::to_owned),
        traceparent: headers
            .optional(trace::TRACEPARENT)?
            .filter(|text| trace::is_traceparent(text))
            .map(str::to_owned),
        body: body.to_owned(),
    })
}

const UUID: &str = "a UUID";
const COUNT: &str = "a whole number from 1";
const INSTANT: &str = "an RFC 3339 instant";
const TEXT: &str = "1 to 1024 visible ASCII characters";
const SOURCE_EXPECTED: &str = "/huiyin/<service>";

fn visible(name: &'static str, value: &str) -> Result<String, Malformed> {
    if value.is_empty() || value.len() > LONGEST_VALUE || !value.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(bad(name, TEXT));
    }
    Ok(value.to_owned())
}

fn producer(name: &str) -> Result<&str, Malformed> {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if name.is_empty() || name.len() > 64 || !name.bytes().all(fits) {
        return Err(bad(SOURCE, SOURCE_EXPECTED));
    }
    Ok(name)
}

fn counted(name: &'static str, value: i64) -> Result<i64, Malformed> {
    if value < 1 { Err(bad(name, COUNT)) } else { Ok(value) }
}

/// Whether the text is one JSON value; builds nothing of it.
fn json(text: &str) -> Result<(), Malformed> {
    serde_json::from_str::<&serde_json::value::RawValue>(text)
        .map(|_| ())
        .map_err(|_| Malformed::NotJson)
}

struct Headers<'a>(&'a [(String, String)]);

impl<'a> Headers<'a> {
    fn optional(&self, name: &'static str) -> Result<Option<&'a str>, Malformed> {
        let mut values = self.0.iter().filter(|(given, _)| given == name).map(|(_, value)| value);
        let Some(value) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return Err(Malformed::Twice(name));
        }
        visible(name, value)?;
        Ok(Some(value))
    }

    fn required(&self, name: &'static str) -> Result<&'a str, Malformed> {
        self.optional(name)?.ok_or(Malformed::Missing(name))
    }

    fn parsed<T: FromStr>(&self, name: &'static str, expected: &'static str) -> Result<T, Malformed> {
        self.required(name)?.parse().map_err(|_| bad(name, expected))
    }

    fn parsed_where_there<T: FromStr>(
        &self,
        name: &'static str,
        expected: &'static str,
    ) -> Result<Option<T>, Malformed> {
        let value = self.optional(name)?;
        value
            .map(|text| text.parse().map_err(|_| bad(name, expected)))
            .transpose()
    }
}

/// The client library's headers. It panics on names and values that it does not like: ask it politely.
pub(crate) fn to_map(headers: &[(&'static str, String)]) -> Result<HeaderMap, Malformed> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let value: HeaderValue = value.parse().map_err(|_| bad(name, TEXT))?;
        map.insert(*name, value);
    }
    Ok(map)
}

/// The client library's headers as sorted pairs.
pub(crate) fn from_map(map: Option<&HeaderMap>) -> Vec<(String, String)> {
    let all = map.into_iter().flat_map(HeaderMap::iter);
    let pair = |name: &HeaderName, value: &HeaderValue| (name.to_string(), value.to_string());
    let mut pairs: Vec<_> = all
        .flat_map(|(name, values)| values.iter().map(move |value| pair(name, value)))
        .collect();
    pairs.sort();
    pairs
}

#[cfg(test)]
#[path = "headers_tests.rs"]
mod tests;
