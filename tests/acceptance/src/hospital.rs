//! R5.1, R5.7, R5.10 on the hospital's own pack: a dispute about harm ends by mediation with redress, and its evidence cannot be lost.

use std::pin::Pin;

use huiyin_contracts::views::intake::Registered;
use huiyin_contracts::views::investigation::CaseView;
use huiyin_store::Store;
use huiyin_testkit::{Answer, Databases, World, WorldParts, eventually};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::bank::{MONDAY, case, done, organisation, recorded, register, services, standing, statement, step};

const UNITS: &str = "node_id,parent_id,level,name,duties,contact_1,contact_2,responsible
HOS,,hospital,City hospital,hospital_leaders,l1,l2,l3
PR,HOS,department,Patient relations,patient_relations,p1,p2,p2
MA,HOS,department,Medical affairs,medical_affairs,m1,m2,m3
LG,HOS,department,Legal,legal,g1,g1,g1
NU,HOS,department,Nursing,nursing,n1,n1,n1
SUR,HOS,department,Surgery,,s1,s2,s2
W3,SUR,ward,Ward 3,,w1,w2,w2
";
const STAFF: &str = "code,unit,duties,leader,reports_to,email,language
l1,hos,,false,l3,l1@hospital.invalid,zh
l3,hos,,true,,l3@hospital.invalid,zh
p1,pr,,false,p2,p1@hospital.invalid,zh
p2,pr,,true,l3,p2@hospital.invalid,zh
m1,ma,,false,m3,m1@hospital.invalid,zh
m2,ma,,false,m3,m2@hospital.invalid,zh
m3,ma,,true,l3,m3@hospital.invalid,zh
g1,lg,,true,l3,g1@hospital.invalid,zh
n1,nu,,true,l3,n1@hospital.invalid,zh
s2,sur,,true,l3,s2@hospital.invalid,zh
w1,w3,,false,w2,w1@hospital.invalid,zh
w2,w3,,true,s2,w2@hospital.invalid,zh
";

/// Three pages of a ward's record, and all four: what they are and the SHA-256 of each, as another program reckons it.
const CUT: (&str, &str) = (
    "ward record, pages 1 to 3",
    "a4413b4a54b1bdc784683e86c64d43725c4ed4ccaf6a9324be0d558c05b37d74",
);
const WHOLE: (&str, &str) = (
    "ward record, pages 1 to 4",
    "a0432a49b5ee7a9a47375a87a8fd2d4d7cea8c79f00993f59bd177f3c125989c",
);

fn hospital<'a>(parts: &'a mut WorldParts<'_>) -> Pin<Box<dyn Future<Output = Vec<Store>> + 'a>> {
    Box::pin(services(parts, "hospital"))
}

/// A dispute about harm on a ward, as the office writes it down.
async fn dispute(world: &World) -> (Registered, CaseView) {
    let told = json!({
        "channel": "visit", "unit": "w3", "class": "harm", "product": "surgery", "staff_concerned": ["w1"], "language": "zh",
        "complainant": { "name": "Canary Name", "phone": "13900000000" }, "narrative": "Canary narrative: the wrong dose."
    });
    let registered = register(world, &told).await;
    let held = case(world, &registered).await;
    assert_eq!(
        held.line.unit.as_str(),
        "hos.ma",
        "medical affairs leads, not the ward: {held:?}"
    );
    assert_eq!(held.line.severity.as_deref(), Some("major"));
    (registered, held)
}

async fn from(world: &World, unit: &str, staff: &str, case: &CaseView, act: &str, body: Value) -> Answer {
    let path = format!("/investigation/v1/cases/{}/{act}", case.line.id);
    world.post_by(staff, unit, &path, &body).await
}

fn place(case: &CaseView) -> String {
    format!("/investigation/v1/cases/{}/evidence", case.line.id)
}

async fn adds(world: &World, case: &CaseView, content: &str, more: &str, reason: &[(&str, &str)]) -> Answer {
    let path = format!("{}?kind=record&given_by=unit{more}", place(case));
    let key = world.store("audit").ids().uuid().to_string();
    let mut headers = vec![
        ("huiyin-staff", "m1"),
        ("huiyin-unit", "hos.ma"),
        ("idempotency-key", &key),
    ];
    headers.extend(reason);
    world.post_raw(&path, "text/plain", content.into(), &headers).await
}

async fn listed(world: &World, case: &CaseView) -> Value {
    world.get(&place(case)).await.body
}

