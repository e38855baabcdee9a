//! Who sees names and words, and that each look is recorded (R8.1).

use huiyin_contracts::events::intake::LookedV1;
use huiyin_contracts::requests::{Answer, Contact, ContactRequest};
use huiyin_contracts::subjects;
use huiyin_contracts::views::intake::Revealed;
use huiyin_kernel::{Actor, EventId, StaffCode};
use huiyin_testkit::{Databases, World};
use serde_json::json;
use uuid::Uuid;

use crate::world::{CANARIES, command, kinds, last, register, said, start, told};

async fn ask(world: &World, question: &ContactRequest) -> Answer<Contact> {
    world
        .bus
        .request(&subjects::request("intake", "contact"), question)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_shows_all_that_is_sealed_and_is_recorded() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let id = register(&world, &told()).await.id;
        command(&world, id, "information", json!({ "words": "More." })).await;
        let blind = command(&world, id, "look", json!({ "purpose": " " })).await;
        assert_eq!((blind.status, blind.sentence()), (422, "`purpose` is empty"));
        let answer = command(&world, id, "look", json!({ "purpose": "reply letter" })).await;
        let revealed: Revealed = answer.read();
        assert_eq!(revealed.complainant.unwrap().name.as_deref(), Some(CANARIES[0]));
        assert!(revealed.narrative.unwrap().contains(CANARIES[3]));
        assert_eq!(revealed.asked_for.as_deref(), Some("An apology"));
        assert_eq!(revealed.notes.len(), 1);
        let looked: LookedV1 = last(&world).await;
        assert_eq!(
            (looked.what.as_str(), looked.purpose.as_str()),
            ("whole", "reply letter")
        );
        let code = StaffCode::new("h1").unwrap();
        assert_eq!(looked.by, Actor::staff(code));
        let other = format!("/intake/v1/complaints/{id}/look");
        let stranger = world
            .post_by("s1", "ho.b02", &other, &json!({ "purpose": "curious" }))
            .await;
        assert_eq!(stranger.status, 404);
        assert_eq!(
            kinds(&world)
                .await
                .iter()
                .filter(|kind| *kind == "complaint.looked.v1")
                .count(),
            1
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_is_told_the_contact_and_its_look_is_recorded_once_for_each_event() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told()).await;
        let mut question = ContactRequest {
            complaint: registered.id,
            service: "notification".to_owned(),
            purpose: "complainant.registered".to_owned(),
            causation: EventId::from_uuid(Uuid::from_u128(7)),
        };
        for _ in 0..2 {
            let Answer::Ok(contact) = ask(&world, &question).await else {
                panic!("the contact is told");
            };
            assert_eq!(contact.email.as_deref(), Some(CANARIES[1]));
            assert_eq!(
                (contact.number, contact.language.as_str()),
                (registered.number.to_string(), "zh")
            );
        }
        let looks = |kinds: Vec<String>| kinds.iter().filter(|kind| *kind == "complaint.looked.v1").count();
        assert_eq!(looks(kinds(&world).await), 1);
        assert_eq!(last::<LookedV1>(&world).await.by, Actor::system("notification"));
        question.causation = EventId::from_uuid(Uuid::from_u128(8));
        ask(&world, &question).await;
        assert_eq!(looks(kinds(&world).await), 2);
        question.complaint = huiyin_kernel::ComplaintId::from_uuid(Uuid::from_u128(9));
        assert!(matches!(ask(&world, &question).await, Answer::NotFound));
        for envelope in said(&world).await {
            assert!(
                CANARIES.iter().all(|canary| !envelope.body.contains(canary)),
                "{}",
                envelope.kind
            );
        }
        world.end().await;
    }
}
