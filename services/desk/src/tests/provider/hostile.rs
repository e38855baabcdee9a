//! Hostile attempts to sign in: each is refused with its sentence, and nobody is signed in.

use std::collections::BTreeSet;

use super::answers::{Made, others, said};
use super::tokens::{Attack, CLAIMS, SHAPES, SIGNATURES};
use super::{Bench, doors, html, lets_in, metadata, sentence};

/// Every attempt is another one: its name is written down.
#[derive(Default)]
struct Record(BTreeSet<&'static str>);

impl Record {
    fn note(&mut self, what: &'static str) {
        assert!(self.0.insert(what), "{what}: two attempts of one name");
    }

    async fn refused(&mut self, made: Vec<Made>) {
        for (code, what, response) in made {
            assert!(!lets_in(&response), "{what}: somebody is signed in");
            assert!(
                response.status().is_client_error() || response.status().is_server_error(),
                "{what}"
            );
            let page = html(response).await;
            let sentence = sentence(&format!("provider_fault.{code}"));
            assert!(page.contains(&sentence), "{what}: {sentence} is not said in {page}");
            assert!(!page.contains("<script>alert"), "{what}: what was sent is shown");
            self.note(what);
        }
    }
}

async fn forged(bench: &Bench, attacks: &[Attack]) -> Vec<Made> {
    let mut made = Vec::new();
    for (code, what, change) in attacks {
        let browser = bench.begin("/desk/settings").await;
        let mut token = bench.honest(&browser);
        change(&mut token, bench);
        made.push((*code, *what, bench.back_with(&browser, token).await));
    }
    made
}

#[tokio::test]
async fn every_hostile_attempt_is_refused_with_its_sentence_and_nobody_is_signed_in() {
    let bench = Bench::bound().await;
    let mut record = Record::default();
    for attacks in [SIGNATURES, SHAPES, CLAIMS] {
        record.refused(forged(&bench, attacks).await).await;
    }
    record.refused(said(&bench).await).await;
    record.refused(others(&bench).await).await;
    record.refused(metadata::lies().await).await;
    for (what, response) in doors::wrong(&bench.room).await {
        assert_eq!(response.status(), 401, "{what}");
        assert!(!lets_in(&response), "{what}");
        assert!(html(response).await.contains(&sentence("sign_in.wrong")), "{what}");
        record.note(what);
    }
    for (what, response) in doors::locked().await {
        assert_eq!(response.status(), 429, "{what}");
        assert!(!lets_in(&response), "{what}");
        assert!(html(response).await.contains("Too many wrong passwords"), "{what}");
        record.note(what);
    }
    for (what, status, response) in doors::strange(&bench).await {
        assert_eq!(response.status(), status, "{what}");
        assert!(!lets_in(&response), "{what}");
        record.note(what);
    }
    println!("{} hostile attempts, nobody signed in", record.0.len());
    assert!(record.0.len() >= 120, "only {} attempts", record.0.len());
    bench.signed_in().await;
}
