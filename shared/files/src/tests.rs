//! What the folder does with what comes, and with what stops coming.

use std::os::unix::fs::PermissionsExt;

use futures::stream;
use huiyin_kernel::{ComplaintId, HeldClock};
use huiyin_seal::DataKey;
use jiff::SignedDuration;

use super::*;

struct Place {
    files: Files,
    clock: HeldClock,
    folder: tempfile::TempDir,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    // Files carry the system's time: the held clock starts there.
    let clock = HeldClock::at(Clock::system().now());
    let files = Files::new(
        folder.path().join("attachments"),
        Ids::random(clock.clock()),
        clock.clock(),
    );
    Place { files, clock, folder }
}

fn body(pieces: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes, io::Error>> + Unpin + use<> {
    let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from_static(piece))).collect();
    stream::iter(pieces)
}

impl Place {
    fn drafts(&self) -> usize {
        std::fs::read_dir(self.files.incoming()).map_or(0, Iterator::count)
    }

    async fn read(&self, of: Uuid, hash: &Hash) -> Result<Vec<u8>, FileError> {
        let pieces: Vec<_> = self.files.open(of, hash, Some(&key())).await?.collect().await;
        Ok(pieces.into_iter().flat_map(Result::unwrap).collect())
    }
}

/// The same each time.
fn key() -> ContentKey {
    let key = DataKey::draw(&Ids::seeded(Clock::system(), 1));
    ContentKey::new(key, "intake", ComplaintId::from_uuid(OF))
}

const PACE: Pace = Pace {
    idle: Duration::from_secs(1),
    longest: Duration::from_secs(2),
};

const OF: Uuid = Uuid::from_u128(0x1234);

#[tokio::test]
async fn what_comes_in_pieces_is_kept_whole_under_its_hash_and_for_the_owner_alone() {
    let place = place();
    let mut received = place
        .files
        .receive(body(&[b"one ", b"two"]), 7, PACE, &key())
        .await
        .unwrap();
    assert_eq!((received.bytes, received.head.as_slice()), (7, &b"one two"[..]));
    assert_eq!(received.sha256, <[u8; 32]>::from(Sha256::digest(b"one two")));
    place.files.keep(&mut received, OF).await.unwrap();
    let hash = received.sha256;
    drop(received);
    assert_eq!(place.drafts(), 0);
    assert_eq!(place.read(OF, &hash).await.unwrap(), b"one two");
    let path = place.files.folder_of(OF).join(hex(&hash));
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_byte_too_many_a_broken_line_and_a_given_up_upload_leave_nothing() {
    let place = place();
    let long = place
        .files
        .receive(body(&[b"one ", b"two"]), 6, PACE, &key())
        .await
        .err()
        .unwrap();
    assert_eq!(long.to_string(), "the file is longer than 6 bytes");
    let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err(io::Error::other("gone"))]);
    let cut = place.files.receive(broken, 100, PACE, &key()).await.err().unwrap();
    assert_eq!(cut.to_string(), "the upload broke off");
    let endless = body(&[b"begun"]).chain(stream::pending());
    let given_up = tokio::time::timeout(
        std::time::Duration::from_millis(50),
        place.files.receive(endless, 100, PACE, &key()),
    )
    .await;
    assert!(given_up.is_err());
    drop(
        place
            .files
            .receive(body(&[b"not kept"]), 100, PACE, &key())
            .await
            .unwrap(),
    );
    assert_eq!(place.drafts(), 0);
}

#[tokio::test]
async fn an_upload_that_stands_still_or_drips_is_ended_and_leaves_nothing() {
    let place = place();
    let still = body(&[b"begun"]).chain(stream::pending());
    let idle = place.files.receive(still, 100, PACE, &key()).await.err().unwrap();
    assert_eq!(idle.to_string(), "nothing came for 1 s: the upload was ended");
    let drips = stream::repeat(()).then(|()| async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        Ok::<_, io::Error>(Bytes::from_static(b"."))
    });
    let slow = place
        .files
        .receive(Box::pin(drips), 100, PACE, &key())
        .await
        .err()
        .unwrap();
    assert_eq!(slow.to_string(), "the upload took longer than 2 s");
    assert_eq!(place.drafts(), 0);
}

