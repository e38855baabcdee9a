//! Mail through a server (RFC 5321).

use std::time::Duration;

use anyhow::Context;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls as Line, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{AsyncTransport, Tokio1Executor};

use super::{Mail, SendError};
use crate::config::{Smtp, Tls};

/// A mail server.
pub(crate) struct Server {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Server {
    /// The server that the configuration names. Connects only when there is a mail.
    ///
    /// # Errors
    /// Where a file that it names cannot be read, or the name is none that a certificate can hold.
    pub(crate) fn new(config: &Smtp) -> anyhow::Result<Self> {
        let line = match config.tls {
            Tls::None => Line::None,
            Tls::Starttls => Line::Required(parameters(config)?),
            Tls::Tls => Line::Wrapper(parameters(config)?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(config.host.as_str())
            .port(config.port)
            .tls(line)
            .timeout(Some(Duration::from_secs(config.timeout_seconds.max(1))));
        if !config.user.is_empty() {
            let password = config.password.reveal().to_owned();
            builder = builder.credentials(Credentials::new(config.user.clone(), password));
        }
        Ok(Self {
            transport: builder.build(),
        })
    }

    /// Hands a mail over.
    ///
    /// # Errors
    /// [`SendError`]
    pub(crate) async fn send(&self, mail: &Mail) -> Result<(), SendError> {
        self.transport
            .send(mail.message.clone())
            .await
            .map(drop)
            .map_err(|error| judge(&error))
    }
}

fn parameters(config: &Smtp) -> anyhow::Result<TlsParameters> {
    let mut builder = TlsParameters::builder(config.host.clone());
    if !config.ca_file.as_os_str().is_empty() {
        let file = &config.ca_file;
        let pem = std::fs::read(file).with_context(|| format!("smtp.ca_file {} cannot be read", file.display()))?;
        let certificate = Certificate::from_pem(&pem)
            .with_context(|| format!("smtp.ca_file {} holds no certificate in PEM", file.display()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder
        .build()
        .with_context(|| format!("smtp.host {:?} is no name that a certificate can hold", config.host))
}

/// Replies that speak of this mail or its address, for good (RFC 5321, 4.2.3). Other permanent replies speak of the connection, as a
/// failed sign-in does (RFC 4954): the next mail would meet them too, and an operator mends them.
const FOR_GOOD: [u16; 7] = [501, 550, 551, 552, 553, 554, 556];

/// What the server said may hold the address, so only its code goes on.
fn judge(error: &Error) -> SendError {
    match error.status().map(u16::from) {
        Some(code) if FOR_GOOD.contains(&code) => SendError::Refused(format!("code {code}")),
        Some(code) => SendError::Later(format!("code {code}")),
        None if error.is_timeout() => SendError::Later("the server does not answer in time".to_owned()),
        None if error.is_tls() => SendError::Later("the line could not be protected".to_owned()),
        None => SendError::Later("the server cannot be reached".to_owned()),
    }
}
