//! Saved views: one's own, and those of one's unit.

use huiyin_kernel::UnitPath;
use huiyin_store::{Store, StoreError};
use uuid::Uuid;

use crate::domain::view::{self, Refusal};
use crate::store::{self, View};

/// The views.
#[derive(Clone)]
pub(crate) struct Views {
    store: Store,
}

/// Why a view is not saved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SaveError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such view, or it is another's.
    #[error("there is no such view of yours")]
    NotFound,
    /// Another view of theirs has the name.
    #[error("another view of yours has that name")]
    Taken,
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// What is to be saved.
pub(crate) struct Save<'a> {
    pub(crate) author: &'a str,
    pub(crate) name: &'a str,
    pub(crate) address: &'a str,
    /// With this unit, where it is shared.
    pub(crate) shared: bool,
    pub(crate) unit: Option<&'a UnitPath>,
}

impl Views {
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }

    /// What somebody sees beside the lists.
    pub(crate) async fn seen_by(&self, author: &str, unit: Option<&UnitPath>) -> Result<Vec<View>, StoreError> {
        store::views(self.store.read(), author, unit.map(UnitPath::as_str)).await
    }

    /// Saves an address under a name; answers it. A name that the author has already means this address from now on.
    pub(crate) async fn save(&self, asked: &Save<'_>) -> Result<String, SaveError> {
        let view = View {
            id: self.store.ids().uuid(),
            author: asked.author.to_owned(),
            unit: view::shared(asked.shared, asked.unit)?,
            name: view::name(asked.name)?,
            address: view::address(asked.address)?,
        };
        let change = self.store.change().await?;
        if store::view_named(&change, asked.author, &view.name).await?.is_none() {
            view::one_more(store::count_views(&change, asked.author).await?)?;
        }
        store::save_view(&change, &view, self.store.clock().now()).await?;
        change.commit().await?;
        Ok(view.address)
    }

    /// Gives one's view another name.
    pub(crate) async fn rename(&self, id: Uuid, author: &str, name: &str) -> Result<(), SaveError> {
        let name = view::name(name)?;
        let change = self.store.change().await?;
        let named = store::view_named(&change, author, &name).await?;
        if named.is_some_and(|named| named.id != id) {
            return Err(SaveError::Taken);
        }
        if !store::rename_view(&change, id, author, &name).await? {
            return Err(SaveError::NotFound);
        }
        Ok(change.commit().await?)
    }

    /// Removes one's view.
    pub(crate) async fn delete(&self, id: Uuid, author: &str) -> Result<(), SaveError> {
        let change = self.store.change().await?;
        if !store::delete_view(&change, id, author).await? {
            return Err(SaveError::NotFound);
        }
        Ok(change.commit().await?)
    }
}
