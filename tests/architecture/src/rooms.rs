//! Which crate may name which: the manifests, and for the fenced libraries the code too.

use crate::tree::{Tree, code_lines, has_word, just, none};

/// What a crate without IO does not name. `utoipa` and `schemars` only describe types.
const IO: [&str; 16] = [
    "async-nats",
    "axum",
    "futures",
    "huiyin-access",
    "huiyin-bus",
    "huiyin-chassis",
    "huiyin-store",
    "huiyin-web",
    "lettre",
    "opentelemetry-otlp",
    "reqwest",
    "sea-orm",
    "sea-orm-migration",
    "tokio",
    "tokio-util",
    "tower-http",
];

const PURE: [&str; 4] = ["shared/kernel", "shared/worktime", "shared/policy", "shared/contracts"];

/// `huiyin-<service>` for each folder of `services/` but standalone.
fn services(tree: &Tree) -> Vec<String> {
    let of_a_service = tree
        .manifests()
        .filter(|m| m.folder.starts_with("services/") && m.folder != "services/standalone");
    of_a_service.map(|m| m.name().to_owned()).collect()
}

fn names_another_service(tree: &Tree) -> Vec<String> {
    let services = services(tree);
    let mut wrong = Vec::new();
    for manifest in tree.manifests().filter(|m| {
        m.folder.starts_with("shared/") || m.folder.starts_with("services/") && m.folder != "services/standalone"
    }) {
        for service in services
            .iter()
            .filter(|s| manifest.all_dependencies().contains(&s.as_str()))
        {
            wrong.push(format!(
                "{} names {service}: services meet on the bus, and only standalone names several",
                manifest.name()
            ));
        }
    }
    wrong
}

fn depends_outside_shared(tree: &Tree) -> Vec<String> {
    let shared: Vec<String> = tree
        .manifests()
        .filter(|m| m.folder.starts_with("shared/"))
        .map(|m| m.name().to_owned())
        .collect();
    let mut wrong = Vec::new();
    for manifest in tree
        .manifests()
        .filter(|m| m.folder.starts_with("services/") || m.folder.starts_with("shared/"))
    {
        for name in manifest
            .all_dependencies()
            .into_iter()
            .filter(|name| name.starts_with("huiyin-"))
        {
            let standalone = manifest.folder == "services/standalone";
            if !standalone && !shared.iter().any(|s| s == name) {
                wrong.push(format!(
                    "{} depends on {name}, which is not in shared/",
                    manifest.name()
                ));
            }
        }
    }
    wrong
}

/// `library` in a manifest or in code outside the crate whose folder is `owner`.
fn names_fenced(tree: &Tree, library: &str, owner: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for manifest in tree.manifests().filter(|m| m.folder != owner) {
        for name in manifest
            .all_dependencies()
            .into_iter()
            .filter(|name| name.starts_with(library))
        {
            wrong.push(format!("{} depends on {name}, which only {owner} may", manifest.name()));
        }
    }
    let in_code = library.replace('-', "_");
    let inside = format!("{owner}/");
    for file in tree
        .with_extension(&["rs"])
        .filter(|file| !file.path.starts_with(&inside))
    {
        for (at, _) in code_lines(&file.text).filter(|(_, line)| line.contains(&format!("{in_code}::"))) {
            wrong.push(format!("{}:{at} names {in_code}, which only {owner} may", file.path));
        }
    }
    wrong
}

fn does_io(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for manifest in tree.manifests().filter(|m| PURE.contains(&m.folder)) {
        for name in manifest.dependencies().into_iter().filter(|name| IO.contains(name)) {
            wrong.push(format!("{} depends on {name}, and does no IO", manifest.name()));
        }
    }
    for file in tree
        .with_extension(&["rs"])
        .filter(|file| PURE.iter().any(|room| file.path.starts_with(&format!("{room}/src/"))))
    {
        for (at, line) in code_lines(&file.text) {
            for word in ["async", "std::net", "std::process"]
                .into_iter()
                .filter(|word| has_word(line, word))
            {
                wrong.push(format!("{}:{at} says {word}, in a crate that does no IO", file.path));
            }
        }
    }
    wrong
}

