//! R4.5, R4.8, R4.9, R4.10, R4.12, R4.13 and R2.3: orders and the time that they have.

use huiyin_contracts::views::intake::Registered;
use huiyin_testkit::{Answer, Databases, World};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, recorded, register, standing};

async fn of(world: &World, registered: &Registered, what: &str) -> Value {
    let path = format!("/routing/v1/complaints/{}/{what}", registered.id);
    world.get(&path).await.body
}

/// The clock of a kind that was started last.
async fn clock(world: &World, registered: &Registered, kind: &str) -> Value {
    let clocks = of(world, registered, "clocks").await;
    let mut clocks = clocks.as_array().unwrap().iter();
    clocks.rfind(|clock| clock["kind"] == kind).cloned().unwrap()
}

/// The order by which a unit leads.
async fn leading(world: &World, registered: &Registered) -> Value {
    let orders = of(world, registered, "orders").await;
    let open = |order: &&Value| {
        ["served", "accepted"].contains(&order["stage"].as_str().unwrap())
            && !["supervision", "co_handling", "alert"].contains(&order["kind"].as_str().unwrap())
    };
    orders.as_array().unwrap().iter().find(open).cloned().unwrap()
}

async fn act(world: &World, staff: (&str, &str), path: &str, body: Value) -> Answer {
    world
        .post_by(staff.0, staff.1, &format!("/routing/v1/{path}"), &body)
        .await
}

async fn on_order(world: &World, staff: (&str, &str), order: &Value, what: &str, body: Value) -> Value {
    let path = format!("orders/{}/{what}", order["id"].as_str().unwrap());
    let answer = act(world, staff, &path, body).await;
    assert!((200..300).contains(&answer.status), "{what}: {answer:?}");
    answer.body
}

const OUTLET: (&str, &str) = ("o1", "ho.b01.o0123");
const BRANCH: (&str, &str) = ("e1", "ho.b01");
const HEAD_OFFICE: (&str, &str) = ("h1", "ho");

