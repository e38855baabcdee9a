//! Evidence in files: what is taken in is listed whole or not at all, and never replaced (R5.1, R8.1, P29).

use std::time::Duration;

use axum::body::{Body, Bytes};
use futures::{StreamExt, stream};
use huiyin_files::clamd::Clamd;
use huiyin_kernel::Clock;
use jiff::SignedDuration;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::room::{Answer, Room, complaint};

const US: (&str, &str) = ("ho", "handler");
const WHAT: &str = "evidence?kind=recording&given_by=complainant";

async fn opened(room: &Room) -> String {
    let case = room.opens(1).await;
    room.does(&format!("{case}/accept"), "handler", json!({})).await;
    case
}

async fn sends(room: &Room, path: &str, content: &[u8], headers: &[(&str, &str)]) -> Answer {
    room.clock.wait(SignedDuration::from_secs(1));
    room.upload(path, US, Body::from(content.to_vec()), headers).await
}

/// How many files lie anywhere below the folder of evidence.
fn files(room: &Room) -> usize {
    let mut folders = vec![room.folder.path().join("evidence")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { count += 1 }
        }
    }
    count
}

#[tokio::test]
async fn r5_1_a_file_is_listed_with_its_hash_and_custody_and_given_out_to_be_saved_for_a_purpose() {
    for room in Room::both().await {
        let case = opened(&room).await;
        let page = b"<!doctype html><script>alert(1)</script>";
        let name = [("huiyin-file-name", "C:%5Ccanary%20call.mp3")];
        let added = sends(&room, &format!("{case}/{WHAT}"), page, &name).await;
        assert_eq!(added.status, 200, "{}", added.text);
        let list = room.get(&format!("{case}/evidence"), None).await;
        let one = &list.body[0];
        let hash: String = Sha256::digest(page).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            (&one["sha256"], &one["media_type"], &one["scan"], &one["bytes"]),
            (
                &json!(hash),
                &json!("text/html"),
                &json!("unscanned"),
                &json!(page.len())
            )
        );
        assert!(!list.text.contains("canary"), "its name is shown with a look only");
        let path = format!("{case}/evidence/{}/content", one["id"].as_str().unwrap());
        assert_eq!(room.get(&path, None).await.status, 422, "no purpose");
        let given = room
            .get(&format!("{path}?purpose=to+hear+it"), Some(("visitor", "ho")))
            .await;
        assert_eq!((given.status, given.text.as_bytes()), (200, &page[..]));
        let header = |name: &str| given.headers[name].to_str().unwrap();
        assert!(header("content-disposition").starts_with("attachment; filename=\""));
        assert!(header("content-disposition").ends_with("canary%20call.mp3"));
        assert_eq!(
            (header("content-type"), header("huiyin-scan")),
            ("application/octet-stream", "unscanned")
        );
        let list = room.get(&format!("{case}/evidence"), None).await;
        let custody = list.body[0]["custody"].as_array().unwrap();
        let lines: Vec<_> = custody
            .iter()
            .map(|line| (&line["what"], &line["by"]["code"], &line["note"]))
            .collect();
        assert_eq!(
            lines,
            [
                (&json!("received"), &json!("handler"), &json!("complainant")),
                (&json!("given_out"), &json!("visitor"), &json!(null))
            ]
        );
        assert!(custody.iter().all(|line| line["sha256"] == json!(hash)));
        let said = room.said(1).await;
        let names: Vec<_> = said.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["order_accepted", "evidence_added", "words_seen"]);
        assert!(!format!("{said:?}").contains("canary"));
        let form = room.get(&format!("{case}/form?purpose=read"), None).await;
        assert_eq!(form.body["evidence"][0]["name"], "canary call.mp3");
    }
}

