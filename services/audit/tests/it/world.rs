//! Audit, and services that say what a test lets them say.

use std::pin::Pin;

use huiyin_audit::{Audit, Config};
use huiyin_chassis::{Built, Hears, Outcome, Parts, Service};
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_contracts::{Event, Scope};
use huiyin_kernel::ComplaintId;
use huiyin_store::{Said, Store};
use huiyin_testkit::{Databases, World, WorldParts};
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
stand_in!(Routing, "routing");
stand_in!(Investigation, "investigation");

fn add<'a>(parts: &'a mut WorldParts<'_>) -> Pin<Box<dyn Future<Output = Vec<Store>> + 'a>> {
    Box::pin(async move {
        let config = Config {
            time_zone: "Asia/Shanghai".to_owned(),
        };
        let mut databases = Vec::new();
        for service in ["audit", "intake", "routing", "investigation"] {
            databases.push(parts.database(service).await);
        }
        vec![
            parts.assembly.add::<Audit>(config, &databases[0]).await.unwrap(),
            parts.assembly.add::<Intake>((), &databases[1]).await.unwrap(),
            parts.assembly.add::<Routing>((), &databases[2]).await.unwrap(),
            parts.assembly.add::<Investigation>((), &databases[3]).await.unwrap(),
        ]
    })
}

/// A world that stands at noon of a Monday.
pub(crate) async fn start(databases: Databases) -> World {
    World::start(databases, "2026-11-23T04:00:00Z".parse().unwrap(), add).await
}

pub(crate) fn complaint(n: u128) -> ComplaintId {
    ComplaintId::from_uuid(Uuid::from_u128(n))
}

/// Lets an event's producer say it.
pub(crate) async fn say<E: Event>(world: &World, about: ComplaintId, event: &E) {
    let mut change = world.store(E::PRODUCER).change().await.unwrap();
    let scope = Scope::Unit("ho.b01".parse().unwrap());
    change.say(event, about.uuid(), &scope, Said::default()).unwrap();
    change.commit().await.unwrap();
}

/// A registration, changed as the test wants.
pub(crate) async fn register(world: &World, n: u128, change: impl FnOnce(&mut RegisteredV1)) {
    let mut event = RegisteredV1 {
        complaint: complaint(n),
        ..RegisteredV1::example()
    };
    event.staff_concerned = Vec::new();
    change(&mut event);
    say(world, complaint(n), &event).await;
}

/// An assignment, changed as the test wants.
pub(crate) async fn assign(world: &World, n: u128, change: impl FnOnce(&mut AssignedV1)) {
    let mut event = AssignedV1 {
        complaint: complaint(n),
        ..AssignedV1::example()
    };
    change(&mut event);
    say(world, complaint(n), &event).await;
}

/// Asks as a member of staff.
pub(crate) async fn get_as(world: &World, headers: &[(&str, &str)], path: &str) -> (u16, serde_json::Value) {
    let request = world.signed(reqwest::Client::new().get(world.url(path)), path, headers);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}
