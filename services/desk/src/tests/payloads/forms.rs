//! Every form: with a hostile text typed into each of its fields, beside each of them, and in the refusal above them.

use axum::http::StatusCode;
use axum::response::Response;

use super::{marks, tried};
use crate::commands::{COMMANDS, Command, REGISTER, ROOMS};
use crate::form::{Field, Typed};
use crate::pages::act::{About, Place, Said};
use crate::pages::{act, register};
use crate::samples;
use crate::tests::{html, visit};
use crate::visit::Visit;

fn in_all(fields: &[Field], text: &str) -> Typed {
    Typed(
        fields
            .iter()
            .map(|field| (field.name.to_owned(), text.to_owned()))
            .collect(),
    )
}

fn said(fields: &[Field], text: &str) -> Said {
    Said {
        refused: Some(text.to_owned()),
        wrongs: in_all(fields, text).0,
        ..Said::default()
    }
}

fn form(visit: &Visit, command: &'static Command, place: Place, text: &str) -> Response {
    let about = About {
        command,
        place,
        id: samples::complaint().id.to_string(),
    };
    let units = [(text.to_owned(), text.to_owned())];
    let typed = in_all(command.fields, text);
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    act::show(visit, &about, &typed, &said(command.fields, text), &units, status)
}

fn registration(visit: &Visit, text: &str) -> Response {
    let units = [(text.to_owned(), text.to_owned())];
    let (typed, said) = (in_all(REGISTER.fields, text), said(REGISTER.fields, text));
    register::show(visit, &typed, &said, &units, StatusCode::UNPROCESSABLE_ENTITY)
}

fn places() -> impl Iterator<Item = (&'static Command, Place)> {
    let number = samples::complaint().number.to_string();
    let of_complaint = COMMANDS
        .iter()
        .map(move |command| (command, Place::Complaint(number.clone())));
    let of_rooms = ROOMS
        .iter()
        .flat_map(|room| room.commands.iter().map(move |command| (command, Place::Room(room))));
    of_complaint.chain(of_rooms)
}

/// Each command's form, and that of registration.
pub(super) async fn forms(all: bool) {
    let visit = visit("/desk/?lang=en");
    let plain = marks(&html(registration(&visit, "plain")).await);
    for text in tried(0, all) {
        assert_eq!(marks(&html(registration(&visit, &text)).await), plain, "{text:?}");
    }
    for (at, (command, place)) in places().enumerate() {
        let plain = marks(&html(form(&visit, command, place.clone(), "plain")).await);
        for text in tried(at, all) {
            let shown = html(form(&visit, command, place.clone(), &text)).await;
            assert_eq!(marks(&shown), plain, "{}: {text:?}", command.key);
        }
    }
}

#[tokio::test]
async fn hostile_texts_are_text_in_every_field_of_every_form() {
    forms(false).await;
}
