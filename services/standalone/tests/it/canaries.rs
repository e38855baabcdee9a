//! P23: a thousand canaries go through a whole life, and then everything that the product wrote is searched for them: databases, the
//! bus's store, files, logs, spans. What is kept of them is sealed.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use futures::{StreamExt, stream};
use reqwest::Method;
use serde_json::{Value, json};

use crate::product::Product;
use crate::trace::Collector;

/// Complaints, each with [`EACH`] canaries.
const COMPLAINTS: usize = 50;
const EACH: usize = 20;
/// Lives that go on at once; more files than that are not taken in together.
const AT_ONCE: usize = 4;
/// Letters that went out: they carry the name and address of whom they are for, as letters do.
const OUTSIDE: &str = "letters";

/// The canaries of one complaint. Each is met nowhere else.
struct Nest {
    number: usize,
    used: usize,
}

impl Nest {
    /// The next one.
    fn next(&mut self) -> String {
        self.used += 1;
        canary(self.number, self.used - 1)
    }

    fn words(&mut self) -> String {
        format!("Words about {} as they were said.", self.next())
    }
}

fn canary(complaint: usize, place: usize) -> String {
    format!("Kanarie{:04}Zq", complaint * EACH + place)
}

/// One complaint's life.
struct Life<'a> {
    product: &'a Product,
    client: reqwest::Client,
    nest: Nest,
    registered: Value,
    case: String,
    sent: AtomicU32,
}

impl Life<'_> {
    async fn send(&self, who: &str, verb: Method, path: &str, body: Value) -> Value {
        let request = self.client.request(verb, self.product.url(path)).headers(by(who));
        let request = request.header("idempotency-key", self.key()).json(&body);
        let text = answered(path, request).await;
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// A file, under a name.
    async fn file(&self, who: &str, path: &str, name: &str, content: String) {
        let request = self.client.post(self.product.url(path)).headers(by(who));
        let request = request
            .header("idempotency-key", self.key())
            .header("huiyin-file-name", name)
            .body(content);
        answered(path, request).await;
    }

    fn key(&self) -> String {
        format!("{}-{}", self.nest.number, self.sent.fetch_add(1, Ordering::Relaxed))
    }

    fn id(&self) -> &str {
        self.registered["id"].as_str().expect("an id")
    }

    async fn step(&self, who: &str, act: &str, body: Value) -> Value {
        let path = format!("/investigation/v1/cases/{}/{act}", self.case);
        self.send(who, Method::POST, &path, body).await
    }
}

fn by(who: &str) -> reqwest::header::HeaderMap {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("huiyin-staff", who.parse().expect("a header"));
    headers.insert("huiyin-unit", "ho.b01.o011".parse().expect("a header"));
    headers
}

async fn answered(path: &str, request: reqwest::RequestBuilder) -> String {
    let answer = request.send().await.expect("it answers");
    let (status, text) = (answer.status(), answer.text().await.expect("a body"));
    assert!(status.is_success(), "{path}: {status} {text}");
    text
}

/// At the counter: a canary in everything that somebody is and says.
async fn told(product: &Product, number: usize) -> Life<'_> {
    let mut life = Life {
        product,
        client: reqwest::Client::new(),
        nest: Nest { number, used: 0 },
        registered: Value::Null,
        case: String::new(),
        sent: AtomicU32::new(0),
    };
    let nest = &mut life.nest;
    let told = json!({
        "channel": "help_line", "unit": "o011", "class": "service_attitude", "language": "en",
        "complainant": {
            "name": nest.next(), "email": format!("{}@mail.invalid", nest.next()), "phone": format!("+86 10 5550 {number:04}"),
            "address": nest.next(), "id_document": nest.next(),
        },
        "narrative": nest.words(), "asked_for": nest.words(),
    });
    life.registered = life.send("e011", Method::POST, "/intake/v1/complaints", told).await;
    let receipt = json!({
        "number": life.registered["number"], "receipt_code": life.registered["receipt_code"], "words": life.nest.words(),
    });
    life.send("e011", Method::POST, "/intake/v1/progress/information", receipt)
        .await;
    let more = json!({ "words": life.nest.words(), "new_facts": false });
    let whole = format!("/intake/v1/complaints/{}", life.id());
    life.send("e011", Method::POST, &format!("{whole}/information"), more)
        .await;
    let (name, content) = (life.nest.next(), life.nest.words().repeat(5_000));
    life.file("e011", &format!("{whole}/attachments"), &format!("{name}.txt"), content)
        .await;
    life
}

