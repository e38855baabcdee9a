//! What is kept of identities, sign-ins at the provider and second factors, on each database.

use huiyin_kernel::{StaffCode, Timestamp};
use huiyin_seal::KeyRing;
use huiyin_store::{DataKeys, Store};
use jiff::SignedDuration;

use super::room::both;
use super::sign_in::code;
use crate::store::{self, Attempt, Identity, Spent};

fn identity(subject: &str, staff: &StaffCode) -> Identity {
    Identity {
        issuer: "https://id.example".to_owned(),
        subject: subject.to_owned(),
        staff: staff.clone(),
        by: "operator".to_owned(),
        bound: Timestamp::UNIX_EPOCH,
    }
}

#[tokio::test]
async fn an_identity_is_one_persons_and_a_person_has_one() {
    for room in both().await {
        let (one, other) = (code("e012"), code("e013"));
        let binds = async |subject, staff: &StaffCode| {
            let change = room.store.change().await.unwrap();
            let bound = store::bind(&change, &identity(subject, staff)).await;
            match bound {
                Ok(()) => change.commit().await.is_ok(),
                Err(_) => false,
            }
        };
        assert!(binds("1", &one).await);
        assert!(!binds("1", &other).await, "the identity is bound");
        assert!(!binds("2", &one).await, "the member of staff has one");
        assert!(binds("2", &other).await);
        let conn = room.store.read();
        let found = store::identity(conn, "https://id.example", "2").await.unwrap();
        assert_eq!(found.map(|found| found.staff), Some(other.clone()));
        let found = store::identity(conn, "https://id.example/", "2").await.unwrap();
        assert_eq!(found, None, "issuers are compared letter by letter");
        let change = room.store.change().await.unwrap();
        assert!(store::unbind(&change, &one).await.unwrap());
        assert!(!store::unbind(&change, &one).await.unwrap());
        change.commit().await.unwrap();
        assert_eq!(store::identities(conn).await.unwrap(), [identity("2", &other)]);
        assert_eq!(
            store::identity_of(conn, "https://id.example", &one).await.unwrap(),
            None
        );
    }
}

fn attempt(state: &str, begun: Timestamp) -> Attempt {
    Attempt {
        state_hash: state.to_owned(),
        browser_hash: "browser".to_owned(),
        goes_to: "/desk/".to_owned(),
        form: Some(vec![1, 2, 3]),
        again: None,
        begun,
    }
}

#[tokio::test]
async fn a_state_and_a_code_serve_once_in_their_browser_and_their_time() {
    for room in both().await {
        let begun = room.clock.clock().now();
        let since = begun - SignedDuration::from_mins(10);
        let change = room.store.change().await.unwrap();
        for state in ["a", "b", "c"] {
            store::add_attempt(&change, attempt(state, begun)).await.unwrap();
        }
        store::add_attempt(&change, attempt("late", since)).await.unwrap();
        change.commit().await.unwrap();
        let spends = async |state: &str, browser: &str, code: &str| {
            let change = room.store.change().await.unwrap();
            let spent = store::spend(&change, state, browser, code, since).await.unwrap();
            change.commit().await.unwrap();
            match spent {
                Spent::Yes(attempt) => attempt.form.map_or("without a form", |_| "yes"),
                Spent::NoAttempt => "none",
                Spent::CodeAgain => "again",
            }
        };
        assert_eq!(spends("a", "another", "code").await, "none");
        assert_eq!(spends("late", "browser", "code").await, "none");
        assert_eq!(spends("a", "browser", "code").await, "yes");
        assert_eq!(spends("a", "browser", "code").await, "none");
        assert_eq!(spends("a", "browser", "other").await, "none");
        assert_eq!(spends("b", "browser", "code").await, "again");
        assert_eq!(
            spends("b", "browser", "other").await,
            "none",
            "it is spent all the same"
        );
        let change = room.store.change().await.unwrap();
        assert_eq!(store::count_attempts(&change, since).await.unwrap(), (1, 1));
        store::sweep_attempts(&change, begun + SignedDuration::from_secs(1))
            .await
            .unwrap();
        assert_eq!(store::count_attempts(&change, since).await.unwrap(), (0, 0));
    }
}

/// Whether a step can be used in a change of its own.
async fn uses(store: &Store, step: i64) -> bool {
    let change = store.change().await.unwrap();
    let used = store::use_step(&change, &code("e012"), step).await.unwrap();
    change.commit().await.unwrap();
    used
}

#[tokio::test]
async fn a_second_factor_is_sealed_under_a_key_that_ends_with_it_and_its_steps_go_forward() {
    for room in both().await {
        let folder = tempfile::tempdir().unwrap();
        let ring = KeyRing::open(&folder.path().join("sealing.keys"), true, room.store.ids()).unwrap();
        let (keys, staff, now) = (DataKeys::new("desk", ring), code("e012"), room.clock.clock().now());
        let conn = room.store.read();
        for seed in ["the first", "the second"] {
            let change = room.store.change().await.unwrap();
            store::begin_second(&change, &keys, (&staff, seed), now).await.unwrap();
            change.commit().await.unwrap();
        }
        let second = store::second(conn, &staff).await.unwrap().unwrap();
        assert!(!second.confirmed);
        let seed = store::seed_of(conn, &keys, &staff, &second).await.unwrap();
        assert_eq!(seed.as_deref(), Some("the second"));
        assert!(
            store::seed_of(conn, &keys, &code("e013"), &second).await.is_err(),
            "it is bound to whose it is"
        );
        assert!(uses(&room.store, 7).await);
        assert!(!uses(&room.store, 7).await && !uses(&room.store, 6).await);
        assert!(uses(&room.store, 8).await);
        let change = room.store.change().await.unwrap();
        store::confirm_second(&change, &staff, now).await.unwrap();
        let hashes = ["x".to_owned(), "y".to_owned()];
        store::recovery_codes(&change, &staff, &hashes).await.unwrap();
        assert!(!store::use_recovery(&change, &code("e013"), "x").await.unwrap());
        assert!(store::use_recovery(&change, &staff, "x").await.unwrap());
        assert!(!store::use_recovery(&change, &staff, "x").await.unwrap());
        change.commit().await.unwrap();
        assert_eq!(store::recovery_left(conn, &staff).await.unwrap(), 1);
        let change = room.store.change().await.unwrap();
        assert!(store::end_second(&change, &keys, &staff, now).await.unwrap());
        change.commit().await.unwrap();
        assert_eq!(store::second(conn, &staff).await.unwrap(), None);
        assert_eq!(store::seed_of(conn, &keys, &staff, &second).await.unwrap(), None);
        assert_eq!(store::recovery_left(conn, &staff).await.unwrap(), 0);
    }
}
