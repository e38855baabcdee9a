//! Forms: only our own are taken, what was typed stays, and hostile text stays text.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use huiyin_contracts::views::Count;
use huiyin_contracts::views::intake::{Extended, Progress, Promise, Registered, Step};
use huiyin_web::{Page, Problem};
use tower::ServiceExt;

use super::{door, get, html, visit};
use crate::commands::{COMMANDS, Command, REGISTER, ROOMS};
use crate::form::Typed;
use crate::pages::queue::{Filter, LISTS, Row};
use crate::pages::{self, act, figures, queue, register, track};
use crate::samples::{self, TEXT};
use crate::services::Answer;

const ID: &str = "01900000-0000-7000-8000-000000000001";

pub(super) async fn post(uri: &str, headers: &[(&str, &str)], body: &str) -> Response {
    post_to(pages::router(door()), uri, headers, body).await
}

async fn post_to(router: Router, uri: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let request = headers.iter().fold(Request::post(uri), |request, (name, value)| {
        request.header(*name, *value)
    });
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(Body::from(body.to_owned())).unwrap();
    router.oneshot(request).await.unwrap()
}

pub(super) const OURS: [(&str, &str); 2] = [("host", "desk.example"), ("origin", "http://desk.example")];

fn act_at(key: &str) -> String {
    let room = ROOMS.iter().find(|room| room.named(key).is_some());
    let command = room.and_then(|room| room.named(key)).or_else(|| Command::named(key));
    let part = match command {
        Some(command) if !command.takes_part() => String::new(),
        Some(Command {
            key: "amend_return", ..
        }) => ".2026-11-23".to_owned(),
        Some(_) => format!(".{ID}"),
        None => String::new(),
    };
    let place = room.map_or_else(|| format!("/desk/complaints/{ID}"), |room| room.address.to_owned());
    format!("{place}/acts/{key}/{ID}{part}?lang=en")
}

fn all() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().chain(ROOMS.iter().flat_map(|room| room.commands))
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused_at_every_address_that_takes_one() {
    let mut addresses: Vec<String> = all().map(|command| act_at(command.key)).collect();
    let others = [
        "/desk/bulk?lang=en",
        "/desk/drafts?lang=en",
        "/desk/views?lang=en",
        "/desk/views/01900000-0000-7000-8000-000000000001/rename?lang=en",
        "/desk/views/01900000-0000-7000-8000-000000000001/delete?lang=en",
        "/desk/register/known?lang=en",
        "/desk/drafts/01900000-0000-7000-8000-000000000001/discard?lang=en",
        "/desk/register?lang=en",
        "/desk/settings/person?lang=en",
        "/desk/settings/look?lang=en",
        "/desk/sign-in?lang=en",
        "/desk/sign-out?lang=en",
        "/desk/password?lang=en",
        "/desk/track?lang=en",
        "/desk/track/information?lang=en",
        "/desk/track/withdraw?lang=en",
        "/desk/track/rating?lang=en",
        "/desk/track/disagreement?lang=en",
        "/desk/break-glass/leave?lang=en",
        "/desk/break-glass/01900000-0000-7000-8000-000000000001/enter?lang=en",
    ];
    addresses.extend(others.map(str::to_owned));
    addresses.push("/desk/track/attachments?lang=en".to_owned());
    addresses.push(format!("/desk/complaints/{ID}/attachments?lang=en"));
    addresses.push(format!("/desk/complaints/{ID}/attachments/{ID}?lang=en"));
    addresses.push(format!("/desk/complaints/{ID}/look?lang=en"));
    addresses.push(format!("/desk/complaints/{ID}/evidence/{ID}?lang=en"));
    addresses.push(format!("/desk/complaints/{ID}/evidence/{ID}/{ID}?lang=en"));
    let router = pages::router(door());
    let send = async |address: &str, headers: &[(&str, &str)]| post_to(router.clone(), address, headers, "").await;
    for address in addresses {
        for origin in ["http://evil.example", "null", "http://desk.example.evil.example"] {
            let response = send(&address, &[("host", "desk.example"), ("origin", origin)]).await;
            assert_eq!(response.status(), 403, "{address} {origin}");
            assert!(html(response).await.contains("You may not do this."), "{address}");
        }
        assert_eq!(
            send(&address, &[("host", "desk.example")]).await.status(),
            403,
            "{address}"
        );
        assert_ne!(send(&address, &OURS).await.status(), 403, "{address}");
    }
}

