//! What a store does with what comes, and with what stops coming: the same cases over a folder and over a bucket.

mod away;
mod place;

use std::os::unix::fs::PermissionsExt;

use futures::stream;
use huiyin_kernel::ComplaintId;
use huiyin_seal::DataKey;
use jiff::SignedDuration;
use tokio::fs;

use super::*;
use crate::sink::Sink;
use place::{At, OF, PACE, PATIENT, Place, body, key};

#[tokio::test]
async fn what_comes_in_pieces_is_kept_whole_under_its_hash_and_for_the_owner_alone() {
    for place in Place::both().await {
        let pieces = body(&[b"one ", b"two"]);
        let mut received = place.files.receive(pieces, 7, PACE, &key()).await.unwrap();
        assert_eq!((received.bytes, received.head.as_slice()), (7, &b"one two"[..]));
        assert_eq!(received.sha256, <[u8; 32]>::from(Sha256::digest(b"one two")));
        place.files.keep(&mut received, OF).await.unwrap();
        let hash = received.sha256;
        drop(received);
        assert_eq!((place.drafts(), place.all()), (0, 1));
        assert_eq!(place.read(OF, &hash).await.unwrap(), b"one two");
        if let At::Folder(_) = place.at {
            let kept = std::fs::metadata(place.path(OF, &hash)).unwrap();
            assert_eq!(kept.permissions().mode() & 0o777, 0o600);
        }
    }
}

#[tokio::test]
async fn a_long_one_goes_out_in_parts_and_comes_back_as_it_was() {
    // Two parts of a bucket, the last one short.
    let content: Vec<u8> = (0..5_400_000_u32).map(|at| (at % 251) as u8).collect();
    for place in Place::both().await {
        let mut received = place.receives(&content).await.unwrap();
        let sealed: usize = place.files.draft(&received, &key()).await.unwrap().count().await;
        assert_eq!(
            sealed,
            content.len().div_ceil(sealing::PIECE),
            "a scanner reads the draft"
        );
        place.files.keep(&mut received, OF).await.unwrap();
        assert_eq!((place.drafts(), place.all()), (0, 1));
        assert!(place.read(OF, &received.sha256).await.unwrap() == content);
    }
}

#[tokio::test]
async fn a_byte_too_many_a_broken_line_and_a_given_up_upload_leave_nothing() {
    for place in Place::both().await {
        let key = key();
        let long = place.files.receive(body(&[b"one ", b"two"]), 6, PACE, &key).await;
        assert_eq!(long.err().unwrap().to_string(), "the file is longer than 6 bytes");
        let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err(io::Error::other("gone"))]);
        let cut = place.files.receive(broken, 100, PACE, &key).await;
        assert_eq!(cut.err().unwrap().to_string(), "the upload broke off");
        assert_eq!(place.drafts(), 0, "at once");
        // More than one part of a bucket: some of it is sent when it is given up.
        let begun = stream::iter((0..20).map(|_| Ok::<_, io::Error>(Bytes::from(vec![7; 300_000]))));
        let endless = Box::pin(begun.chain(stream::pending()));
        let given_up = place.files.receive(endless, u64::MAX, PATIENT, &key);
        let given_up = tokio::time::timeout(Duration::from_secs(2), given_up).await;
        assert!(given_up.is_err());
        let unkept = place.files.receive(body(&[b"not kept"]), 100, PACE, &key).await;
        drop(unkept.unwrap());
        place.files.clear().await.unwrap();
        assert_eq!((place.drafts(), place.all()), (0, 0));
    }
}

#[tokio::test]
async fn an_upload_that_stands_still_or_drips_is_ended_and_leaves_nothing() {
    for place in Place::both().await {
        let still = body(&[b"begun"]).chain(stream::pending());
        let idle = place.files.receive(still, 100, PACE, &key()).await.err().unwrap();
        assert_eq!(idle.to_string(), "nothing came for 1 s: the upload was ended");
        let drips = stream::repeat(()).then(|()| async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            Ok::<_, io::Error>(Bytes::from_static(b"."))
        });
        let slow = place.files.receive(Box::pin(drips), 100, PACE, &key()).await;
        assert_eq!(slow.err().unwrap().to_string(), "the upload took longer than 2 s");
        assert_eq!(place.drafts(), 0);
    }
}

#[tokio::test]
async fn a_full_disk_is_told_apart_from_a_broken_one() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").await.unwrap();
    let ids = Ids::random(Clock::system());
    // The folder's own file tells at once or when it is flushed: both ways it is the disk that is full.
    let refused = match Writer::begin(Sink::File(full), &key(), &ids).await {
        Ok(writer) => copy(body(&[b"x"]), writer, 100, PACE.idle).await.unwrap_err(),
        Err(error) => error.into(),
    };
    assert!(matches!(refused, FileError::Full), "{refused:?}");
    let place = Place::folder();
    std::fs::write(place.root(), b"a file, no folder").unwrap();
    let broken = place.files.receive(body(&[b"x"]), 100, PACE, &key()).await;
    assert!(matches!(broken, Err(FileError::Failed(_))), "{broken:?}");
    let sentence = place.files.check().await.unwrap_err();
    assert!(
        sentence.starts_with("the folder of the files cannot be used"),
        "{sentence}"
    );
}

