//! A mail server that keeps what it is given: a real SMTP conversation over TCP.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A mail as the server got it.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) to: Vec<String>,
    pub(crate) raw: Vec<u8>,
}

/// The server. It stops when it is dropped.
pub(crate) struct Sink {
    got: Arc<Mutex<Vec<Got>>>,
    _tasks: JoinSet<()>,
}

/// An address that nobody listens on yet.
pub(crate) async fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

impl Sink {
    /// Listens there.
    pub(crate) async fn at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let got = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = JoinSet::new();
        let keep = Arc::clone(&got);
        tasks.spawn(async move {
            let mut talks = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                talks.spawn(talk(stream, Arc::clone(&keep)));
            }
        });
        Self { got, _tasks: tasks }
    }

    pub(crate) fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }
}

/// One conversation. Recipients beginning with `gone` do not exist, those beginning with `busy` are to be tried later.
async fn talk(stream: TcpStream, keep: Arc<Mutex<Vec<Got>>>) {
    let mut stream = BufReader::new(stream);
    let mut to = Vec::new();
    stream.write_all(b"220 sink\r\n").await.unwrap();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let reply = match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => "250-sink\r\n250 8BITMIME\r\n",
            "RCPT" if line.contains("<gone") => "550 5.1.1 no such mailbox\r\n",
            "RCPT" if line.contains("<busy") => "451 4.3.0 later\r\n",
            "RCPT" => {
                let address = line.split(['<', '>']).nth(1).unwrap();
                to.push(address.to_owned());
                "250 ok\r\n"
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.unwrap();
                let raw = data(&mut stream).await;
                keep.lock().unwrap().push(Got {
                    to: std::mem::take(&mut to),
                    raw,
                });
                "250 kept\r\n"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await.unwrap();
                return;
            }
            _ => "250 ok\r\n",
        };
        stream.write_all(reply.as_bytes()).await.unwrap();
    }
}

/// The mail up to the line with a dot alone; a dot before a line's own is taken off.
async fn data(stream: &mut BufReader<TcpStream>) -> Vec<u8> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        stream.read_until(b'\n', &mut line).await.unwrap();
        if line == b".\r\n" {
            return raw;
        }
        raw.extend(line.strip_prefix(b".").unwrap_or(&line));
    }
}
