//! A service that is away costs its panel, not the page; and what every page carries.

use super::{config, get, html};
use crate::services::Services;
use crate::{Language, samples};

#[tokio::test]
async fn the_list_says_that_the_register_is_away() {
    let response = get("/desk/?lang=en", &[]).await;
    assert_eq!(response.status(), 200);
    let page = html(response).await;
    assert!(page.contains("The register cannot be reached"), "{page}");
    assert!(page.contains("<form"), "the filter stays");
}

#[tokio::test]
async fn a_complaints_page_says_which_parts_are_away() {
    let page = html(get(&format!("/desk/complaints/{}?lang=en", samples::complaint().id), &[]).await).await;
    for part in [
        "The register",
        "Investigation",
        "Routing",
        "Notification",
        "The audit record",
    ] {
        assert!(page.contains(&format!("{part} cannot be reached")), "{part}: {page}");
    }
}

#[tokio::test]
async fn a_reference_that_names_nothing_is_a_404_page() {
    for address in [
        "/desk/complaints/x",
        "/desk/complaints/B01-20261123-00042-0",
        "/desk/nothing/here",
        "/desk/complaints/",
    ] {
        let response = get(address, &[("accept-language", "en")]).await;
        assert_eq!(response.status(), 404, "{address}");
        assert!(html(response).await.contains("Nothing here"), "{address}");
    }
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_said_beside_the_form() {
    let response = get("/desk/?lang=en&unit=%3Cscript%3E", &[]).await;
    assert_eq!(response.status(), 422);
    let page = html(response).await;
    assert!(page.contains("The filter cannot be understood"), "{page}");
    assert!(!page.contains("<script>"), "{page}");
}

#[tokio::test]
async fn staff_without_a_unit_or_duty_have_no_lists() {
    for address in [
        "/desk/?lang=en",
        "/desk/complaints/01900000-0000-7000-8000-000000000001?lang=en",
    ] {
        let response = get(address, &[("huiyin-staff", "s1")]).await;
        assert_eq!(response.status(), 403, "{address}");
        assert!(html(response).await.contains("You may not do this."), "{address}");
        assert_eq!(
            get(address, &[("huiyin-staff", "s1"), ("huiyin-unit", "ho")])
                .await
                .status(),
            200
        );
    }
}

#[tokio::test]
async fn a_malformed_header_is_a_400_page_and_never_makes_an_operator() {
    let response = get("/desk/", &[("huiyin-staff", "two words")]).await;
    assert_eq!(response.status(), 400);
    assert!(html(response).await.contains("请求有误"));
}

#[tokio::test]
async fn every_answer_carries_a_policy_that_runs_nothing_that_stands_in_a_page() {
    for address in [
        "/",
        "/desk",
        "/desk/",
        "/desk/complaints/x",
        "/desk/nothing",
        "/desk/assets/desk.css",
        "/desk/assets/icon.svg",
        "/desk/assets/htmx.js",
    ] {
        let response = get(address, &[]).await;
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{address}: {policy}");
        assert!(
            !policy.contains("unsafe") && policy.contains("; script-src 'self'; connect-src 'self';"),
            "{address}: {policy}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(header("x-frame-options"), "DENY", "{address}");
        assert_eq!(header("referrer-policy"), "same-origin", "{address}");
        let kept = if address.contains("assets") {
            "public, max-age=300"
        } else {
            "no-store"
        };
        assert_eq!(header("cache-control"), kept, "{address}");
    }
}

#[tokio::test]
async fn the_root_leads_to_the_desk() {
    for address in ["/", "/desk"] {
        let response = get(address, &[]).await;
        assert_eq!(response.status(), 307);
        assert_eq!(response.headers()["location"], "/desk/");
    }
}

#[tokio::test]
async fn the_language_is_the_addresss_then_the_browsers_then_the_configured() {
    for (address, accepted, tag) in [
        ("/desk/?lang=en", "zh", "en"),
        ("/desk/?lang=zh", "en", "zh-CN"),
        ("/desk/", "en-GB, zh;q=0.5", "en"),
        ("/desk/?lang=fr", "fr", "zh-CN"),
    ] {
        let response = get(address, &[("accept-language", accepted)]).await;
        assert_eq!(response.headers()["content-language"], tag, "{address} {accepted}");
        assert!(
            html(response).await.contains(&format!("<html lang=\"{tag}\">")),
            "{address} {accepted}"
        );
    }
}

#[test]
fn a_configuration_that_makes_no_sense_is_refused_with_a_sentence() {
    assert_eq!(config().language, Language::Zh);
    let broken = config().at("desk:8080");
    let error = Services::new(&broken.services, broken.patience()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("services.intake \"desk:8080\" is no address"),
        "{error}"
    );
}
