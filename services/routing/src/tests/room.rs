//! Routing alone, with a database of its own and a held clock.

use std::path::Path;

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::RegisteredV1;
use huiyin_kernel::{Clock, ComplaintId, HeldClock, Ids, Timestamp};
use huiyin_policy::{Pack, Shelf};
use huiyin_store::{Change, Store, StoreConfig};
use jiff::SignedDuration;
use sea_orm::{ConnectionTrait, Database, Statement};
use tempfile::TempDir;
use uuid::Uuid;

use crate::app::{App, Packs};
use crate::domain::clock::Clock as Running;
use crate::domain::order::Order;
use crate::store::migration::migrations;

const TREE: &str = "\
node_id,parent_id,level,name,code,duties
HO,,head_office,Head office,,
DESK,HO,department,Desk,,supervision_desk
B1,HO,branch,East,,
B2,HO,branch,West,,
O1,B1,outlet,Renmin Road,,
";

pub(super) struct Room {
    pub(super) app: App,
    pub(super) clock: HeldClock,
    store: Store,
    ids: Ids,
    url: String,
    pack: Pack,
    /// Versions beside it.
    others: Vec<Pack>,
    _folder: TempDir,
}

#[expect(clippy::disallowed_methods, reason = "the test command names the server")]
fn postgres() -> Option<String> {
    std::env::var("HUIYIN_TEST_POSTGRES").ok()
}

impl Room {
    pub(super) async fn sqlite(at: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("routing.db").display());
        Self::over(url, folder, at).await
    }

    /// One with another pack and no unit.
    pub(super) async fn with_pack(name: &str, at: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("routing.db").display());
        Self::bare(Pack::embedded(name).unwrap(), url, folder, at).await
    }

    /// One on each database; on SQLite alone where the environment names no PostgreSQL server.
    pub(super) async fn both(at: &str) -> Vec<Self> {
        let mut rooms = vec![Self::sqlite(at).await];
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
        rooms.push(Self::over(format!("{base}/{name}"), tempfile::tempdir().unwrap(), at).await);
        rooms
    }

    async fn over(url: String, folder: TempDir, at: &str) -> Self {
        let room = Self::bare(Pack::embedded("rural-bank").unwrap(), url, folder, at).await;
        room.app.import_directory(TREE.as_bytes(), false).await.unwrap();
        room
    }

    async fn bare(pack: Pack, url: String, folder: TempDir, at: &str) -> Self {
        let clock = HeldClock::at(at.parse().unwrap());
        let ids = Ids::seeded(clock.clock(), 7);
        let (store, app) = open(&url, &clock, &ids, vec![pack.clone()]).await;
        Self {
            app,
            clock,
            store,
            ids,
            url,
            pack,
            others: Vec::new(),
            _folder: folder,
        }
    }

    /// The process ends, and another begins on the same database.
    pub(super) async fn restart(&mut self) {
        self.store.clone().close().await;
        let packs = std::iter::once(&self.pack).chain(&self.others).cloned().collect();
        (self.store, self.app) = open(&self.url, &self.clock, &self.ids, packs).await;
    }

    /// The same with a pack of a folder.
    pub(super) async fn restart_with(&mut self, pack: &Path) {
        self.pack = Pack::load(pack).unwrap();
        self.restart().await;
    }

    /// The same with another version of the pack beside it.
    pub(super) async fn restart_beside(&mut self, version: Pack) {
        self.others.push(version);
        self.restart().await;
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.clock().now()
    }

    pub(super) fn wait(&self, minutes: i64) {
        self.clock.wait(SignedDuration::from_mins(minutes));
    }

    pub(super) fn registered(&self, n: u128, unit: &str) -> RegisteredV1 {
        RegisteredV1 {
            complaint: complaint(n),
            unit: unit.parse().unwrap(),
            registered_by_unit: "ho.b2".parse().unwrap(),
            staff_concerned: Vec::new(),
            registered: self.now(),
            received: self.now(),
            ..RegisteredV1::example()
        }
    }

    /// Registers complaints about a unit, many in one transaction.
    pub(super) async fn register(&self, numbers: std::ops::Range<u128>, unit: &str) {
        let all: Vec<u128> = numbers.collect();
        for some in all.chunks(500) {
            let mut change = self.change().await;
            for n in some {
                let event = self.registered(*n, unit);
                self.app.registered(&mut change, &event, false).await.unwrap();
            }
            change.commit().await.unwrap();
        }
    }

    pub(super) async fn change(&self) -> Change {
        self.store.change().await.unwrap()
    }

    /// One tick, as the chassis makes it: again at once as long as there is more.
    pub(super) async fn tick(&self) {
        while self.app.fire().await.unwrap() {}
    }

    pub(super) async fn orders(&self, n: u128) -> Vec<Order> {
        self.app.orders_of(complaint(n)).await.unwrap()
    }

    pub(super) async fn clocks(&self, n: u128) -> Vec<Running> {
        self.app.clocks_of(complaint(n)).await.unwrap()
    }

    pub(super) fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The steps of one clock's ladder.
    pub(super) async fn steps_of(&self, n: u128, of: huiyin_kernel::ClockId) -> Vec<(u32, String)> {
        let orders = self.orders(n).await;
        let step = |order: &Order| match order.kind {
            crate::domain::order::OrderKind::Supervision { clock, level } if clock == of => {
                Some((level, order.lead.to_string()))
            }
            _ => None,
        };
        let mut steps: Vec<_> = orders.iter().filter_map(step).collect();
        steps.sort();
        steps
    }

    /// The steps of ladders that were climbed for a complaint: level, and whom each told.
    pub(super) async fn steps(&self, n: u128) -> Vec<(u32, String)> {
        let orders = self.orders(n).await;
        let step = |order: &Order| match order.kind {
            crate::domain::order::OrderKind::Supervision { level, .. } => Some((level, order.lead.to_string())),
            _ => None,
        };
        let mut steps: Vec<_> = orders.iter().filter_map(step).collect();
        steps.sort();
        steps
    }

    pub(super) async fn run(&self, sql: &str) {
        let change = self.change().await;
        change.conn().execute_unprepared(sql).await.unwrap();
        change.commit().await.unwrap();
    }

    /// The one number that a query answers.
    pub(super) async fn count(&self, sql: &str) -> i64 {
        let conn = self.store.read();
        let statement = Statement::from_string(conn.get_database_backend(), sql.to_owned());
        let row = conn.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    pub(super) fn is_sqlite(&self) -> bool {
        self.store.is_sqlite()
    }
}

async fn open(url: &str, clock: &HeldClock, ids: &Ids, packs: Vec<Pack>) -> (Store, App) {
    let config = StoreConfig {
        url: url.to_owned(),
        connections: 4,
        migrate: true,
    };
    let store = Store::connect(&config, "routing", clock.clock(), ids.clone())
        .await
        .unwrap();
    store.prepare(migrations, true).await.unwrap();
    let packs = Packs::of(Shelf::of(packs)).unwrap();
    let app = App::new(store.clone(), packs, "Asia/Shanghai".to_owned(), 30);
    (store, app)
}

pub(super) fn complaint(n: u128) -> ComplaintId {
    ComplaintId::from_uuid(Uuid::from_u128(n))
}
