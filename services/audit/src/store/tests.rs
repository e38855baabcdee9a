use huiyin_contracts::events::intake::{RegisteredV1, WithdrawnV1};
use huiyin_contracts::events::investigation::{ClosedV1, FoundV1, OrderAcceptedV1};
use huiyin_contracts::events::routing::{AssignedV1, ClockBreachedV1, ClockMetV1};
use huiyin_contracts::{Envelope, Event};
use huiyin_store::Store;
use jiff::tz::TimeZone;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::entity::fact::Model as Fact;
use super::{append, apply, is_taken, reads};
use crate::domain::chain::Head;
use crate::domain::fact;
use crate::domain::record::Record;
use crate::domain::sight::Sight;
use crate::domain::verify::{Broken, Walk};
use crate::testing::{databases, heard};

mod counting;
mod effects;
mod sanctions;

const EVERYTHING: Sight = Sight {
    top: None,
    restricted: true,
};

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn records(envelopes: &[Envelope]) -> Vec<Record> {
    envelopes.iter().map(Record::of).collect()
}

async fn enter(store: &Store, envelopes: &[Envelope]) {
    let change = store.change().await.unwrap();
    append(&change, records(envelopes)).await.unwrap();
    change.commit().await.unwrap();
}

async fn count_facts(store: &Store, envelopes: &[Envelope]) {
    let change = store.change().await.unwrap();
    for envelope in envelopes {
        let patch = fact::patch(envelope, &TimeZone::UTC).unwrap().unwrap();
        apply(&change, patch).await.unwrap();
    }
    change.commit().await.unwrap();
}

fn events(count: i64) -> Vec<Envelope> {
    (1..=count).map(|n| heard(&WithdrawnV1::example(), id(7), n)).collect()
}

async fn walk(store: &Store) -> Result<i64, Broken> {
    let mut walk = Walk::after(Head::GENESIS, None);
    for entry in reads::entries_after(store.read(), 0, 1_000).await.unwrap() {
        walk.step(&entry)?;
    }
    Ok(walk.head().position)
}

#[tokio::test]
async fn entries_stand_in_one_chain_from_position_1() {
    for db in databases().await {
        enter(&db.store, &events(20)).await;
        enter(&db.store, &events(23)[20..]).await;
        assert_eq!(walk(&db.store).await, Ok(23));
    }
}

#[tokio::test]
async fn more_than_a_statement_takes_stand_in_one_chain_too() {
    for db in databases().await {
        enter(&db.store, &events(2_100)).await;
        let end = reads::head(db.store.read()).await.unwrap();
        assert_eq!(end.position, 2_100);
        assert_eq!(walk(&db.store).await, Ok(1_000));
    }
}

#[tokio::test]
async fn an_event_that_comes_again_alone_is_entered_once() {
    for db in databases().await {
        let events = events(3);
        enter(&db.store, &events).await;
        for event in events {
            enter(&db.store, &[event]).await;
        }
        assert_eq!(walk(&db.store).await, Ok(3));
    }
}

#[tokio::test]
async fn of_several_events_one_that_is_known_has_none_entered() {
    for db in databases().await {
        let events = events(3);
        enter(&db.store, &events[1..2]).await;
        let change = db.store.change().await.unwrap();
        assert!(append(&change, records(&events)).await.is_err());
        drop(change);
        assert_eq!(walk(&db.store).await, Ok(1));
    }
}

#[tokio::test]
async fn a_change_that_is_undone_leaves_no_gap() {
    for db in databases().await {
        enter(&db.store, &events(2)).await;
        let mut change = db.store.change().await.unwrap();
        append(&change, records(&events(3)[2..])).await.unwrap();
        let part = change.savepoint().await.unwrap();
        append(&part, records(&events(4)[3..])).await.unwrap();
        part.undo().await.unwrap();
        append(&change, records(&events(4)[3..])).await.unwrap();
        change.undo().await.unwrap();
        enter(&db.store, &events(5)[3..]).await;
        assert_eq!(walk(&db.store).await, Ok(4));
    }
}

#[tokio::test]
async fn of_two_processes_at_the_same_instant_one_adds_and_the_other_tries_again() {
    for db in databases().await {
        if db.store.backend() == sea_orm::DbBackend::Sqlite {
            continue; // One writer: the second waits for the first from its first statement on.
        }
        let (one, other) = (db.store.change().await.unwrap(), db.store.change().await.unwrap());
        append(&one, records(&events(1))).await.unwrap();
        let late = events(1);
        let (second, first) = tokio::join!(append(&other, records(&late)), async {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            one.commit().await
        });
        first.unwrap();
        assert!(is_taken(&second.unwrap_err()));
        drop(other);
        enter(&db.store, &late).await;
        assert_eq!(walk(&db.store).await, Ok(2));
    }
}

