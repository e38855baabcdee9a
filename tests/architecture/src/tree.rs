//! The repository's text, read once: paths with `/` from the root, and what the files say.

use std::path::Path;

/// Folders that hold nothing of ours.
const PASSED_OVER: [&str; 8] = [
    "target",
    ".git",
    "node_modules",
    "huiyin-data",
    "__pycache__",
    ".venv",
    "vendor",
    "secrets",
];

pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

pub(crate) struct Tree {
    pub(crate) files: Vec<File>,
}

/// One crate's manifest.
pub(crate) struct Manifest<'a> {
    /// Folder from the root, such as `services/intake`.
    pub(crate) folder: &'a str,
    pub(crate) table: toml::Table,
}

impl Tree {
    pub(crate) fn of_repository() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .expect("the crate stands two folders deep");
        let mut files = Vec::new();
        read(root, "", &mut files);
        assert!(
            files.iter().any(|file| file.path == "Cargo.toml"),
            "{} is not the repository's root",
            root.display()
        );
        Self { files }
    }

    pub(crate) fn sample(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        Self {
            files: files.iter().map(file).collect(),
        }
    }

    pub(crate) fn with_extension<'a>(&'a self, extensions: &'a [&str]) -> impl Iterator<Item = &'a File> {
        let fits = |path: &str| {
            path.rsplit_once('.')
                .is_some_and(|(_, extension)| extensions.contains(&extension))
        };
        self.files.iter().filter(move |file| fits(&file.path))
    }

    /// The root manifest's text; empty in a sample without one.
    pub(crate) fn root_manifest(&self) -> &str {
        self.files
            .iter()
            .find(|file| file.path == "Cargo.toml")
            .map_or("", |file| &file.text)
    }

    pub(crate) fn manifests(&self) -> impl Iterator<Item = Manifest<'_>> {
        self.files.iter().filter_map(|file| {
            let folder = file.path.strip_suffix("/Cargo.toml")?;
            let table = file
                .text
                .parse()
                .unwrap_or_else(|error| panic!("{} is not TOML: {error}", file.path));
            Some(Manifest { folder, table })
        })
    }
}

impl Manifest<'_> {
    pub(crate) fn name(&self) -> &str {
        self.table["package"]["name"].as_str().expect("a package has a name")
    }

    /// Name and value of the entries in these sections, such as `dependencies`.
    pub(crate) fn entries(&self, sections: &[&str]) -> Vec<(&str, &toml::Value)> {
        let tables = sections
            .iter()
            .filter_map(|section| self.table.get(*section)?.as_table());
        tables.flatten().map(|(name, value)| (name.as_str(), value)).collect()
    }

    pub(crate) fn dependencies(&self) -> Vec<&str> {
        self.entries(&["dependencies", "build-dependencies"])
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    pub(crate) fn all_dependencies(&self) -> Vec<&str> {
        let entries = self.entries(&["dependencies", "build-dependencies", "dev-dependencies"]);
        entries.into_iter().map(|(name, _)| name).collect()
    }
}

fn read(root: &Path, folder: &str, files: &mut Vec<File>) {
    let entries = std::fs::read_dir(root.join(folder)).expect("the folder can be listed");
    for entry in entries.flatten() {
        let name = entry.file_name().into_string().expect("names are UTF-8");
        let path = if folder.is_empty() {
            name.clone()
        } else {
            format!("{folder}/{name}")
        };
        let kind = entry.file_type().expect("the entry has a type");
        if kind.is_dir() && !PASSED_OVER.contains(&name.as_str()) {
            read(root, &path, files);
        } else if kind.is_file() {
            // Pictures and fonts are not UTF-8, and a file may vanish while others work.
            if let Ok(text) = std::fs::read_to_string(entry.path()) {
                files.push(File { path, text });
            }
        }
    }
}

/// Fails with one line for each thing that is wrong.
pub(crate) fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}

/// Fails unless exactly one thing is wrong, and it says `words`.
pub(crate) fn just(wrong: &[String], words: &str) {
    assert!(
        matches!(wrong, [one] if one.contains(words)),
        "expected one sentence with {words:?}, got {wrong:#?}"
    );
}

/// The lines with their numbers, without what follows `//`. A `//` inside a string cuts too much, which only hides, never accuses.
pub(crate) fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.split("//").next().unwrap_or("")))
}

/// Whether `word` stands in `line` by itself, not as a part of a longer name.
pub(crate) fn has_word(line: &str, word: &str) -> bool {
    let of_a_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(of_a_name) && !line[at + word.len()..].starts_with(of_a_name))
}
