//! Proposing a sanction (R6.3): for what is upheld, by a row of the policy pack's table, within its range, against whom it can hit.

use std::collections::BTreeMap;

use huiyin_kernel::{Money, StaffCode, UnitPath};
use huiyin_policy::{Misstep, Pack};
use uuid::Uuid;

use super::sanction::{Role, Sanction, SanctionStage, is};
use super::{Case, Finding, Mark, Refuses, Review, Words};

/// Somebody proposes a sanction.
#[derive(Clone, Debug)]
pub(crate) struct ProposeSanction {
    /// It.
    pub(crate) id: Uuid,
    /// The row of the table.
    pub(crate) rule: String,
    /// In which role it hits.
    pub(crate) role: Role,
    /// Whom.
    pub(crate) person: StaffCode,
    /// The heads of units that the directory names (R2.3).
    pub(crate) heads: BTreeMap<UnitPath, StaffCode>,
    /// How much.
    pub(crate) amount: Money,
    /// Whether somebody lost money by the misstep.
    pub(crate) loss: bool,
    /// Whether the complainant went over the unit's head because of it.
    pub(crate) skips_level: bool,
    /// Why so much.
    pub(crate) reasons: Words,
    /// Who proposes it, and when.
    pub(crate) mark: Mark,
}

/// Why a sanction is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nothing is added to it any more.
    #[error("the file is in the archive, so no sanction is proposed")]
    Archived,
    /// Nobody knows yet whether somebody did wrong.
    #[error("a sanction is proposed after the finding")]
    NotFound,
    /// Nobody did wrong.
    #[error("a sanction is for what is upheld, wholly or in part")]
    NotUpheld,
    /// The finding may yet change.
    #[error("the finding waits for the reviewer: a sanction is proposed after the review")]
    NotReviewed,
    /// The table does not speak of it.
    #[error("the policy's table has no such sanction for this cause, channel and loss")]
    NoRow,
    /// The row does not speak of it.
    #[error("by the policy's table this sanction does not hit that role")]
    NotHit,
    /// The tree ends.
    #[error("above the responsible unit there is no such level")]
    NoSuchLevel,
    /// They are not at fault.
    #[error("the finding does not name this person as responsible")]
    NotResponsible,
    /// Somebody else answers for it.
    #[error("by the directory somebody else is the responsible person of this unit")]
    NotTheHead,
    /// The table is in another currency.
    #[error("by the policy's table this sanction is in {0}")]
    OtherCurrency(String),
    /// The amount is not the table's.
    #[error("by the policy's table this sanction is {least} to {most} minor units of {currency}")]
    OutOfRange {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
        /// The currency.
        currency: String,
    },
    /// It hit already.
    #[error("this person has a sanction by this row already")]
    Twice,
    /// It is their own.
    #[error("nobody proposes a sanction against themself")]
    Themself,
}

impl Refuses for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Archived => "case_archived",
            Self::NotFound => "sanction_early",
            Self::NotUpheld => "sanction_unfounded",
            Self::NotReviewed => "sanction_unreviewed",
            Self::NoRow => "no_such_sanction",
            Self::NotHit => "role_not_hit",
            Self::NoSuchLevel => "no_such_level",
            Self::NotResponsible => "not_responsible",
            Self::NotTheHead => "not_the_head",
            Self::OtherCurrency(_) => "sanction_currency",
            Self::OutOfRange { .. } => "sanction_out_of_range",
            Self::Twice => "sanctioned_already",
            Self::Themself => "sanction_themself",
        }
    }
}

/// Whether the table's row holds such an amount.
fn in_range(amount: &Money, (least, most): (&Money, &Money)) -> Result<(), Refusal> {
    let currency = || least.currency.to_string();
    if amount.currency != least.currency {
        return Err(Refusal::OtherCurrency(currency()));
    }
    if !(least.minor..=most.minor).contains(&amount.minor) {
        return Err(Refusal::OutOfRange {
            least: least.minor,
            most: most.minor,
            currency: currency(),
        });
    }
    Ok(())
}

