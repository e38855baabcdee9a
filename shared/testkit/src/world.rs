//! A product of its own for one test.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use huiyin_access::Access;
use huiyin_bus::Bus;
use huiyin_bus::child::{Child, ChildConfig, server_for_tests};
use huiyin_chassis::settings::{Delivery, Http};
use huiyin_chassis::{Assembly, Believed, Lifecycle, Shared, http, prepare_stream};
use huiyin_contracts::views::feed::FeedView;
use huiyin_kernel::{HeldClock, Ids, Password, Timestamp};
use huiyin_store::held::{Held, State};
use huiyin_store::{Store, StoreConfig};
use huiyin_web::{CallersConfig, Trust};
use jiff::SignedDuration;
use tempfile::TempDir;

mod requests;

pub use requests::{Answer, SUPERVISION};

use crate::{Databases, eventually};

/// What a test says of the services that it wants: it adds them to the assembly.
pub struct WorldParts<'a> {
    /// Where they are put together.
    pub assembly: &'a mut Assembly,
    /// The world's folder, for keys and letters.
    pub folder: &'a std::path::Path,
    /// The address that the world is reached at.
    pub address: SocketAddr,
    databases: Databases,
    name: String,
}

impl WorldParts<'_> {
    /// A service's database.
    pub async fn database(&self, service: &str) -> StoreConfig {
        self.databases.config(self.folder, &self.name, service).await
    }
}

/// Adds the services to a world; called again when it is restarted.
pub type Add = for<'a> fn(&'a mut WorldParts<'_>) -> Pin<Box<dyn Future<Output = Vec<Store>> + 'a>>;

/// A running product: bus, databases, services, address, and a clock that moves by hand.
pub struct World {
    /// The clock of all services.
    pub clock: HeldClock,
    /// The bus, for probes.
    pub bus: Bus,
    client: reqwest::Client,
    address: SocketAddr,
    lifecycle: Lifecycle,
    stores: Vec<Store>,
    child: Option<Child>,
    databases: Databases,
    name: String,
    folder: TempDir,
    add: Add,
}