#[tokio::test]
async fn every_command_has_its_form_in_both_languages() {
    let router = pages::router(door());
    for command in all() {
        for lang in ["zh", "en"] {
            let address = act_at(command.key).replace("lang=en", &format!("lang={lang}"));
            let request = Request::get(&address).body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), 200, "{address}");
            let page = html(response).await;
            assert!(
                page.contains("method=\"post\"") && page.contains("name=\"key\""),
                "{address}"
            );
            for field in command.fields {
                assert!(
                    page.contains(&format!("name=\"{}\"", field.name)),
                    "{address} lacks {}",
                    field.name
                );
                assert!(
                    !page.contains(&format!(">{}<", field.name)),
                    "{address}: {} has no name",
                    field.name
                );
            }
            assert!(
                !page.contains(&format!(">{}<", command.key)),
                "{address}: the command has no name"
            );
        }
    }
}

#[tokio::test]
async fn a_command_that_is_none_and_a_reference_that_names_nothing_are_404() {
    for address in [
        act_at("explode"),
        format!("/desk/complaints/{ID}/acts/decide_redress/{ID}?lang=en"),
        format!("/desk/complaints/{ID}/acts/close/{ID}.{ID}?lang=en"),
        format!("/desk/complaints/{ID}/acts/end_book/{ID}?lang=en"),
        format!("/desk/books/acts/close/{ID}?lang=en"),
        format!("/desk/books/acts/amend_return/{ID}.yesterday?lang=en"),
        format!("/desk/learning/acts/close/{ID}?lang=en"),
        "/desk/learning/acts/finish_improvement/queue?lang=en".to_owned(),
        format!("/desk/complaints/{ID}/acts/close/x?lang=en"),
        format!("/desk/complaints/x/acts/close/{ID}?lang=en"),
        "/desk/lists/everything?lang=en".to_owned(),
    ] {
        assert_eq!(get(&address, &[]).await.status(), 404, "{address}");
    }
}

#[tokio::test]
async fn what_is_missing_is_said_beside_its_field_and_what_was_typed_stays() {
    let response = post(&act_at("hand_over"), &OURS, "unit=&reason=a+%3Cb%3E+reason").await;
    assert_eq!(response.status(), 422);
    let page = html(response).await;
    assert!(page.contains("id=\"unit-wrong\">Fill this in."), "{page}");
    assert!(page.contains("a &#60;b&#62; reason</textarea>"), "{page}");
}

#[tokio::test]
async fn where_nobody_knows_whether_it_was_done_the_same_key_goes_again() {
    let key = "01900000-0000-7000-8000-00000000abcd";
    let response = post(&act_at("accept_order"), &OURS, &format!("key={key}")).await;
    assert_eq!(response.status(), 503);
    let page = html(response).await;
    assert!(page.contains("Send it again: one form is never done twice."), "{page}");
    assert!(page.contains(&format!("name=\"key\" value=\"{key}\"")), "{page}");
}

#[tokio::test]
async fn a_refusal_stands_beside_its_field_and_the_next_try_has_a_key_of_its_own() {
    let (said, status) = act::refused_by(
        &visit("/desk/register?lang=zh"),
        &Problem::refused("bad-email", "`email` is no e-mail address"),
        &REGISTER,
    );
    let typed = Typed(vec![
        ("key".to_owned(), ID.to_owned()),
        ("complainant.email".to_owned(), TEXT.to_owned()),
    ]);
    let response = register::show(&visit("/desk/register?lang=zh"), &typed, &said, &[], status);
    assert_eq!(response.status(), 422);
    let page = html(response).await;
    assert!(
        page.contains("id=\"complainant.email-wrong\">电子邮件地址不正确。"),
        "{page}"
    );
    assert!(!page.contains(&format!("name=\"key\" value=\"{ID}\"")), "{page}");
    harmless(&page);
}

pub(super) fn harmless(page: &str) {
    for live in ["<script>", "<img", "onerror=\""] {
        assert!(!page.contains(live), "{live} is live: {page}");
    }
    assert!(page.contains("&#60;script&#62;"), "{page}");
}