/// To the archive: a canary in everything that is found and answered.
async fn handled(mut life: Life<'_>) {
    let of = format!("/investigation/v1/complaints/{}/case", life.id());
    let case = life.send("e011", Method::GET, &of, json!({})).await;
    life.case = case["id"].as_str().expect("an id").to_owned();
    life.step("e011", "accept", json!({})).await;
    for given_by in ["complainant", "witness"] {
        let taken = json!({ "given_by": given_by, "words": life.nest.words(), "taken": life.registered["registered"] });
        life.step("e011", "statements", taken).await;
    }
    let evidence = format!(
        "/investigation/v1/cases/{}/evidence?kind=record&given_by=complainant",
        life.case
    );
    let (name, content) = (life.nest.next(), life.nest.words());
    life.file("e011", &evidence, &format!("{name}.txt"), content).await;
    let finding = json!({
        "finding": "upheld", "root_cause": "service_attitude", "facts": life.nest.words(), "cause_detail": life.nest.words(),
    });
    life.step("e011", "finding", finding).await;
    let reply = json!({ "channel": "phone", "words": life.nest.words(), "apology": true });
    life.step("e011", "reply", reply).await;
    let visit = json!({ "satisfaction": "satisfied", "remarks": life.nest.words() });
    life.step("e012", "follow_up", visit).await;
    let lesson = json!({ "words": life.nest.words() });
    life.step("e011", "lessons", lesson).await;
    let closing = json!({ "summary": life.nest.words() });
    life.step("e011", "close", closing).await;
    life.step("e011", "archive", json!({})).await;
    assert_eq!(life.nest.used, EACH, "each of its canaries sang");
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != OUTSIDE) {
                found.extend(files(&path));
            }
        } else {
            found.push(path);
        }
    }
    found
}

/// The first canary in some bytes, as text or in hexadecimal or base64 at any place.
fn sings(bytes: &[u8]) -> Option<String> {
    // What is no text becomes marks of no text, and a canary stays what it is; the standard library's search is quick.
    let text = String::from_utf8_lossy(bytes);
    let coded = ["S2FuYXJp", "thbmFyaW", "LYW5hcmll"].map(str::to_owned);
    let found = ["Kanarie", "4b616e61726965", "4B616E61726965"].map(str::to_owned);
    let at = found
        .iter()
        .chain(&coded)
        .find_map(|pattern| text.find(pattern.as_str()))?;
    let around: String = text.get(at..)?.chars().take(40).collect();
    Some(around)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p23_a_thousand_canaries_are_nowhere_in_clear_after_a_whole_life() {
    let (collector, address) = Collector::start();
    let data = tempfile::tempdir().expect("a folder");
    let variables = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", address.as_str()),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        (
            "HUIYIN__LOG__LEVEL",
            "debug,hyper=info,h2=info,sqlx=info,sea_orm=info,async_nats=info",
        ),
    ];
    let variables = variables.map(|(name, value)| (name, value.to_owned()));
    let mut product = Product::start_with(data.path(), variables.into());
    product.organise().await;
    let lives = stream::iter(0..COMPLAINTS).map(|number| told(&product, number));
    let lives: Vec<_> = lives.buffer_unordered(AT_ONCE).collect().await;
    product.quiet().await;
    let ends = stream::iter(lives).map(handled);
    ends.buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
    product.quiet().await;
    let spans = format!("{:?}", collector.all());
    assert!(
        spans.len() > 100_000 && sings(spans.as_bytes()).is_none(),
        "a span sings: {:?}",
        sings(spans.as_bytes())
    );
    // Killed, not ended: what lies in write-ahead logs stays there to be looked at.
    product.kill();
    product.kill_bus();
    let log = product.rest();
    assert!(log.len() > 10_000, "{} bytes of log", log.len());
    assert_eq!(sings(log.as_bytes()), None, "the log sings");
    let written = files(data.path());
    let bytes: u64 = written.iter().map(|path| path.metadata().expect("a file").len()).sum();
    assert!(
        written.len() > 100 && bytes > 10_000_000,
        "{} files, {bytes} bytes",
        written.len()
    );
    for path in written {
        let song = sings(&std::fs::read(&path).expect("a file"));
        assert_eq!(song, None, "{} sings", path.display());
    }
}

#[test]
fn a_canary_is_heard_in_clear_in_hexadecimal_and_in_base64_at_any_place() {
    use base64::Engine as _;
    for shift in 0..6 {
        let text = format!("{}{}", "-".repeat(shift), canary(3, 4));
        let coded = base64::engine::general_purpose::STANDARD_NO_PAD.encode(&text);
        assert!(
            sings(text.as_bytes()).is_some() && sings(coded.as_bytes()).is_some(),
            "{shift}"
        );
    }
    let hex: String = canary(3, 4).bytes().map(|byte| format!("{byte:02x}")).collect();
    assert!(sings(hex.as_bytes()).is_some());
    assert!(sings(b"nothing to hear").is_none());
}
