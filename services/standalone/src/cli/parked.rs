//! `huiyin parked`: events that a service cannot apply. Each holds up its complaint at that service until it is tried again or dropped (P7).

use clap::Subcommand;
use huiyin_contracts::views::feed::{DropParked, ParkedView};
use huiyin_contracts::views::intake::ComplaintView;
use huiyin_kernel::{Clock, EventId, Ids};
use serde::Serialize;
use serde_json::json;

use super::client::Client;
use super::output::{Output, say, write};

/// The services that hear events.
const SERVICES: [&str; 5] = ["intake", "routing", "investigation", "notification", "audit"];

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Lists them, of all services: the event, what it is about, why it cannot be applied, since when, how often it was tried.
    List {
        #[arg(long, value_enum, default_value = "table")]
        output: Output,
    },
    /// Shows one. What an event says stays in the record.
    Show {
        /// The event.
        event: EventId,
        #[arg(long, value_enum, default_value = "table")]
        output: Output,
    },
    /// Has one tried again at once, wherever it is parked: once its cause is gone.
    Retry {
        /// The event.
        event: EventId,
    },
    /// Drops one, for good: it takes no effect at that service, and what stood behind it is applied. The record keeps who, why and the reference.
    Drop {
        /// The event.
        event: EventId,
        /// Which service: the same event may be parked at several.
        #[arg(long)]
        service: String,
        /// Why: done_by_hand, said_again, never_so or unreadable.
        #[arg(long)]
        ground: String,
        /// Where that is settled: the number of a ticket or a file.
        #[arg(long)]
        reference: String,
    },
}

/// A parked event, and where.
#[derive(Serialize)]
struct Parked {
    service: &'static str,
    /// The complaint's number, where it is about one that is registered.
    number: Option<String>,
    #[serde(flatten)]
    event: ParkedView,
}

pub(crate) async fn run(client: &Client, act: Act) -> anyhow::Result<()> {
    match act {
        Act::List { output } => shown(output, &all(client, None).await?),
        Act::Show { event, output } => shown(output, &here(client, event).await?),
        Act::Retry { event } => {
            for parked in here(client, event).await? {
                let path = format!("/{}/v1/parked/{event}/retry", parked.service);
                let _: String = client.post(&path, Some(&key()), &json!({})).await?;
                say(&format!("{} tries it again within a second.", parked.service));
            }
            Ok(())
        }
        Act::Drop {
            event,
            service,
            ground,
            reference,
        } => {
            let path = format!("/{service}/v1/parked/{event}/drop");
            let asked = DropParked { ground, reference };
            let _: String = client.post(&path, Some(&key()), &asked).await?;
            say(&format!(
                "{service} drops it; what stood behind it is applied within seconds."
            ));
            Ok(())
        }
    }
}

/// A key of its own for each command: the same one given again is another act.
fn key() -> String {
    format!("parked-{}", Ids::random(Clock::system()).uuid())
}

async fn here(client: &Client, event: EventId) -> anyhow::Result<Vec<Parked>> {
    let found = all(client, Some(event)).await?;
    anyhow::ensure!(
        !found.is_empty(),
        "no service has parked {event}: `huiyin parked list` shows those that are"
    );
    Ok(found)
}

async fn all(client: &Client, event: Option<EventId>) -> anyhow::Result<Vec<Parked>> {
    let mut found = Vec::new();
    for service in SERVICES {
        let parked: Vec<ParkedView> = client.get(&format!("/{service}/v1/parked")).await?;
        for one in parked
            .into_iter()
            .filter(|one| event.is_none_or(|event| one.event == event))
        {
            let number = number(client, &one).await;
            found.push(Parked {
                service,
                number,
                event: one,
            });
        }
    }
    Ok(found)
}

async fn number(client: &Client, parked: &ParkedView) -> Option<String> {
    parked.kind.as_deref().filter(|kind| kind.starts_with("complaint."))?;
    let path = format!("/intake/v1/complaints/{}", parked.about);
    // What is not registered yet, or at another address, has none here.
    let complaint: ComplaintView = client.get(&path).await.ok()?;
    Some(complaint.number.to_string())
}

fn shown(output: Output, parked: &[Parked]) -> anyhow::Result<()> {
    if parked.is_empty() {
        say("no event is parked");
    }
    let header = ["service", "event", "kind", "about", "why", "since", "tried"].map(str::to_owned);
    let rows: Vec<Vec<String>> = parked.iter().map(row).collect();
    write(output, &parked, &header, &rows)
}

fn row(parked: &Parked) -> Vec<String> {
    let Parked { service, number, event } = parked;
    vec![
        (*service).to_owned(),
        event.event.to_string(),
        event.kind.clone().unwrap_or_else(|| "cannot be read".to_owned()),
        number.clone().unwrap_or_else(|| event.about.to_string()),
        event.reason.clone(),
        event.since.to_string(),
        event.attempts.to_string(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_the_complaint_why_it_waits_and_how_often_it_was_tried() {
        let event = json!({
            "event": "01900000-0000-7000-8000-000000000001", "kind": null, "producer": "intake",
            "about": "01900000-0000-7000-8000-000000000002", "version": 3, "reason": "nobody knows the unit",
            "since": "2026-11-23T01:06:00Z", "attempts": 2,
        });
        let mut parked = Parked {
            service: "audit",
            number: Some("O011-20261123-00001-7".to_owned()),
            event: serde_json::from_value(event).unwrap(),
        };
        let told = row(&parked);
        assert_eq!(told[2..4], ["cannot be read", "O011-20261123-00001-7"]);
        assert_eq!(told[4..], ["nobody knows the unit", "2026-11-23T01:06:00Z", "2"]);
        parked.number = None;
        assert_eq!(row(&parked)[3], "01900000-0000-7000-8000-000000000002");
    }
}
