//! Moving complaints to another version of the policy pack over HTTP: who may, and what is refused.

use huiyin_testkit::Databases;
use serde_json::{Value, json};

use crate::world::{complaint, register, start};

const PATH: &str = "/routing/v1/policy-migrations";

fn body(to: &str, complaints: &[String]) -> Value {
    json!({ "to": to, "why": "law_changed", "reason": "the measures of June", "complaints": complaints })
}

#[tokio::test]
async fn the_operator_alone_moves_complaints_and_each_refusal_has_its_sentence() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |_| ()).await;
    let one = [complaint(1).to_string()];
    let denied = world.post_by("s1", "ho", PATH, &body("rural-bank@2026.2", &one)).await;
    assert_eq!(denied.status, 403, "{}", denied.body);
    for (to, sentence) in [
        ("rural-bank@2026.1", "the complaint is on this version already"),
        (
            "rural-bank@2031.1",
            "there is no version `rural-bank@2031.1` of the policy pack here",
        ),
        ("hospital@2026.1", "`hospital@2026.1` is a pack of another organisation"),
    ] {
        let refused = world.post(PATH, &body(to, &one)).await;
        assert_eq!(
            (refused.status, refused.body["detail"].as_str()),
            (422, Some(sentence)),
            "{}",
            refused.body
        );
        assert_eq!(
            refused.body["errors"][0]["pointer"], "/complaints/0",
            "{}",
            refused.body
        );
    }
    let nothing = world.post(PATH, &body("rural-bank@2026.2", &[])).await;
    assert_eq!(
        nothing.body["detail"],
        "name complaints, or the version whose open complaints are moved, and not both"
    );
    let many: Vec<String> = (0..201).map(|n| complaint(n).to_string()).collect();
    let many = world.post(PATH, &body("rural-bank@2026.2", &many)).await;
    assert_eq!(many.body["detail"], "one request moves at most 200 complaints");
    world.end().await;
}

#[tokio::test]
async fn staff_read_versions_calendars_and_letters_of_the_pack_in_force() {
    let world = start(Databases::Sqlite).await;
    let read = async |what: &str| {
        let answer = world
            .get_by("s1", "ho.b1.o1", &format!("/routing/v1/policy/{what}"))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    };
    let packs = read("packs").await;
    assert_eq!(
        (&packs[0]["version"], &packs[0]["in_force"]),
        (&json!("rural-bank@2026.1"), &json!(true))
    );
    let calendars = read("calendars?year=2026").await;
    let cn = calendars
        .as_array()
        .unwrap()
        .iter()
        .find(|calendar| calendar["name"] == "cn")
        .unwrap();
    assert_eq!((&cn["usual"], &cn["week"][0][0]), (&json!(true), &json!("08:30-12:00")));
    let days = cn["days"].as_array().unwrap();
    let holiday = json!({ "day": "2026-10-01", "name": "国庆节", "works_as": null });
    assert!(days.iter().any(|day| day["day"] == holiday["day"]), "{days:?}");
    assert!(
        days.iter().any(|day| day["works_as"] == "friday"),
        "make-up days work as a Friday: {days:?}"
    );
    let none = read("calendars?year=2199").await;
    assert_eq!(none[0]["days"], json!([]));
    let letters = read("letters").await;
    let reply = letters
        .as_array()
        .unwrap()
        .iter()
        .find(|letter| letter["code"] == "reply_upheld")
        .unwrap();
    assert!(reply["zh_text"].as_str().unwrap().contains("{last_day}"), "{reply}");
    assert_eq!(reply["approver"], "parent");
    world.end().await;
}

#[tokio::test]
async fn a_pack_is_checked_and_compared_by_the_supervision_desk_and_nothing_is_changed() {
    let world = start(Databases::Sqlite).await;
    let path = "/routing/v1/policy/checks";
    let desk = [
        ("huiyin-staff", "s9"),
        ("huiyin-unit", "ho.desk"),
        ("huiyin-duties", "supervision_desk"),
    ];
    let ask = async |body: Value| world.post_as(path, &body, &desk).await;
    let same = ask(json!({ "pack": "rural-bank" })).await;
    assert_eq!(
        (&same.body["wrong"], &same.body["differences"]),
        (&json!([]), &json!([])),
        "{}",
        same.body
    );
    let other = ask(json!({ "pack": "hospital" })).await;
    assert_eq!(other.body["version"], "hospital@2026.1");
    assert!(
        other.body["differences"].as_array().unwrap().len() > 10,
        "{}",
        other.body
    );
    let broken =
        ask(json!({ "pack": "rural-bank", "files": { "rural-bank/clocks.toml": "[[clock]]\nkind = 1" } })).await;
    assert_eq!(broken.status, 200, "{}", broken.body);
    let wrong = broken.body["wrong"][0].as_str().unwrap();
    assert!(wrong.starts_with("rural-bank/clocks.toml:"), "{wrong}");
    assert_eq!(broken.body["version"], Value::Null);
    let none = ask(json!({ "pack": "no-such-pack" })).await;
    assert!(!none.body["wrong"].as_array().unwrap().is_empty(), "{}", none.body);
    let deep = ask(json!({ "pack": "a+b+c+d+e+f+g+h+i" })).await;
    assert_eq!(
        (deep.status, deep.sentence()),
        (422, "at most 8 packs are laid over one another")
    );
    let denied = world.post_by("s1", "ho", path, &json!({ "pack": "rural-bank" })).await;
    assert_eq!(denied.status, 403, "{}", denied.body);
    world.end().await;
}
