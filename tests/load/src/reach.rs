//! What a page of the desk costs with very many complaints behind it. The complaints are registered once, and multiplied in the databases; what
//! is looked at was registered through the counter.

mod multiply;

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use reqwest::header::{HeaderMap, HeaderValue};
use sea_orm::prelude::Uuid;
use tokio::time::sleep;

use self::multiply::Source;
use crate::Place;
use crate::apart::Apart;
use crate::load::{Known, Registrar};
use crate::postgres::test_server;
use crate::product::Product;
use crate::report::Report;
use crate::timing::{Timings, p50_p99};

/// How many complaints are registered through the counter.
const REAL: usize = 20;
/// How often each page is asked for before it is measured, and while it is.
const WARM: usize = 20;
const ASKED: usize = 400;
const PATIENCE: Duration = Duration::from_secs(120);

/// The pages that are lists of fifty.
const LISTS: [(&str, &str); 4] = [
    ("the register", "/desk/?lang=en"),
    ("orders to accept", "/desk/lists/to_accept?lang=en"),
    ("what is due today", "/desk/lists/due_today?lang=en"),
    ("what is overdue", "/desk/lists/overdue?lang=en"),
];

/// On SQLite, all services in one process.
pub(crate) async fn measure(place: &Place, report: &mut Report) -> anyhow::Result<()> {
    let (product, registrar) = Product::usable(place).await?;
    let known = prepare(&product.running.url, &registrar).await?;
    let folder = product.halt().await?;
    let files = folder.path().join("data");
    for source in Source::ALL {
        let file = files.join(format!("{}.db", source.service));
        ensure!(file.is_file(), "there is no {}", file.display());
        source
            .multiply(&format!("sqlite://{}", file.display()), first(&known)?, place.behind)
            .await?;
    }
    let product = Product::again(place, folder).await?;
    pages("SQLite", &product.running.url, &known, place.behind, report).await?;
    product.stop().await
}

/// On PostgreSQL, each service in a process of its own.
pub(crate) async fn measure_apart(place: &Place, report: &mut Report) -> anyhow::Result<()> {
    let Some(server) = test_server() else {
        report.missing("pages, PostgreSQL", "", "HUIYIN_TEST_POSTGRES names no server");
        return Ok(());
    };
    let apart = Apart::start(place, &server).await?;
    let result = run_apart(&apart, place, report).await;
    apart.end().await?;
    result
}

async fn run_apart(apart: &Apart, place: &Place, report: &mut Report) -> anyhow::Result<()> {
    let registrar = Registrar::new(apart.url("intake")?)?;
    registrar.wait_for_unit().await?;
    let known = prepare(apart.url("desk")?, &registrar).await?;
    for source in Source::ALL {
        source
            .multiply(&apart.database(source.service), first(&known)?, place.behind)
            .await?;
    }
    pages("PostgreSQL", apart.url("desk")?, &known, place.behind, report).await
}

/// Whoever sees all complaints of the organisation: the operator sees none of what they hold.
fn reader() -> anyhow::Result<reqwest::Client> {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("huiyin-staff", "d001"),
        ("huiyin-unit", "ho"),
        ("huiyin-duties", "supervision_desk"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(reqwest::Client::builder().default_headers(headers).build()?)
}

/// The complaint that is multiplied.
fn first(known: &[Known]) -> anyhow::Result<Uuid> {
    Ok(known.first().context("nothing was registered")?.id)
}

/// Registers, and waits until every service has heard of all: the numbers of what was registered.
async fn prepare(desk: &str, registrar: &Registrar) -> anyhow::Result<Vec<Known>> {
    let mut known = Vec::new();
    for _ in 0..REAL {
        known.push(registrar.known("ho").await?);
    }
    let http = reader()?;
    let began = Instant::now();
    for Known { number, .. } in &known {
        // The case, its orders, its clocks and its record are there when none of the page's parts is empty.
        while !is_whole(&http, desk, number).await? {
            ensure!(began.elapsed() < PATIENCE, "not every service heard of {number}");
            sleep(Duration::from_millis(100)).await;
        }
    }
    // What the services tell each other of the last one.
    sleep(Duration::from_secs(3)).await;
    Ok(known)
}

async fn is_whole(http: &reqwest::Client, desk: &str, number: &str) -> anyhow::Result<bool> {
    let answer = http
        .get(format!("{desk}/desk/complaints/{number}?lang=en"))
        .send()
        .await?;
    let status = answer.status();
    let text = answer.text().await?;
    let heard = !text.contains("cannot be reached") && text.contains("/acts/accept_order/");
    Ok(status == 200 && heard)
}

/// Asks for each page again and again, one after the other.
async fn pages(database: &str, desk: &str, known: &[Known], behind: u64, report: &mut Report) -> anyhow::Result<()> {
    let http = reader()?;
    for (name, path) in LISTS {
        let timings = asked(&http, &[format!("{desk}{path}")]).await?;
        let name = format!("{database}: {name}, {behind} complaints behind it");
        report.figure(&name, p50_p99(&timings), "p99 ≤ 20 ms", "");
    }
    let cases: Vec<String> = known
        .iter()
        .map(|one| format!("{desk}/desk/complaints/{}?lang=en", one.number))
        .collect();
    let timings = asked(&http, &cases).await?;
    let name = format!("{database}: the page of a case, {behind} complaints beside it");
    report.figure(&name, p50_p99(&timings), "p99 ≤ 15 ms", "");
    Ok(())
}

async fn asked(http: &reqwest::Client, addresses: &[String]) -> anyhow::Result<Timings> {
    let mut timings = Timings::default();
    for (at, address) in addresses.iter().cycle().take(WARM + ASKED).enumerate() {
        let began = Instant::now();
        let answer = http.get(address).send().await?;
        let status = answer.status();
        let text = answer.text().await.context("the page broke off")?;
        let took = began.elapsed();
        ensure!(status == 200, "{address} was answered {status}");
        ensure!(!text.contains("cannot be reached"), "{address} lacks a part");
        if at >= WARM {
            timings.note(took);
        }
    }
    Ok(timings)
}
