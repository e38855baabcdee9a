//! Members of staff with their posts: the main one stands in their own row, each further one in a row of its own.

use std::collections::{HashMap, HashSet};

use huiyin_kernel::{StaffCode, UnitCode};
use huiyin_store::{Change, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, IntoCondition, OnConflict, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::entity::{post, staff};
use super::{ROWS, broken, read};
use crate::domain::staff::{Member, Post};

/// About more people than this a whole level of the organisation is concerned; who decides is then far above them all.
const MOST_KEPT_OUT: usize = 5_000;

/// Everyone, with whom they report to in their posts.
pub(crate) async fn superiors(conn: &impl ConnectionTrait) -> Result<HashMap<StaffCode, Vec<StaffCode>>, StoreError> {
    let columns = [staff::Column::Code, staff::Column::ReportsTo];
    let main = staff::Entity::find().select_only().columns(columns);
    let columns = [post::Column::Staff, post::Column::ReportsTo];
    let further = post::Entity::find().select_only().columns(columns);
    let mut rows: Vec<(String, Option<String>)> = main.into_tuple().all(conn).await?;
    rows.extend(further.into_tuple::<(String, Option<String>)>().all(conn).await?);
    let mut superiors: HashMap<StaffCode, Vec<StaffCode>> = HashMap::new();
    for (code, superior) in rows {
        let of = superiors.entry(code_of(code)?).or_default();
        of.extend(superior.map(code_of).transpose()?);
    }
    Ok(superiors)
}

/// Whom somebody reports to, in whichever post.
pub(crate) async fn superiors_of(conn: &impl ConnectionTrait, code: &StaffCode) -> Result<Vec<StaffCode>, StoreError> {
    let member = known(conn, std::slice::from_ref(code)).await?.pop();
    let posts = member.iter().flat_map(Member::posts);
    Ok(posts.filter_map(|post| post.reports_to.clone()).collect())
}

/// The staff of a unit, by whichever post, by code.
pub(crate) async fn of_unit(conn: &impl ConnectionTrait, unit: &UnitCode) -> Result<Vec<Member>, StoreError> {
    let of = staff::Entity::find().filter(in_unit(unit));
    to_members(conn, of.order_by_asc(staff::Column::Code).all(conn).await?).await
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
        find = find.filter(in_unit(unit));
    }
    if let Some(code) = code {
        find = find.filter(staff::Column::Code.eq(code.as_str()));
    }
    if let Some(after) = after {
        find = find.filter(staff::Column::Code.gt(after));
    }
    to_members(conn, find.all(conn).await?).await
}

/// Those of these codes who are known.
pub(crate) async fn known(conn: &impl ConnectionTrait, codes: &[StaffCode]) -> Result<Vec<Member>, StoreError> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let codes = codes.iter().map(StaffCode::as_str);
    let rows = staff::Entity::find().filter(staff::Column::Code.is_in(codes));
    to_members(conn, rows.all(conn).await?).await
}

/// Those on the staff who hold a duty in one of their posts, wherever they work, by code.
pub(crate) async fn holding(conn: &impl ConnectionTrait, duty: &str) -> Result<Vec<Member>, StoreError> {
    // Duties stand in one column with spaces between: what only begins alike is left out below.
    let alike = or_by_post(
        staff::Column::Duties.contains(duty),
        post::Column::Duties.contains(duty),
    );
    let alike = staff::Entity::find()
        .filter(alike)
        .filter(staff::Column::Left.eq(false))
        .order_by_asc(staff::Column::Code);
    let mut found = to_members(conn, alike.all(conn).await?).await?;
    found.retain(|member| member.posts().any(|post| post.duties.iter().any(|held| held == duty)));
    Ok(found)
}