#[tokio::test]
async fn nobody_changes_removes_or_slips_in_an_entry() {
    for db in databases().await {
        enter(&db.store, &events(3)).await;
        let copy = "INSERT INTO entry SELECT position + 7, event_id, kind, producer, epoch, sequence, about, version, subject, \
                    occurred_at, recorded_at, causation, policy_version, body, previous, hash FROM entry WHERE position = 1";
        for (attempt, sentence) in [
            ("UPDATE entry SET body = '{}' WHERE position = 2", "append-only"),
            ("DELETE FROM entry WHERE position = 3", "append-only"),
            (copy, "at its end only"),
        ] {
            let change = db.store.change().await.unwrap();
            let refused = change.conn().execute_unprepared(attempt).await.unwrap_err().to_string();
            assert!(refused.contains(sentence), "{attempt}: {refused}");
        }
        assert_eq!(walk(&db.store).await, Ok(3));
    }
}

#[tokio::test]
async fn an_edit_by_the_database_s_master_shows() {
    for db in databases().await {
        enter(&db.store, &events(3)).await;
        let change = db.store.change().await.unwrap();
        let drop = match change.conn().get_database_backend() {
            sea_orm::DbBackend::Sqlite => "DROP TRIGGER entry_no_update",
            _ => "DROP TRIGGER entry_no_update ON entry",
        };
        change.conn().execute_unprepared(drop).await.unwrap();
        change
            .conn()
            .execute_unprepared("UPDATE entry SET occurred_at = 0 WHERE position = 2")
            .await
            .unwrap();
        change.commit().await.unwrap();
        assert_eq!(walk(&db.store).await, Err(Broken::Altered));
    }
}

/// The three producers' words of one complaint: answered late, closed.
fn life(complaint: Uuid) -> [Vec<Envelope>; 3] {
    let mut registered = RegisteredV1::example();
    registered.class = Some("desk's".to_owned());
    let mut breached = ClockBreachedV1::example();
    breached.kind = "reply".to_owned();
    let mut met = ClockMetV1::example();
    met.kind = "reply".to_owned();
    [
        vec![
            heard(&registered, complaint, 1),
            heard(&WithdrawnV1::example(), complaint, 2),
        ],
        vec![
            heard(&AssignedV1::example(), complaint, 1),
            heard(&breached, complaint, 2),
            heard(&met, complaint, 3),
        ],
        vec![
            heard(&OrderAcceptedV1::example(), complaint, 1),
            heard(&FoundV1::example(), complaint, 2),
            heard(&ClosedV1::example(), complaint, 3),
        ],
    ]
}

/// Every way to hear three lines, each in its order.
fn interleavings(lines: [&[Envelope]; 3]) -> Vec<Vec<Envelope>> {
    if lines.iter().all(|line| line.is_empty()) {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some((first, rest)) = line.split_first() {
            let mut left = lines;
            left[at] = rest;
            for tail in interleavings(left) {
                all.push([vec![first.clone()], tail].concat());
            }
        }
    }
    all
}

#[tokio::test]
async fn whoever_is_heard_first_the_facts_are_the_same() {
    for db in databases().await {
        let [intake, routing, investigation] = life(id(1));
        let orders = interleavings([&intake, &routing, &investigation]);
        assert_eq!(orders.len(), 560);
        let mut first: Option<Fact> = None;
        let change = db.store.change().await.unwrap();
        for (n, order) in (1..).zip(&orders) {
            for envelope in order {
                let mut envelope = envelope.clone();
                envelope.about = id(n);
                let patch = fact::patch(&envelope, &TimeZone::UTC).unwrap().unwrap();
                apply(&change, patch).await.unwrap();
            }
            let mut fact = reads::fact(change.conn(), id(n)).await.unwrap().unwrap();
            fact.complaint = id(1);
            assert_eq!(*first.get_or_insert_with(|| fact.clone()), fact, "order {n}");
        }
        let fact = first.unwrap();
        assert_eq!(fact.in_time, Some(false), "once late stays late");
        assert_eq!(
            fact.ending.as_deref(),
            Some("replied"),
            "investigation has the last word"
        );
        assert_eq!(
            fact.class.as_deref(),
            Some("service_attitude"),
            "routing has the last word"
        );
        assert_eq!(fact.channel.as_deref(), Some("help_line"));
        assert_eq!(fact.finding.as_deref(), Some("upheld"));
    }
}
