//! Start and memory.

use std::time::Duration;

use crate::Place;
use crate::process::{memory, name};
use crate::product::Product;
use crate::report::Report;

const IDLE: Duration = Duration::from_secs(3);

pub(crate) async fn measure(place: &Place, report: &mut Report) -> anyhow::Result<()> {
    let product = Product::start(place).await?;
    let first = product.running.ready_after;
    report.figure(
        "ready after start, new data folder",
        format!("{} ms", first.as_millis()),
        "≤ 1 000 ms",
        "",
    );
    tokio::time::sleep(IDLE).await;
    let each: Vec<_> = product
        .running
        .processes()
        .into_iter()
        .map(|process| (name(process), memory(process)))
        .collect();
    let mib = |kib: u64| kib as f64 / 1024.0;
    let resident: u64 = each.iter().map(|(_, (resident, _))| resident).sum();
    let shared: u64 = each.iter().map(|(_, (_, proportional))| proportional).sum();
    let parts: Vec<_> = each
        .iter()
        .map(|(name, (resident, _))| format!("{name} {:.1}", mib(*resident)))
        .collect();
    let figure = format!(
        "{:.1} MiB resident ({:.1} MiB proportional): {}",
        mib(resident),
        mib(shared),
        parts.join(", ")
    );
    report.figure("memory, idle for 3 s", figure, "≤ 80 MiB", "");
    product.stop().await
}