/// Sends the head of an upload and a third of what it announces, and hangs up.
async fn hangs_up(world: &World, case: &CaseView) {
    let path = format!("{}?kind=recording&given_by=complainant", place(case));
    let url = world.url(&path);
    let address = url.strip_prefix("http://").unwrap().split('/').next().unwrap();
    let token = world.token(&path, &[("huiyin-staff", "m1"), ("huiyin-unit", "hos.ma")]);
    let mut line = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nidempotency-key: cut\r\ncontent-length: 300000\r\n\r\n"
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&[b'x'; 100_000]).await.unwrap();
    line.flush().await.unwrap();
    eventually("what comes is written down while it comes", async || {
        let drafts = world.folder().join("evidence/incoming");
        let count = std::fs::read_dir(drafts).map_or(0, Iterator::count);
        if count == 1 { Ok(()) } else { Err(count.to_string()) }
    })
    .await;
    drop(line);
    eventually("nothing of it stays", async || {
        let drafts = world.folder().join("evidence/incoming");
        let count = std::fs::read_dir(drafts).map_or(0, Iterator::count);
        if count == 0 { Ok(()) } else { Err(count.to_string()) }
    })
    .await;
}

/// Collects the ward's record: first cut, then whole. Nothing takes it away again.
async fn collects_evidence(world: &World, held: &CaseView) {
    assert_eq!(adds(world, held, CUT.0, "", &[]).await.status, 200);
    let first = listed(world, held).await[0]["id"].as_str().unwrap().to_owned();
    let instead = format!("&supersedes={first}");
    let bare = adds(world, held, WHOLE.0, &instead, &[]).await;
    assert_eq!(
        (bare.status, bare.sentence()),
        (422, "evidence is superseded with a reason")
    );
    let why = [("huiyin-reason", "page%204%20was%20missing")];
    assert_eq!(adds(world, held, WHOLE.0, &instead, &why).await.status, 200);
    hangs_up(world, held).await;
    for path in [
        place(held),
        format!("{}/{first}", place(held)),
        format!("{}/{first}/content", place(held)),
    ] {
        let deleted = world.delete(&path).await;
        assert!([404, 405].contains(&deleted.status), "{path}: {deleted:?}");
    }
    is_all_there(world, held).await;
}

/// Both pieces are listed and hold what they held; each line of the custody bears the hash of its content.
async fn is_all_there(world: &World, held: &CaseView) {
    let list = listed(world, held).await;
    let pieces = list.as_array().unwrap();
    assert_eq!(pieces.len(), 2, "{list}");
    for (piece, (content, sha256)) in pieces.iter().zip([CUT, WHOLE]) {
        assert_eq!(piece["sha256"], sha256);
        let custody = piece["custody"].as_array().unwrap();
        assert_eq!(
            (&custody[0]["what"], &custody[0]["by"]["code"], &custody[0]["note"]),
            (&json!("received"), &json!("m1"), &json!("unit"))
        );
        assert!(custody.iter().all(|line| line["sha256"] == sha256), "{custody:?}");
        let path = format!(
            "{}/{}/content?purpose=comparison",
            place(held),
            piece["id"].as_str().unwrap()
        );
        assert_eq!(world.text(&path).await, content);
    }
    assert_eq!(pieces[0]["superseded_by"], pieces[1]["id"]);
    let superseded = |line: &&Value| line["what"] == "superseded";
    assert_eq!(
        pieces[0]["custody"]
            .as_array()
            .unwrap()
            .iter()
            .filter(superseded)
            .count(),
        1
    );
}

