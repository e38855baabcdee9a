//! A whole product in a test: a real nats-server, real databases, the services in this process, a clock that is held.
//!
//! For tests only. A [`World`] that is dropped with work undone fails its test.

mod database;
mod eventually;
mod line;
mod probe;
mod s3;
mod world;

pub use database::Databases;
pub use eventually::eventually;
pub use line::{Fault, Line};
pub use probe::Probe;
pub use s3::S3;
pub use world::{Add, Answer, SUPERVISION, World, WorldParts};
