//! The archive: terms, holds, and what is destroyed by two people (R8.3, P16).

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::RegisterDestroyedV1;
use huiyin_contracts::events::investigation::{ArchivedV1, CaseDestroyedV1, ReopenedV1};
use huiyin_contracts::events::orders::OrdersDestroyedV1;
use huiyin_contracts::events::retention::FileHeldV1;
use huiyin_testkit::{Answer, Databases, World, eventually};
use serde_json::{Value, json};

use crate::world::{assign, complaint, register, say, start};

const DESK: [(&str, &str); 3] = [
    ("huiyin-staff", "h1"),
    ("huiyin-unit", "ho"),
    ("huiyin-duties", "supervision_desk"),
];
const LEGAL: [(&str, &str); 3] = [
    ("huiyin-staff", "h2"),
    ("huiyin-unit", "ho"),
    ("huiyin-duties", "legal"),
];
const BRANCH: [(&str, &str); 2] = [("huiyin-staff", "e1"), ("huiyin-unit", "ho.b01")];

/// A file whose term ended on the first of November.
async fn file(world: &World, n: u128) {
    register(world, n, |_| {}).await;
    assign(world, n, |event| event.restricted = false).await;
    archive(world, n, Some("2026-11-01")).await;
}

async fn archive(world: &World, n: u128, until: Option<&str>) {
    let event = ArchivedV1 {
        complaint: complaint(n),
        retention: until.map(|_| "retention".to_owned()),
        kept_until: until.map(str::to_owned),
        ..ArchivedV1::example()
    };
    say(world, complaint(n), &event).await;
    world.quiet().await;
}

async fn ask(world: &World, who: &[(&str, &str)], path: &str, body: Value) -> Answer {
    let key = world.store("audit").ids().uuid().to_string();
    world
        .post_as(path, &body, &[who, &[("idempotency-key", &key)]].concat())
        .await
}

async fn propose(world: &World, who: &[(&str, &str)], of: &[u128]) -> Answer {
    let complaints: Vec<_> = of.iter().map(|n| complaint(*n)).collect();
    ask(
        world,
        who,
        "/audit/v1/destructions",
        json!({ "complaints": complaints }),
    )
    .await
}

async fn state(world: &World, n: u128) -> String {
    let file = world.get(&format!("/audit/v1/files/{}", complaint(n))).await;
    file.body["state"].as_str().unwrap_or_default().to_owned()
}

