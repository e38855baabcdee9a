//! Which policy pack a case is handled by (section 9 of the rule book): the version that it began with, or was moved to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use huiyin_policy::{Pack, Shelf};

/// The packs at hand. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Packs {
    configured: Arc<Pack>,
    /// Each version that was asked for; nothing for one that is not at hand.
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

    /// The configured one with the versions that stand beside it, and those of the binary.
    pub(crate) fn with(configured: Pack, shelf: &Shelf) -> Self {
        let beside = shelf.packs().map(|pack| {
            let version = pack.version().as_str().to_owned();
            (version, Some(Arc::new(pack.clone())))
        });
        Self {
            others: Arc::new(Mutex::new(beside.collect())),
            ..Self::new(configured)
        }
    }

    /// The pack of this version, as routing names it. Where there is no such version at hand the configured one governs: that is logged once,
    /// and told beside readiness as long as an open case is on it.
    pub(crate) fn of(&self, version: Option<&str>) -> Arc<Pack> {
        let wanted = version.filter(|version| *version != self.configured.version().as_str());
        let Some(version) = wanted else {
            return self.configured.clone();
        };
        self.find(version).unwrap_or_else(|| self.configured.clone())
    }

    /// Those of these versions that are not at hand.
    pub(crate) fn missing(&self, mut versions: Vec<String>) -> Vec<String> {
        versions.retain(|version| version != self.configured.version().as_str() && self.find(version).is_none());
        versions.sort();
        versions
    }

    fn find(&self, version: &str) -> Option<Arc<Pack>> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        others
            .entry(version.to_owned())
            .or_insert_with(|| {
                let found = embedded(version);
                if found.is_none() {
                    tracing::warn!(
                        version,
                        "this version of the policy pack is not at hand: the configured one governs"
                    );
                }
                found
            })
            .clone()
    }
}

/// A pack of the binary by its version: `rural-bank@2026.1+cn-banking-2020@2026.1` is `rural-bank+cn-banking-2020`.
fn embedded(version: &str) -> Option<Arc<Pack>> {
    let folders: Vec<&str> = version
        .split('+')
        .map(|part| part.split('@').next().unwrap_or(part))
        .collect();
    let pack = Pack::embedded(&folders.join("+")).ok()?;
    (pack.version().as_str() == version).then(|| Arc::new(pack))
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

    #[test]
    fn a_version_that_is_not_at_hand_is_told() {
        let packs = Packs::new(Pack::embedded("rural-bank").unwrap());
        let versions = ["rural-bank@2026.1", "rural-bank@2019.1", "hospital@2026.1"];
        let missing = packs.missing(versions.map(str::to_owned).to_vec());
        assert_eq!(missing, ["rural-bank@2019.1"]);
    }

    #[test]
    fn versions_beside_the_configured_folder_are_at_hand() {
        let hospital = Pack::embedded("hospital").unwrap();
        let version = hospital.version().as_str().to_owned();
        let packs = Packs::with(Pack::embedded("rural-bank").unwrap(), &Shelf::of(vec![hospital]));
        assert_eq!(packs.of(Some(&version)).title().code, "hospital");
    }
}
