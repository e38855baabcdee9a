//! What every service runs on: configuration in layers, telemetry, the lifecycle, the relay's and the consumers' loops.
//!
//! No business word. A service implements [`Service`]; [`main`] runs one in a process of its own, [`Assembly`] several in one.

mod apply;
mod assembly;
mod believed;
mod catch_up;
mod consumer;
mod feed;
mod hears;
mod lifecycle;
mod metrics;
mod parked;
mod policies;
mod relay;
mod run;
mod sealing;
mod service;
pub mod settings;
pub mod telemetry;

pub use assembly::{Assembly, Shared};
pub use believed::Believed;
pub use hears::{Heard, Hears, Outcome};
pub use lifecycle::Lifecycle;
pub use policies::AccessConfig;
pub use run::{http, main, prepare_stream};
pub use service::{Built, Parts, Service};
