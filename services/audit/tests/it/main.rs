//! Audit in a world with a real bus and both databases; stand-ins speak for the other services.

#[cfg(test)]
mod archive;
#[cfg(test)]
mod behind;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod record;
#[cfg(test)]
mod world;
