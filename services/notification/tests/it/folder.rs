//! Mail into a folder: the right words to the right people.

use std::os::unix::fs::PermissionsExt;

use huiyin_contracts::Event;
use huiyin_contracts::events::ledger::ClockExtendedV1;
use huiyin_contracts::events::notification::NoticeSentV1;
use huiyin_contracts::events::routing::{ContactPressedV1, EscalatedV1};
use huiyin_contracts::views::notification::Delivery;
use huiyin_testkit::{Databases, Probe, World};

use crate::read_back::read;
use crate::world::{assign, complaint, is_sent, number, register, say, settled, start};

/// The mail of a delivery: its head's lines and its text.
fn mail(world: &World, delivery: &Delivery) -> (Vec<String>, String) {
    let file = world.folder().join("mail").join(format!("{}.eml", delivery.id));
    assert_eq!(
        std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600,
        "others may not read it"
    );
    read(&std::fs::read(file).unwrap())
}

fn has(head: &[String], line: &str) {
    assert!(head.iter().any(|found| found == line), "{line} is not in {head:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complainant_is_told_in_their_language_that_the_complaint_is_registered() {
    for databases in Databases::both() {
        let world = start(databases, None).await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        register(&world, 1, |_| ()).await;
        register(&world, 2, |_| ()).await;
        let zh = settled(&world, 1, 1, is_sent).await.remove(0);
        let (head, text) = mail(&world, &zh);
        has(&head, &format!("Subject: 您的投诉已登记：{}", number(1)));
        has(&head, "To: 张三 <zhang1@mail.example>");
        has(&head, &format!("Message-ID: <{}@bank.example>", zh.id));
        let expected = format!(
            "张三：\n\n您的投诉已于2026年11月23日 11:30登记，编号为 {}。\n\n\
             我们会告知您每一步的进展。您也可以凭编号和登记时交给您的回执码，随时查询办理情况、补充材料或者撤回。\n\n\
             此邮件由系统自动发出，请勿直接回复。\n",
            number(1)
        );
        assert_eq!(text, expected);
        let en = settled(&world, 2, 1, is_sent).await.remove(0);
        let (head, text) = mail(&world, &en);
        has(&head, &format!("Subject: Your complaint is registered: {}", number(2)));
        has(&head, "Content-Language: en");
        let expected = format!(
            "Dear Ann Lee,\n\nYour complaint was registered on 23 November 2026, 11:30. Its number is {}.",
            number(2)
        );
        assert!(text.starts_with(&expected), "{text}");
        let said = probe
            .hears("notice_sent", |event| {
                event.kind == NoticeSentV1::kind() && event.about == en.complaint.uuid()
            })
            .await;
        assert_eq!(said.causation, Some(en.event));
        assert!(!said.body.contains('@') && !said.body.contains("Ann"), "{}", said.body);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_2_an_order_about_what_is_restricted_is_not_told_to_who_has_a_post_where_it_is_about() {
    let world = start(Databases::Sqlite, None).await;
    for (n, restricted) in [(1, true), (2, false)] {
        register(&world, n, |event| {
            (event.anonymous, event.unit) = (true, "ho.b01.o0123".parse().unwrap());
        })
        .await;
        world.quiet().await;
        assign(&world, n.into(), |event| event.restricted = restricted).await;
        let told = settled(&world, n.into(), 2, |state| !is_waiting(state)).await;
        let order = told.iter().find(|delivery| delivery.audience == "staff").unwrap();
        let (head, _) = mail(&world, order);
        let to = if restricted { "s3" } else { "s2" };
        has(&head, &format!("To: {to}@bank.example"));
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_told_to_the_first_contact_with_an_address_but_never_to_whom_it_is_about() {
    for databases in Databases::both() {
        let world = start(databases, None).await;
        let concerned = huiyin_kernel::StaffCode::new("s2").unwrap();
        // Routing is heard before intake: the notice waits for the number.
        assign(&world, 1, |_| ()).await;
        assign(&world, 2, |_| ()).await;
        world.quiet().await;
        register(&world, 1, |event| event.anonymous = true).await;
        register(&world, 2, |event| {
            (event.anonymous, event.staff_concerned) = (true, vec![concerned])
        })
        .await;
        world.quiet().await;
        world.wait(jiff::SignedDuration::from_secs(3));
        let staff = |found: Vec<Delivery>| found.into_iter().find(|delivery| delivery.audience == "staff").unwrap();
        let first = staff(settled(&world, 1, 2, |state| !is_waiting(state)).await);
        let (head, text) = mail(&world, &first);
        has(&head, "To: s2@bank.example");
        has(&head, &format!("Subject: 【转办单】投诉 {} 请第一支行办理", number(1)));
        assert!(text.contains("答复期限：2026年11月25日 17:00"), "{text}");
        assert!(!text.contains("张三"), "{text}");
        let other = staff(settled(&world, 2, 2, |state| !is_waiting(state)).await);
        has(&mail(&world, &other).0, "To: s3@bank.example");
        world.end().await;
    }
}

fn is_waiting(state: &huiyin_contracts::views::notification::DeliveryState) -> bool {
    matches!(
        state,
        huiyin_contracts::views::notification::DeliveryState::Waiting { .. }
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervision_order_is_told_to_all_contacts_of_the_unit_above() {
    let world = start(Databases::Sqlite, None).await;
    register(&world, 1, |event| event.anonymous = true).await;
    let escalated = EscalatedV1 {
        complaint: complaint(1),
        unit: "ho.b01".parse().unwrap(),
        to: "ho".parse().unwrap(),
        ..EscalatedV1::example()
    };
    say(&world, complaint(1), &escalated).await;
    let found = settled(&world, 1, 2, |state| !is_waiting(state)).await;
    let order = found
        .iter()
        .find(|delivery| delivery.template == "staff.escalated")
        .unwrap();
    let (head, text) = mail(&world, order);
    has(&head, "To: h1@bank.example, h2@bank.example");
    assert!(text.contains("and 第一支行 has not done it"), "{text}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_contact_of_a_unit_that_does_not_react_is_told_alone() {
    let world = start(Databases::Sqlite, None).await;
    register(&world, 1, |event| event.anonymous = true).await;
    let pressed = ContactPressedV1 {
        complaint: complaint(1),
        unit: "ho".parse().unwrap(),
        ..ContactPressedV1::example()
    };
    say(&world, complaint(1), &pressed).await;
    let found = settled(&world, 1, 2, |state| !is_waiting(state)).await;
    let notice = found
        .iter()
        .find(|delivery| delivery.template == "staff.pressed")
        .unwrap();
    let (head, _) = mail(&world, notice);
    has(&head, "To: h2@bank.example");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_complainant_is_told_the_committed_date() {
    let world = start(Databases::Sqlite, None).await;
    register(&world, 1, |_| ()).await;
    let extended = ClockExtendedV1 {
        complaint: complaint(1),
        ..ClockExtendedV1::example()
    };
    say(&world, complaint(1), &extended).await;
    let found = settled(&world, 1, 2, |state| !is_waiting(state)).await;
    let notice = found
        .iter()
        .find(|delivery| delivery.template == "complainant.extended")
        .unwrap();
    let (_, text) = mail(&world, notice);
    assert!(text.contains("2026"), "the date stands in it: {text}");
    world.end().await;
}
