//! Opinion books: checked each working day, with a nil return on an empty one, and reported where nobody did (R3.7).

use huiyin_contracts::events::books::{OpinionBookKeptV1, OpinionBookMissedV1, OpinionBookReturnedV1};
use huiyin_contracts::views::intake::{BookFigures, BookView, MissedDay, Registered, ReturnView};
use huiyin_testkit::{Answer, Databases, World, eventually};
use huiyin_web::Page;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{get_as, last, register, said, start, told, told_with};

const BOOKS: &str = "/intake/v1/opinion-books";
/// Of the outlet, of another branch, and of the branch above with the duty to say which books are kept.
const OUTLET: [(&str, &str); 2] = [("huiyin-staff", "s1"), ("huiyin-unit", "ho.b01.o1")];
const ELSEWHERE: [(&str, &str); 2] = [("huiyin-staff", "s2"), ("huiyin-unit", "ho.b02")];

async fn keep(world: &World, unit: &str, code: &str) -> BookView {
    let answer = world
        .post(
            BOOKS,
            &json!({ "unit": unit, "code": code, "place": "beside the door" }),
        )
        .await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.read()
}

async fn give_back(world: &World, book: &BookView, body: Value) -> Answer {
    world.post(&format!("{BOOKS}/{}/returns", book.id), &body).await
}

async fn missed(world: &World, query: &str) -> Vec<MissedDay> {
    let page: Page<MissedDay> = world.get(&format!("{BOOKS}/missed{query}")).await.read();
    page.items
}

async fn entry(world: &World) -> Registered {
    register(world, &told_with("channel", json!("opinion_book"))).await
}

