//! The import of past complaints.

use std::time::Instant;

use anyhow::ensure;
use tokio::process::Command;

use crate::Place;
use crate::product::Product;
use crate::report::Report;

const NAME: &str = "import of the CFPB's 3 000 rows, until routed, recorded and counted";
const WANTED: &str = "≤ 5 s";

pub(crate) async fn measure(place: &Place, report: &mut Report) -> anyhow::Result<()> {
    if !place.rows.is_file() {
        report.missing(NAME, WANTED, &format!("there is no {}", place.rows.display()));
        return Ok(());
    }
    let (product, _) = Product::usable(place).await?;
    let mut command = Command::new(&place.product);
    command
        .arg("--server")
        .arg(&product.running.url)
        .arg("import")
        .arg(&place.rows)
        .arg("--mapping")
        .arg(&place.mapping);
    let began = Instant::now();
    let output = command.kill_on_drop(true).output().await?;
    let took = began.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "the import failed: {said}");
    report.figure(NAME, format!("{took:.1} s"), WANTED, "");
    product.stop().await
}
