//! Counting (R7.1).

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{PastV1, RegisteredV1, WithdrawnV1};
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_store::Store;

use super::{EVERYTHING, count_facts, id};
use crate::domain::figures::{Period, Request};
use crate::domain::sight::Sight;
use crate::store::{figures, reads};
use crate::testing::{databases, heard};

async fn register(store: &Store, n: u128, change: impl Fn(&mut RegisteredV1)) {
    let mut event = RegisteredV1::example();
    change(&mut event);
    count_facts(store, &[heard(&event, id(n), 1)]).await;
}

async fn figures_by(store: &Store, by: &str, sight: &Sight) -> Vec<(Vec<Option<String>>, u64)> {
    let request = Request::new(by, Period::default()).unwrap();
    let rows = figures::count(store.read(), &request, sight).await.unwrap();
    rows.into_iter().map(|row| (row.key, row.counts.received)).collect()
}

fn key(values: &[&str]) -> Vec<Option<String>> {
    values.iter().map(|value| Some((*value).to_owned())).collect()
}

#[tokio::test]
async fn figures_count_by_any_keys_the_largest_first() {
    for db in databases().await {
        for n in 1..=3 {
            register(&db.store, n, |event| event.channel = "Web".to_owned()).await;
        }
        register(&db.store, 4, |event| event.channel = "Fax".to_owned()).await;
        count_facts(&db.store, &[heard(&WithdrawnV1::example(), id(1), 2)]).await;
        assert_eq!(
            figures_by(&db.store, "channel", &EVERYTHING).await,
            [(key(&["Web"]), 3), (key(&["Fax"]), 1)]
        );
        assert_eq!(
            figures_by(&db.store, "stage,channel", &EVERYTHING).await,
            [
                (key(&["registered", "Web"]), 2),
                (key(&["closed", "Web"]), 1),
                (key(&["registered", "Fax"]), 1)
            ]
        );
        assert_eq!(figures_by(&db.store, "severity", &EVERYTHING).await, [(vec![None], 4)]);
        for every in [
            "month",
            "in_time",
            "imported",
            "repeats",
            "unit",
            "lead",
            "root_cause",
            "cause_one",
            "cause_two",
            "ending",
            "line",
            "product",
            "class",
        ] {
            let rows = figures_by(&db.store, every, &EVERYTHING).await;
            assert_eq!(rows.iter().map(|(_, received)| received).sum::<u64>(), 4, "{every}");
        }
    }
}

#[tokio::test]
async fn a_complaint_of_the_past_that_ended_on_an_unknown_day_is_closed() {
    for db in databases().await {
        let past = |ending: Option<&str>| PastV1 {
            source: "cfpb".to_owned(),
            closed: None,
            ending: ending.map(ToOwned::to_owned),
            finding: None,
            in_time: Some(true),
        };
        register(&db.store, 1, |event| {
            event.past = Some(past(Some("Closed with explanation")))
        })
        .await;
        register(&db.store, 2, |event| event.past = Some(past(None))).await;
        let request = Request::new("imported", Period::default()).unwrap();
        let rows = figures::count(db.store.read(), &request, &EVERYTHING).await.unwrap();
        let counts = rows[0].counts;
        assert_eq!(
            (counts.received, counts.closed, counts.open, counts.in_time, counts.late),
            (2, 1, 1, 2, 0)
        );
    }
}

#[tokio::test]
async fn figures_are_of_the_days_received_both_ends_included() {
    for db in databases().await {
        for (n, day) in [
            (1, "2017-04-30"),
            (2, "2017-05-01"),
            (3, "2017-05-31"),
            (4, "2017-06-01"),
        ] {
            register(&db.store, n, |event| {
                event.received = format!("{day}T12:00:00Z").parse().unwrap()
            })
            .await;
        }
        let days = (
            Some(jiff::civil::date(2017, 5, 1)),
            Some(jiff::civil::date(2017, 5, 31)),
        );
        let request = Request::new("month", Period::new(days.0, days.1, None).unwrap()).unwrap();
        let rows = figures::count(db.store.read(), &request, &EVERYTHING).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].key.clone(), rows[0].counts.received), (key(&["2017-05"]), 2));
    }
}

#[tokio::test]
async fn a_unit_counts_its_own_subtree_and_nothing_restricted() {
    for db in databases().await {
        for (n, unit) in [(1, "ho.b01.o1"), (2, "ho.b01"), (3, "ho.b012"), (4, "ho.b_1")] {
            register(&db.store, n, |event| event.unit = unit.parse().unwrap()).await;
        }
        register(&db.store, 5, |event| event.confidential = true).await;
        let sight = |top: &str| Sight {
            top: Some(top.parse().unwrap()),
            restricted: false,
        };
        let counted = |rows: Vec<(_, u64)>| rows.iter().map(|(_, received)| received).sum::<u64>();
        assert_eq!(counted(figures_by(&db.store, "channel", &sight("ho.b01")).await), 2);
        assert_eq!(counted(figures_by(&db.store, "channel", &sight("ho")).await), 4);
        assert_eq!(counted(figures_by(&db.store, "channel", &EVERYTHING).await), 5);
    }
}

#[tokio::test]
async fn what_is_routed_but_not_registered_yet_is_in_no_figure() {
    for db in databases().await {
        count_facts(&db.store, &[heard(&AssignedV1::example(), id(1), 1)]).await;
        assert_eq!(figures_by(&db.store, "channel", &EVERYTHING).await, []);
        assert_eq!(
            reads::counted(db.store.read(), &[id(1), id(2)]).await.unwrap(),
            [(false, true)]
        );
        register(&db.store, 1, |_| ()).await;
        assert_eq!(reads::progress(db.store.read()).await.unwrap(), (1, 1));
    }
}
