//! P22: every endpoint that the services' own descriptions have refuses whoever is not known, and every endpoint of a complaint refuses
//! another unit. Nothing is listed here by hand but what is open to all, with the reason.

use std::collections::BTreeMap;

use huiyin_contracts::views::intake::Registered;
use huiyin_testkit::{Databases, World};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use crate::bank::{MONDAY, bank, complaint, register};

const SERVICES: [&str; 6] = ["intake", "routing", "investigation", "notification", "audit", "desk"];

/// What needs no token, because something else is shown.
const OPEN: [(&str, &str); 8] = [
    ("POST /intake/v1/progress", "the receipt code"),
    ("POST /intake/v1/progress/information", "the receipt code"),
    ("POST /intake/v1/progress/withdraw", "the receipt code"),
    ("POST /intake/v1/progress/rating", "the receipt code"),
    ("POST /intake/v1/progress/disagreement", "the receipt code"),
    ("POST /intake/v1/progress/attachments", "the receipt code"),
    ("POST /desk/v1/sessions", "the password"),
    ("DELETE /desk/v1/sessions/current", "the session that is ended"),
];

/// One endpoint of one service.
struct Door {
    verb: String,
    /// As the description has it.
    path: String,
}

impl Door {
    fn name(&self) -> String {
        format!("{} {}", self.verb, self.path)
    }

    /// Its address, with the complaint and the case where it names them.
    fn address(&self, ids: &Ids) -> String {
        let mut address = self.path.clone();
        let case = address.contains("/cases/{id}");
        for (name, id) in [
            ("{complaint}", &ids.complaint),
            ("{id}", if case { &ids.case } else { &ids.complaint }),
            ("{order}", &ids.order),
        ] {
            address = address.replace(name, id);
        }
        while let (Some(from), Some(to)) = (address.find('{'), address.find('}')) {
            address.replace_range(from..=to, &Uuid::nil().to_string());
        }
        address
    }

    fn is_of_the_complaint(&self) -> bool {
        let path = &self.path;
        path.contains("/complaints/{") || path.contains("/cases/{id}") || path.contains("/files/{id}")
    }
}

struct Ids {
    complaint: String,
    number: String,
    case: String,
    order: String,
}

async fn doors(world: &World) -> Vec<Door> {
    let mut doors = Vec::new();
    for service in SERVICES {
        let document = world.get(&format!("/{service}/v1/openapi.json")).await.body;
        for (path, verbs) in document["paths"].as_object().unwrap() {
            for verb in verbs.as_object().unwrap().keys().filter(|key| *key != "parameters") {
                doors.push(Door {
                    verb: verb.to_uppercase(),
                    path: format!("/{service}/v1{path}"),
                });
            }
        }
    }
    assert!(doors.len() > 100, "{}", doors.len());
    doors
}

async fn ids(world: &World) -> Ids {
    let registered: Registered = register(world, &complaint()).await;
    world.quiet().await;
    let of = |service: &str, rest: &str| format!("/{service}/v1/complaints/{}{rest}", registered.id);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let case = world.get(&of("investigation", "/case")).await.body;
    let orders = world.get(&of("routing", "/orders")).await.body;
    Ids {
        complaint: registered.id.to_string(),
        number: registered.number.to_string(),
        case: text(&case["id"]),
        order: text(&orders[0]["id"]),
    }
}

/// Knocks with a token, or with none.
async fn knock(world: &World, door: &Door, ids: &Ids, token: Option<&str>) -> (u16, String) {
    let address = door.address(ids);
    let verb: Method = door.verb.parse().unwrap();
    let mut request = reqwest::Client::new()
        .request(verb.clone(), world.url(&address))
        .header("idempotency-key", Uuid::nil().to_string())
        .header("if-match", "\"1\"");
    if verb != Method::GET && verb != Method::DELETE {
        request = request.header("content-type", "application/json").body("{}");
    }
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

fn service(door: &Door) -> &str {
    door.path.split('/').nth(1).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn p22_every_endpoint_refuses_whoever_is_not_known() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let (doors, ids) = (doors(&world).await, ids(&world).await);
    let early: BTreeMap<_, _> = SERVICES
        .into_iter()
        .map(|name| (name, world.token(&format!("/{name}/"), &[])))
        .collect();
    world.wait(SignedDuration::from_mins(11));
    let mut open = Vec::new();
    for door in &doors {
        let elsewhere = if service(door) == "audit" {
            "/intake/"
        } else {
            "/audit/"
        };
        let own = world.token(&format!("/{}/", service(door)), &[]);
        let (head, signature) = own.rsplit_once('.').unwrap();
        let flipped = if signature.starts_with('A') { 'B' } else { 'A' };
        let forged = format!("{head}.{flipped}{}", signature.get(1..).unwrap());
        let foreign = world.token(elsewhere, &[]);
        if OPEN.iter().any(|(name, _)| *name == door.name()) {
            open.push(door.name());
            continue;
        }
        for (token, code) in [
            (None, "not-signed-in"),
            (Some(early[service(door)].as_str()), "token-expired"),
            (Some(foreign.as_str()), "token-for-another-service"),
            (Some(forged.as_str()), "token-forged"),
            (Some("hys_never_given_to_anybody"), "token-unknown"),
            (Some("eyJhbGciOiJub25lIn0.e30."), "token-malformed"),
        ] {
            let (status, text) = knock(&world, door, &ids, token).await;
            assert_eq!(status, 401, "{} with {token:?}: {text}", door.name());
            assert!(text.contains(code), "{} with {token:?}: {text}", door.name());
        }
    }
    assert_eq!(open.len(), OPEN.len(), "each exception is an endpoint: {open:?}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn p22_every_endpoint_of_a_complaint_refuses_another_unit() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let (doors, ids) = (doors(&world).await, ids(&world).await);
    let stranger = [("huiyin-staff", "w1"), ("huiyin-unit", "ho.b02")];
    let nil = || Uuid::nil().to_string();
    let nothing = Ids {
        complaint: nil(),
        number: nil(),
        case: nil(),
        order: nil(),
    };
    let mut knocked = 0;
    for door in &doors {
        let token = world.token(&format!("/{}/", service(door)), &stranger);
        let (status, text) = knock(&world, door, &ids, Some(&token)).await;
        let context = format!("{}: {status} {text}", door.name());
        assert!(!text.contains(&ids.number) && status < 500, "{context}");
        if door.is_of_the_complaint() {
            // A body that is wrong may be told first, if it is told of what does not exist as well.
            let same = knock(&world, door, &nothing, Some(&token)).await == (status, text);
            assert!(matches!(status, 403 | 404) || same, "{context}");
            knocked += 1;
        }
    }
    assert!(knocked > 50, "{knocked}");
    world.end().await;
}