/// These people, and everyone who reports to them in whichever post, directly or over others (R4.10).
pub(crate) async fn with_reports(conn: &impl ConnectionTrait, codes: &[StaffCode]) -> Result<Vec<Member>, StoreError> {
    let mut found = known(conn, codes).await?;
    let mut seen: HashSet<StaffCode> = found.iter().map(|member| member.code.clone()).collect();
    let mut level: Vec<StaffCode> = seen.iter().cloned().collect();
    while !level.is_empty() && found.len() < MOST_KEPT_OUT {
        let mut next = Vec::new();
        for chunk in level.chunks(ROWS) {
            let codes = || chunk.iter().map(StaffCode::as_str);
            let below = or_by_post(
                staff::Column::ReportsTo.is_in(codes()),
                post::Column::ReportsTo.is_in(codes()),
            );
            let below = staff::Entity::find().filter(below).order_by_asc(staff::Column::Code);
            next.extend(to_members(conn, below.all(conn).await?).await?);
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
        let codes = chunk.iter().map(|member| member.code.as_str());
        let before = post::Entity::delete_many().filter(post::Column::Staff.is_in(codes));
        before.exec(change.conn()).await?;
    }
    let posts: Vec<post::ActiveModel> = members.iter().flat_map(to_posts).collect();
    for chunk in posts.chunks(ROWS) {
        let insert = post::Entity::insert_many(chunk.to_vec());
        insert.exec_without_returning(change.conn()).await?;
    }
    Ok(())
}

fn in_unit(unit: &UnitCode) -> Condition {
    or_by_post(
        staff::Column::Unit.eq(unit.as_str()),
        post::Column::Unit.eq(unit.as_str()),
    )
}

/// Those whose main post is so, or who have a further post that is.
fn or_by_post(main: impl IntoCondition, further: impl IntoCondition) -> Condition {
    let by_post: SelectStatement = post::Entity::find()
        .select_only()
        .column(post::Column::Staff)
        .filter(further)
        .into_query();
    Condition::any()
        .add(main.into_condition())
        .add(staff::Column::Code.in_subquery(by_post))
}

fn to_row(member: &Member) -> staff::ActiveModel {
    staff::ActiveModel {
        code: Set(member.code.to_string()),
        unit: Set(member.main.unit.to_string()),
        duties: Set(member.main.duties.join(" ")),
        leader: Set(member.main.leader),
        reports_to: Set(member.main.reports_to.as_ref().map(ToString::to_string)),
        email: Set(member.email.clone()),
        language: Set(member.language.clone()),
        left: Set(member.left),
    }
}

fn to_posts(member: &Member) -> impl Iterator<Item = post::ActiveModel> {
    member.further.iter().map(|further| post::ActiveModel {
        staff: Set(member.code.to_string()),
        unit: Set(further.unit.to_string()),
        duties: Set(further.duties.join(" ")),
        leader: Set(further.leader),
        reports_to: Set(further.reports_to.as_ref().map(ToString::to_string)),
    })
}

async fn to_members(conn: &impl ConnectionTrait, rows: Vec<staff::Model>) -> Result<Vec<Member>, StoreError> {
    let mut further: HashMap<String, Vec<Post>> = HashMap::new();
    for chunk in rows.chunks(ROWS) {
        let codes = chunk.iter().map(|row| row.code.as_str());
        let of = post::Entity::find().filter(post::Column::Staff.is_in(codes));
        for row in of.order_by_asc(post::Column::Unit).all(conn).await? {
            let post = to_post((&row.unit, &row.duties), row.leader, row.reports_to)?;
            further.entry(row.staff).or_default().push(post);
        }
    }
    let member = |row: staff::Model| {
        Ok(Member {
            further: further.remove(&row.code).unwrap_or_default(),
            main: to_post((&row.unit, &row.duties), row.leader, row.reports_to)?,
            code: code_of(row.code)?,
            email: row.email,
            language: row.language,
            left: row.left,
        })
    };
    rows.into_iter().map(member).collect()
}

fn to_post((unit, duties): (&str, &str), leader: bool, reports_to: Option<String>) -> Result<Post, StoreError> {
    Ok(Post {
        unit: read(unit)?,
        duties: duties.split_whitespace().map(str::to_owned).collect(),
        leader,
        reports_to: reports_to.map(code_of).transpose()?,
    })
}

fn code_of(text: String) -> Result<StaffCode, StoreError> {
    StaffCode::new(text).map_err(|error| broken(&error.to_string()))
}
