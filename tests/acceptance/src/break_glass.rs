//! R8.1, P16: what the rules keep from somebody is opened to them for a while by another person, and all of it is on record.

mod desk;

use std::sync::atomic::{AtomicU32, Ordering};

use huiyin_access::Caller;
use huiyin_contracts::views::break_glass::{BreakGlassView, OpenedView};
use huiyin_contracts::views::intake::Registered;
use huiyin_kernel::{ComplaintId, StaffCode};
use huiyin_testkit::{Databases, World};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, complaint, register};

type Who = (&'static str, &'static str, &'static str);

const STRANGER: Who = ("w1", "ho.b02", "");
const DESK: Who = ("h1", "ho", "supervision_desk");
const OFFICER: Who = ("p1", "ho", "data_officer");

fn headers((code, unit, duty): &Who) -> Vec<(&'static str, &str)> {
    let all = [
        ("huiyin-staff", *code),
        ("huiyin-unit", *unit),
        ("huiyin-duties", *duty),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

async fn post(world: &World, who: Who, path: &str, body: &Value) -> (u16, Value) {
    static SENT: AtomicU32 = AtomicU32::new(0);
    let key = format!("request-{}", SENT.fetch_add(1, Ordering::Relaxed));
    let mut headers = headers(&who);
    headers.push(("idempotency-key", &key));
    let answer = world.post_as(path, body, &headers).await;
    (answer.status, answer.body)
}

async fn ask(world: &World, who: Who, number: &str) -> String {
    let asked = json!({ "number": number, "ground": "absence", "reference": "A-17", "hours": 4 });
    let (status, body) = post(world, who, "/audit/v1/break-glass", &asked).await;
    assert_eq!(status, 201, "{body}");
    body.as_str().unwrap().to_owned()
}

async fn list(world: &World, who: Who) -> Vec<BreakGlassView> {
    let path = "/audit/v1/break-glass";
    let request = reqwest::Client::new()
        .get(world.url(path))
        .bearer_auth(world.token(path, &headers(&who)));
    request.send().await.unwrap().json().await.unwrap()
}

fn act(request: &str, act: &str) -> String {
    format!("/audit/v1/break-glass/{request}/{act}")
}

/// A request to a service by the stranger, to whom a complaint may be open.
async fn looks(world: &World, opened: Option<ComplaintId>, path: &str, body: Option<Value>) -> (u16, String) {
    let caller = Caller::staff(
        StaffCode::new("w1").unwrap(),
        Some("ho.b02".parse().unwrap()),
        Vec::new(),
    );
    let token = world.token_of(path, caller.opening(opened));
    let client = reqwest::Client::new();
    let request = match body {
        Some(body) => client
            .post(world.url(path))
            .json(&body)
            .header("idempotency-key", "once"),
        None => client.get(world.url(path)),
    };
    let answer = request.bearer_auth(token).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn events(world: &World, registered: &Registered) -> Vec<String> {
    world.quiet().await;
    let path = format!("/audit/v1/complaints/{}/timeline", registered.id);
    let timeline = world.get(&path).await.body;
    let kinds = timeline["entries"].as_array().unwrap().iter();
    kinds.map(|entry| entry["kind"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_1_a_second_person_opens_a_complaint_for_hours_and_all_of_it_is_on_record() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        world.quiet().await;
        let number = registered.number.to_string();
        let whole = format!("/intake/v1/complaints/{}", registered.id);
        let look = format!("{whole}/look");
        let purpose = || Some(json!({ "purpose": "the handler is away" }));
        assert_eq!(looks(&world, None, &whole, None).await.0, 404);
        let request = ask(&world, STRANGER, &number).await;
        let (status, own) = post(&world, STRANGER, &act(&request, "open"), &json!({})).await;
        assert_eq!(status, 404, "who asks does not decide: {own}");
        assert!(list(&world, OFFICER).await[0].decidable && !list(&world, STRANGER).await[0].decidable);
        let early = post(&world, STRANGER, &act(&request, "enter"), &json!({})).await;
        assert_eq!(
            (early.0, &early.1["detail"]),
            (
                409,
                &json!("this complaint is not open to you, or no longer: ask again")
            )
        );
        let opened = post(&world, OFFICER, &act(&request, "open"), &json!({})).await;
        assert_eq!(opened.0, 200, "{}", opened.1);
        let (status, body) = post(&world, STRANGER, &act(&request, "enter"), &json!({})).await;
        assert_eq!(status, 200, "{body}");
        let opened: OpenedView = serde_json::from_value(body).unwrap();
        assert_eq!(opened.complaint, registered.id);
        let open = Some(opened.complaint);
        assert_eq!(looks(&world, open, &whole, None).await.0, 200);
        let (status, seen) = looks(&world, open, &look, purpose()).await;
        assert!(status == 200 && seen.contains("Canary Name"), "{status} {seen}");
        let (status, text) = looks(&world, open, &format!("{whole}/accept"), Some(json!({}))).await;
        assert_eq!(status, 403, "it is looked at and not handled: {text}");
        let told = events(&world, &registered).await;
        for kind in ["break_glass_asked", "break_glass_opened", "break_glass_used", "looked"] {
            assert!(
                told.iter().any(|told| *told == format!("complaint.{kind}.v1")),
                "{kind}: {told:?}"
            );
        }
        let letters = world
            .get("/notification/v1/deliveries?limit=200")
            .await
            .body
            .to_string();
        assert!(letters.contains("staff.break_glass"), "{letters}");
        world.wait(SignedDuration::from_hours(4));
        assert_eq!(post(&world, STRANGER, &act(&request, "enter"), &json!({})).await.0, 409);
        assert_eq!(list(&world, STRANGER).await[0].state, "over");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_1_the_officer_closes_it_before_its_time_and_nobody_opens_it_to_themself() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    world.quiet().await;
    let number = registered.number.to_string();
    let request = ask(&world, STRANGER, &number).await;
    assert_eq!(post(&world, DESK, &act(&request, "open"), &json!({})).await.0, 200);
    let twice = post(&world, OFFICER, &act(&request, "refuse"), &json!({})).await;
    assert_eq!(
        (twice.0, &twice.1["detail"]),
        (409, &json!("this request was decided already, or is over"))
    );
    assert_eq!(post(&world, OFFICER, &act(&request, "close"), &json!({})).await.0, 200);
    assert_eq!(post(&world, STRANGER, &act(&request, "enter"), &json!({})).await.0, 409);
    let again = post(&world, OFFICER, &act(&request, "close"), &json!({})).await;
    assert_eq!(
        again.1["detail"],
        "this request opens nothing: there is nothing to close"
    );
    // Who may decide asks as well, and another one decides.
    let own = ask(&world, OFFICER, &number).await;
    let alone = post(&world, OFFICER, &act(&own, "open"), &json!({})).await;
    assert_eq!(
        (alone.0, &alone.1["detail"]),
        (409, &json!("who asked does not decide: let somebody else"))
    );
    assert_eq!(post(&world, DESK, &act(&own, "refuse"), &json!({})).await.0, 200);
    assert_eq!(list(&world, OFFICER).await[0].state, "refused");
    let wrong = json!({ "number": number, "ground": "curiosity", "reference": "A-17", "hours": 4 });
    let refused = post(&world, STRANGER, "/audit/v1/break-glass", &wrong).await;
    assert_eq!(
        (refused.0, &refused.1["detail"]),
        (
            422,
            &json!("break-glass has a ground: safety, court, regulator, audit, absence or fault")
        )
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_2_a_request_tells_nobody_that_a_hidden_complaint_exists_and_opens_none() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let mut hidden = complaint();
    hidden["leader_concerned"] = json!(true);
    let hidden = register(&world, &hidden).await;
    let mut about = complaint();
    about["staff_concerned"] = json!(["o2"]);
    let about = register(&world, &about).await;
    world.quiet().await;
    let mut asked = Vec::new();
    for number in [hidden.number.to_string(), "2026-999999-9".to_owned()] {
        asked.push(ask(&world, STRANGER, &number).await);
    }
    assert!(list(&world, STRANGER).await.iter().all(|one| one.state == "asked"));
    for who in [OFFICER, DESK] {
        assert!(
            list(&world, who).await.is_empty(),
            "nobody decides what they may not see"
        );
        for request in &asked {
            assert_eq!(post(&world, who, &act(request, "open"), &json!({})).await.0, 404);
        }
    }
    let whole = format!("/intake/v1/complaints/{}", hidden.id);
    assert_eq!(
        looks(&world, Some(hidden.id), &whole, None).await.0,
        404,
        "restricted stays restricted"
    );
    // R4.10: who is complained about is let in by nobody.
    let concerned: Who = ("o2", "ho.b01.o0123", "");
    let request = ask(&world, concerned, &about.number.to_string()).await;
    let opened = post(&world, OFFICER, &act(&request, "open"), &json!({})).await;
    assert_eq!(
        (opened.0, &opened.1["detail"]),
        (409, &json!("who asked is complained about, and is let in by nobody"))
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_or_is_open_is_never_pushed_out_of_the_list_by_what_came_later() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    world.quiet().await;
    let request = ask(&world, STRANGER, registered.number.as_str()).await;
    let people: Vec<String> = (0..21).map(|at| format!("x{at}")).collect();
    for person in &people {
        for _ in 0..5 {
            let asked = json!({ "number": "nowhere", "ground": "fault", "reference": "A-1", "hours": 1 });
            let key = format!("{person}-{}", world.store("audit").ids().uuid());
            let headers = [
                ("huiyin-staff", person.as_str()),
                ("huiyin-unit", "ho.b02"),
                ("idempotency-key", &key),
            ];
            assert_eq!(
                world.post_as("/audit/v1/break-glass", &asked, &headers).await.status,
                201
            );
        }
    }
    for state in ["asked", "open"] {
        let seen = list(&world, OFFICER).await;
        let seen: Vec<_> = seen
            .iter()
            .map(|one| (one.id.to_string(), one.state.as_str()))
            .collect();
        assert_eq!(seen, [(request.clone(), state)]);
        if state == "asked" {
            assert_eq!(post(&world, OFFICER, &act(&request, "open"), &json!({})).await.0, 200);
        }
    }
    world.end().await;
}
