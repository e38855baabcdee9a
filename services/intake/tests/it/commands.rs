//! What the desk decides of a complaint (R3.5, R3.9, R3.11, R3.12).

use huiyin_contracts::events::intake::{AcceptedV1, DeclinedV1, InformationAddedV1, SettledV1, WithdrawnV1};
use huiyin_testkit::Databases;
use serde_json::json;

use crate::world::{command, kinds, last, register, said, stage, start, told};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complaint_is_accepted_once_and_then_not_declined() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let id = register(&world, &told()).await.id;
        let accepted = command(&world, id, "accept", json!({})).await;
        assert_eq!(stage(&accepted), "accepted");
        assert_eq!(accepted.headers["etag"], "\"v2\"");
        assert_eq!(last::<AcceptedV1>(&world).await.complaint, id);
        let again = command(&world, id, "accept", json!({})).await;
        assert_eq!(
            (again.status, again.sentence()),
            (409, "the complaint is accepted already")
        );
        let decline = json!({ "reason": "out_of_remit", "words": "Not ours." });
        let declined = command(&world, id, "decline", decline).await;
        assert_eq!(declined.status, 409);
        assert_eq!(
            declined.sentence(),
            "the complaint was accepted: it cannot be declined any more"
        );
        assert_eq!(
            kinds(&world).await,
            ["complaint.registered.v1", "complaint.accepted.v1"]
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn declining_tells_the_reason_and_keeps_its_words_in_the_register() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let id = register(&world, &told()).await.id;
        let decline = json!({ "reason": "out_of_remit", "words": "canary words", "passed_to": "labour arbitration" });
        assert_eq!(stage(&command(&world, id, "decline", decline).await), "declined");
        let event: DeclinedV1 = last(&world).await;
        assert_eq!(
            (event.reason.as_str(), event.passed_to.as_deref()),
            ("out_of_remit", Some("labour arbitration"))
        );
        assert!(
            said(&world)
                .await
                .iter()
                .all(|envelope| !envelope.body.contains("canary"))
        );
        let late = command(&world, id, "withdraw", json!({})).await;
        assert_eq!(
            late.sentence(),
            "the complaint is declined: there is nothing left to withdraw"
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_settled_on_the_spot_is_registered_as_such() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let id = register(&world, &told()).await.id;
        let silent = command(&world, id, "settle", json!({ "words": " " })).await;
        assert_eq!((silent.status, silent.sentence()), (422, "`words` is empty"));
        let settle = json!({ "finding": "upheld", "words": "We apologised." });
        assert_eq!(stage(&command(&world, id, "settle", settle.clone()).await), "settled");
        assert_eq!(last::<SettledV1>(&world).await.finding.as_deref(), Some("upheld"));
        let again = command(&world, id, "settle", settle).await;
        assert_eq!(
            again.sentence(),
            "the complaint is settled: there is nothing left to settle"
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn information_is_added_and_a_withdrawal_ends_the_procedure() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let id = register(&world, &told()).await.id;
        let information = json!({ "words": "A photograph of the notice.", "new_facts": true });
        assert_eq!(
            stage(&command(&world, id, "information", information).await),
            "registered"
        );
        assert!(last::<InformationAddedV1>(&world).await.new_facts);
        assert_eq!(stage(&command(&world, id, "withdraw", json!({})).await), "withdrawn");
        assert_eq!(last::<WithdrawnV1>(&world).await.complaint, id);
        let late = command(&world, id, "accept", json!({})).await;
        assert_eq!(
            late.sentence(),
            "the complaint is withdrawn: there is nothing left to accept"
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_sent_again_is_carried_out_once() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let id = register(&world, &told()).await.id;
        let path = format!("/intake/v1/complaints/{id}/withdraw");
        let key = [("idempotency-key", "once")];
        let first = world.post_as(&path, &json!({}), &key).await;
        let again = world.post_as(&path, &json!({}), &key).await;
        assert_eq!((first.status, &first.body), (again.status, &again.body));
        assert_eq!(stage(&again), "withdrawn");
        assert_eq!(kinds(&world).await.len(), 2);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_accept_at_once_one_does() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let id = register(&world, &told()).await.id;
        let both = tokio::join!(
            command(&world, id, "accept", json!({})),
            command(&world, id, "accept", json!({}))
        );
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_read_an_old_version_is_told_so() {
    let world = start(Databases::Sqlite).await;
    let id = register(&world, &told()).await.id;
    command(&world, id, "accept", json!({})).await;
    let path = format!("/intake/v1/complaints/{id}/withdraw");
    let old = world
        .post_as(&path, &json!({}), &[("idempotency-key", "a"), ("if-match", "\"v1\"")])
        .await;
    assert_eq!(
        (old.status, old.sentence()),
        (412, "it was changed since you read it: read it again")
    );
    let new = world
        .post_as(&path, &json!({}), &[("idempotency-key", "b"), ("if-match", "\"v2\"")])
        .await;
    assert_eq!(stage(&new), "withdrawn");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_units_staff_and_those_concerned_find_nothing_to_decide() {
    let world = start(Databases::Sqlite).await;
    let mut body = told();
    body["staff_concerned"] = json!(["s7"]);
    let id = register(&world, &body).await.id;
    let path = format!("/intake/v1/complaints/{id}/accept");
    for (staff, unit) in [("s1", "ho.b02"), ("s1", "ho.b012"), ("s7", "ho.b01")] {
        let answer = world.post_by(staff, unit, &path, &json!({})).await;
        assert_eq!(
            (answer.status, answer.sentence()),
            (404, "there is nothing here"),
            "{staff} of {unit}"
        );
    }
    let handled = world.post_by("s1", "ho.b01", &path, &json!({})).await;
    assert_eq!(stage(&handled), "accepted");
    let missing = world
        .post("/intake/v1/complaints/B01-20261123-00009-1/accept", &json!({}))
        .await;
    assert_eq!(missing.status, 404);
    world.end().await;
}
