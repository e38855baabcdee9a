//! A real SMTP conversation: the server is away, refuses, comes back.

use std::collections::BTreeSet;

use huiyin_contracts::views::notification::DeliveryState;
use huiyin_testkit::{Databases, eventually};
use jiff::SignedDuration;

use crate::read_back::read;
use crate::sink::{Sink, free_address};
use crate::world::{crash_and_restart, deliveries, is_sent, number, register, settled, start};

#[tokio::test(flavor = "multi_thread")]
async fn while_the_mail_server_is_away_notices_wait_and_then_all_arrive_once() {
    for databases in Databases::both() {
        let address = free_address().await;
        let world = start(databases, Some(address)).await;
        for n in [1, 2, 11, 12, 13] {
            register(&world, n, |_| ()).await;
        }
        let tried = |state: &DeliveryState| matches!(state, DeliveryState::Waiting { attempt: 1, .. });
        for n in [1, 2, 11, 12, 13] {
            settled(&world, n, 1, tried).await;
        }
        let sink = Sink::at(address).await;
        world.wait(SignedDuration::from_secs(31));
        for n in [1, 2, 11, 12, 13] {
            settled(&world, n, 1, is_sent).await;
        }
        let got = sink.got();
        let to: BTreeSet<_> = got.iter().flat_map(|mail| mail.to.clone()).collect();
        assert_eq!((got.len(), to.len()), (5, 5), "each once: {to:?}");
        let english = got.iter().find(|mail| mail.to == ["ann@mail.example"]).unwrap();
        let (head, text) = read(&english.raw);
        assert!(
            head.contains(&format!("Subject: Your complaint is registered: {}", number(2))),
            "{head:#?}"
        );
        assert!(text.starts_with("Dear Ann Lee,"), "{text}");
        let chinese = got.iter().find(|mail| mail.to == ["zhang1@mail.example"]).unwrap();
        assert!(
            read(&chinese.raw)
                .1
                .starts_with("张三：\n\n您的投诉已于2026年11月23日 11:30登记")
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_does_not_exist_fails_and_one_that_is_busy_is_tried_until_it_is_given_up() {
    let address = free_address().await;
    let _sink = Sink::at(address).await;
    let world = start(Databases::Sqlite, Some(address)).await;
    register(&world, 4, |_| ()).await;
    register(&world, 5, |_| ()).await;
    let failed = |reason: &'static str| {
        move |state: &DeliveryState| {
            *state
                == DeliveryState::Failed {
                    reason: reason.to_owned(),
                }
        }
    };
    settled(&world, 4, 1, failed("refused")).await;
    for attempt in 1..=2_u32 {
        settled(
            &world,
            5,
            1,
            |state| matches!(state, DeliveryState::Waiting { attempt: n, .. } if *n == attempt),
        )
        .await;
        world.wait(SignedDuration::from_secs(61));
    }
    settled(&world, 5, 1, failed("gave_up")).await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_loses_no_notice_and_a_mail_sent_twice_has_one_message_id() {
    let address = free_address().await;
    let sink = Sink::at(address).await;
    let mut world = start(Databases::Sqlite, Some(address)).await;
    for n in 100..130 {
        register(&world, n, |_| ()).await;
        if n % 10 == 5 {
            crash_and_restart(&mut world, Some(address)).await;
        }
    }
    world.quiet().await;
    // Claims of the processes that died are free again.
    world.wait(SignedDuration::from_mins(11));
    eventually("all are sent", async || {
        let sent = sink
            .got()
            .iter()
            .flat_map(|mail| mail.to.clone())
            .collect::<BTreeSet<_>>()
            .len();
        if sent == 30 {
            Ok(())
        } else {
            Err(format!("{sent} of 30"))
        }
    })
    .await;
    for n in 100..130 {
        settled(&world, n, 1, is_sent).await;
        let delivery = deliveries(&world, n).await.remove(0);
        let mine = format!("zhang{n}@mail.example");
        let id = format!("Message-ID: <{}@bank.example>", delivery.id);
        let copies = sink.got().into_iter().filter(|mail| mail.to == [mine.clone()]);
        assert!(
            copies.map(|mail| read(&mail.raw).0).all(|head| head.contains(&id)),
            "{n}"
        );
    }
    world.end().await;
}
