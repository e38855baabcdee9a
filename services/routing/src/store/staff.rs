//! Members of staff.

use std::collections::{HashMap, HashSet};

use huiyin_kernel::{StaffCode, UnitCode};
use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::staff;
use super::{ROWS, broken, read};
use crate::domain::staff::Member;

/// About more people than this a whole level of the organisation is concerned; who decides is then far above them all.
const MOST_KEPT_OUT: usize = 5_000;

/// Everyone, with whom they report to.
pub(crate) async fn superiors(
    conn: &impl ConnectionTrait,
) -> Result<HashMap<StaffCode, Option<StaffCode>>, StoreError> {
    let columns = [staff::Column::Code, staff::Column::ReportsTo];
    let rows: Vec<(String, Option<String>)> = staff::Entity::find()
        .select_only()
        .columns(columns)
        .into_tuple()
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|(code, superior)| Ok((code_of(code)?, superior.map(code_of).transpose()?)))
        .collect()
}

/// The staff of a unit, by code.
pub(crate) async fn of_unit(conn: &impl ConnectionTrait, unit: &UnitCode) -> Result<Vec<Member>, StoreError> {
    let of = staff::Entity::find().filter(staff::Column::Unit.eq(unit.as_str()));
    to_members(of.order_by_asc(staff::Column::Code).all(conn).await?)
}

/// Members of staff by code, after a code; of one unit, or all.
pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    (unit, code): (Option<&UnitCode>, Option<&StaffCode>),
    after: Option<&str>,
    rows: u64,
) -> Result<Vec<Member>, StoreError> {
    let mut find = staff::Entity::find().order_by_asc(staff::Column::Code).limit(rows);
    if let Some(unit) = unit {
        find = find.filter(staff::Column::Unit.eq(unit.as_str()));
    }
    if let Some(code) = code {
        find = find.filter(staff::Column::Code.eq(code.as_str()));
    }
    if let Some(after) = after {
        find = find.filter(staff::Column::Code.gt(after));
    }
    to_members(find.all(conn).await?)
}

/// Those of these codes who are known.
pub(crate) async fn known(conn: &impl ConnectionTrait, codes: &[StaffCode]) -> Result<Vec<Member>, StoreError> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let codes = codes.iter().map(StaffCode::as_str);
    to_members(
        staff::Entity::find()
            .filter(staff::Column::Code.is_in(codes))
            .all(conn)
            .await?,
    )
}

/// Those on the staff who hold a duty, wherever they work, by code.
pub(crate) async fn holding(conn: &impl ConnectionTrait, duty: &str) -> Result<Vec<Member>, StoreError> {
    // Duties stand in one column with spaces between: what only begins alike is left out below.
    let alike = staff::Entity::find()
        .filter(staff::Column::Duties.contains(duty))
        .filter(staff::Column::Left.eq(false))
        .order_by_asc(staff::Column::Code);
    let mut found = to_members(alike.all(conn).await?)?;
    found.retain(|member| member.duties.iter().any(|held| held == duty));
    Ok(found)
}

/// These people, and everyone who reports to them, directly or over others (R4.10).
pub(crate) async fn with_reports(conn: &impl ConnectionTrait, codes: &[StaffCode]) -> Result<Vec<Member>, StoreError> {
    let mut found = known(conn, codes).await?;
    let mut seen: HashSet<StaffCode> = found.iter().map(|member| member.code.clone()).collect();
    let mut level: Vec<StaffCode> = seen.iter().cloned().collect();
    while !level.is_empty() && found.len() < MOST_KEPT_OUT {
        let mut next = Vec::new();
        for chunk in level.chunks(ROWS) {
            let below = staff::Entity::find()
                .filter(staff::Column::ReportsTo.is_in(chunk.iter().map(StaffCode::as_str)))
                .order_by_asc(staff::Column::Code);
            next.extend(to_members(below.all(conn).await?)?);
        }
        // Who was met before reports in a circle.
        next.retain(|member| seen.insert(member.code.clone()));
        level = next.iter().map(|member| member.code.clone()).collect();
        found.extend(next);
    }
    Ok(found)
}

/// Writes people as they are from now on.
pub(crate) async fn write(change: &Change, members: &[Member]) -> Result<(), StoreError> {
    for chunk in members.chunks(ROWS) {
        let mut again = OnConflict::column(staff::Column::Code);
        again.update_columns([
            staff::Column::Unit,
            staff::Column::Duties,
            staff::Column::Leader,
            staff::Column::ReportsTo,
            staff::Column::Email,
            staff::Column::Language,
            staff::Column::Left,
        ]);
        let insert = staff::Entity::insert_many(chunk.iter().map(to_row)).on_conflict(again);
        insert.exec_without_returning(change.conn()).await?;
    }
    Ok(())
}

fn to_row(member: &Member) -> staff::ActiveModel {
    staff::ActiveModel {
        code: Set(member.code.to_string()),
        unit: Set(member.unit.to_string()),
        duties: Set(member.duties.join(" ")),
        leader: Set(member.leader),
        reports_to: Set(member.reports_to.as_ref().map(ToString::to_string)),
        email: Set(member.email.clone()),
        language: Set(member.language.clone()),
        left: Set(member.left),
    }
}

fn to_members(rows: Vec<staff::Model>) -> Result<Vec<Member>, StoreError> {
    let member = |row: staff::Model| {
        Ok(Member {
            code: code_of(row.code)?,
            unit: read(&row.unit)?,
            duties: row.duties.split_whitespace().map(str::to_owned).collect(),
            leader: row.leader,
            reports_to: row.reports_to.map(code_of).transpose()?,
            email: row.email,
            language: row.language,
            left: row.left,
        })
    };
    rows.into_iter().map(member).collect()
}

fn code_of(text: String) -> Result<StaffCode, StoreError> {
    StaffCode::new(text).map_err(|error| broken(&error.to_string()))
}
