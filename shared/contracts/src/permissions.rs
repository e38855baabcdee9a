//! Who may say and hear what on the bus: one description, from which `deploy/nats/accounts.conf` is made (P22).
//!
//! Everything that is not listed is refused by the server. No role may change or remove the stream or what is in it, and none may hear the
//! answers that another one gets: each has an inbox of its own.

mod integration;

use std::fmt::Write;

pub use integration::{Integration, NameError};

use crate::catalogue;
use crate::subjects::{self, ROOTS, STREAM};

/// A service, and the requests that it makes of others.
struct Service {
    name: &'static str,
    asks: &'static [(&'static str, &'static str)],
    /// Whether it looks at the events as they pass, without a consumer: the desk does, to tell pages that something moved.
    watches: bool,
}

const fn service(name: &'static str, asks: &'static [(&'static str, &'static str)]) -> Service {
    Service {
        name,
        asks,
        watches: false,
    }
}

/// Whose a program's token is: everyone who takes requests of programs asks the desk.
const TOKEN: (&str, &str) = ("desk", "token");

const SERVICES: [Service; 6] = [
    service("intake", &[TOKEN]),
    service("routing", &[TOKEN]),
    service("investigation", &[TOKEN]),
    // The only one that is told how to reach a complainant, at the moment of sending (R8.1).
    service(
        "notification",
        &[
            TOKEN,
            ("intake", "contact"),
            ("routing", "unit_contacts"),
            ("routing", "duty_contacts"),
        ],
    ),
    service("audit", &[TOKEN]),
    Service {
        watches: true,
        ..service("desk", &[("routing", "staff"), ("audit", "break_glass")])
    },
];

/// What a role may do on the bus: subjects, with the bus's wildcards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The user's name.
    pub name: String,
    /// What it may say.
    pub publish: Vec<String>,
    /// What it may hear.
    pub subscribe: Vec<String>,
}

/// Where a user's answers come: nobody else may listen there.
#[must_use]
pub fn inbox(user: &str) -> String {
    format!("_INBOX_{user}")
}

/// Every service's role.
#[must_use]
pub fn roles() -> Vec<Role> {
    SERVICES.iter().map(role).collect()
}

fn role(service: &Service) -> Role {
    let name = service.name;
    let mut publish = events(name);
    publish.push(subjects::heartbeat(name));
    publish.extend([subjects::heard("*"), subjects::replay("*")]);
    publish.extend(service.asks.iter().map(|(of, request)| subjects::request(of, request)));
    publish.extend(stream(name));
    let mut subscribe = vec![
        format!("{}.>", inbox(name)),
        subjects::HEARTBEATS.to_owned(),
        subjects::heard(name),
        subjects::replay(name),
        subjects::request(name, ">"),
    ];
    if service.watches {
        subscribe.extend(ROOTS.map(str::to_owned));
    }
    Role {
        name: name.to_owned(),
        publish,
        subscribe,
    }
}

/// The events that it alone says; those about a complaint under the restricted root too (R8.2).
fn events(producer: &str) -> Vec<String> {
    let mut subjects = Vec::new();
    for entry in catalogue().iter().filter(|entry| entry.producer == producer) {
        let mut parts = entry.kind.split('.');
        let (about, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        subjects.push(format!("{about}.v1.{name}.>"));
        subjects.push(format!("restricted.v1.{name}"));
    }
    subjects
}

/// Of JetStream: to look at the account and the stream, to make the stream where there is none, and its own consumer.
fn stream(consumer: &str) -> Vec<String> {
    vec![
        "$JS.API.INFO".to_owned(),
        format!("$JS.API.STREAM.INFO.{STREAM}"),
        format!("$JS.API.STREAM.CREATE.{STREAM}"),
        format!("$JS.API.CONSUMER.CREATE.{STREAM}.{consumer}"),
        format!("$JS.API.CONSUMER.INFO.{STREAM}.{consumer}"),
        format!("$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{consumer}"),
        format!("$JS.ACK.{STREAM}.{consumer}.>"),
    ]
}

/// `deploy/nats/accounts.conf`: the accounts of a nats-server. Passwords come from its environment: `$INTAKE_PASSWORD` and so on.
#[must_use]
pub fn accounts() -> String {
    accounts_with(&[])
}

/// The same, with users for programs of an organisation that hear events: `huiyin integrations conf` writes it. The password of the one
/// called `crm` is `$INTEGRATION_CRM_PASSWORD`.
#[must_use]
pub fn accounts_with(integrations: &[Integration]) -> String {
    let mut text = String::from(
        "# Who may say and hear what on the bus. Made from shared/contracts/src/permissions.rs by the test that compares it (CONTRIBUTING.md);\n\
         # do not change it by hand. Passwords come from the environment.\n\n\
         accounts {\n  HUIYIN {\n    jetstream: enabled\n    users: [\n",
    );
    let outside = integrations.iter().map(Integration::role);
    for role in roles().into_iter().chain(outside) {
        let (name, password) = (&role.name, role.name.to_uppercase());
        // Answers to what it was asked, and nothing else, go where the asker listens.
        let _ = writeln!(
            text,
            "      {{ user: {name}, password: ${password}_PASSWORD, permissions: {{\n        publish: {{ allow: [{}\n        ] }}\n        \
             subscribe: {{ allow: [{}\n        ] }}\n        allow_responses: {{ max: 1, expires: \"1m\" }}\n      }} }}",
            list(&role.publish),
            list(&role.subscribe)
        );
    }
    text.push_str(
        "    ]\n  }\n  SYS {\n    users: [ { user: operator, password: $OPERATOR_PASSWORD } ]\n  }\n}\nsystem_account: SYS\n",
    );
    text
}

fn list(subjects: &[String]) -> String {
    subjects.iter().fold(String::new(), |mut text, subject| {
        let _ = write!(text, "\n          \"{subject}\"");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who_may(says: bool, subject: &str) -> Vec<String> {
        let lists = |role: &Role| {
            let list = if says { &role.publish } else { &role.subscribe };
            list.iter().any(|one| one == subject)
        };
        roles().into_iter().filter(lists).map(|role| role.name).collect()
    }

    #[test]
    fn r8_1_notification_alone_asks_how_to_reach_a_complainant_and_intake_alone_hears_it() {
        assert_eq!(who_may(true, "svc.intake.contact"), ["notification"]);
        assert_eq!(who_may(false, "svc.intake.>"), ["intake"]);
    }

    #[test]
    fn each_event_is_said_by_its_producer_alone() {
        for entry in catalogue() {
            let subject = entry.subject.replace("<unit path>", ">");
            assert_eq!(who_may(true, &subject), [entry.producer], "{subject}");
        }
    }

    #[test]
    fn nobody_changes_or_removes_what_is_in_the_stream() {
        for role in roles() {
            for verb in ["PURGE", "DELETE", "UPDATE", "MSG", "RESTORE", "SNAPSHOT", ".>"] {
                let api = |subject: &&String| subject.starts_with("$JS.API");
                let found = role.publish.iter().filter(api).find(|subject| subject.contains(verb));
                let next = format!("$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{}", role.name);
                assert!(found.is_none_or(|subject| *subject == next), "{} {verb}", role.name);
            }
        }
    }
}