#[tokio::test]
async fn a_full_disk_is_told_apart_from_a_broken_one() {
    let mut full = fs::OpenOptions::new().write(true).open("/dev/full").await.unwrap();
    let ids = Ids::random(Clock::system());
    // The folder's own file tells at once or when it is flushed: both ways it is the disk that is full.
    let refused = match Writer::begin(&mut full, &key(), &ids).await {
        Ok(writer) => copy(body(&[b"x"]), writer, 100, PACE.idle).await.unwrap_err(),
        Err(error) => error.into(),
    };
    assert!(matches!(refused, FileError::Full), "{refused:?}");
    let place = place();
    std::fs::write(place.folder.path().join("attachments"), b"a file, no folder").unwrap();
    let broken = place
        .files
        .receive(body(&[b"x"]), 100, PACE, &key())
        .await
        .err()
        .unwrap();
    assert!(matches!(broken, FileError::Failed(_)), "{broken:?}");
}

#[tokio::test]
async fn a_kept_file_that_was_altered_is_not_given_out() {
    let place = place();
    let mut received = place.files.receive(body(&[b"true"]), 100, PACE, &key()).await.unwrap();
    place.files.keep(&mut received, OF).await.unwrap();
    let path = place.files.folder_of(OF).join(hex(&received.sha256));
    std::fs::write(&path, b"trud").unwrap();
    let altered = place.read(OF, &received.sha256).await.unwrap_err();
    assert!(altered.to_string().ends_with("is not what it was"), "{altered}");
}

#[tokio::test]
async fn p24_a_stolen_folder_tells_nothing_and_no_piece_is_changed_cut_or_swapped() {
    let place = place();
    let piece = sealing::PIECE;
    for length in [0, 1, piece - 1, piece, piece + 1, 3 * piece, 3 * piece + 7] {
        let content: Vec<u8> = b"canary ".iter().copied().cycle().take(length).collect();
        let sent: Vec<_> = content
            .chunks(1000)
            .map(|part| Ok::<_, io::Error>(Bytes::copy_from_slice(part)))
            .collect();
        let most = u64::try_from(length).unwrap();
        let mut received = place
            .files
            .receive(stream::iter(sent), most, PACE, &key())
            .await
            .unwrap();
        place.files.keep(&mut received, OF).await.unwrap();
        assert_eq!(place.read(OF, &received.sha256).await.unwrap(), content, "{length}");
        let path = place.files.place(OF, &received.sha256);
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

#[tokio::test]
async fn what_was_kept_before_contents_were_sealed_is_read_as_it_is() {
    let place = place();
    for content in [&b"short"[..], &[b'x'; 100], &vec![b'y'; 3 * sealing::PIECE]] {
        let hash: Hash = Sha256::digest(content).into();
        let path = place.files.place(OF, &hash);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        assert_eq!(place.read(OF, &hash).await.unwrap(), content);
    }
}

#[tokio::test]
async fn what_a_crash_left_is_swept_away_after_a_day() {
    let place = place();
    std::fs::create_dir_all(place.files.incoming()).unwrap();
    std::fs::write(place.files.incoming().join("left"), b"half").unwrap();
    let mut received = place.files.receive(body(&[b"kept"]), 100, PACE, &key()).await.unwrap();
    place.files.keep(&mut received, OF).await.unwrap();
    assert_eq!(place.files.sweep_drafts().await.unwrap(), 0);
    assert_eq!(place.files.recent().await.unwrap(), []);
    place.clock.wait(SignedDuration::from_hours(25));
    assert_eq!((place.files.sweep_drafts().await.unwrap(), place.drafts()), (1, 0));
    let recent = place.files.recent().await.unwrap();
    assert_eq!(
        (recent.len(), recent[0].of, &recent[0].name),
        (1, OF, &hex(&received.sha256))
    );
    place.files.remove(&recent[0]).await.unwrap();
    assert_eq!(place.files.recent().await.unwrap(), []);
}
