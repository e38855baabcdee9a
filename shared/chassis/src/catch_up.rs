//! Heals what the stream lost: heartbeats say how far a feed has come, a replay brings what is missing.

use std::collections::HashMap;
use std::time::Duration;

use huiyin_bus::Bus;
use huiyin_contracts::requests::{Heard, Heartbeat, Replay, Replayed};
use huiyin_contracts::subjects;
use huiyin_store::Store;
use tokio_util::sync::CancellationToken;

use crate::Hears;
use crate::apply::apply;
use crate::relay::wait;

/// Events in one answer to a replay, at the most; and their bytes, below the bus's payload limit.
const MOST: u64 = 200;
const BYTES: usize = 600_000;

/// Says every `every` how far this service's feed has come.
pub(crate) async fn beat(store: Store, bus: Bus, every: Duration, stopping: CancellationToken) -> anyhow::Result<()> {
    let subject = subjects::heartbeat(store.service());
    while !stopping.is_cancelled() {
        match store.feed_head().await {
            Ok(head) => {
                let word = Heartbeat {
                    producer: store.service().to_owned(),
                    epoch: head.epoch,
                    last: head.last,
                };
                if let Err(error) = bus.tell(&subject, &word).await {
                    tracing::debug!(%error, "a heartbeat was not heard");
                }
            }
            Err(error) => tracing::warn!(service = store.service(), %error, "no heartbeat: the database is away"),
        }
        wait(&stopping, every).await;
    }
    Ok(())
}

/// Answers replays of this service's feed.
pub(crate) async fn answer_replays(store: Store, bus: Bus, stopping: CancellationToken) -> anyhow::Result<()> {
    let mut questions = bus.answer(&subjects::replay(store.service()), "replay").await?;
    loop {
        let question = tokio::select! {
            question = questions.next() => question,
            () = stopping.cancelled() => return Ok(()),
        };
        let Some(question) = question else { return Ok(()) };
        let Ok(asked) = question.decode::<Replay>() else {
            continue;
        };
        match replayed(&store, &asked).await {
            Ok(answer) => question.reply(&answer).await?,
            Err(error) => tracing::warn!(service = store.service(), %error, "a replay was not answered"),
        }
    }
}

async fn replayed(store: &Store, asked: &Replay) -> Result<Replayed, huiyin_store::StoreError> {
    let epoch = store.feed_head().await?.epoch;
    let mut size = 0;
    let events = store.feed_after(asked.after, asked.limit.min(MOST)).await?;
    let events = events.into_iter().take_while(|event| {
        size += event.body.len() + 600;
        size <= BYTES
    });
    Ok(Replayed {
        epoch,
        events: events.collect(),
    })
}

/// Keeps in the producer's own database how far each consumer has heard it.
pub(crate) async fn note_consumers(store: Store, bus: Bus, stopping: CancellationToken) -> anyhow::Result<()> {
    let mut words = bus.listen(&subjects::heard(store.service())).await?;
    loop {
        let word = tokio::select! {
            word = words.next() => word,
            () = stopping.cancelled() => return Ok(()),
        };
        let Some((_, payload)) = word else { return Ok(()) };
        if let Ok(heard) = serde_json::from_slice::<Heard>(&payload)
            && let Err(error) = store.consumer_heard(&heard.consumer, heard.through).await
        {
            tracing::warn!(service = store.service(), %error, "a consumer's position was not kept");
        }
    }
}

/// Listens to heartbeats. A feed that stands still behind its producer's word at two of them has lost something: it is asked for.
pub(crate) async fn catch_up(store: Store, bus: Bus, hears: Hears, stopping: CancellationToken) -> anyhow::Result<()> {
    let mut words = bus.listen(subjects::HEARTBEATS).await?;
    let mut before: HashMap<String, i64> = HashMap::new();
    loop {
        let word = tokio::select! {
            word = words.next() => word,
            () = stopping.cancelled() => return Ok(()),
        };
        let Some((_, payload)) = word else { return Ok(()) };
        let Ok(beat) = serde_json::from_slice::<Heartbeat>(&payload) else {
            continue;
        };
        // Who hears everything hears itself as well: what the stream lost of that must heal too.
        if beat.producer == store.service() && !hears.hears_all() {
            continue;
        }
        match follow(&store, &bus, &hears, &beat, before.get(&beat.producer).copied()).await {
            Ok(through) => {
                before.insert(beat.producer, through);
            }
            Err(error) => {
                tracing::warn!(
                    producer = beat.producer,
                    error = format!("{error:#}"),
                    "catching up waits"
                );
            }
        }
    }
}

async fn follow(store: &Store, bus: &Bus, hears: &Hears, beat: &Heartbeat, before: Option<i64>) -> anyhow::Result<i64> {
    let mut through = store.position(&beat.producer, beat.epoch).await?;
    if through < beat.last && before == Some(through) {
        tracing::warn!(
            producer = beat.producer,
            through,
            last = beat.last,
            "events are missing and are asked for"
        );
        while through < beat.last {
            let ask = Replay {
                after: through,
                limit: MOST,
            };
            let replayed: Replayed = bus.request(&subjects::replay(&beat.producer), &ask).await?;
            if replayed.events.is_empty() || replayed.epoch != beat.epoch {
                break;
            }
            apply(store, hears, &replayed.events).await?;
            let now = store.position(&beat.producer, beat.epoch).await?;
            if now == through {
                break;
            }
            through = now;
        }
    }
    let word = Heard {
        consumer: store.service().to_owned(),
        epoch: beat.epoch,
        through,
    };
    bus.tell(&subjects::heard(&beat.producer), &word).await?;
    Ok(through)
}
