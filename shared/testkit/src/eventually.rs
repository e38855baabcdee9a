//! Waiting for a condition by its name.

use std::time::{Duration, Instant};

/// Asks again and again until the condition holds; fails the test with its name and the last state after 20 s.
///
/// # Panics
/// Where it does not come to hold.
pub async fn eventually<T, F>(what: &str, mut look: F) -> T
where
    F: AsyncFnMut() -> Result<T, String>,
{
    let began = Instant::now();
    loop {
        match look().await {
            Ok(value) => return value,
            Err(state) if began.elapsed() > Duration::from_secs(20) => panic!("{what}: not after 20 s; last: {state}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}
