//! Whoever has several posts acts in one at a time (R2.2): with its unit and duties at every service, and as the same person in all of them.

use huiyin_contracts::views::desk::IssuedToken;
use huiyin_testkit::{Answer, Databases, World};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, done, register, step};
use crate::fresh::sent;
use crate::signing_in::{LISTS, lists, session};

/// Somebody of the outlet who is of the branch's service management as well.
const BOTH: &str = "code,unit,duties,leader,reports_to,email,language,status\n\
    p1,o0123,,,o3,p1@bank.invalid,zh,\np1,b01,service_management,,e3,,,\n";
const ONE: &str = "code,unit,duties,leader,reports_to,email,language,status\np1,o0123,,,o3,p1@bank.invalid,zh,\n";

async fn import(world: &World, csv: &str) {
    let told = world.post_raw("/routing/v1/staff/imports", "text/csv", csv.as_bytes().to_vec(), &[]);
    let told = told.await;
    assert_eq!(told.status, 200, "{}", told.body);
}

/// How many complaints the register lists for a token.
async fn seen(world: &World, token: &str) -> usize {
    let asked = reqwest::Client::new().get(world.url("/intake/v1/complaints"));
    let answer = asked.bearer_auth(token).send().await.unwrap();
    let page: Value = answer.json().await.unwrap();
    page["items"].as_array().unwrap().len()
}

async fn act(world: &World, token: &str, path: &str, body: Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", path)];
    world.post_as(path, &body, &headers).await
}

/// Acts in the post in a unit from now on.
async fn switch(world: &World, token: &str, unit: &str) {
    let (status, page, _) = sent(world, "/desk/post", token, &[("unit", unit)]).await;
    assert_eq!(status, 303, "{page}");
    // So long a service remembers whose a token is.
    world.wait(SignedDuration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn p16_who_acts_in_one_of_two_posts_has_its_rights_alone_and_stays_one_person() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        import(&world, BOTH).await;
        let registered = register(&world, &complaint()).await;
        let mut of_the_branch = complaint();
        of_the_branch["unit"] = json!("b01");
        register(&world, &of_the_branch).await;
        case(&world, &registered).await;
        let token = session(&world, "p1").await;
        assert_eq!(seen(&world, &token).await, 1, "the main post is the outlet's");
        let (_, page) = world.page("/desk/", &token).await;
        assert!(
            page.contains("<option value=\"o0123\" selected>") && page.contains("<option value=\"b01\">"),
            "{page}"
        );

        let clocks = world
            .get(&format!("/routing/v1/complaints/{}/clocks", registered.id))
            .await;
        let clocks = clocks.body["items"]
            .as_array()
            .or(clocks.body.as_array())
            .cloned()
            .unwrap();
        let reply = clocks.iter().find(|clock| clock["kind"] == "reply").unwrap();
        let path = format!("/routing/v1/clocks/{}/extensions", reply["id"].as_str().unwrap());
        let more = json!({ "limit": { "basis": "working_days", "amount": 2 }, "reason": "the recording comes late" });
        let asked = act(&world, &token, &path, more).await;
        assert_eq!(asked.status, 201, "{asked:?}");

        switch(&world, &token, "b01").await;
        assert_eq!(seen(&world, &token).await, 2, "the branch sees both");
        let path = format!("/routing/v1/delays/{}/approve", asked.body["id"].as_str().unwrap());
        let approved = act(&world, &token, &path, json!({})).await;
        assert_eq!(
            (approved.status, approved.sentence()),
            (409, "who asks for more time does not decide about it"),
            "in the post above they are the same person"
        );
        world.quiet().await;
        let timeline = world
            .get(&format!("/audit/v1/complaints/{}/timeline", registered.id))
            .await;
        let entries = timeline.body["entries"].as_array().unwrap();
        let by = entries
            .iter()
            .find(|entry| entry["kind"] == "complaint.delay_asked.v1")
            .unwrap();
        assert_eq!(
            by["by"],
            json!({ "kind": "staff", "code": "p1", "post": "ho.b01.o0123" }),
            "the record keeps the post"
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_was_taken_away_is_cut_off_at_every_service_within_five_seconds() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    import(&world, BOTH).await;
    let token = session(&world, "p1").await;
    let issue = json!({ "staff": "p1", "name": "the test", "days": 30, "reads_only": true });
    let issued: IssuedToken = world.post("/desk/v1/tokens", &issue).await.read();
    switch(&world, &token, "b01").await;
    let (status, page, _) = sent(&world, "/desk/post?lang=en", &token, &[("unit", "ho")]).await;
    assert_eq!(status, 422);
    assert!(
        page.contains("The directory gives you no post in this unit. Choose another one."),
        "{page}"
    );
    for path in LISTS {
        assert_eq!(lists(&world, path, &token).await.0, 200, "{path}");
    }
    import(&world, ONE).await;
    world.wait(SignedDuration::from_secs(5));
    for path in LISTS {
        assert_eq!(lists(&world, path, &token).await.0, 401, "{path}");
        assert_eq!(
            lists(&world, path, &issued.token).await.0,
            200,
            "{path}: a program's token acts in the main post, which stays"
        );
    }
    let again = sent(
        &world,
        "/desk/sign-in",
        "",
        &[("staff", "p1"), ("password", crate::signing_in::PASSWORD)],
    )
    .await;
    let fresh = again.2.unwrap();
    world.wait(SignedDuration::from_secs(5));
    assert_eq!(lists(&world, LISTS[0], &fresh).await.0, 200, "in the post that is left");
    let (status, _) = world.page("/desk/post", &fresh).await;
    assert_eq!(status, 404, "who has one post has none to choose");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_10_who_reports_in_any_post_to_the_person_complained_about_handles_nothing_of_it() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let mut about = complaint();
    about["staff_concerned"] = json!(["o3"]);
    let registered = register(&world, &about).await;
    let before = case(&world, &registered).await;
    assert_eq!(
        before.line.unit.as_str(),
        "ho.b01",
        "the leader is concerned: the level above handles it"
    );
    done(&world, &before, "e2", "accept", json!({})).await;
    // In the branch they report to its head; at the outlet, where they help out from now on, to who is complained about.
    let both =
        "code,unit,duties,leader,reports_to,email,language,status\ne2,b01,,,e3,e2@bank.invalid,zh,\ne2,o0123,,,o3,,,\n";
    import(&world, both).await;
    let registered = register(&world, &about).await;
    let after = case(&world, &registered).await;
    assert_eq!(after.line.unit, before.line.unit);
    let refused = step(&world, &after, "e2", "accept", json!({})).await;
    assert_eq!(
        (refused.status, refused.sentence()),
        (
            409,
            "who reports to a person complained about does not handle the complaint"
        )
    );
    done(&world, &after, "e1", "accept", json!({})).await;
    world.end().await;
}
