//! intake
mod domain;
