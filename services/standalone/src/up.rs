//! `huiyin up`: the whole product in one process.

mod data;
mod settings;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use huiyin_audit::Audit;
use huiyin_bus::Bus;
use huiyin_chassis::{Assembly, Believed, Lifecycle, Service, Shared, http, prepare_stream, telemetry};
use huiyin_desk::Desk;
use huiyin_intake::Intake;
use huiyin_investigation::Investigation;
use huiyin_kernel::{Clock, Ids};
use huiyin_notification::Notification;
use huiyin_routing::Routing;
use huiyin_store::{Store, StoreConfig};

use crate::cli::client::Client;
use crate::cli::output::say;
use crate::demo;
use data::Data;
use settings::Settings;

#[derive(Args)]
pub(crate) struct Flags {
    /// Where everything is kept. Made where it is not there.
    #[arg(long, default_value = "huiyin-data")]
    data: PathBuf,
    /// Where the product is reached; overrides http.listen.
    #[arg(long)]
    listen: Option<String>,
    /// Fills an empty product with a demonstration organisation, its staff, open and closed complaints.
    #[arg(long)]
    demo: bool,
    /// Files that go over the defaults; the last one wins.
    #[arg(long)]
    config: Vec<PathBuf>,
}

pub(crate) async fn up(flags: Flags) -> anyhow::Result<()> {
    let began = Instant::now();
    let data = Data::open(&flags.data)?;
    let mut settings = Settings::read(&data, &flags.config)?;
    if let Some(listen) = &flags.listen {
        settings.http.listen.clone_from(listen);
    }
    let telemetry = telemetry::start(&settings.log)?;
    let lifecycle = Lifecycle::new();
    lifecycle.listen_to_signals()?;
    let result = run(settings, &data, flags.demo, &lifecycle, began).await;
    telemetry.finish();
    result
}

async fn run(settings: Settings, data: &Data, demo: bool, lifecycle: &Lifecycle, began: Instant) -> anyhow::Result<()> {
    let listener = settings.http.bind(settings.callers.trust).await?;
    let address = listener.local_addr()?;
    let clock = Clock::system();
    let ids = Ids::random(clock.clone());
    let server = data.start_bus(&settings.bus, &ids).await?;
    let bus = Bus::connect(&server.config(), "huiyin").await?;
    let access = Arc::new(settings.access.load()?);
    let believed = Believed::new(&settings.callers, &bus, &clock, &ids)?;
    let welcome = Welcome {
        own: Client::new(&format!("http://{address}"), believed.signer.clone())?,
        address,
        demo,
        password: if demo { data.demo_password(&ids)? } else { String::new() },
        signed: !believed.callers.believes_headers(),
    };
    let shared = Shared {
        bus: bus.clone(),
        access,
        clock,
        ids,
        believed,
        delivery: settings.delivery.clone(),
    };
    let door = settings.http.clone();
    let (assembly, stores) = assemble(shared, settings, data, address).await?;
    let router = door.around(assembly.router());
    server.supervise(lifecycle);
    prepare_stream(bus.clone(), lifecycle.clone()).await?;
    assembly.run(lifecycle);
    lifecycle.run("http", http(listener, router, lifecycle.clone()));
    if let Err(error) = welcome.welcome(began).await {
        lifecycle.stop();
        lifecycle.finish().await.ok();
        return Err(error);
    }
    let result = lifecycle.finish().await;
    bus.drain().await.ok();
    for store in stores {
        store.close().await;
    }
    server.stop().await;
    result
}

async fn assemble(
    shared: Shared,
    settings: Settings,
    data: &Data,
    address: SocketAddr,
) -> anyhow::Result<(Assembly, Vec<Store>)> {
    let mut assembly = Assembly::new(shared);
    let mut stores = Vec::new();
    let database = |name: &str| StoreConfig {
        url: data.database(name),
        connections: 4,
        migrate: true,
    };
    stores.push(assembly.add::<Intake>(settings.intake, &database(Intake::NAME)).await?);
    stores.push(
        assembly
            .add::<Routing>(settings.routing, &database(Routing::NAME))
            .await?,
    );
    stores.push(
        assembly
            .add::<Investigation>(settings.investigation, &database(Investigation::NAME))
            .await?,
    );
    stores.push(
        assembly
            .add::<Notification>(settings.notification, &database(Notification::NAME))
            .await?,
    );
    stores.push(assembly.add::<Audit>(settings.audit, &database(Audit::NAME)).await?);
    let desk = settings.desk.at(&format!("http://{address}"));
    stores.push(assembly.add::<Desk>(desk, &database(Desk::NAME)).await?);
    Ok((assembly, stores))
}

/// Makes a new product usable, and says where it is.
struct Welcome {
    own: Client,
    address: SocketAddr,
    demo: bool,
    password: String,
    signed: bool,
}

impl Welcome {
    async fn welcome(&self, began: Instant) -> anyhow::Result<()> {
        demo::first_unit(&self.own, self.demo).await?;
        let ready = began.elapsed();
        if self.demo {
            demo::fill(&self.own).await?;
        }
        let address = self.address;
        say(&format!(
            "Huiyin is ready at http://{address} ({} ms). Ctrl-C stops it.",
            ready.as_millis()
        ));
        if !self.signed {
            say("callers.trust is \"headers\": whoever reaches this address is whom they say, and may do everything.");
        } else if self.demo {
            demo::accounts(&self.own, &self.password).await?;
            say(&format!(
                "Sign in at http://{address}/desk/ as e012 (head of an outlet), e002 (branch) or d001 (supervision desk); \
                 the password of all the demonstration's staff is {}",
                self.password
            ));
        } else {
            say(&format!(
                "Sign in at http://{address}/desk/. `huiyin account add CODE` gives a member of staff a first password."
            ));
        }
        Ok(())
    }
}
