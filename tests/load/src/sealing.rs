//! What sealing adds to a registration: the complaint's own key, made, wrapped and kept, and what was told, sealed with it.

use std::time::{Duration, Instant};

use huiyin_kernel::{Clock, ComplaintId, Ids};
use huiyin_seal::KeyRing;
use huiyin_store::{DataKeys, Store, StoreConfig};
use sea_orm::{ConnectionTrait, Statement};

use crate::Place;
use crate::product::Product;
use crate::report::Report;
use crate::timing::{Timings, p50_p99};

const TIMES: usize = 1_000;
/// Letters of what a complainant tells, name and address with it.
const TOLD: usize = 1_200;
const AT: (&str, &str) = ("told", "body");

/// Two kinds of transaction in turn, which differ by sealing alone, beside registrations at the counter, one after the other.
pub(crate) async fn measure(place: &Place, report: &mut Report) -> anyhow::Result<()> {
    let folder = place.fresh()?;
    let ids = Ids::random(Clock::system());
    let config = StoreConfig {
        url: format!("sqlite://{}", folder.path().join("sealing.db").display()),
        connections: 2,
        migrate: true,
    };
    let store = Store::connect(&config, "load", Clock::system(), ids.clone()).await?;
    store.prepare(|| vec![DataKeys::migration()], true).await?;
    let table = "CREATE TABLE told (id INTEGER PRIMARY KEY, complaint BLOB NOT NULL, body BLOB NOT NULL)";
    let change = store.change().await?;
    change.conn().execute_unprepared(table).await?;
    change.commit().await?;
    let ring = KeyRing::open(&folder.path().join("sealing.keys"), true, &ids)?;
    let keys = DataKeys::new("load", ring);
    let (mut clear, mut sealed) = (Timings::default(), Timings::default());
    for _ in 0..TIMES {
        clear.note(tell(&store, None).await?);
        sealed.note(tell(&store, Some(&keys)).await?);
    }
    store.close().await;
    let (product, registrar) = Product::usable(place).await?;
    let mut registered = Timings::default();
    for _ in 0..TIMES {
        registered.note(registrar.register("ho").await?);
    }
    product.stop().await?;
    let median = |timings: &Timings| timings.percentile(50);
    let adds = median(&sealed).saturating_sub(median(&clear));
    let share = adds.as_secs_f64() * 100.0 / (median(&registered).saturating_sub(adds)).as_secs_f64();
    report.figure(
        "what sealing adds to a registration",
        format!(
            "{:.2} ms of p50: {share:.1} % of one without it",
            adds.as_secs_f64() * 1_000.0
        ),
        "≤ 10 %",
        format!(
            "the transaction without it {}, with it {}; a registration, one after the other {}",
            p50_p99(&clear),
            p50_p99(&sealed),
            p50_p99(&registered)
        ),
    );
    Ok(())
}

/// Keeps what was told, in one transaction; how long that took.
async fn tell(store: &Store, keys: Option<&DataKeys>) -> anyhow::Result<Duration> {
    let complaint = ComplaintId::from_uuid(store.ids().uuid());
    let told = "w".repeat(TOLD);
    let began = Instant::now();
    let change = store.change().await?;
    let body = match keys {
        Some(keys) => {
            let made = keys.make(&change, &[complaint]).await?;
            let key = made.first().ok_or_else(|| anyhow::anyhow!("no key was made"))?;
            key.seal(AT, b"", &told, store.ids())?
        }
        None => told.into_bytes(),
    };
    let row = Statement::from_sql_and_values(
        store.backend(),
        "INSERT INTO told (complaint, body) VALUES ($1, $2)",
        [complaint.uuid().into(), body.into()],
    );
    change.conn().execute_raw(row).await?;
    change.commit().await?;
    Ok(began.elapsed())
}