fn ships_the_testkit(tree: &Tree) -> Vec<String> {
    let shipped = tree.manifests().filter(|m| !m.folder.starts_with("tests/"));
    let with_it = shipped.filter(|m| m.dependencies().contains(&"huiyin-testkit"));
    with_it
        .map(|m| format!("{} depends on huiyin-testkit outside its tests", m.name()))
        .collect()
}

#[test]
fn services_depend_only_on_shared_crates() {
    none(&depends_outside_shared(&Tree::of_repository()));
    let sample = Tree::sample(&[
        (
            "shared/kernel/Cargo.toml",
            "package.name = 'huiyin-kernel'\n[dependencies]\nhuiyin-load-tests.workspace = true",
        ),
        (
            "services/audit/Cargo.toml",
            "package.name = 'huiyin-audit'\n[dependencies]\nhuiyin-kernel.workspace = true",
        ),
    ]);
    just(
        &depends_outside_shared(&sample),
        "huiyin-kernel depends on huiyin-load-tests",
    );
}

#[test]
fn only_standalone_names_services() {
    let repository = Tree::of_repository();
    assert_eq!(services(&repository).len(), 6, "five services and the desk");
    none(&names_another_service(&repository));
    let sample = Tree::sample(&[
        (
            "services/audit/Cargo.toml",
            "package.name = 'huiyin-audit'\n[dev-dependencies]\nhuiyin-intake.workspace = true",
        ),
        ("services/intake/Cargo.toml", "package.name = 'huiyin-intake'"),
        (
            "services/standalone/Cargo.toml",
            "package.name = 'huiyin-standalone'\n[dependencies]\nhuiyin-intake.workspace = true",
        ),
    ]);
    just(&names_another_service(&sample), "huiyin-audit names huiyin-intake");
}

#[test]
fn only_bus_names_async_nats() {
    none(&names_fenced(&Tree::of_repository(), "async-nats", "shared/bus"));
    let sample = Tree::sample(&[(
        "services/audit/src/app.rs",
        concat!("use std::fmt;\nuse async_", "nats::Client;"),
    )]);
    just(
        &names_fenced(&sample, "async-nats", "shared/bus"),
        "services/audit/src/app.rs:2",
    );
}

#[test]
fn only_access_names_cedar() {
    none(&names_fenced(&Tree::of_repository(), "cedar-policy", "shared/access"));
    let sample = Tree::sample(&[(
        "shared/web/Cargo.toml",
        "package.name = 'huiyin-web'\n[dependencies]\ncedar-policy = '4'",
    )]);
    just(
        &names_fenced(&sample, "cedar-policy", "shared/access"),
        "huiyin-web depends on cedar-policy",
    );
}

#[test]
fn only_files_names_object_store() {
    none(&names_fenced(&Tree::of_repository(), "object_store", "shared/files"));
    let sample = Tree::sample(&[(
        "services/intake/Cargo.toml",
        "package.name = 'huiyin-intake'\n[dependencies]\nobject_store = '0.14'",
    )]);
    just(
        &names_fenced(&sample, "object_store", "shared/files"),
        "huiyin-intake depends on object_store",
    );
}

#[test]
fn kernel_worktime_policy_and_contracts_do_no_io() {
    none(&does_io(&Tree::of_repository()));
    let depends = Tree::sample(&[(
        "shared/policy/Cargo.toml",
        "package.name = 'huiyin-policy'\ndependencies.tokio = '1'",
    )]);
    just(&does_io(&depends), "huiyin-policy depends on tokio");
    let waits = Tree::sample(&[("shared/kernel/src/clock.rs", "/// not async\nasync fn now() {}")]);
    just(&does_io(&waits), "shared/kernel/src/clock.rs:2 says async");
}

#[test]
fn the_testkit_is_for_tests_only() {
    none(&ships_the_testkit(&Tree::of_repository()));
    let sample = Tree::sample(&[(
        "services/desk/Cargo.toml",
        "package.name = 'huiyin-desk'\ndependencies.huiyin-testkit = '1'",
    )]);
    just(&ships_the_testkit(&sample), "huiyin-desk depends on huiyin-testkit");
}
