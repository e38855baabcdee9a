//! Pages that move: browsers are told that something happened, and nothing else. What it was, each asks for itself, as its reader may see it.
//!
//! All are told alike, whatever it was and whose: who was told only of what is theirs would learn of what is about them (R8.2). A word that
//! was missed is made up for: each minute pages are told without a reason, because limits come near without an event.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::Stream;
use futures::future::BoxFuture;
use huiyin_bus::{Bus, BusError};
use huiyin_contracts::subjects;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// So many pages one person has open at the most.
const EACH: usize = 8;

/// How fast pages are told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// The other services hear as well, and need a moment before they can be asked.
    pub(crate) settle: Duration,
    /// Never sooner than this after the last time.
    pub(crate) rest: Duration,
    /// The server's clock, and whether the session goes on.
    pub(crate) beat: Duration,
    /// So many beats after the last time, without a reason.
    pub(crate) beats: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            settle: Duration::from_secs(1),
            rest: Duration::from_secs(4),
            beat: Duration::from_secs(15),
            beats: 4,
        }
    }
}

/// What a page is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// The time of the server.
    Clock,
    /// Something happened.
    Changed,
    /// The session is over.
    Over,
}

/// Whether whoever listens may go on.
pub(crate) type Goes = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// All pages that are open.
#[derive(Clone)]
pub(crate) struct Live(Arc<Room>);

struct Room {
    /// How often something happened; closed when the process stops.
    happened: watch::Sender<Option<u64>>,
    seats: Arc<Semaphore>,
    taken: Mutex<HashMap<String, usize>>,
    pace: Pace,
}

impl Live {
    /// For so many pages.
    pub(crate) fn new(seats: usize, pace: Pace) -> Self {
        Self(Arc::new(Room {
            happened: watch::Sender::new(Some(0)),
            seats: Arc::new(Semaphore::new(seats.min(Semaphore::MAX_PERMITS))),
            taken: Mutex::default(),
            pace,
        }))
    }

    /// Something happened.
    pub(crate) fn tell(&self) {
        self.0
            .happened
            .send_modify(|count| *count = count.map(|count| count.wrapping_add(1)));
    }

    /// The process stops: every page's stream ends, and nobody waits for it.
    pub(crate) fn close(&self) {
        self.0.happened.send_replace(None);
    }

    /// A place for a page of whoever goes by this name; none where there are too many.
    pub(crate) fn seat(&self, whose: &str) -> Option<Seat> {
        let permit = Arc::clone(&self.0.seats).try_acquire_owned().ok()?;
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let of = taken.entry(whose.to_owned()).or_insert(0);
        if *of >= EACH {
            return None;
        }
        *of += 1;
        drop(taken);
        Some(Seat {
            live: self.clone(),
            whose: whose.to_owned(),
            _permit: permit,
        })
    }

    /// How many pages are open.
    #[cfg(test)]
    fn open(&self) -> usize {
        self.0.taken.lock().unwrap().values().sum()
    }
}

/// A page's place. Given back when the page is left.
pub(crate) struct Seat {
    live: Live,
    whose: String,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.live.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of) = taken.get_mut(&self.whose) {
            *of = of.saturating_sub(1);
            if *of == 0 {
                taken.remove(&self.whose);
            }
        }
    }
}

