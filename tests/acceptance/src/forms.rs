//! Whatever a service takes is given by a form of the desk, or its README says why staff have none.

use std::collections::BTreeMap;

use huiyin_testkit::{Databases, World};

use crate::bank::{MONDAY, bank};

const README: &str = include_str!("../../../services/desk/README.md");
const SERVICES: [&str; 6] = ["intake", "routing", "investigation", "notification", "audit", "desk"];
const CHANGES: [&str; 4] = ["post", "put", "patch", "delete"];

/// A route without the names of what stands in it: the desk calls a part `{part}` whatever the service calls it.
fn plain(route: &str) -> String {
    let mut pieces = route.split('{');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |route, piece| {
        route + "*" + piece.split_once('}').map_or("", |(_, rest)| rest)
    })
}

/// Every act that the services take, by verb and route, as their own descriptions have it.
async fn taken(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for service in SERVICES {
        let document = world.get(&format!("/{service}/v1/openapi.json")).await;
        for (path, verbs) in document.body["paths"].as_object().unwrap() {
            let verbs = verbs
                .as_object()
                .unwrap()
                .keys()
                .filter(|verb| CHANGES.contains(&verb.as_str()));
            found.extend(
                verbs.map(|verb| format!("{} {}", verb.to_uppercase(), plain(&format!("/{service}/v1{path}")))),
            );
        }
    }
    found
}

/// The first cells of the rows below a head, without their marks.
fn cells(head: &str, at: usize) -> impl Iterator<Item = &'static str> {
    let rows = README.split_once(head).unwrap().1.lines().skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(move |row| row.split('|').nth(at).unwrap().trim().trim_matches('`'))
}

/// Every act that the desk's README names: with its form, or with the reason why there is none.
fn told() -> Vec<String> {
    let forms = cells("| Command | Route | Form |", 2).map(|route| format!("POST {}", plain(route)));
    let others = cells("| Route | Where |", 1).map(plain);
    forms.chain(others).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_that_a_service_takes_has_a_form_or_a_reason_to_have_none() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let taken = taken(&world).await;
    assert!(taken.len() > 70, "the descriptions name {} acts only", taken.len());
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for act in told() {
        *times.entry(act).or_default() += 1;
    }
    let without: Vec<_> = taken.iter().filter(|act| !times.contains_key(*act)).collect();
    assert!(
        without.is_empty(),
        "no form, and no reason in services/desk/README.md: {without:#?}"
    );
    let stale: Vec<_> = times
        .iter()
        .filter(|(act, times)| **times > 1 || !taken.contains(act))
        .collect();
    assert!(
        stale.is_empty(),
        "no service takes it, or it stands there twice: {stale:#?}"
    );
}
