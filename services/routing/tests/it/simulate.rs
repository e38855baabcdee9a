//! Another pack, tried on what is on record (section 9 of the rules): counted, and nothing changed.

use std::collections::BTreeMap;

use huiyin_contracts::views::routing::{Simulate, SimulationView};
use huiyin_policy::PackFiles;
use huiyin_testkit::{Databases, World};
use jiff::SignedDuration;
use serde_json::json;

use crate::world::{clocks, orders, register, start};

const PATH: &str = "/routing/v1/policy/simulations";

/// The rural bank where attitude goes to the unit above.
fn stricter() -> Simulate {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/policy/rural-bank");
    let PackFiles { name, mut files } = PackFiles::collect(folder).unwrap();
    let table = files.get_mut("rural-bank/decision.toml").unwrap();
    let was = "when = { class = [\"service_attitude\"], level = [\"listed\"] }\nthen = { lead = \"unit\" }";
    assert!(table.contains(was));
    *table = table.replace(was, &was.replace("\"unit\"", "\"parent\""));
    Simulate {
        pack: name,
        files,
        from: None,
        to: None,
    }
}

async fn simulate(world: &World, asked: &Simulate) -> SimulationView {
    let answer = world.post(PATH, &json!(asked)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.read()
}

/// What stands of the first complaint, but for what time alone does to it: nothing of it may change.
async fn state(world: &World) -> Vec<String> {
    let orders = orders(world, 1).await;
    let leads = orders.iter().filter(|order| order.kind != "supervision");
    let leads = leads.map(|order| format!("{:?}", (order.id, &order.lead, &order.stage)));
    let clocks = clocks(world, 1).await;
    let clocks = clocks
        .iter()
        .map(|clock| format!("{:?}", (clock.id, &clock.rule, clock.started, clock.due)));
    leads.chain(clocks).collect()
}

#[tokio::test]
async fn what_would_go_elsewhere_is_counted_by_unit_and_day_and_nothing_is_changed() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |event| event.class = Some("service_attitude".to_owned())).await;
        register(&world, 2, |event| event.class = Some("work_error".to_owned())).await;
        world.wait(SignedDuration::from_hours(24 * 4));
        world.quiet().await;
        register(&world, 3, |event| event.class = Some("service_attitude".to_owned())).await;
        let before = state(&world).await;
        let asked = stricter();
        let view = simulate(&world, &asked).await;
        assert_eq!((view.before.as_str(), view.total.complaints), ("rural-bank@2026.1", 3));
        assert_eq!(view.total.elsewhere, 2, "attitude goes to the branch");
        assert_eq!(view.units.len(), 1);
        assert_eq!((view.units[0].unit.as_str(), view.units[0].counts), ("o1", view.total));
        assert!(view.total.breached_before >= 2, "two waited four days for an answer");
        let first = Simulate {
            to: Some("2026-10-09".parse().unwrap()),
            ..asked.clone()
        };
        assert_eq!(simulate(&world, &first).await.total.complaints, 2);
        let later = Simulate {
            from: Some("2026-10-10".parse().unwrap()),
            ..asked
        };
        assert_eq!(simulate(&world, &later).await.total.elsewhere, 1);
        let own = Simulate {
            pack: "rural-bank+cn-banking-2020".to_owned(),
            files: BTreeMap::new(),
            ..later
        };
        let own = simulate(&world, &own).await;
        assert_eq!((own.total.elsewhere, own.after.contains("cn-banking-2020")), (0, true));
        assert_eq!(state(&world).await, before);
        world.end().await;
    }
}

#[tokio::test]
async fn a_pack_that_cannot_be_used_days_reversed_and_others_than_the_desk_are_refused() {
    let world = start(Databases::Sqlite).await;
    let mut broken = stricter();
    let lists = broken.files.get_mut("rural-bank/pack.toml").unwrap();
    lists.push_str("\nno such thing");
    let answer = world.post(PATH, &json!(broken)).await;
    assert_eq!(
        (answer.status, answer.body["type"].as_str()),
        (422, Some("/problems/pack-unusable"))
    );
    assert_eq!(answer.body["errors"][0]["pointer"], "/files/rural-bank~1pack.toml");
    let answer = world.post(PATH, &json!({ "pack": "no-such-pack" })).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    let layers = json!({ "pack": "rural-bank+x+x+x+x+x+x+x+x" });
    let answer = world.post(PATH, &layers).await;
    assert_eq!(answer.sentence(), "at most 8 packs are laid over one another");
    let days = json!({ "pack": "rural-bank", "from": "2026-10-02", "to": "2026-10-01" });
    let answer = world.post(PATH, &days).await;
    let sentence = "the last day 2026-10-01 lies before the first, 2026-10-02";
    assert_eq!((answer.status, answer.body["detail"].as_str()), (422, Some(sentence)));
    let answer = world.post(PATH, &json!({ "pack": "rural-bank", "days": 3 })).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    let answer = world
        .post_by("s1", "ho.b1", PATH, &json!({ "pack": "rural-bank" }))
        .await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    world.end().await;
}
