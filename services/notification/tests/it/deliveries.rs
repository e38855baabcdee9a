//! Who is told and who is not, and what shows of it.

use std::sync::atomic::Ordering;

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{DeclinedV1, PastV1, RepresentedV1};
use huiyin_contracts::events::investigation::ClosedV1;
use huiyin_contracts::views::notification::{Delivery, DeliveryState};
use huiyin_testkit::{Databases, Probe};
use jiff::SignedDuration;

use crate::world::{HEIR, assign, complaint, deliveries, is_sent, register, say, settled, start};

fn suppressed(reason: &str) -> DeliveryState {
    DeliveryState::Suppressed {
        reason: reason.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_complaint_of_the_past_nobody_is_told() {
    for databases in Databases::both() {
        let world = start(databases, None).await;
        let past = PastV1 {
            source: "cfpb".to_owned(),
            closed: None,
            ending: Some("x".to_owned()),
            finding: None,
            in_time: None,
        };
        register(&world, 1, |event| event.past = Some(past)).await;
        assign(&world, 1, |event| event.imported = true).await;
        world.quiet().await;
        say(
            &world,
            complaint(1),
            &ClosedV1 {
                complaint: complaint(1),
                ..ClosedV1::example()
            },
        )
        .await;
        world.quiet().await;
        assert_eq!(deliveries(&world, 1).await, []);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_complainant_is_not_told_and_that_shows() {
    let world = start(Databases::Sqlite, None).await;
    register(&world, 1, |event| event.anonymous = true).await;
    let found = settled(&world, 1, 1, |_| true).await;
    assert_eq!(
        (found[0].template.as_str(), &found[0].state),
        ("complainant.registered", &suppressed("anonymous"))
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_unit_that_a_restricted_complaint_is_about_is_not_told() {
    let world = start(Databases::Sqlite, None).await;
    register(&world, 1, |event| {
        (event.anonymous, event.unit) = (true, "ho.b01".parse().unwrap())
    })
    .await;
    world.quiet().await;
    assign(&world, 1, |event| event.restricted = true).await;
    let found = settled(&world, 1, 2, |_| true).await;
    let staff = found.iter().find(|delivery| delivery.audience == "staff").unwrap();
    assert_eq!(staff.state, suppressed("restricted"));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_2_before_routing_decides_a_letter_about_a_leader_or_in_confidence_is_said_where_few_hear_it() {
    let world = start(Databases::Sqlite, None).await;
    for n in 1..=3 {
        register(&world, n, |event| {
            (event.leader_concerned, event.confidential) = (n == 1, n == 2);
        })
        .await;
    }
    for n in 1..=3_u32 {
        // The third has no address, which is said as well.
        let over = |state: &DeliveryState| !matches!(state, DeliveryState::Waiting { .. });
        settled(&world, n.into(), 1, over).await;
        let about = complaint(n.into()).uuid();
        let said = world.store("notification").feed_after(0, 100).await.unwrap();
        let sent = said.iter().find(|event| event.about == about).unwrap();
        assert_eq!(sent.subject.starts_with("restricted."), n < 3, "{}", sent.subject);
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_stage_is_told_and_declining_once() {
    let world = start(Databases::Sqlite, None).await;
    register(&world, 1, |_| ()).await;
    world.quiet().await;
    world.wait(SignedDuration::from_secs(1));
    say(
        &world,
        complaint(1),
        &DeclinedV1 {
            complaint: complaint(1),
            ..DeclinedV1::example()
        },
    )
    .await;
    let closed = ClosedV1 {
        complaint: complaint(1),
        ending: "declined".to_owned(),
        ..ClosedV1::example()
    };
    say(&world, complaint(1), &closed).await;
    world.quiet().await;
    let found = settled(&world, 1, 2, is_sent).await;
    let told: Vec<_> = found.iter().rev().map(|delivery| delivery.template.as_str()).collect();
    assert_eq!(told, ["complainant.registered", "complainant.declined"]);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_it_fails_visibly_and_is_tried_again_by_hand_only() {
    for databases in Databases::both() {
        let world = start(databases, None).await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        register(&world, 3, |_| ()).await;
        register(&world, 1, |_| ()).await;
        let no_address = DeliveryState::Failed {
            reason: "no_address".to_owned(),
        };
        let failed = settled(&world, 3, 1, |state| *state == no_address).await.remove(0);
        probe
            .hears("notice_failed", |event| event.kind == "complaint.notice_failed.v1")
            .await;
        let retry = |id| format!("/notification/v1/deliveries/{id}/retry");
        let again = world.post(&retry(failed.id), &()).await;
        assert_eq!(again.status, 200, "{again:?}");
        assert!(matches!(
            again.read::<Delivery>().state,
            DeliveryState::Waiting { attempt: 0, .. }
        ));
        settled(&world, 3, 1, |state| *state == no_address).await;
        let sent = settled(&world, 1, 1, is_sent).await.remove(0);
        let refused = world.post(&retry(sent.id), &()).await;
        assert_eq!(
            (refused.status, &refused.body["type"]),
            (409, &"/problems/notice-sent".into())
        );
        assert_eq!(
            refused.sentence(),
            "the notice was sent; sending it twice would confuse whoever got it"
        );
        assert_eq!(world.post(&retry(complaint(77).uuid()), &()).await.status, 404);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_are_shown_to_those_they_concern_a_page_at_a_time_without_addresses() {
    for databases in Databases::both() {
        let world = start(databases, None).await;
        for n in [1, 2, 11] {
            register(&world, n, |event| event.unit = format!("ho.b{n:02}").parse().unwrap()).await;
            settled(&world, n.into(), 1, is_sent).await;
            world.wait(SignedDuration::from_secs(1));
        }
        let first = world.get("/notification/v1/deliveries?limit=2&state=sent").await;
        assert!(
            !first.body.to_string().contains('@') && !first.body.to_string().contains("张三"),
            "{first:?}"
        );
        let items =
            |body: &serde_json::Value| -> Vec<Delivery> { serde_json::from_value(body["items"].clone()).unwrap() };
        let complaints = |found: Vec<Delivery>| found.iter().map(|delivery| delivery.complaint).collect::<Vec<_>>();
        assert_eq!(
            complaints(items(&first.body)),
            [complaint(11), complaint(2)],
            "the newest first"
        );
        let next = first.body["next"].as_str().unwrap();
        let rest = world
            .get(&format!("/notification/v1/deliveries?limit=2&state=sent&after={next}"))
            .await;
        assert_eq!(
            (complaints(items(&rest.body)), rest.body.get("next")),
            (vec![complaint(1)], None)
        );
        let path = "/notification/v1/deliveries";
        let request = reqwest::Client::new().get(world.url(path));
        let staff = world.signed(request, path, &[("huiyin-staff", "s7"), ("huiyin-unit", "ho.b02")]);
        let seen: serde_json::Value = staff.send().await.unwrap().json().await.unwrap();
        assert_eq!(complaints(items(&seen)), [complaint(2)]);
        for wrong in ["state=lost", "limit=0", "after=x", "unknown=1"] {
            let status = world.get(&format!("/notification/v1/deliveries?{wrong}")).await.status;
            assert!(matches!(status, 400 | 422), "{wrong}: {status}");
        }
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_and_no_name_is_kept() {
    let world = start(Databases::Sqlite, None).await;
    register(&world, 1, |_| ()).await;
    assign(&world, 1, |_| ()).await;
    settled(&world, 1, 2, is_sent).await;
    world.quiet().await;
    let mut searched = 0;
    for file in ["notification.db", "notification.db-wal"] {
        let bytes = std::fs::read(world.folder().join(file)).unwrap_or_default();
        searched += bytes.len();
        for secret in ["@mail.example", "@bank.example", "张三"] {
            assert!(
                !bytes.windows(secret.len()).any(|part| part == secret.as_bytes()),
                "{secret} is in {file}"
            );
        }
    }
    assert!(searched > 10_000);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_heir_whose_authority_is_accepted_is_told_what_reached_nobody() {
    for databases in Databases::both() {
        HEIR.store(false, Ordering::SeqCst);
        let world = start(databases, None).await;
        register(&world, 6, |_| ()).await;
        let failed = DeliveryState::Failed {
            reason: "no_address".to_owned(),
        };
        settled(&world, 6, 1, |state| *state == failed).await;
        HEIR.store(true, Ordering::SeqCst);
        let represented = |receives| RepresentedV1 {
            complaint: complaint(6),
            role: "heir".to_owned(),
            outcome: if receives { "accepted" } else { "refused" }.to_owned(),
            receives,
            ..RepresentedV1::example()
        };
        say(&world, complaint(6), &represented(false)).await;
        world.quiet().await;
        settled(&world, 6, 1, |state| *state == failed).await;
        say(&world, complaint(6), &represented(true)).await;
        settled(&world, 6, 1, is_sent).await;
        world.end().await;
    }
}
