//! One service with a database of its own and a held clock.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use huiyin_access::Access;
use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::intake::{RegisteredV1, WithdrawnV1};
use huiyin_contracts::events::organisation::{UnitV1, UnitsChangedV1};
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_contracts::{Envelope, Event};
use huiyin_files::clamd::Clamd;
use huiyin_files::{self as files, BucketConfig, Files, Folder, Pace, Slots, StoreKind};
use huiyin_kernel::{Clock, ComplaintId, HeldClock, Ids, OrderId};
use huiyin_store::{Change, Store, StoreConfig};
use huiyin_testkit::S3;
use huiyin_web::Gate;
use jiff::SignedDuration;
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

use super::sealed;
use crate::app::{App, Keeping, Packs};
use crate::domain::add_evidence::Quota;
use crate::domain::sample;
use crate::{api, bus, store};

pub(super) struct Room {
    pub(super) app: App,
    pub(super) store: Store,
    pub(super) clock: HeldClock,
    pub(super) ids: Ids,
    router: Router,
    pub(super) folder: TempDir,
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
    pub(super) text: String,
    pub(super) headers: axum::http::HeaderMap,
}

impl Answer {
    pub(super) fn sentence(&self) -> &str {
        self.body["detail"].as_str().unwrap_or_default()
    }
}

#[expect(clippy::disallowed_methods, reason = "the test command names the server")]
fn postgres() -> Option<String> {
    std::env::var("HUIYIN_TEST_POSTGRES").ok()
}

impl Room {
    /// One on each database; on SQLite alone where the environment names no PostgreSQL server.
    pub(super) async fn both() -> Vec<Self> {
        let mut rooms = vec![Self::sqlite().await];
        match postgres() {
            Some(server) => rooms.push(Self::postgres(&server).await),
            None => println!("skipped: the PostgreSQL half, since HUIYIN_TEST_POSTGRES names no server"),
        }
        rooms
    }

