//! Units by their names: people know an outlet by its name, not by `ho.b01.o011`. The directory is asked once for all pages of a minute; where
//! it cannot be had, the last word counts, and without one the path stands for itself.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use huiyin_contracts::views::routing::UnitView;
use huiyin_kernel::Timestamp;
use huiyin_web::Page;
use jiff::SignedDuration;
use tokio::sync::Mutex;

use crate::passed::Passed;
use crate::services::{Answer, Of, Services};

/// A name is as old as this at the most, while the directory answers.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
/// Who did not answer is not asked again sooner.
const REST: SignedDuration = SignedDuration::from_secs(5);
/// No page waits longer for names.
const PATIENCE: Duration = Duration::from_secs(1);
/// Pages of 200 units: more than an organisation has.
const PAGES: usize = 100;
/// So many units a form offers; others can be typed.
const OFFERED: usize = 200;

/// The units of the organisation as routing told them.
#[derive(Debug, Default)]
pub(crate) struct Names {
    by_path: HashMap<String, String>,
    /// Code and name of the open ones, in the order of the tree.
    open: Vec<(String, String)>,
}

impl Names {
    pub(crate) fn of(units: Vec<UnitView>) -> Self {
        let open = units.iter().filter(|unit| unit.open).take(OFFERED);
        Self {
            open: open.map(|unit| (unit.code.to_string(), unit.name.clone())).collect(),
            by_path: units
                .into_iter()
                .map(|unit| (unit.path.to_string(), unit.name))
                .collect(),
        }
    }

    /// The name of the unit at this path; the path where there is none.
    pub(crate) fn name<'a>(&'a self, path: &'a str) -> &'a str {
        self.by_path.get(path).map_or(path, String::as_str)
    }

    /// What a form offers where a unit is asked for.
    pub(crate) fn offered(&self) -> Vec<(String, String)> {
        self.open.clone()
    }
}

/// What is known, and when the directory is asked again.
#[derive(Clone, Default)]
pub(crate) struct UnitNames {
    known: Arc<RwLock<Arc<Names>>>,
    again: Arc<Mutex<Option<Timestamp>>>,
}

impl UnitNames {
    /// The names of the moment. One request asks for all that come meanwhile; who has older ones does not wait for it.
    pub(crate) async fn now(&self, services: &Services, passed: &Passed, now: Timestamp) -> Arc<Names> {
        let known = self.known();
        let again = if known.by_path.is_empty() {
            self.again.lock().await
        } else {
            match self.again.try_lock() {
                Ok(again) => again,
                Err(_) => return known,
            }
        };
        self.asked(again, services, passed, now).await
    }

    async fn asked(
        &self,
        mut again: tokio::sync::MutexGuard<'_, Option<Timestamp>>,
        services: &Services,
        passed: &Passed,
        now: Timestamp,
    ) -> Arc<Names> {
        if again.is_some_and(|again| now < again) {
            return self.known();
        }
        let units = tokio::time::timeout(PATIENCE, all(services, passed)).await;
        let units = units.ok().flatten();
        let wait = if units.is_some() { FRESH } else { REST };
        *again = now.checked_add(wait).ok();
        if let Some(units) = units {
            *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Names::of(units));
        }
        self.known()
    }

    fn known(&self) -> Arc<Names> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Every unit, closed ones too: history names them.
async fn all(services: &Services, passed: &Passed) -> Option<Vec<UnitView>> {
    let (mut units, mut after) = (Vec::new(), None::<String>);
    for _ in 0..PAGES {
        let mut asked = vec![("limit", "200")];
        asked.extend(after.as_deref().map(|after| ("after", after)));
        let page = services.get(Of::Routing, "/routing/v1/units", &asked, passed).await;
        let Answer::Here(Page { items, next }) = page else {
            return None;
        };
        units.extend(items);
        after = next;
        if after.is_none() {
            break;
        }
    }
    Some(units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_unit_goes_by_its_name_and_by_its_path_where_nobody_says_one() {
        let closed = UnitView {
            open: false,
            ..samples::unit_view("ho.b02", "Old branch")
        };
        let names = Names::of(vec![samples::unit_view("ho.b01", "City branch"), closed]);
        assert_eq!(names.name("ho.b01"), "City branch");
        assert_eq!(names.name("ho.b02"), "Old branch", "history names what is closed");
        assert_eq!(names.name("ho.b03"), "ho.b03");
        assert_eq!(names.offered(), [("b01".to_owned(), "City branch".to_owned())]);
    }

    #[tokio::test]
    async fn a_directory_that_is_away_is_not_asked_on_every_page_and_the_last_word_counts() {
        let door = crate::tests::door();
        let now = door.gate.clock().now();
        let known = Names::of(vec![samples::unit_view("ho.b01", "City branch")]);
        *door.names.known.write().unwrap() = Arc::new(known);
        for at in [now, now + SignedDuration::from_secs(4)] {
            let names = door.names.now(&door.services, &Passed::default(), at).await;
            assert_eq!(names.name("ho.b01"), "City branch");
            assert_eq!(
                *door.names.again.lock().await,
                Some(now + REST),
                "asked once in five seconds"
            );
        }
        let later = now + REST;
        door.names.now(&door.services, &Passed::default(), later).await;
        assert_eq!(*door.names.again.lock().await, Some(later + REST));
    }
}
