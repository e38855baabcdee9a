//! An object, read from its beginning.

use std::io;

use bytes::Bytes;
use object_store::ObjectStoreExt;
use object_store::aws::AmazonS3;
use object_store::path::Path;

use super::failed;

/// So much is asked for at once: each request has its own time limit, and a long object has many.
const RANGE: u64 = 4 << 20;

/// An object that is read.
pub(crate) struct Object {
    client: AmazonS3,
    path: Path,
    length: u64,
    asked: u64,
    held: Bytes,
}

impl Object {
    pub(super) async fn open(client: AmazonS3, path: Path) -> io::Result<Self> {
        let length = client.head(&path).await.map_err(failed)?.size;
        Ok(Self {
            client,
            path,
            length,
            asked: 0,
            held: Bytes::new(),
        })
    }

    pub(crate) async fn read(&mut self, most: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(most);
        while bytes.len() < most {
            if self.held.is_empty() {
                let end = (self.asked + RANGE).min(self.length);
                if self.asked == end {
                    break;
                }
                let range = self.client.get_range(&self.path, self.asked..end).await;
                self.held = range.map_err(failed)?;
                self.asked = end;
            }
            let now = self.held.len().min(most - bytes.len());
            bytes.extend_from_slice(&self.held.split_to(now));
        }
        Ok(bytes)
    }
}
