//! The event catalogue as an `AsyncAPI` 3.0 document, for integrators' tools: subjects, headers, payloads, examples.

use serde_json::{Map, Value, json};

use crate::catalogue;

/// Where a schema's own definitions stand, and where they stand in the document.
const OWN: &str = "#/$defs/";
const SHARED: &str = "#/components/schemas/";

/// The document. What is said of a complaint has two channels: the unit's, and the one of restricted complaints (R8.2).
///
/// # Errors
/// Where an example cannot be written as JSON.
pub fn asyncapi() -> serde_json::Result<Value> {
    let (mut channels, mut operations, mut messages) = (Map::new(), Map::new(), Map::new());
    let mut schemas = Map::from_iter([("Headers".to_owned(), headers())]);
    for entry in catalogue() {
        let kind = entry.kind.as_str();
        let payload = shared(entry.schema.as_value().clone(), &mut schemas);
        let summary = payload.get("description").cloned().unwrap_or_default();
        let example = entry.example?;
        let message = json!({
            "name": kind,
            "title": entry.payload,
            "summary": summary,
            "contentType": "application/json",
            "headers": { "$ref": format!("{SHARED}Headers") },
            "payload": payload,
            "examples": [{ "name": "example", "payload": example }],
        });
        messages.insert(kind.to_owned(), message);
        let mut said_to = vec![(
            kind.to_owned(),
            entry.subject.replace("<unit path>", "{unit_path}"),
            true,
        )];
        if let Some((name, _)) = kind.strip_prefix("complaint.").and_then(|rest| rest.rsplit_once('.')) {
            said_to.push((format!("restricted.{kind}"), format!("restricted.v1.{name}"), false));
        }
        for (channel, address, of_unit) in said_to {
            operations.insert(format!("say.{channel}"), operation(&channel, kind, entry.producer));
            channels.insert(channel, channel_of(&address, kind, of_unit));
        }
    }
    Ok(json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Huiyin events",
            "version": "1",
            "description": "CloudEvents 1.0 in binary mode over NATS JetStream. Published means frozen: later additions are optional. \
                            Coded values are open strings: pass on what you do not know. No event holds the complainant's identity, \
                            contact or words.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": { "messages": messages, "schemas": schemas },
    }))
}

fn operation(channel: &str, kind: &str, producer: &str) -> Value {
    json!({
        "action": "send",
        "channel": { "$ref": format!("#/channels/{channel}") },
        "summary": format!("{producer} alone says it."),
        "tags": [{ "name": producer }],
        "messages": [{ "$ref": format!("#/channels/{channel}/messages/{kind}") }],
    })
}

fn channel_of(address: &str, kind: &str, of_unit: bool) -> Value {
    let mut channel = json!({
        "address": address,
        "messages": { kind: { "$ref": format!("#/components/messages/{kind}") } },
    });
    if let Some(channel) = channel.as_object_mut().filter(|_| of_unit) {
        let unit = "The unit's path: its code after those above it, with dots between. Filter a subtree by the tail.";
        channel.insert("parameters".to_owned(), json!({ "unit_path": { "description": unit } }));
    }
    channel
}

/// The schema with its definitions among those that all share: within the document a reference starts at its root.
fn shared(schema: Value, schemas: &mut Map<String, Value>) -> Value {
    let mut schema = refer(schema);
    let Some(object) = schema.as_object_mut() else {
        return schema;
    };
    object.remove("$schema");
    if let Some(Value::Object(own)) = object.remove("$defs") {
        schemas.extend(own);
    }
    schema
}

fn refer(value: Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(object.into_iter().map(|(key, value)| (key, refer(value))).collect()),
        Value::Array(items) => Value::Array(items.into_iter().map(refer).collect()),
        Value::String(text) => match text.strip_prefix(OWN) {
            Some(name) => Value::String(format!("{SHARED}{name}")),
            None => Value::String(text),
        },
        other => other,
    }
}

/// The attributes, as headers.
fn headers() -> Value {
    let text = |what: &str| json!({ "type": "string", "description": what });
    let instant = |what: &str| json!({ "type": "string", "format": "date-time", "description": what });
    let uuid = |what: &str| json!({ "type": "string", "format": "uuid", "description": what });
    let number = |what: &str| json!({ "type": "string", "pattern": "^[0-9]+$", "description": what });
    json!({
        "type": "object",
        "required": ["ce-id", "ce-type", "ce-source", "ce-specversion", "ce-time", "ce-sequence", "ce-epoch", "ce-version"],
        "properties": {
            "ce-id": uuid("The event: the key of every consumer's inbox."),
            "ce-type": text("The event's type with its version."),
            "ce-source": text("The service that says it."),
            "ce-specversion": { "const": "1.0" },
            "ce-time": instant("When it happened."),
            "ce-subject": uuid("What it is about: a complaint, or something of the organisation."),
            "ce-correlationid": uuid("The complaint."),
            "ce-sequence": number("The place in the producer's feed, contiguous from 1 within an epoch."),
            "ce-epoch": uuid("Which life of the producer's database; another after a restore."),
            "ce-version": number("The place among the producer's events about the same thing, contiguous from 1."),
            "ce-causationid": uuid("The event that led to this one."),
            "ce-recordedtime": instant("When it was written down; later than the time where a branch was offline."),
            "ce-policyversion": text("The policy pack's version that it was decided by."),
            "traceparent": text("W3C trace context."),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                found.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
                object.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_to_something_in_the_document() {
        let document = asyncapi().unwrap();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 100, "{}", found.len());
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn two_payloads_that_share_a_definition_mean_the_same_by_it() {
        let mut known = Map::new();
        for entry in catalogue() {
            let mut own = Map::new();
            shared(entry.schema.as_value().clone(), &mut own);
            for (name, schema) in own {
                let before = known.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*before, schema, "{name} of {}", entry.kind);
            }
        }
    }

    #[test]
    fn each_event_has_its_subject_and_of_a_complaint_the_restricted_one_too() {
        let document = asyncapi().unwrap();
        let address = |channel: &str| document["channels"][channel]["address"].as_str().map(str::to_owned);
        assert_eq!(
            address("complaint.registered.v1").as_deref(),
            Some("complaint.v1.registered.{unit_path}")
        );
        assert_eq!(
            address("restricted.complaint.registered.v1").as_deref(),
            Some("restricted.v1.registered")
        );
        assert_eq!(address("restricted.organisation.units_changed.v1"), None);
        for entry in catalogue() {
            assert!(
                document["components"]["messages"].get(&entry.kind).is_some(),
                "{}",
                entry.kind
            );
        }
    }
}
