//! Notification, and stand-ins for intake (with complainants' contacts), routing (with units') and investigation.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};

use huiyin_chassis::{Built, Hears, Outcome, Parts, Service};
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_contracts::requests::{Answer, Contact, ContactRequest, StaffContact, UnitContacts, UnitContactsRequest};
use huiyin_contracts::views::notification::{Delivery, DeliveryState};
use huiyin_contracts::{Event, Scope};
use huiyin_kernel::{ComplaintId, ComplaintNumber, UnitCode};
use huiyin_notification::{Config, Mail, Notification, Retry, Smtp, Tls, Way};
use huiyin_store::{Said, Store};
use huiyin_testkit::{Databases, World, WorldParts, eventually};
use sea_orm_migration::MigrationTrait;
use uuid::Uuid;

tokio::task_local! {
    /// Where the world's mail server is; mail goes into a folder where there is none.
    static SERVER: Option<SocketAddr>;
}

/// Whether an heir of the one who complained for the 6th time showed their authority.
pub(crate) static HEIR: AtomicBool = AtomicBool::new(false);

/// Who complained: 1 writes Chinese, 2 English, 3 has no address, 4 one that does not exist, 5 one that is busy, 6 none until there is an
/// heir; others as 1.
fn contact(question: &ContactRequest) -> Contact {
    let n = question.complaint.uuid().as_u128();
    let (name, email, language) = match n {
        2 => (Some("Ann Lee"), Some("ann@mail.example".to_owned()), "en"),
        3 => (Some("李四"), None, "zh"),
        4 => (None, Some("gone@mail.example".to_owned()), "zh"),
        6 if !HEIR.load(Ordering::SeqCst) => (None, None, "zh"),
        5 => (None, Some("busy@mail.example".to_owned()), "zh"),
        _ => (Some("张三"), Some(format!("zhang{n}@mail.example")), "zh"),
    };
    Contact {
        name: name.map(ToOwned::to_owned),
        email,
        phone: Some("13800000000".to_owned()),
        language: language.to_owned(),
        number: String::new(),
    }
}

fn unit_contacts(question: &UnitContactsRequest) -> Answer<UnitContacts> {
    let person = |code: &str, email: Option<&str>, language: &str| StaffContact {
        code: code.to_owned(),
        email: email.map(ToOwned::to_owned),
        language: language.to_owned(),
    };
    match question.unit.as_str() {
        "ho.b01" => {
            let mut people = vec![
                person("s1", None, "zh"),
                person("s2", Some("s2@bank.example"), "zh"),
                person("s3", Some("s3@bank.example"), "en"),
            ];
            // s2 has another post in the outlet.
            let kept_out = question
                .not_of
                .as_ref()
                .is_some_and(|unit| unit.as_str() == "ho.b01.o0123");
            people.retain(|person| !(kept_out && person.code == "s2"));
            Answer::Ok(UnitContacts {
                unit_name: "第一支行".to_owned(),
                people,
            })
        }
        "ho" => Answer::Ok(UnitContacts {
            unit_name: "Head office".to_owned(),
            people: vec![
                person("h1", Some("h1@bank.example"), "en"),
                person("h2", Some("h2@bank.example"), "zh"),
            ],
        }),
        "ho.empty" => Answer::Ok(UnitContacts {
            unit_name: "空".to_owned(),
            people: vec![],
        }),
        _ => Answer::NotFound,
    }
}

macro_rules! stand_in {
    ($name:ident, $service:literal, $($request:literal => $answer:expr)?) => {
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
                Ok(Built::new().hears(deaf)$(.answers($request, $answer))?)
            }
        }
    };
}
stand_in!(Intake, "intake", "contact" => |question: ContactRequest| {
    Box::pin(async move { Ok(Answer::Ok(contact(&question))) })
});
stand_in!(Routing, "routing", "unit_contacts" => |question: UnitContactsRequest| {
    Box::pin(async move { Ok(unit_contacts(&question)) })
});
stand_in!(Investigation, "investigation",);

fn config(folder: PathBuf, server: Option<SocketAddr>) -> Config {
    Config {
        time_zone: "Asia/Shanghai".to_owned(),
        templates: PathBuf::new(),
        mail: Mail {
            way: if server.is_some() { Way::Smtp } else { Way::Folder },
            from: "回音 <huiyin@bank.example>".to_owned(),
            folder,
            at_once: 4,
        },
        smtp: Smtp {
            host: "127.0.0.1".to_owned(),
            port: server.map_or(0, |server| server.port()),
            tls: Tls::None,
            ca_file: PathBuf::new(),
            user: String::new(),
            password: "".into(),
            timeout_seconds: 5,
        },
        retry: Retry {
            attempts: 3,
            first_seconds: 30,
            longest_seconds: 3_600,
        },
    }
}