impl Seat {
    /// What this page is told, until its session or the process ends.
    pub(crate) fn words(self, goes: Goes) -> impl Stream<Item = Word> + Send {
        let heard = self.live.0.happened.subscribe();
        let listener = Listener {
            seat: self,
            heard,
            goes,
            beats: 0,
            rests: false,
            state: State::Begins,
        };
        futures::stream::unfold(listener, |mut listener| async move {
            let word = listener.next().await?;
            Some((word, listener))
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Begins,
    Goes,
    Ended,
}

struct Listener {
    seat: Seat,
    heard: watch::Receiver<Option<u64>>,
    goes: Goes,
    /// Beats since the page was told the last time.
    beats: u32,
    /// It was told just now.
    rests: bool,
    state: State,
}

impl Listener {
    async fn next(&mut self) -> Option<Word> {
        match self.state {
            State::Ended => return None,
            State::Begins => {
                self.state = State::Goes;
                return Some(Word::Clock);
            }
            State::Goes => {}
        }
        let pace = self.seat.live.0.pace;
        if std::mem::take(&mut self.rests) {
            self.pause(pace.rest).await?;
        }
        tokio::select! {
            happened = self.heard.changed() => {
                happened.ok()?;
                self.pause(pace.settle).await?;
                Some(self.changed())
            }
            () = tokio::time::sleep(pace.beat) => Some(self.beat().await),
        }
    }

    /// Waits, unless the process stops.
    async fn pause(&mut self, time: Duration) -> Option<()> {
        let mut closed = self.heard.clone();
        tokio::select! {
            _ = closed.wait_for(Option::is_none) => None,
            () = tokio::time::sleep(time) => Some(()),
        }
    }

    async fn beat(&mut self) -> Word {
        if !(self.goes)().await {
            self.state = State::Ended;
            return Word::Over;
        }
        self.beats += 1;
        if self.beats >= self.seat.live.0.pace.beats {
            return self.changed();
        }
        Word::Clock
    }

    fn changed(&mut self) -> Word {
        self.heard.mark_unchanged();
        (self.beats, self.rests) = (0, true);
        Word::Changed
    }
}

/// Hears everything that is said on the bus until the process stops. Nothing is kept: what is said while the line is down is not told, and
/// the next minute makes up for it.
pub(crate) async fn listen(bus: Bus, live: Live, stopping: BoxFuture<'static, ()>) -> anyhow::Result<()> {
    let [complaints, restricted, organisation] = subjects::ROOTS;
    let heard = async {
        tokio::try_join!(
            hear(&bus, complaints, &live),
            hear(&bus, restricted, &live),
            hear(&bus, organisation, &live)
        )
    };
    let heard = tokio::select! {
        () = stopping => Ok(()),
        heard = heard => heard.map(|_| ()),
    };
    live.close();
    Ok(heard?)
}

async fn hear(bus: &Bus, root: &str, live: &Live) -> Result<(), BusError> {
    let mut words = bus.listen(root).await?;
    while words.next().await.is_some() {
        live.tell();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt;
    use futures::future::FutureExt;
    use std::pin::pin;
    use std::sync::atomic::{AtomicBool, Ordering};

    const FAST: Pace = Pace {
        settle: Duration::from_millis(1),
        rest: Duration::from_millis(1),
        beat: Duration::from_secs(3600),
        beats: 2,
    };

    fn always() -> Goes {
        Arc::new(|| async { true }.boxed())
    }

    #[tokio::test]
    async fn a_page_is_told_that_something_happened_once_for_all_that_did() {
        let live = Live::new(4, FAST);
        let mut words = pin!(live.seat("e011").unwrap().words(always()));
        assert_eq!(words.next().await, Some(Word::Clock), "the clock comes first");
        for _ in 0..100 {
            live.tell();
        }
        assert_eq!(words.next().await, Some(Word::Changed));
        let silent = tokio::time::timeout(Duration::from_millis(50), words.next()).await;
        assert!(silent.is_err(), "a hundred events are one word");
        live.tell();
        assert_eq!(words.next().await, Some(Word::Changed));
    }

    #[tokio::test]
    async fn a_session_that_ended_closes_its_streams() {
        let pace = Pace {
            beat: Duration::from_millis(1),
            beats: 1_000_000,
            ..FAST
        };
        let live = Live::new(4, pace);
        let signed_in = Arc::new(AtomicBool::new(true));
        let asked = Arc::clone(&signed_in);
        let goes: Goes = Arc::new(move || {
            let still = asked.load(Ordering::Relaxed);
            async move { still }.boxed()
        });
        let mut words = pin!(live.seat("e011").unwrap().words(goes));
        assert_eq!(words.next().await, Some(Word::Clock));
        assert_eq!(words.next().await, Some(Word::Clock));
        signed_in.store(false, Ordering::Relaxed);
        assert_eq!(words.next().await, Some(Word::Over));
        assert_eq!(words.next().await, None);
    }

    #[tokio::test]
    async fn without_an_event_pages_are_told_now_and_then() {
        let pace = Pace {
            beat: Duration::from_millis(1),
            ..FAST
        };
        let live = Live::new(4, pace);
        let words = live.seat("e011").unwrap().words(always());
        let told: Vec<Word> = words.take(5).collect().await;
        let expected = [Word::Clock, Word::Clock, Word::Changed, Word::Clock, Word::Changed];
        assert_eq!(told, expected);
    }

    #[tokio::test]
    async fn a_process_that_stops_waits_for_no_page() {
        let live = Live::new(4, Pace::default());
        let mut waiting = pin!(live.seat("e011").unwrap().words(always()));
        let mut settling = pin!(live.seat("e012").unwrap().words(always()));
        assert_eq!(waiting.next().await, Some(Word::Clock));
        assert_eq!(settling.next().await, Some(Word::Clock));
        live.tell();
        assert!(
            settling.next().now_or_never().is_none(),
            "it lets the others hear first"
        );
        live.close();
        assert_eq!(waiting.next().await, None);
        assert_eq!(settling.next().await, None);
    }

    #[tokio::test]
    async fn places_are_bounded_for_all_and_for_each_and_are_given_back() {
        let live = Live::new(EACH + 2, FAST);
        let mine: Vec<Seat> = (0..EACH).map(|_| live.seat("e011").unwrap()).collect();
        assert!(live.seat("e011").is_none(), "one has {EACH} at the most");
        let others = [live.seat("e012").unwrap(), live.seat("e013").unwrap()];
        assert!(live.seat("e014").is_none(), "there are no more");
        drop(mine);
        assert_eq!(live.open(), 2);
        assert!(live.seat("e011").is_some());
        drop(others);
        assert_eq!(live.open(), 0);
    }
}
