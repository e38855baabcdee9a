//! A notice as a mail (RFC 5322).

use std::time::{Duration, UNIX_EPOCH};

use anyhow::Context;
use huiyin_kernel::Timestamp;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use uuid::Uuid;

use crate::domain::template::Written;
use crate::domain::words::Language;

/// A mail, ready to go.
pub(crate) struct Mail {
    /// The delivery that it is for.
    pub(crate) id: Uuid,
    /// Head and body, with the envelope's addresses.
    pub(crate) message: Message,
}

/// Who writes.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    from: Mailbox,
}

impl Sender {
    /// Reads `Name <address>`.
    ///
    /// # Errors
    /// Where it is no address.
    pub(crate) fn new(from: &str) -> anyhow::Result<Self> {
        let from = from
            .parse()
            .with_context(|| format!("mail.from {from:?} does not read like Name <name@example.org>"))?;
        Ok(Self { from })
    }

    /// The mail of a delivery. Its Message-ID is the delivery's id, so that a mail that arrives twice is recognised.
    ///
    /// # Errors
    /// Where there is nobody to write to.
    pub(crate) fn mail(
        &self,
        id: Uuid,
        to: Vec<Mailbox>,
        language: Language,
        written: Written,
        now: Timestamp,
    ) -> Result<Mail, lettre::error::Error> {
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let builder = Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            .from(self.from.clone())
            .subject(written.subject)
            .header(ContentType::TEXT_PLAIN)
            .header(ContentLanguage(language.tag().to_owned()))
            .header(AutoSubmitted);
        let builder = to.into_iter().fold(builder, lettre::message::MessageBuilder::to);
        let message = builder.body(written.body)?;
        Ok(Mail { id, message })
    }
}

/// `Auto-Submitted: auto-generated` (RFC 3834): nobody's absence notice answers it.
#[derive(Clone)]
struct AutoSubmitted;

/// `Content-Language` (RFC 3282).
#[derive(Clone)]
struct ContentLanguage(String);

type Unread = Box<dyn std::error::Error + Send + Sync>;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Unread> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Unread> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
