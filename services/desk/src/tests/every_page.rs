//! Every page that the router has, while all services are away: what comes from a service says so in its place, and the page stays.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use tower::ServiceExt;

use super::{door, html};
use crate::pages;

const ROUTES: &str = concat!(include_str!("../pages.rs"), include_str!("../pages/break_glass.rs"));
const ID: &str = "01900000-0000-7000-8000-000000000001";

/// Pages that no service is asked for, or that are one thing of a service and nothing else, with the status that they then have.
const OTHERS: &[(&str, u16, &str)] = &[
    ("/desk", 307, "it leads to the register"),
    ("/", 307, "it leads to the register"),
    ("/desk/assets/{name}", 404, "a file, and no page"),
    ("/desk/live", 200, "a stream, and no page"),
    (
        "/desk/complaints/{reference}/look",
        200,
        "the form alone: a look is a POST",
    ),
    (
        "/desk/complaints/{reference}/acts/{command}/{id}",
        200,
        "the form alone",
    ),
    (
        "/desk/complaints/{reference}/paper/{order}",
        503,
        "the paper is what is asked for",
    ),
    ("/desk/export/register.xlsx", 503, "the sheet is what is asked for"),
    ("/desk/export/figures.xlsx", 503, "the sheet is what is asked for"),
    ("/desk/register", 200, "the form alone"),
    ("/desk/drafts", 404, "the desk's own, where it has a database"),
    ("/desk/views", 404, "the desk's own, where it has a database"),
    ("/desk/password", 404, "the desk's own, where people sign in"),
    ("/desk/sign-in", 303, "where nobody signs in it leads to the desk"),
    (
        "/desk/sign-in/provider",
        404,
        "where there is no provider, nobody is led to one",
    ),
    ("/desk/post", 404, "the desk's own, where people sign in"),
    ("/desk/second-factor", 404, "the desk's own, where people sign in"),
    ("/desk/track", 200, "the form alone"),
    ("/desk/{*unknown}", 404, "nothing is there"),
];

/// The addresses that the router answers GET at.
fn addresses() -> Vec<&'static str> {
    let routes = ROUTES.split(".route(").skip(1);
    let reads = |route: &&str| {
        let own = route.split("\n}").next().unwrap();
        own.contains("get(") || own.contains("to_list")
    };
    let pages = routes.filter(reads);
    pages
        .filter_map(|route| route.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|address| address.starts_with('/'))
        .collect()
}

fn filled(address: &str) -> String {
    let named = [
        ("{command}", "hand_over"),
        ("{list}", "overdue"),
        ("{name}", "none"),
        ("{*unknown}", "nowhere"),
    ];
    let filled = named.iter().fold(address.to_owned(), |address, (name, value)| {
        address.replace(name, value)
    });
    ["{reference}", "{id}", "{case}", "{order}"]
        .iter()
        .fold(filled, |address, name| address.replace(name, ID))
}

async fn ask(router: &Router, address: &str, headers: &[(&str, &str)]) -> Response {
    let request = Request::get(format!("{}?lang=en", filled(address)));
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    router
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_service_that_is_away_costs_its_panel_on_every_page() {
    let (all, router) = (addresses(), pages::router(door()));
    assert!(all.len() > 25, "the search finds {all:?} only");
    let mut wrong = Vec::new();
    for address in &all {
        let response = ask(&router, address, &[]).await;
        let status = response.status().as_u16();
        let other = OTHERS.iter().find(|(other, ..)| other == address);
        let expected = other.map_or(200, |(_, expected, _)| *expected);
        if status != expected {
            wrong.push(format!("{address} is answered {status}, and not {expected}"));
        } else if other.is_none() {
            let page = html(response).await;
            let whole = page.contains("<main") && page.contains("class=\"rooms\"");
            if !(whole && page.contains("cannot be reached")) {
                wrong.push(format!("{address} does not say what is away: {page}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let stale = OTHERS.iter().filter(|(other, ..)| !all.contains(other));
    assert_eq!(stale.count(), 0, "a page that is not there");
}

#[tokio::test]
async fn staff_without_a_unit_or_duty_have_none_of_them() {
    // Whoever they are, they choose theme and letters there, and may ask to see what is kept from them.
    let (open, router) = (["/desk/settings", "/desk/break-glass"], pages::router(door()));
    let panels = addresses()
        .into_iter()
        .filter(|address| !OTHERS.iter().any(|(other, ..)| other == address));
    for address in panels.filter(|address| !open.contains(address)) {
        let response = ask(&router, address, &[("huiyin-staff", "s1")]).await;
        assert_eq!(response.status(), 403, "{address}");
        assert!(html(response).await.contains("You may not do this."), "{address}");
    }
}
