//! Evidence and its custody list: added; of evidence nothing changes but what the scanner says.

use huiyin_files::clamd::Scan;
use huiyin_kernel::CaseId;
use huiyin_store::{Change, Sealing, StoreError, instant, micros};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::cases::unreadable;
use super::entity::{custody as line, evidence as row};
use crate::domain::{Code, Custody, Evidence, Handled, Words};

const NAME: (&str, &str) = ("evidence", "name");
const REASON: (&str, &str) = ("evidence", "reason");

/// What is bound to the words beside a file.
fn bound(case: Uuid, id: Uuid) -> Vec<u8> {
    format!("{case} {id}").into_bytes()
}

/// Lists a file.
pub(crate) async fn add_evidence(
    change: &Change,
    sealing: &Sealing,
    case: CaseId,
    evidence: &Evidence,
) -> Result<(), StoreError> {
    let bound = bound(case.uuid(), evidence.id);
    let words = |at, words: &Words| sealing.seal_text(at, &bound, words.as_str(), change.store().ids());
    let superseded = evidence.supersedes.as_ref();
    let new = row::ActiveModel {
        id: Set(evidence.id),
        case_id: Set(case.uuid()),
        kind: Set(evidence.kind.as_str().to_owned()),
        given_by: Set(evidence.given_by.as_str().to_owned()),
        name: Set(evidence.name.as_ref().map(|name| words(NAME, name)).transpose()?),
        sha256: Set(evidence.hex()),
        bytes: Set(i64::try_from(evidence.bytes).unwrap_or(i64::MAX)),
        media_type: Set(evidence.media_type.clone()),
        scan: Set(evidence.scan.code().to_owned()),
        added_at: Set(micros(evidence.at)),
        adder: Set(serde_json::to_string(&evidence.by)?),
        supersedes: Set(superseded.map(|(old, _)| *old)),
        reason: Set(superseded.map(|(_, reason)| words(REASON, reason)).transpose()?),
    };
    row::Entity::insert(new).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// Adds a line to the custody list.
pub(crate) async fn add_custody(change: &Change, id: Uuid, case: CaseId, custody: &Custody) -> Result<(), StoreError> {
    let new = line::ActiveModel {
        id: Set(id),
        case_id: Set(case.uuid()),
        evidence_id: Set(custody.evidence),
        what: Set(custody.what.code().to_owned()),
        done_at: Set(micros(custody.at)),
        actor: Set(serde_json::to_string(&custody.by)?),
        note: Set(custody.note.clone()),
        sha256: Set(custody.sha256.clone()),
    };
    line::Entity::insert(new).exec_without_returning(change.conn()).await?;
    Ok(())
}

/// A case's files, the oldest first; with their words where a key is given.
pub(crate) async fn evidence(
    conn: &impl ConnectionTrait,
    sealing: Option<&Sealing>,
    case: CaseId,
) -> Result<Vec<Evidence>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(row::Column::AddedAt)
        .order_by_asc(row::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(|row| read(sealing, row)).collect()
}

/// A case's custody list, the oldest line first.
pub(crate) async fn custody(conn: &impl ConnectionTrait, case: CaseId) -> Result<Vec<Custody>, StoreError> {
    let rows = line::Entity::find()
        .filter(line::Column::CaseId.eq(case.uuid()))
        .order_by_asc(line::Column::DoneAt)
        .order_by_asc(line::Column::Id)
        .all(conn)
        .await?;
    let lines = rows.into_iter().map(|row| {
        let what = Handled::ALL.into_iter().find(|what| what.code() == row.what);
        Ok(Custody {
            evidence: row.evidence_id,
            what: what.ok_or_else(|| DbErr::Type("an unknown line of custody".to_owned()))?,
            at: instant(row.done_at),
            by: serde_json::from_str(&row.actor)?,
            note: row.note,
            sha256: row.sha256,
        })
    });
    let mut lines: Vec<Custody> = lines.collect::<Result<_, StoreError>>()?;
    // What is scanned while it is taken in was taken in first: ids of one instant have no order.
    lines.sort_by_key(|line| (line.at, Handled::ALL.iter().position(|what| *what == line.what)));
    Ok(lines)
}

/// Files that nobody has scanned, with their cases, the oldest first.
pub(crate) async fn unscanned(conn: &impl ConnectionTrait, most: u64) -> Result<Vec<(CaseId, Evidence)>, StoreError> {
    let rows = row::Entity::find()
        .filter(Expr::cust("scan = 'unscanned'"))
        .order_by_asc(row::Column::AddedAt)
        .limit(most)
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| Ok((CaseId::from_uuid(row.case_id), read(None, row)?)))
        .collect()
}

/// Notes what the scanner says. False where another process was first.
pub(crate) async fn scanned(change: &Change, id: Uuid, scan: Scan) -> Result<bool, StoreError> {
    let done = row::Entity::update_many()
        .col_expr(row::Column::Scan, Expr::value(scan.code()))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::Scan.eq(Scan::Unscanned.code()))
        .exec(change.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

/// The file, with its words where there is a key to open them.
fn read(sealing: Option<&Sealing>, row: row::Model) -> Result<Evidence, StoreError> {
    let bound = bound(row.case_id, row.id);
    let open = |at, text: Option<String>| -> Result<Option<Words>, StoreError> {
        let (Some(sealing), Some(text)) = (sealing, text) else {
            return Ok(None);
        };
        let words = sealing.open_text(at, &bound, &text)?;
        Ok(words.map(|words| Words::kept(words.to_string())))
    };
    let reason = open(REASON, row.reason)?;
    Ok(Evidence {
        id: row.id,
        kind: Code::new(&row.kind).map_err(unreadable)?,
        given_by: Code::new(&row.given_by).map_err(unreadable)?,
        name: open(NAME, row.name)?,
        sha256: hash(&row.sha256)?,
        bytes: u64::try_from(row.bytes).unwrap_or_default(),
        media_type: row.media_type,
        scan: Scan::of(&row.scan),
        at: instant(row.added_at),
        by: serde_json::from_str(&row.adder)?,
        supersedes: row
            .supersedes
            .map(|old| (old, reason.unwrap_or(Words::kept(String::new())))),
    })
}

fn hash(text: &str) -> Result<[u8; 32], StoreError> {
    let wrong = || DbErr::Type("a fingerprint has 64 hexadecimal digits".to_owned());
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return Err(wrong().into());
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        let digits = text.get(at * 2..at * 2 + 2).ok_or_else(wrong)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
    }
    Ok(bytes)
}
