//! R5.9 on the association's own pack: the team that the emergency plan names is alerted at once, says that it heard, and its silence goes upward.

use std::pin::Pin;

use huiyin_contracts::views::intake::Registered;
use huiyin_store::Store;
use huiyin_testkit::{Databases, World, WorldParts, eventually};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bank::{MONDAY, case, complaint, organisation, recorded, register, services};

const UNITS: &str = "node_id,parent_id,level,name,duties,contact_1,contact_2,responsible
AS,,association,Association,leading_group mediation_office,a1,a2,a3
M01,AS,member_bank,First bank,emergency_team service_management,m1,m2,m3
O0123,M01,branch,Renmin Road,,o1,o2,o3
";
const STAFF: &str = "code,unit,duties,leader,reports_to,email,language
a1,as,,false,a3,a1@bank.invalid,zh
a3,as,,true,,a3@bank.invalid,zh
m1,m01,,false,m3,m1@bank.invalid,zh
m3,m01,,true,a3,m3@bank.invalid,zh
o1,o0123,,false,o3,o1@bank.invalid,zh
o3,o0123,,true,m3,o3@bank.invalid,zh
";

fn association<'a>(parts: &'a mut WorldParts<'_>) -> Pin<Box<dyn Future<Output = Vec<Store>> + 'a>> {
    Box::pin(services(parts, "bank-association"))
}

async fn orders(world: &World, registered: &Registered, kind: &str) -> Vec<Value> {
    let path = format!("/routing/v1/complaints/{}/orders", registered.id);
    let all = world.get(&path).await.body.as_array().cloned().unwrap();
    all.into_iter().filter(|order| order["kind"] == kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_9_the_alerted_team_says_that_it_heard_and_until_then_it_is_pressed_upward() {
    for databases in Databases::both() {
        let world = organisation(databases, MONDAY, association, [UNITS, STAFF]).await;
        let mut told = complaint();
        (told["channel"], told["class"], told["product"]) = (json!("phone"), json!("emergency"), Value::Null);
        let registered = register(&world, &told).await;
        case(&world, &registered).await;
        let alerts = orders(&world, &registered, "alert").await;
        assert_eq!(
            (alerts.len(), &alerts[0]["lead"], &alerts[0]["stage"]),
            (1, &json!("as.m01"), &json!("served"))
        );
        world.wait(SignedDuration::from_mins(61));
        let pressed = eventually("its silence goes upward", async || {
            let pressed = orders(&world, &registered, "supervision").await;
            pressed.first().cloned().ok_or_else(|| "nobody is told".to_owned())
        })
        .await;
        assert_eq!((&pressed["lead"], &pressed["from"]), (&json!("as"), &json!("as.m01")));
        let path = format!("/routing/v1/orders/{}/confirm", alerts[0]["id"].as_str().unwrap());
        let below = world.post_by("o1", "as.m01.o0123", &path, &json!({})).await;
        assert_eq!(
            below.status, 404,
            "whoever is not above it does not even see it: {below:?}"
        );
        let above = world.post_by("a1", "as", &path, &json!({})).await;
        assert_eq!(
            (above.status, above.sentence()),
            (409, "only the team that was alerted says that it heard")
        );
        let heard = world.post_by("m1", "as.m01", &path, &json!({})).await;
        assert_eq!(
            (heard.status, &heard.body["stage"], &heard.body["confirmed_by"]["code"]),
            (200, &json!("done"), &json!("m1")),
            "{heard:?}"
        );
        let twice = world.post_by("m3", "as.m01", &path, &json!({})).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (409, "the team has said already that it heard")
        );
        let kinds = recorded(&world, &registered).await;
        let confirmed = kinds.iter().filter(|kind| *kind == "complaint.alert_confirmed.v1");
        assert_eq!(confirmed.count(), 1, "{kinds:?}");
        let pressing = orders(&world, &registered, "supervision").await;
        assert!(
            pressing.iter().all(|order| order["stage"] == "done"),
            "nobody presses for it any more: {pressing:?}"
        );
        world.end().await;
    }
}
