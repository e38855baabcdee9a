//! Mail: written down, and handed over to a server or to a folder.

mod folder;
mod message;
#[cfg(test)]
mod read_back;
mod smtp;

pub(crate) use folder::Folder;
pub(crate) use message::{Mail, Sender};
pub(crate) use smtp::Server;

use crate::config::{Config, Way};
use crate::domain::delivery::Channel;

/// Why a mail was not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SendError {
    /// It never will be: the address does not exist, or the server wants no such mail.
    #[error("the mail server refuses it for good: {0}")]
    Refused(String),
    /// It may be later: the server is away, busy, or not set up well.
    #[error("the mail could not be handed over now: {0}")]
    Later(String),
}

/// The way that mail leaves by.
pub(crate) enum Mailer {
    /// Through a mail server.
    Smtp(Box<Server>),
    /// As files in a folder.
    Folder(Folder),
}

impl Mailer {
    /// The way that the configuration names. Connects to nothing.
    ///
    /// # Errors
    /// Where a setting or a file that it names makes no sense.
    pub(crate) fn new(config: &Config) -> anyhow::Result<Self> {
        Ok(match config.mail.way {
            Way::Folder => Self::Folder(Folder::new(config.mail.folder.clone())),
            Way::Smtp => Self::Smtp(Box::new(Server::new(&config.smtp)?)),
        })
    }

    /// Hands a mail over.
    ///
    /// # Errors
    /// [`SendError`]
    pub(crate) async fn send(&self, mail: &Mail) -> Result<Channel, SendError> {
        match self {
            Self::Smtp(server) => server.send(mail).await.map(|()| Channel::Email),
            Self::Folder(folder) => folder.write(mail).await.map(|()| Channel::Folder),
        }
    }
}
