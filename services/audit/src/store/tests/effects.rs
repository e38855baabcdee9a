//! The effect of improvements (R6.2).

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::investigation::FoundV1;
use huiyin_store::Store;
use jiff::civil::date;
use uuid::Uuid;

use super::{EVERYTHING, count_facts, id};
use crate::domain::effect::Done;
use crate::domain::figures::{Period, Request};
use crate::domain::sight::Sight;
use crate::store::{apply_done, effects, figures};
use crate::testing::{databases, heard};

async fn complaint(store: &Store, n: u128, (unit, day, cause): (&str, &str, &str), confidential: bool) {
    let registered = RegisteredV1 {
        unit: unit.parse().unwrap(),
        received: format!("{day}T04:00:00Z").parse().unwrap(),
        confidential,
        ..RegisteredV1::example()
    };
    let found = FoundV1 {
        root_cause: cause.to_owned(),
        ..FoundV1::example()
    };
    count_facts(store, &[heard(&registered, id(n), 1), heard(&found, id(n), 2)]).await;
}

fn done(n: u128, reach: &str) -> Done {
    Done {
        improvement: Uuid::from_u128(n),
        owner: "ho.d01".parse().unwrap(),
        reach: reach.parse().unwrap(),
        cause: "waiting".to_owned(),
        on: date(2026, 11, 10),
    }
}

#[tokio::test]
async fn r6_2_complaints_of_the_cause_are_counted_before_and_after_within_reach() {
    for db in databases().await {
        for (n, of) in [
            (1, ("ho.b01.o1", "2026-11-01", "waiting")),
            (2, ("ho.b01", "2026-11-09", "waiting")),
            (3, ("ho.b01.o1", "2026-11-12", "waiting")),
            (4, ("ho.b01.o1", "2026-11-05", "work_error")),
            (5, ("ho.b012", "2026-11-05", "waiting")),
            (6, ("ho.b01.o1", "2026-11-10", "waiting")),
        ] {
            complaint(&db.store, n, of, false).await;
        }
        complaint(&db.store, 7, ("ho.b01.o1", "2026-11-06", "waiting"), true).await;
        let count = async |days: (i8, i8), sight: &Sight| {
            let days = (date(2026, 11, days.0), date(2026, 11, days.1));
            effects::received(db.store.read(), &done(1, "ho.b01"), days, sight)
                .await
                .unwrap()
        };
        let branch = Sight {
            top: Some("ho.b01".parse().unwrap()),
            restricted: false,
        };
        assert_eq!(
            count((1, 9), &branch).await,
            2,
            "another cause, another branch, a restricted one"
        );
        assert_eq!(count((11, 19), &branch).await, 1);
        assert_eq!(count((1, 9), &EVERYTHING).await, 3);
    }
}

#[tokio::test]
async fn r6_2_an_improvement_may_concern_a_branch_of_causes() {
    for db in databases().await {
        for (n, path) in [
            (1, vec!["waiting", "counters", "idle_counters"]),
            (2, vec!["waiting"]),
            (3, vec!["work_error"]),
        ] {
            let registered = RegisteredV1 {
                unit: "ho.b01".parse().unwrap(),
                received: "2026-11-05T04:00:00Z".parse().unwrap(),
                confidential: false,
                ..RegisteredV1::example()
            };
            let found = FoundV1 {
                root_cause: (*path.last().unwrap()).to_owned(),
                cause_path: Some(path.into_iter().map(str::to_owned).collect()),
                ..FoundV1::example()
            };
            count_facts(&db.store, &[heard(&registered, id(n), 1), heard(&found, id(n), 2)]).await;
        }
        for (cause, wanted) in [("waiting", 2), ("counters", 1), ("idle_counters", 1), ("work_error", 1)] {
            let done = Done {
                cause: cause.to_owned(),
                ..done(1, "ho.b01")
            };
            let days = (date(2026, 11, 1), date(2026, 11, 9));
            let counted = effects::received(db.store.read(), &done, days, &EVERYTHING)
                .await
                .unwrap();
            assert_eq!(counted, wanted, "{cause}");
        }
        let request = Request::new("cause_one,cause_two,root_cause", Period::default()).unwrap();
        let rows = figures::count(db.store.read(), &request, &EVERYTHING).await.unwrap();
        let mut keys: Vec<Vec<_>> = rows.into_iter().map(|row| row.key).collect();
        keys.sort();
        let key = |levels: [&str; 3]| {
            levels
                .map(|level| (!level.is_empty()).then(|| level.to_owned()))
                .to_vec()
        };
        assert_eq!(
            keys,
            [
                key(["waiting", "", "waiting"]),
                key(["waiting", "counters", "idle_counters"]),
                key(["work_error", "", "work_error"])
            ]
        );
    }
}

#[tokio::test]
async fn a_unit_sees_the_improvements_that_reach_into_its_own_subtree() {
    for db in databases().await {
        for (n, reach) in [(1, "ho"), (2, "ho.b01"), (3, "ho.b01.o1"), (4, "ho.b012")] {
            let change = db.store.change().await.unwrap();
            apply_done(&change, done(n, reach)).await.unwrap();
            apply_done(&change, done(n, reach)).await.unwrap();
            change.commit().await.unwrap();
        }
        let sight = Sight {
            top: Some("ho.b01".parse().unwrap()),
            restricted: false,
        };
        let seen = effects::improvements(db.store.read(), &sight, 10).await.unwrap();
        let seen: Vec<&str> = seen.iter().map(|one| one.reach.as_str()).collect();
        assert_eq!(seen, ["ho.b01.o1", "ho.b01"]);
        let all = effects::improvements(db.store.read(), &EVERYTHING, 10).await.unwrap();
        assert_eq!(all.len(), 4);
    }
}
