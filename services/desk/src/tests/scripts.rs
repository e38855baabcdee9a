//! Scripts: files of ours alone, each as it was when it was looked at, and nothing that stands in a page.

use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use sha2::{Digest, Sha256};

use super::house::{between, templates, without};
use super::{get, html};
use crate::pages::assets::{ASSETS, address};

/// As a template names a script.
const SCRIPT: &str = "<script src=\"{{ v.asset(";

#[test]
fn what_others_wrote_is_what_its_sum_says_and_its_licence_is_beside_it() {
    let sums = include_str!("../../assets/vendor/SHA256SUMS");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/vendor");
    let mut names: Vec<&str> = Vec::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let found = Sha256::digest(std::fs::read(format!("{folder}/{name}")).unwrap());
        let found: String = found.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, sum, "{name} was changed");
        let licence = name.split('-').next().unwrap();
        assert!(
            std::fs::exists(format!("{folder}/{licence}-LICENSE")).unwrap(),
            "{name} has no licence"
        );
        names.push(name);
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let known = name == "SHA256SUMS" || name.ends_with("-LICENSE") || names.contains(&name.as_str());
        assert!(known, "{name} has no sum");
    }
}

#[test]
fn no_template_holds_a_script_a_style_or_a_foreign_address() {
    for (path, text) in templates() {
        let shown = path.display();
        assert_eq!(
            text.matches("<script").count(),
            text.matches(SCRIPT).count(),
            "{shown} holds a script"
        );
        assert_eq!(
            text.matches("<script").count(),
            text.matches("\" defer></script>").count(),
            "{shown} holds a script that says something, or that a page waits for"
        );
        let forbidden = [
            "<style",
            " style=",
            "http:",
            "https:",
            "|safe",
            "escape none",
            "javascript:",
            " js:",
            "hx-on",
        ];
        for forbidden in forbidden {
            assert!(!text.contains(forbidden), "{shown} holds {forbidden}");
        }
        let clean = without(&text, "{{", "}}");
        let listens = clean.split(" on").skip(1).any(|rest| {
            let name = rest.split('=').next();
            name.is_some_and(|name| name.chars().all(char::is_alphabetic))
        });
        assert!(!listens, "{shown} holds a listener");
    }
}

#[test]
fn every_file_that_a_page_names_is_there_and_every_one_that_is_there_is_named() {
    let templates = templates();
    let named: std::collections::BTreeSet<&str> = templates
        .iter()
        .flat_map(|(_, text)| between(text, "v.asset(\"", "\""))
        .collect();
    let there: std::collections::BTreeSet<&str> = ASSETS.iter().map(|asset| asset.name).collect();
    assert_eq!(named, there);
}

#[test]
fn our_own_scripts_keep_nothing_in_the_browser_and_make_no_code_of_text() {
    for asset in ASSETS
        .iter()
        .filter(|asset| asset.name.ends_with(".js") && asset.name != "htmx.js")
    {
        let forbidden = [
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "innerHTML",
            "eval(",
            "Function(",
            "document.write",
            "http:",
        ];
        for forbidden in forbidden {
            assert!(!asset.text.contains(forbidden), "{} holds {forbidden}", asset.name);
        }
        assert!(asset.text.lines().count() < 150, "{} is long", asset.name);
    }
}

#[tokio::test]
async fn a_browser_keeps_a_file_for_good_by_its_fingerprint_and_gets_it_compressed() {
    for asset in ASSETS.iter() {
        let response = get(&address(asset.name), &[(ACCEPT_ENCODING.as_str(), "gzip")]).await;
        let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(
            header(CACHE_CONTROL),
            Some("public, max-age=31536000, immutable"),
            "{}",
            asset.name
        );
        assert_eq!(header(CONTENT_ENCODING), Some("gzip"), "{}", asset.name);
        assert!(header(VARY).is_some());
        let old = get(&format!("/desk/assets/{}?v=0", asset.name), &[]).await;
        assert_eq!(old.headers()[CACHE_CONTROL], "public, max-age=300", "{}", asset.name);
        assert_eq!(html(old).await, asset.text);
    }
    assert_eq!(get("/desk/assets/nothing.js", &[]).await.status(), 404);
    let page = get("/desk/settings", &[(ACCEPT_ENCODING.as_str(), "gzip")]).await;
    assert_eq!(page.headers()[CONTENT_ENCODING], "gzip");
}

#[tokio::test]
async fn the_stream_is_of_staff_and_begins_with_the_servers_clock() {
    let refused = get("/desk/live?lang=en", &[("huiyin-staff", "s1")]).await;
    assert_eq!(refused.status(), 403, "who sees no list is told nothing");
    let response = get("/desk/live", &[(ACCEPT_ENCODING.as_str(), "gzip")]).await;
    assert_eq!(response.headers()[CONTENT_TYPE], "text/event-stream");
    assert!(
        response.headers().get(CONTENT_ENCODING).is_none(),
        "a stream that is packed comes late"
    );
    let mut body = response.into_body().into_data_stream();
    let first = futures::StreamExt::next(&mut body).await.unwrap().unwrap();
    let first = String::from_utf8(first.to_vec()).unwrap();
    assert!(first.contains("event: clock"), "{first}");
    assert!(first.contains("data: 2026-11-23T02:05:00Z 2026-11-23 10:05"), "{first}");
}
