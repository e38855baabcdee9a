//! Whom to write to: asked at the moment of sending, and kept nowhere.

use std::collections::HashMap;

use huiyin_bus::BusError;
use huiyin_contracts::requests::{
    Answer, Contact, ContactRequest, DutyContactsRequest, StaffContact, UnitContacts, UnitContactsRequest,
};
use huiyin_contracts::subjects;
use huiyin_kernel::UnitPath;
use lettre::Address;
use lettre::message::Mailbox;

use super::App;
use crate::domain::delivery::{Delivery, Failure, Tried};
use crate::domain::matter::Matter;
use crate::domain::notice::{Audience, goes_to_all};
use crate::domain::template::Place;
use crate::domain::words::Language;

/// Who gets a notice, and what only they may read in it.
pub(crate) struct Recipient {
    pub(crate) to: Vec<Mailbox>,
    pub(crate) language: Language,
    pub(crate) values: HashMap<Place, String>,
}

impl App {
    /// Who gets a notice, or what to do instead of sending it.
    pub(crate) async fn recipient(
        &self,
        delivery: &Delivery,
        audience: &Audience,
        matter: &Matter,
    ) -> Result<Recipient, Tried> {
        match audience {
            Audience::Complainant => self.complainant(delivery).await,
            Audience::Staff { unit } => self.staff(delivery, matter, unit).await,
            Audience::Holders { duties } => self.holders(delivery, matter, duties).await,
            Audience::Lead { .. } => Err(Tried::Later),
        }
    }

    async fn complainant(&self, delivery: &Delivery) -> Result<Recipient, Tried> {
        let question = ContactRequest {
            complaint: delivery.complaint,
            service: "notification".to_owned(),
            purpose: delivery.template.clone(),
            causation: delivery.event,
        };
        let asked = self
            .bus
            .request(&subjects::request("intake", "contact"), &question)
            .await;
        let contact: Contact = answered(delivery, asked)?;
        let address: Option<Address> = contact.email.and_then(|email| email.trim().parse().ok());
        let address = address.ok_or(Tried::Failed(Failure::NoAddress))?;
        let language = Language::read(&contact.language);
        let name = contact.name.filter(|name| !name.trim().is_empty());
        let shown = name
            .clone()
            .unwrap_or_else(|| self.texts.words.of("name", "unknown", language));
        Ok(Recipient {
            to: vec![Mailbox::new(name, address)],
            language,
            values: HashMap::from([(Place::Name, shown)]),
        })
    }

    async fn holders(&self, delivery: &Delivery, matter: &Matter, duties: &[String]) -> Result<Recipient, Tried> {
        let question = DutyContactsRequest {
            duties: duties.to_vec(),
        };
        let subject = subjects::request("routing", "duty_contacts");
        let contacts = answered(delivery, self.bus.request(&subject, &question).await)?;
        self.people(delivery, matter, contacts).await
    }

    async fn staff(&self, delivery: &Delivery, matter: &Matter, unit: &UnitPath) -> Result<Recipient, Tried> {
        let question = UnitContactsRequest {
            unit: unit.clone(),
            not_of: matter.unit.clone().filter(|_| matter.restricted),
        };
        let contacts = self.unit_contacts(delivery, question).await?;
        self.people(delivery, matter, contacts).await
    }

    /// Those of the contacts who have an address and are not complained about.
    async fn people(&self, delivery: &Delivery, matter: &Matter, contacts: UnitContacts) -> Result<Recipient, Tried> {
        let told = |person: &&StaffContact| !matter.concerned.iter().any(|code| code.as_str() == person.code);
        let reachable = contacts.people.iter().filter(told).filter_map(|person| {
            let address: Address = person.email.as_deref()?.trim().parse().ok()?;
            Some((Mailbox::new(None, address), Language::read(&person.language)))
        });
        let mut people: Vec<_> = reachable.collect();
        if !goes_to_all(&delivery.template) {
            people = one_of(people, delivery.details.place);
        }
        let (to, languages): (Vec<_>, Vec<_>) = people.into_iter().unzip();
        let language = languages.first().copied().ok_or(Tried::Failed(Failure::NoAddress))?;
        let mut values = HashMap::from([(Place::UnitName, contacts.unit_name)]);
        if let Some(late) = &delivery.details.late_unit {
            let question = UnitContactsRequest {
                unit: late.clone(),
                not_of: None,
            };
            let late = self.unit_contacts(delivery, question).await?;
            values.insert(Place::LateUnit, late.unit_name);
        }
        Ok(Recipient { to, language, values })
    }

    async fn unit_contacts(&self, delivery: &Delivery, question: UnitContactsRequest) -> Result<UnitContacts, Tried> {
        let subject = subjects::request("routing", "unit_contacts");
        answered(delivery, self.bus.request(&subject, &question).await)
    }
}

/// The one at this place, from 1; where the unit has fewer contacts, the last (R2.3).
fn one_of<T>(people: Vec<T>, place: Option<u32>) -> Vec<T> {
    let place = usize::try_from(place.unwrap_or(1)).unwrap_or(usize::MAX);
    let index = place.saturating_sub(1).min(people.len().saturating_sub(1));
    people.into_iter().skip(index).take(1).collect()
}

/// What another service answered; where it could not, it may later.
fn answered<T>(delivery: &Delivery, asked: Result<Answer<T>, BusError>) -> Result<T, Tried> {
    match asked {
        Ok(Answer::Ok(answer)) => Ok(answer),
        Ok(Answer::NotFound) => Err(Tried::Failed(Failure::NoAddress)),
        Ok(Answer::Unavailable) => Err(Tried::Later),
        Err(error) => {
            tracing::info!(delivery = %delivery.id, %error, "nobody could say whom to write to");
            Err(Tried::Later)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::one_of;

    #[test]
    fn the_next_contact_is_told_and_where_there_are_fewer_the_last() {
        let people = || vec!["first", "second", "responsible"];
        assert_eq!(one_of(people(), None), ["first"]);
        assert_eq!(one_of(people(), Some(2)), ["second"]);
        assert_eq!(one_of(people(), Some(3)), ["responsible"]);
        assert_eq!(one_of(vec!["first"], Some(3)), ["first"]);
        assert!(one_of(Vec::<&str>::new(), Some(2)).is_empty());
    }
}
