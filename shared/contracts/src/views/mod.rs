//! What the services' HTTP APIs answer, and what they take. One file per service.

pub mod audit;
pub mod break_glass;
mod count;
pub mod desk;
pub mod feed;
pub mod intake;
pub mod investigation;
pub mod notification;
pub mod retention;
pub mod routing;
pub mod sealing;

pub use count::Count;
