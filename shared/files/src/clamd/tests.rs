//! The scanner's protocol against a server that speaks it: not against the scanner itself.

use tokio::net::TcpListener;

use super::*;

const PATIENCE: Duration = Duration::from_millis(500);

/// Takes one stream as the scanner does and says what `answers` makes of its content; nothing: it says nothing at all.
async fn scanner(answers: fn(&[u8]) -> Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    #[expect(
        clippy::disallowed_methods,
        reason = "the other end of the line, which ends with the test"
    )]
    tokio::spawn(async move {
        let (mut line, _) = listener.accept().await.unwrap();
        let mut command = [0; 10];
        line.read_exact(&mut command).await.unwrap();
        assert_eq!(&command, b"zINSTREAM\0");
        let mut content = Vec::new();
        loop {
            let length = usize::try_from(line.read_u32().await.unwrap()).unwrap();
            if length == 0 {
                break;
            }
            let mut piece = vec![0; length];
            line.read_exact(&mut piece).await.unwrap();
            content.extend(piece);
        }
        match answers(&content) {
            Some(answer) => line.write_all(answer.as_bytes()).await.unwrap(),
            None => tokio::time::sleep(PATIENCE * 4).await,
        }
    });
    address
}

/// How much is sent at once.
const PIECE: usize = 64 * 1024;

fn stream_of(content: &[u8]) -> impl Stream<Item = io::Result<Bytes>> + use<> {
    let pieces: Vec<_> = content
        .chunks(PIECE)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    futures::stream::iter(pieces)
}

async fn scans(answers: fn(&[u8]) -> Option<&'static str>, content: &[u8]) -> Scan {
    let clamd = Clamd::new(scanner(answers).await, 1 << 20, PATIENCE);
    clamd.scan(stream_of(content), content.len() as u64).await
}

fn looks(content: &[u8]) -> Option<&'static str> {
    // The test text that all scanners know, told in two halves so that this file itself alarms nobody.
    let eicar = [
        "X5O!P%@AP[4\\PZX54(P^)7CC)7}$",
        "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    ]
    .concat();
    let found = content.windows(eicar.len()).any(|part| part == eicar.as_bytes());
    Some(if found {
        "stream: Eicar-Test-Signature FOUND\0"
    } else {
        "stream: OK\0"
    })
}

#[tokio::test]
async fn every_byte_reaches_the_scanner_and_its_word_is_read() {
    let eicar = [
        "X5O!P%@AP[4\\PZX54(P^)7CC)7}$",
        "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    ]
    .concat();
    assert_eq!(scans(looks, b"a receipt").await, Scan::Clean);
    assert_eq!(scans(looks, eicar.as_bytes()).await, Scan::Infected);
    let across = [vec![b' '; PIECE - 10], eicar.into_bytes(), vec![b' '; PIECE]].concat();
    assert_eq!(scans(looks, &across).await, Scan::Infected, "across two pieces");
}

#[tokio::test]
async fn what_was_not_looked_at_is_never_clean() {
    let away = Clamd::new("127.0.0.1:1".to_owned(), 1 << 20, PATIENCE);
    assert_eq!(away.scan(stream_of(b""), 0).await, Scan::Unscanned);
    assert_eq!(
        away.scan(stream_of(b""), (1 << 20) + 1).await,
        Scan::OverLimit,
        "it is not even sent"
    );
    assert_eq!(scans(|_| None, b"x").await, Scan::Unscanned, "too slow");
    assert_eq!(scans(|_| Some("what? ERROR\0"), b"x").await, Scan::Unscanned);
    assert_eq!(scans(|_| Some(""), b"x").await, Scan::Unscanned);
}

#[test]
fn encryption_and_limits_are_told_apart_from_what_infects() {
    for (answer, scan) in [
        ("stream: Heuristics.Encrypted.Zip FOUND\0", Scan::Encrypted),
        (
            "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
            Scan::OverLimit,
        ),
        ("INSTREAM size limit exceeded. ERROR\0", Scan::OverLimit),
        ("stream: Win.Test FOUND\0", Scan::Infected),
        ("stream: OK FOUND\0", Scan::Infected),
    ] {
        assert_eq!(read(answer), scan, "{answer}");
    }
    for scan in Scan::ALL {
        assert_eq!(Scan::of(scan.code()), scan);
    }
    assert_eq!(Scan::of("not_scanned"), Scan::Unscanned);
}
