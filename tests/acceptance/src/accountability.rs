//! R6.3: a misstep costs whom the table names, up to two levels of leaders, and nobody decides about what is their own.

use huiyin_contracts::views::intake::Registered;
use huiyin_contracts::views::investigation::CaseView;
use huiyin_testkit::{Answer, Databases, World};
use serde_json::{Value, json};

use crate::bank::{MONDAY, bank, case, complaint, done, finding, recorded, register, statement, step};

/// Proposes a sanction from head office, where the case is, and gives its address.
async fn sanction(world: &World, case: &CaseView, role: &str, person: &str, yuan: i64) -> String {
    let body = json!({ "rule": "media_or_regulator", "role": role, "person": person, "reasons": "Canary reasons.",
        "amount": { "minor": yuan * 100, "currency": "CNY" } });
    let proposed = step(world, case, "h1", "sanctions", body).await;
    assert_eq!(proposed.status, 200, "{proposed:?}");
    let all = proposed.body["sanctions"].as_array().unwrap();
    format!("sanctions/{}", all.last().unwrap()["id"].as_str().unwrap())
}

async fn from(world: &World, unit: &str, staff: &str, case: &CaseView, act: &str, body: Value) -> Answer {
    let path = format!("/investigation/v1/cases/{}/{act}", case.line.id);
    world.post_by(staff, unit, &path, &body).await
}

fn states(answer: &Answer) -> Vec<(&str, &str)> {
    let all = answer.body["sanctions"].as_array().unwrap();
    all.iter()
        .map(|one| (one["role"].as_str().unwrap(), one["state"].as_str().unwrap()))
        .collect()
}

/// A case that came through the media, answered and closed by head office.
async fn media_case(world: &World) -> (Registered, CaseView) {
    let mut told = complaint();
    told["channel"] = json!("media");
    let registered = register(world, &told).await;
    let held = case(world, &registered).await;
    assert_eq!(held.line.unit.as_str(), "ho", "head office leads what the press has");
    let mut found = finding();
    found["responsible"] = json!(["o2"]);
    for (act, body) in [
        ("accept", json!({})),
        ("statements", statement(world)),
        ("finding", found),
        (
            "reply",
            json!({ "channel": "letter", "words": "We apologise.", "apology": true }),
        ),
    ] {
        done(world, &held, "h1", act, body).await;
    }
    done(world, &held, "h2", "reply/decision", json!({ "approved": true })).await;
    done(world, &held, "h2", "follow_up", json!({ "satisfaction": "satisfied" })).await;
    done(world, &held, "h1", "close", json!({})).await;
    (registered, held)
}

/// Neither who proposed it, nor who is hit, nor a level that is not above (P16).
async fn nobody_else_decides(world: &World, held: &CaseView, [teller, branch, top]: [&String; 3]) {
    let yes = json!({ "approved": true });
    let decision = |sanction: &str| format!("{sanction}/decision");
    let own = step(world, held, "h1", &decision(teller), yes.clone()).await;
    assert_eq!(own.status, 409, "P16: {own:?}");
    let hit = step(world, held, "h3", &decision(top), yes.clone()).await;
    assert_eq!(hit.status, 409, "nobody decides about themself: {hit:?}");
    let level = from(world, "ho.b01", "e1", held, &decision(branch), yes.clone()).await;
    assert_eq!(
        level.status, 403,
        "a branch does not decide about its own leader: {level:?}"
    );
}

/// Each step is in the record, and each unit has its figures.
async fn is_recorded(world: &World, registered: &Registered) {
    let kinds = recorded(world, registered).await;
    let count = |kind: &str| kinds.iter().filter(|found| found.contains(kind)).count();
    assert_eq!(
        [
            count("sanction_proposed"),
            count("sanction_decided"),
            count("sanction_appealed"),
            count("sanction_settled")
        ],
        [4, 4, 1, 1],
        "{kinds:?}"
    );
    let figures = world.get("/audit/v1/figures/sanctions").await;
    let rows = figures.body["rows"].as_array().unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["unit"].as_str().unwrap(),
                row["imposed"].as_u64(),
                row["amount"].as_i64(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("ho", Some(1), Some(30_000)),
            ("ho.b01", Some(0), Some(0)),
            ("ho.b01.o0123", Some(2), Some(180_000))
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn r6_3_a_media_case_costs_the_person_the_head_and_two_levels_of_leaders() {
    for databases in Databases::both() {
        let world = bank(databases, MONDAY).await;
        let (registered, held) = media_case(&world).await;
        let other = json!({ "rule": "media_or_regulator", "role": "head", "person": "o1", "reasons": "Canary reasons.",
            "amount": { "minor": 80_000, "currency": "CNY" } });
        let other = step(&world, &held, "h1", "sanctions", other).await;
        assert_eq!(
            (other.status, other.sentence()),
            (
                422,
                "by the directory somebody else is the responsible person of this unit"
            )
        );
        let teller = sanction(&world, &held, "person", "o2", 1_000).await;
        let head = sanction(&world, &held, "head", "o3", 800).await;
        let branch = sanction(&world, &held, "leader_one", "e3", 500).await;
        let top = sanction(&world, &held, "leader_two", "h3", 300).await;
        let yes = json!({ "approved": true });
        let decision = |sanction: &str| format!("{sanction}/decision");
        nobody_else_decides(&world, &held, [&teller, &branch, &top]).await;
        for (unit, staff, sanction) in [
            ("ho.b01", "e1", &teller),
            ("ho.b01", "e1", &head),
            ("ho", "h2", &branch),
            ("ho", "h2", &top),
        ] {
            let imposed = from(&world, unit, staff, &held, &decision(sanction), yes.clone()).await;
            assert_eq!(imposed.status, 200, "{imposed:?}");
        }
        let early = step(&world, &held, "h2", "archive", json!({})).await;
        assert_eq!(early.status, 409, "they can still appeal: {early:?}");
        let grounds = json!({ "grounds": "Canary: the branch had warned head office." });
        done(&world, &held, "h2", &format!("{branch}/appeal"), grounds).await;
        let lifts = json!({ "stays": false, "reasons": "Canary: it had." });
        let settlement = format!("{branch}/settlement");
        let involved = step(&world, &held, "h2", &settlement, lifts.clone()).await;
        assert_eq!(
            involved.status, 409,
            "who imposed it does not hear the appeal: {involved:?}"
        );
        let settled = step(&world, &held, "h4", &settlement, lifts).await;
        assert_eq!(settled.status, 200, "head office holds the appeals body: {settled:?}");
        assert_eq!(
            states(&settled),
            [
                ("person", "imposed"),
                ("head", "imposed"),
                ("leader_one", "lifted"),
                ("leader_two", "imposed")
            ]
        );

        is_recorded(&world, &registered).await;
        world.end().await;
    }
}