/// 8 000 yuan are more than a department gives: patient relations approves, and nobody of medical affairs.
async fn owes_8000_yuan(world: &World, held: &CaseView) {
    let money =
        json!({ "kind": "money", "amount": { "minor": 800_000, "currency": "CNY" }, "what": "Canary: by agreement." });
    let proposed = step(world, held, "m1", "redress", money).await;
    assert_eq!(
        (
            &proposed.body["redress"][0]["approver"],
            &proposed.body["redress"][0]["state"]
        ),
        (&json!("patient_relations"), &json!("proposed")),
        "{proposed:?}"
    );
    let redress = format!("redress/{}", proposed.body["redress"][0]["id"].as_str().unwrap());
    let decision = format!("{redress}/decision");
    let yes = json!({ "approved": true });
    let own = from(world, "hos.pr", "m1", held, &decision, yes.clone()).await;
    assert_eq!(
        own.status, 404,
        "P16: a duty opens to nobody what they proposed themself: {own:?}"
    );
    let inside = step(world, held, "m2", &decision, yes.clone()).await;
    assert_eq!(
        (inside.status, inside.sentence()),
        (
            403,
            "this redress is approved by whom the policy names: a level above, or a duty"
        )
    );
    let end = json!({ "way": "mediation", "agreement": "Canary agreement no. 7." });
    let early = step(world, held, "m2", "end_outside", end.clone()).await;
    assert_eq!(
        (early.status, early.sentence()),
        (409, "redress waits for approval: the case ends after it")
    );
    let approved = from(world, "hos.pr", "p1", held, &decision, yes).await;
    assert_eq!(approved.status, 200, "{approved:?}");
    let owed = step(world, held, "m2", "end_outside", end).await;
    assert_eq!(
        (owed.status, owed.sentence()),
        (409, "redress is owed: the case ends after it is delivered")
    );
    let proof = json!({ "proof": "Canary transfer 4711." });
    done(world, held, "m1", &format!("{redress}/delivery"), proof).await;
}

