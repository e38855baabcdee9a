//! Another program, in another language, hears the events with a stock client of the bus (deploy/examples/python).

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::product::{Product, variable};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/examples/python/hear.py");
/// What must not leave the register: in the registration, in no event.
const CANARIES: [&str; 6] = [
    "Canaria Vogel",
    "13912345678",
    "canary@birds.invalid",
    "Canary Lane 7",
    "sang at the counter",
    "a new cage",
];

fn registration() -> Value {
    let [name, phone, email, address, narrative, asked_for] = CANARIES;
    json!({
        "channel": "help_line", "unit": "o011", "class": "service_attitude",
        "complainant": { "name": name, "phone": phone, "email": email, "address": address },
        "narrative": narrative, "asked_for": asked_for,
    })
}

/// The value of a key in the bus's configuration.
fn setting(config: &str, key: &str) -> String {
    let (_, after) = config
        .split_once(&format!("{key}: \""))
        .unwrap_or_else(|| panic!("no {key} in the bus's configuration"));
    after.split('"').next().expect("a quoted value").to_owned()
}

/// A Python program that hears one registration, and ends.
fn python(interpreter: &str, data: &Path, durable: &str) -> Command {
    let config = std::fs::read_to_string(data.join("bus/nats.conf")).expect("the bus's configuration");
    let mut command = Command::new(interpreter);
    command.arg(SCRIPT).args(["--durable", durable, "--count", "1"]);
    command.args([
        "--url",
        &format!("nats://{}", setting(&config, "listen")),
        "--user",
        &setting(&config, "user"),
    ]);
    command
        .env("NATS_PASSWORD", setting(&config, "password"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

async fn register(product: &Product, key: &str) -> Value {
    let request = reqwest::Client::new()
        .post(product.url("/intake/v1/complaints"))
        .header("idempotency-key", key);
    let answer = request.json(&registration()).send().await.expect("it answers");
    assert!(answer.status().is_success(), "{}", answer.status());
    answer.json().await.expect("JSON")
}

#[tokio::test]
async fn a_python_program_hears_a_registration_without_personal_data_and_goes_on_where_it_stopped() {
    let Some(interpreter) = variable("HUIYIN_TEST_PYTHON") else {
        eprintln!("skipped: HUIYIN_TEST_PYTHON names no Python with nats-py");
        return;
    };
    let data = tempfile::tempdir().expect("a folder");
    let product = Product::start(data.path());
    product.organise().await;
    for turn in ["first", "second"] {
        let hearing = python(&interpreter, data.path(), "birdwatcher")
            .spawn()
            .expect("Python starts");
        let registered = register(&product, turn).await;
        let output = tokio::task::spawn_blocking(|| hearing.wait_with_output())
            .await
            .expect("a task")
            .expect("Python ends");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(
            output.status.success(),
            "{text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(text.lines().count(), 1, "{text}");
        for canary in CANARIES {
            assert!(!text.contains(canary), "'{canary}' left the register in {text}");
        }
        let code = registered["receipt_code"].as_str().expect("a receipt code");
        assert!(!text.contains(code), "the receipt code left the register");
        is_its_event(&serde_json::from_str(&text).expect("JSON"), &registered);
    }
}

/// CloudEvents 1.0 in binary mode, about this complaint.
fn is_its_event(event: &Value, registered: &Value) {
    let (headers, complaint) = (&event["headers"], &registered["id"]);
    assert_eq!(event["subject"], "complaint.v1.registered.ho.b01.o011");
    for (name, value) in [
        ("ce-specversion", json!("1.0")),
        ("ce-type", json!("complaint.registered.v1")),
        ("ce-source", json!("/huiyin/intake")),
        ("ce-subject", complaint.clone()),
        ("ce-correlationid", complaint.clone()),
        ("ce-version", json!("1")),
        ("content-type", json!("application/json")),
        ("Nats-Msg-Id", headers["ce-id"].clone()),
    ] {
        assert_eq!(headers[name], value, "{name} in {headers}");
    }
    for name in ["ce-id", "ce-time", "ce-recordedtime", "ce-sequence", "ce-epoch"] {
        assert!(
            headers[name].as_str().is_some_and(|value| !value.is_empty()),
            "{name} in {headers}"
        );
    }
    assert_eq!(&event["payload"]["complaint"], complaint);
    assert_eq!(event["payload"]["number"], registered["number"]);
}
