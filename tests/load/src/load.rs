//! Registrations, as many desks send them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use huiyin_kernel::{Clock, Ids};
use sea_orm::prelude::Uuid;
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::timing::Timings;

/// A client that registers complaints at one product.
#[derive(Clone)]
pub(crate) struct Registrar {
    http: reqwest::Client,
    url: Arc<str>,
    ids: Ids,
}

/// By what a complaint is known.
pub(crate) struct Known {
    pub(crate) id: Uuid,
    pub(crate) number: String,
}

/// What a load came to.
pub(crate) struct Load {
    /// How long each registration took, from before it was sent until its answer was read.
    pub(crate) latencies: Timings,
    /// From the first request until the last answer.
    pub(crate) took: Duration,
}

impl Load {
    /// Registrations a second.
    pub(crate) fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }
}

impl Registrar {
    pub(crate) fn new(server: &str) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
        Ok(Self {
            http,
            url: format!("{server}/intake/v1/complaints").into(),
            ids: Ids::random(Clock::system()),
        })
    }

    /// Registers until it works: intake hears of the first unit a moment after the start.
    pub(crate) async fn wait_for_unit(&self) -> anyhow::Result<()> {
        let began = Instant::now();
        while let Err(error) = self.register("ho").await {
            if began.elapsed() > Duration::from_secs(20) {
                return Err(error);
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Registers one complaint about and at a unit, with a key of its own; how long it took.
    pub(crate) async fn register(&self, unit: &str) -> anyhow::Result<Duration> {
        Ok(self.answered(unit).await?.0)
    }

    /// Registers one, and tells by what it is known.
    pub(crate) async fn known(&self, unit: &str) -> anyhow::Result<Known> {
        let answer: serde_json::Value = serde_json::from_str(&self.answered(unit).await?.1)?;
        let text = |field: &str| answer.get(field).and_then(serde_json::Value::as_str);
        Ok(Known {
            id: text("id").context("the answer has no id")?.parse()?,
            number: text("number").context("the answer has no number")?.to_owned(),
        })
    }

    /// Registers one: how long it took, and the answer.
    async fn answered(&self, unit: &str) -> anyhow::Result<(Duration, String)> {
        let body = json!({
            "channel": "hotline",
            "unit": unit,
            "registered_by_unit": unit,
            "class": "service_attitude",
            "product": "savings",
            "complainant": { "name": "A load test", "phone": "000 0000 0000" },
            "narrative": "The queue did not move for two hours, one window of five was open, and nobody said why. ".repeat(4),
        });
        let key = self.ids.uuid().to_string();
        let began = Instant::now();
        let request = self.http.post(&*self.url).header("idempotency-key", key).json(&body);
        let answer = request.send().await.context("the product does not answer")?;
        let status = answer.status();
        let text = answer.text().await?;
        let took = began.elapsed();
        if status != 201 {
            bail!("a registration was answered {status}: {text}");
        }
        Ok((took, text))
    }

    /// So many a second, whether or not the ones before are answered.
    pub(crate) async fn paced(&self, each_second: u32, seconds: u32) -> anyhow::Result<Load> {
        let mut ticks = interval(Duration::from_secs(1) / each_second);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut under_way = JoinSet::new();
        let began = Instant::now();
        for _ in 0..each_second * seconds {
            ticks.tick().await;
            let registrar = self.clone();
            under_way.spawn(async move { registrar.register("ho").await });
        }
        let mut latencies = Timings::default();
        while let Some(done) = under_way.join_next().await {
            latencies.note(done??);
        }
        Ok(Load {
            latencies,
            took: began.elapsed(),
        })
    }

    /// As fast as the clients get answers, one after the other each. There is one client for each of the units.
    pub(crate) async fn sustained(&self, units: Vec<String>, length: Duration) -> anyhow::Result<Load> {
        let mut under_way = JoinSet::new();
        let began = Instant::now();
        for unit in units {
            let registrar = self.clone();
            under_way.spawn(async move {
                let mut latencies = Timings::default();
                while began.elapsed() < length {
                    latencies.note(registrar.register(&unit).await?);
                }
                Ok::<_, anyhow::Error>(latencies)
            });
        }
        let mut latencies = Timings::default();
        while let Some(done) = under_way.join_next().await {
            latencies.add(done??);
        }
        Ok(Load {
            latencies,
            took: began.elapsed(),
        })
    }
}
