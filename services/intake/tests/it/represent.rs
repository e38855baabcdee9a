//! Who complains for another, and by what authority (R3.10).

use huiyin_contracts::events::intake::RepresentedV1;
use huiyin_contracts::requests::{Answer, Contact, ContactRequest};
use huiyin_contracts::subjects;
use huiyin_contracts::views::intake::{Registered, RepresentationView, Revealed};
use huiyin_kernel::EventId;
use huiyin_testkit::{Databases, World};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{command, get_as, last, receipt, register, said, start, told};

pub(crate) fn told_for(on_behalf: Value) -> Value {
    let mut told = told();
    told["complainant"]["on_behalf"] = on_behalf;
    told
}

pub(crate) fn by_authority() -> Value {
    json!({
        "role": "heir",
        "name": "Canary Heir",
        "email": "heir@example.org",
        "authority": "certificate_of_inheritance",
        "document": "Canary No. 7",
        "receives": true,
    })
}

async fn contact(world: &World, of: &Registered, n: u128) -> Contact {
    let question = ContactRequest {
        complaint: of.id,
        service: "notification".to_owned(),
        purpose: "a reply".to_owned(),
        causation: EventId::from_uuid(Uuid::from_u128(n)),
    };
    let answer = world
        .bus
        .request(&subjects::request("intake", "contact"), &question)
        .await;
    match answer.unwrap() {
        Answer::Ok(contact) => contact,
        other => panic!("{}", matches!(other, Answer::NotFound)),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_heir_receives_nothing_until_the_authority_is_accepted_and_then_in_the_complainants_place() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told_for(by_authority())).await;
        let shown: RepresentedV1 = last(&world).await;
        assert_eq!(
            (shown.role.as_str(), shown.outcome.as_str(), shown.receives),
            ("heir", "shown", false)
        );
        assert_eq!(contact(&world, &registered, 1).await.email, None);
        let check = "representation/check";
        let silent = command(&world, registered.id, check, json!({ "outcome": "refused" })).await;
        assert_eq!(
            (silent.status, silent.sentence()),
            (422, "say why the authority is refused")
        );
        let accepted = command(&world, registered.id, check, json!({ "outcome": "accepted" })).await;
        let view: RepresentationView = accepted.read();
        assert!(view.receives && view.outcome == "accepted", "{view:?}");
        assert_eq!(last::<RepresentedV1>(&world).await.outcome, "accepted");
        let again = command(&world, registered.id, check, json!({ "outcome": "accepted" })).await;
        assert_eq!(
            (again.status, again.sentence()),
            (409, "the authority is accepted already")
        );
        let reached = contact(&world, &registered, 2).await;
        assert_eq!(reached.email.as_deref(), Some("heir@example.org"));
        let look = command(&world, registered.id, "look", json!({ "purpose": "to write" })).await;
        let whole: Revealed = look.read();
        assert_eq!(whole.complainant.unwrap().on_behalf.unwrap().name, "Canary Heir");
        let bodies = said(&world).await;
        assert!(bodies.iter().all(|envelope| !envelope.body.contains("Canary")));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_holds_the_receipt_reads_no_words_until_the_authority_is_accepted() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told_for(by_authority())).await;
    let words = json!({ "reason": "no_facts", "words": "canary words of the decline" });
    assert_eq!(command(&world, registered.id, "decline", words).await.status, 200);
    let shown = async || {
        world
            .post("/intake/v1/progress", &receipt(&registered))
            .await
            .body
            .to_string()
    };
    assert!(!shown().await.contains("canary words"));
    let other = register(&world, &told_for(by_authority())).await;
    let withdraws = async || world.post("/intake/v1/progress/withdraw", &receipt(&other)).await;
    let early = withdraws().await;
    assert_eq!(
        (early.status, early.sentence()),
        (
            409,
            "whoever complains for another ends the procedure once their authority is accepted: a desk can take the withdrawal"
        )
    );
    let well = json!({ "outcome": "accepted" });
    command(&world, other.id, "representation/check", well).await;
    assert_eq!(withdraws().await.status, 200);
    let accepted = json!({ "outcome": "accepted" });
    command(&world, registered.id, "representation/check", accepted).await;
    assert!(shown().await.contains("canary words"));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_authority_nobody_complains_for_another() {
    let world = start(Databases::Sqlite).await;
    let without = |field: &str| {
        let mut other = by_authority();
        other.as_object_mut().unwrap().remove(field);
        told_for(other)
    };
    let no_authority = "who complains for another shows by what authority: say in `authority` what was shown, and in `document` what tells it from others";
    for (field, sentence) in [
        ("authority", no_authority),
        ("document", no_authority),
        (
            "role",
            "who complains for another is a `representative`, an `heir` or a `guardian`",
        ),
        ("name", "`on_behalf.name` is empty"),
        (
            "email",
            "where replies go to who complains for another, say how to reach them",
        ),
    ] {
        let refused = world.post("/intake/v1/complaints", &without(field)).await;
        assert_eq!((refused.status, refused.sentence()), (422, sentence));
    }
    let plain = register(&world, &told()).await;
    let none = command(
        &world,
        plain.id,
        "representation/check",
        json!({ "outcome": "accepted" }),
    )
    .await;
    assert_eq!(none.status, 404, "they complain themselves");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_units_staff_neither_see_nor_check_an_authority() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told_for(by_authority())).await;
    let path = format!("/intake/v1/complaints/{}/representation", registered.id);
    let other = [("huiyin-staff", "s1"), ("huiyin-unit", "ho.b02")];
    assert_eq!(get_as(&world, &other, &path).await.0, 404);
    let check = world
        .post_by(
            "s1",
            "ho.b02",
            &format!("{path}/check"),
            &json!({ "outcome": "accepted" }),
        )
        .await;
    assert_eq!(check.status, 404);
    world.end().await;
}
