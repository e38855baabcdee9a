//! Which way a service points inside: `api → app → domain ← store`, `bus → app`.

use crate::tree::{File, Tree, code_lines, has_word, just, none};

/// A module of a service, and the ones beside it that it does not name. What is not listed (lib, main, config) wires them.
const FORBIDDEN: [(&str, &[&str]); 5] = [
    ("domain", &["store", "api", "bus", "app"]),
    ("store", &["api", "bus", "app"]),
    ("app", &["api", "bus"]),
    ("api", &["store", "bus"]),
    ("bus", &["store", "api"]),
];

/// The domain knows no SQL, HTTP, bus or async.
const NOT_IN_DOMAIN: [&str; 11] = [
    "async",
    "await",
    "axum",
    "futures",
    "huiyin_bus",
    "huiyin_chassis",
    "huiyin_store",
    "huiyin_web",
    "reqwest",
    "sea_orm",
    "tokio",
];

/// Service and module of `services/<service>/src/<module>…`.
fn place(path: &str) -> Option<(&str, &str)> {
    let (service, inside) = path.strip_prefix("services/")?.split_once("/src/")?;
    Some((service, inside.split(['/', '.']).next()?))
}

/// Modules at the crate's root that the code names by `crate::` or by climbing with `super::`, each with its line; also from
/// groups, `use crate::{domain::Order, store}`.
fn named(file: &File) -> Vec<(usize, String)> {
    let code: String = code_lines(&file.text).map(|(_, line)| format!("{line}\n")).collect();
    let mut named = Vec::new();
    for root in ["crate::", "super::"] {
        // Only the first `super::` of a climb counts; the trim below takes the others.
        for (at, _) in code
            .match_indices(root)
            .filter(|(at, _)| !code[..*at].ends_with("super::"))
        {
            let line = code[..at].matches('\n').count() + 1;
            let rest = code[at + root.len()..].trim_start_matches("super::");
            named.extend(heads(rest).into_iter().map(|module| (line, module)));
        }
    }
    named
}

/// First names of a path or of each path in a group: `a::b` gives a, `{a::{b, c}, d}` gives a and d.
fn heads(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    let mut depth = 0;
    let mut item = String::new();
    let mut heads = Vec::new();
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => heads.push(name(&std::mem::take(&mut item))),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => item.push(c),
        }
    }
    heads.push(name(&item));
    heads
}

fn points_the_wrong_way(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in tree.with_extension(&["rs"]) {
        let Some((_, module)) = place(&file.path) else { continue };
        let Some((_, forbidden)) = FORBIDDEN.iter().find(|(name, _)| *name == module) else {
            continue;
        };
        for (line, other) in named(file)
            .into_iter()
            .filter(|(_, other)| forbidden.contains(&other.as_str()))
        {
            wrong.push(format!("{}:{line} is in {module} and names {other}", file.path));
        }
    }
    wrong
}

fn domain_knows_the_world(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in tree
        .with_extension(&["rs"])
        .filter(|file| place(&file.path).is_some_and(|(_, module)| module == "domain"))
    {
        for (at, line) in code_lines(&file.text) {
            for word in NOT_IN_DOMAIN.into_iter().filter(|word| has_word(line, word)) {
                wrong.push(format!("{}:{at} is in domain and says {word}", file.path));
            }
        }
    }
    wrong
}

#[test]
fn inside_a_service_api_and_bus_point_to_app_and_app_and_store_to_domain() {
    none(&points_the_wrong_way(&Tree::of_repository()));
    let wrong = [
        (
            "services/a/src/domain/order.rs",
            "use crate::store::order;",
            "is in domain and names store",
        ),
        (
            "services/a/src/domain.rs",
            "use crate::{\n    config::Config,\n    app::{self, assign},\n};",
            "names app",
        ),
        (
            "services/a/src/api/orders.rs",
            "fn list() {\n    crate::store::orders()\n}",
            "orders.rs:2 is in api and names store",
        ),
        (
            "services/a/src/bus/registered.rs",
            "use super::super::store;",
            "is in bus and names store",
        ),
        (
            "services/a/src/store/order.rs",
            "use crate::{domain::Order, api};",
            "is in store and names api",
        ),
        ("services/a/src/app.rs", "use crate::bus;", "is in app and names bus"),
    ];
    for (path, text, words) in wrong {
        just(&points_the_wrong_way(&Tree::sample(&[(path, text)])), words);
    }
    let right = Tree::sample(&[
        ("services/a/src/lib.rs", "use crate::{api, bus, store};"),
        (
            "services/a/src/api/orders.rs",
            "use crate::{app, domain::{self, api_like}}; // not crate::store",
        ),
        ("shared/bus/src/store.rs", "use crate::api;"),
    ]);
    none(&points_the_wrong_way(&right));
}

#[test]
fn the_domain_knows_no_sql_http_bus_or_async() {
    none(&domain_knows_the_world(&Tree::of_repository()));
    let sample = Tree::sample(&[(
        "services/a/src/domain/order.rs",
        "/// axum does this\nuse sea_orm::Set;",
    )]);
    just(
        &domain_knows_the_world(&sample),
        "services/a/src/domain/order.rs:2 is in domain and says sea_orm",
    );
}
