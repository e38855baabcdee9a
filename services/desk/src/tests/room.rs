//! A desk with a database of its own and a held clock.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use huiyin_chassis::Service;
use huiyin_kernel::{Clock, HeldClock, Ids};
use huiyin_seal::KeyRing;
use huiyin_store::{DataKeys, Store, StoreConfig};
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;
use tower::ServiceExt;

use super::door;
use super::given::OURS;
use crate::app::{Drafts, Views};
use crate::{Desk, Door, pages, samples};

pub(super) struct Kept {
    pub(super) clock: HeldClock,
    pub(super) store: Store,
    pub(super) drafts: Drafts,
    pub(super) router: Router,
    _folder: TempDir,
}

#[expect(clippy::disallowed_methods, reason = "the test command names the server")]
fn postgres() -> Option<String> {
    std::env::var("HUIYIN_TEST_POSTGRES").ok()
}

/// One on each database; on SQLite alone where the environment names no PostgreSQL server.
pub(super) async fn both() -> Vec<Kept> {
    let mut rooms = vec![sqlite().await];
    let Some(server) = postgres() else {
        println!("skipped: the PostgreSQL half, since HUIYIN_TEST_POSTGRES names no server");
        return rooms;
    };
    let name = format!("t{}", Ids::random(Clock::system()).uuid().simple());
    let admin = Database::connect(&server).await.unwrap();
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    admin.close().await.unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    rooms.push(Kept::over(format!("{base}/{name}"), tempfile::tempdir().unwrap()).await);
    rooms
}

pub(super) async fn sqlite() -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("desk.db").display());
    Kept::over(url, folder).await
}

impl Kept {
    async fn over(url: String, folder: TempDir) -> Self {
        let clock = HeldClock::at(samples::complaint().registered);
        let ids = Ids::random(clock.clock());
        let config = StoreConfig {
            url,
            connections: 2,
            migrate: true,
        };
        let store = Store::connect(&config, "desk", clock.clock(), ids.clone())
            .await
            .unwrap();
        store.prepare(Desk::migrations, true).await.unwrap();
        let ring = KeyRing::open(&folder.path().join("sealing.keys"), true, &ids).unwrap();
        let drafts = Drafts::new(store.clone(), DataKeys::new("desk", ring));
        let door = Door {
            drafts: Some(drafts.clone()),
            views: Some(Views::new(store.clone())),
            ids,
            ..door()
        };
        Self {
            clock,
            store,
            drafts,
            router: pages::router(door),
            _folder: folder,
        }
    }

    /// A page, as a member of staff of an outlet asks for it.
    pub(super) async fn get(&self, uri: &str, staff: &str) -> Response {
        let request = Request::get(uri)
            .header("huiyin-staff", staff)
            .header("huiyin-unit", "ho.b01.o011");
        let request = request.body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// A form, as they send it.
    pub(super) async fn post(&self, uri: &str, staff: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let request = Request::post(uri)
            .header("huiyin-staff", staff)
            .header("huiyin-unit", "ho.b01.o011")
            .header("content-type", "application/x-www-form-urlencoded");
        let headers = OURS.iter().chain(headers);
        let request = headers.fold(request, |request, (name, value)| request.header(*name, *value));
        let request = request.body(Body::from(body.to_owned())).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }
}
