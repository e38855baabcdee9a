//! Whom to tell in a unit (R2.3).

use huiyin_contracts::requests::{Answer, PostNow, StaffContact, StaffNow, UnitContacts};
use huiyin_kernel::{StaffCode, UnitPath};
use huiyin_store::StoreError;

use super::{App, store};
use crate::domain::staff::{Member, Post, contacts};
use crate::domain::unit::Unit;

impl App {
    /// First contact, second contact, first responsible person: those that there are, and that have no post within `not_of`. A unit that
    /// moved is found by its code.
    pub(crate) async fn unit_contacts(
        &self,
        path: &UnitPath,
        not_of: Option<&UnitPath>,
    ) -> Result<Answer<UnitContacts>, StoreError> {
        let conn = self.store.read();
        let directory = self.directory(conn).await?;
        let Some(unit) = directory.of(path) else {
            return Ok(Answer::NotFound);
        };
        let named = [
            unit.contact_1.as_ref(),
            unit.contact_2.as_ref(),
            unit.responsible.as_ref(),
        ];
        let codes: Vec<_> = named.into_iter().flatten().cloned().collect();
        let mut staff = store::staff::of_unit(conn, &unit.code).await?;
        let elsewhere = store::staff::known(conn, &codes)
            .await?
            .into_iter()
            .filter(|member| member.post_in(&unit.code).is_none());
        staff.extend(elsewhere);
        if let Some(kept_out) = not_of {
            let path = |post: &Post| directory.get(&post.unit).map(|unit| &unit.path);
            let within = |post: &Post| path(post).is_some_and(|path| path.is_within(kept_out));
            staff.retain(|member| !member.posts().any(within));
        }
        let people = contacts(named, &unit.code, &staff).into_iter().map(reached);
        Ok(Answer::Ok(UnitContacts {
            unit_name: unit.name.clone(),
            people: people.collect(),
        }))
    }

    /// Whom to tell of those who hold a duty, wherever they work: the first of these duties that somebody holds. Where no member of staff
    /// holds it by name, the contacts of a unit that does.
    pub(crate) async fn duty_contacts(&self, duties: &[String]) -> Result<Answer<UnitContacts>, StoreError> {
        let conn = self.store.read();
        for duty in duties {
            let holders = store::staff::holding(conn, duty).await?;
            if !holders.is_empty() {
                return Ok(Answer::Ok(UnitContacts {
                    unit_name: String::new(),
                    people: holders.iter().map(reached).collect(),
                }));
            }
            let directory = self.directory(conn).await?;
            let holds = |unit: &&Unit| unit.is_open() && unit.duties.contains(duty);
            let mut units = directory.units().iter().filter(holds);
            if let Some(unit) = units.next() {
                return self.unit_contacts(&unit.path, None).await;
            }
        }
        Ok(Answer::NotFound)
    }

    /// A member of staff as they are now: in which unit, with which duties, and which further posts they have. Who has left is not found.
    pub(crate) async fn staff_now(&self, code: &StaffCode) -> Result<Answer<StaffNow>, StoreError> {
        let conn = self.store.read();
        let known = store::staff::known(conn, std::slice::from_ref(code)).await?;
        let Some(member) = known.into_iter().find(|member| !member.left) else {
            return Ok(Answer::NotFound);
        };
        let directory = self.directory(conn).await?;
        let mut posts = member.posts().filter_map(|post| {
            let unit = directory.get(&post.unit)?.path.clone();
            let duties = post.duties.clone();
            Some(PostNow { unit, duties })
        });
        Ok(match posts.next() {
            Some(main) => Answer::Ok(StaffNow {
                unit: main.unit,
                duties: main.duties,
                further: posts.collect(),
            }),
            None => Answer::NotFound,
        })
    }
}

fn reached(member: &Member) -> StaffContact {
    StaffContact {
        code: member.code.to_string(),
        email: member.email.clone(),
        language: member.language.clone(),
    }
}
