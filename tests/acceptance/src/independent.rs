//! R5.7, R5.10, R5.11: nobody decides the end of what they are part of, and who disagrees is heard above.

use huiyin_contracts::views::intake::Registered;
use huiyin_contracts::views::investigation::{CaseView, Stage};
use huiyin_testkit::{Answer, Databases, World};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, done, finding, recorded, register, standing, statement, step};

fn unfounded() -> Value {
    json!({ "finding": "not_upheld", "root_cause": "unfounded", "facts": "Canary: the recording shows a calm talk." })
}

fn explained() -> Value {
    json!({ "channel": "phone", "words": "Canary explanation." })
}

/// A step by somebody of another unit than the one that holds the case.
async fn from(world: &World, unit: &str, staff: &str, case: &CaseView, act: &str, body: Value) -> Answer {
    let path = format!("/investigation/v1/cases/{}/{act}", case.line.id);
    world.post_by(staff, unit, &path, &body).await
}

async fn up_to_the_reply(world: &World, case: &CaseView, staff: &str, found: Value, reply: Value) {
    done(world, case, staff, "accept", json!({})).await;
    done(world, case, staff, "statements", statement(world)).await;
    done(world, case, staff, "finding", found).await;
    done(world, case, staff, "reply", reply).await;
}

async fn satisfied(world: &World, case: &CaseView, visitor: &str) {
    done(
        world,
        case,
        visitor,
        "follow_up",
        json!({ "satisfaction": "satisfied" }),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_11_what_was_not_upheld_is_explained_reviewed_verified_above_and_confirmed() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        let first = case(&world, &registered).await;
        up_to_the_reply(&world, &first, "o1", unfounded(), explained()).await;
        satisfied(&world, &first, "o2").await;
        let early = step(&world, &first, "o1", "close", json!({})).await;
        assert_eq!(early.status, 409, "nobody outside has looked: {early:?}");
        let looks = json!({ "reasons": "Canary: heard the recording." });
        let inside = step(&world, &first, "o3", "review", looks.clone()).await;
        assert_eq!(inside.status, 403, "{inside:?}");
        let reviewed = from(&world, "ho.b01", "e1", &first, "review", looks.clone()).await;
        assert_eq!(reviewed.status, 200, "{reviewed:?}");
        done(&world, &first, "o1", "close", json!({})).await;
        world.quiet().await;

        world.wait(SignedDuration::from_hours(24 * 10));
        let again = json!({ "way": "verification", "reasons": "Canary: nobody called me." });
        done(&world, &first, "o2", "ask_again", again.clone()).await;
        let above = case(&world, &registered).await;
        assert_eq!(above.line.unit.as_str(), "ho.b01", "the level above verifies");
        up_to_the_reply(&world, &above, "e2", unfounded(), explained()).await;
        let third = step(&world, &above, "e1", "ask_again", again).await;
        assert_eq!(third.status, 409, "it is verified once: {third:?}");
        let reviewed = from(&world, "ho", "h1", &above, "review", looks).await;
        assert_eq!(reviewed.status, 200, "{reviewed:?}");
        satisfied(&world, &above, "e1").await;
        done(&world, &above, "e2", "close", json!({})).await;

        let kinds = recorded(&world, &registered).await;
        let count = |kind: &str| {
            kinds
                .iter()
                .filter(|found| **found == format!("complaint.{kind}.v1"))
                .count()
        };
        assert_eq!(
            [
                count("review_asked"),
                count("reviewed"),
                count("asked_again"),
                count("replied"),
                count("closed")
            ],
            [2, 2, 1, 2, 2],
            "{kinds:?}"
        );
        assert_eq!(standing(&world, &registered).await["stage"], "closed");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_8_an_appeal_goes_to_the_appeals_body() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    let first = case(&world, &registered).await;
    let sorry = json!({ "channel": "phone", "words": "We apologise.", "apology": true });
    up_to_the_reply(&world, &first, "o1", finding(), sorry).await;
    world.wait(SignedDuration::from_hours(1));
    done(
        &world,
        &first,
        "o2",
        "ask_again",
        json!({ "way": "appeal", "reasons": "Not enough." }),
    )
    .await;
    assert_eq!(case(&world, &registered).await.line.unit.as_str(), "ho");
    world.end().await;
}

/// What the complainant says with number and code.
async fn by_receipt(world: &World, registered: &Registered, route: &str, told: Value) -> Answer {
    let mut body = told.as_object().cloned().unwrap_or_default();
    body.insert("number".to_owned(), json!(registered.number));
    body.insert("receipt_code".to_owned(), json!(registered.receipt_code));
    world.post(&format!("/intake/v1/progress{route}"), &body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_11_with_the_receipt_alone_the_complainant_rates_disagrees_and_is_heard_above() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        let first = case(&world, &registered).await;
        let sorry = json!({ "channel": "phone", "words": "We apologise.", "apology": true });
        up_to_the_reply(&world, &first, "o1", finding(), sorry.clone()).await;
        world.quiet().await;
        let shown = by_receipt(&world, &registered, "", json!({})).await.body;
        assert_eq!(shown["can_rate"], true, "{shown}");
        let last_day = shown["verify_by"].as_str().unwrap().to_owned();
        let satisfied = json!({ "satisfaction": "satisfied", "words": "Canary: thank you." });
        let rated = by_receipt(&world, &registered, "/rating", satisfied).await;
        assert_eq!(rated.status, 200, "{rated:?}");
        world.quiet().await;
        assert_eq!(
            case(&world, &registered).await.line.stage,
            Stage::FollowedUp,
            "nobody need call"
        );
        done(&world, &first, "o1", "close", json!({})).await;
        world.quiet().await;

        world.wait(SignedDuration::from_hours(24 * 10));
        let why = json!({ "way": "verification", "words": "Canary: I read it again." });
        let asked = by_receipt(&world, &registered, "/disagreement", why).await;
        assert_eq!(asked.status, 200, "until {last_day}: {asked:?}");
        world.quiet().await;
        let above = case(&world, &registered).await;
        assert_eq!(above.line.unit.as_str(), "ho.b01", "the level above verifies");
        up_to_the_reply(&world, &above, "e2", finding(), sorry).await;
        world.quiet().await;
        let shown = by_receipt(&world, &registered, "", json!({})).await.body;
        assert_eq!(
            (&shown["can_rate"], &shown["verify_by"]),
            (&json!(true), &json!(null)),
            "it is verified once: {shown}"
        );
        assert!(shown["appeal_by"].is_string(), "{shown}");
        let dissatisfied = json!({ "satisfaction": "dissatisfied" });
        by_receipt(&world, &registered, "/rating", dissatisfied).await;
        world.quiet().await;
        assert_eq!(case(&world, &registered).await.line.unit.as_str(), "ho");
        let kinds = recorded(&world, &registered).await;
        for kind in ["rated", "followed_up", "disagreed", "asked_again", "reopened"] {
            let kind = format!("complaint.{kind}.v1");
            assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
        }
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_7_a_dispute_ends_by_mediation_with_redress_that_another_level_approved() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        let held = case(&world, &registered).await;
        done(&world, &held, "o1", "accept", json!({})).await;
        done(&world, &held, "o1", "statements", statement(&world)).await;
        done(&world, &held, "o1", "finding", finding()).await;
        let money =
            json!({ "kind": "money", "amount": { "minor": 800_000, "currency": "CNY" }, "what": "By agreement." });
        let proposed = step(&world, &held, "o1", "redress", money).await;
        assert_eq!(proposed.body["redress"][0]["approver"], "parent", "{proposed:?}");
        let redress = format!("redress/{}", proposed.body["redress"][0]["id"].as_str().unwrap());
        let yes = json!({ "approved": true });
        let own = from(
            &world,
            "ho.b01",
            "o1",
            &held,
            &format!("{redress}/decision"),
            yes.clone(),
        )
        .await;
        assert_eq!(own.status, 409, "P16, in whatever unit they sit: {own:?}");
        let branch = from(
            &world,
            "ho.b01",
            "e1",
            &held,
            &format!("{redress}/decision"),
            yes.clone(),
        )
        .await;
        assert_eq!(
            branch.status, 409,
            "8 000 yuan are more than a branch may give: {branch:?}"
        );
        let approved = from(&world, "ho", "h1", &held, &format!("{redress}/decision"), yes).await;
        assert_eq!(approved.status, 200, "{approved:?}");
        done(
            &world,
            &held,
            "o1",
            &format!("{redress}/delivery"),
            json!({ "proof": "Transfer 4711." }),
        )
        .await;
        let end = json!({ "way": "mediation", "agreement": "Agreement no. 7." });
        done(&world, &held, "o2", "end_outside", end).await;
        recorded(&world, &registered).await;
        assert_eq!(standing(&world, &registered).await["stage"], "closed");
        let figures = world.get("/audit/v1/figures?by=ending").await;
        assert_eq!(figures.body["rows"][0]["key"], json!(["mediation"]), "{figures:?}");
        world.end().await;
    }
}
