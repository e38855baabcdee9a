//! The complainant's own view, and how other services move it (R3.3, R3.12, R5.6).

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{InformationAddedV1, WithdrawnV1};
use huiyin_contracts::events::investigation::{ArchivedV1, ClosedV1, FoundV1, OrderAcceptedV1, RepliedV1};
use huiyin_contracts::events::ledger::ClockExtendedV1;
use huiyin_contracts::events::routing::{AssignedV1, ClockStartedV1};
use huiyin_contracts::views::intake::{Progress, Receipt, Registered};
use huiyin_kernel::Actor;
use huiyin_testkit::{Databases, World};
use serde_json::json;

use crate::world::{command, last, receipt, register, stage, start, tell, told};

async fn progress(world: &World, registered: &Registered) -> Progress {
    let answer = world.post("/intake/v1/progress", &receipt(registered)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.read()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn number_and_code_open_one_complaint_and_a_wrong_one_is_the_same_404() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let (one, other) = (register(&world, &told()).await, register(&world, &told()).await);
        let shown = progress(&world, &one).await;
        assert_eq!((shown.number, shown.stage.as_str()), (one.number.clone(), "registered"));
        assert_eq!((shown.steps.len(), shown.steps[0].zh.as_str()), (1, "您的投诉已登记"));
        assert!(shown.can_withdraw);
        let number = one.number.to_string();
        let pairs = [
            (number.clone(), other.receipt_code.clone()),
            ("B01-20261123-00099-1".to_owned(), one.receipt_code.clone()),
            ("nonsense".to_owned(), one.receipt_code.clone()),
            (number.clone(), String::new()),
        ];
        let mut bodies = Vec::new();
        for (number, receipt_code) in pairs {
            let answer = world
                .post("/intake/v1/progress", &Receipt { number, receipt_code })
                .await;
            bodies.push((answer.status, answer.body));
        }
        assert!(
            bodies.iter().all(|body| body.0 == 404 && *body == bodies[0]),
            "{bodies:?}"
        );
        let typed = Receipt {
            number: number.to_lowercase(),
            receipt_code: one.receipt_code.to_lowercase().replace('-', " "),
        };
        assert_eq!(world.post("/intake/v1/progress", &typed).await.status, 200);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_codes_is_slowed_down_and_the_right_one_is_never_locked_out() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let (one, other) = (register(&world, &told()).await, register(&world, &told()).await);
        let wrong = Receipt {
            receipt_code: other.receipt_code.clone(),
            ..receipt(&one)
        };
        for _ in 0..5 {
            assert_eq!(world.post("/intake/v1/progress", &wrong).await.status, 404);
        }
        for route in ["progress", "progress/withdraw"] {
            let slowed = world.post(&format!("/intake/v1/{route}"), &wrong).await;
            let sentence = "that was wrong too often: wait before you try again";
            assert_eq!((slowed.status, slowed.sentence()), (429, sentence));
            assert_eq!(slowed.headers["retry-after"], "30");
        }
        assert_eq!(
            progress(&world, &other).await.number,
            other.number,
            "another number is free"
        );
        assert_eq!(progress(&world, &one).await.number, one.number);
        let again = world.post("/intake/v1/progress", &wrong).await;
        assert_eq!(again.status, 404, "the right code begins the count anew");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complainant_adds_and_withdraws_with_the_receipt() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told()).await;
        let Receipt { number, receipt_code } = receipt(&registered);
        let added = json!({ "number": number, "receipt_code": receipt_code, "words": "I have a photograph.", "new_facts": true });
        assert_eq!(
            stage(&world.post("/intake/v1/progress/information", &added).await),
            "registered"
        );
        assert_eq!(last::<InformationAddedV1>(&world).await.by, Actor::Complainant);
        let withdrawn = world.post("/intake/v1/progress/withdraw", &receipt(&registered)).await;
        assert_eq!(stage(&withdrawn), "withdrawn");
        assert_eq!(last::<WithdrawnV1>(&world).await.by, Actor::Complainant);
        let shown = progress(&world, &registered).await;
        let steps: Vec<_> = shown.steps.iter().map(|step| step.step.as_str()).collect();
        assert_eq!(steps, ["registered", "information", "withdrawn"]);
        assert!(!shown.can_withdraw);
        let again = world.post("/intake/v1/progress/withdraw", &receipt(&registered)).await;
        assert_eq!(
            (again.status, again.sentence()),
            (409, "the complaint is withdrawn: there is nothing left to withdraw")
        );
        let wrong = json!({ "number": registered.number, "receipt_code": "x", "words": "y" });
        assert_eq!(world.post("/intake/v1/progress/information", &wrong).await.status, 404);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_declined_complainant_reads_the_reason() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told()).await;
    let decline = json!({ "reason": "out_of_remit", "words": "Arbitration decides that." });
    command(&world, registered.id, "decline", decline).await;
    let shown = progress(&world, &registered).await;
    assert_eq!(shown.steps[1].words.as_deref(), Some("Arbitration decides that."));
    assert_eq!(shown.steps[1].en, "Your complaint was declined");
    world.end().await;
}

