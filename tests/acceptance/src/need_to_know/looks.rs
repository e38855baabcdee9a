//! Every GET of every service, as every member of staff.

use std::sync::LazyLock;

use huiyin_testkit::World;

use super::{Matter, SERVICES, STAFF, Staff};

/// What is no part of a complaint, or has tests of its own where it is made.
const ELSEWHERE: [&str; 8] = [
    "{code}",
    "{book}",
    "{list}",
    "{evidence}",
    "{attachment}",
    "/units",
    "/staff",
    "/directory",
];

/// Every address that a service answers GET at, as its own description has it.
async fn addresses(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for service in SERVICES {
        let document = world.get(&format!("/{service}/v1/openapi.json")).await;
        let paths = document.body["paths"].as_object().unwrap();
        for (path, verbs) in paths {
            let Some(read) = verbs.get("get") else { continue };
            // What is shown for a purpose alone is asked for with one.
            let purpose = if read["parameters"].to_string().contains("\"purpose\"") {
                "?purpose=curiosity"
            } else {
                ""
            };
            found.push(format!("/{service}/v1{path}{purpose}"));
        }
    }
    found.retain(|path| !ELSEWHERE.iter().any(|piece| path.contains(piece)));
    assert!(found.len() > 25, "{found:?}");
    found
}

fn asked(address: &str, matter: &Matter) -> String {
    let id = if address.contains("/cases/{id}") {
        &matter.case
    } else {
        &matter.id
    };
    let path = address.replace("{complaint}", &matter.id).replace("{id}", id);
    assert!(
        !path.contains('{'),
        "{address} names something that this test does not know"
    );
    path
}

async fn ask(world: &World, (code, unit, duty): Staff, path: &str) -> (u16, String) {
    let headers = [("huiyin-staff", code), ("huiyin-unit", unit), ("huiyin-duties", duty)];
    let headers = if duty.is_empty() { &headers[..2] } else { &headers[..] };
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(reqwest::Client::new);
    let request = world.signed(CLIENT.get(world.url(path)), path, headers);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Looks at everything as everyone; answers how many answers were looked through for a leak, and how often something was rightly shown.
pub(super) async fn look_everywhere(world: &World, matters: &[Matter], seed: u64) -> (usize, usize) {
    let addresses = addresses(world).await;
    let (items, lists): (Vec<_>, Vec<_>) = addresses.iter().partition(|path| path.contains('{'));
    let (mut looked, mut shown) = (0, 0);
    for who in STAFF {
        for matter in matters {
            let may = matter.may_be_seen_by(who);
            for address in &items {
                let (status, text) = ask(world, who, &asked(address, matter)).await;
                let context = format!(
                    "seed {seed}: {who:?} at {address}, units {:?}: {status} {text}",
                    matter.units
                );
                assert!(may || matches!(status, 403 | 404), "{context}");
                assert!(status < 500 && (may || !matter.is_told_by(&text)), "{context}");
                let whole = [
                    "/complaints/{complaint}",
                    "/complaints/{complaint}/case",
                    "/complaints/{id}/timeline",
                ];
                assert!(
                    !may || status == 200 || !whole.iter().any(|path| address.ends_with(path)),
                    "{context}"
                );
                looked += 1;
                shown += usize::from(may && status == 200);
            }
        }
        for address in &lists {
            let many = if address.contains("figures") {
                "?by=unit"
            } else {
                "?limit=200"
            };
            for query in ["", many] {
                let (status, text) = ask(world, who, &format!("{address}{query}")).await;
                assert!(status < 500, "seed {seed}: {who:?} at {address}: {status} {text}");
                let told: Vec<_> = matters.iter().filter(|matter| matter.is_told_by(&text)).collect();
                let leaked = told.iter().find(|matter| !matter.may_be_seen_by(who));
                assert!(
                    leaked.is_none(),
                    "seed {seed}: {who:?} at {address}{query} is told of {}",
                    leaked.unwrap().number
                );
                looked += matters.len();
                shown += told.len();
            }
        }
        let (_, list) = ask(world, who, "/intake/v1/complaints?limit=200").await;
        let missing = matters
            .iter()
            .find(|matter| matter.may_be_seen_by(who) && !matter.is_told_by(&list));
        assert!(
            missing.is_none(),
            "seed {seed}: {who:?} is not shown {}",
            missing.unwrap().number
        );
    }
    (looked, shown)
}
