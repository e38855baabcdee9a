//! The desk's pages at their smallest.

use huiyin_testkit::Databases;

use crate::bank::{MONDAY, bank, case, complaint, register};

#[tokio::test(flavor = "multi_thread")]
async fn a_page_lists_complaints_and_another_shows_one_without_who_complained() {
    let world = bank(Databases::Sqlite, MONDAY).await;
    let registered = register(&world, &complaint()).await;
    case(&world, &registered).await;
    world.quiet().await;
    let session = crate::signing_in::session(&world, "h1").await;
    let (_, list) = world.page("/desk/", &session).await;
    assert!(list.contains(registered.number.as_str()), "{list}");
    for language in ["zh", "en"] {
        let (_, page) = world
            .page(&format!("/desk/complaints/{}?lang={language}", registered.id), &session)
            .await;
        assert!(page.contains(registered.number.as_str()), "{page}");
        assert!(
            page.contains(&format!("lang=\"{}", if language == "zh" { "zh" } else { "en" })),
            "{page}"
        );
        assert!(!page.contains("anary"), "the page shows personal data: {page}");
    }
    world.end().await;
}
