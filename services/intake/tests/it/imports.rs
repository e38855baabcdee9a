//! Complaints of the past.

use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::views::intake::ImportAnswer;
use huiyin_testkit::{Databases, World};
use serde_json::{Value, json};

use crate::world::{get_as, last, said, start};

fn row(key: &str) -> Value {
    json!({
        "key": key,
        "channel": "Web Referral",
        "unit": "b01",
        "product": "Mortgage",
        "received": "2019-02-01T05:00:00Z",
        "past": { "closed": "2019-02-11T05:00:00Z", "ending": "Closed with explanation", "in_time": true },
    })
}

async fn import(world: &World, rows: Vec<Value>) -> ImportAnswer {
    let answer = world
        .post("/intake/v1/imports", &json!({ "source": "cfpb", "rows": rows }))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.read()
}

fn counts(answer: &ImportAnswer) -> (u32, u32, u32) {
    (answer.registered, answer.already, answer.refused)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complaint_of_the_past_is_registered_with_its_dates_and_its_ending() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let answer = import(&world, vec![row("1")]).await;
        assert_eq!(counts(&answer), (1, 0, 0));
        let event: RegisteredV1 = last(&world).await;
        assert_eq!(
            (event.channel.as_str(), event.received.to_string().as_str()),
            ("Web Referral", "2019-02-01T05:00:00Z")
        );
        let past = event.past.unwrap();
        assert_eq!((past.source.as_str(), past.in_time), ("cfpb", Some(true)));
        assert_eq!(past.ending.as_deref(), Some("Closed with explanation"));
        let number = answer.rows[0].number.clone().unwrap();
        let (_, view) = get_as(&world, &[], &format!("/intake/v1/complaints/{number}")).await;
        assert_eq!(
            (view["stage"].as_str(), view["source"].as_str()),
            (Some("closed"), Some("cfpb"))
        );
        assert_eq!(view["since"], "2019-02-11T05:00:00Z");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn importing_again_adds_nothing_and_a_bad_row_stops_no_other() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mut unknown = row("2");
        unknown["unit"] = json!("nowhere");
        let mut late = row("3");
        late["received"] = json!("2030-01-01T00:00:00Z");
        let rows = || vec![row("1"), unknown.clone(), late.clone(), row("4"), row("4")];
        let first = import(&world, rows()).await;
        assert_eq!(counts(&first), (2, 0, 3));
        let sentences: Vec<_> = first.rows.iter().filter_map(|row| row.sentence.as_deref()).collect();
        assert_eq!(
            sentences,
            [
                "there is no unit nowhere in the directory",
                "`received` lies in the future",
                "an earlier row of the request has the same key"
            ]
        );
        let again = import(&world, rows()).await;
        assert_eq!(counts(&again), (0, 3, 2));
        assert_eq!(again.rows[0].id, first.rows[0].id);
        assert_eq!(said(&world).await.len(), 2);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_imports_at_once_enter_each_row_once() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let rows = || (0..50).map(|key| row(&key.to_string())).collect::<Vec<_>>();
        let (one, other) = tokio::join!(import(&world, rows()), import(&world, rows()));
        assert_eq!(one.registered + other.registered, 50);
        assert_eq!(said(&world).await.len(), 50);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_thousand_rows_go_in_with_a_number_each() {
    let world = start(Databases::Sqlite).await;
    let began = std::time::Instant::now();
    for batch in 0..3 {
        let rows = (0..1_000).map(|key| row(&format!("{batch}-{key}"))).collect();
        assert_eq!(counts(&import(&world, rows).await), (1_000, 0, 0));
    }
    println!("3 000 rows in {:?}", began.elapsed());
    let last: RegisteredV1 = last(&world).await;
    assert!(
        last.number.as_str().starts_with("HO-20261123-03000-"),
        "{}",
        last.number
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_wrong_as_a_whole_enters_nothing() {
    let world = start(Databases::Sqlite).await;
    let wrong = async |body: Value| world.post("/intake/v1/imports", &body).await;
    let empty = wrong(json!({ "source": "cfpb", "rows": [] })).await;
    assert_eq!(
        (empty.status, empty.sentence()),
        (422, "a request holds 1 to 1000 rows")
    );
    let nameless = wrong(json!({ "source": "", "rows": [row("1")] })).await;
    assert_eq!((nameless.status, nameless.sentence()), (422, "`source` is empty"));
    let mut odd = row("1");
    odd["colour"] = json!("red");
    let unknown = wrong(json!({ "source": "cfpb", "rows": [odd] })).await;
    assert_eq!(unknown.status, 422);
    assert!(
        unknown.body["errors"][0]["detail"]
            .as_str()
            .unwrap()
            .starts_with("unknown field `colour`")
    );
    let by_staff = world
        .post_by(
            "s1",
            "ho",
            "/intake/v1/imports",
            &json!({ "source": "x", "rows": [row("1")] }),
        )
        .await;
    assert_eq!(by_staff.status, 404, "staff import nothing");
    assert_eq!(said(&world).await.len(), 0);
    world.end().await;
}
