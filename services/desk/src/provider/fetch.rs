//! One answer of the provider, with an end to how long it is.

use axum::http::StatusCode;
use reqwest::RequestBuilder;

use crate::domain::provider::Fault;

/// The longest answer, in bytes.
const LONGEST: usize = 256 * 1024;

/// The answer's status and body. Headers that say how long it is are not believed.
pub(super) async fn read(asked: RequestBuilder) -> Result<(StatusCode, Vec<u8>), Fault> {
    let away = |error: reqwest::Error| {
        // The address of an error can hold a code: its kind is enough.
        let (connect, timeout) = (error.is_connect(), error.is_timeout());
        tracing::warn!(connect, timeout, "the provider does not answer");
        Fault::Away
    };
    let mut response = asked.send().await.map_err(away)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(away)? {
        if body.len() + chunk.len() > LONGEST {
            tracing::warn!("the provider answers too much");
            return Err(Fault::Unreadable);
        }
        body.extend_from_slice(&chunk);
    }
    Ok((response.status(), body))
}