impl World {
    /// Starts a world at an instant.
    ///
    /// # Panics
    /// Where something does not start.
    pub async fn start(databases: Databases, at: Timestamp, add: Add) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let program = server_for_tests().unwrap_or_else(|error| panic!("{error}"));
        let child = Child::start(ChildConfig::new(
            program,
            folder.path().join("bus"),
            Password::from("test"),
        ))
        .await;
        let child = child.unwrap_or_else(|error| panic!("{error}"));
        let clock = HeldClock::at(at);
        let name = Ids::random(huiyin_kernel::Clock::system()).uuid().simple().to_string();
        let running = run(&child, &clock, &databases, &folder, &name, add).await;
        let (bus, address, lifecycle, stores) = running;
        let client = reqwest::Client::new();
        Self {
            clock,
            bus,
            client,
            address,
            lifecycle,
            stores,
            child: Some(child),
            databases,
            name,
            folder,
            add,
        }
    }

    /// Plays a crash: every task is cut off where it stands, then the services start again on the same databases and bus.
    ///
    /// # Panics
    /// Where they do not start again.
    pub async fn crash_and_restart(&mut self) {
        self.crash().await;
        self.restart().await;
    }

    /// Cuts every task off where it stands. The databases can still be looked at.
    pub async fn crash(&self) {
        self.lifecycle.kill().await;
    }

    /// Starts the services again after [`World::crash`].
    ///
    /// # Panics
    /// Where they do not start again.
    pub async fn restart(&mut self) {
        for store in self.stores.drain(..) {
            store.close().await;
        }
        // A dead process's connection is gone: else the server would go on giving it events, each held until its time is up.
        self.bus.drain().await.expect("the crashed services' connection closes");
        let child = self.child.as_ref().expect("the bus runs");
        let running = run(child, &self.clock, &self.databases, &self.folder, &self.name, self.add).await;
        (self.bus, self.address, self.lifecycle, self.stores) = running;
    }

    /// Moves the clock on.
    pub fn wait(&self, duration: SignedDuration) {
        self.clock.wait(duration);
    }

    /// A service's database.
    ///
    /// # Panics
    /// Where there is no such service.
    #[must_use]
    pub fn store(&self, service: &str) -> &Store {
        self.stores
            .iter()
            .find(|store| store.service() == service)
            .expect("the world has this service")
    }

    /// The folder of keys and letters.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Waits until nothing is under way: every outbox is on the bus, and every service has heard every other.
    ///
    /// # Panics
    /// Where that does not come to pass, or an event is parked.
    pub async fn quiet(&self) {
        eventually("everything is heard", async || {
            let mut feeds = Vec::new();
            for store in &self.stores {
                let name = store.service();
                let answer = self.get(&format!("/{name}/v1/feed")).await;
                feeds.push((name, answer.read::<FeedView>()));
            }
            if feeds.iter().any(|(_, feed)| feed.parked > 0) {
                panic!("events are parked: {}", self.parked().await);
            }
            for (producer, feed) in &feeds {
                if feed.unnumbered > 0 {
                    return Err(format!(
                        "{} events of {producer} have no place in its feed yet",
                        feed.unnumbered
                    ));
                }
                // Audit hears itself too.
                let hears = |name: &&str| *name != "desk" && (name != producer || *name == "audit");
                for (consumer, other) in feeds.iter().filter(|(name, _)| hears(name)) {
                    let heard = other.heard(producer);
                    if heard < feed.last {
                        return Err(format!(
                            "{consumer} has heard {producer} through {heard} of {}",
                            feed.last
                        ));
                    }
                }
            }
            Ok(())
        })
        .await;
    }

    /// What cannot be applied, and why: a sentence for each.
    async fn parked(&self) -> String {
        let mut sentences = Vec::new();
        for store in &self.stores {
            let held = store.held(State::Parked, 10).await.expect("the database answers");
            let sentence = |held: &Held| {
                let kind = held.envelope.as_ref().map_or("?", |envelope| envelope.kind.as_str());
                format!("{} in {}: {}", kind, store.service(), held.reason)
            };
            sentences.extend(held.iter().map(sentence));
        }
        sentences.join("; ")
    }

    /// Stops the world; fails the test where work is undone.
    ///
    /// # Panics
    /// Where events are parked, or a task failed.
    pub async fn end(self) {
        self.quiet().await;
        self.stop().await;
    }

    /// Stops a world in which something is said that nobody hears.
    ///
    /// # Panics
    /// Where a task failed.
    pub async fn stop(self) {
        self.lifecycle.stop();
        self.lifecycle.finish().await.expect("no task failed");
        self.clear().await;
    }

    /// Waits until the world ends by itself; answers why.
    ///
    /// # Panics
    /// Where it was stopped and no task failed.
    pub async fn failure(self) -> String {
        let failure = self.lifecycle.finish().await.expect_err("a task failed");
        self.clear().await;
        format!("{failure:#}")
    }

    async fn clear(mut self) {
        let names: Vec<_> = self.stores.iter().map(Store::service).collect();
        for store in self.stores.drain(..) {
            store.close().await;
        }
        self.databases.drop_all(&self.name, &names).await;
        if let Some(child) = self.child.take() {
            child.stop().await.expect("the bus stops");
        }
    }
}

/// The world believes what its own key signed. Its secret is no secret.
pub(crate) fn signed(folder: &std::path::Path) -> CallersConfig {
    let key_file = folder.join("caller.key");
    std::fs::write(&key_file, [7; 32]).expect("the key is written");
    CallersConfig {
        trust: Trust::Signed,
        key_file,
        ..CallersConfig::headers()
    }
}

async fn run(
    child: &Child,
    clock: &HeldClock,
    databases: &Databases,
    folder: &TempDir,
    name: &str,
    add: Add,
) -> (Bus, SocketAddr, Lifecycle, Vec<Store>) {
    let listen = Http {
        listen: "127.0.0.1:0".to_owned(),
        hosts: Vec::new(),
        closed_network: false,
    };
    let callers = signed(folder.path());
    let listener = listen.bind(callers.trust).await.expect("a free port");
    let address = listener.local_addr().expect("a bound address");
    let bus = Bus::connect(&child.bus_config(), "world")
        .await
        .expect("the bus's address can be read");
    let access = Arc::new(Access::built_in().expect("the policies are valid"));
    let clock = clock.clock();
    let delivery = Delivery { heartbeat_seconds: 1 };
    let ids = Ids::random(clock.clone());
    let believed = Believed::new(&callers, &bus, &clock, &ids).expect("the keys can be used");
    let shared = Shared {
        bus: bus.clone(),
        access,
        ids,
        clock,
        believed,
        delivery,
    };
    let mut assembly = Assembly::new(shared);
    let mut parts = WorldParts {
        assembly: &mut assembly,
        folder: folder.path(),
        address,
        databases: databases.clone(),
        name: name.to_owned(),
    };
    let stores = add(&mut parts).await;
    let lifecycle = Lifecycle::new();
    prepare_stream(bus.clone(), lifecycle.clone())
        .await
        .expect("the stream is as it must be");
    let router = listen.around(assembly.router());
    assembly.run(&lifecycle);
    lifecycle.run("http", http(listener, router, lifecycle.clone()));
    (bus, address, lifecycle, stores)
}
