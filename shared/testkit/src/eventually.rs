//! Waiting for a condition by its name.

use std::time::{Duration, Instant};

/// How long a state may stand still before the wait is given up. A slow machine still moves; but what was under way in a
/// crash comes again after the consumer's 10 s, at each of several services in turn, and not every state shows that.
const STILL: Duration = Duration::from_secs(60);
/// How long a state may go on changing without coming to hold.
const LONGEST: Duration = Duration::from_secs(240);

/// Asks again and again until the condition holds; fails the test with its name and the last state where nothing has moved
/// for a minute, or everything moves for 4 minutes and never comes to rest.
///
/// # Panics
/// Where it does not come to hold.
pub async fn eventually<T, F>(what: &str, mut look: F) -> T
where
    F: AsyncFnMut() -> Result<T, String>,
{
    let began = Instant::now();
    let mut last = String::new();
    let mut moved = began;
    loop {
        match look().await {
            Ok(value) => return value,
            Err(state) if state != last => (last, moved) = (state, Instant::now()),
            Err(_) => {}
        }
        let still = moved.elapsed();
        assert!(
            still < STILL,
            "{what}: not after {STILL:?} without a change; last: {last}"
        );
        assert!(began.elapsed() < LONGEST, "{what}: not after {LONGEST:?}; last: {last}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
