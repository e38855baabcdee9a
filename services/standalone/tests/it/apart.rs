//! The second shape: a process for each service, a nats-server with the accounts that are deployed, a database for each.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use huiyin_bus::child::server_for_tests;
use huiyin_testkit::eventually;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::product::{huiyin, said};

const UNITS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demo/units.csv");
const STAFF: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demo/staff.csv");
const ACCOUNTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/nats");
/// The desk first: it makes the key that the others believe.
const SERVICES: [&str; 6] = ["desk", "intake", "routing", "investigation", "notification", "audit"];

/// The running processes. Dropped, they are killed.
struct Apart {
    folder: TempDir,
    bus: u16,
    ports: Vec<(&'static str, u16)>,
    processes: Vec<Child>,
    client: reqwest::Client,
}

impl Drop for Apart {
    fn drop(&mut self) {
        for process in &mut self.processes {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn free_port() -> u16 {
    let free = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    free.local_addr().expect("a bound address").port()
}

/// A service's own program, beside the operator's.
fn program(service: &str) -> PathBuf {
    let beside = Path::new(env!("CARGO_BIN_EXE_huiyin"));
    let program = beside.with_file_name(format!("huiyin-{service}"));
    assert!(
        program.exists(),
        "{} is not built: cargo build --workspace --bins",
        program.display()
    );
    program
}

impl Apart {
    async fn start() -> Self {
        let mut apart = Self {
            folder: tempfile::tempdir().expect("a folder"),
            bus: free_port(),
            ports: SERVICES.map(|service| (service, free_port())).to_vec(),
            processes: Vec::new(),
            client: reqwest::Client::new(),
        };
        apart.start_bus();
        for service in SERVICES {
            let process = apart.command(service).spawn().expect("the program starts");
            apart.processes.push(process);
            let ready = apart.url(service, "/healthz");
            eventually(&format!("{service} is up"), async || {
                let answer = apart
                    .client
                    .get(&ready)
                    .send()
                    .await
                    .map_err(|error| error.to_string())?;
                answer.error_for_status().map(|_| ()).map_err(|error| error.to_string())
            })
            .await;
        }
        apart
    }

    fn start_bus(&mut self) {
        let folder = self.folder.path();
        let conf = folder.join("hub.conf");
        let text =
            std::fs::read_to_string(Path::new(ACCOUNTS).join("hub.conf")).expect("the configuration that is deployed");
        let text = text
            .replace("0.0.0.0:4222", &format!("127.0.0.1:{}", self.bus))
            .replace("0.0.0.0:8222", &format!("127.0.0.1:{}", free_port()))
            .replace("/data", &folder.join("stream").display().to_string());
        std::fs::write(&conf, text).expect("a configuration");
        std::fs::copy(Path::new(ACCOUNTS).join("accounts.conf"), folder.join("accounts.conf")).expect("the accounts");
        let server = server_for_tests().unwrap_or_else(|error| panic!("{error}"));
        let mut command = Command::new(server);
        command.arg("-c").arg(&conf).stdout(Stdio::null()).stderr(Stdio::null());
        for service in SERVICES {
            command.env(format!("{}_PASSWORD", service.to_uppercase()), format!("s-{service}"));
        }
        let process = command.env("OPERATOR_PASSWORD", "s-operator").spawn();
        self.processes.push(process.expect("nats-server starts"));
    }

    /// What docker-compose.yml tells a service, with folders in the place of volumes.
    fn command(&self, service: &str) -> Command {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        let mut command = Command::new(program(service));
        let mut tell = |key: &str, value: String| {
            command.env(format!("HUIYIN__{key}"), value);
        };
        tell("HTTP__LISTEN", format!("127.0.0.1:{}", self.port(service)));
        tell("LOG__LEVEL", "warn".to_owned());
        tell("BUS__URL", format!("nats://127.0.0.1:{}", self.bus));
        tell("BUS__USER", service.to_owned());
        tell("BUS__PASSWORD", format!("s-{service}"));
        tell("DATABASE__URL", format!("sqlite://{}", path(&format!("{service}.db"))));
        tell("DATABASE__MIGRATE", "true".to_owned());
        tell("DELIVERY__HEARTBEAT_SECONDS", "1".to_owned());
        match service {
            "desk" => {
                tell("CALLERS__KEY_FILE", path("caller.key"));
                tell("CALLERS__CREATE_KEY", "true".to_owned());
                tell("SERVICE__SEALING__KEY_FILE", path("desk.keys"));
                for other in SERVICES.iter().filter(|other| **other != "desk") {
                    tell(
                        &format!("SERVICE__SERVICES__{}", other.to_uppercase()),
                        self.url(other, ""),
                    );
                }
            }
            _ => tell("CALLERS__PUBLIC_KEY_FILE", path("caller.pub")),
        }
        match service {
            "intake" => {
                tell("SERVICE__RECEIPTS__KEY_FILE", path("receipts.key"));
                tell("SERVICE__MATCHING__KEY_FILE", path("matching.key"));
                tell("SERVICE__SEALING__KEY_FILE", path("sealing.keys"));
                tell("SERVICE__ATTACHMENTS__FOLDER", path("attachments"));
            }
            "investigation" => {
                tell("SERVICE__SEALING__KEY_FILE", path("case.keys"));
                tell("SERVICE__EVIDENCE__FOLDER", path("evidence"));
            }
            "notification" => tell("SERVICE__MAIL__FOLDER", path("mail")),
            _ => {}
        }
        command.stdin(Stdio::null());
        command
    }

    fn port(&self, service: &str) -> u16 {
        let found = self.ports.iter().find(|(name, _)| *name == service);
        found.expect("a service").1
    }

    fn url(&self, service: &str, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port(service))
    }

    /// Runs an operator's command against a service.
    fn run(&self, service: &str, arguments: &[&str]) -> Output {
        let key = self.folder.path().join("caller.key");
        let output = huiyin()
            .args(["--server", &self.url(service, "")])
            .arg("--key")
            .arg(key)
            .args(arguments)
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        output
    }

    /// A token of a member of staff, as a program has one: each service asks the desk whose it is.
    fn token(&self, staff: &str) -> String {
        let issued = self.run("desk", &["token", "issue", staff, "--name", "a test"]);
        let text = String::from_utf8(issued.stdout).expect("text");
        text.lines().last().expect("a token").to_owned()
    }

    async fn get(&self, service: &str, path: &str, token: &str) -> Value {
        let path = format!("/{service}/v1{path}");
        let asked = self.client.get(self.url(service, &path)).bearer_auth(token);
        let answer = asked.send().await.expect("it answers");
        let (status, text) = (answer.status(), answer.text().await.expect("a body"));
        assert!(status.is_success(), "GET {path}: {status} {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    async fn post(&self, service: &str, path: &str, (token, key): (&str, &str), body: &Value) -> Value {
        let path = format!("/{service}/v1{path}");
        let told = self.client.post(self.url(service, &path)).bearer_auth(token);
        let answer = told
            .header("idempotency-key", key)
            .json(body)
            .send()
            .await
            .expect("it answers");
        let (status, text) = (answer.status(), answer.text().await.expect("a body"));
        assert!(status.is_success(), "POST {path}: {status} {text}");
        serde_json::from_str(&text).expect("JSON")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_processes_and_a_bus_that_lets_each_do_what_it_must_handle_a_complaint() {
    let apart = Apart::start().await;
    apart.run("routing", &["directory", "import", UNITS, "--yes"]);
    apart.run("routing", &["directory", "staff", STAFF]);
    let (clerk, desk) = (apart.token("e012"), apart.token("d001"));
    let told = json!({
        "channel": "help_line", "unit": "o011", "class": "service_attitude", "product": "savings",
        "complainant": { "name": "示例客户", "email": "customer@demo.invalid" }, "reply_channel": "email",
        "language": "zh", "narrative": "柜台人员态度生硬",
    });
    eventually("intake knows the units", async || {
        let unit = apart
            .client
            .post(apart.url("intake", "/intake/v1/complaints"))
            .bearer_auth(&clerk);
        let answer = unit.header("idempotency-key", "first").json(&told).send().await;
        let answer = answer.map_err(|error| error.to_string())?;
        if answer.status() == 201 {
            Ok(())
        } else {
            Err(answer.text().await.unwrap_or_default())
        }
    })
    .await;
    let registered = apart.post("intake", "/complaints", (&clerk, "first"), &told).await;
    let id = registered["id"].as_str().expect("an id");
    let case = eventually(
        "routing has given it to a unit, and investigation has opened its case",
        async || {
            let cases = apart.get("investigation", "/cases", &clerk).await;
            let case = cases["items"][0]["id"].as_str().map(str::to_owned);
            case.ok_or_else(|| cases.to_string())
        },
    )
    .await;
    let path = format!("/cases/{case}/accept");
    let accepted = apart.post("investigation", &path, (&clerk, "accept"), &json!({})).await;
    assert_eq!(accepted["stage"], "investigating", "{accepted}");
    heard_by_the_others(&apart, id, &desk).await;
}

async fn heard_by_the_others(apart: &Apart, id: &str, desk: &str) {
    eventually(
        "notification was told how to reach complainant and unit, and sent",
        async || {
            let list = apart
                .get("notification", &format!("/deliveries?complaint={id}"), desk)
                .await;
            let items = list["items"].as_array().cloned().unwrap_or_default();
            let sent = |audience: &str| {
                let fits = |one: &&Value| one["audience"] == audience && one.to_string().contains("\"sent\"");
                items.iter().any(|one| fits(&one))
            };
            if sent("complainant") && sent("staff") {
                Ok(())
            } else {
                Err(list.to_string())
            }
        },
    )
    .await;
    eventually("audit has heard all of it", async || {
        let timeline = apart
            .get("audit", &format!("/complaints/{id}/timeline"), desk)
            .await
            .to_string();
        let kinds = ["registered", "assigned", "order_accepted", "notice_sent", "looked"];
        let missing = kinds
            .iter()
            .find(|kind| !timeline.contains(&format!("complaint.{kind}.v1")));
        missing.map_or(Ok(()), |kind| Err(format!("{kind} in {timeline}")))
    })
    .await;
}