/// Waits until so many days are listed as missed.
async fn missed_days(world: &World, days: &[&str]) {
    eventually("the missed days are listed", async || {
        let found: Vec<String> = missed(world, "").await.iter().map(|one| one.day.to_string()).collect();
        if found == days {
            Ok(())
        } else {
            Err(format!("{found:?}"))
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_working_day_is_returned_once_and_an_empty_one_with_a_nil_return() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let book = keep(&world, "o1", "hall").await;
        assert_eq!(book.next_day.unwrap().to_string(), "2026-11-23", "today is Monday");
        assert_eq!(last::<OpinionBookKeptV1>(&world).await.code, "hall");
        let nil: ReturnView = give_back(&world, &book, json!({})).await.read();
        assert_eq!((nil.entries, nil.revision, nil.late), (0, 1, false));
        let event: OpinionBookReturnedV1 = last(&world).await;
        assert_eq!((event.day, event.entries), (nil.day, 0));
        let again = give_back(&world, &book, json!({})).await;
        assert_eq!(
            (again.status, again.sentence()),
            (409, "2026-11-23 has its return already: amend it, and say why")
        );
        world.wait(SignedDuration::from_hours(24));
        let found = entry(&world).await;
        let tuesday = give_back(&world, &book, json!({ "complaints": [found.number] })).await;
        assert_eq!(tuesday.read::<ReturnView>().complaints, [found.id]);
        world.wait(SignedDuration::from_hours(24));
        missed_days(&world, &[]).await;
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_return_is_amended_with_a_reason_and_the_first_is_kept() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let book = keep(&world, "o1", "hall").await;
        give_back(&world, &book, json!({})).await;
        let found = entry(&world).await;
        let amend = async |day: &str, reason: &str| {
            let body = json!({ "complaints": [found.id], "reason": reason });
            world
                .post(&format!("{BOOKS}/{}/returns/{day}/amend", book.id), &body)
                .await
        };
        let silent = amend("2026-11-23", " ").await;
        assert_eq!((silent.status, silent.sentence()), (422, "`reason` is empty"));
        let never = amend("2026-11-24", "a page stuck").await;
        assert_eq!(
            (never.status, never.sentence()),
            (409, "2026-11-24 has no return yet: return it first")
        );
        assert_eq!(amend("2026-11-23", "a page stuck").await.status, 201);
        let all: Vec<ReturnView> = world.get(&format!("{BOOKS}/{}/returns", book.id)).await.read();
        let shown: Vec<_> = all.iter().map(|one| (one.revision, one.entries)).collect();
        assert_eq!(shown, [(2, 1), (1, 0)]);
        assert_eq!(all[0].reason.as_deref(), Some("a page stuck"));
        let figures: Vec<BookFigures> = world.get(&format!("{BOOKS}/figures?to=2026-11-23")).await.read();
        let of = &figures[0];
        assert_eq!((of.returned, of.nil, of.entries, of.missed), (1, 0, 1, 0));
        let events = said(&world).await;
        let books = events
            .iter()
            .filter(|one| one.kind.starts_with("organisation.opinion_book"));
        assert!(books.clone().count() >= 3, "kept, returned, amended");
        let named = |envelope: &&huiyin_contracts::Envelope| envelope.body.contains(&found.id.to_string());
        assert_eq!(
            books.filter(named).count(),
            0,
            "which complaints came of it is in no event"
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missed_working_day_is_reported_to_the_unit_above_once_also_after_a_time_without_the_service() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let book = keep(&world, "o1", "hall").await;
        // Monday and Tuesday are returned, Wednesday to Friday are not; then comes a weekend.
        give_back(&world, &book, json!({})).await;
        world.wait(SignedDuration::from_hours(24));
        give_back(&world, &book, json!({})).await;
        world.wait(SignedDuration::from_hours(6 * 24));
        missed_days(&world, &["2026-11-27", "2026-11-26", "2026-11-25"]).await;
        let event: OpinionBookMissedV1 = last(&world).await;
        assert_eq!(
            (event.day.to_string().as_str(), event.to.as_str()),
            ("2026-11-27", "ho.b01")
        );
        let late: ReturnView = give_back(&world, &book, json!({ "day": "2026-11-26" })).await.read();
        assert!(late.late);
        let listed = missed(&world, "?unit=ho.b01&from=2026-11-26&to=2026-11-26").await;
        assert_eq!(
            (listed.len(), listed[0].returned.is_some()),
            (1, true),
            "it stays missed"
        );
        assert!(missed(&world, "?unit=ho.b02").await.is_empty());
        world.wait(SignedDuration::from_mins(10));
        let reports = said(&world).await;
        let reports = reports
            .iter()
            .filter(|one| one.kind == "organisation.opinion_book_missed.v1");
        assert_eq!(reports.count(), 3, "each day once");
        let figures: Vec<BookFigures> = world.get(&format!("{BOOKS}/figures?to=2026-11-30")).await.read();
        assert_eq!((figures[0].returned, figures[0].late, figures[0].missed), (3, 1, 3));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_book_that_is_kept_no_longer_asks_for_no_more_days() {
    let world = start(Databases::Sqlite).await;
    let book = keep(&world, "o1", "hall").await;
    let end = async || {
        let path = format!("{BOOKS}/{}/end", book.id);
        world.post(&path, &json!({ "reason": "the hall is closed" })).await
    };
    assert_eq!(end().await.read::<BookView>().next_day, None);
    let again = end().await;
    assert_eq!(
        (again.status, again.sentence()),
        (409, "the book is kept no longer since 2026-11-23")
    );
    world.wait(SignedDuration::from_hours(72));
    missed_days(&world, &[]).await;
    let late = give_back(&world, &book, json!({})).await;
    assert_eq!(
        (late.status, late.sentence()),
        (422, "the book is kept no longer since 2026-11-23")
    );
    keep(&world, "o1", "hall").await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_a_book_or_a_return_is_refused_with_its_sentence() {
    let world = start(Databases::Sqlite).await;
    let book = keep(&world, "o1", "hall").await;
    for (body, status, sentence) in [
        (
            json!({ "unit": "nowhere", "code": "hall" }),
            422,
            "there is no unit nowhere in the directory",
        ),
        (
            json!({ "unit": "o1", "code": "The hall" }),
            422,
            "a book's `code` is 1 to 32 small letters, digits and `_`",
        ),
        (
            json!({ "unit": "o1", "code": "hall" }),
            409,
            "the unit keeps a book of that code already",
        ),
    ] {
        let refused = world.post(BOOKS, &body).await;
        assert_eq!((refused.status, refused.sentence()), (status, sentence));
    }
    let other = register(&world, &told()).await;
    let by_phone = format!("complaint {} did not come by the opinion book", other.number);
    for (body, sentence) in [
        (
            json!({ "complaints": ["nothing"] }),
            "one of the complaints is not in this register: register each entry first",
        ),
        (json!({ "complaints": [other.number] }), by_phone.as_str()),
        (
            json!({ "day": "2026-11-24" }),
            "2026-11-24 has not come yet at the unit's place",
        ),
        (json!({ "day": "2026-11-20" }), "the book is kept from 2026-11-23 on"),
        (
            json!({ "complaints": vec!["x"; 201] }),
            "one day has at most 200 entries",
        ),
    ] {
        let refused = give_back(&world, &book, body).await;
        assert_eq!((refused.status, refused.sentence()), (422, sentence));
    }
    let figures = world
        .get(&format!("{BOOKS}/figures?from=2026-11-24&to=2026-11-23"))
        .await;
    assert_eq!(
        (figures.status, figures.sentence()),
        (422, "a period is 1 to 366 days, the first day before the last")
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_elsewhere_neither_sees_nor_returns_and_who_checks_does_not_say_which_books_there_are() {
    let world = start(Databases::Sqlite).await;
    let book = keep(&world, "o1", "hall").await;
    let returns = format!("{BOOKS}/{}/returns", book.id);
    let refused = world.post_by("s2", "ho.b02", &returns, &json!({})).await;
    assert_eq!(refused.status, 404);
    assert_eq!(get_as(&world, &ELSEWHERE, &returns).await.0, 404);
    assert_eq!(
        get_as(&world, &ELSEWHERE, &format!("{BOOKS}/missed?unit=ho.b01"))
            .await
            .0,
        404
    );
    let (status, own) = get_as(&world, &ELSEWHERE, BOOKS).await;
    assert_eq!((status, own["items"].as_array().unwrap().len()), (200, 0));
    let (_, seen) = get_as(&world, &OUTLET, BOOKS).await;
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);
    let denied = world
        .post_by("s1", "ho.b01.o1", BOOKS, &json!({ "unit": "o1", "code": "more" }))
        .await;
    assert_eq!(denied.status, 403, "{denied:?}");
    let end = format!("{BOOKS}/{}/end", book.id);
    let denied = world
        .post_by("s1", "ho.b01.o1", &end, &json!({ "reason": "too much work" }))
        .await;
    assert_eq!(denied.status, 403, "{denied:?}");
    let amend = format!("{returns}/2026-11-23/amend");
    let denied = world.post_by("s2", "ho.b02", &amend, &json!({ "reason": "why" })).await;
    assert_eq!(denied.status, 404);
    assert_eq!(world.post_by("s1", "ho.b01.o1", &returns, &json!({})).await.status, 201);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_restricted_is_not_even_counted_for_who_may_not_see_it_and_no_amendment_drops_it() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let book = keep(&world, "o1", "hall").await;
        let open = entry(&world).await;
        let mut hidden = told_with("channel", json!("opinion_book"));
        hidden["leader_concerned"] = json!(true);
        let hidden = register(&world, &hidden).await;
        let both = json!({ "complaints": [open.id, hidden.id] });
        assert_eq!(give_back(&world, &book, both).await.status, 201);
        let returns = format!("{BOOKS}/{}/returns", book.id);
        let (_, shown) = get_as(&world, &OUTLET, &returns).await;
        assert_eq!(
            (&shown[0]["entries"], &shown[0]["complaints"]),
            (&json!(1), &json!([open.id]))
        );
        let amend = format!("{returns}/2026-11-23/amend");
        let body = json!({ "complaints": [open.id], "reason": "looked again" });
        let amended = world.post_by("s1", "ho.b01.o1", &amend, &body).await;
        assert_eq!(
            (amended.status, &amended.body["entries"]),
            (201, &json!(1)),
            "{amended:?}"
        );
        assert!(!amended.body.to_string().contains(&hidden.id.to_string()));
        let all: Vec<ReturnView> = world.get(&returns).await.read();
        let kept: Vec<_> = all
            .iter()
            .map(|one| (one.revision, one.complaints.contains(&hidden.id)))
            .collect();
        assert_eq!(kept, [(2, true), (1, true)], "it still came of this book");
        for event in said(&world).await {
            if event.kind.starts_with("organisation.opinion_book_returned") {
                assert!(event.body.contains("\"entries\":1"), "{}", event.body);
            }
        }
        world.end().await;
    }
}
