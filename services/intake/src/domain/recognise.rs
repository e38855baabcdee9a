//! Whether somebody who is about to complain has complained before (R3.6), and whether it may be the same again (R3.11).

use huiyin_contracts::views::intake::{Complainant, Recognise};

use super::complaint::Complaint;
use super::matching::{Mark, MatchingKey};

/// What a look at somebody's earlier complaints is recorded as (R8.1).
pub(crate) const WHAT: &str = "recognised";
/// What for.
pub(crate) const PURPOSE: &str = "registration";

/// Nothing that was told tells anybody from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("tell a telephone number of 7 digits or more, an e-mail address, or the number of a document")]
pub(crate) struct NothingTold;

impl NothingTold {
    /// Its code, which never changes.
    pub(crate) fn code(&self) -> &'static str {
        "nothing-told"
    }
}

/// The marks of who is asked for.
pub(crate) fn marks(key: &MatchingKey, asked: &Recognise) -> Result<Vec<Mark>, NothingTold> {
    let who = Complainant {
        phone: asked.phone.clone(),
        email: asked.email.clone(),
        id_document: asked.id_document.clone(),
        ..Complainant::default()
    };
    let marks = key.marks(Some(&who));
    if marks.is_empty() { Err(NothingTold) } else { Ok(marks) }
}

/// Whether it may be the same again: not ended, about the same unit, and of the class and product that were told.
pub(crate) fn alike(complaint: &Complaint, asked: &Recognise) -> bool {
    let same = |told: &Option<String>, known: &Option<String>| told.is_none() || told == known;
    let unit = asked.unit.as_ref();
    !complaint.stage.has_ended()
        && unit.is_some_and(|unit| complaint.unit.code().as_str() == unit.as_str())
        && same(&asked.class, &complaint.class)
        && same(&asked.product, &complaint.product)
}

#[cfg(test)]
mod tests {
    use super::super::samples::complaint;
    use super::*;

    fn asked() -> Recognise {
        Recognise {
            phone: Some("139 0000 0000".to_owned()),
            email: None,
            id_document: None,
            unit: Some(complaint().unit.code().as_str().parse().unwrap()),
            class: None,
            product: None,
        }
    }

    #[test]
    fn somebody_is_asked_for_by_what_tells_them_from_others() {
        let key = MatchingKey::new(&[1; 32]).unwrap();
        assert_eq!(marks(&key, &asked()).unwrap().len(), 1);
        for nothing in [None, Some("95588".to_owned()), Some(" ".to_owned())] {
            let told = Recognise {
                phone: nothing,
                ..asked()
            };
            let sentence = marks(&key, &told).unwrap_err().to_string();
            assert_eq!(
                sentence,
                "tell a telephone number of 7 digits or more, an e-mail address, or the number of a document"
            );
        }
    }

    #[test]
    fn it_may_be_the_same_again_where_unit_class_and_product_fit_and_it_has_not_ended() {
        let complaint = complaint();
        assert!(alike(&complaint, &asked()));
        let other = |asked: Recognise| !alike(&complaint, &asked);
        assert!(other(Recognise { unit: None, ..asked() }));
        assert!(other(Recognise {
            unit: Some("b99".parse().unwrap()),
            ..asked()
        }));
        assert!(other(Recognise {
            class: Some("another".to_owned()),
            ..asked()
        }));
        assert!(other(Recognise {
            product: Some("another".to_owned()),
            ..asked()
        }));
    }
}
