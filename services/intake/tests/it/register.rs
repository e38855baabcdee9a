//! Registering (R3.1 to R3.4).

use std::collections::HashSet;

use futures::future::join_all;
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_kernel::{Actor, ComplaintNumber};
use huiyin_testkit::Databases;
use serde_json::json;
use uuid::Uuid;

use crate::world::{CANARIES, last, register, said, say, start, told, told_with};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complaint_gets_a_number_a_receipt_and_an_event_without_personal_data() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let answer = world.post("/intake/v1/complaints", &told()).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert_eq!(answer.headers["etag"], "\"v1\"");
        let registered: huiyin_contracts::views::intake::Registered = answer.read();
        assert!(
            registered.number.as_str().starts_with("B01-20261123-00001-"),
            "{}",
            registered.number
        );
        assert_eq!(registered.receipt_code.replace('-', "").len(), 26);

        let all = said(&world).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].kind, "complaint.registered.v1");
        assert_eq!(all[0].subject, "complaint.v1.registered.ho.b01.o1");
        assert_eq!((all[0].about, all[0].version), (registered.id.uuid(), 1));
        for canary in CANARIES {
            assert!(!all[0].body.contains(canary), "{canary} is in the event");
        }
        let event: RegisteredV1 = last(&world).await;
        assert_eq!(event.number, registered.number);
        assert_eq!((event.by, event.language.as_str()), (Actor::Operator, "zh"));
        assert_eq!(event.past, None);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_request_sent_again_is_the_same_complaint() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let key = [("idempotency-key", "counter-1")];
        let first = world.post_as("/intake/v1/complaints", &told(), &key).await;
        let again = world.post_as("/intake/v1/complaints", &told(), &key).await;
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(first.body, again.body, "number and receipt code too");
        let other = told_with("asked_for", json!("Money"));
        let refused = world.post_as("/intake/v1/complaints", &other, &key).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.sentence(), "this Idempotency-Key was used for another request");
        assert_eq!(said(&world).await.len(), 1);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_accepted_registration_is_answered_the_same_although_its_unit_was_closed_since() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let key = [("idempotency-key", "counter-1")];
        let first = world.post_as("/intake/v1/complaints", &told(), &key).await;
        let closing = UnitsChangedV1 {
            units: Vec::new(),
            closed: vec!["o1".parse().unwrap()],
        };
        say(&world, Uuid::from_u128(1), &closing).await;
        world.quiet().await;
        let again = world.post_as("/intake/v1/complaints", &told(), &key).await;
        assert_eq!((again.status, again.body), (201, first.body));
        let new = world.post("/intake/v1/complaints", &told()).await;
        assert_eq!((new.status, new.sentence()), (422, "unit o1 is closed"));
        assert_eq!(said(&world).await.len(), 1);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn registrations_at_once_get_numbers_of_their_own_without_a_gap() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let body = told();
        let all = join_all((0..64).map(|_| register(&world, &body))).await;
        let numbers: HashSet<&ComplaintNumber> = all.iter().map(|registered| &registered.number).collect();
        assert_eq!(numbers.len(), 64);
        let next = register(&world, &body).await;
        assert!(
            next.number.as_str().starts_with("B01-20261123-00065-"),
            "{}",
            next.number
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_number_is_of_the_registering_unit_and_the_date_there() {
    let world = start(Databases::Sqlite).await;
    world.clock.set("2026-11-23T16:30:00Z".parse().unwrap());
    let mut told = told();
    told.as_object_mut().unwrap().remove("registered_by_unit");
    let at_root = register(&world, &told).await;
    assert!(
        at_root.number.as_str().starts_with("HO-20261124-00001-"),
        "{}",
        at_root.number
    );
    let by_staff = world.post_by("s1", "ho.b02", "/intake/v1/complaints", &told).await;
    assert_eq!(by_staff.body["registered_by_unit"], "ho.b02");
    assert_eq!(last::<RegisteredV1>(&world).await.by.to_string(), "staff:s1");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complaint_about_a_leader_or_in_confidence_is_said_to_no_unit() {
    let world = start(Databases::Sqlite).await;
    register(&world, &told_with("leader_concerned", json!(true))).await;
    let confidential = json!({ "name": CANARIES[0], "confidential": true });
    register(&world, &told_with("complainant", confidential)).await;
    for envelope in said(&world).await {
        assert_eq!(envelope.subject, "restricted.v1.registered");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeated_complaint_is_linked_by_number_or_id() {
    let world = start(Databases::Sqlite).await;
    let first = register(&world, &told()).await;
    let typed = format!(" {} ", first.number.as_str().to_lowercase());
    for named in [typed, first.id.to_string()] {
        register(&world, &told_with("repeats", json!(named))).await;
        assert_eq!(last::<RegisteredV1>(&world).await.repeats, Some(first.id));
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_registered_is_there_after_a_crash() {
    for databases in Databases::both() {
        let mut world = start(databases).await;
        let before = register(&world, &told()).await;
        world.crash_and_restart().await;
        let (status, found) =
            crate::world::get_as(&world, &[], &format!("/intake/v1/complaints/{}", before.number)).await;
        assert_eq!(
            (status, found["id"].as_str()),
            (200, Some(before.id.to_string().as_str()))
        );
        assert_eq!(said(&world).await.len(), 1);
        world.end().await;
    }
}
