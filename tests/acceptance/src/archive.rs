//! R8.3: a file is kept for its term, then destroyed with proof, unless it is held.

use huiyin_contracts::events::retention::DestructionOrderedV1;
use huiyin_contracts::views::intake::Registered;
use huiyin_contracts::views::investigation::CaseView;
use huiyin_contracts::{Event, Scope};
use huiyin_store::Said;
use huiyin_store::held::State;
use huiyin_testkit::{Answer, Databases, SUPERVISION, World, eventually};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, done, finding, recorded, register, standing, statement};

/// Somewhat more than the three years of the bank's term.
const TERM: SignedDuration = SignedDuration::from_hours(24 * (3 * 365 + 3));

async fn desk(world: &World, path: &str, body: Value) -> Answer {
    let key = world.store("audit").ids().uuid().to_string();
    let who = [
        ("huiyin-staff", "h1"),
        ("huiyin-unit", "ho"),
        ("huiyin-duties", "supervision_desk"),
        ("idempotency-key", key.as_str()),
    ];
    world.post_as(path, &body, &who).await
}

async fn to_the_archive(world: &World, case: &CaseView) {
    done(world, case, "o1", "accept", json!({})).await;
    done(world, case, "o1", "statements", statement(world)).await;
    done(world, case, "o1", "finding", finding()).await;
    let reply = json!({ "channel": "phone", "words": "We apologise.", "apology": true });
    done(world, case, "o1", "reply", reply).await;
    done(world, case, "o2", "follow_up", json!({ "satisfaction": "satisfied" })).await;
    done(world, case, "o1", "close", json!({ "summary": "Settled." })).await;
    done(world, case, "o1", "archive", json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_3_after_its_term_nothing_is_left_of_a_complaint_but_that_it_was() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        let opened = case(&world, &registered).await;
        to_the_archive(&world, &opened).await;
        recorded(&world, &registered).await;
        let file = format!("/audit/v1/files/{}", registered.id);
        assert_eq!(world.get(&file).await.body["state"], "kept");
        let wanted = json!({ "complaints": [registered.id] });
        let early = world.post("/audit/v1/destructions", &wanted).await;
        assert_eq!(
            (early.status, early.sentence()),
            (409, format!("{} is kept until 2029-11-23", registered.id).as_str())
        );
        world.wait(TERM);
        let proposed = world.post("/audit/v1/destructions", &wanted).await;
        assert_eq!(proposed.status, 201, "{proposed:?}");
        let list = format!("/audit/v1/destructions/{}", proposed.body.as_str().unwrap());
        let approved = desk(&world, &format!("{list}/approve"), json!({})).await;
        assert_eq!(approved.status, 200, "{approved:?}");
        eventually("each service has destroyed what it kept", async || {
            let certificate = world.get(&list).await.body;
            if certificate["state"] == "destroyed" {
                Ok(())
            } else {
                Err(certificate.to_string())
            }
        })
        .await;
        let look = format!("/intake/v1/complaints/{}/look", registered.id);
        let look = desk(&world, &look, json!({ "purpose": "curiosity" })).await;
        assert_eq!(
            (look.status, look.sentence()),
            (410, "what was kept of this was destroyed when its term was over")
        );
        let gone = world.get(&format!("/investigation/v1/cases/{}", opened.line.id)).await;
        assert_eq!(gone.status, 410, "{gone:?}");
        let cases = world.get("/investigation/v1/cases").await;
        assert_eq!(cases.body["items"], json!([]), "{cases:?}");
        let receipt = json!({ "number": registered.number, "receipt_code": registered.receipt_code });
        assert_eq!(world.post("/intake/v1/progress", &receipt).await.status, 404);
        assert_eq!(standing(&world, &registered).await["number"], json!(registered.number));
        let figures = world.get("/audit/v1/figures?by=finding").await;
        assert_eq!(figures.body["rows"][0]["key"], json!(["upheld"]), "{figures:?}");
        let chain = world.get("/audit/v1/chain/verify").await;
        assert_eq!(chain.body["intact"], true, "P20: {chain:?}");
        world.end().await;
    }
}

/// Lets audit order the destruction of a complaint that is on no list.
async fn order(world: &World, registered: &Registered) {
    let order = DestructionOrderedV1 {
        complaint: registered.id,
        ..DestructionOrderedV1::example()
    };
    let mut change = world.store("audit").change().await.unwrap();
    change
        .say(&order, registered.id.uuid(), &Scope::Restricted, Said::default())
        .unwrap();
    change.commit().await.unwrap();
}

/// Waits until nothing is parked any more.
async fn taken_up(world: &World) {
    eventually("each service takes up what it parked", async || {
        for service in ["intake", "routing", "investigation"] {
            let parked = world.store(service).held(State::Parked, 10).await.unwrap();
            if let Some(parked) = parked.first() {
                return Err(format!("{service}: {}", parked.reason));
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_3_an_order_to_destroy_what_is_open_is_parked_and_destroys_nothing() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    let opened = case(&world, &registered).await;
    order(&world, &registered).await;
    for service in ["intake", "routing", "investigation"] {
        let store = world.store(service);
        let parked = eventually("the order is parked", async || {
            let parked = store.held(State::Parked, 10).await.unwrap();
            parked.into_iter().next().ok_or_else(|| service.to_owned())
        })
        .await;
        assert!(
            parked.reason.contains("nothing of it is destroyed"),
            "{}",
            parked.reason
        );
    }
    let look = format!("/intake/v1/complaints/{}/look", registered.id);
    let look = world
        .post_as(&look, &json!({ "purpose": "the handling" }), &SUPERVISION)
        .await;
    assert_eq!(look.status, 200, "{look:?}");
    assert!(look.body["narrative"].is_string(), "{look:?}");
    to_the_archive(&world, &opened).await;
    eventually("the register has heard of the archive", async || {
        let standing = standing(&world, &registered).await;
        if standing["stage"] == "archived" {
            Ok(())
        } else {
            Err(standing.to_string())
        }
    })
    .await;
    for service in ["intake", "routing", "investigation"] {
        let store = world.store(service);
        let parked = store.held(State::Parked, 10).await.unwrap();
        let retry = format!("/{service}/v1/parked/{}/retry", parked[0].event);
        let done = world.post(&retry, &json!({})).await;
        assert_eq!(done.status, 200, "{done:?}");
    }
    taken_up(&world).await;
    let path = format!("/investigation/v1/cases/{}", opened.line.id);
    eventually("what was parked is done when it is taken up again", async || {
        let gone = world.get(&path).await;
        if gone.status == 410 {
            Ok(())
        } else {
            Err(format!("{gone:?}"))
        }
    })
    .await;
    world.quiet().await;
    world.end().await;
}