#[tokio::test(flavor = "multi_thread")]
async fn r4_9_not_ours_is_returned_once_then_decided_above_both_and_the_case_follows() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        case(&world, &registered).await;
        let order = leading(&world, &registered).await;
        let to_branch = json!({ "unit": "b01", "reason": "their machine" });
        let given = on_order(&world, OUTLET, &order, "hand_over", to_branch.clone()).await;
        let back = on_order(&world, BRANCH, &given, "return", json!({ "reason": "the outlet's" })).await;
        assert_eq!(back["lead"], "ho.b01.o0123");
        assert_eq!(case(&world, &registered).await.line.unit.as_str(), "ho.b01.o0123");
        let again = on_order(&world, OUTLET, &back, "hand_over", to_branch).await;
        let dispute = on_order(&world, BRANCH, &again, "dispute", json!({ "reason": "still theirs" })).await;
        assert_eq!(dispute["lead"], "ho");
        let decided = json!({ "unit": "b01", "reason": "the machine is the branch's" });
        let bound = on_order(&world, HEAD_OFFICE, &dispute, "decide", decided).await;
        assert_eq!(
            (bound["kind"].as_str(), bound["lead"].as_str()),
            (Some("decided"), Some("ho.b01"))
        );
        assert_eq!(case(&world, &registered).await.line.unit.as_str(), "ho.b01");
        let kinds = recorded(&world, &registered).await;
        for kind in ["order_returned", "dispute_raised", "dispute_decided"] {
            assert!(kinds.contains(&format!("complaint.{kind}.v1")), "{kind}: {kinds:?}");
        }
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_8_a_co_handling_unit_supplies_what_is_asked_within_a_limit_of_its_own() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    case(&world, &registered).await;
    let order = leading(&world, &registered).await;
    let asks = json!({ "unit": "b01", "asks": "the duty list of that day" });
    let asked = on_order(&world, OUTLET, &order, "co_handlers", asks).await;
    assert_eq!(clock(&world, &registered, "supply").await["stage"], "running");
    let supplied = json!({ "supplied": "the list is in the evidence" });
    let done = on_order(&world, BRANCH, &asked, "supply", supplied).await;
    assert_eq!(done["stage"], "done");
    assert_eq!(clock(&world, &registered, "supply").await["stage"], "met");
    assert_eq!(
        leading(&world, &registered).await["id"],
        order["id"],
        "one unit leads all the time"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_5_a_delay_is_reported_before_the_limit_and_the_complainant_has_a_committed_date() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let registered = register(&world, &complaint()).await;
        case(&world, &registered).await;
        let reply = clock(&world, &registered, "reply").await;
        let more = json!({ "limit": { "basis": "working_days", "amount": 2 }, "reason": "the recording comes late" });
        let path = format!("clocks/{}/extensions", reply["id"].as_str().unwrap());
        let asked = act(&world, OUTLET, &path, more).await;
        assert_eq!(asked.status, 201, "{asked:?}");
        let path = format!("delays/{}/approve", asked.body["id"].as_str().unwrap());
        assert_eq!(
            act(&world, OUTLET, &path, json!({})).await.status,
            409,
            "R5.10: not who asked"
        );
        let approved = act(&world, BRANCH, &path, json!({})).await;
        assert_eq!(approved.status, 200, "{approved:?}");
        let kinds = recorded(&world, &registered).await;
        assert!(kinds.contains(&"complaint.clock_extended.v1".to_owned()), "{kinds:?}");
        let after = clock(&world, &registered, "reply").await;
        assert!(after["due"].as_str() > reply["due"].as_str());
        assert_eq!(
            standing(&world, &registered).await["reply_due"],
            after["due"],
            "the register shows the committed date"
        );
        let case = case(&world, &registered).await;
        assert_eq!(
            serde_json::to_value(case.line.reply_due).unwrap(),
            after["due"],
            "and the case is worked on by it"
        );
        huiyin_testkit::eventually("the complainant was told", async || {
            let line = clock(&world, &registered, "reply").await["delays"][0].clone();
            if line["notice"].is_string() {
                Ok(())
            } else {
                Err(line.to_string())
            }
        })
        .await;
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_13_the_time_is_that_of_the_unit_which_held_it() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    case(&world, &registered).await;
    world.wait(SignedDuration::from_mins(30));
    let order = leading(&world, &registered).await;
    on_order(
        &world,
        OUTLET,
        &order,
        "hand_over",
        json!({ "unit": "b01", "reason": "x" }),
    )
    .await;
    world.wait(SignedDuration::from_mins(10));
    let held = of(&world, &registered, "holdings").await;
    let units: Vec<_> = held["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|held| (held["unit"].as_str().unwrap(), held["seconds"].as_i64().unwrap()))
        .collect();
    assert_eq!(units, [("ho.b01.o0123", 1800), ("ho.b01", 600)]);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_3_the_second_contact_is_told_and_then_the_responsible_person() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    case(&world, &registered).await;
    for (minutes, count) in [(95, 1), (30, 2)] {
        world.wait(SignedDuration::from_mins(minutes));
        huiyin_testkit::eventually("the next contact", async || {
            let kinds = recorded(&world, &registered).await;
            let told = kinds
                .iter()
                .filter(|kind| *kind == "complaint.contact_pressed.v1")
                .count();
            if told == count {
                Ok(())
            } else {
                Err(format!("{kinds:?}"))
            }
        })
        .await;
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_10_who_reports_to_the_person_complained_about_is_kept_out_in_the_choice() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let mut about_the_branch_head = complaint();
    about_the_branch_head["staff_concerned"] = json!(["e3"]);
    let registered = register(&world, &about_the_branch_head).await;
    world.quiet().await;
    assert_eq!(
        leading(&world, &registered).await["lead"],
        "ho",
        "the outlet's head reports to the branch's head, and the branch is his own"
    );
    world.end().await;
}
