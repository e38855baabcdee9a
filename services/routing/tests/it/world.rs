//! Routing, services that say what a test lets them say, and a small bank.

use std::pin::Pin;

use huiyin_chassis::{Built, Hears, Outcome, Parts, Service};
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::views::routing::{ClockView, OrderView};
use huiyin_contracts::{Event, Scope};
use huiyin_kernel::{ComplaintId, Timestamp};
use huiyin_routing::{Config, Routing};
use huiyin_store::{Said, Store};
use huiyin_testkit::{Answer, Databases, World, WorldParts};
use sea_orm_migration::MigrationTrait;
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
stand_in!(Intake, "intake");
stand_in!(Investigation, "investigation");

fn add<'a>(parts: &'a mut WorldParts<'_>) -> Pin<Box<dyn Future<Output = Vec<Store>> + 'a>> {
    Box::pin(async move {
        let config = Config {
            pack: "rural-bank".to_owned(),
            pack_folder: String::new(),
            time_zone: "Asia/Shanghai".to_owned(),
            tick_seconds: 1,
            calendar_days_ahead: 30,
        };
        let mut databases = Vec::new();
        for service in ["routing", "intake", "investigation"] {
            databases.push(parts.database(service).await);
        }
        vec![
            parts.assembly.add::<Routing>(config, &databases[0]).await.unwrap(),
            parts.assembly.add::<Intake>((), &databases[1]).await.unwrap(),
            parts.assembly.add::<Investigation>((), &databases[2]).await.unwrap(),
        ]
    })
}

/// Friday 9 October 2026, 16:00 in Shanghai; the Saturday after it is worked.
pub(crate) const FRIDAY: &str = "2026-10-09T16:00:00+08:00";

pub(crate) const TREE: &str = "\
node_id,parent_id,level,name,code,city,address,status,origin,duties,contact_1,contact_2,responsible
HO,,head_office,总行,,,,active,real,,,,
DESK,HO,department,投诉监督台,,,,active,real,supervision_desk,,,
B1,HO,branch,第一支行,,,,active,real,,,,
B2,HO,branch,第二支行,,,,active,real,,,,
O1,B1,outlet,人民路分理处,,,,active,real,,c1,c2,boss
";

/// A world at an instant, with the small bank.
pub(crate) async fn start_at(databases: Databases, at: &str) -> World {
    let world = World::start(databases, at.parse().unwrap(), add).await;
    let answer = import(&world, "directory", TREE).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    world
}

pub(crate) async fn start(databases: Databases) -> World {
    start_at(databases, FRIDAY).await
}

/// A world without any unit.
pub(crate) async fn start_empty(databases: Databases) -> World {
    World::start(databases, FRIDAY.parse().unwrap(), add).await
}

/// Sends a file to `directory/imports` or `staff/imports`.
pub(crate) async fn import(world: &World, what: &str, csv: &str) -> Answer {
    let path = format!("/routing/v1/{what}/imports");
    world.post_raw(&path, "text/csv", csv.as_bytes().to_vec(), &[]).await
}

pub(crate) fn complaint(n: u128) -> ComplaintId {
    ComplaintId::from_uuid(Uuid::from_u128(n))
}

/// Lets an event's producer say it.
pub(crate) async fn say<E: Event>(world: &World, about: ComplaintId, event: &E) {
    let mut change = world.store(E::PRODUCER).change().await.unwrap();
    let scope = Scope::Unit("ho.b1.o1".parse().unwrap());
    change.say(event, about.uuid(), &scope, Said::default()).unwrap();
    change.commit().await.unwrap();
}

pub(crate) fn now(world: &World) -> Timestamp {
    world.clock.clock().now()
}

/// A registration of service attitude about the outlet, changed as the test wants.
pub(crate) fn registered(world: &World, n: u128, change: impl FnOnce(&mut RegisteredV1)) -> RegisteredV1 {
    let mut event = RegisteredV1 {
        complaint: complaint(n),
        unit: "ho.b1.o1".parse().unwrap(),
        registered_by_unit: "ho.b2".parse().unwrap(),
        staff_concerned: Vec::new(),
        received: now(world),
        registered: now(world),
        ..RegisteredV1::example()
    };
    change(&mut event);
    event
}

/// Registers, and waits until routing has heard it.
pub(crate) async fn register(world: &World, n: u128, change: impl FnOnce(&mut RegisteredV1)) {
    let event = registered(world, n, change);
    say(world, complaint(n), &event).await;
    world.quiet().await;
}

pub(crate) async fn orders(world: &World, n: u128) -> Vec<OrderView> {
    world
        .get(&format!("/routing/v1/complaints/{}/orders", complaint(n)))
        .await
        .read()
}

pub(crate) async fn clocks(world: &World, n: u128) -> Vec<ClockView> {
    world
        .get(&format!("/routing/v1/complaints/{}/clocks", complaint(n)))
        .await
        .read()
}

/// Kind and stage of each clock.
pub(crate) async fn stages(world: &World, n: u128) -> Vec<(String, String)> {
    clocks(world, n)
        .await
        .into_iter()
        .map(|clock| (clock.kind, clock.stage))
        .collect()
}

pub(crate) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}
