//! Intake, and services that say what a test lets them say.

use std::pin::Pin;

use huiyin_chassis::{Built, Hears, Outcome, Parts, Service};
use huiyin_contracts::events::organisation::{UnitV1, UnitsChangedV1};
use huiyin_contracts::views::intake::{Receipt, Registered, Standing};
use huiyin_contracts::{Envelope, Event, Scope};
use huiyin_files::{BucketConfig, StoreKind};
use huiyin_intake::{Attachments, Config, Intake, Matching, Numbers, OpinionBooks, Receipts};
use huiyin_kernel::ComplaintId;
use huiyin_seal::SealingConfig;
use huiyin_store::{Said, Store};
use huiyin_testkit::{Answer, Databases, SUPERVISION, World, WorldParts};
use sea_orm_migration::MigrationTrait;
use serde_json::{Value, json};
use uuid::Uuid;

macro_rules! stand_in {
    ($name:ident, $service:literal) => {
        /// Says what a test lets it say.
        struct $name;

        impl Service for $name {
            const NAME: &'static str = $service;
            const DEFAULTS: &'static str = "";
            type Config = ();

            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                Vec::new()
            }

            fn build((): (), _: Parts) -> anyhow::Result<Built> {
                let deaf = Hears::new().all(|_, _| Box::pin(async { Outcome::Done }));
                Ok(Built::new().hears(deaf))
            }
        }
    };
}
stand_in!(Routing, "routing");
stand_in!(Investigation, "investigation");

/// The names that must never leave the sealed tables.
pub(crate) const CANARIES: [&str; 4] = ["Canary Name", "canary@example.org", "+86 10 5550 0199", "canary words"];

fn add<'a>(parts: &'a mut WorldParts<'_>) -> Pin<Box<dyn Future<Output = Vec<Store>> + 'a>> {
    Box::pin(async move {
        let config = Config {
            numbers: Numbers { series: 0 },
            receipts: Receipts {
                key_file: parts.folder.join("receipts.key"),
                create_key: true,
                wrong_codes: 5,
                wait_seconds: 30,
                longest_wait_seconds: 900,
                wrong_codes_per_minute: 600,
            },
            matching: Matching {
                key_file: parts.folder.join("matching.key"),
                create_key: true,
                lookups_per_minute: 5,
            },
            sealing: SealingConfig {
                key_file: parts.folder.join("sealing.keys"),
                create_key: true,
            },
            attachments: Attachments {
                store: StoreKind::Folder,
                folder: parts.folder.join("attachments"),
                bucket: BucketConfig::default(),
                most_bytes: 1 << 20,
                complaint_bytes: 3 << 19,
                at_once: 4,
                at_once_each: 2,
                idle_seconds: 2,
                longest_seconds: 60,
            },
            opinion_books: OpinionBooks {
                pack: "rural-bank".to_owned(),
                pack_folder: String::new(),
                channel: "opinion_book".to_owned(),
            },
        };
        let mut databases = Vec::new();
        for service in ["intake", "routing", "investigation"] {
            databases.push(parts.database(service).await);
        }
        vec![
            parts.assembly.add::<Intake>(config, &databases[0]).await.unwrap(),
            parts.assembly.add::<Routing>((), &databases[1]).await.unwrap(),
            parts.assembly.add::<Investigation>((), &databases[2]).await.unwrap(),
        ]
    })
}

/// A world that stands at noon of a Monday in Shanghai.
pub(crate) async fn start_without_units(databases: Databases) -> World {
    World::start(databases, "2026-11-23T04:00:00Z".parse().unwrap(), add).await
}

/// The same with a directory.
pub(crate) async fn start(databases: Databases) -> World {
    let world = start_without_units(databases).await;
    let unit = |path: &str, open| UnitV1 {
        path: path.parse().unwrap(),
        name: format!("Unit {path}"),
        level: "outlet".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        open,
        duties: Vec::new(),
        responsible: None,
    };
    let paths = ["ho", "ho.b01", "ho.b01.o1", "ho.b01.o_1", "ho.b02", "ho.b012"];
    let units = UnitsChangedV1 {
        units: paths
            .iter()
            .map(|path| unit(path, true))
            .chain([unit("ho.gone", false)])
            .collect(),
        closed: Vec::new(),
    };
    say(&world, Uuid::from_u128(1), &units).await;
    world.quiet().await;
    world
}

/// Lets an event's producer say it.
pub(crate) async fn say<E: Event>(world: &World, about: Uuid, event: &E) {
    let mut change = world.store(E::PRODUCER).change().await.unwrap();
    let scope = Scope::Unit("ho".parse().unwrap());
    change.say(event, about, &scope, Said::default()).unwrap();
    change.commit().await.unwrap();
}

/// Lets an event about a complaint be said, and waits until it is heard.
pub(crate) async fn tell<E: Event>(world: &World, complaint: ComplaintId, event: &E) {
    say(world, complaint.uuid(), event).await;
    world.quiet().await;
}

/// A complaint as a desk tells it, with canaries in all places that must stay sealed.
pub(crate) fn told() -> Value {
    json!({
        "channel": "help_line",
        "unit": "o1",
        "registered_by_unit": "b01",
        "class": "service_attitude",
        "complainant": { "name": CANARIES[0], "email": CANARIES[1], "phone": CANARIES[2] },
        "narrative": format!("The counter closed early. {}", CANARIES[3]),
        "asked_for": "An apology",
    })
}

/// The same, changed as the test wants.
pub(crate) fn told_with(field: &str, value: Value) -> Value {
    let mut told = told();
    told[field] = value;
    told
}

/// Registers.
pub(crate) async fn register(world: &World, body: &Value) -> Registered {
    let answer = world.post("/intake/v1/complaints", body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.read()
}

/// Carries out a command, with an empty body where it takes none.
pub(crate) async fn command(world: &World, complaint: ComplaintId, what: &str, body: Value) -> Answer {
    let path = format!("/intake/v1/complaints/{complaint}/{what}");
    match what {
        "look" => world.post_as(&path, &body, &SUPERVISION).await,
        _ => world.post(&path, &body).await,
    }
}

/// The stage after a command.
pub(crate) fn stage(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.read::<Standing>().stage
}

/// What opens a complaint for its complainant.
pub(crate) fn receipt(registered: &Registered) -> Receipt {
    Receipt {
        number: registered.number.to_string(),
        receipt_code: registered.receipt_code.clone(),
    }
}

/// All that intake has said, in its order.
pub(crate) async fn said(world: &World) -> Vec<Envelope> {
    world.quiet().await;
    world.store("intake").feed_after(0, 10_000).await.unwrap()
}

/// The kinds of what intake has said.
pub(crate) async fn kinds(world: &World) -> Vec<String> {
    said(world).await.into_iter().map(|envelope| envelope.kind).collect()
}

/// The last event of a kind.
pub(crate) async fn last<E: Event>(world: &World) -> E {
    let all = said(world).await;
    let found = all.iter().rev().find(|envelope| envelope.kind == E::kind());
    huiyin_contracts::decode(found.expect("the event was said")).unwrap()
}

/// Asks as a member of staff.
pub(crate) async fn post_as(world: &World, headers: &[(&str, &str)], path: &str, body: &Value) -> u16 {
    let request = world.signed(reqwest::Client::new().post(world.url(path)), path, headers);
    request.json(body).send().await.unwrap().status().as_u16()
}

pub(crate) async fn get_as(world: &World, headers: &[(&str, &str)], path: &str) -> (u16, Value) {
    let request = world.signed(reqwest::Client::new().get(world.url(path)), path, headers);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}
