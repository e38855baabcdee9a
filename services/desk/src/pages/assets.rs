//! What pages are drawn and moved with, from the binary. The address that a page names holds the content's fingerprint, so a browser keeps it for
//! good, and an upgrade changes the pages and what they are drawn with together.

use std::sync::LazyLock;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The style sheet.
pub(crate) const STYLE: &str = include_str!("../../assets/desk.css");
const STYLES: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// One of them.
pub(crate) struct Asset {
    pub(crate) name: &'static str,
    kind: &'static str,
    pub(crate) text: &'static str,
    version: String,
}

/// All of them.
pub(crate) static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        asset("desk.css", STYLES, STYLE),
        asset("icon.svg", "image/svg+xml", include_str!("../../assets/icon.svg")),
        asset("htmx.js", SCRIPT, include_str!("../../assets/vendor/htmx-4.0.1.min.js")),
        asset("desk.js", SCRIPT, include_str!("../../assets/desk.js")),
        asset("keys.js", SCRIPT, include_str!("../../assets/keys.js")),
        asset("draft.js", SCRIPT, include_str!("../../assets/draft.js")),
        asset("upload.js", SCRIPT, include_str!("../../assets/upload.js")),
        asset("live.js", SCRIPT, include_str!("../../assets/live.js")),
    ]
});

fn asset(name: &'static str, kind: &'static str, text: &'static str) -> Asset {
    let hash = Sha256::digest(text);
    let version = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Asset {
        name,
        kind,
        text,
        version,
    }
}

/// Its address, with its fingerprint. A test holds that every name that a page asks for is there.
pub(crate) fn address(name: &str) -> String {
    let version = ASSETS.iter().find(|asset| asset.name == name);
    let version = version.map_or("", |asset| asset.version.as_str());
    format!("/desk/assets/{name}?v={version}")
}

/// The fingerprint that was asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    v: String,
}

pub(crate) async fn show(Path(name): Path<String>, Query(asked): Query<Asked>) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Without the fingerprint, or with another one, it may be another one soon.
    let kept = if asked.v == asset.version {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    ([(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, kept)], asset.text).into_response()
}
