//! Latencies at a calm pace.

use crate::Place;
use crate::ear::Ear;
use crate::floor;
use crate::product::Product;
use crate::report::Report;
use crate::timing::p50_p99;

const EACH_SECOND: u32 = 50;
const SECONDS: u32 = 20;

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
    let (load, heard) = tokio::join!(registrar.paced(EACH_SECOND, SECONDS), ear.hear_assigned(complaints));
    let load = load?;
    heard?;
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
    drop(ear);
    bus.drain().await.ok();
    product.stop().await
}
