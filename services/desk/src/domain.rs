//! The rules of accounts and sessions. No SQL, no HTTP, no clock.

pub(crate) mod draft;
pub(crate) mod lockout;
pub(crate) mod password;
pub(crate) mod post;
pub(crate) mod provider;
pub(crate) mod second;
pub(crate) mod session;
pub(crate) mod view;
