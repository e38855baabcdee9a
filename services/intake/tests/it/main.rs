//! Intake in a world with a real bus and both databases; stand-ins speak for the other services.

#[cfg(test)]
mod attachments;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod books;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod progress;
#[cfg(test)]
mod recognise;
#[cfg(test)]
mod recourse;
mod register;
#[cfg(test)]
mod represent;
#[cfg(test)]
mod sealing;
#[cfg(test)]
mod world;
