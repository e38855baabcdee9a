//! `GET /chain/head` and `GET /chain/verify`: the record proves itself (R8.4).

use std::sync::Arc;

use axum::extract::State;
use huiyin_access::{Action, Kind, Resource};
use huiyin_contracts::views::audit::{ChainHead, Verified, VerifyQuery};
use huiyin_web::{Caller, Gate, Json, Problem, Query};

use super::failed;
use crate::app::App;
use crate::domain::chain::{Hash, Head};

/// Entries that one walk takes where no limit is given.
const LONGEST_WALK: u64 = 1_000_000;

/// The record's last position and its hash: kept elsewhere, they show later that nothing before them changed.
#[utoipa::path(get, path = "/chain/head", tag = "chain", responses((status = 200, body = ChainHead)))]
pub(crate) async fn head(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
) -> Result<Json<ChainHead>, Problem> {
    gate.require(&caller, Action::Operate, &Resource::new(Kind::System))?;
    app.head().await.map(|head| Json(view(head))).map_err(failed)
}

/// Walks the record and says whether every entry follows from the one before it, or which is the first that does not.
#[utoipa::path(get, path = "/chain/verify", tag = "chain", params(VerifyQuery), responses((status = 200, body = Verified)))]
pub(crate) async fn verify(
    State(app): State<Arc<App>>,
    State(gate): State<Gate>,
    caller: Caller,
    Query(query): Query<VerifyQuery>,
) -> Result<Json<Verified>, Problem> {
    gate.require(&caller, Action::Operate, &Resource::new(Kind::System))?;
    let kept = kept(&query)?;
    let limit = query.limit.unwrap_or(LONGEST_WALK).min(LONGEST_WALK);
    let walked = app
        .verify(query.after.unwrap_or(0).max(0), limit, kept)
        .await
        .map_err(failed)?;
    Ok(Json(Verified {
        intact: walked.broken.is_none(),
        entries: walked.entries,
        broken_at: walked.broken.map(|(position, _)| position),
        why: walked.broken.map(|(_, why)| why.to_string()),
        head: view(walked.head),
        more: walked.more,
    }))
}

fn view(head: Head) -> ChainHead {
    ChainHead {
        position: head.position,
        hash: head.hash.to_string(),
    }
}

/// The head that the caller kept.
fn kept(query: &VerifyQuery) -> Result<Option<Head>, Problem> {
    match (query.position, query.hash.as_deref()) {
        (None, None) => Ok(None),
        (Some(position), Some(hash)) => match Hash::read(hash) {
            Some(hash) if position > 0 => Ok(Some(Head { position, hash })),
            _ => Err(wrong("a kept head is a position from 1 and 64 hexadecimal digits")),
        },
        _ => Err(wrong("position and hash of a kept head go together")),
    }
}

fn wrong(sentence: &'static str) -> Problem {
    Problem::refused("wrong_head", sentence)
}
