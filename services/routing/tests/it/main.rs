//! Routing in a world with a real bus and both databases; stand-ins speak for intake and investigation.

#[cfg(test)]
mod deadlines;
#[cfg(test)]
mod delays;
#[cfg(test)]
mod denied;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod links;
#[cfg(test)]
mod motion;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod past;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod returns;
#[cfg(test)]
mod simulate;
#[cfg(test)]
mod supervise;
#[cfg(test)]
mod world;
