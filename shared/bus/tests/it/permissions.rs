//! The accounts that are deployed, on a real server: every role against every verb of the bus (P22). Allowed is what is listed.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use huiyin_bus::child::server_for_tests;
use huiyin_bus::{Bus, BusConfig};
use huiyin_contracts::permissions::{Integration, Role, accounts_with, inbox, roles};
use huiyin_contracts::{catalogue, subjects};
use tempfile::TempDir;

const STREAM_VERBS: [&str; 14] = [
    "CREATE",
    "UPDATE",
    "DELETE",
    "PURGE",
    "INFO",
    "MSG.GET",
    "MSG.DELETE",
    "SNAPSHOT",
    "RESTORE",
    "LEADER.STEPDOWN",
    "PEER.REMOVE",
    "NAMES",
    "LIST",
    "TEMPLATE.CREATE",
];
const CONSUMER_VERBS: [&str; 10] = [
    "CREATE",
    "DURABLE.CREATE",
    "DELETE",
    "INFO",
    "MSG.NEXT",
    "NAMES",
    "LIST",
    "PAUSE",
    "LEADER.STEPDOWN",
    "UNPIN",
];

/// One of a branch that hears two events, and one that hears all.
pub(crate) fn integrations() -> [Integration; 2] {
    let events = ["closed", "replied"].map(str::to_owned).to_vec();
    let branch = Integration::new("crm".to_owned(), Some("ho.b01".parse().unwrap()), events);
    let all = Integration::new("dwh".to_owned(), None, Vec::new());
    [branch.unwrap(), all.unwrap()]
}

fn all_roles() -> Vec<Role> {
    let outside = integrations();
    roles()
        .into_iter()
        .chain(outside.iter().map(Integration::role))
        .collect()
}

/// A server with the accounts that are deployed; every password is the user's name.
pub(crate) struct Server {
    pub(crate) port: u16,
    process: Child,
    _folder: TempDir,
}