/// An event's example, of this complaint.
macro_rules! of {
    ($complaint:expr, $event:ident $(, $field:ident: $value:expr)*) => {
        $event { complaint: $complaint, $($field: $value,)* ..$event::example() }
    };
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_promised_date_is_that_of_the_reply_and_of_no_internal_clock() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told()).await;
        let id = registered.id;
        let assigned = of!(id, AssignedV1, lead: "ho.b01".parse().unwrap(), reply_due: None);
        tell(&world, id, &assigned).await;
        tell(&world, id, &of!(id, ClockStartedV1)).await;
        assert_eq!(progress(&world, &registered).await.promised, None);
        let due = "2026-11-25T04:00:00Z".parse().unwrap();
        tell(&world, id, &of!(id, ClockStartedV1, kind: "reply".to_owned(), due: due)).await;
        let shown = progress(&world, &registered).await;
        assert_eq!((shown.stage.as_str(), shown.promised), ("assigned", Some(due)));
        assert_eq!(shown.responsible_unit.as_deref(), Some("Unit ho.b01"));
        let promise = shown.promise.unwrap();
        assert_eq!(
            (promise.rule.as_str(), promise.amount, promise.extended),
            ("R4.3", 2, None)
        );
        let later = "2026-11-27T04:00:00Z".parse().unwrap();
        tell(&world, id, &of!(id, ClockExtendedV1, was_due: due, due: later)).await;
        let shown = progress(&world, &registered).await;
        let extended = shown.promise.unwrap().extended.unwrap();
        assert_eq!(
            (shown.promised, extended.was_due, extended.amount),
            (Some(later), due, 2)
        );
        assert_eq!(shown.steps.last().unwrap().step, "extended");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_complainant_follows_the_handling_to_its_end() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told()).await;
        let id = registered.id;
        tell(&world, id, &of!(id, AssignedV1)).await;
        tell(&world, id, &of!(id, OrderAcceptedV1)).await;
        let settle = command(&world, id, "settle", json!({ "words": "Sorry." })).await;
        let handled = "the complaint is handled already (investigating): it is not settled on the spot any more";
        assert_eq!(settle.sentence(), handled);
        tell(&world, id, &of!(id, FoundV1)).await;
        tell(&world, id, &of!(id, RepliedV1)).await;
        tell(&world, id, &of!(id, ClosedV1, closed: None)).await;
        assert_eq!(progress(&world, &registered).await.stage, "closed");
        tell(&world, id, &of!(id, ArchivedV1)).await;
        let shown = progress(&world, &registered).await;
        let steps: Vec<_> = shown.steps.iter().map(|step| step.step.as_str()).collect();
        let expected = ["registered", "assigned", "investigating", "found", "replied", "closed"];
        assert_eq!(steps, expected);
        let end = (shown.stage.as_str(), shown.promised, shown.responsible_unit);
        assert_eq!(end, ("archived", None, None));
        let late = command(&world, id, "information", json!({ "words": "Late." })).await;
        let archived = "the file is in the archive: nothing is added to it any more";
        assert_eq!(late.sentence(), archived);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_of_another_registers_complaint_is_no_fault() {
    let world = start(Databases::Sqlite).await;
    let elsewhere = ArchivedV1::example();
    tell(&world, elsewhere.complaint, &elsewhere).await;
    let registered = register(&world, &told()).await;
    assert_eq!(progress(&world, &registered).await.steps.len(), 1);
    world.end().await;
}