#[tokio::test]
async fn the_receipt_shows_number_code_and_where_to_follow_it_and_no_code_in_an_address() {
    let complaint = samples::complaint();
    let given = Registered {
        id: complaint.id,
        number: complaint.number.clone(),
        receipt_code: "ABCDE-FGHJK".to_owned(),
        unit: complaint.unit.clone(),
        registered_by_unit: complaint.unit,
        received: complaint.received,
        registered: complaint.registered,
    };
    let page = html(register::receipt(
        &visit("/desk/register?lang=en"),
        "https://bank.example",
        &given,
    ))
    .await;
    let number = complaint.number.as_str();
    assert!(
        page.contains("<strong>ABCDE-FGHJK</strong>") && page.contains(number),
        "{page}"
    );
    assert!(
        page.contains(&format!("https://bank.example/desk/track?number={number}")),
        "{page}"
    );
    assert_eq!(page.matches("ABCDE-FGHJK").count(), 1, "the code stands in no link");
    assert!(page.contains("<svg class=\"qr\""), "{page}");
}

fn progress() -> Progress {
    let complaint = samples::complaint();
    Progress {
        number: complaint.number,
        stage: "investigating".to_owned(),
        language: "en".to_owned(),
        steps: vec![Step {
            step: "registered".to_owned(),
            at: complaint.registered,
            zh: "已登记".to_owned(),
            en: "Registered".to_owned(),
            words: Some(TEXT.to_owned()),
        }],
        promised: complaint.reply_due,
        promise: Some(Promise {
            rule: TEXT.to_owned(),
            basis: "working_days".to_owned(),
            amount: 3,
            extended: Some(Extended {
                basis: "working_days".to_owned(),
                amount: 2,
                was_due: complaint.registered,
            }),
        }),
        responsible_unit: Some(TEXT.to_owned()),
        can_withdraw: true,
        can_rate: true,
        verify_by: Some(jiff::civil::date(2026, 12, 23)),
        appeal_by: None,
    }
}

#[tokio::test]
async fn the_complainants_page_says_what_comes_next_and_never_repeats_the_code_in_an_address() {
    let progress = progress();
    let typed = Typed(vec![("receipt_code".to_owned(), TEXT.to_owned())]);
    let said = track::Said::default();
    let response = track::show(
        &visit("/desk/track?lang=en"),
        &typed,
        &said,
        Some(progress),
        StatusCode::OK,
    );
    let page = html(response).await;
    assert!(page.contains("you are answered by the promised date"), "{page}");
    assert!(page.contains("2026-11-25 17:00"), "{page}");
    assert!(
        page.contains("By rule: 3 working day(s) (") && page.contains("2 working day(s) longer"),
        "{page}"
    );
    assert!(page.contains("Are you satisfied with the answer?"), "{page}");
    assert!(
        page.contains("value=\"verification\"") && page.contains("2026-12-23") && !page.contains("value=\"appeal\""),
        "what is open, with its last day: {page}"
    );
    assert!(
        page.contains("/desk/track/withdraw") && !page.contains("receipt_code="),
        "{page}"
    );
    harmless(&page);
}

#[tokio::test]
async fn the_complainants_page_needs_no_person_and_says_when_the_register_is_away() {
    assert_eq!(get("/desk/track?number=X-1", &[]).await.status(), 200);
    let response = post("/desk/track?lang=en", &OURS, "number=X-1&receipt_code=Y").await;
    assert_eq!(response.status(), 503);
    let page = html(response).await;
    assert!(
        page.contains("Your complaint is safe") && page.contains("value=\"Y\""),
        "{page}"
    );
}

#[tokio::test]
async fn what_a_complainant_left_out_is_said_and_what_could_not_be_sent_goes_again_under_its_key() {
    let receipt = "number=X-1&receipt_code=Y";
    for (route, typed, sentence) in [
        ("rating", "", "Choose whether you are satisfied."),
        ("disagreement", "&reasons=Z", "Choose what you ask for."),
        ("disagreement", "&way=appeal&reasons=+", "Write why you disagree."),
    ] {
        let address = format!("/desk/track/{route}?lang=en");
        let page = html(post(&address, &OURS, &format!("{receipt}{typed}")).await).await;
        assert!(page.contains(sentence), "{route}{typed}: {page}");
    }
    let key = "01900000-0000-7000-8000-000000000001";
    for form in ["rate", "disagree", "information", "withdraw"] {
        let typed = Typed(vec![("key".to_owned(), format!("{key}-{form}"))]);
        let said = track::Said {
            away: true,
            ..track::Said::default()
        };
        let progress = Progress {
            can_rate: true,
            verify_by: Some(jiff::civil::date(2026, 12, 23)),
            ..progress()
        };
        let page = track::show(&visit("/desk/track"), &typed, &said, Some(progress), StatusCode::OK);
        let page = html(page).await;
        assert_eq!(page.matches(key).count(), 1, "its own form alone: {page}");
        assert!(page.contains(&format!("value=\"{key}-{form}\"")), "{page}");
    }
}

