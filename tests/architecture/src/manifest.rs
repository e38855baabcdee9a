//! The root manifest names each direct dependency once, with its reason; crates inherit, with the workspace's lints.

use crate::tree::{Tree, just, none};

const MOST_DEPENDENCIES: usize = 60;

/// Third-party names of `[workspace.dependencies]`: those without a path.
fn third_party(tree: &Tree) -> Vec<String> {
    let root: toml::Table = tree.root_manifest().parse().expect("the root manifest is TOML");
    let all = root["workspace"]["dependencies"]
        .as_table()
        .expect("a table of dependencies");
    all.iter()
        .filter(|(_, value)| value.get("path").is_none())
        .map(|(name, _)| name.clone())
        .collect()
}

/// A reason is a comment on the line, or a heading above the group that the line stands in; an empty line ends a group.
fn without_a_reason(tree: &Tree) -> Vec<String> {
    let lines = tree
        .root_manifest()
        .lines()
        .skip_while(|line| line.trim() != "[workspace.dependencies]")
        .skip(1);
    let mut headed = false;
    let mut wrong = Vec::new();
    for line in lines.take_while(|line| !line.starts_with('[')).map(str::trim) {
        if line.is_empty() {
            headed = false;
        } else if line.starts_with('#') {
            headed = true;
        } else if !headed && !line.contains(" # ") {
            wrong.push(format!("`{line}` has no reason beside it or above its group"));
        }
    }
    wrong
}

fn too_many(tree: &Tree, most: usize) -> Vec<String> {
    let count = third_party(tree).len();
    if count > most {
        vec![format!("{count} direct dependencies, {most} at most")]
    } else {
        Vec::new()
    }
}

fn not_inherited(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for manifest in tree.manifests() {
        for (name, value) in manifest.entries(&["dependencies", "dev-dependencies", "build-dependencies"]) {
            let inherited = value
                .as_table()
                .is_some_and(|table| table.len() == 1 && table.contains_key("workspace"));
            if !inherited {
                wrong.push(format!(
                    "{} says more of {name} than `workspace = true`: the root manifest decides",
                    manifest.name()
                ));
            }
        }
    }
    wrong
}

/// The testkit may fail the test that it helps: `allow-unwrap-in-tests` does not see helpers, so it carries lints of its own.
const OWN_LINTS: &str = "huiyin-testkit";

fn without_lints(tree: &Tree) -> Vec<String> {
    let lax = tree.manifests().filter(|m| m.name() != OWN_LINTS).filter(|m| {
        m.table
            .get("lints")
            .and_then(|lints| lints.get("workspace"))
            .and_then(toml::Value::as_bool)
            != Some(true)
    });
    lax.map(|m| format!("{} lacks `[lints] workspace = true`", m.name()))
        .collect()
}

#[test]
fn every_direct_dependency_has_its_reason() {
    let repository = Tree::of_repository();
    assert!(
        third_party(&repository).iter().any(|name| name == "serde"),
        "the manifest was read"
    );
    none(&without_a_reason(&repository));
    let manifest =
        "[workspace.dependencies]\n# data\nserde = '1'\n\ncsv = '1' # imports\nuuid = '1'\n\n[profile.dev]\ndebug = 1";
    just(
        &without_a_reason(&Tree::sample(&[("Cargo.toml", manifest)])),
        "`uuid = '1'`",
    );
}

#[test]
fn at_most_sixty_direct_dependencies() {
    none(&too_many(&Tree::of_repository(), MOST_DEPENDENCIES));
    let manifest = "[workspace.dependencies]\na = '1'\nb = '1'\nc = { path = 'c' }";
    just(
        &too_many(&Tree::sample(&[("Cargo.toml", manifest)]), 1),
        "2 direct dependencies, 1 at most",
    );
}

#[test]
fn crates_inherit_every_dependency_as_the_root_manifest_says_it() {
    none(&not_inherited(&Tree::of_repository()));
    let manifest = "package.name = 'a'\n[dependencies]\nserde.workspace = true\ntokio = { workspace = true, features = ['io-std'] }";
    just(
        &not_inherited(&Tree::sample(&[("shared/a/Cargo.toml", manifest)])),
        "a says more of tokio",
    );
}

#[test]
fn every_crate_takes_the_workspace_lints() {
    none(&without_lints(&Tree::of_repository()));
    let sample = Tree::sample(&[("shared/a/Cargo.toml", "package.name = 'a'\nlints.workspace = false")]);
    just(&without_lints(&sample), "a lacks");
}
