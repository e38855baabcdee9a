//! Administration: the directory and deliveries, as their services tell them.

use huiyin_contracts::views::notification::DeliveryState;
use huiyin_contracts::views::routing::{PlannedChange, PostView, StaffView, UnitView};
use huiyin_web::Page;

use super::given::harmless;
use super::{get, html, visit};
use crate::pages::admin::{Part, Tree, show_deliveries, show_directory};
use crate::samples::{self, TEXT};
use crate::services::Answer;

fn unit() -> UnitView {
    UnitView {
        level: TEXT.to_owned(),
        duties: vec!["supervision_desk".to_owned(), TEXT.to_owned()],
        open: false,
        closed_at: Some(samples::complaint().registered),
        ..samples::unit_view("ho.b01", TEXT)
    }
}

fn tree() -> Tree {
    let staff = StaffView {
        code: "e012".parse_code(),
        unit: unit().code,
        duties: vec![TEXT.to_owned()],
        leader: true,
        reports_to: None,
        further: vec![PostView {
            unit: "o011".parse().unwrap(),
            duties: vec!["legal".to_owned(), TEXT.to_owned()],
            leader: true,
            reports_to: None,
        }],
        language: "zh".to_owned(),
        has_email: true,
        left: true,
    };
    let planned = PlannedChange {
        unit: unit().code,
        day: jiff::civil::date(2026, 12, 1),
        at: samples::complaint().registered,
        change: "rename".to_owned(),
        name: Some(TEXT.to_owned()),
        other: None,
        cannot: Some(TEXT.to_owned()),
    };
    let page = |next: &str| Some(next.to_owned());
    Tree {
        units: Answer::Here(Page {
            items: vec![unit()],
            next: page("c2"),
        }),
        staff: Some(Answer::Here(Page {
            items: vec![staff],
            next: None,
        })),
        planned: Answer::Here(vec![planned]),
    }
}

trait ParseCode {
    fn parse_code(self) -> huiyin_kernel::StaffCode;
}

impl ParseCode for &str {
    fn parse_code(self) -> huiyin_kernel::StaffCode {
        huiyin_kernel::StaffCode::new(self).unwrap()
    }
}

#[tokio::test]
async fn the_directory_shows_units_staff_duties_and_what_waits_for_its_day_as_text() {
    let part = Part {
        under: TEXT.to_owned(),
        q: TEXT.to_owned(),
        after: TEXT.to_owned(),
    };
    let page = html(show_directory(&visit("/desk/admin/directory?lang=en"), &part, tree())).await;
    harmless(&page);
    for shown in [
        "supervision desk",
        "closed",
        "has left",
        "Is renamed",
        "2026-12-01",
        "e012",
        "<td>o011</td>",
        "rel=\"next\"",
    ] {
        assert!(page.contains(shown), "{shown} is missing: {page}");
    }
}

#[tokio::test]
async fn deliveries_say_what_became_of_them_and_a_failed_one_can_be_sent_again() {
    let failed = DeliveryState::Failed {
        reason: TEXT.to_owned(),
    };
    let found = Answer::Here(Page {
        items: vec![samples::delivery(failed)],
        next: Some(TEXT.to_owned()),
    });
    let page = html(show_deliveries(
        &visit("/desk/admin/deliveries?lang=en"),
        "failed",
        found,
    ))
    .await;
    harmless(&page);
    assert!(
        page.contains("/acts/retry_notice/") && page.contains("Send the notice again"),
        "{page}"
    );
}

#[tokio::test]
async fn a_service_that_is_away_costs_its_part_and_who_sees_nothing_has_no_page() {
    for (uri, sentence) in [
        ("/desk/admin/directory?under=b01&lang=en", "Routing cannot be reached"),
        ("/desk/admin/deliveries?lang=en", "Notification cannot be reached"),
    ] {
        let page = html(get(uri, &[]).await).await;
        assert!(page.contains(sentence), "{page}");
        let refused = get(uri, &[("huiyin-staff", "s1")]).await;
        assert_eq!(refused.status(), 403, "{uri}");
    }
    let nothing = html(show_deliveries(
        &visit("/desk/admin/deliveries?lang=en"),
        "sent",
        Answer::Nothing,
    ))
    .await;
    assert!(nothing.contains("You may not do this."), "{nothing}");
}
