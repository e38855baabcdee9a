//! What the pages show, and that nothing in them can become more than text.

use std::sync::Arc;

use axum::http::StatusCode;
use huiyin_contracts::views::intake::ComplaintView;
use huiyin_contracts::views::notification::DeliveryState;
use huiyin_web::Page;

use super::{html, visit};
use crate::names::Names;
use crate::pages::complaint::{Panels, page};
use crate::pages::list::{Filter, show};
use crate::samples::{self, TEXT};
use crate::services::Answer;

/// As askama escapes it.
fn escaped() -> String {
    TEXT.replace('&', "&#38;")
        .replace('<', "&#60;")
        .replace('>', "&#62;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;")
}

async fn complaint(lang: &str, panels: Panels) -> String {
    let number = samples::complaint().number;
    let visit = visit(&format!("/desk/complaints/{number}?lang={lang}"));
    html(page(&visit, number.as_str(), panels, None)).await
}

async fn list(uri: &str, filter: &Filter, rows: Vec<ComplaintView>, next: Option<&str>) -> String {
    let next = next.map(str::to_owned);
    let response = show(&visit(uri), filter, Answer::Here(Page { items: rows, next }), None);
    assert_eq!(response.status(), StatusCode::OK);
    html(response).await
}

/// Hostile text is there, as text only.
fn is_harmless(page: &str, at_least: usize) {
    for live in ["<script>", "<img", "onerror=\""] {
        assert!(!page.contains(live), "{live} is live: {page}");
    }
    let shown = page.matches(&escaped()).count();
    assert!(shown >= at_least, "shown {shown} times: {page}");
}

#[tokio::test]
async fn every_field_of_a_complaint_is_shown_as_text_and_nothing_more() {
    for lang in ["zh", "en"] {
        is_harmless(&complaint(lang, samples::panels()).await, 34);
    }
}

#[tokio::test]
async fn every_field_of_the_list_and_its_filter_is_shown_as_text_and_nothing_more() {
    let filter = Filter {
        channel: TEXT.to_owned(),
        unit: TEXT.to_owned(),
        stage: TEXT.to_owned(),
        after: TEXT.to_owned(),
    };
    let hostile = ComplaintView {
        stage: TEXT.to_owned(),
        ..samples::complaint()
    };
    let page = list("/desk/?lang=en", &filter, vec![hostile], Some(TEXT)).await;
    is_harmless(&page, 4);
}

#[tokio::test]
async fn a_complaints_page_shows_stage_lead_clock_order_and_record() {
    let page = complaint("en", samples::panels()).await;
    for shown in [
        "O0123-20261123-00042-",
        "Assigned",
        "ho.b01",
        "2026-11-23 09:05",
        "1 working day(s)",
        "2 h 3 min left",
        "due soon",
        "Show the arithmetic",
        "Investigating",
        "2026-11-24",
        "working day",
        "7001",
        "/desk/complaints/01900000-0000-7000-8000-000000000009?lang=en",
        "?after=7002&#38;lang=en",
        "recorded",
        "2026-12-31",
    ] {
        assert!(page.contains(shown), "{shown} is missing: {page}");
    }
}

#[tokio::test]
async fn a_unit_is_shown_by_its_name_and_its_path_is_not_lost() {
    let names = Names::of(vec![
        samples::unit_view("ho.b01", "City branch"),
        samples::unit_view("ho.b01.o0123", "Lake outlet"),
    ]);
    let number = samples::complaint().number;
    let mut visit = visit("/desk/complaints/x?lang=en");
    visit.names = Arc::new(names);
    let page = html(page(&visit, number.as_str(), samples::panels(), None)).await;
    assert!(page.contains("<span title=\"ho.b01\">City branch</span>"), "{page}");
    assert!(
        page.matches("title=\"ho.b01.o0123\">Lake outlet<").count() > 5,
        "{page}"
    );
    assert!(
        !page.contains(">ho.b01"),
        "no path stands where a name is known: {page}"
    );
}

