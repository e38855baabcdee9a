//! Calls that come at the same time are served together, so that one transaction carries them all.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::BoxFuture;
use tokio::sync::oneshot;

/// A counter with one clerk: whoever comes while the clerk is busy waits, and then all who wait are served at once.
///
/// There is no task behind it: of those who wait one serves the others. Where that one is given up (its client hung up), nobody's call
/// is lost: those that it was serving queue once more.
pub(super) struct Together<J, R> {
    queue: Mutex<VecDeque<Waiting<J, R>>>,
    turn: tokio::sync::Mutex<()>,
    most: usize,
}

struct Waiting<J, R> {
    job: Arc<J>,
    answer: oneshot::Sender<R>,
}

impl<J, R> Together<J, R> {
    /// At most so many are served at once.
    pub(super) fn new(most: usize) -> Self {
        Self {
            queue: Mutex::new(VecDeque::new()),
            turn: tokio::sync::Mutex::new(()),
            most,
        }
    }

    /// Has a job served, with others or alone. `serve` answers each job in its place; it may be asked for the same job again, where
    /// the first time was given up half-way.
    pub(super) async fn serve<'a>(
        &self,
        job: J,
        serve: impl Fn(Vec<Arc<J>>) -> BoxFuture<'a, Vec<R>> + Send + Sync,
    ) -> R {
        let job = Arc::new(job);
        let mut answer = self.queue(&job);
        loop {
            tokio::select! {
                biased;
                served = &mut answer => match served {
                    Ok(served) => return served,
                    Err(_) => answer = self.queue(&job),
                },
                _turn = self.turn.lock() => {
                    let next = self.next();
                    let jobs = next.iter().map(|waiting| Arc::clone(&waiting.job)).collect();
                    for (waiting, answer) in next.into_iter().zip(serve(jobs).await) {
                        // Whoever hung up meanwhile will ask again.
                        waiting.answer.send(answer).ok();
                    }
                }
            }
        }
    }

    fn queue(&self, job: &Arc<J>) -> oneshot::Receiver<R> {
        let (answer, receiver) = oneshot::channel();
        let job = Arc::clone(job);
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push_back(Waiting { job, answer });
        receiver
    }

    /// Those who are served next; who hung up before is left out.
    fn next(&self) -> Vec<Waiting<J, R>> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let many = queue.len().min(self.most);
        let next = queue.drain(..many);
        next.filter(|waiting| !waiting.answer.is_closed()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::Semaphore;

    fn doubled(jobs: &[Arc<u32>]) -> Vec<u32> {
        jobs.iter().map(|job| **job * 2).collect()
    }

    #[tokio::test]
    async fn those_who_come_meanwhile_are_served_at_once_and_each_gets_its_own_answer() {
        let (together, gate, calls) = (Together::new(64), Semaphore::new(0), AtomicUsize::new(0));
        let serve = |jobs: Vec<Arc<u32>>| -> BoxFuture<'_, Vec<u32>> {
            let (gate, calls) = (&gate, &calls);
            Box::pin(async move {
                calls.fetch_add(1, Ordering::SeqCst);
                gate.acquire().await.unwrap().forget();
                doubled(&jobs)
            })
        };
        let all = futures::future::join_all((0..40).map(|n| together.serve(n, serve)));
        let (answers, ()) = tokio::join!(all, async {
            tokio::task::yield_now().await;
            gate.add_permits(40);
        });
        assert_eq!(answers, (0..40).map(|n| n * 2).collect::<Vec<_>>());
        assert_eq!(
            calls.load(Ordering::SeqCst),
            2,
            "the first alone, then all who came meanwhile"
        );
    }

    #[tokio::test]
    async fn more_than_it_takes_at_once_are_served_one_batch_after_the_other() {
        let (together, calls) = (Together::new(10), AtomicUsize::new(0));
        let serve = |jobs: Vec<Arc<u32>>| -> BoxFuture<'_, Vec<u32>> {
            assert!(jobs.len() <= 10);
            calls.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move { doubled(&jobs) })
        };
        let answers = futures::future::join_all((0..25).map(|n| together.serve(n, serve))).await;
        assert_eq!(answers, (0..25).map(|n| n * 2).collect::<Vec<_>>());
        assert!(calls.load(Ordering::SeqCst) >= 3);
    }

    #[tokio::test]
    async fn where_the_one_who_serves_is_given_up_the_others_are_served_all_the_same() {
        let (together, gate) = (Together::new(64), Semaphore::new(0));
        let waits = |jobs: Vec<Arc<u32>>| -> BoxFuture<'_, Vec<u32>> {
            let gate = &gate;
            Box::pin(async move {
                gate.acquire().await.unwrap().forget();
                doubled(&jobs)
            })
        };
        let hangs = |jobs: Vec<Arc<u32>>| -> BoxFuture<'_, Vec<u32>> {
            assert_eq!(jobs.len(), 2, "it takes the other along");
            Box::pin(std::future::pending())
        };
        let works = |jobs: Vec<Arc<u32>>| -> BoxFuture<'_, Vec<u32>> { Box::pin(async move { doubled(&jobs) }) };
        let mut first = Box::pin(together.serve(1, waits));
        let mut leader = Box::pin(together.serve(2, hangs));
        let mut other = Box::pin(together.serve(3, works));
        assert!(futures::poll!(&mut first).is_pending());
        assert!(futures::poll!(&mut leader).is_pending());
        assert!(futures::poll!(&mut other).is_pending());
        gate.add_permits(1);
        assert_eq!(first.await, 2);
        assert!(futures::poll!(&mut leader).is_pending());
        drop(leader);
        assert_eq!(other.await, 6);
    }
}