#[tokio::test]
async fn nothing_is_replaced_only_superseded_with_a_reason_and_sent_again_it_is_taken_once() {
    for room in Room::both().await {
        let case = opened(&room).await;
        let path = format!("{case}/{WHAT}");
        let key = [("idempotency-key", "k1")];
        let first = sends(&room, &path, b"half of the call", &key).await;
        let again = sends(&room, &path, b"half of the call", &key).await;
        assert_eq!((first.status, again.status, &first.body), (200, 200, &again.body));
        let other = sends(&room, &path, b"something else", &key).await;
        assert_eq!(other.status, 422, "{}", other.text);
        let twice = sends(&room, &path, b"half of the call", &[]).await;
        assert_eq!(
            (twice.status, twice.sentence()),
            (409, "the case holds the same file already")
        );
        let list = room.get(&format!("{case}/evidence"), None).await;
        let old = list.body[0]["id"].as_str().unwrap().to_owned();
        let instead = format!("{path}&supersedes={old}");
        let bare = sends(&room, &instead, b"the whole call", &[]).await;
        assert_eq!(
            (bare.status, bare.sentence()),
            (422, "evidence is superseded with a reason")
        );
        let why = [("huiyin-reason", "it%20was%20cut")];
        let whole = sends(&room, &instead, b"the whole call", &why).await;
        assert_eq!(whole.status, 200, "{}", whole.text);
        let list = room.get(&format!("{case}/evidence"), None).await;
        assert_eq!(list.body[0]["superseded_by"], list.body[1]["id"]);
        let last = list.body[0]["custody"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["what"], "superseded");
        let kept = room
            .get(&format!("{case}/evidence/{old}/content?purpose=compare"), None)
            .await;
        assert_eq!(kept.text, "half of the call", "it is still there");
    }
}

#[tokio::test]
async fn an_upload_that_is_cut_too_long_or_stands_still_leaves_nothing_listed_and_nothing_in_the_folder() {
    for room in Room::both().await {
        let case = opened(&room).await;
        let path = format!("{case}/{WHAT}");
        let cut = stream::iter([Ok(Bytes::from_static(b"half")), Err(std::io::Error::other("gone"))]);
        let broken = room.upload(&path, US, Body::from_stream(cut), &[]).await;
        assert_eq!((broken.status, broken.sentence()), (400, "the upload broke off"));
        let still = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"half"))]).chain(stream::pending());
        let idle = room.upload(&path, US, Body::from_stream(still), &[]).await;
        assert_eq!(
            (idle.status, idle.sentence()),
            (408, "nothing came for 1 s: the upload was ended")
        );
        let lies = stream::iter((0..11).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 100]))));
        let long = room.upload(&path, US, Body::from_stream(lies), &[]).await;
        assert_eq!(
            (long.status, long.sentence()),
            (413, "the file is longer than 1000 bytes")
        );
        let empty = sends(&room, &path, b"", &[]).await;
        assert_eq!((empty.status, empty.sentence()), (422, "the file is empty"));
        assert_eq!(sends(&room, &path, &[b'a'; 900], &[]).await.status, 200);
        let full = sends(&room, &path, &[b'b'; 700], &[]).await;
        assert_eq!(
            (full.status, full.sentence()),
            (413, "the files of one case have at most 1500 bytes together")
        );
        let list = room.get(&format!("{case}/evidence"), None).await;
        assert_eq!(list.body.as_array().unwrap().len(), 1);
        assert_eq!(files(&room), 1, "what is refused has no place");
    }
}

#[tokio::test]
async fn when_the_place_of_evidence_is_away_that_is_said_and_nothing_is_listed() {
    let room = Room::sqlite().await;
    let case = opened(&room).await;
    std::fs::write(room.folder.path().join("evidence"), b"no folder any more").unwrap();
    let away = sends(&room, &format!("{case}/{WHAT}"), b"a call", &[]).await;
    assert_eq!(
        (away.status, away.sentence()),
        (
            503,
            "the place where evidence is kept is away: nothing was taken or given out; try again later"
        )
    );
    assert!(away.headers.contains_key("retry-after"));
    assert_eq!(room.get(&format!("{case}/evidence"), None).await.body, json!([]));
    std::fs::remove_file(room.folder.path().join("evidence")).unwrap();
    assert_eq!(
        sends(&room, &format!("{case}/{WHAT}"), b"a call", &[]).await.status,
        200
    );
}

