//! The operator's commands. Each speaks to the running product over its HTTP API; `policy check` and `diff` look at files alone.

pub(crate) mod access;
pub(crate) mod account;
pub(crate) mod archive;
pub(crate) mod changes;
pub(crate) mod client;
pub(crate) mod directory;
pub(crate) mod doctor;
pub(crate) mod figures;
pub(crate) mod import;
pub(crate) mod integrations;
pub(crate) mod keys;
pub(crate) mod mapping;
pub(crate) mod migrate;
pub(crate) mod output;
pub(crate) mod parked;
pub(crate) mod policy;
pub(crate) mod simulate;
pub(crate) mod token;