fn add<'a>(parts: &'a mut WorldParts<'_>) -> Pin<Box<dyn Future<Output = Vec<Store>> + 'a>> {
    Box::pin(async move {
        let server = SERVER.try_with(|server| *server).ok().flatten();
        let config = config(parts.folder.join("mail"), server);
        let mut databases = Vec::new();
        for service in ["notification", "intake", "routing", "investigation"] {
            databases.push(parts.database(service).await);
        }
        vec![
            parts.assembly.add::<Notification>(config, &databases[0]).await.unwrap(),
            parts.assembly.add::<Intake>((), &databases[1]).await.unwrap(),
            parts.assembly.add::<Routing>((), &databases[2]).await.unwrap(),
            parts.assembly.add::<Investigation>((), &databases[3]).await.unwrap(),
        ]
    })
}

/// A world at noon of a Monday in Shanghai, whose mail goes to this server or, without one, into a folder.
pub(crate) async fn start(databases: Databases, server: Option<SocketAddr>) -> World {
    let at = "2026-11-23T04:00:00Z".parse().unwrap();
    SERVER.scope(server, World::start(databases, at, add)).await
}

/// Crashes and starts again with the same mail server.
pub(crate) async fn crash_and_restart(world: &mut World, server: Option<SocketAddr>) {
    SERVER.scope(server, world.crash_and_restart()).await;
}

pub(crate) fn complaint(n: u128) -> ComplaintId {
    ComplaintId::from_uuid(Uuid::from_u128(n))
}

/// The number of the `n`-th complaint.
pub(crate) fn number(n: u32) -> ComplaintNumber {
    ComplaintNumber::new(&UnitCode::new("b01").unwrap(), jiff::civil::date(2026, 11, 23), 0, n).unwrap()
}

/// Lets an event's producer say it.
pub(crate) async fn say<E: Event>(world: &World, about: ComplaintId, event: &E) {
    let mut change = world.store(E::PRODUCER).change().await.unwrap();
    let scope = Scope::Unit("ho.b01".parse().unwrap());
    change.say(event, about.uuid(), &scope, Said::default()).unwrap();
    change.commit().await.unwrap();
}

/// A registration, changed as the test wants.
pub(crate) async fn register(world: &World, n: u32, change: impl FnOnce(&mut RegisteredV1)) {
    let mut event = RegisteredV1 {
        complaint: complaint(n.into()),
        number: number(n),
        staff_concerned: Vec::new(),
        registered: "2026-11-23T03:30:00Z".parse().unwrap(),
        ..RegisteredV1::example()
    };
    change(&mut event);
    say(world, event.complaint, &event).await;
}

/// An assignment to `ho.b01`, changed as the test wants.
pub(crate) async fn assign(world: &World, n: u128, change: impl FnOnce(&mut AssignedV1)) {
    let mut event = AssignedV1 {
        complaint: complaint(n),
        reply_due: Some("2026-11-25T09:00:00Z".parse().unwrap()),
        ..AssignedV1::example()
    };
    change(&mut event);
    say(world, complaint(n), &event).await;
}

/// The deliveries of a complaint, the newest first.
pub(crate) async fn deliveries(world: &World, n: u128) -> Vec<Delivery> {
    let answer = world
        .get(&format!("/notification/v1/deliveries?complaint={}", complaint(n)))
        .await;
    serde_json::from_value(answer.body["items"].clone()).unwrap()
}

/// Waits until a complaint's deliveries are so many, and each fits.
pub(crate) async fn settled(
    world: &World,
    n: u128,
    count: usize,
    fits: impl Fn(&DeliveryState) -> bool,
) -> Vec<Delivery> {
    eventually("the deliveries come to be as they should", async || {
        let found = deliveries(world, n).await;
        let done = found.len() == count && found.iter().all(|delivery| fits(&delivery.state));
        if done { Ok(found) } else { Err(format!("{found:?}")) }
    })
    .await
}

pub(crate) fn is_sent(state: &DeliveryState) -> bool {
    matches!(state, DeliveryState::Sent { .. })
}