#[tokio::test]
async fn the_page_is_chinese_where_it_is_not_asked_to_be_english() {
    let page = complaint("zh", samples::panels()).await;
    for shown in [
        "已分派",
        "剩余 2 小时 3 分",
        "1 个工作日",
        "即将到期",
        "查看计算过程",
        "审计序号",
        "登记",
    ] {
        assert!(page.contains(shown), "{shown} is missing: {page}");
    }
}

#[tokio::test]
async fn what_does_not_exist_yet_is_told_from_what_is_away() {
    let panels = Panels {
        case: Answer::Nothing,
        clocks: Answer::Here(Vec::new()),
        orders: Answer::Nothing,
        notices: Answer::Here(Page {
            items: Vec::new(),
            next: None,
        }),
        timeline: Answer::Away,
        ..samples::panels()
    };
    let page = complaint("en", panels).await;
    for shown in [
        "no case yet",
        "no clocks",
        "no orders",
        "no notices",
        "The audit record cannot be reached",
    ] {
        assert!(page.contains(shown), "{shown} is missing: {page}");
    }
    assert_eq!(page.matches("cannot be reached").count(), 1);
}

#[tokio::test]
async fn a_notice_says_what_became_of_it() {
    let at = samples::complaint().registered;
    let states = vec![
        DeliveryState::Waiting { attempt: 2, next: at },
        DeliveryState::Sent {
            at,
            channel: "folder".to_owned(),
        },
        DeliveryState::Suppressed {
            reason: "anonymous".to_owned(),
        },
    ];
    let notices = Answer::Here(Page {
        items: states.into_iter().map(samples::delivery).collect(),
        next: Some("more".to_owned()),
    });
    let page = complaint(
        "en",
        Panels {
            notices,
            ..samples::panels()
        },
    )
    .await;
    for shown in [
        "waiting, tried 2 time(s); next try 2026-11-23 09:05",
        "sent 2026-11-23 09:05 (folder on this machine)",
        "not to be sent: anonymous complaint",
        "more notices",
    ] {
        assert!(page.contains(shown), "{shown} is missing: {page}");
    }
}

#[tokio::test]
async fn colours_come_with_words_and_a_shape() {
    let late = ComplaintView {
        reply_due: Some(samples::complaint().registered),
        ..samples::complaint()
    };
    let page = list(
        "/desk/?lang=en",
        &Filter::default(),
        vec![samples::complaint(), late],
        None,
    )
    .await;
    assert!(
        page.contains("light-green\"><span aria-hidden=\"true\">●</span> in time"),
        "{page}"
    );
    assert!(
        page.contains("light-red\"><span aria-hidden=\"true\">■</span> overdue"),
        "{page}"
    );
}

#[tokio::test]
async fn the_address_is_the_filter_and_every_link_keeps_it_and_the_language() {
    let filter = Filter {
        channel: "hotline".to_owned(),
        unit: "ho.b01".to_owned(),
        after: "c1".to_owned(),
        ..Filter::default()
    };
    let uri = "/desk/?stage=&channel=hotline&unit=ho.b01&after=c1&lang=en";
    let page = list(uri, &filter, vec![samples::complaint()], Some("c2")).await;
    let kept = "channel=hotline&#38;unit=ho.b01&#38;";
    assert!(
        page.contains(&format!("/desk/?{kept}after=c2&#38;lang=en\" rel=\"next\"")),
        "{page}"
    );
    assert!(
        page.contains(&format!("/desk/?{kept}lang=en\" rel=\"first\"")),
        "{page}"
    );
    assert!(
        page.contains(&format!("/desk/?{kept}after=c1&#38;lang=zh\" lang=\"zh-CN\"")),
        "{page}"
    );
    assert!(
        page.contains("name=\"lang\" value=\"en\""),
        "the form keeps the language"
    );
    let last = list("/desk/", &Filter::default(), vec![samples::complaint()], None).await;
    assert!(
        !last.contains("rel=\"next\"") && !last.contains("lang=zh\" rel") && !last.contains("name=\"lang\""),
        "{last}"
    );
}

#[tokio::test]
async fn a_list_without_rows_says_so() {
    assert!(
        list("/desk/?lang=en", &Filter::default(), Vec::new(), None)
            .await
            .contains("No complaint fits.")
    );
}
