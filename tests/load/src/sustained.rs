//! As many registrations as it takes, on SQLite.

use std::time::{Duration, Instant};

use crate::Place;
use crate::ear::Ear;
use crate::floor;
use crate::product::Product;
use crate::report::{Report, progress};
use crate::timing::p50_p99;

/// How many clients register at once.
pub(crate) const CLIENTS: usize = 64;
/// How long.
pub(crate) const LENGTH: Duration = Duration::from_secs(15);

pub(crate) async fn measure(place: &Place, report: &mut Report) -> anyhow::Result<()> {
    let (product, registrar) = Product::usable(place).await?;
    let limit = floor::sqlite(product.folder.path()).await?;
    progress(&format!("plain SQLite: {limit:.0} commits/s"));
    let load = registrar.sustained(vec!["ho".to_owned(); CLIENTS], LENGTH).await?;
    let ended = Instant::now();
    let figure = format!("{:.0}/s ({})", load.rate(), p50_p99(&load.latencies));
    report.figure(
        "sustained registrations, SQLite, 64 clients",
        figure,
        "≥ 400/s",
        format!("plain SQLite, one writer: {limit:.0} commits/s"),
    );
    let bus = product.bus().await?;
    let mut ear = Ear::new(&bus).await?;
    let last = ear.hear_assigned(load.latencies.len() + 1).await?;
    let late = last.duration_since(ended).as_secs_f64();
    report.note(format!(
        "After the sustained load on SQLite every one of {} complaints was assigned {late:.1} s later.",
        load.latencies.len()
    ));
    drop(ear);
    bus.drain().await.ok();
    product.stop().await
}