/// Takes it. `finding` is the one that stands, also of a closed case.
pub(crate) fn decide(
    case: &Case,
    finding: Option<&Finding>,
    new: ProposeSanction,
    there: &[Sanction],
    pack: &Pack,
) -> Result<Sanction, Refusal> {
    if case.stage.is_archived() {
        return Err(Refusal::Archived);
    }
    let finding = finding.ok_or(Refusal::NotFound)?;
    if !finding.verdict.at_fault() {
        return Err(Refusal::NotUpheld);
    }
    if matches!(finding.review, Review::Asked { .. }) {
        return Err(Refusal::NotReviewed);
    }
    if is(&new.mark.by, &new.person) {
        return Err(Refusal::Themself);
    }
    let misstep = Misstep {
        cause: Some(finding.root_cause.as_str().to_owned()),
        channel: case
            .subject
            .as_ref()
            .map(|subject| subject.channel.clone())
            .unwrap_or_default(),
        loss: new.loss,
        skips_level: new.skips_level,
    };
    let row = pack.sanctions_for(&misstep).find(|row| row.code == new.rule);
    let row = row.ok_or(Refusal::NoRow)?;
    if !new.role.is_hit_by(row) {
        return Err(Refusal::NotHit);
    }
    if new.role == Role::Person && !finding.responsible.contains(&new.person) {
        return Err(Refusal::NotResponsible);
    }
    in_range(&new.amount, (&row.least, &row.most))?;
    let hit = |one: &Sanction| one.counts() && one.person == new.person && one.rule == new.rule;
    if there.iter().any(hit) {
        return Err(Refusal::Twice);
    }
    let responsible = finding.responsible_unit.as_ref().unwrap_or(&case.unit);
    let unit = new.role.unit(responsible).ok_or(Refusal::NoSuchLevel)?;
    let head = new.heads.get(&unit).filter(|_| new.role != Role::Person);
    if head.is_some_and(|head| *head != new.person) {
        return Err(Refusal::NotTheHead);
    }
    Ok(Sanction {
        id: new.id,
        cause: finding.root_cause.clone(),
        unit,
        rule: new.rule,
        role: new.role,
        person: new.person,
        amount: new.amount,
        reasons: new.reasons,
        proposed: new.mark,
        stage: SanctionStage::Proposed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, mark, words, yuan};
    use crate::domain::{Code, Subject};

    fn new(rule: &str, role: Role, person: &str, amount: i64) -> ProposeSanction {
        ProposeSanction {
            id: Uuid::from_u128(7001),
            rule: rule.to_owned(),
            role,
            person: StaffCode::new(person).unwrap(),
            heads: BTreeMap::new(),
            amount: yuan(amount),
            loss: false,
            skips_level: false,
            reasons: words("it was not the first time"),
            mark: mark("handler"),
        }
    }

    #[test]
    fn r6_3_a_head_and_a_leader_are_those_of_the_directory_where_it_names_them() {
        let finding = finding("service_attitude");
        let heads = |unit: &str, head: &str| BTreeMap::from([(unit.parse().unwrap(), StaffCode::new(head).unwrap())]);
        let propose = |role, heads| {
            let new = ProposeSanction {
                heads,
                ..new("media_or_regulator", role, "boss", 500)
            };
            decide(&through("media"), Some(&finding), new, &[], sample::pack())
        };
        assert!(propose(Role::LeaderOne, heads("ho.b01", "boss")).is_ok());
        for (role, unit) in [
            (Role::Head, "ho.b01.o0123"),
            (Role::LeaderOne, "ho.b01"),
            (Role::LeaderTwo, "ho"),
        ] {
            assert_eq!(
                propose(role, heads(unit, "other")).unwrap_err().to_string(),
                "by the directory somebody else is the responsible person of this unit"
            );
            assert!(propose(role, BTreeMap::new()).is_ok(), "the directory names nobody");
        }
    }

    fn finding(cause: &str) -> Finding {
        Finding {
            root_cause: Code::new(cause).unwrap(),
            responsible_unit: Some("ho.b01.o0123".parse().unwrap()),
            responsible: vec![StaffCode::new("teller").unwrap()],
            ..sample::finding()
        }
    }

    fn through(channel: &str) -> Case {
        let case = sample::found();
        let subject = case.subject.clone().map(|subject| Subject {
            channel: channel.to_owned(),
            ..subject
        });
        Case { subject, ..case }
    }

    fn propose(channel: &str, cause: &str, new: ProposeSanction, there: &[Sanction]) -> Result<Sanction, Refusal> {
        decide(&through(channel), Some(&finding(cause)), new, there, sample::pack())
    }

    #[test]
    fn r6_3_attitude_costs_the_person_100_to_1000_yuan_and_nobody_else() {
        let attitude =
            |role, person, amount| propose("visit", "service_attitude", new("attitude", role, person, amount), &[]);
        for amount in [100, 1_000] {
            let sanction = attitude(Role::Person, "teller", amount).unwrap();
            assert_eq!((sanction.state(), sanction.unit.as_str()), ("proposed", "ho.b01.o0123"));
        }
        let range = Refusal::OutOfRange {
            least: 10_000,
            most: 100_000,
            currency: "CNY".to_owned(),
        };
        let pounds = Money {
            currency: "GBP".to_owned().try_into().unwrap(),
            ..yuan(500)
        };
        let foreign = ProposeSanction {
            amount: pounds,
            ..new("attitude", Role::Person, "teller", 500)
        };
        let foreign = propose("visit", "service_attitude", foreign, &[]).unwrap_err();
        assert_eq!(foreign, Refusal::OtherCurrency("CNY".to_owned()));
        assert_eq!(foreign.to_string(), "by the policy's table this sanction is in CNY");
        for amount in [99, 1_001, -5] {
            assert_eq!(attitude(Role::Person, "teller", amount), Err(range.clone()), "{amount}");
        }
        assert_eq!(
            range.to_string(),
            "by the policy's table this sanction is 10000 to 100000 minor units of CNY"
        );
        assert_eq!(attitude(Role::Head, "boss", 100), Err(Refusal::NotHit));
        assert_eq!(
            Refusal::NotHit.to_string(),
            "by the policy's table this sanction does not hit that role"
        );
        assert_eq!(attitude(Role::Person, "other", 100), Err(Refusal::NotResponsible));
        assert_eq!(
            Refusal::NotResponsible.to_string(),
            "the finding does not name this person as responsible"
        );
    }

    #[test]
    fn r6_3_what_came_out_through_the_media_reaches_two_levels_of_leaders() {
        let media = |role, amount| {
            propose(
                "media",
                "service_attitude",
                new("media_or_regulator", role, "leader", amount),
                &[],
            )
        };
        let one = media(Role::LeaderOne, 300).unwrap();
        let two = media(Role::LeaderTwo, 3_000).unwrap();
        assert_eq!((one.unit.as_str(), two.unit.as_str()), ("ho.b01", "ho"));
        let quiet = new("media_or_regulator", Role::LeaderTwo, "leader", 300);
        assert_eq!(propose("visit", "service_attitude", quiet, &[]), Err(Refusal::NoRow));
        assert_eq!(
            Refusal::NoRow.to_string(),
            "the policy's table has no such sanction for this cause, channel and loss"
        );
    }

    #[test]
    fn a_loss_is_what_the_table_asks_for_and_leaders_end_where_the_tree_does() {
        let loss = |loss, role| {
            let new = ProposeSanction {
                loss,
                ..new("non_compliance_with_loss", role, "leader", 200)
            };
            propose("visit", "non_compliant_operation", new, &[])
        };
        assert!(loss(true, Role::LeaderOne).is_ok());
        assert_eq!(loss(false, Role::LeaderOne), Err(Refusal::NoRow));
        assert_eq!(loss(true, Role::LeaderTwo), Err(Refusal::NotHit));
        let top = Finding {
            responsible_unit: Some("ho".parse().unwrap()),
            ..finding("service_attitude")
        };
        let above = new("media_or_regulator", Role::LeaderOne, "leader", 300);
        let above = decide(&through("media"), Some(&top), above, &[], sample::pack());
        assert_eq!(above, Err(Refusal::NoSuchLevel));
        assert_eq!(
            Refusal::NoSuchLevel.to_string(),
            "above the responsible unit there is no such level"
        );
    }

    #[test]
    fn a_sanction_follows_a_reviewed_finding_that_upholds() {
        let propose = |finding: Option<&Finding>| {
            let new = new("attitude", Role::Person, "teller", 100);
            decide(&through("visit"), finding, new, &[], sample::pack())
        };
        let attitude = new("attitude", Role::Person, "teller", 100);
        let archived = decide(
            &sample::archived(),
            Some(&finding("service_attitude")),
            attitude,
            &[],
            sample::pack(),
        );
        assert_eq!(archived, Err(Refusal::Archived));
        assert_eq!(
            Refusal::Archived.to_string(),
            "the file is in the archive, so no sanction is proposed"
        );
        assert_eq!(propose(None), Err(Refusal::NotFound));
        assert_eq!(
            Refusal::NotFound.to_string(),
            "a sanction is proposed after the finding"
        );
        assert_eq!(propose(Some(&sample::not_upheld(false))), Err(Refusal::NotUpheld));
        assert_eq!(
            Refusal::NotUpheld.to_string(),
            "a sanction is for what is upheld, wholly or in part"
        );
        let waits = Finding {
            review: sample::not_upheld(false).review,
            ..finding("service_attitude")
        };
        assert_eq!(propose(Some(&waits)), Err(Refusal::NotReviewed));
        assert_eq!(
            Refusal::NotReviewed.to_string(),
            "the finding waits for the reviewer: a sanction is proposed after the review"
        );
    }

    #[test]
    fn nobody_is_hit_twice_by_one_row_and_nobody_proposes_against_themself() {
        let attitude = || new("attitude", Role::Person, "teller", 100);
        let first = propose("visit", "service_attitude", attitude(), &[]).unwrap();
        let again = propose("visit", "service_attitude", attitude(), std::slice::from_ref(&first));
        assert_eq!(again, Err(Refusal::Twice));
        assert_eq!(
            Refusal::Twice.to_string(),
            "this person has a sanction by this row already"
        );
        let refused = Sanction {
            stage: SanctionStage::Refused {
                reason: words("too hard"),
                mark: mark("boss"),
            },
            ..first
        };
        assert!(propose("visit", "service_attitude", attitude(), &[refused]).is_ok());
        let own = ProposeSanction {
            mark: mark("teller"),
            ..attitude()
        };
        assert_eq!(propose("visit", "service_attitude", own, &[]), Err(Refusal::Themself));
        assert_eq!(
            Refusal::Themself.to_string(),
            "nobody proposes a sanction against themself"
        );
    }
}
