//! Units are told of links, and of opinion books that nobody checked (R3.6, R3.7, R3.10, R3.11).

use huiyin_contracts::Event;
use huiyin_contracts::events::books::OpinionBookMissedV1;
use huiyin_contracts::events::intake::LinkedV1;
use huiyin_contracts::events::routing::RegradedV1;
use huiyin_contracts::views::notification::{Delivery, DeliveryState};
use huiyin_kernel::ComplaintId;
use huiyin_testkit::{Databases, World, eventually};

use crate::read_back::read;
use crate::world::{assign, complaint, deliveries, is_sent, number, register, say, settled, start};

fn subject(world: &World, delivery: &Delivery) -> (String, String) {
    let file = world.folder().join("mail").join(format!("{}.eml", delivery.id));
    let (head, text) = read(&std::fs::read(file).unwrap());
    let subject = head.iter().find(|line| line.starts_with("Subject: ")).unwrap();
    (subject.trim_start_matches("Subject: ").to_owned(), text)
}

fn join(to: u128) -> LinkedV1 {
    LinkedV1 {
        complaint: complaint(1),
        kind: "join".to_owned(),
        to: Some(complaint(to)),
        new_facts: true,
        ..LinkedV1::example()
    }
}

/// The delivery that a template makes.
async fn of(world: &World, n: u128, template: &str) -> Delivery {
    eventually("the notice comes to an end", async || {
        let found = deliveries(world, n).await;
        let one = found.into_iter().find(|delivery| delivery.template == template);
        one.filter(|one| !matches!(one.state, DeliveryState::Waiting { .. }))
            .ok_or_else(|| format!("no {template}"))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leads_the_first_is_told_of_a_join_with_its_new_facts() {
    for databases in Databases::both() {
        let world = start(databases, None).await;
        register(&world, 1, |_| ()).await;
        register(&world, 2, |_| ()).await;
        assign(&world, 2, |event| event.lead = "ho.b01".parse().unwrap()).await;
        say(&world, complaint(1), &join(2)).await;
        let told = of(&world, 1, "staff.joined").await;
        assert!(is_sent(&told.state), "{told:?}");
        let (subject, text) = subject(&world, &told);
        assert_eq!(
            subject,
            format!("【合并】投诉 {} 并入贵单位主办的投诉：有新的事实", number(1))
        );
        assert!(text.starts_with("第一支行：") && !text.contains("张三"), "{text}");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_is_not_told_of_a_restricted_complaint_about_itself_that_is_joined_to_one_that_it_leads() {
    let world = start(Databases::Sqlite, None).await;
    register(&world, 1, |event| {
        event.confidential = true;
        event.unit = "ho.b01".parse().unwrap();
    })
    .await;
    register(&world, 2, |_| ()).await;
    assign(&world, 2, |event| event.lead = "ho.b01".parse().unwrap()).await;
    say(&world, complaint(1), &join(2)).await;
    let told = of(&world, 1, "staff.joined").await;
    assert_eq!(
        told.state,
        DeliveryState::Suppressed {
            reason: "restricted".to_owned()
        }
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_that_becomes_major_is_told_to_all_contacts_of_the_unit_that_leads() {
    let world = start(Databases::Sqlite, None).await;
    register(&world, 1, |_| ()).await;
    let regraded = RegradedV1 {
        complaint: complaint(1),
        ..RegradedV1::example()
    };
    say(&world, complaint(1), &regraded).await;
    let told = of(&world, 1, "staff.regraded").await;
    let file = world.folder().join("mail").join(format!("{}.eml", told.id));
    let (head, _) = read(&std::fs::read(file).unwrap());
    assert!(
        head.iter().any(|line| line == "To: s2@bank.example, s3@bank.example"),
        "{head:#?}"
    );
    assert_eq!(
        subject(&world, &told).0,
        format!("【等级变更】投诉 {} 现为“重大”", number(1))
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missed_check_is_told_to_the_unit_above_though_it_is_about_no_complaint() {
    for databases in Databases::both() {
        let world = start(databases, None).await;
        let missed = OpinionBookMissedV1 {
            unit: "ho.b01".parse().unwrap(),
            to: "ho".parse().unwrap(),
            ..OpinionBookMissedV1::example()
        };
        let about = ComplaintId::from_uuid(missed.book.uuid());
        say(&world, about, &missed).await;
        let sent = settled(&world, about.uuid().as_u128(), 1, is_sent).await;
        let (subject, text) = subject(&world, &sent[0]);
        assert_eq!(subject, "[Opinion book] 第一支行 returned no check of 2026-11-23");
        assert!(text.contains("its opinion book (hall)"), "{text}");
        world.end().await;
    }
}
