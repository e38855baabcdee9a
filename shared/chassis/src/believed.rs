//! Whom the services of a process believe.

use std::sync::Arc;

use huiyin_bus::Bus;
use huiyin_contracts::requests::{TokenAnswer, TokenRequest};
use huiyin_contracts::subjects;
use huiyin_kernel::{Clock, Ids};
use huiyin_web::{Callers, CallersConfig, Exchange, Health, Signer, Trust};

/// Whom the services of a process believe, and the key to sign with where it has one.
#[derive(Clone, Debug)]
pub struct Believed {
    /// How who asks is known.
    pub callers: Callers,
    /// Signs caller tokens.
    pub signer: Option<Signer>,
}

impl Believed {
    /// As the configuration says. Opaque tokens are exchanged by the desk, over the bus.
    ///
    /// # Errors
    /// Where a key cannot be used; the sentence says what to do.
    pub fn new(config: &CallersConfig, bus: &Bus, clock: &Clock, ids: &Ids) -> anyhow::Result<Self> {
        let signer = config.signer(ids)?;
        let verifier = config.verifier(signer.as_ref())?;
        let callers = match config.trust {
            Trust::Headers => Callers::claimed(),
            Trust::Signed => Callers::signed(verifier, clock.clone(), exchange(bus.clone())),
        };
        Ok(Self { callers, signer })
    }

    /// Says beside readiness where anybody can claim to be anybody.
    pub(crate) fn told(&self, health: Health) -> Health {
        if !self.callers.believes_headers() {
            return health;
        }
        health.warning("callers", async || {
            Err(
                "callers.trust is \"headers\": whoever reaches this address is whom they say; set it to \"signed\""
                    .to_owned(),
            )
        })
    }
}

fn exchange(bus: Bus) -> Exchange {
    Arc::new(move |hash, service| {
        let bus = bus.clone();
        Box::pin(async move {
            let asked = TokenRequest { hash, service };
            let answer: Result<TokenAnswer, _> = bus.request(&subjects::request("desk", "token"), &asked).await;
            answer.map(|answer| answer.token).map_err(|error| error.to_string())
        })
    })
}
