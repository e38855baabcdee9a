//! Notification in a world with a real bus, both databases, a folder or a real SMTP conversation; stand-ins speak for the others.

#[cfg(test)]
mod deliveries;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod links;
#[cfg(test)]
#[path = "../../src/mail/read_back.rs"]
mod read_back;
#[cfg(test)]
mod sink;
#[cfg(test)]
mod smtp;
#[cfg(test)]
mod world;
