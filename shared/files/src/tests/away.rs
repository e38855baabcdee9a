//! A bucket that is away, cut off, silent or full: a clear answer within seconds, nothing lost, and nothing left.

use std::time::Instant;

use huiyin_testkit::Fault;
use jiff::SignedDuration;

use super::place::config;
use super::*;
use crate::bucket::BucketError;
use crate::{Store, StoreKind};

#[tokio::test]
async fn while_it_is_away_that_is_said_within_seconds_and_it_comes_back_by_itself() {
    let place = Place::bucket_with(2).await;
    let hash = place.keeps(b"before").await;
    place.files.check().await.unwrap();
    for fault in [Fault::Away, Fault::Silent] {
        place.s3().line().becomes(fault);
        let began = Instant::now();
        let refused = place.files.receive(body(&[b"x"]), 100, PACE, &key()).await;
        assert!(
            matches!(refused, Err(FileError::Failed(_) | FileError::Slow(_))),
            "{fault:?} {refused:?}"
        );
        let unread = place.read(OF, &hash).await.unwrap_err();
        assert!(matches!(unread, FileError::Failed(_)), "{fault:?} {unread:?}");
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{fault:?} {:?}",
            began.elapsed()
        );
        assert!(place.files.remove_all(OF).await.is_err(), "nothing counts as destroyed");
    }
    let sentence = place.files.check().await.unwrap_err();
    assert_eq!(
        sentence,
        "the object store is away, or refuses: files are neither taken nor given out until it is back"
    );
    place.s3().line().becomes(Fault::None);
    assert_eq!(place.read(OF, &hash).await.unwrap(), b"before", "nothing is lost");
    place.keeps(b"after").await;
    place.files.clear().await.unwrap();
    assert_eq!((place.drafts(), place.all()), (0, 2));
    place.files.check().await.unwrap();
}

#[tokio::test]
async fn p32_a_line_that_is_cut_in_the_middle_of_an_upload_leaves_nothing() {
    let place = Place::bucket().await;
    // Two parts and a little; the second one is cut.
    place.s3().line().becomes(Fault::CutAfter(7 << 20));
    let cut = place.receives(&vec![7; 11 << 20]).await;
    assert!(matches!(cut, Err(FileError::Failed(_))), "{cut:?}");
    assert!(place.s3().unended() > 0, "it was cut in the middle");
    place.files.clear().await.unwrap_err();
    place.s3().line().becomes(Fault::None);
    assert_eq!(place.files.clear().await.unwrap(), 1);
    assert_eq!((place.drafts(), place.all()), (0, 0));
    let hash = place.keeps(b"sent again").await;
    assert_eq!(place.read(OF, &hash).await.unwrap(), b"sent again");
}

#[tokio::test]
async fn parts_that_a_crash_left_are_swept_though_no_list_shows_them() {
    let place = Place::bucket().await;
    place.s3().line().becomes(Fault::CutAfter(7 << 20));
    assert!(place.receives(&vec![7; 11 << 20]).await.is_err());
    place.s3().line().becomes(Fault::None);
    // The process that gave it up is gone; another one sweeps.
    let store = Store::open(StoreKind::S3, PathBuf::new(), &config(place.s3())).unwrap();
    let next = Files::new(store, Ids::random(place.clock.clock()), place.clock.clock());
    assert_eq!(
        (next.sweep_drafts().await.unwrap(), next.clear().await.unwrap()),
        (0, 0)
    );
    assert!(place.s3().unended() > 0);
    place.clock.wait(SignedDuration::from_hours(25));
    assert_eq!(next.sweep_drafts().await.unwrap(), 1);
    assert_eq!((place.drafts(), place.all()), (0, 0));
}

#[tokio::test]
async fn a_full_store_is_told_apart_from_one_that_is_away() {
    let place = Place::bucket().await;
    place.s3().line().becomes(Fault::Full);
    let full = place.files.receive(body(&[b"x"]), 100, PACE, &key()).await;
    assert!(matches!(full, Err(FileError::Full)), "{full:?}");
}

#[tokio::test]
async fn a_wrong_key_and_a_bucket_that_there_is_not_are_refused_and_no_secret_is_shown() {
    let place = Place::bucket().await;
    let right = config(place.s3());
    let wrong = BucketConfig {
        key_secret: "canary-wrong".into(),
        ..right.clone()
    };
    let lost = BucketConfig {
        name: "elsewhere".to_owned(),
        ..right.clone()
    };
    for config in [&wrong, &lost] {
        let store = Store::open(StoreKind::S3, PathBuf::new(), config).unwrap();
        let files = Files::new(store, Ids::random(Clock::system()), Clock::system());
        let refused = files.check().await.unwrap_err();
        let shown = format!("{files:?} {refused} {config:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
    let store = Store::open(StoreKind::S3, PathBuf::new(), &wrong).unwrap();
    let files = Files::new(store, Ids::random(Clock::system()), Clock::system());
    let refused = files.receive(body(&[b"x"]), 100, PACE, &key()).await.err().unwrap();
    assert!(matches!(refused, FileError::Failed(_)), "{refused:?}");
    assert!(!format!("{refused:?}").contains("canary"), "{refused:?}");
}

#[test]
fn a_bucket_that_cannot_be_used_is_refused_with_what_to_do() {
    let right = BucketConfig {
        name: "evidence".to_owned(),
        prefix: String::new(),
        region: "us-east-1".to_owned(),
        endpoint: "https://s3.example.org".to_owned(),
        allow_http: false,
        key_id: "id".to_owned(),
        key_secret: "secret".into(),
        patience_seconds: 2,
    };
    let open = |config: &BucketConfig| Store::open(StoreKind::S3, PathBuf::new(), config);
    let with = |change: fn(&mut BucketConfig)| {
        let mut config = right.clone();
        change(&mut config);
        open(&config).err().as_ref().map(BucketError::to_string)
    };
    assert_eq!(with(|_| ()), None);
    assert_eq!(with(|config| config.endpoint = "http://[::1]:9000".to_owned()), None);
    assert_eq!(
        with(|config| config.endpoint = "http://127.0.0.1:9000/".to_owned()),
        None
    );
    type Change = fn(&mut BucketConfig);
    let refused: [(Change, &str); 5] = [
        (
            |config| config.name.clear(),
            "store is \"s3\", and bucket.name is empty: give the bucket's name",
        ),
        (
            |config| config.key_secret = "".into(),
            "bucket.key_id and bucket.key_secret are the bucket's access key: give both",
        ),
        (
            |config| config.endpoint = "http://10.0.0.7:9000".to_owned(),
            "bucket.endpoint http://10.0.0.7:9000 is not encrypted: give an https address, or set bucket.allow_http where the network is closed",
        ),
        (
            |config| config.endpoint = "s3.example.org".to_owned(),
            "bucket.endpoint s3.example.org is no address: it reads like https://s3.example.org",
        ),
        (
            |config| config.prefix = "a//b".to_owned(),
            "bucket.prefix \"a//b\" is no prefix: give words with / between them",
        ),
    ];
    for (change, sentence) in refused {
        assert_eq!(with(change).as_deref(), Some(sentence));
    }
    let mut closed = right;
    closed.endpoint = "http://10.0.0.7:9000".to_owned();
    closed.allow_http = true;
    assert!(open(&closed).is_ok());
}
