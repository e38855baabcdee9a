//! How far each producer's feed was heard without a gap.
//!
//! The inbox itself tells; what is kept beside it only saves counting from the beginning. So no batch of events pays for it.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{inbox, inbox_position};
use crate::{Change, Only, Store, StoreError};

/// Events read at once, and how far a position may run ahead of the kept one before it is kept again.
const STRIDE: u64 = 1_000;

/// How far a producer's feed was heard without a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The producer.
    pub producer: String,
    /// Which life of its database.
    pub epoch: Uuid,
    /// All up to here.
    pub through: i64,
}

/// Begins to follow feeds whose first event was heard.
pub(crate) async fn begin(change: &Change, firsts: HashMap<String, Uuid>) -> Result<(), StoreError> {
    if firsts.is_empty() {
        return Ok(());
    }
    let rows = firsts.into_iter().map(|(producer, epoch)| inbox_position::ActiveModel {
        producer: Set(producer),
        epoch: Set(epoch),
        through: Set(0),
    });
    keep(change.conn(), rows).await
}

async fn keep(
    conn: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = inbox_position::ActiveModel>,
) -> Result<(), StoreError> {
    let update = [inbox_position::Column::Epoch, inbox_position::Column::Through];
    inbox_position::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(inbox_position::Column::Producer)
                .update_columns(update)
                .to_owned(),
        )
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

/// The position moved over the events that follow it without a gap.
async fn advance(conn: &impl ConnectionTrait, kept: &inbox_position::Model) -> Result<i64, StoreError> {
    let mut through = kept.through;
    loop {
        let following: Vec<i64> = inbox::Entity::find()
            .select_only()
            .column(inbox::Column::Sequence)
            .filter(inbox::Column::Producer.eq(kept.producer.as_str()))
            .filter(inbox::Column::Epoch.eq(kept.epoch))
            .filter(inbox::Column::Sequence.gt(through))
            .order_by_asc(inbox::Column::Sequence)
            .limit(STRIDE)
            .into_tuple()
            .all(conn)
            .await?;
        let found = following.len() as u64;
        let gapless = following.into_iter().zip(through + 1..);
        let more = gapless.take_while(|(found, wanted)| found == wanted).count();
        through += i64::try_from(more).unwrap_or_default();
        if found < STRIDE || more == 0 {
            return Ok(through);
        }
    }
}

impl Store {
    /// How far each producer's feed was heard.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn positions(&self) -> Result<Vec<Position>, StoreError> {
        let mut positions = Vec::new();
        for kept in inbox_position::Entity::find().all(self.read()).await? {
            let through = advance(self.read(), &kept).await?;
            positions.push(Position {
                producer: kept.producer,
                epoch: kept.epoch,
                through,
            });
        }
        Ok(positions)
    }

    /// How far this feed was heard; 0 where its first event was not. Keeps the answer, where counting to it again would cost.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn position(&self, producer: &str, epoch: Uuid) -> Result<i64, StoreError> {
        let kept = inbox_position::Entity::find_by_id(producer).only(self.read()).await?;
        let Some(kept) = kept.filter(|kept| kept.epoch == epoch) else {
            return Ok(0);
        };
        let through = advance(self.read(), &kept).await?;
        if through - kept.through >= STRIDE as i64 {
            inbox_position::Entity::update_many()
                .col_expr(inbox_position::Column::Through, through.into())
                .filter(inbox_position::Column::Producer.eq(producer))
                .filter(inbox_position::Column::Epoch.eq(epoch))
                .exec(self.writer())
                .await?;
        }
        Ok(through)
    }
}
