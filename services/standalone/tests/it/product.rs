//! A running `huiyin up`, and its command line.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use huiyin_bus::child::server_for_tests;
use huiyin_contracts::views::feed::FeedView;
use serde_json::Value;

/// How long a start may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(30);
/// The services that hear each other.
const SERVICES: [&str; 5] = ["intake", "routing", "investigation", "notification", "audit"];

/// The program with what it needs to find its nats-server.
pub(crate) fn huiyin() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huiyin"));
    let server = server_for_tests().unwrap_or_else(|error| panic!("{error}"));
    command
        .env("HUIYIN__BUS__SERVER", server)
        .env("HUIYIN__LOG__LEVEL", "warn")
        // These tests are of something else than sign-in, which has its own.
        .env("HUIYIN__CALLERS__TRUST", "headers")
        // These tests run on today's date: whether next year's holidays are announced is the operator's concern, not theirs.
        .env("HUIYIN__ROUTING__CALENDAR_DAYS_AHEAD", "0")
        .stdin(Stdio::null());
    command
}

/// What a command that has ended wrote to the standard error.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A value of the environment that a test may be told.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A running product. Dropped, it and its nats-server are killed.
pub(crate) struct Product {
    data: PathBuf,
    port: u16,
    variables: Vec<(&'static str, String)>,
    demo: bool,
    lines: Option<Receiver<String>>,
    process: Option<Child>,
    client: reqwest::Client,
}

impl Product {
    /// Starts a product on a data folder, and waits until it is ready.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(data, Vec::new())
    }

    /// The same with variables in its environment.
    pub(crate) fn start_with(data: &Path, variables: Vec<(&'static str, String)>) -> Self {
        Self::started(data, variables, false)
    }

    /// The same with the demonstration in it.
    pub(crate) fn demo_with(data: &Path, variables: Vec<(&'static str, String)>) -> Self {
        Self::started(data, variables, true)
    }

    fn started(data: &Path, variables: Vec<(&'static str, String)>, demo: bool) -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = free.local_addr().expect("a bound address").port();
        drop(free);
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(20))
            .build()
            .expect("a client");
        let mut product = Self {
            data: data.to_owned(),
            port,
            variables,
            demo,
            lines: None,
            process: None,
            client,
        };
        product.restart();
        product
    }

    /// Starts it again where it was; answers how long that took until its ready line.
    pub(crate) fn restart(&mut self) -> Duration {
        let began = Instant::now();
        let mut command = huiyin();
        command
            .arg("up")
            .arg("--data")
            .arg(&self.data)
            .args(["--listen", &format!("127.0.0.1:{}", self.port)]);
        if self.demo {
            command.arg("--demo");
        }
        command
            .envs(self.variables.iter().cloned())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut process = command.spawn().expect("the program starts");
        let lines = lines(process.stderr.take().expect("a piped standard error"));
        self.process = Some(process);
        let mut heard = Vec::new();
        while let Ok(line) = lines.recv_timeout(PATIENCE.saturating_sub(began.elapsed())) {
            if line.starts_with("Huiyin is ready at ") {
                assert!(line.contains(&self.url("")), "another address than it was told: {line}");
                self.lines = Some(lines);
                return began.elapsed();
            }
            heard.push(line);
        }
        panic!(
            "it is not ready after {} ms; it said:\n{}",
            began.elapsed().as_millis(),
            heard.join("\n")
        );
    }

    /// The next line that it says after it was ready, and that begins so.
    pub(crate) fn line(&self, beginning: &str) -> String {
        let lines = self.lines.as_ref().expect("it was started");
        while let Ok(line) = lines.recv_timeout(PATIENCE) {
            if line.starts_with(beginning) {
                return line;
            }
        }
        panic!("it never said {beginning:?}");
    }

    /// All that it said since it was ready, once it has ended.
    pub(crate) fn rest(&self) -> String {
        let lines = self.lines.as_ref().expect("it was started");
        lines.iter().collect::<Vec<_>>().join("\n")
    }

    /// Ends it without a word, as `kill -9` and a power cut do. Its nats-server lives on as an orphan.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("it can be killed");
            process.wait().expect("it has ended");
        }
    }

    /// The same to its nats-server.
    pub(crate) fn kill_bus(&self) {
        let folder = self.data.join("bus");
        let Ok(id) = std::fs::read_to_string(folder.join("nats.pid")) else {
            return;
        };
        let line = std::fs::read(format!("/proc/{}/cmdline", id.trim())).unwrap_or_default();
        // The number may be another process's by now: ours names its configuration in our folder.
        if String::from_utf8_lossy(&line).contains(&*folder.to_string_lossy()) {
            // The shell's own `kill`: the program of that name is not on every Debian.
            let line = format!("kill -9 {}", id.trim());
            let status = Command::new("sh").args(["-c", &line]).status();
            assert!(status.expect("the shell runs").success(), "{line}");
        }
    }

    /// The address of something that it answers.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Runs a command against it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        huiyin()
            .args(["--server", &self.url("")])
            .args(arguments)
            .output()
            .expect("the program starts")
    }

    /// Asks; fails where the answer is no success.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = self.client.get(self.url(path)).send().await.expect("it answers");
        let (status, text) = (answer.status(), answer.text().await.expect("a body"));
        assert!(status.is_success(), "GET {path}: {status} {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Fills in the demonstration's tree and staff.
    pub(crate) async fn organise(&self) {
        for (path, csv) in [
            (
                "/routing/v1/directory/imports",
                include_str!("../../src/demo/units.csv"),
            ),
            ("/routing/v1/staff/imports", include_str!("../../src/demo/staff.csv")),
        ] {
            let request = self
                .client
                .post(self.url(path))
                .header("content-type", "text/csv")
                .body(csv);
            let answer = request.send().await.expect("it answers");
            assert!(answer.status().is_success(), "{path}: {}", answer.status());
        }
        self.quiet().await;
    }

    /// Waits until nothing is under way: each service has heard all that each other said. Fails where an event is parked.
    pub(crate) async fn quiet(&self) {
        let began = Instant::now();
        while let Err(state) = self.look_for_work().await {
            assert!(began.elapsed() < PATIENCE, "it does not come to rest: {state}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn look_for_work(&self) -> Result<(), String> {
        let mut feeds = Vec::new();
        for service in SERVICES {
            let feed: FeedView =
                serde_json::from_value(self.get(&format!("/{service}/v1/feed")).await).expect("a feed");
            assert_eq!(feed.parked, 0, "events are parked in {service}");
            feeds.push((service, feed));
        }
        for (producer, feed) in &feeds {
            if feed.unnumbered > 0 || feed.waiting > 0 {
                return Err(format!(
                    "{producer}: {} events without a place, {} that wait",
                    feed.unnumbered, feed.waiting
                ));
            }
            for (consumer, other) in feeds.iter().filter(|(name, _)| name != producer) {
                if other.heard(producer) < feed.last {
                    return Err(format!(
                        "{consumer} has heard {producer} through {} of {}",
                        other.heard(producer),
                        feed.last
                    ));
                }
            }
        }
        Ok(())
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().ok();
            process.wait().ok();
        }
        self.kill_bus();
    }
}

/// Reads lines as long as there are any, so that the program never waits for its reader.
fn lines(from: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (tell, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            tell.send(line).ok();
        }
    });
    lines
}
