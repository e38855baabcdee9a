#![doc = include_str!("../README.md")]

mod config;
mod data_key;
pub mod key_file;
mod keyring;
mod pieces;
mod place;
mod sealed;

pub use config::SealingConfig;
pub use data_key::{DataKey, Wrapped};
pub use keyring::{KeyRing, RingError};
pub use pieces::{ContentKey, Pieces};
pub use place::Place;
pub use sealed::SealError;
