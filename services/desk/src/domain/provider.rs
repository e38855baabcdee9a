//! What an OpenID Connect provider says of somebody, and when it is believed (OpenID Connect Core 1.0, RFC 9207, RFC 9700). No address is
//! asked here.

pub(crate) mod answer;
pub(crate) mod fault;
pub(crate) mod form;
pub(crate) mod id_token;
pub(crate) mod keys;

pub(crate) use fault::Fault;
