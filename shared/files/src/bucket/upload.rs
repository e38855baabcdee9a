//! A draft on its way into a bucket: in one request where it is short, in parts where it is long.

use std::io;

use object_store::multipart::{MultipartStore, PartId};
use object_store::{ObjectStoreExt, PutPayload};
use tokio::task::JoinSet;

use super::{Bucket, Incoming, failed};

/// One part. Some stores want at least 5 MiB, and all but the last of one length.
const PART: usize = 5 << 20;

/// Parts that are sent at once: with the one that is filled they are what an upload holds in memory.
const AT_ONCE: usize = 2;

/// An upload. Its parts end with it.
#[derive(Debug)]
pub(crate) struct Upload {
    bucket: Bucket,
    incoming: Incoming,
    held: Vec<u8>,
    /// Its id, where it comes in parts.
    id: Option<String>,
    sent: usize,
    sending: JoinSet<io::Result<(usize, PartId)>>,
    arrived: Vec<(usize, PartId)>,
}

impl Upload {
    pub(super) fn new(bucket: Bucket, incoming: Incoming) -> Self {
        Self {
            bucket,
            incoming,
            held: Vec::with_capacity(PART),
            id: None,
            sent: 0,
            sending: JoinSet::new(),
            arrived: Vec::new(),
        }
    }

    /// Takes more. A full part is sent when more comes.
    pub(crate) async fn write(&mut self, mut more: &[u8]) -> io::Result<()> {
        while !more.is_empty() {
            if self.held.len() == PART {
                self.part().await?;
            }
            let (now, later) = more.split_at(more.len().min(PART - self.held.len()));
            self.held.extend_from_slice(now);
            more = later;
        }
        Ok(())
    }

    /// Sends what is left, and waits until the store has all of it.
    pub(crate) async fn end(mut self) -> io::Result<()> {
        let path = self.bucket.draft(self.incoming.name());
        if self.id.is_none() {
            let whole = PutPayload::from(std::mem::take(&mut self.held));
            let put = self.bucket.inner.client.put(&path, whole).await;
            return put.map(|_| ()).map_err(failed);
        }
        self.part().await?;
        while !self.sending.is_empty() {
            self.wait().await?;
        }
        self.arrived.sort_by_key(|(at, _)| *at);
        let parts = self.arrived.into_iter().map(|(_, part)| part).collect();
        let id = self.id.unwrap_or_default();
        let ended = self.bucket.inner.client.complete_multipart(&path, &id, parts).await;
        ended.map_err(failed)?;
        self.incoming.whole();
        Ok(())
    }

    /// Sends what is held as a part, beside the one before.
    async fn part(&mut self) -> io::Result<()> {
        let id = match &self.id {
            Some(id) => id.clone(),
            None => {
                let id = self.bucket.begin_parts(&self.incoming).await?;
                self.id.insert(id).clone()
            }
        };
        while self.sending.len() >= AT_ONCE {
            self.wait().await?;
        }
        let part = PutPayload::from(std::mem::replace(&mut self.held, Vec::with_capacity(PART)));
        let (bucket, at) = (self.bucket.clone(), self.sent);
        let path = bucket.draft(self.incoming.name());
        self.sending.spawn(async move {
            let sent = bucket.inner.client.put_part(&path, &id, at, part).await;
            Ok((at, sent.map_err(failed)?))
        });
        self.sent += 1;
        Ok(())
    }

    async fn wait(&mut self) -> io::Result<()> {
        if let Some(ended) = self.sending.join_next().await {
            self.arrived.push(ended.map_err(io::Error::other)??);
        }
        Ok(())
    }
}
