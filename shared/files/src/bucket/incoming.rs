//! What has to be removed of a draft in a bucket.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use object_store::multipart::MultipartStore;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};

use super::{Bucket, failed};

/// The name of the object that tells an upload's id ends so.
const UPLOAD: &str = ".upload";

/// A draft's name, and the upload in parts that was begun for it.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    name: String,
    parts: Arc<Mutex<Parts>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Parts {
    /// It is short, or nothing of it was sent yet.
    None,
    /// An upload of this id is under way.
    Begun(String),
    /// They are one object now.
    Whole,
}

impl Incoming {
    pub(super) fn new(name: String) -> Self {
        let parts = Arc::new(Mutex::new(Parts::None));
        Self { name, parts }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Its parts are one object.
    pub(super) fn whole(&self) {
        self.set(Parts::Whole);
    }

    fn set(&self, parts: Parts) {
        *self.parts.lock().unwrap_or_else(PoisonError::into_inner) = parts;
    }

    fn parts(&self) -> Parts {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Bucket {
    /// Begins an upload in parts, and tells its id for a sweep.
    pub(super) async fn begin_parts(&self, incoming: &Incoming) -> io::Result<String> {
        let client = &self.inner.client;
        let id = client.create_multipart(&self.draft(&incoming.name)).await;
        let id = id.map_err(failed)?;
        incoming.set(Parts::Begun(id.clone()));
        let told = PutPayload::from(id.clone().into_bytes());
        let put = client.put(&self.note(incoming), told).await;
        put.map_err(failed)?;
        Ok(id)
    }

    /// Removes all that there is of a draft.
    pub(crate) async fn remove_incoming(&self, incoming: &Incoming) -> io::Result<()> {
        let draft = self.draft(&incoming.name);
        match incoming.parts() {
            Parts::None => self.delete(&draft).await,
            Parts::Begun(id) => {
                match self.inner.client.abort_multipart(&draft, &id).await {
                    // Its end may have been lost on the way back: then there is an object instead.
                    Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                    Err(error) => return Err(failed(error)),
                }
                self.delete(&draft).await?;
                self.delete(&self.note(incoming)).await
            }
            // An object without a note is swept; a note without an object would name an upload that nobody knows.
            Parts::Whole => {
                self.delete(&self.note(incoming)).await?;
                self.delete(&draft).await
            }
        }
    }

    /// Removes what a crash left: an object, or the upload that a note tells.
    pub(crate) async fn remove_draft(&self, name: &str) -> io::Result<()> {
        let incoming = Incoming::new(name.strip_suffix(UPLOAD).unwrap_or(name).to_owned());
        let draft = self.draft(&incoming.name);
        let client = &self.inner.client;
        match client.get(&self.note(&incoming)).await {
            Err(object_store::Error::NotFound { .. }) => return self.delete(&draft).await,
            Err(error) => return Err(failed(error)),
            Ok(told) => {
                let id = told.bytes().await.map_err(failed)?;
                incoming.set(Parts::Begun(String::from_utf8_lossy(&id).into_owned()));
            }
        }
        match client.head(&draft).await {
            Ok(_) => incoming.whole(),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(failed(error)),
        }
        self.remove_incoming(&incoming).await
    }

    /// Where an upload's id is told.
    fn note(&self, incoming: &Incoming) -> Path {
        self.draft(&format!("{}{UPLOAD}", incoming.name))
    }
}
