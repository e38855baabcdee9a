//! Applies events: each once, those of one line in order, many in one transaction.

use std::collections::HashSet;
use std::time::Duration;

use huiyin_contracts::Envelope;
use huiyin_kernel::EventId;
use huiyin_store::inbox::{Inbox, Place};
use huiyin_store::{Change, Store, StoreError, held};
use tracing::Instrument;

use crate::{Hears, Outcome, telemetry};

/// What came of a batch.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    /// Events that were not taken: they must come again.
    pub(crate) again: HashSet<EventId>,
}

/// How a pass over a batch ended.
enum Pass {
    Done(Applied),
    /// An event failed in the pass without savepoints: all was undone.
    Undone,
}

/// Delay before an event that was already taken is tried again.
const LATER: Duration = Duration::from_secs(5);

/// Applies a batch. The first pass takes no savepoints; where an event fails, all is undone and the second one isolates it.
pub(crate) async fn apply(store: &Store, hears: &Hears, envelopes: &[Envelope]) -> Result<Applied, StoreError> {
    if envelopes.is_empty() {
        return Ok(Applied::default());
    }
    if let Pass::Done(applied) = pass(store, hears, envelopes, false).await? {
        return Ok(applied);
    }
    match pass(store, hears, envelopes, true).await? {
        Pass::Done(applied) => Ok(applied),
        Pass::Undone => Ok(Applied {
            again: envelopes.iter().map(|envelope| envelope.id).collect(),
        }),
    }
}

async fn pass(store: &Store, hears: &Hears, envelopes: &[Envelope], isolate: bool) -> Result<Pass, StoreError> {
    let mut change = store.change().await?;
    let mut inbox = Inbox::open(&change, envelopes).await?;
    let mut applied = Applied::default();
    let mut together = Vec::new();
    for envelope in envelopes {
        match inbox.place(envelope) {
            Place::Duplicate => {}
            Place::Stale => {
                let reason = "another event stands in its place: its producer's database went back in time";
                hold(&mut change, &mut inbox, envelope, held::State::Parked, reason).await?;
            }
            Place::Early => {
                hold(
                    &mut change,
                    &mut inbox,
                    envelope,
                    held::State::Waiting,
                    "one before it is missing",
                )
                .await?;
            }
            Place::Next => match handle(&mut change, hears, envelope, isolate).await? {
                Outcome::Done => {
                    inbox.apply(envelope);
                    inbox.hear(envelope);
                    if !isolate {
                        together.push(envelope);
                    }
                    if inbox.may_have_held(envelope) {
                        // Those that waited for this one come after it, also for the handler of all.
                        if !hear_together(&mut change, hears, &mut together).await {
                            change.undo().await?;
                            return Ok(Pass::Undone);
                        }
                        follow(&mut change, &mut inbox, hears, envelope).await?;
                    }
                }
                _ if !isolate => {
                    change.undo().await?;
                    return Ok(Pass::Undone);
                }
                Outcome::Retry(reason) => {
                    tracing::info!(event = %envelope.id, kind = envelope.kind, reason, "an event is tried again later");
                    applied.again.insert(envelope.id);
                }
                Outcome::Poison(reason) => {
                    tracing::error!(event = %envelope.id, kind = envelope.kind, reason, "an event is parked");
                    hold(&mut change, &mut inbox, envelope, held::State::Parked, &reason).await?;
                }
            },
        }
    }
    let settled = settle(change, inbox, hears, together, isolate).await?;
    Ok(if settled { Pass::Done(applied) } else { Pass::Undone })
}

/// Writes what a pass leaves behind, and commits; whether it was taken. Where events are isolated already a failure is one of all.
async fn settle(
    mut change: Change,
    inbox: Inbox,
    hears: &Hears,
    mut together: Vec<&Envelope>,
    isolate: bool,
) -> Result<bool, StoreError> {
    if !hear_together(&mut change, hears, &mut together).await {
        change.undo().await?;
        return Ok(false);
    }
    if let Err(error) = change.flush().await {
        if isolate {
            return Err(error);
        }
        tracing::info!(%error, "what a batch says is not taken: its events are isolated");
        return Ok(false);
    }
    inbox.close(&change).await?;
    change.commit().await?;
    Ok(true)
}

