//! Sanctions by unit (R6.3).

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::sanctions::{
    SanctionAppealedV1, SanctionDecidedV1, SanctionProposedV1, SanctionSettledV1,
};
use huiyin_contracts::views::audit::SanctionRow;
use huiyin_store::Store;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{EVERYTHING, count_facts, id};
use crate::domain::sanction;
use crate::domain::sight::Sight;
use crate::store::{apply_sanction, sanctions};
use crate::testing::{databases, heard};

async fn tells(store: &Store, complaint: u128, event: &impl Event) {
    let envelope = heard(event, id(complaint), 1);
    let told = sanction::told(&envelope, &TimeZone::UTC).unwrap().unwrap();
    let change = store.change().await.unwrap();
    apply_sanction(&change, told).await.unwrap();
    change.commit().await.unwrap();
}

async fn registered(store: &Store, complaint: u128, confidential: bool) {
    let event = RegisteredV1 {
        confidential,
        ..RegisteredV1::example()
    };
    count_facts(store, &[heard(&event, id(complaint), 1)]).await;
}

fn proposed(n: u128, unit: &str, minor: i64) -> SanctionProposedV1 {
    let example = SanctionProposedV1::example();
    SanctionProposedV1 {
        sanction: Uuid::from_u128(n),
        unit: unit.parse().unwrap(),
        amount: huiyin_kernel::Money {
            minor,
            ..example.amount
        },
        ..example
    }
}

fn decided(n: u128, imposed: bool) -> SanctionDecidedV1 {
    SanctionDecidedV1 {
        sanction: Uuid::from_u128(n),
        imposed,
        ..SanctionDecidedV1::example()
    }
}

async fn rows(store: &Store, sight: &Sight) -> Vec<SanctionRow> {
    sanctions::count_sanctions(store.read(), (None, None), sight)
        .await
        .unwrap()
}

#[tokio::test]
async fn r6_3_each_unit_has_its_sanctions_and_what_stands_of_them_in_money() {
    for db in databases().await {
        registered(&db.store, 1, false).await;
        for (n, unit, minor) in [
            (1, "ho.b01", 50_000),
            (2, "ho.b01", 30_000),
            (3, "ho.b01", 40_000),
            (4, "ho.b02", 9),
        ] {
            tells(&db.store, 1, &proposed(n, unit, minor)).await;
        }
        tells(&db.store, 1, &decided(1, true)).await;
        tells(&db.store, 1, &decided(2, false)).await;
        tells(&db.store, 1, &decided(3, true)).await;
        let appealed = SanctionAppealedV1 {
            sanction: Uuid::from_u128(3),
            ..SanctionAppealedV1::example()
        };
        tells(&db.store, 1, &appealed).await;
        let b01 = &rows(&db.store, &EVERYTHING).await[0];
        assert_eq!((b01.unit.as_str(), b01.currency.as_deref()), ("ho.b01", Some("CNY")));
        assert_eq!((b01.proposed, b01.imposed, b01.refused, b01.appealed), (3, 2, 1, 1));
        assert_eq!((b01.lifted, b01.amount), (0, 90_000));
        let lifted = SanctionSettledV1 {
            sanction: Uuid::from_u128(3),
            stays: false,
            ..SanctionSettledV1::example()
        };
        tells(&db.store, 1, &lifted).await;
        let all = rows(&db.store, &EVERYTHING).await;
        assert_eq!((all[0].lifted, all[0].imposed, all[0].amount), (1, 1, 50_000));
        assert_eq!((all[1].unit.as_str(), all[1].proposed, all[1].amount), ("ho.b02", 1, 0));
    }
}

#[tokio::test]
async fn r8_2_a_unit_sees_its_own_subtree_and_nothing_restricted() {
    for db in databases().await {
        registered(&db.store, 1, false).await;
        registered(&db.store, 2, true).await;
        for (n, complaint, unit) in [(1, 1, "ho.b01"), (2, 1, "ho.b012"), (3, 2, "ho.b01"), (4, 3, "ho.b01")] {
            tells(&db.store, complaint, &proposed(n, unit, 100)).await;
        }
        let sight = Sight {
            top: Some("ho.b01".parse().unwrap()),
            restricted: false,
        };
        let seen = rows(&db.store, &sight).await;
        let seen: Vec<_> = seen.iter().map(|row| (row.unit.as_str(), row.proposed)).collect();
        assert_eq!(seen, [("ho.b01", 1)], "what nothing is known of may be restricted");
        let all: u64 = rows(&db.store, &EVERYTHING).await.iter().map(|row| row.proposed).sum();
        assert_eq!(all, 4);
    }
}

#[tokio::test]
async fn a_sanction_counts_on_the_day_of_its_proposal_both_ends_included() {
    for db in databases().await {
        registered(&db.store, 1, false).await;
        tells(&db.store, 1, &proposed(1, "ho.b01", 100)).await;
        let day = Some(jiff::civil::date(2027, 1, 15));
        let next = Some(jiff::civil::date(2027, 1, 16));
        for (period, count) in [((day, day), 1), ((next, None), 0)] {
            let rows = sanctions::count_sanctions(db.store.read(), period, &EVERYTHING)
                .await
                .unwrap();
            assert_eq!(rows.len(), count);
        }
    }
}