#[tokio::test]
async fn a_kept_file_that_was_altered_is_not_given_out() {
    for place in Place::both().await {
        let hash = place.keeps(b"true").await;
        std::fs::write(place.path(OF, &hash), b"trud").unwrap();
        let altered = place.read(OF, &hash).await.unwrap_err();
        assert!(altered.to_string().ends_with("is not what it was"), "{altered}");
    }
}

#[tokio::test]
async fn p24_a_stolen_store_tells_nothing_and_no_piece_is_changed_cut_or_swapped() {
    for place in Place::both().await {
        let piece = sealing::PIECE;
        for length in [0, 1, piece - 1, piece, piece + 1, 3 * piece, 3 * piece + 7] {
            let content: Vec<u8> = b"canary ".iter().copied().cycle().take(length).collect();
            let mut received = place.receives(&content).await.unwrap();
            place.files.keep(&mut received, OF).await.unwrap();
            assert_eq!(place.read(OF, &received.sha256).await.unwrap(), content, "{length}");
            let path = place.path(OF, &received.sha256);
            let kept = std::fs::read(&path).unwrap();
            assert!(!kept.windows(7).any(|bytes| bytes == b"canary "), "{length}");
            let refused = async |bytes: &[u8], what: &str| {
                std::fs::write(&path, bytes).unwrap();
                let error = place.read(OF, &received.sha256).await.unwrap_err();
                assert!(matches!(error, FileError::Altered(_)), "{length} {what}: {error}");
            };
            refused(&kept[..kept.len() - 1], "a byte less").await;
            refused(&[&kept[..], b"x"].concat(), "a byte more").await;
            let mut changed = kept.clone();
            *changed.last_mut().unwrap() ^= 1;
            refused(&changed, "changed").await;
            let sealed = piece + ContentKey::OVERHEAD;
            if length == 3 * piece {
                refused(&kept[..20 + 2 * sealed], "the last piece is gone").await;
                let swapped = [
                    &kept[..20],
                    &kept[20 + sealed..20 + 2 * sealed],
                    &kept[20..20 + sealed],
                    &kept[20 + 2 * sealed..],
                ];
                refused(&swapped.concat(), "two pieces swapped").await;
            }
            std::fs::write(&path, &kept).unwrap();
            let nobody = place.files.open(OF, &received.sha256, None).await.err().unwrap();
            assert!(matches!(nobody, FileError::Altered(_)), "{nobody}");
        }
    }
}

#[tokio::test]
async fn the_same_content_takes_its_own_place_again_and_one_of_another_owner_is_not_found_there() {
    for place in Place::both().await {
        let hash = place.keeps(b"twice").await;
        assert_eq!(place.keeps(b"twice").await, hash);
        assert_eq!((place.drafts(), place.all()), (0, 1));
        assert_eq!(place.read(OF, &hash).await.unwrap(), b"twice");
        let other = Uuid::from_u128(0x4321);
        assert!(place.read(other, &hash).await.is_err());
        let moved = place.path(other, &hash);
        std::fs::create_dir_all(moved.parent().unwrap()).unwrap();
        std::fs::copy(place.path(OF, &hash), &moved).unwrap();
        let others = DataKey::draw(&Ids::seeded(Clock::system(), 2));
        let others = ContentKey::new(others, "intake", ComplaintId::from_uuid(other));
        let unreadable = place.files.open(other, &hash, Some(&others)).await.err().unwrap();
        assert!(matches!(unreadable, FileError::Altered(_)), "{unreadable}");
    }
}

#[tokio::test]
async fn what_was_kept_before_contents_were_sealed_is_read_as_it_is() {
    for place in Place::both().await {
        for content in [&b"short"[..], &[b'x'; 100], &vec![b'y'; 3 * sealing::PIECE]] {
            let hash: Hash = Sha256::digest(content).into();
            let path = place.path(OF, &hash);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
            assert_eq!(place.read(OF, &hash).await.unwrap(), content);
        }
    }
}

#[tokio::test]
async fn what_a_crash_left_is_swept_away_after_a_day() {
    for place in Place::both().await {
        let incoming = place.root().join("incoming");
        std::fs::create_dir_all(&incoming).unwrap();
        std::fs::write(incoming.join("left"), b"half").unwrap();
        let hash = place.keeps(b"kept").await;
        assert_eq!(place.files.sweep_drafts().await.unwrap(), 0);
        assert_eq!(place.files.recent().await.unwrap(), []);
        place.clock.wait(SignedDuration::from_hours(25));
        assert_eq!((place.files.sweep_drafts().await.unwrap(), place.drafts()), (1, 0));
        let recent = place.files.recent().await.unwrap();
        assert_eq!((recent.len(), recent[0].of, &recent[0].name), (1, OF, &hex(&hash)));
        place.files.remove(&recent[0]).await.unwrap();
        assert_eq!(place.files.recent().await.unwrap(), []);
    }
}

#[tokio::test]
async fn r8_3_all_that_belongs_to_something_is_destroyed_and_nothing_else() {
    for place in Place::both().await {
        place.keeps(b"one").await;
        place.keeps(b"two").await;
        let other = Uuid::from_u128(0x4321);
        let mut received = place.files.receive(body(&[b"other"]), 100, PACE, &key()).await.unwrap();
        place.files.keep(&mut received, other).await.unwrap();
        assert_eq!(place.files.remove_all(OF).await.unwrap(), 2);
        assert_eq!(place.files.remove_all(OF).await.unwrap(), 0, "done again");
        assert_eq!(place.all(), 1);
        assert_eq!(place.read(other, &received.sha256).await.unwrap(), b"other");
    }
}
