//! Spreadsheets: the columns of the register's page in their order, and nobody's name.

use huiyin_contracts::views::audit::Counts;
use huiyin_contracts::views::intake::ComplaintView;

use super::{get, html, visit};
use crate::pages::export::{heading, lines};
use crate::pages::figures::{Line, cells};
use crate::samples::{self, TEXT};
use crate::sheet::Cell;

#[tokio::test]
async fn who_sees_no_list_exports_none_and_a_service_that_is_away_is_said() {
    for uri in ["/desk/export/register.xlsx", "/desk/export/figures.xlsx"] {
        let refused = get(&format!("{uri}?lang=en"), &[("huiyin-staff", "s1")]).await;
        assert_eq!(refused.status(), 403, "{uri}");
        let away = get(&format!("{uri}?lang=en"), &[]).await;
        assert_eq!(away.status(), 503, "{uri}");
        assert!(html(away).await.contains("<h1>"), "a page says so: {uri}");
    }
    let wrong = get("/desk/export/register.xlsx?unit=Not+A+Path&lang=en", &[]).await;
    assert_eq!(wrong.status(), 422);
}

#[test]
fn the_register_is_exported_in_its_own_columns() {
    let visit = visit("/desk/?lang=en");
    let template = include_str!("../../templates/list.html");
    let head = template
        .split_once("<thead>")
        .unwrap()
        .1
        .split_once("</thead>")
        .unwrap()
        .0;
    let columns: Vec<&str> = super::house::between(head, "v.say(\"", "\"")
        .filter(|key| *key != "bulk.all")
        .map(|key| visit.say(key))
        .collect();
    let heading = heading(&visit);
    assert_eq!(heading[..columns.len()], columns, "the order of the page");
    let rows = lines(&visit, (vec![samples::complaint()], false));
    assert_eq!((rows.len(), rows[0].len()), (1, heading.len()));
    assert_eq!(rows[0][0], Cell::from(samples::complaint().number.to_string()));
    assert_eq!(rows[0][11], Cell::from(2));
    assert_eq!(rows[0][9], Cell::from(TEXT), "a text is a text, whatever it holds");
}

#[test]
fn what_was_cut_says_so() {
    let visit = visit("/desk/?lang=en");
    let rows = lines(&visit, (vec![samples::complaint(), samples::complaint()], true));
    assert_eq!(
        rows[2],
        [Cell::from(
            "Only the first 2 are here. Narrow the filter and export again."
        )]
    );
    let none: Vec<ComplaintView> = Vec::new();
    assert!(lines(&visit, (none, false)).is_empty());
}

#[test]
fn figures_are_exported_as_numbers_with_the_sum_first() {
    let visit = visit("/desk/figures?lang=en");
    let line = |key: Option<&str>, received| Line {
        key: key.map(str::to_owned),
        counts: Counts {
            received,
            in_time: 1,
            late: 1,
            ..Counts::default()
        },
        before: Some(3),
        year: None,
    };
    let (heading, rows) = cells(&visit, "channel", &[line(None, 5), line(Some("hotline"), 4)]);
    assert_eq!(
        rows.iter().map(Vec::len).collect::<Vec<_>>(),
        [heading.len(), heading.len()]
    );
    assert_eq!(
        rows[0][..4],
        ["Total".into(), Cell::from(5), Cell::from(3), "—".into()][..]
    );
    assert_eq!(
        (&rows[1][0], &rows[1][6]),
        (&Cell::from("Hotline"), &Cell::from("50 %"))
    );
}
