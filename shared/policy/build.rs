//! Puts every file of `deploy/policy` into the binary: a new pack is data, so no list in the code names it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/policy");
    println!("cargo::rerun-if-changed={}", packs.display());
    let mut paths = Vec::new();
    for folder in fs::read_dir(&packs)? {
        let folder = folder?.path();
        if folder.is_dir() && !folder.ends_with("schema") {
            paths.extend(fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?);
        }
    }
    let mut files: Vec<PathBuf> = paths.into_iter().map(|entry| entry.path()).collect();
    files.sort();
    let mut code = format!("pub(crate) const FILES: [(&str, &str); {}] = [\n", files.len());
    for file in files {
        let path = file.strip_prefix(&packs).map_err(io::Error::other)?;
        let name = path.to_string_lossy().replace('\\', "/");
        writeln!(code, "({name:?}, include_str!({:?})),", file.display().to_string()).map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    #[expect(
        clippy::disallowed_methods,
        reason = "cargo tells a build script its folder by the environment alone"
    )]
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("files.rs"), code)
}
