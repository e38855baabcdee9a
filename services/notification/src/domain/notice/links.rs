//! What is told of links, and of what they did (R3.6, R3.10, R3.11): the complainant, and the unit that has the complaint.

use huiyin_contracts::events::intake::{LinkedV1, UnlinkedV1};
use huiyin_contracts::events::routing::RegradedV1;
use huiyin_kernel::Timestamp;

use super::{Details, Notice, REGRADED, Tells};

impl Tells for LinkedV1 {
    /// The parties are told of each link; of a kind that is not known here there are no words. A cluster is told to units when it makes
    /// its complaints more severe ([`RegradedV1`]).
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = || Details::at(occurred);
        let complainant = |template| Notice::complainant(template, details());
        match self.kind.as_str() {
            "repeat" => vec![
                complainant("complainant.repeat"),
                Notice::lead(self.complaint, "staff.repeat", details()),
            ],
            "join" => {
                let facts = if self.new_facts { "new_facts" } else { "no_new_facts" };
                let details = Details {
                    kind: Some(facts.to_owned()),
                    ..details()
                };
                let first = self.to.map(|first| Notice::lead(first, "staff.joined", details));
                std::iter::once(complainant("complainant.joined"))
                    .chain(first)
                    .collect()
            }
            "cluster" => vec![complainant("complainant.clustered")],
            _ => Vec::new(),
        }
    }
}

impl Tells for UnlinkedV1 {
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        let details = Details {
            kind: Some(self.kind.clone()),
            ..Details::at(occurred)
        };
        vec![
            Notice::complainant("complainant.unlinked", Details::at(occurred)),
            Notice::lead(self.complaint, "staff.unlinked", details),
        ]
    }
}

impl Tells for RegradedV1 {
    /// The unit that leads it is told how severe it is now (R3.10, R4.11); where only others approve its reply, it is as severe as before.
    fn notices(&self, occurred: Timestamp) -> Vec<Notice> {
        if self.severity == self.before {
            return Vec::new();
        }
        let details = Details {
            kind: Some(self.severity.clone()),
            ..Details::at(occurred)
        };
        vec![Notice::staff(&self.lead, REGRADED, details)]
    }
}

#[cfg(test)]
mod tests {
    use super::super::Audience;
    use super::*;
    use huiyin_contracts::Event;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn linked(kind: &str) -> LinkedV1 {
        LinkedV1 {
            kind: kind.to_owned(),
            ..LinkedV1::example()
        }
    }

    fn templates(event: &impl Tells) -> Vec<&'static str> {
        event.notices(NOW).into_iter().map(|notice| notice.template).collect()
    }

    #[test]
    fn a_link_and_its_undoing_are_told_to_the_complainant_and_to_the_unit_that_leads() {
        assert_eq!(templates(&linked("repeat")), ["complainant.repeat", "staff.repeat"]);
        assert_eq!(templates(&linked("join")), ["complainant.joined", "staff.joined"]);
        assert_eq!(templates(&linked("cluster")), ["complainant.clustered"]);
        assert!(templates(&linked("of tomorrow")).is_empty());
        assert_eq!(
            templates(&UnlinkedV1::example()),
            ["complainant.unlinked", "staff.unlinked"]
        );
    }

    #[test]
    fn who_leads_the_first_is_told_of_what_is_joined_to_it_and_whether_there_are_new_facts() {
        let join = LinkedV1 {
            new_facts: true,
            ..linked("join")
        };
        let told = join.notices(NOW).pop().unwrap();
        assert_eq!(told.audience, Audience::Lead { of: join.to.unwrap() });
        assert_eq!(told.details.kind.as_deref(), Some("new_facts"));
        let again = linked("repeat").notices(NOW).pop().unwrap();
        assert_eq!(
            again.audience,
            Audience::Lead {
                of: linked("repeat").complaint
            }
        );
    }

    #[test]
    fn a_cluster_that_becomes_major_is_told_to_all_contacts_of_the_unit_that_leads() {
        let regraded = RegradedV1::example();
        let told = regraded.notices(NOW).pop().unwrap();
        assert_eq!(told.audience.unit(), Some(&regraded.lead));
        assert_eq!(told.details.kind.as_deref(), Some("major"));
        assert!(super::super::goes_to_all(told.template));
        let others_approve = RegradedV1 {
            before: regraded.severity.clone(),
            ..regraded
        };
        assert_eq!(others_approve.notices(NOW), []);
    }
}
