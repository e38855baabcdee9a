//! An organisation in a world: its services, its units, its staff, and the steps of the walk. A bank, where a test names no other.

use std::pin::Pin;

use huiyin_chassis::{Service, settings};
use huiyin_contracts::views::intake::Registered;
use huiyin_contracts::views::investigation::CaseView;
use huiyin_store::Store;
use huiyin_testkit::{Add, Answer, Databases, World, WorldParts};
use serde_json::{Value, json};

/// Monday, 23 November 2026, 09:00 in Shanghai: a working day like any other.
pub(crate) const MONDAY: &str = "2026-11-23T01:00:00Z";

const UNITS: &str = "node_id,parent_id,level,name,duties,contact_1,contact_2,responsible
HO,,head_office,Head office,supervision_desk service_management,h1,h2,h3
B01,HO,branch,East branch,service_management,e1,e2,e3
O0123,B01,outlet,Renmin Road,,o1,o2,o3
";
const STAFF: &str = "code,unit,duties,leader,reports_to,email,language
h1,ho,supervision_desk,false,h3,h1@bank.invalid,en
h3,ho,,true,,h3@bank.invalid,zh
e1,b01,service_management,false,e3,e1@bank.invalid,zh
e2,b01,,false,e3,e2@bank.invalid,zh
e3,b01,,true,h3,e3@bank.invalid,zh
o1,o0123,,false,o3,o1@bank.invalid,zh
o2,o0123,,false,o3,o2@bank.invalid,zh
o3,o0123,,true,e3,o3@bank.invalid,zh
";

fn config<S: Service>(over: &str) -> S::Config {
    settings::read(&[S::DEFAULTS.to_owned(), over.to_owned()], &[], Vec::new()).unwrap()
}

/// The services of an organisation that runs by this pack.
pub(crate) async fn services(parts: &mut WorldParts<'_>, pack: &str) -> Vec<Store> {
    let path = |name: &str| parts.folder.join(name).display().to_string();
    let receipts = format!(
        "[opinion_books]\npack = '{pack}'\n[receipts]\nkey_file = '{}'\ncreate_key = true\n[matching]\nkey_file = '{}'\n[sealing]\nkey_file = '{}'\n[attachments]\nfolder = '{}'\n",
        path("receipt.key"),
        path("matching.key"),
        path("sealing.keys"),
        path("attachments")
    );
    let cases = format!(
        "pack = '{pack}'\n[sealing]\nkey_file = '{}'\n[evidence]\nfolder = '{}'\n",
        path("sealing.keys"),
        path("evidence")
    );
    let rules = format!("pack = '{pack}'\n");
    let sealing = format!("[sealing]\nkey_file = '{}'\n", path("sealing.keys"));
    let letters = format!("[mail]\nfolder = '{}'\n", path("letters"));
    let base = format!("http://{}", parts.address);
    let mut stores = Vec::new();
    macro_rules! service {
        ($service:ty, $config:expr) => {{
            let database = parts.database(<$service>::NAME).await;
            stores.push(parts.assembly.add::<$service>($config, &database).await.unwrap());
        }};
    }
    service!(huiyin_intake::Intake, config::<huiyin_intake::Intake>(&receipts));
    service!(huiyin_routing::Routing, config::<huiyin_routing::Routing>(&rules));
    service!(
        huiyin_investigation::Investigation,
        config::<huiyin_investigation::Investigation>(&cases)
    );
    service!(
        huiyin_notification::Notification,
        config::<huiyin_notification::Notification>(&letters)
    );
    service!(huiyin_audit::Audit, config::<huiyin_audit::Audit>(""));
    service!(huiyin_desk::Desk, config::<huiyin_desk::Desk>(&sealing).at(&base));
    stores
}

fn rural_bank<'a>(parts: &'a mut WorldParts<'_>) -> Pin<Box<dyn Future<Output = Vec<Store>> + 'a>> {
    Box::pin(services(parts, "rural-bank"))
}

/// A bank with a head office, a branch and an outlet, at this instant.
pub(crate) async fn bank(databases: Databases, at: &str) -> World {
    organisation(databases, at, rural_bank, [UNITS, STAFF]).await
}

/// An organisation with these units and this staff.
pub(crate) async fn organisation(databases: Databases, at: &str, add: Add, [units, staff]: [&str; 2]) -> World {
    let world = World::start(databases, at.parse().unwrap(), add).await;
    let csv = |path, text: &str| world.post_raw(path, "text/csv", text.as_bytes().to_vec(), &[]);
    let units = csv("/routing/v1/directory/imports", units).await;
    assert_eq!(units.status, 200, "{units:?}");
    let staff = csv("/routing/v1/staff/imports", staff).await;
    assert_eq!(staff.status, 200, "{staff:?}");
    world.quiet().await;
    world
}

/// A complaint about the outlet, as a clerk writes it down.
pub(crate) fn complaint() -> Value {
    json!({
        "channel": "help_line",
        "unit": "o0123",
        "class": "service_attitude",
        "product": "savings",
        "complainant": { "name": "Canary Name", "email": "canary@mail.invalid", "phone": "13900000000" },
        "language": "en",
        "narrative": "Canary narrative: I waited two hours."
    })
}

pub(crate) async fn register(world: &World, body: &Value) -> Registered {
    let answer = world.post("/intake/v1/complaints", body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.read()
}

/// The unit's case, once everything is heard: an order may open it before the registration says whom it concerns, and until
/// then nobody of the unit sees it.
pub(crate) async fn case(world: &World, registered: &Registered) -> CaseView {
    world.quiet().await;
    let path = format!("/investigation/v1/complaints/{}/case", registered.id);
    let answer = world.get(&path).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.read()
}

/// One step of the case, by a member of staff.
pub(crate) async fn step(world: &World, case: &CaseView, staff: &str, act: &str, body: Value) -> Answer {
    let path = format!("/investigation/v1/cases/{}/{act}", case.line.id);
    world.post_by(staff, case.line.unit.as_str(), &path, &body).await
}

/// A step that must succeed.
pub(crate) async fn done(world: &World, case: &CaseView, staff: &str, act: &str, body: Value) {
    let answer = step(world, case, staff, act, body).await;
    assert!((200..300).contains(&answer.status), "{act}: {answer:?}");
}

pub(crate) fn statement(world: &World) -> Value {
    json!({ "given_by": "complainant", "words": "Canary statement.", "taken": world.clock.clock().now() })
}

pub(crate) fn finding() -> Value {
    json!({ "finding": "upheld", "root_cause": "service_attitude", "facts": "Canary facts." })
}

/// The kinds of a complaint's events in the record, in its order.
pub(crate) async fn recorded(world: &World, registered: &Registered) -> Vec<String> {
    world.quiet().await;
    let answer = world
        .get(&format!("/audit/v1/complaints/{}/timeline", registered.id))
        .await;
    let entries = answer.body["entries"].as_array().cloned().unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| entry["kind"].as_str().map(str::to_owned))
        .collect()
}

/// The complaint as the register has it.
pub(crate) async fn standing(world: &World, registered: &Registered) -> Value {
    world
        .get(&format!("/intake/v1/complaints/{}", registered.id))
        .await
        .body
}