impl Server {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let file = folder.path().join("server.conf");
        std::fs::write(folder.path().join("accounts.conf"), accounts_with(&integrations())).unwrap();
        let store = folder.path().join("data");
        let conf = format!(
            "listen: 127.0.0.1:{port}\njetstream {{ store_dir: \"{}\", domain: hub, sync_interval: always }}\ninclude ./accounts.conf\n",
            store.display()
        );
        std::fs::write(&file, conf).unwrap();
        let program = server_for_tests().unwrap_or_else(|cure| panic!("{cure}"));
        let mut command = Command::new(program);
        command.arg("-c").arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
        for role in all_roles() {
            command.env(format!("{}_PASSWORD", role.name.to_uppercase()), &role.name);
        }
        let process = command.env("OPERATOR_PASSWORD", "operator").spawn().unwrap();
        let server = Self {
            port,
            process,
            _folder: folder,
        };
        let up = (0..200).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        assert!(
            up,
            "the server does not come up: nats-server -t -c deploy/nats/hub.conf says why"
        );
        server
    }

    fn connect(&self, role: &str) -> Line {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut line = Line {
            reader: BufReader::new(stream.try_clone().unwrap()),
            stream,
        };
        line.read();
        let connect =
            format!("CONNECT {{\"user\":\"{role}\",\"pass\":\"{role}\",\"verbose\":false,\"pedantic\":false}}\r\n");
        assert_eq!(line.refusal(&connect), None, "{role} signs in");
        line
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// A client that speaks the protocol itself, so that nothing is left out or tried twice.
struct Line {
    reader: BufReader<TcpStream>,
    stream: TcpStream,
}

impl Line {
    fn read(&mut self) -> String {
        let mut text = String::new();
        self.reader.read_line(&mut text).unwrap();
        text
    }

    /// What the server refuses of this, if anything.
    fn refusal(&mut self, words: &str) -> Option<String> {
        self.stream.write_all(format!("{words}PING\r\n").as_bytes()).unwrap();
        let mut refusal = None;
        loop {
            let answer = self.read();
            assert!(!answer.is_empty(), "the server hung up after {words:?}");
            if answer.starts_with("PONG") {
                return refusal;
            }
            if answer.starts_with("-ERR") {
                refusal = Some(answer);
            }
        }
    }

    fn may_say(&mut self, subject: &str) -> bool {
        // With a header that nothing understands as a request of its own, and no reply.
        self.refusal(&format!("PUB {subject} 0\r\n\r\n")).is_none()
    }

    fn may_hear(&mut self, subject: &str, sid: usize) -> bool {
        let may = self.refusal(&format!("SUB {subject} {sid}\r\n")).is_none();
        self.refusal(&format!("UNSUB {sid}\r\n"));
        may
    }
}

/// Whether a subject, which may hold wildcards itself, lies within a listed one.
fn within(listed: &str, subject: &str) -> bool {
    let (mut listed, mut tokens) = (listed.split('.'), subject.split('.'));
    loop {
        match (listed.next(), tokens.next()) {
            (Some(">"), Some(_)) | (None, None) => return true,
            (Some("*"), Some(token)) if token != ">" => {}
            (Some(wanted), Some(token)) if wanted == token => {}
            _ => return false,
        }
    }
}

fn listed(list: &[String], subject: &str) -> bool {
    list.iter().any(|one| within(one, subject))
}

/// What can be tried on the bus. Nothing that is allowed may disturb the others: no consumer is made, and the stream is not there.
fn subjects_to_try() -> Vec<String> {
    let mut all: Vec<String> = [
        "$JS.API.INFO",
        "$JS.API.>",
        "$SYS.REQ.SERVER.PING",
        "$SYS.>",
        "_INBOX.x.y",
        ">",
        "*.>",
    ]
    .map(str::to_owned)
    .to_vec();
    for verb in STREAM_VERBS {
        all.extend([
            format!("$JS.API.STREAM.{verb}.EVENTS"),
            format!("$JS.API.STREAM.{verb}.OTHER"),
        ]);
    }
    all.extend(
        [
            "$JS.API.DIRECT.GET.EVENTS",
            "$JS.API.STREAM.NAMES",
            "$JS.API.STREAM.LIST",
        ]
        .map(str::to_owned),
    );
    for entry in catalogue() {
        all.push(entry.subject.replace("<unit path>", "ho.b01.o0123"));
        all.push(entry.subject.replace("<unit path>", ">"));
        all.extend(entry.kind.split('.').nth(1).map(|name| format!("restricted.v1.{name}")));
    }
    all.extend(subjects::ROOTS.map(str::to_owned));
    all.extend(of_integrations());
    let names = all_roles().into_iter().map(|role| role.name);
    for name in names.chain(["operator".to_owned(), "crm".to_owned()]) {
        for verb in CONSUMER_VERBS {
            all.push(format!("$JS.API.CONSUMER.{verb}.EVENTS.{name}"));
        }
        all.push(format!("$JS.ACK.EVENTS.{name}.1.1.1.1.0"));
        all.push(format!("{}.answer.1", inbox(&name)));
        for request in ["contact", "unit_contacts", "staff", "token", "whole", ">"] {
            all.push(subjects::request(&name, request));
        }
        all.extend([
            subjects::heartbeat(&name),
            subjects::heard(&name),
            subjects::replay(&name),
        ]);
    }
    all
}

/// What integrations could try with their consumers, and with filters that are not theirs.
fn of_integrations() -> Vec<String> {
    let mut all = Vec::new();
    for one in integrations() {
        for (consumer, filter) in one.consumers() {
            let create = format!("$JS.API.CONSUMER.CREATE.EVENTS.{consumer}");
            for tried in [
                &filter,
                "complaint.v1.>",
                "complaint.v1.closed.ho.b02",
                "restricted.v1.>",
                ">",
            ] {
                all.push(format!("{create}.{tried}"));
            }
            for verb in CONSUMER_VERBS {
                all.push(format!("$JS.API.CONSUMER.{verb}.EVENTS.{consumer}"));
            }
            all.push(format!("$JS.ACK.EVENTS.{consumer}.1.1.1.1.0"));
        }
    }
    all
}

#[test]
fn p22_each_role_may_what_is_listed_and_nothing_else() {
    let server = Server::start();
    let subjects = subjects_to_try();
    let (mut tried, mut allowed) = (0, 0);
    for Role {
        name,
        publish,
        subscribe,
    } in all_roles()
    {
        let mut line = server.connect(&name);
        for (sid, subject) in subjects.iter().enumerate() {
            if !subject.contains(['*', '>']) {
                assert_eq!(
                    line.may_say(subject),
                    listed(&publish, subject),
                    "{name} says {subject}"
                );
                tried += 1;
                allowed += usize::from(listed(&publish, subject));
            }
            assert_eq!(
                line.may_hear(subject, sid + 1),
                listed(&subscribe, subject),
                "{name} hears {subject}"
            );
            tried += 1;
            allowed += usize::from(listed(&subscribe, subject));
        }
    }
    assert!(
        tried > 2_000 && allowed > 100 && allowed * 4 < tried,
        "{allowed} of {tried}"
    );
}

#[test]
fn nobody_is_let_in_by_another_name_or_none() {
    let server = Server::start();
    for words in [
        "CONNECT {\"user\":\"intake\",\"pass\":\"routing\",\"verbose\":false}\r\n",
        "CONNECT {\"user\":\"nobody\",\"pass\":\"nobody\",\"verbose\":false}\r\n",
        "CONNECT {\"verbose\":false}\r\n",
    ] {
        let stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut info = String::new();
        reader.read_line(&mut info).unwrap();
        (&stream).write_all(words.as_bytes()).unwrap();
        (&stream).write_all(b"PING\r\n").unwrap();
        let mut answer = String::new();
        reader.read_line(&mut answer).unwrap();
        assert!(
            answer.starts_with("-ERR 'Authorization Violation'"),
            "{words}: {answer}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_listed_is_enough_to_make_the_stream_and_to_consume_it() {
    let server = Server::start();
    for role in roles() {
        let config: BusConfig = serde_json::from_value(serde_json::json!({
            "url": format!("nats://127.0.0.1:{}", server.port), "user": role.name, "password": role.name,
            "replicas": 1, "accept_weak_stream": false, "request_timeout_ms": 3000
        }))
        .unwrap();
        let bus = Bus::connect(&config, &role.name).await.unwrap();
        bus.check().await.unwrap();
        bus.ensure_stream().await.unwrap();
        bus.consume(&role.name, Duration::from_secs(5), 10).await.unwrap();
        bus.drain().await.unwrap();
    }
}
