//! A line between two ends that can be cut, held, or answered for.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// Whoever comes is hung up on, and so is whoever is there.
    Away,
    /// It breaks for good after so many more bytes towards the far end.
    CutAfter(u64),
    /// Nothing is answered any more.
    Silent,
    /// Each request is answered as by a store whose disks are full.
    Full,
}

/// What a full store says: MinIO's words.
const FULL: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>XMinioStorageFull</Code>\
    <Message>Storage backend has reached its minimum free drive threshold.</Message></Error>";

/// A proxy in the wire.
#[derive(Debug)]
pub struct Line {
    near: SocketAddr,
    fault: Arc<watch::Sender<Fault>>,
    up: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Line {
    /// A line to an address.
    ///
    /// # Panics
    /// Where there is no free port.
    pub async fn to(far: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let near = listener.local_addr().expect("a bound address");
        let (fault, up) = (Arc::new(watch::Sender::new(Fault::None)), Arc::default());
        let (told, counted) = (Arc::clone(&fault), Arc::clone(&up));
        let accepts = async move {
            while let Ok((near, _)) = listener.accept().await {
                start(carry(near, far, told.subscribe(), Arc::clone(&counted)));
            }
        };
        let task = start(accepts);
        Self { near, fault, up, task }
    }

    /// Its near end.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.near
    }

    /// How many bytes went towards the far end.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.up.load(Ordering::SeqCst)
    }

    /// From now on this is wrong with it. Whoever is connected is cut off.
    pub fn becomes(&self, fault: Fault) {
        let fault = match fault {
            Fault::CutAfter(more) => Fault::CutAfter(self.sent() + more),
            other => other,
        };
        self.fault.send_replace(fault);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[expect(clippy::disallowed_methods, reason = "the wire ends with the test")]
fn start(task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(task)
}

/// Carries one connection until an end hangs up or the fault changes.
async fn carry(mut near: TcpStream, far: SocketAddr, mut fault: watch::Receiver<Fault>, up: Arc<AtomicU64>) {
    let now = *fault.borrow_and_update();
    let carried = async {
        match now {
            Fault::Away => {}
            Fault::Silent => std::future::pending().await,
            Fault::Full => refuse(&mut near).await,
            Fault::None | Fault::CutAfter(_) => {
                if let Ok(far) = TcpStream::connect(far).await {
                    both_ways(&mut near, far, now, &up).await;
                }
            }
        }
    };
    tokio::select! {
        () = carried => {}
        _ = fault.changed() => {}
    }
}

/// Answers, and takes in what still comes: who is cut off while it sends may never read why.
async fn refuse(near: &mut TcpStream) {
    let mut piece = [0; 16 * 1024];
    if !matches!(near.read(&mut piece).await, Ok(1..)) {
        return;
    }
    let length = FULL.len();
    let answer = format!(
        "HTTP/1.1 507 Insufficient Storage\r\ncontent-type: application/xml\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{FULL}"
    );
    if near.write_all(answer.as_bytes()).await.is_ok() {
        while matches!(near.read(&mut piece).await, Ok(1..)) {}
    }
}

async fn both_ways(near: &mut TcpStream, mut far: TcpStream, fault: Fault, up: &AtomicU64) {
    let (mut near_in, mut near_out) = near.split();
    let (mut far_in, mut far_out) = far.split();
    let upwards = async {
        let mut piece = [0; 16 * 1024];
        while let Ok(read @ 1..) = near_in.read(&mut piece).await {
            let sent = up.fetch_add(read as u64, Ordering::SeqCst) + read as u64;
            if matches!(fault, Fault::CutAfter(most) if sent > most) {
                return;
            }
            if far_out.write_all(piece.get(..read).unwrap_or_default()).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = upwards => {}
        _ = tokio::io::copy(&mut far_in, &mut near_out) => {}
    }
}