    pub(super) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("investigation.db").display());
        Self::over(url, folder).await
    }

    async fn postgres(server: &str) -> Self {
        let name = format!("t{}", Ids::random(Clock::system()).uuid().simple());
        let admin = Database::connect(server).await.unwrap();
        admin
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        admin.close().await.unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        Self::over(format!("{base}/{name}"), tempfile::tempdir().unwrap()).await
    }

    async fn over(url: String, folder: TempDir) -> Self {
        Self::keeps(url, folder, None).await
    }

    /// On SQLite, with evidence in a bucket.
    pub(super) async fn over_bucket(s3: &S3) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("investigation.db").display());
        let bucket = BucketConfig {
            name: S3::BUCKET.to_owned(),
            prefix: "evidence".to_owned(),
            region: "us-east-1".to_owned(),
            endpoint: s3.endpoint(),
            key_id: S3::KEY_ID.to_owned(),
            key_secret: S3::KEY_SECRET.into(),
            patience_seconds: 2,
            ..BucketConfig::default()
        };
        let store = files::Store::open(StoreKind::S3, PathBuf::new(), &bucket).unwrap();
        Self::keeps(url, folder, Some(store)).await
    }

    async fn keeps(url: String, folder: TempDir, evidence: Option<files::Store>) -> Self {
        let clock = HeldClock::at(sample::at(0));
        let ids = Ids::random(clock.clock());
        let config = StoreConfig {
            url,
            connections: 8,
            migrate: true,
        };
        let store = Store::connect(&config, "investigation", clock.clock(), ids.clone())
            .await
            .unwrap();
        store.prepare(store::migrations, true).await.unwrap();
        let mut keeping = keeping(&folder, &ids, None);
        if let Some(evidence) = evidence {
            keeping.files = Files::new(evidence, ids.clone(), Clock::system());
        }
        let app = App::new(
            store.clone(),
            sealed::keys(&folder, &ids),
            SignedDuration::from_hours(7 * 24),
            Packs::new(sample::pack().clone()),
            keeping,
        );
        let gate = Gate::new(Arc::new(Access::built_in().unwrap()), clock.clock());
        let (routes, _) = api::routes(app.clone(), gate).split_for_parts();
        Self {
            app,
            store,
            clock,
            ids,
            router: huiyin_web::Callers::claimed().guard("investigation", huiyin_web::layers(routes)),
            folder,
        }
    }

    /// Hears an event in a change of its own, kept only where it is done.
    pub(super) async fn hears<E, F>(&self, event: E, handle: F) -> Outcome
    where
        E: Event,
        F: AsyncFn(&App, &mut Change, Heard<E>) -> Outcome,
    {
        let heard = self.heard(event);
        let mut change = self.store.change().await.unwrap();
        change.because_of(heard.envelope.id);
        let outcome = handle(&self.app, &mut change, heard).await;
        if outcome == Outcome::Done {
            change.commit().await.unwrap();
        }
        outcome
    }

    pub(super) fn heard<E: Event>(&self, event: E) -> Heard<E> {
        Heard {
            envelope: self.envelope(&event),
            event,
        }
    }

    fn envelope<E: Event>(&self, event: &E) -> Envelope {
        Envelope {
            id: self.ids.event(),
            kind: E::kind(),
            producer: E::PRODUCER.to_owned(),
            epoch: Uuid::nil(),
            sequence: 1,
            about: Uuid::nil(),
            version: 1,
            subject: String::new(),
            occurred: self.clock.clock().now(),
            recorded: self.clock.clock().now(),
            causation: None,
            policy_version: None,
            traceparent: None,
            body: serde_json::to_string(event).unwrap(),
        }
    }

    /// Head office and the branch, as routing says them: with their levels.
    pub(super) async fn knows_units(&self) {
        let unit = |path: &str, level: &str, name: &str| UnitV1 {
            path: path.parse().unwrap(),
            name: name.to_owned(),
            level: level.to_owned(),
            duties: vec![],
            ..UnitsChangedV1::example().units[0].clone()
        };
        let units = vec![
            unit("ho", "head_office", "Head office"),
            unit("ho.b01", "branch", "East branch"),
            unit("ho.b02", "branch", "West branch"),
        ];
        let event = UnitsChangedV1 { units, closed: vec![] };
        assert_eq!(self.hears(event, bus::units::hear).await, Outcome::Done);
    }

    pub(super) async fn registered(&self, event: RegisteredV1) -> Outcome {
        self.hears(event, bus::registered::hear).await
    }

    pub(super) async fn assigned(&self, event: AssignedV1) -> Outcome {
        self.hears(event, bus::assigned::hear).await
    }

    pub(super) async fn withdrawn(&self, complaint: ComplaintId) -> Outcome {
        let event = WithdrawnV1 {
            complaint,
            ..WithdrawnV1::example()
        };
        self.hears(event, bus::ended::withdrawn).await
    }

    /// The case's address of a complaint about the teller of an outlet, led by its branch.
    pub(super) async fn opens(&self, n: u128) -> String {
        assert_eq!(self.registered(registered(n)).await, Outcome::Done);
        assert_eq!(self.assigned(assigned(n, 1, "ho.b01")).await, Outcome::Done);
        let case = self.get(&format!("/complaints/{}/case", complaint(n)), None).await;
        format!("/cases/{}", case.body["id"].as_str().unwrap())
    }

    /// The same, with the reply given by `handler`.
    pub(super) async fn replies(&self, n: u128) -> String {
        let case = self.opens(n).await;
        for (what, body) in up_to_the_reply() {
            let answer = self.post(&format!("{case}/{what}"), "handler", body).await;
            assert_eq!(answer.status, 200, "{what}: {}", answer.text);
        }
        case
    }

    /// A case of a complaint with this finding, made by `handler`.
    pub(super) async fn finds(&self, n: u128, finding: Value) -> String {
        self.knows_units().await;
        let case = self.opens(n).await;
        for (what, body) in [("accept", json!({})), ("statements", statement()), ("finding", finding)] {
            self.does(&format!("{case}/{what}"), "handler", body).await;
        }
        case
    }

    /// A step that must succeed.
    pub(super) async fn does(&self, path: &str, staff: &str, body: Value) -> Answer {
        let answer = self.post(path, staff, body).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer
    }

    pub(super) async fn get(&self, path: &str, staff: Option<(&str, &str)>) -> Answer {
        let mut request = Request::get(path);
        // The operator sees no content (R8.1): where it is asked for, head office asks.
        let staff = staff.or(path.contains("purpose=").then_some(("reader", "ho")));
        if let Some((code, unit)) = staff {
            request = request.header("huiyin-staff", code).header("huiyin-unit", unit);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Posts as a member of head office's staff, with a key of its own.
    pub(super) async fn post(&self, path: &str, staff: &str, body: Value) -> Answer {
        let key = self.ids.uuid().to_string();
        self.post_with(path, staff, body, &[("idempotency-key", &key)]).await
    }

    /// Posts as a member of this unit's staff.
    pub(super) async fn post_from(&self, unit: &str, path: &str, staff: &str, body: Value) -> Answer {
        let key = self.ids.uuid().to_string();
        let request = Request::post(path).header("content-type", "application/json");
        let request = request.header("huiyin-staff", staff).header("huiyin-unit", unit);
        self.send(
            request
                .header("idempotency-key", key)
                .body(Body::from(body.to_string()))
                .unwrap(),
        )
        .await
    }

    /// Posts as somebody of a unit who holds these duties.
    pub(super) async fn post_by(&self, (unit, duties): (&str, &str), path: &str, staff: &str, body: Value) -> Answer {
        let key = self.ids.uuid().to_string();
        let request = Request::post(path).header("content-type", "application/json");
        let request = request.header("huiyin-staff", staff).header("huiyin-unit", unit);
        let request = request.header("huiyin-duties", duties).header("idempotency-key", key);
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub(super) async fn post_with(&self, path: &str, staff: &str, body: Value, headers: &[(&str, &str)]) -> Answer {
        let start = Request::post(path).header("content-type", "application/json");
        let start = start.header("huiyin-staff", staff).header("huiyin-unit", "ho");
        let request = headers
            .iter()
            .fold(start, |request, (name, value)| request.header(*name, *value));
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// The status of a request without a body.
    pub(super) async fn send_as(&self, method: &str, path: &str) -> u16 {
        self.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap())
            .await
            .status
    }

    /// Sends a file as a member of a unit's staff.
    pub(super) async fn upload(
        &self,
        path: &str,
        (unit, staff): (&str, &str),
        body: Body,
        headers: &[(&str, &str)],
    ) -> Answer {
        let start = Request::post(path)
            .header("huiyin-staff", staff)
            .header("huiyin-unit", unit);
        let key = self.ids.uuid().to_string();
        let given = headers.iter().any(|(name, _)| *name == "idempotency-key");
        let start = if given {
            start
        } else {
            start.header("idempotency-key", key)
        };
        let request = headers
            .iter()
            .fold(start, |request, (name, value)| request.header(*name, *value));
        self.send(request.body(body).unwrap()).await
    }

    /// The same room with a scanner.
    pub(super) fn with_scanner(&self, scanner: Clamd) -> App {
        let packs = Packs::new(sample::pack().clone());
        let keeping = keeping(&self.folder, &self.ids, Some(scanner));
        App::new(
            self.store.clone(),
            sealed::keys(&self.folder, &self.ids),
            SignedDuration::from_hours(7 * 24),
            packs,
            keeping,
        )
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Answer {
            status,
            headers,
            body: serde_json::from_str(&text).unwrap_or_default(),
            text,
        }
    }

    /// What was said of a complaint, in its order: the event's name and its payload.
    pub(super) async fn said(&self, n: u128) -> Vec<(String, Value)> {
        self.said_about(complaint(n).uuid()).await
    }

    /// What was said about a complaint or a paper, in its order.
    pub(super) async fn said_about(&self, about: Uuid) -> Vec<(String, Value)> {
        let query = Statement::from_sql_and_values(
            self.store.backend(),
            "SELECT kind, body FROM outbox WHERE about = $1 ORDER BY version",
            [about.into()],
        );
        let rows = self.store.read().query_all_raw(query).await.unwrap();
        rows.iter()
            .map(|row| {
                let (kind, body): (String, String) =
                    (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
                let name = kind.trim_start_matches("complaint.").trim_end_matches(".v1").to_owned();
                (name, serde_json::from_str(&body).unwrap())
            })
            .collect()
    }

    pub(super) async fn names_said(&self, n: u128) -> Vec<String> {
        self.said(n).await.into_iter().map(|(name, _)| name).collect()
    }
}

/// A folder of evidence with small bounds.
pub(super) fn keeping(folder: &TempDir, ids: &Ids, scanner: Option<Clamd>) -> Keeping {
    Keeping {
        files: Files::new(
            files::Store::Folder(Folder::new(folder.path().join("evidence"))),
            ids.clone(),
            Clock::system(),
        ),
        slots: Slots::new(4, 2),
        pace: Pace {
            idle: Duration::from_secs(1),
            longest: Duration::from_secs(5),
        },
        quota: Quota { file: 1000, case: 1500 },
        scanner,
    }
}

pub(super) fn complaint(n: u128) -> ComplaintId {
    ComplaintId::from_uuid(Uuid::from_u128(n))
}

pub(super) fn registered(n: u128) -> RegisteredV1 {
    let subject = sample::subject();
    RegisteredV1 {
        complaint: complaint(n),
        number: subject.number,
        unit: subject.unit,
        staff_concerned: subject.concerned,
        ..RegisteredV1::example()
    }
}

pub(super) fn assigned(n: u128, order: u128, lead: &str) -> AssignedV1 {
    AssignedV1 {
        complaint: complaint(n),
        order: OrderId::from_uuid(Uuid::from_u128(n * 1000 + order)),
        lead: lead.parse().unwrap(),
        unit: sample::subject().unit,
        approve: Vec::new(),
        ..AssignedV1::example()
    }
}

pub(super) fn statement() -> Value {
    json!({"given_by": "complainant", "words": "the teller shouted at me", "taken": sample::at(0).to_string()})
}

pub(super) fn finding() -> Value {
    json!({"finding": "upheld", "root_cause": "work_error", "facts": "the recording bears it out", "responsible": ["teller"]})
}

pub(super) fn unfounded() -> Value {
    json!({"finding": "not_upheld", "root_cause": "unfounded", "facts": "the recording shows a calm talk"})
}

pub(super) fn reply() -> Value {
    json!({"channel": "phone", "words": "we are sorry and have spoken with him", "apology": true})
}

pub(super) fn up_to_the_reply() -> [(&'static str, Value); 4] {
    [
        ("accept", json!({})),
        ("statements", statement()),
        ("finding", finding()),
        ("reply", reply()),
    ]
}