/// What is found only in part is looked at by the level above before it ends anywhere (R5.10).
async fn is_reviewed(world: &World, held: &CaseView) {
    let looks = json!({ "reasons": "Canary: read the record." });
    let inside = step(world, held, "m3", "review", looks.clone()).await;
    assert_eq!(inside.status, 403, "{inside:?}");
    let reviewed = from(world, "hos", "l1", held, "review", looks).await;
    assert_eq!(reviewed.status, 200, "{reviewed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_7_a_hospital_dispute_ends_by_mediation_with_8000_yuan_and_evidence_that_cannot_be_lost() {
    for databases in Databases::both() {
        let mut world = organisation(databases, MONDAY, hospital, [UNITS, STAFF]).await;
        let (registered, held) = dispute(&world).await;
        done(&world, &held, "m1", "accept", json!({})).await;
        done(&world, &held, "m1", "statements", statement(&world)).await;
        collects_evidence(&world, &held).await;
        let found = json!({ "finding": "partly_upheld", "root_cause": "duty_of_care", "facts": "Canary facts.", "responsible": ["w1"] });
        done(&world, &held, "m1", "finding", found).await;
        is_reviewed(&world, &held).await;
        owes_8000_yuan(&world, &held).await;
        world.crash_and_restart().await;
        is_all_there(&world, &held).await;
        let end = json!({ "way": "mediation", "agreement": "Canary agreement no. 7." });
        done(&world, &held, "m2", "end_outside", end).await;
        let late = adds(&world, &held, "a page that came late", "", &[]).await;
        assert_eq!(
            (late.status, late.sentence()),
            (409, "the case is closed, so no evidence is added")
        );
        done(&world, &held, "m2", "archive", json!({})).await;
        ended(&world, &registered, &held).await;
        is_all_there(&world, &held).await;
        world.end().await;
    }
}

/// The orders of legal, for the harm, and of nursing, for the ward, which nobody asked by hand.
async fn legal_and_nursing_are_asked(world: &World, registered: &Registered) -> Vec<Value> {
    let of = async |what: &str| {
        let path = format!("/routing/v1/complaints/{}/{what}", registered.id);
        world.get(&path).await.body.as_array().cloned().unwrap()
    };
    let orders = of("orders").await;
    let asked = orders.into_iter().filter(|order| order["kind"] == "co_handling");
    let asked: Vec<Value> = asked.collect();
    let leads: Vec<_> = asked.iter().map(|order| order["lead"].as_str().unwrap()).collect();
    assert_eq!(leads, ["hos.lg", "hos.nu"]);
    for order in &asked {
        assert_eq!((&order["from"], &order["required"]), (&json!("hos.ma"), &json!(true)));
    }
    let clocks = of("clocks").await;
    let clock = clocks.iter().find(|clock| clock["order"] == asked[0]["id"]).unwrap();
    assert_eq!(
        (&clock["kind"], &clock["stage"], &clock["rule"]),
        (&json!("supply"), &json!("running"), &json!("R4.8")),
        "a limit of its own, by a rule"
    );
    assert!(
        clock["policy_version"].as_str().unwrap().starts_with("hospital@"),
        "{clock}"
    );
    asked
}

#[tokio::test(flavor = "multi_thread")]
async fn r4_8_r5_4_legal_handles_a_dispute_about_harm_with_the_lead_and_approves_its_answer() {
    let world = organisation(Databases::Sqlite, MONDAY, hospital, [UNITS, STAFF]).await;
    let (registered, held) = dispute(&world).await;
    let asked = legal_and_nursing_are_asked(&world, &registered).await;
    done(&world, &held, "m1", "accept", json!({})).await;
    done(&world, &held, "m1", "statements", statement(&world)).await;
    let found = json!({ "finding": "upheld", "root_cause": "duty_of_care", "facts": "Canary facts." });
    done(&world, &held, "m1", "finding", found).await;
    let letter = json!({ "channel": "letter", "words": "Canary: we apologise.", "apology": true });
    let early = step(&world, &held, "m1", "reply", letter.clone()).await;
    assert_eq!(
        (early.status, early.sentence()),
        (
            409,
            "a co-handler's opinion is awaited: wait for it, or go on without it by name and with a reason"
        )
    );
    for (order, (who, unit)) in asked.iter().zip([("g1", "hos.lg"), ("n1", "hos.nu")]) {
        let supply = format!("/routing/v1/orders/{}/supply", order["id"].as_str().unwrap());
        let opinion = json!({ "supplied": "Canary: the hospital is liable." });
        let supplied = world.post_by(who, unit, &supply, &opinion).await;
        assert_eq!(supplied.body["stage"], "done", "{supplied:?}");
    }
    world.quiet().await;
    let drafted = step(&world, &held, "m1", "reply", letter).await;
    assert_eq!(
        (
            &drafted.body["stage"],
            &drafted.body["awaits"],
            &drafted.body["awaits_besides"]
        ),
        (&json!("found"), &json!("parent"), &json!(["legal"])),
        "the leaders by its letter, legal by the table: {drafted:?}"
    );
    let yes = json!({ "approved": true });
    let own = from(&world, "hos.lg", "m1", &held, "reply/decision", yes.clone()).await;
    assert_eq!(own.status, 404, "P16: a duty opens to nobody what they wrote: {own:?}");
    let legal = from(&world, "hos.lg", "g1", &held, "reply/decision", yes.clone()).await;
    assert_eq!(
        (&legal.body["stage"], &legal.body["awaits"]),
        (&json!("found"), &json!("parent")),
        "{legal:?}"
    );
    let sent = from(&world, "hos", "l1", &held, "reply/decision", yes).await;
    assert_eq!(sent.body["stage"], "replied", "{sent:?}");
    let kinds = recorded(&world, &registered).await;
    let told: Vec<_> = kinds.iter().filter(|kind| kind.starts_with("complaint.repl")).collect();
    assert_eq!(
        told,
        [
            "complaint.reply_drafted.v1",
            "complaint.reply_approved.v1",
            "complaint.replied.v1"
        ]
    );
    world.end().await;
}

/// The register, the form, the record and the figures say what became of it.
async fn ended(world: &World, registered: &Registered, held: &CaseView) {
    let kinds = recorded(world, registered).await;
    for (kind, times) in [
        ("evidence_added", 2),
        ("reviewed", 1),
        ("redress_decided", 1),
        ("redress_delivered", 1),
        ("replied", 0),
    ] {
        let told = kinds
            .iter()
            .filter(|found| **found == format!("complaint.{kind}.v1"))
            .count();
        assert_eq!(told, times, "{kind} in {kinds:?}");
    }
    assert_eq!(standing(world, registered).await["stage"], "archived");
    let view = case(world, registered).await;
    assert_eq!(
        (
            view.ending.as_deref(),
            view.kept_until.map(|day| day.to_string()).as_deref()
        ),
        (Some("mediation"), Some("2041-11-23")),
        "15 years"
    );
    let path = format!("/investigation/v1/cases/{}/form?purpose=file", held.line.id);
    let form: Value = serde_json::from_str(&world.text(&path).await).unwrap();
    assert_eq!(
        form["redress"][0]["amount"],
        json!({ "minor": 800_000, "currency": "CNY" })
    );
    assert_eq!(form["evidence"][0]["sha256"], CUT.1);
    let figures = world.get("/audit/v1/figures?by=ending,cause_one,root_cause").await;
    assert_eq!(
        figures.body["rows"][0]["key"],
        json!(["mediation", "care", "duty_of_care"]),
        "{figures:?}"
    );
}