#[tokio::test]
async fn r8_1_another_unit_adds_sees_and_gets_nothing() {
    let room = Room::sqlite().await;
    let case = opened(&room).await;
    let stranger = ("ho.b02", "stranger");
    let body = Body::from("a call");
    let added = room.upload(&format!("{case}/{WHAT}"), stranger, body, &[]).await;
    assert_eq!(added.status, 404);
    sends(&room, &format!("{case}/{WHAT}"), b"a call", &[]).await;
    let list = room
        .get(&format!("{case}/evidence"), Some(("stranger", "ho.b02")))
        .await;
    assert_eq!(list.status, 404);
    let id = room.get(&format!("{case}/evidence"), None).await.body[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("{case}/evidence/{id}/content?purpose=x");
    assert_eq!(room.get(&path, Some(("stranger", "ho.b02"))).await.status, 404);
    let lost = format!("{case}/evidence/0193a1f0-0000-7000-8000-000000000000/content?purpose=x");
    assert_eq!(room.get(&lost, None).await.status, 404);
}

#[tokio::test]
async fn what_was_altered_on_the_disk_is_given_to_nobody() {
    let room = Room::sqlite().await;
    let case = opened(&room).await;
    sends(&room, &format!("{case}/{WHAT}"), b"a call", &[]).await;
    let one = room.get(&format!("{case}/evidence"), None).await.body[0].clone();
    let kept = room.app.case_of(complaint(1)).await.unwrap().case.id;
    let mut hash = [0; 32];
    hash.copy_from_slice(&Sha256::digest(b"a call"));
    std::fs::write(room.app.place_of_evidence(kept, &hash), b"a cell").unwrap();
    let path = format!("{case}/evidence/{}/content?purpose=x", one["id"].as_str().unwrap());
    let altered = room.get(&path, None).await;
    assert_eq!(altered.status, 500);
    assert!(!altered.text.contains("a cell"));
}

#[tokio::test]
async fn p29_what_a_crash_left_in_the_folder_is_swept_away_and_what_is_listed_stays() {
    for room in Room::both().await {
        let case = opened(&room).await;
        sends(&room, &format!("{case}/{WHAT}"), b"a call", &[]).await;
        let id = room.app.case_of(complaint(1)).await.unwrap().case.id;
        let mut listed = [0; 32];
        listed.copy_from_slice(&Sha256::digest(b"a call"));
        let listed = room.app.place_of_evidence(id, &listed);
        let placed = room.app.place_of_evidence(id, &[7; 32]);
        let draft = room.folder.path().join("evidence/incoming/half");
        for (path, content) in [(&placed, "never listed"), (&draft, "half")] {
            std::fs::write(path, content).unwrap();
        }
        room.app.sweep().await.unwrap();
        assert_eq!(files(&room), 3, "what is young may be on its way");
        let two_days_ago = Clock::system().now() - SignedDuration::from_hours(48);
        let two_days_ago = Duration::from_secs(two_days_ago.as_second().unsigned_abs());
        for path in [&listed, &placed, &draft] {
            let file = std::fs::File::options().write(true).open(path).unwrap();
            file.set_modified(std::time::UNIX_EPOCH + two_days_ago).unwrap();
        }
        room.app.sweep().await.unwrap();
        assert!(listed.exists() && !placed.exists() && !draft.exists());
    }
}

/// A server that speaks the scanner's protocol and finds "evil": not the scanner itself.
async fn scanner() -> Clamd {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    #[expect(
        clippy::disallowed_methods,
        reason = "the other end of the line, which ends with the test"
    )]
    tokio::spawn(async move {
        loop {
            let (mut line, _) = listener.accept().await.unwrap();
            let (mut command, mut content) = ([0; 10], Vec::new());
            line.read_exact(&mut command).await.unwrap();
            loop {
                let mut piece = vec![0; usize::try_from(line.read_u32().await.unwrap()).unwrap()];
                if piece.is_empty() {
                    break;
                }
                line.read_exact(&mut piece).await.unwrap();
                content.extend(piece);
            }
            let evil = content.windows(4).any(|part| part == b"evil");
            let answer: &[u8] = if evil { b"stream: Evil FOUND\0" } else { b"stream: OK\0" };
            line.write_all(answer).await.unwrap();
        }
    });
    Clamd::new(address, 900, Duration::from_secs(5))
}

#[tokio::test]
async fn p29_what_nobody_scanned_is_scanned_once_a_scanner_is_there_and_what_is_infected_is_given_to_nobody() {
    for room in Room::both().await {
        let case = opened(&room).await;
        let path = format!("{case}/{WHAT}");
        for content in [&b"a call"[..], b"an evil call"] {
            assert_eq!(sends(&room, &path, content, &[]).await.status, 200);
        }
        assert!(
            !room.app.scan().await.unwrap(),
            "without a scanner nothing is looked at"
        );
        let scanned = room.with_scanner(scanner().await);
        assert!(!scanned.scan().await.unwrap());
        let list = room.get(&format!("{case}/evidence"), None).await;
        let scans: Vec<_> = list
            .body
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["scan"].clone())
            .collect();
        assert_eq!(scans, ["clean", "infected"]);
        let infected = format!(
            "{case}/evidence/{}/content?purpose=x",
            list.body[1]["id"].as_str().unwrap()
        );
        let refused = room.get(&infected, None).await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (
                409,
                "the file is infected: it is kept as evidence and given out to nobody"
            )
        );
        let names = room.names_said(1).await;
        assert_eq!(names.iter().filter(|name| *name == "evidence_scanned").count(), 2);
        assert_eq!(list.body[1]["custody"][1]["note"], "infected");
    }
}
