//! Latencies at a calm pace.

use std::time::Duration;

use crate::Place;
use crate::ear::Ear;
use crate::floor;
use crate::process::{name, processor_time};
use crate::product::Product;
use crate::report::Report;
use crate::timing::p50_p99;

const EACH_SECOND: u32 = 50;
const SECONDS: u32 = 20;
const SETTLE: Duration = Duration::from_secs(3);

pub(crate) async fn measure(place: &Place, report: &mut Report) -> anyhow::Result<()> {
    let (product, registrar) = Product::usable(place).await?;
    let folder = product.folder.path().to_owned();
    let sync = tokio::task::spawn_blocking(move || floor::sync(&folder)).await??;
    let bus = product.bus().await?;
    let mut ear = Ear::new(&bus).await?;
    // The one that showed that the product takes complaints is not measured.
    ear.hear_assigned(1).await?;
    ear.forget();
    let complaints = (EACH_SECOND * SECONDS) as usize;
    let before = processor_times(&product);
    let (load, heard) = tokio::join!(registrar.paced(EACH_SECOND, SECONDS), ear.hear_assigned(complaints));
    let load = load?;
    heard?;
    // What the services hear after the assignment belongs to the cost of a complaint, too.
    tokio::time::sleep(SETTLE).await;
    let used: Vec<_> = before
        .into_iter()
        .map(|(process, before)| {
            let used = processor_time(process).saturating_sub(before);
            let each = used.as_secs_f64() * 1_000.0 / complaints as f64;
            format!("{} {each:.1} ms", name(process))
        })
        .collect();
    let limit = format!("4 KiB on the disk: {}", p50_p99(&sync));
    report.figure(
        "registration at 50/s, durable",
        p50_p99(&load.latencies),
        "p50 ≤ 6 ms, p99 ≤ 30 ms",
        &limit,
    );
    report.figure(
        "registered → assigned heard by a subscriber, at 50/s",
        p50_p99(&ear.delays()),
        "p50 ≤ 25 ms, p99 ≤ 100 ms",
        limit,
    );
    report.figure(
        "processor time for each complaint, from the counter to the last service",
        used.join(", "),
        "",
        "",
    );
    drop(ear);
    bus.drain().await.ok();
    product.stop().await
}

fn processor_times(product: &Product) -> Vec<(u32, Duration)> {
    let processes = product.running.processes().into_iter();
    processes.map(|process| (process, processor_time(process))).collect()
}
