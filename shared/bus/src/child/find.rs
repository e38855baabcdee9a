//! Which nats-server to run.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::ChildError;
use crate::version::is_new_enough;

const PROGRAM: &str = "nats-server";

/// The configured program, or else the first `nats-server` in the folders of `search`, the `PATH`'s value.
///
/// # Errors
/// [`ChildError::NotThere`], [`ChildError::NotFound`]
pub fn find_server(configured: Option<&Path>, search: Option<&OsStr>) -> Result<PathBuf, ChildError> {
    if let Some(path) = configured {
        let there = is_program(path);
        return if there {
            Ok(path.to_owned())
        } else {
            Err(ChildError::NotThere(path.to_owned()))
        };
    }
    let folders = search.map(std::env::split_paths).into_iter().flatten();
    let mut programs = folders.map(|folder| folder.join(PROGRAM));
    programs.find(|path| is_program(path)).ok_or(ChildError::NotFound)
}

/// For tests only: the program of `HUIYIN_TEST_NATS_SERVER`, of the `PATH`, or of the build's `tools/bin`.
///
/// # Errors
/// [`ChildError::NotFoundForTests`]: a test then fails, it is never left out.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration")]
pub fn server_for_tests() -> Result<PathBuf, ChildError> {
    if let Some(path) = std::env::var_os("HUIYIN_TEST_NATS_SERVER") {
        return find_server(Some(Path::new(&path)), None);
    }
    if let Ok(path) = find_server(None, std::env::var_os("PATH").as_deref()) {
        return Ok(path);
    }
    let exe = std::env::current_exe().map_err(|_| ChildError::NotFoundForTests)?;
    let mut above = exe.ancestors().map(|folder| folder.join("tools/bin").join(PROGRAM));
    above.find(|path| is_program(path)).ok_or(ChildError::NotFoundForTests)
}

fn is_program(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// Asks the program for its version.
pub(super) async fn check_version(program: &Path) -> Result<(), ChildError> {
    let output = Command::new(program).arg("--version").kill_on_drop(true).output().await;
    let output = output.map_err(ChildError::io("run", program))?;
    let found = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if is_new_enough(&found) {
        return Ok(());
    }
    Err(ChildError::Old {
        program: program.to_owned(),
        found,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn program(folder: &Path, script: &str) -> PathBuf {
        let path = folder.join(PROGRAM);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[test]
    fn the_configured_program_comes_first_and_then_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = program(folder.path(), "");
        assert_eq!(find_server(Some(&path), None).unwrap(), path);
        let search = std::env::join_paths([Path::new("/nowhere"), folder.path()]).unwrap();
        assert_eq!(find_server(None, Some(&search)).unwrap(), path);
    }

    #[test]
    fn where_there_is_none_the_cure_is_named() {
        let refusal = find_server(None, Some(OsStr::new("/nowhere"))).unwrap_err().to_string();
        assert!(refusal.starts_with("nats-server is not on the PATH; `./run` installs one"));
        let refusal = find_server(Some(Path::new("/nowhere/nats")), None)
            .unwrap_err()
            .to_string();
        assert!(refusal.starts_with("there is no program /nowhere/nats; set the right path"));
    }

    #[tokio::test]
    async fn debians_server_is_too_old() {
        let folder = tempfile::tempdir().unwrap();
        let path = program(folder.path(), "echo nats-server: v2.9.10");
        let refusal = check_version(&path).await.unwrap_err().to_string();
        assert!(refusal.contains("is nats-server: v2.9.10; `./run` installs a newer one"));
        program(folder.path(), "echo nats-server: v2.14.6");
        assert!(check_version(&path).await.is_ok());
    }
}
