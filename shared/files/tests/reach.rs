//! How fast a file of 200 MiB is taken in over loopback, and with how much memory. The bytes come over TCP as they are, without HTTP. The object
//! store runs in this process: its memory is counted, and its work takes its share of the processors.
#![expect(clippy::unwrap_used, reason = "clippy knows the tests, and not what helps them")]

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use futures::{Stream, stream};
use huiyin_files::{BucketConfig, Files, Folder, Pace, Store, StoreKind};
use huiyin_kernel::{Clock, ComplaintId, Ids};
use huiyin_seal::{ContentKey, DataKey};
use huiyin_testkit::S3;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

const MIB: u64 = 1 << 20;
const LENGTH: u64 = 200 * MIB;

/// What this process has used at most, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn pieces(line: TcpStream) -> impl Stream<Item = io::Result<Bytes>> + Unpin {
    Box::pin(stream::try_unfold(line, async |mut line| {
        let mut piece = BytesMut::with_capacity(64 * 1024);
        let read = line.read_buf(&mut piece).await?;
        Ok((read > 0).then(|| (piece.freeze(), line)))
    }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "hard: 200 MiB over loopback"]
async fn two_hundred_mebibytes_are_taken_into_a_folder_with_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    measure("a folder", Store::Folder(Folder::new(folder.path().to_owned()))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "hard: 200 MiB over loopback"]
async fn two_hundred_mebibytes_are_taken_into_a_bucket_with_little_memory() {
    let s3 = S3::start().await;
    let bucket = BucketConfig {
        name: S3::BUCKET.to_owned(),
        region: "us-east-1".to_owned(),
        endpoint: s3.endpoint(),
        key_id: S3::KEY_ID.to_owned(),
        key_secret: S3::KEY_SECRET.into(),
        patience_seconds: 20,
        ..BucketConfig::default()
    };
    let store = Store::open(StoreKind::S3, PathBuf::new(), &bucket).unwrap();
    measure("a bucket", store).await;
}

async fn measure(into: &str, store: Store) {
    let clock = Clock::system();
    let files = Files::new(store, Ids::random(clock.clone()), clock);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut sender = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (line, _) = listener.accept().await.unwrap();
    let sends = async move {
        let piece = vec![7_u8; 256 * 1024];
        for _ in 0..LENGTH / (256 * 1024) {
            sender.write_all(&piece).await.unwrap();
        }
    };
    let pace = Pace {
        idle: Duration::from_secs(30),
        longest: Duration::from_secs(600),
    };
    let key = DataKey::draw(&Ids::random(Clock::system()));
    let key = ContentKey::new(key, "intake", ComplaintId::from_uuid(Uuid::from_u128(1)));
    let (before, started) = (peak(), Instant::now());
    let (received, ()) = tokio::join!(files.receive(pieces(line), LENGTH, pace, &key), sends);
    let mut received = received.unwrap();
    files.keep(&mut received, Uuid::from_u128(1)).await.unwrap();
    let (took, grown) = (started.elapsed(), peak().saturating_sub(before));
    let rate = f64::from(u32::try_from(LENGTH / MIB).unwrap()) / took.as_secs_f64();
    #[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
    {
        println!(
            "200 MiB into {into} in {took:?}: {rate:.0} MiB/s; peak RSS {} KiB, grown by {grown} KiB",
            peak()
        );
    }
    assert_eq!(received.bytes, LENGTH);
    assert!(grown < 32 * 1024, "at most 32 MiB more");
}
