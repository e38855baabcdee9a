//! Files of complaints (R3.3, R8.1).

use huiyin_contracts::Event;
use huiyin_contracts::events::intake::{AttachmentAddedV1, LookedV1};
use huiyin_contracts::events::investigation::{ArchivedV1, ClosedV1};
use huiyin_contracts::views::intake::{AttachmentView, Registered, Revealed};
use huiyin_kernel::Actor;
use huiyin_testkit::{Answer, Databases, SUPERVISION, World};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::world::{command, kinds, last, register, said, start, tell, told};

const PDF: &[u8] = b"%PDF-1.7 a receipt of canary words";

fn path(of: &Registered) -> String {
    format!("/intake/v1/complaints/{}/attachments", of.id)
}

async fn send(world: &World, path: &str, key: &str, body: &[u8], headers: &[(&str, &str)]) -> Answer {
    let headers = [&[("idempotency-key", key)], headers].concat();
    world.post_raw(path, "image/jpeg", body.to_vec(), &headers).await
}

async fn listed(world: &World, of: &Registered) -> Vec<AttachmentView> {
    world.get(&path(of)).await.read()
}

/// Whole files and drafts in the folder.
fn in_folder(world: &World) -> (usize, usize) {
    fn files(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 })
            .sum()
    }
    let folder = world.folder().join("attachments");
    let drafts = files(&folder.join("incoming"));
    (files(&folder) - drafts, drafts)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_listed_and_said_without_its_name_and_is_what_its_content_says() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told()).await;
        let name = [("huiyin-file-name", "Canary%20Name%20%E6%94%B6%E6%8D%AE.jpg")];
        let added = send(&world, &path(&registered), "one", PDF, &name).await;
        assert_eq!(added.status, 201, "{added:?}");
        let view: AttachmentView = added.read();
        assert_eq!(
            (view.media_type.as_str(), view.scan.as_str()),
            ("application/pdf", "not_scanned")
        );
        let again = send(&world, &path(&registered), "one", PDF, &name).await;
        assert_eq!(
            (again.status, &again.body),
            (201, &added.body),
            "sent again, the same answer"
        );
        assert_eq!(listed(&world, &registered).await, std::slice::from_ref(&view));
        let event: AttachmentAddedV1 = last(&world).await;
        assert_eq!(
            (event.attachment, event.sha256, event.bytes),
            (view.id, view.sha256, 34)
        );
        assert_eq!(
            kinds(&world).await,
            ["complaint.registered.v1", "complaint.attachment_added.v1"]
        );
        let bodies = said(&world).await;
        assert!(bodies.iter().all(|envelope| !envelope.body.contains("Canary")));
        assert_eq!(in_folder(&world), (1, 0));
        let look = command(&world, registered.id, "look", json!({ "purpose": "to judge it" })).await;
        let shown: Revealed = look.read();
        assert_eq!(shown.attachments[0].name.as_deref(), Some("Canary Name 收据.jpg"));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_given_out_to_be_saved_only_and_the_look_is_recorded() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told()).await;
    let page = b"<!doctype html><script>alert(1)</script>";
    let added: AttachmentView = send(&world, &path(&registered), "one", page, &[]).await.read();
    assert_eq!(added.media_type, "text/html");
    let address = world.url(&format!("{}/{}/look", path(&registered), added.id));
    let ask = async |purpose: &str| {
        let request = reqwest::Client::new()
            .post(&address)
            .bearer_auth(world.token("/intake/v1", &SUPERVISION))
            .json(&json!({ "purpose": purpose }));
        request.send().await.unwrap()
    };
    let silent: Value = ask(" ").await.json().await.unwrap();
    assert_eq!(silent["detail"], "`purpose` is empty");
    let answer = ask("to judge it").await;
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(
        header("content-disposition"),
        format!("attachment; filename=\"{}.bin\"", added.id)
    );
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(answer.bytes().await.unwrap().as_ref(), page);
    let looked: LookedV1 = last(&world).await;
    assert_eq!(
        (looked.what.as_str(), looked.purpose.as_str()),
        ("attachment", "to judge it")
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_complainant_adds_a_file_with_number_and_code_in_headers() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told()).await;
        let number = registered.number.to_string();
        let receipt = |code| {
            [
                ("huiyin-complaint-number", number.as_str()),
                ("huiyin-receipt-code", code),
            ]
        };
        let route = "/intake/v1/progress/attachments";
        let added = send(&world, route, "one", PDF, &receipt(&registered.receipt_code)).await;
        assert_eq!(added.status, 201, "{added:?}");
        assert_eq!(last::<AttachmentAddedV1>(&world).await.by, Actor::Complainant);
        for headers in [receipt("wrong").to_vec(), Vec::new()] {
            let refused = send(&world, route, "two", PDF, &headers).await;
            assert_eq!((refused.status, refused.sentence()), (404, "there is nothing here"));
        }
        let shown = world
            .post("/intake/v1/progress", &crate::world::receipt(&registered))
            .await;
        assert_eq!(shown.body["steps"][1]["zh"], "已收到您的附件");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_large_empty_or_there_already_is_refused_and_leaves_nothing() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let registered = register(&world, &told()).await;
        let most = vec![b'x'; 1 << 20];
        let taken = send(&world, &path(&registered), "most", &most, &[]).await;
        assert_eq!(taken.status, 201, "{taken:?}");
        let again = send(&world, &path(&registered), "most", &most, &[]).await;
        assert_eq!(
            (again.status, &again.body),
            (201, &taken.body),
            "there need be no room for it"
        );
        let small = send(&world, &path(&registered), "small", b"small", &[]).await;
        assert_eq!(small.status, 201, "{small:?}");
        let long = vec![b'y'; (1 << 20) + 1];
        let half = vec![b'z'; (1 << 19) + 1];
        for (key, body, status, sentence) in [
            ("long", long.as_slice(), 413, "the file is longer than 1048576 bytes"),
            (
                "half",
                &half,
                413,
                "the files of one complaint have at most 1572864 bytes together",
            ),
            ("none", b"", 422, "the file is empty"),
            ("small-twice", b"small", 409, "the same file is attached already"),
            (
                "twice",
                &most,
                413,
                "the files of one complaint have at most 1572864 bytes together",
            ),
        ] {
            let refused = send(&world, &path(&registered), key, body, &[]).await;
            assert_eq!((refused.status, refused.sentence()), (status, sentence));
        }
        let name = [("huiyin-file-name", "%zz")];
        let refused = send(&world, &path(&registered), "name", PDF, &name).await;
        let sentence = "give the header Huiyin-File-Name as UTF-8 with percent-encoding";
        assert_eq!((refused.status, refused.sentence()), (400, sentence));
        let reused = send(&world, &path(&registered), "most", PDF, &[]).await;
        assert_eq!(
            (reused.status, reused.sentence()),
            (422, "this Idempotency-Key was used for another request")
        );
        assert_eq!(listed(&world, &registered).await.len(), 2);
        assert_eq!(in_folder(&world), (2, 0));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn uploads_that_stand_still_hold_no_more_places_than_there_are_and_are_ended() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told()).await;
    let address = world.url("").replace("http://", "");
    let mut still = Vec::new();
    for key in ["one", "two"] {
        let mut line = tokio::net::TcpStream::connect(&address).await.unwrap();
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: {address}\r\nidempotency-key: {key}\r\nauthorization: Bearer {}\r\ncontent-length: 1000\r\n\r\nbegun",
            path(&registered),
            world.token("/intake/v1", &[])
        );
        line.write_all(head.as_bytes()).await.unwrap();
        still.push(line);
    }
    huiyin_testkit::eventually("two drafts are begun", async || match in_folder(&world) {
        (0, 2) => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await;
    let third = send(&world, &path(&registered), "three", PDF, &[]).await;
    assert_eq!(
        (third.status, third.sentence()),
        (503, "too many files are being sent at once: send it again in a moment")
    );
    let mut answer = String::new();
    still[0].read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(
        answer.contains("nothing came for 2 s: the upload was ended"),
        "{answer}"
    );
    huiyin_testkit::eventually("the drafts are gone", async || match in_folder(&world) {
        (0, 0) => Ok(()),
        left => Err(format!("{left:?}")),
    })
    .await;
    let after = send(&world, &path(&registered), "three", PDF, &[]).await;
    assert_eq!(after.status, 201, "{after:?}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_is_cut_leaves_nothing_listed_and_nothing_in_the_folder() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told()).await;
    let address = world.url("").replace("http://", "");
    let mut line = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {address}\r\nidempotency-key: cut\r\nauthorization: Bearer {}\r\ncontent-length: 1000\r\n\r\nbegun and ",
        path(&registered),
        world.token("/intake/v1", &[])
    );
    line.write_all(head.as_bytes()).await.unwrap();
    huiyin_testkit::eventually("the draft is begun", async || match in_folder(&world) {
        (0, 1) => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await;
    drop(line);
    huiyin_testkit::eventually("the draft is gone", async || match in_folder(&world) {
        (0, 0) => Ok(()),
        left => Err(format!("{left:?}")),
    })
    .await;
    assert_eq!(listed(&world, &registered).await, []);
    let whole = send(&world, &path(&registered), "cut", PDF, &[]).await;
    assert_eq!(whole.status, 201, "the key is free: {whole:?}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_added_to_a_file_in_the_archive() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told()).await;
    let id = registered.id;
    let closed = ClosedV1 {
        complaint: id,
        closed: None,
        ..ClosedV1::example()
    };
    tell(&world, id, &closed).await;
    let archived = ArchivedV1 {
        complaint: id,
        ..ArchivedV1::example()
    };
    tell(&world, id, &archived).await;
    let late = send(&world, &path(&registered), "late", PDF, &[]).await;
    let sentence = "the file is in the archive: nothing is added to it any more";
    assert_eq!((late.status, late.sentence()), (409, sentence));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_units_staff_neither_add_nor_see_files() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told()).await;
    let added: AttachmentView = send(&world, &path(&registered), "one", PDF, &[]).await.read();
    let other = [("huiyin-staff", "s1"), ("huiyin-unit", "ho.b02")];
    let refused = send(&world, &path(&registered), "two", b"other", &other).await;
    assert_eq!((refused.status, refused.sentence()), (404, "there is nothing here"));
    let (status, _) = crate::world::get_as(&world, &other, &path(&registered)).await;
    assert_eq!(status, 404);
    let look = format!("{}/{}/look", path(&registered), added.id);
    let look = world
        .post_by("s1", "ho.b02", &look, &json!({ "purpose": "curious" }))
        .await;
    assert_eq!(look.status, 404);
    assert_eq!(in_folder(&world), (1, 0));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_store_of_files_is_away_that_is_said_and_the_register_goes_on() {
    let world = start(Databases::Sqlite).await;
    let registered = register(&world, &told()).await;
    let folder = world.folder().join("attachments");
    std::fs::write(&folder, b"no folder any more").unwrap();
    let away = send(&world, &path(&registered), "one", PDF, &[]).await;
    let sentence = "the place where files are kept is away: nothing was taken or given out; try again later";
    assert_eq!((away.status, away.sentence()), (503, sentence));
    assert!(listed(&world, &registered).await.is_empty());
    register(&world, &told()).await;
    let ready = world.get("/readyz?verbose").await;
    assert_eq!(ready.status, 200, "it goes on: {ready:?}");
    assert!(
        ready
            .body
            .to_string()
            .contains("the folder of the files cannot be used: files are neither taken nor given out until it is back"),
        "{ready:?}"
    );
    std::fs::remove_file(&folder).unwrap();
    assert_eq!(send(&world, &path(&registered), "one", PDF, &[]).await.status, 201);
    assert_eq!(in_folder(&world), (1, 0));
    world.end().await;
}
