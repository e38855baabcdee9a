//! What the complainant says of the answer with the receipt: satisfied or not, verification, appeal (R5.8, R5.11).

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{DisagreedV1, RatedV1};
use huiyin_contracts::events::investigation::{ClosedV1, FollowedUpV1, ReopenedV1, RepliedV1};
use huiyin_contracts::events::routing::AssignedV1;
use huiyin_contracts::views::intake::{Progress, Registered, Revealed};
use huiyin_kernel::Actor;
use huiyin_testkit::{Answer, Databases, World};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::represent::{by_authority, told_for};
use crate::world::{command, kinds, last, receipt, register, start, tell, told};

/// An event's example, of this complaint.
macro_rules! of {
    ($complaint:expr, $event:ident $(, $field:ident: $value:expr)*) => {
        $event { complaint: $complaint, $($field: $value,)* ..$event::example() }
    };
}

async fn says(world: &World, registered: &Registered, route: &str, told: Value) -> Answer {
    let receipt = receipt(registered);
    let mut body = told.as_object().cloned().unwrap_or_default();
    body.insert("number".to_owned(), json!(receipt.number));
    body.insert("receipt_code".to_owned(), json!(receipt.receipt_code));
    world.post(&format!("/intake/v1/progress/{route}"), &body).await
}

async fn progress(world: &World, registered: &Registered) -> Progress {
    world.post("/intake/v1/progress", &receipt(registered)).await.read()
}

/// What is open: the rating, and the last days of verification and appeal.
async fn open(world: &World, registered: &Registered) -> (bool, Option<String>, Option<String>) {
    let shown = progress(world, registered).await;
    let day = |day: Option<huiyin_kernel::Date>| day.map(|day| day.to_string());
    (shown.can_rate, day(shown.verify_by), day(shown.appeal_by))
}