/// What the services say that have destroyed what they kept.
async fn destroy(world: &World, n: u128) {
    let (about, list) = (complaint(n), huiyin_kernel::DestructionId::from_uuid(uuid::Uuid::nil()));
    let (rows, files) = (3, 1);
    let register = RegisterDestroyedV1 {
        complaint: about,
        list,
        rows,
        files,
    };
    say(world, about, &register).await;
    say(
        world,
        about,
        &OrdersDestroyedV1 {
            complaint: about,
            list,
            rows,
        },
    )
    .await;
    world.quiet().await;
    assert_eq!(
        state(world, n).await,
        "ordered",
        "investigation has not destroyed its part"
    );
    say(
        world,
        about,
        &CaseDestroyedV1 {
            complaint: about,
            list,
            rows,
            files,
        },
    )
    .await;
    world.quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_3_two_people_destroy_a_file_whose_term_is_over_and_the_list_is_the_certificate() {
    for databases in Databases::both() {
        let world = start(databases).await;
        file(&world, 1).await;
        let due = world.get("/audit/v1/files?due=2026-11-23").await;
        assert_eq!(due.body["items"][0]["complaint"], json!(complaint(1)), "{due:?}");
        let proposed = propose(&world, &DESK, &[1]).await;
        assert_eq!(proposed.status, 201, "{proposed:?}");
        let list = proposed.body.as_str().unwrap().to_owned();
        let path = format!("/audit/v1/destructions/{list}");
        let own = ask(&world, &DESK, &format!("{path}/approve"), json!({})).await;
        assert_eq!(
            (own.status, own.sentence()),
            (409, "who proposed a destruction does not approve it: ask somebody else")
        );
        let due = world.get("/audit/v1/files?due=2026-11-23").await;
        assert_eq!(due.body["items"], json!([]), "it stands on a list: {due:?}");
        let approved = ask(&world, &LEGAL, &format!("{path}/approve"), json!({})).await;
        assert_eq!(approved.status, 200, "{approved:?}");
        destroy(&world, 1).await;
        let certificate = world.get(&path).await.body;
        assert_eq!(certificate["state"], "destroyed", "{certificate}");
        assert_eq!(certificate["by"]["code"], "h1");
        assert_eq!(certificate["decided_by"]["code"], "h2");
        let services: Vec<_> = certificate["files"][0]["destroyed"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["service"].clone())
            .collect();
        assert_eq!(services, ["intake", "investigation", "routing"]);
        let timeline = world
            .get(&format!("/audit/v1/complaints/{}/timeline", complaint(1)))
            .await;
        let said = timeline.body.to_string();
        for kind in ["destruction_proposed", "destruction_ordered", "case_destroyed"] {
            assert!(said.contains(&format!("complaint.{kind}.v1")), "{kind}: {said}");
        }
        let again = propose(&world, &DESK, &[1]).await;
        assert_eq!(again.sentence(), format!("{} is destroyed", complaint(1)));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_3_a_hold_takes_a_file_off_its_list_and_keeps_it_until_it_ends() {
    for databases in Databases::both() {
        let world = start(databases).await;
        file(&world, 1).await;
        file(&world, 2).await;
        let list = propose(&world, &DESK, &[1, 2]).await.body.as_str().unwrap().to_owned();
        let holds = format!("/audit/v1/files/{}/holds", complaint(1));
        let wrong = ask(&world, &LEGAL, &holds, json!({ "ground": "whim", "reference": "1" })).await;
        assert_eq!(
            (wrong.status, wrong.sentence()),
            (
                422,
                "a file is held for a court, regulator, inspection, dispute or audit"
            )
        );
        let held = ask(
            &world,
            &LEGAL,
            &holds,
            json!({ "ground": "court", "reference": "2026-123" }),
        )
        .await;
        assert_eq!(held.status, 201, "{held:?}");
        assert_eq!(
            (state(&world, 1).await, state(&world, 2).await),
            ("held".to_owned(), "proposed".to_owned())
        );
        let refused = propose(&world, &DESK, &[1]).await;
        assert_eq!(refused.sentence(), format!("{} is on hold", complaint(1)));
        ask(
            &world,
            &LEGAL,
            &format!("/audit/v1/destructions/{list}/approve"),
            json!({}),
        )
        .await;
        assert_eq!(
            (state(&world, 1).await, state(&world, 2).await),
            ("held".to_owned(), "ordered".to_owned())
        );
        let late = format!("/audit/v1/files/{}/holds", complaint(2));
        let late = ask(
            &world,
            &LEGAL,
            &late,
            json!({ "ground": "court", "reference": "2026-123" }),
        )
        .await;
        assert_eq!(
            late.sentence(),
            "the destruction of this file was ordered: nothing is left to hold"
        );
        let release = format!("{holds}/{}/release", held.body.as_str().unwrap());
        assert_eq!(ask(&world, &LEGAL, &release, json!({})).await.status, 200);
        let twice = ask(&world, &LEGAL, &release, json!({})).await;
        assert_eq!((twice.status, twice.sentence()), (409, "this hold has ended already"));
        assert_eq!(state(&world, 1).await, "kept");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_made_whole_or_not_at_all() {
    let world = start(Databases::Sqlite).await;
    file(&world, 1).await;
    register(&world, 2, |_| {}).await;
    archive(&world, 2, Some("2026-11-23")).await;
    register(&world, 3, |_| {}).await;
    archive(&world, 3, None).await;
    let said = |n: u128, what: &str| format!("{} {what}", complaint(n));
    let today = propose(&world, &DESK, &[1, 2]).await;
    assert_eq!(
        (today.status, today.sentence()),
        (409, said(2, "is kept until 2026-11-23").as_str())
    );
    let good = propose(&world, &DESK, &[1, 3]).await;
    assert_eq!(
        good.sentence(),
        said(3, "is kept for good: the policy pack sets no term")
    );
    assert_eq!(
        state(&world, 1).await,
        "kept",
        "nothing is put on a list that is not made"
    );
    for wrong in [&[][..], &[1, 1]] {
        let refused = propose(&world, &DESK, wrong).await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (422, "a list has 1 to 200 files, each once")
        );
    }
    assert_eq!(propose(&world, &DESK, &[9]).await.status, 404);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_keep_the_archive_does_not_and_what_is_hidden_is_on_no_list_for_them() {
    let world = start(Databases::Sqlite).await;
    file(&world, 1).await;
    register(&world, 2, |_| {}).await;
    assign(&world, 2, |event| event.restricted = true).await;
    archive(&world, 2, Some("2026-11-01")).await;
    assert_eq!(propose(&world, &BRANCH, &[1]).await.status, 403);
    let holds = format!("/audit/v1/files/{}/holds", complaint(1));
    let hold = ask(&world, &BRANCH, &holds, json!({ "ground": "court", "reference": "1" })).await;
    assert_eq!(hold.status, 403);
    assert_eq!(
        propose(&world, &DESK, &[1, 2]).await.status,
        404,
        "a restricted file is none to the desk"
    );
    let list = propose(&world, &DESK, &[1]).await.body.as_str().unwrap().to_owned();
    for act in ["approve", "drop"] {
        let path = format!("/audit/v1/destructions/{list}/{act}");
        assert_eq!(ask(&world, &BRANCH, &path, json!({})).await.status, 403, "{act}");
    }
    let (_, files) = crate::world::get_as(&world, &DESK, "/audit/v1/files").await;
    assert_eq!(files["items"].as_array().unwrap().len(), 1, "{files}");
    let other = [("huiyin-staff", "x1"), ("huiyin-unit", "ho.b02")];
    let (status, _) = crate::world::get_as(&world, &other, &format!("/audit/v1/destructions/{list}")).await;
    assert_eq!(status, 404);
    let dropped = ask(&world, &DESK, &format!("/audit/v1/destructions/{list}/drop"), json!({})).await;
    assert_eq!(dropped.status, 200, "{dropped:?}");
    assert_eq!(state(&world, 1).await, "kept");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_that_is_opened_again_leaves_the_archive() {
    let world = start(Databases::Sqlite).await;
    file(&world, 1).await;
    let list = propose(&world, &DESK, &[1]).await.body.as_str().unwrap().to_owned();
    let event = ReopenedV1 {
        complaint: complaint(1),
        ..ReopenedV1::example()
    };
    say(&world, complaint(1), &event).await;
    let path = format!("/audit/v1/files/{}", complaint(1));
    eventually("the file has left", async || {
        let file = world.get(&path).await;
        if file.status == 404 {
            Ok(())
        } else {
            Err(format!("{file:?}"))
        }
    })
    .await;
    let empty = ask(
        &world,
        &LEGAL,
        &format!("/audit/v1/destructions/{list}/approve"),
        json!({}),
    )
    .await;
    assert_eq!(empty.status, 404, "{empty:?}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_stream_lost_of_audits_own_words_stands_in_the_record_all_the_same() {
    for databases in Databases::both() {
        let mut world = start(databases).await;
        file(&world, 1).await;
        world.crash().await;
        // Said and taken for relayed, and never on the stream.
        let audit = world.store("audit");
        let lost = FileHeldV1 {
            complaint: complaint(1),
            ..FileHeldV1::example()
        };
        say(&world, complaint(1), &lost).await;
        audit.number(100).await.unwrap();
        let last = audit.feed_head().await.unwrap().last;
        audit.relayed(last).await.unwrap();
        world.restart().await;
        world.quiet().await;
        let path = format!("/audit/v1/complaints/{}/timeline", complaint(1));
        let timeline = world.get(&path).await.body.to_string();
        assert!(timeline.contains("complaint.file_held.v1"), "{timeline}");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_2_who_may_not_see_every_file_of_a_list_does_not_approve_it() {
    let world = start(Databases::Sqlite).await;
    file(&world, 1).await;
    register(&world, 2, |_| {}).await;
    assign(&world, 2, |event| event.restricted = true).await;
    archive(&world, 2, Some("2026-11-01")).await;
    let list = propose(&world, &[], &[1, 2]).await.body.as_str().unwrap().to_owned();
    let path = format!("/audit/v1/destructions/{list}/approve");
    let unseen = ask(&world, &DESK, &path, json!({})).await;
    assert_eq!(
        (unseen.status, unseen.sentence()),
        (
            409,
            "a file of this list is not for you to see: ask somebody who may see all of them"
        )
    );
    assert_eq!(state(&world, 1).await, "proposed", "nothing of it is ordered");
    world.end().await;
}
