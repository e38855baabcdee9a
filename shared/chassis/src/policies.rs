//! `[access]`: an organisation's own policies.

use std::path::{Path, PathBuf};

use anyhow::Context;
use huiyin_access::Access;
use serde::Deserialize;

/// `[access]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessConfig {
    /// A folder with Cedar policies. Empty: none.
    pub policies: PathBuf,
}

impl AccessConfig {
    /// The policies in force: the built-in ones, and those of the folder.
    ///
    /// # Errors
    /// Where the folder cannot be read, holds no policy, or one of them is wrong: the product does not start with it.
    pub fn load(&self) -> anyhow::Result<Access> {
        if self.policies.as_os_str().is_empty() {
            return Ok(Access::built_in()?);
        }
        let own = read(&self.policies)?;
        anyhow::ensure!(
            !own.is_empty(),
            "access.policies: {} holds no file that ends in .cedar",
            self.policies.display()
        );
        Ok(Access::with(&own)?)
    }
}

/// The policy files of a folder, in the order of their names.
fn read(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let unread = || format!("access.policies: {} cannot be read", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(unread)? {
        let path = entry.with_context(unread)?.path();
        if path.extension().is_some_and(|kind| kind == "cedar") {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("access.policies: {} cannot be read", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, text));
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use huiyin_access::{Action, Caller, Kind, Resource};

    use super::*;

    fn load(files: &[(&str, &str)]) -> anyhow::Result<Access> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        AccessConfig {
            policies: folder.path().to_owned(),
        }
        .load()
    }

    #[test]
    fn a_folder_of_policies_stands_beside_the_built_in_ones() {
        let closed = "@id(\"nobody-operates\") forbid (principal, action == Action::\"operate\", resource);";
        let access = load(&[("own.cedar", closed), ("notes.txt", "not a policy")]).unwrap();
        let operates = |access: &Access| {
            let system = Resource::new(Kind::System);
            access
                .decide(&Caller::operator(), Action::Operate, &system)
                .is_allowed()
        };
        assert!(!operates(&access));
        assert!(operates(&AccessConfig::default().load().unwrap()));
    }

    #[test]
    fn the_product_does_not_start_with_policies_that_are_wrong_or_not_there() {
        let wrong = |files: &[(&str, &str)]| load(files).unwrap_err().to_string();
        assert!(wrong(&[("own.cedar", "permit (")]).starts_with("the access policies own.cedar do not parse: "));
        assert!(wrong(&[("notes.txt", "")]).ends_with("holds no file that ends in .cedar"));
        let policies = PathBuf::from("no-such-folder");
        let error = AccessConfig { policies }.load().unwrap_err();
        assert_eq!(error.to_string(), "access.policies: no-such-folder cannot be read");
    }
}