#[tokio::test]
async fn figures_of_no_unit_say_so_and_not_that_the_record_is_away() {
    let visit = visit("/desk/figures?lang=en");
    let day = jiff::civil::date(2026, 11, 1);
    for (lines, sentence) in [
        (Answer::Refused, visit.say("list.unit_unknown")),
        (Answer::Away, visit.say("away.record")),
    ] {
        let page = html(figures::page(&visit, "channel", (day, day), "no unit", lines, false)).await;
        assert!(page.contains(sentence), "{page}");
    }
}

#[tokio::test]
async fn a_list_shows_its_rows_as_text_and_the_counts_of_all_lists() {
    let row = || Row {
        complaint: samples::complaint().id,
        order: None,
        number: Some(samples::complaint().number),
        kind: Some(TEXT.to_owned()),
        stage: TEXT.to_owned(),
        severity: Some(TEXT.to_owned()),
        unit: TEXT.to_owned(),
        concerned: Some(TEXT.to_owned()),
        due: Some(samples::complaint().registered),
        since: samples::complaint().registered,
    };
    let filter = Filter {
        under: TEXT.to_owned(),
        after: TEXT.to_owned(),
    };
    for list in LISTS {
        let rows = Answer::Here(Page {
            items: vec![row()],
            next: Some(TEXT.to_owned()),
        });
        let count = |rows, more| Some(Count { rows, more });
        let counts = [
            count(3, false),
            count(100, true),
            None,
            count(0, false),
            count(1, false),
            count(2, false),
        ];
        let page = html(queue::show(
            &visit("/desk/lists/x?lang=en"),
            list,
            &filter,
            rows,
            counts,
            Vec::new(),
        ))
        .await;
        harmless(&page);
        assert!(
            page.contains("overdue") && page.contains(">100+<") && page.contains(">unknown<"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_list_says_that_its_service_is_away() {
    let page = html(get("/desk/lists/to_accept?lang=en", &[]).await).await;
    assert!(page.contains("Routing cannot be reached"), "{page}");
    let page = html(get("/desk/lists/follow_up?lang=en", &[]).await).await;
    assert!(page.contains("Investigation cannot be reached"), "{page}");
}

#[tokio::test]
async fn the_language_of_an_address_is_kept_for_the_next_page() {
    let response = get("/desk/settings?lang=en", &[("accept-language", "zh")]).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(
        cookie.starts_with("huiyin_language=en; Path=/desk; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let next = get(
        "/desk/settings",
        &[("accept-language", "zh"), ("cookie", "huiyin_language=en")],
    )
    .await;
    assert_eq!(next.headers()["content-language"], "en");
}

#[tokio::test]
async fn whom_the_browser_acts_for_is_the_caller_and_a_broken_cookie_is_nobody() {
    let acting = get(
        "/desk/track?lang=en",
        &[("cookie", "huiyin_acting=e012~ho.b01.o011~legal")],
    )
    .await;
    assert_eq!(acting.status(), 200);
    let page = html(
        get(
            "/desk/settings?lang=en",
            &[("cookie", "huiyin_acting=e012~ho.b01.o011~")],
        )
        .await,
    )
    .await;
    assert!(page.contains("e012") && page.contains("ho.b01.o011"), "{page}");
    let broken = get("/desk/settings?lang=en", &[("cookie", "huiyin_acting=two words")]).await;
    assert_eq!(broken.status(), 400);
    let mut set = broken.headers().get_all("set-cookie").iter();
    assert!(set.any(|line| {
        line.to_str()
            .unwrap()
            .contains("huiyin_acting=; Path=/desk; HttpOnly; SameSite=Lax; Max-Age=0")
    }));
}
