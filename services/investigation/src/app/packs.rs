//! Which policy pack a case is handled by (section 9 of the rule book): the version that it began with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use huiyin_policy::Pack;

/// The packs at hand. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Packs {
    configured: Arc<Pack>,
    others: Arc<Mutex<HashMap<String, Option<Arc<Pack>>>>>,
}

impl Packs {
    /// The configured one, and those of the binary.
    pub(crate) fn new(configured: Pack) -> Self {
        Self {
            configured: Arc::new(configured),
            others: Arc::default(),
        }
    }

    /// The pack of this version, as routing names it; the configured one where there is no such version at hand.
    pub(crate) fn of(&self, version: Option<&str>) -> Arc<Pack> {
        let wanted = version.filter(|version| *version != self.configured.version().as_str());
        let Some(version) = wanted else {
            return self.configured.clone();
        };
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let found = others.entry(version.to_owned()).or_insert_with(|| embedded(version));
        found.clone().unwrap_or_else(|| self.configured.clone())
    }
}

/// A pack of the binary by its version: `rural-bank@2026.1+cn-banking-2020@2026.1` is `rural-bank+cn-banking-2020`.
fn embedded(version: &str) -> Option<Arc<Pack>> {
    let folders: Vec<&str> = version
        .split('+')
        .map(|part| part.split('@').next().unwrap_or(part))
        .collect();
    let pack = Pack::embedded(&folders.join("+")).ok()?;
    if pack.version().as_str() != version {
        tracing::warn!(%version, "this version of the policy pack is not at hand; the configured pack is used");
        return None;
    }
    Some(Arc::new(pack))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_stays_on_the_pack_that_it_began_with() {
        let packs = Packs::new(Pack::embedded("rural-bank").unwrap());
        for name in ["rural-bank", "hospital", "rural-bank+cn-banking-2020"] {
            let version = Pack::embedded(name).unwrap().version().clone();
            assert_eq!(packs.of(Some(version.as_str())).version(), &version, "{name}");
        }
        for unknown in [None, Some("hospital@1.0"), Some("no-such@1"), Some("")] {
            assert_eq!(packs.of(unknown).title().code, "rural-bank", "{unknown:?}");
        }
    }
}
