//! The pages of the policy pack and of the bus: what they say, and that what is typed into them stays.

use axum::http::StatusCode;
use huiyin_contracts::views::routing::{CalendarView, LetterView, PackChecked};
use jiff::civil::date;
use serde_json::json;

use super::given::{OURS, post};
use super::{html, visit};
use crate::form::Typed;
use crate::pages::act::Said;
use crate::pages::{bus, calendars, letters, packs};
use crate::services::{Answer, Of};

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

#[tokio::test]
async fn r4_6_a_calendar_shows_holidays_and_make_up_days_and_says_which_year_is_not_known() {
    let calendar: CalendarView = read(json!({
        "name": "cn", "time_zone": "Asia/Shanghai", "usual": true, "years": [2026],
        "week": [["08:30-12:00"], [], [], [], [], [], []],
        "days": [
            { "day": "2026-10-01", "name": "国庆节", "works_as": null },
            { "day": "2026-10-10", "name": "国庆节", "works_as": "friday" },
        ],
    }));
    let shown = async |year: i16, calendar: CalendarView| {
        let visit = visit("/desk/admin/calendars?lang=en");
        html(calendars::page(&visit, year, Answer::Here(vec![calendar]))).await
    };
    let page = shown(2026, calendar.clone()).await;
    for told in [
        "2026-10-01",
        "holiday",
        "worked as Friday",
        "08:30-12:00",
        "国庆节",
        "rest",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let page = shown(2027, calendar).await;
    assert!(page.contains("The holidays of this year are not loaded"), "{page}");
}

#[tokio::test]
async fn r5_4_a_letter_is_previewed_with_its_blanks_filled() {
    let letter: LetterView = read(json!({
        "code": "reply_upheld", "zh": "答复", "en": "Reply", "rules": ["R5.5"], "zh_text": "结论：{finding}",
        "en_text": "{unit} found: {finding}.", "approver": "parent",
    }));
    let visit = visit("/desk/admin/letters?lang=en");
    let page = html(letters::page(&visit, "reply_upheld", Answer::Here(vec![letter]))).await;
    assert!(page.contains("East branch found: upheld."), "{page}");
    assert!(
        page.contains("{unit} found: {finding}.") && page.contains("the level above"),
        "{page}"
    );
}

#[tokio::test]
async fn a_pack_that_is_wrong_says_where_and_what_was_pasted_stays() {
    let checked = PackChecked {
        version: Some("rural-bank@2027.1".to_owned()),
        effective_from: Some(date(2027, 1, 1)),
        wrong: vec!["rural-bank/clocks.toml:12: no ladder".to_owned()],
        in_force: "rural-bank@2026.1".to_owned(),
        differences: vec!["clock `reply`: limit was 1 working day, and is 2 working days".to_owned()],
    };
    let typed = Typed(vec![("pack".to_owned(), "rural-bank".to_owned())]);
    let visit = visit("/desk/admin/packs?lang=en");
    let said = Said::default();
    let page = html(packs::page(
        &visit,
        Answer::Away,
        &typed,
        &said,
        Some(checked),
        StatusCode::OK,
    ))
    .await;
    for told in [
        "rural-bank/clocks.toml:12",
        "It cannot be used as it is",
        "and is 2 working days",
        "Routing cannot be reached",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let answer = post("/desk/admin/packs?lang=en", &OURS, "pack=&pack_file=a&pack_text=kept").await;
    assert_eq!(answer.status(), 422);
    let page = html(answer).await;
    assert!(
        page.contains("id=\"pack-wrong\">Fill this in.") && page.contains("kept</textarea>"),
        "{page}"
    );
    let away = post("/desk/admin/packs?lang=en", &OURS, "pack=rural-bank").await;
    assert_eq!(away.status(), 503);
}

#[tokio::test]
async fn p7_a_parked_event_says_what_it_holds_up_and_can_be_tried_again() {
    let id = "01900000-0000-7000-8000-000000000001";
    let line = bus::Line {
        of: Of::Audit,
        feed: Answer::Here(read(json!({
            "epoch": id, "last": 9, "unnumbered": 0, "relayed": 9, "waiting": 0, "parked": 1,
            "heard": [], "consumers": [{ "name": "routing", "through": 7 }],
        }))),
        parked: Answer::Here(vec![read(json!({
            "event": id, "kind": "complaint.registered.v1", "producer": "intake", "about": id, "version": 3,
            "reason": "a unit that nobody knows", "since": "2026-11-23T01:06:00Z", "attempts": 4,
        }))]),
    };
    let visit = visit("/desk/admin/bus?lang=en");
    let page = html(bus::page(&visit, &[line], &Said::default(), StatusCode::OK)).await;
    let retry = format!("/desk/admin/bus/audit/{id}/retry");
    let drop = format!("/desk/admin/bus/audit/{id}/drop");
    for told in [
        "a unit that nobody knows",
        retry.as_str(),
        "Try again",
        ">2<",
        drop.as_str(),
        "Nobody can read it",
        "<td class=\"number\">4</td>",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let address = format!("{retry}?lang=en");
    assert_eq!(post(&address, &OURS, "").await.status(), 503, "its service is away");
    let typed = "ground=never_so&reference=IT-1";
    assert_eq!(post(&format!("{drop}?lang=en"), &OURS, typed).await.status(), 503);
    let nobody = format!("/desk/admin/bus/nobody/{id}/drop?lang=en");
    assert_eq!(post(&nobody, &OURS, typed).await.status(), 404);
    let nobody = format!("/desk/admin/bus/nobody/{id}/retry?lang=en");
    assert_eq!(post(&nobody, &OURS, "").await.status(), 404);
}
