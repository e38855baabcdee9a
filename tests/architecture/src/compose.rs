//! What docker-compose.yml tells the services: each key is one that the service knows.

use crate::tree::{Tree, just, none};

const SERVICES: [&str; 6] = ["intake", "routing", "investigation", "notification", "audit", "desk"];
/// Keys that have no default: nothing is said where they are not needed.
const WITHOUT_DEFAULT: [&str; 2] = ["bus.user", "bus.password"];

/// The lines below one, as far as they are indented deeper.
fn below<'a>(text: &'a str, first: &str) -> Vec<&'a str> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines().skip_while(|line| line.trim_end() != first);
    let Some(head) = lines.next() else { return Vec::new() };
    lines
        .take_while(|line| line.trim().is_empty() || depth(line) > depth(head))
        .collect()
}

/// The key that a line sets: `HUIYIN__BUS__URL_FILE: …` sets `bus.url`.
fn key(line: &str) -> Option<String> {
    let (name, _) = line.trim().split_once(':')?;
    let name = name.strip_prefix("HUIYIN__")?;
    let secret = name
        .strip_suffix("_FILE")
        .filter(|stem| stem.ends_with("__URL") || stem.ends_with("__PASSWORD"));
    Some(secret.unwrap_or(name).to_lowercase().replace("__", "."))
}

fn knows(defaults: &toml::Table, path: &str) -> bool {
    let mut at = Some(defaults);
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let value = at.and_then(|table| table.get(part));
        if parts.peek().is_none() {
            return value.is_some();
        }
        at = value.and_then(toml::Value::as_table);
    }
    false
}

fn unknown_keys(tree: &Tree) -> Vec<String> {
    let text = |path: &str| {
        tree.files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    };
    let table = |path: &str| {
        let text = text(path).unwrap_or_default();
        text.parse::<toml::Table>()
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let (house, compose) = (
        table("shared/chassis/config.default.toml"),
        text("docker-compose.yml").unwrap_or_default(),
    );
    let all = [
        below(compose, "x-environment: &environment"),
        below(compose, "x-hearing: &hearing"),
    ]
    .concat();
    let mut wrong = Vec::new();
    for service in SERVICES {
        let own = table(&format!("services/{service}/config.default.toml"));
        let lines = below(compose, &format!("  {service}:"));
        if lines.is_empty() {
            wrong.push(format!("docker-compose.yml has no {service}"));
        }
        for key in lines.iter().chain(&all).filter_map(|line| key(line)) {
            let known = match key.strip_prefix("service.") {
                Some(rest) => knows(&own, rest),
                None => knows(&house, &key) || WITHOUT_DEFAULT.contains(&key.as_str()),
            };
            if !known {
                wrong.push(format!(
                    "docker-compose.yml tells {service} {key}, which it does not know"
                ));
            }
        }
    }
    wrong
}

#[test]
fn compose_tells_each_service_keys_that_it_knows() {
    none(&unknown_keys(&Tree::of_repository()));
}

#[test]
fn a_key_in_the_wrong_section_is_found() {
    let empty = |service: &str| {
        (
            format!("services/{service}/config.default.toml"),
            "series = 0".to_owned(),
        )
    };
    let mut files: Vec<_> = SERVICES.map(empty).into();
    files.push((
        "shared/chassis/config.default.toml".to_owned(),
        "[bus]\nurl = \"\"".to_owned(),
    ));
    let blocks = SERVICES.map(|service| format!("  {service}:\n    environment:\n      HUIYIN__BUS__URL_FILE: /x\n"));
    let compose = blocks.concat() + "      HUIYIN__SERIES: 1\n      HUIYIN__SERVICE__SERIES: 1\n";
    files.push(("docker-compose.yml".to_owned(), compose));
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    just(
        &unknown_keys(&Tree::sample(&files)),
        "docker-compose.yml tells desk series, which it does not know",
    );
}
