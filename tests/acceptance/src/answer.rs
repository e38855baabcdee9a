//! R5 and R6: from the order to the archive.

use huiyin_testkit::{Databases, eventually};
use jiff::SignedDuration;
use serde_json::json;

use crate::bank::{MONDAY, bank, case, complaint, done, finding, recorded, register, standing, statement, step};

#[tokio::test(flavor = "multi_thread")]
async fn one_complaint_goes_from_the_counter_to_the_archive() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        assert!(
            registered.number.to_string().contains("-20261123-0"),
            "{}",
            registered.number
        );
        let case = case(&world, &registered).await;
        world.wait(SignedDuration::from_mins(30));
        done(&world, &case, "o1", "accept", json!({})).await;
        done(&world, &case, "o1", "statements", statement(&world)).await;
        done(&world, &case, "o1", "finding", finding()).await;
        done(
            &world,
            &case,
            "o1",
            "reply",
            json!({ "channel": "phone", "words": "We apologise.", "apology": true }),
        )
        .await;
        done(&world, &case, "o2", "follow_up", json!({ "satisfaction": "satisfied" })).await;
        done(&world, &case, "o1", "close", json!({ "summary": "Settled." })).await;
        done(&world, &case, "o1", "archive", json!({})).await;
        let kinds = recorded(&world, &registered).await;
        for kind in [
            "registered",
            "assigned",
            "order_accepted",
            "statement_taken",
            "found",
            "replied",
            "followed_up",
            "closed",
            "archived",
        ] {
            let count = kinds
                .iter()
                .filter(|found| **found == format!("complaint.{kind}.v1"))
                .count();
            assert_eq!(count, 1, "{kind} in {kinds:?}");
        }
        assert!(!kinds.iter().any(|kind| kind.contains("breached")), "{kinds:?}");
        assert_eq!(standing(&world, &registered).await["stage"], "archived");
        let figures = world.get("/audit/v1/figures?by=finding,in_time").await;
        assert_eq!(figures.body["rows"][0]["key"], json!(["upheld", "true"]), "{figures:?}");
        let chain = world.get("/audit/v1/chain/verify").await;
        assert_eq!(chain.body["intact"], true, "{chain:?}");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_10_the_follow_up_is_made_by_someone_other_than_the_handler() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    let case = case(&world, &registered).await;
    done(&world, &case, "o1", "accept", json!({})).await;
    done(&world, &case, "o1", "statements", statement(&world)).await;
    done(&world, &case, "o1", "finding", finding()).await;
    done(
        &world,
        &case,
        "o1",
        "reply",
        json!({ "channel": "phone", "words": "We apologise.", "apology": true }),
    )
    .await;
    let refused = step(&world, &case, "o1", "follow_up", json!({ "satisfaction": "satisfied" })).await;
    assert!(
        (400..500).contains(&refused.status) && !refused.sentence().is_empty(),
        "{refused:?}"
    );
    let early = step(&world, &case, "o1", "close", json!({})).await;
    assert!(
        (400..500).contains(&early.status),
        "closing needs the follow-up: {early:?}"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_6_the_complainant_follows_each_stage_with_the_receipt() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    let receipt = json!({ "number": registered.number, "receipt_code": registered.receipt_code });
    let case = case(&world, &registered).await;
    done(&world, &case, "o1", "accept", json!({})).await;
    let progress = eventually("the complainant sees that the unit is at work", async || {
        let progress = world.post("/intake/v1/progress", &receipt).await;
        if progress.body["stage"] == "investigating" {
            Ok(progress)
        } else {
            Err(format!("{progress:?}"))
        }
    })
    .await;
    assert!(progress.body["promised"].is_string(), "{progress:?}");
    let wrong = json!({ "number": registered.number, "receipt_code": "0000-0000-0000-0000-0000-0000-00" });
    assert_eq!(world.post("/intake/v1/progress", &wrong).await.status, 404);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_6_the_complainant_is_written_to_and_nothing_personal_leaves_the_letter() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    let letters = world.folder().join("letters");
    let letter = eventually("a letter to the complainant", async || {
        let files = std::fs::read_dir(&letters).map_err(|error| error.to_string())?;
        let texts: Vec<String> = files
            .flatten()
            .filter_map(|file| std::fs::read_to_string(file.path()).ok())
            .collect();
        texts
            .into_iter()
            .find(|text| text.contains("canary@mail.invalid"))
            .ok_or_else(|| "none".to_owned())
    })
    .await;
    assert!(!letter.contains("Canary narrative"), "{letter}");
    assert!(
        !letter.contains(&registered.receipt_code),
        "the receipt code is told once, at the counter"
    );
    let kinds = recorded(&world, &registered).await;
    assert!(
        kinds.contains(&"complaint.looked.v1".to_owned()),
        "the look at the address is recorded: {kinds:?}"
    );
    for name in ["intake", "routing", "investigation", "notification", "audit"] {
        let events = world.store(name).feed_after(0, 1_000).await.unwrap();
        let leak = events
            .iter()
            .find(|event| event.body.contains("anary") || event.body.contains("13900000000"));
        assert!(leak.is_none(), "{leak:?}");
    }
    world.end().await;
}