/// Hands the events that took effect so far to the handler of all; whether it took them.
async fn hear_together(change: &mut Change, hears: &Hears, envelopes: &mut Vec<&Envelope>) -> bool {
    let envelopes = std::mem::take(envelopes);
    if envelopes.is_empty() || !hears.hears_all() {
        return true;
    }
    let store = change.store();
    let span = telemetry::processing_together(store.service(), &envelopes);
    let outcome = hears.handle_all(change, &envelopes).instrument(span).await;
    if outcome != Outcome::Done {
        tracing::info!(?outcome, "a batch is not taken: its events are isolated");
    }
    outcome == Outcome::Done
}

async fn hold(
    change: &mut Change,
    inbox: &mut Inbox,
    envelope: &Envelope,
    state: held::State,
    reason: &str,
) -> Result<(), StoreError> {
    held::hold(change, envelope, state, reason).await?;
    inbox.note_held(envelope);
    inbox.hear(envelope);
    Ok(())
}

/// Handles an event by its kind; in a savepoint of its own, and by the handler of all too, where `isolate` says so.
async fn handle(change: &mut Change, hears: &Hears, envelope: &Envelope, isolate: bool) -> Result<Outcome, StoreError> {
    let wanted = if isolate {
        hears.wants(&envelope.kind)
    } else {
        hears.has_handler(&envelope.kind)
    };
    if !wanted {
        return Ok(Outcome::Done);
    }
    let span = telemetry::processing(change.store().service(), envelope, change.store().clock().now());
    if !isolate {
        return Ok(hears.handle(change, envelope).instrument(span).await);
    }
    let mut part = change.savepoint().await?;
    let mut outcome = handle_alone(&mut part, hears, envelope).instrument(span).await;
    if outcome == Outcome::Done
        && let Err(error) = part.flush().await
    {
        outcome = error.into();
    }
    match outcome {
        Outcome::Done => change.keep(part).await?,
        _ => part.undo().await?,
    }
    Ok(outcome)
}

async fn handle_alone(part: &mut Change, hears: &Hears, envelope: &Envelope) -> Outcome {
    match hears.handle_all(part, &[envelope]).await {
        Outcome::Done => hears.handle(part, envelope).await,
        refused => refused,
    }
}

/// Applies the events that waited for this one.
async fn follow(change: &mut Change, inbox: &mut Inbox, hears: &Hears, first: &Envelope) -> Result<(), StoreError> {
    let mut last = first.clone();
    while inbox.may_have_held(&last) {
        let Some(next) = held::at(change, &last.producer, last.about, last.version + 1).await? else {
            return Ok(());
        };
        match handle(change, hears, &next, true).await? {
            Outcome::Done => {
                held::release(change, next.id).await?;
                inbox.apply(&next);
                last = next;
            }
            Outcome::Retry(reason) => return held::postpone(change, next.id, &reason, LATER).await,
            Outcome::Poison(reason) => return held::hold(change, &next, held::State::Parked, &reason).await,
        }
    }
    Ok(())
}

/// Tries the held events whose time has come: those that an operator asked for, and those that failed while they followed.
pub(crate) async fn retry_held(store: &Store, hears: &Hears) -> Result<(), StoreError> {
    for due in store.held_to_retry().await? {
        let Some(envelope) = due.envelope else {
            store
                .keep_parked(
                    due.event,
                    "it cannot be read as an event: drop it, and have its producer replay",
                )
                .await?;
            continue;
        };
        let mut change = store.change().await?;
        let mut inbox = Inbox::open(&change, std::slice::from_ref(&envelope)).await?;
        if inbox.is_turn_of(&envelope) {
            match handle(&mut change, hears, &envelope, true).await? {
                Outcome::Done => {
                    held::release(&change, envelope.id).await?;
                    inbox.apply(&envelope);
                    follow(&mut change, &mut inbox, hears, &envelope).await?;
                }
                Outcome::Retry(reason) => held::postpone(&change, envelope.id, &reason, LATER).await?,
                Outcome::Poison(reason) => held::hold(&change, &envelope, held::State::Parked, &reason).await?,
            }
        } else {
            held::hold(&change, &envelope, held::State::Waiting, "one before it is missing").await?;
        }
        inbox.close(&change).await?;
        change.commit().await?;
    }
    Ok(())
}