fn day(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A complaint that was answered, with which one may disagree until 23 December.
async fn answered(world: &World, told: &Value) -> Registered {
    let registered = register(world, told).await;
    let id = registered.id;
    tell(world, id, &of!(id, AssignedV1)).await;
    tell(world, id, &of!(id, RepliedV1)).await;
    registered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r5_8_the_complainant_rates_the_answer_once_and_in_their_own_words() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told()).await;
        let rating = json!({ "satisfaction": "satisfied", "words": "canary words of thanks" });
        let early = says(&world, &registered, "rating", rating.clone()).await;
        assert_eq!(
            (early.status, early.sentence()),
            (409, "there is no answer yet to be rated")
        );
        let registered = answered(&world, &told()).await;
        assert_eq!(
            open(&world, &registered).await,
            (true, day("2026-12-23"), day("2026-12-23"))
        );
        let tried = of!(registered.id, FollowedUpV1, satisfaction: "unreachable".to_owned());
        tell(&world, registered.id, &tried).await;
        assert!(
            open(&world, &registered).await.0,
            "nobody was reached, so nobody was asked"
        );
        let wrong = says(&world, &registered, "rating", json!({ "satisfaction": "so-so" })).await;
        assert_eq!(
            (wrong.status, wrong.sentence()),
            (422, "the answer is rated `satisfied` or `dissatisfied`")
        );
        let rated = says(&world, &registered, "rating", rating.clone()).await;
        assert_eq!(rated.status, 200, "{}", rated.body);
        let said = last::<RatedV1>(&world).await;
        assert_eq!((said.satisfaction.as_str(), said.by), ("satisfied", Actor::Complainant));
        assert_eq!(
            open(&world, &registered).await,
            (false, day("2026-12-23"), day("2026-12-23")),
            "who was satisfied may change their mind in time"
        );
        let again = says(&world, &registered, "rating", rating).await;
        assert_eq!(
            (again.status, again.sentence()),
            (409, "the answer has been rated, or the time for it is over")
        );
        let shown = progress(&world, &registered).await;
        let steps: Vec<_> = shown.steps.iter().map(|step| step.step.as_str()).collect();
        assert_eq!(steps, ["registered", "assigned", "replied", "rated"]);
        let look = command(&world, registered.id, "look", json!({ "purpose": "follow-up" })).await;
        let whole: Revealed = look.read();
        let note = whole.notes.last().unwrap();
        assert_eq!(
            (note.kind.as_str(), note.words.as_str()),
            ("rated", "canary words of thanks")
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r5_11_who_disagrees_says_it_until_the_last_day_and_once_for_an_answer() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = answered(&world, &told()).await;
        let id = registered.id;
        tell(&world, id, &of!(id, FollowedUpV1)).await;
        tell(&world, id, &of!(id, ClosedV1)).await;
        assert_eq!(
            open(&world, &registered).await,
            (false, day("2026-12-23"), day("2026-12-23"))
        );
        // Monday noon and thirty days: the last one, 23 December.
        world.wait(SignedDuration::from_hours(24 * 30));
        let ask = |way: &str, words: &str| json!({ "way": way, "words": words });
        for (body, sentence) in [
            (
                ask("mediation", "x"),
                "who disagrees asks for a `verification` or makes an `appeal`",
            ),
            (ask("appeal", " "), "`words` is empty"),
        ] {
            let refused = says(&world, &registered, "disagreement", body).await;
            assert_eq!((refused.status, refused.sentence()), (422, sentence));
        }
        let why = ask("verification", "canary words: nobody called me");
        assert_eq!(says(&world, &registered, "disagreement", why.clone()).await.status, 200);
        let said = last::<DisagreedV1>(&world).await;
        assert_eq!((said.way.as_str(), said.day.as_str()), ("verification", "2026-12-23"));
        assert_eq!(open(&world, &registered).await, (false, None, None));
        let twice = says(&world, &registered, "disagreement", why.clone()).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (409, "this can not be asked for any more")
        );
        tell(&world, id, &of!(id, ReopenedV1)).await;
        let in_hand = says(&world, &registered, "disagreement", why.clone()).await;
        assert_eq!(
            (in_hand.status, in_hand.sentence()),
            (
                409,
                "there is no answer to disagree with, or it is being handled again already"
            )
        );
        let second = of!(id, RepliedV1, verify_by: None, appeal_by: day("2027-01-22"));
        tell(&world, id, &second).await;
        assert_eq!(open(&world, &registered).await, (true, None, day("2027-01-22")));
        let said: Vec<_> = kinds(&world).await;
        assert_eq!(said.iter().filter(|kind| *kind == &DisagreedV1::kind()).count(), 1);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_day_after_the_last_one_nothing_is_open_and_the_sentence_names_the_day() {
    let world = start(Databases::Sqlite).await;
    let registered = answered(&world, &told()).await;
    world.wait(SignedDuration::from_hours(24 * 31));
    assert_eq!(open(&world, &registered).await, (true, None, None));
    let late = json!({ "way": "appeal", "words": "canary words" });
    let late = says(&world, &registered, "disagreement", late).await;
    assert_eq!(
        (late.status, late.sentence()),
        (409, "the last day to ask for this was 2026-12-23")
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_complains_for_another_speaks_of_the_answer_once_their_authority_is_accepted() {
    let world = start(Databases::Sqlite).await;
    let registered = answered(&world, &told_for(by_authority())).await;
    assert_eq!(open(&world, &registered).await, (false, None, None));
    let sentence = "whoever complains for another says what they think of the answer once their authority is accepted: a desk can take it \
                    from the complainant";
    let tries = [
        ("rating", json!({ "satisfaction": "satisfied" })),
        ("disagreement", json!({ "way": "appeal", "words": "canary words" })),
    ];
    for (route, body) in &tries {
        let early = says(&world, &registered, route, body.clone()).await;
        assert_eq!((early.status, early.sentence()), (409, sentence), "{route}");
    }
    let accepted = json!({ "outcome": "accepted" });
    command(&world, registered.id, "representation/check", accepted).await;
    for (route, body) in tries {
        let now = says(&world, &registered, route, body).await;
        assert_eq!(now.status, 200, "{route}: {}", now.body);
    }
    world.end().await;
}
