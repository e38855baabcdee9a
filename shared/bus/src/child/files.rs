//! What the child keeps in its folder.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::{ChildConfig, ChildError};

/// The child's folder. Its lock is held as long as this lives, and goes with the process however that ends.
pub(super) struct Files {
    pub(super) config: PathBuf,
    pub(super) log: PathBuf,
    pub(super) process_id: PathBuf,
    store: PathBuf,
    port: PathBuf,
    output: PathBuf,
    _lock: File,
}

impl Files {
    /// Makes the folder and takes its lock: two servers on one store would destroy it.
    pub(super) fn prepare(data: &Path) -> Result<Self, ChildError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(data);
        made.map_err(ChildError::io("make the folder", data))?;
        // Absolute, since it also tells our child apart from others in the list of processes.
        let data = fs::canonicalize(data).map_err(ChildError::io("find", data))?;
        let lock = data.join("lock");
        let file = private(&lock)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ChildError::InUse(data)),
            Err(TryLockError::Error(error)) => return Err(ChildError::io("lock", &lock)(error)),
        }
        Ok(Self {
            config: data.join("nats.conf"),
            log: data.join("nats.log"),
            process_id: data.join("nats.pid"),
            store: data.join("store"),
            port: data.join("port"),
            output: data.join("nats.out"),
            _lock: file,
        })
    }

    /// The fixed port, the last start's, or a free one; it is kept for the next start.
    pub(super) fn choose_port(&self, fixed: Option<u16>) -> Result<u16, ChildError> {
        if let Some(port) = fixed {
            return if is_free(port) {
                Ok(port)
            } else {
                Err(ChildError::PortTaken(port))
            };
        }
        let kept = fs::read_to_string(&self.port)
            .ok()
            .and_then(|text| text.trim().parse().ok());
        if let Some(port) = kept.filter(|&port| is_free(port)) {
            return Ok(port);
        }
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(|_| ChildError::NoPort)?.port();
        fs::write(&self.port, format!("{port}\n")).map_err(ChildError::io("write", &self.port))?;
        Ok(port)
    }

    /// Writes the configuration, readable by this user alone: it holds the password.
    pub(super) fn write_config(&self, config: &ChildConfig, port: u16) -> Result<(), ChildError> {
        let text = self.config_text(config, port)?;
        // A file of an earlier start may have other rights.
        let _ = fs::remove_file(&self.config);
        let mut file = private(&self.config)?;
        file.write_all(text.as_bytes())
            .map_err(ChildError::io("write", &self.config))
    }

    fn config_text(&self, config: &ChildConfig, port: u16) -> Result<String, ChildError> {
        let user = quoted("the user's name", &config.user)?;
        let password = quoted("the password", config.password.reveal())?;
        let path = |path: &Path| quoted("the data folder's path", &path.to_string_lossy());
        let (store, log, process_id) = (path(&self.store)?, path(&self.log)?, path(&self.process_id)?);
        let max_store = config.max_store_bytes;
        Ok(format!(
            "# Written anew at each start.\n\
             server_name: huiyin\n\
             listen: \"127.0.0.1:{port}\"\n\
             max_payload: 1MB\n\
             pid_file: {process_id}\n\
             log_file: {log}\n\
             logfile_size_limit: 10MB\n\
             logfile_max_num: 3\n\
             authorization {{ user: {user}, password: {password} }}\n\
             jetstream {{\n  \
               store_dir: {store}\n  \
               # An acknowledged event is on the disk: the default would keep up to two minutes in memory only.\n  \
               sync_interval: always\n  \
               max_memory_store: 16MB\n  \
               max_file_store: {max_store}\n\
             }}\n"
        ))
    }

    /// Where what the child says before it has its log goes.
    pub(super) fn output(&self) -> Result<File, ChildError> {
        private(&self.output)
    }

    pub(super) fn forget_process(&self) {
        let _ = fs::remove_file(&self.process_id);
    }
}

fn private(path: &Path) -> Result<File, ChildError> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path);
    file.map_err(ChildError::io("write", path))
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

fn quoted(what: &'static str, text: &str) -> Result<String, ChildError> {
    if text.contains(|c: char| c == '"' || c == '\\' || c.is_control()) {
        return Err(ChildError::Unquotable(what));
    }
    Ok(format!("\"{text}\""))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn config(data: &Path, password: &str) -> ChildConfig {
        ChildConfig::new("nats-server".into(), data.to_owned(), password.into())
    }

    #[test]
    fn only_this_user_may_read_the_password() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::prepare(folder.path()).unwrap();
        fs::write(&files.config, "").unwrap();
        files.write_config(&config(folder.path(), "s3cret"), 4222).unwrap();
        let text = fs::read_to_string(&files.config).unwrap();
        assert!(text.contains("password: \"s3cret\"") && text.contains("sync_interval: always"));
        assert_eq!(fs::metadata(&files.config).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_password_cannot_add_to_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::prepare(folder.path()).unwrap();
        for odd in ["\" }", "a\\", "a\nlisten: 0.0.0.0"] {
            let refusal = files.write_config(&config(folder.path(), odd), 4222).unwrap_err();
            assert!(refusal.to_string().starts_with("the password holds a quote"));
        }
    }

    #[test]
    fn the_port_is_kept_and_a_taken_one_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::prepare(folder.path()).unwrap();
        let port = files.choose_port(None).unwrap();
        assert_eq!(files.choose_port(None).unwrap(), port);
        let _taken = TcpListener::bind(("127.0.0.1", port)).unwrap();
        assert_ne!(files.choose_port(None).unwrap(), port);
        let refusal = files.choose_port(Some(port)).unwrap_err().to_string();
        assert_eq!(
            refusal,
            format!("port {port} on 127.0.0.1 is taken; free it, or configure another one")
        );
    }
}
