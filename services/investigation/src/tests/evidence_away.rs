//! Evidence in an object store that goes away and comes back: files say so, nothing is lost, and the case goes on (R5.1, P32).

use axum::body::Body;
use huiyin_testkit::{Fault, S3};
use jiff::SignedDuration;
use serde_json::json;

use super::room::{Answer, Room, complaint, statement};

const AWAY: &str = "the place where evidence is kept is away: nothing was taken or given out; try again later";

async fn sends(room: &Room, case: &str, content: &'static str) -> Answer {
    room.clock.wait(SignedDuration::from_secs(1));
    let path = format!("{case}/evidence?kind=recording&given_by=complainant");
    room.upload(&path, ("ho", "handler"), Body::from(content), &[]).await
}

#[tokio::test]
async fn while_the_object_store_is_away_files_say_so_the_case_goes_on_and_nothing_is_lost() {
    let s3 = S3::start().await;
    let room = Room::over_bucket(&s3).await;
    let case = room.opens(1).await;
    room.does(&format!("{case}/accept"), "handler", json!({})).await;
    assert_eq!(sends(&room, &case, "a call").await.status, 200);
    let list = format!("{case}/evidence");
    let id = room.get(&list, None).await.body[0]["id"].as_str().unwrap().to_owned();
    let content = format!("{case}/evidence/{id}/content?purpose=to+hear+it");
    assert_eq!(room.get(&content, None).await.text, "a call");
    let looks = async || {
        let names = room.names_said(1).await;
        names.iter().filter(|name| *name == "words_seen").count()
    };
    assert_eq!(looks().await, 1);

    s3.line().becomes(Fault::Away);
    for refused in [
        sends(&room, &case, "another call").await,
        room.get(&content, None).await,
    ] {
        assert_eq!((refused.status, refused.sentence()), (503, AWAY));
        assert!(refused.headers.contains_key("retry-after"));
    }
    assert_eq!(looks().await, 1, "nothing was seen");
    assert!(room.app.check_evidence().await.is_err());
    let listed = room.get(&list, None).await;
    assert_eq!(listed.body.as_array().unwrap().len(), 1, "nothing is half listed");
    room.does(&format!("{case}/statements"), "handler", statement()).await;

    s3.line().becomes(Fault::Full);
    let full = sends(&room, &case, "another call").await;
    assert_eq!(full.status, 507, "{}", full.text);

    s3.line().becomes(Fault::None);
    assert_eq!(room.get(&content, None).await.text, "a call");
    assert_eq!(sends(&room, &case, "another call").await.status, 200);
    room.app.check_evidence().await.unwrap();
    room.app.clear_uploads().await.unwrap();
    let kept = room.app.case_of(complaint(1)).await.unwrap().case.id.uuid();
    let kept = kept.simple().to_string();
    let folder = s3.bucket().join("evidence").join(&kept[30..]).join(&kept);
    let names = std::fs::read_dir(folder).unwrap().count();
    let drafts = std::fs::read_dir(s3.bucket().join("evidence/incoming"))
        .unwrap()
        .count();
    assert_eq!((names, drafts, s3.unended()), (2, 0, 0));
}
