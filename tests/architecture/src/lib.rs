//! The walls of ARCHITECTURE.md, checked by reading the repository: who may depend on whom, which way a service points inside, and
//! what no file may hold. Each check is a function from a [`tree::Tree`] to the sentences of what is wrong; each is tried on this
//! repository, and on a sample that breaks the rule, so that none passes because it sees nothing.

#[cfg(test)]
mod compose;
#[cfg(test)]
mod files;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod manifest;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod tree;
