//! Lists, a page at a time.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Problem, cursor};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// What to give as `after` for the next page; nothing on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The page of `rows`, which were read with [`Limit::and_one`]: the row too many only says that there is a next page. `key`
    /// gives the place of a row in the list's order, which must be unique.
    ///
    /// # Errors
    /// 500 where a key does not serialise.
    pub fn cut<K: Serialize>(mut rows: Vec<T>, limit: Limit, key: impl Fn(&T) -> K) -> Result<Self, Problem> {
        let more = rows.len() > limit.rows();
        rows.truncate(limit.rows());
        let last = rows.last().filter(|_| more);
        let next = last.map(|row| cursor::encode(&key(row))).transpose()?;
        Ok(Self { items: rows, next })
    }

    /// The same page with its rows turned into something else, as entities into views.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(turn).collect(),
            next: self.next,
        }
    }
}

/// The query of a list without filters. One with filters has these two fields beside its own (`flatten` would lose the types).
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The page's `next`, to go on after it.
    pub after: Option<String>,
    /// How many rows at most.
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50, required = false)]
    pub limit: Limit,
}

impl PageQuery {
    /// The key to go on after, or nothing for the first page.
    ///
    /// # Errors
    /// 400 for a cursor that is none of ours.
    pub fn after<K: serde::de::DeserializeOwned>(&self) -> Result<Option<K>, Problem> {
        self.after.as_deref().map(cursor::decode).transpose()
    }
}

/// How many rows a page has at most: 1 to 200, 50 where nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u16")]
pub struct Limit(u16);

/// The limit lies outside its range.
#[derive(Debug, thiserror::Error)]
#[error("the limit is 1 to 200")]
pub struct LimitError;

impl Limit {
    /// The limit that a query with filters of its own names, or the usual one.
    ///
    /// # Errors
    /// 422 where it lies outside its range.
    pub fn told(rows: Option<u16>) -> Result<Self, Problem> {
        let limit = rows.map_or(Ok(Self::default()), Self::try_from);
        limit.map_err(|error| Problem::refused("bad-limit", error.to_string()))
    }

    /// The number of rows on the page.
    #[must_use]
    pub fn rows(self) -> usize {
        usize::from(self.0)
    }

    /// One more: how many to read, so that it shows whether there is a next page.
    #[must_use]
    pub fn and_one(self) -> u64 {
        u64::from(self.0) + 1
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<u16> for Limit {
    type Error = LimitError;

    fn try_from(rows: u16) -> Result<Self, LimitError> {
        if (1..=200).contains(&rows) {
            Ok(Self(rows))
        } else {
            Err(LimitError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{get, problem_of, text_of};
    use crate::{Json, Query};
    use axum::Router;
    use axum::routing::get as on_get;

    /// The numbers 1 to 120, a page at a time.
    async fn numbers(Query(query): Query<PageQuery>) -> Result<Json<Page<u64>>, Problem> {
        let after: u64 = query.after()?.unwrap_or(0);
        let read = (after + 1..=120)
            .take(usize::try_from(query.limit.and_one()).unwrap())
            .collect();
        Page::cut(read, query.limit, |&row| row).map(Json)
    }

    async fn page(query: &str) -> Page<u64> {
        let router = Router::new().route("/numbers", on_get(numbers));
        serde_json::from_str(&text_of(get(&router, &format!("/numbers?{query}")).await).await).unwrap()
    }

    #[tokio::test]
    async fn pages_follow_each_other_without_a_gap_and_the_last_says_so() {
        let mut all = Vec::new();
        let mut next = page("").await;
        assert_eq!(next.items.len(), 50);
        while let Some(after) = next.next.clone() {
            all.extend(next.items);
            next = page(&format!("limit=40&after={after}")).await;
        }
        all.extend(next.items);
        assert_eq!(all, (1..=120).collect::<Vec<_>>());
        assert_eq!(page("limit=120").await.next, None, "exactly full is the last");
    }

    #[tokio::test]
    async fn a_limit_outside_1_to_200_is_refused() {
        let router = Router::new().route("/numbers", on_get(numbers));
        for limit in ["0", "201", "-1", "99999999", "x"] {
            let problem = problem_of(get(&router, &format!("/numbers?limit={limit}")).await).await;
            assert_eq!(problem.status, 422, "{limit}");
        }
        let problem = problem_of(get(&router, "/numbers?limit=0").await).await;
        assert!(problem.detail.contains("the limit is 1 to 200"), "{}", problem.detail);
        assert_eq!(
            problem_of(get(&router, "/numbers?after=x").await).await.code(),
            "bad-cursor"
        );
    }
}
