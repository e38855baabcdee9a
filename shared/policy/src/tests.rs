//! The crate's sentences.

mod broken;
mod broken_packs;
mod clocks;
mod diff;
mod embedded;
mod laws;
mod packs;
mod schema;
mod shelf;
mod simulate;
mod table;

use std::path::{Path, PathBuf};

use crate::{Facts, Horizon, Pack};

/// The folder of all packs.
fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/policy")
}

/// A day by which every calendar is loaded for a while.
fn horizon() -> Horizon {
    Horizon {
        on: "2026-06-01".parse().unwrap(),
        days: 90,
    }
}

fn rural_bank() -> Pack {
    Pack::load(packs().join("rural-bank")).unwrap()
}

/// A customer who came to an outlet about a teller's tone.
fn facts() -> Facts {
    Facts {
        channel: "visit".to_owned(),
        class: Some("service_attitude".to_owned()),
        level: "outlet".to_owned(),
        persons: 1,
        ..Facts::default()
    }
}
