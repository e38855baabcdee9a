//! Which duties a case waits for, and who wrote or proposed what waits (R5.3, R5.4, R5.10).

use huiyin_access::Resource;
use huiyin_kernel::{Actor, StaffCode};

use super::{Approver, Case, Redress, RedressStage, Review, Sanction, SanctionStage, Stage, settle_appeal};

/// What the policies look at, with whom the case waits for.
pub(crate) fn resource(case: &Case, redress: &[Redress], sanctions: &[Sanction]) -> Resource {
    let mut deciders = deciders(case, redress);
    let mut authors = if deciders.is_empty() {
        Vec::new()
    } else {
        authors(case, redress)
    };
    // The appeals body hears of a closed case too: sanctions outlast it.
    for appealed in sanctions.iter().filter_map(hands) {
        deciders.push(settle_appeal::BODY.to_owned());
        authors.extend(appealed.into_iter().filter_map(code));
    }
    deciders.sort();
    deciders.dedup();
    authors.sort();
    authors.dedup();
    case.resource().waiting_for(deciders, authors)
}

/// What a case waits for, in order: duties, and `parent` for a level above.
pub(crate) fn waits(case: &Case, redress: &[Redress], sanctions: &[Sanction], parent: &str) -> Vec<String> {
    let mut waits = resource(case, redress, sanctions).deciders;
    let above = approvers(case, redress).any(|approver| *approver == Approver::Above);
    let proposed = sanctions.iter().any(|one| one.stage == SanctionStage::Proposed);
    if above || proposed {
        waits.push(parent.to_owned());
    }
    waits.sort();
    waits
}

fn deciders(case: &Case, redress: &[Redress]) -> Vec<String> {
    let duty = |approver: &Approver| match approver {
        Approver::Duty(duty) => Some(duty.clone()),
        Approver::Above => None,
    };
    approvers(case, redress).filter_map(duty).collect()
}

/// Who is to approve the draft, to review, and to approve redress. Of a closed case nobody is.
fn approvers<'a>(case: &'a Case, redress: &'a [Redress]) -> impl Iterator<Item = &'a Approver> {
    let open = case.stage.closing().is_none();
    let draft = case.stage.draft().filter(|draft| draft.waits());
    let draft = draft.into_iter().flat_map(super::Draft::awaited);
    let review = case.stage.finding().and_then(|finding| match &finding.review {
        Review::Asked { reviewer, .. } => Some(reviewer),
        _ => None,
    });
    let proposed = redress.iter().filter_map(|one| match &one.stage {
        RedressStage::Proposed { approver } => Some(approver),
        _ => None,
    });
    let all = draft.chain(review).chain(proposed);
    all.filter(move |_| open)
}

/// Who proposed and who imposed a sanction that waits for the appeals body.
fn hands(sanction: &Sanction) -> Option<[&Actor; 2]> {
    match &sanction.stage {
        SanctionStage::Appealed { imposed, .. } => Some([&sanction.proposed.by, &imposed.by]),
        _ => None,
    }
}

fn code(actor: &Actor) -> Option<StaffCode> {
    match actor {
        Actor::Staff { code, .. } => Some(code.clone()),
        _ => None,
    }
}

fn authors(case: &Case, redress: &[Redress]) -> Vec<StaffCode> {
    let handler = case.stage.work().map(|work| &work.handler);
    let finder = case.stage.finding().map(|finding| &finding.by);
    let writer = match &case.stage {
        Stage::Found { draft: Some(draft), .. } => Some(&draft.by),
        _ => None,
    };
    let proposed = redress.iter().filter(|one| one.waits()).map(|one| &one.proposed.by);
    let all = handler.into_iter().chain(finder).chain(writer).chain(proposed);
    all.filter_map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, own, redress};
    use crate::domain::{Draft, Finding};

    fn duty(code: &str) -> Approver {
        Approver::Duty(code.to_owned())
    }

    fn waited(case: &Case, redress: &[Redress]) -> (Vec<String>, usize) {
        let resource = resource(case, redress, &[]);
        (resource.deciders, resource.authors.len())
    }

    #[test]
    fn a_case_waits_for_the_approver_of_the_draft_the_reviewer_and_who_approves_redress() {
        let finding = Finding {
            review: Review::Asked {
                reviewer: duty("internal_ombudsman"),
                before_reply: true,
            },
            ..sample::not_upheld(true)
        };
        let draft = Draft {
            approver: Some(duty("press_office")),
            by: sample::actor("writer"),
            ..sample::draft()
        };
        let case = sample::found().at(Stage::Found {
            work: sample::work(),
            finding,
            draft: Some(draft),
        });
        let proposed = [redress(
            1,
            9,
            RedressStage::Proposed {
                approver: duty("legal"),
            },
        )];
        let all = ["internal_ombudsman", "legal", "press_office"].map(str::to_owned);
        assert_eq!(
            waited(&case, &proposed),
            (all.to_vec(), 2),
            "the handler and the writer"
        );
    }

    #[test]
    fn r6_3_an_appeal_waits_for_the_appeals_body_also_after_the_closing() {
        let appealed = sample::sanction(SanctionStage::Appealed {
            imposed: sample::mark("boss"),
            grounds: sample::words("the camera shows it"),
            mark: sample::mark("clerk"),
        });
        let waits = resource(&sample::closed(), &[], std::slice::from_ref(&appealed));
        assert_eq!(waits.deciders, ["appeals_body"]);
        let authors: Vec<&str> = waits.authors.iter().map(StaffCode::as_str).collect();
        assert_eq!(authors, ["boss", "handler"], "who imposed and who proposed it");
        let proposed = sample::sanction(SanctionStage::Proposed);
        assert_eq!(resource(&sample::closed(), &[], &[proposed]).deciders, [""; 0]);
    }

    #[test]
    fn what_waits_for_a_level_above_is_found_there() {
        let above = [redress(
            1,
            9,
            RedressStage::Proposed {
                approver: Approver::Above,
            },
        )];
        assert_eq!(waits(&sample::found(), &above, &[], "parent"), ["parent"]);
        assert_eq!(waits(&sample::found(), &[], &[], "parent"), [""; 0]);
        assert_eq!(waits(&sample::closed(), &above, &[], "parent"), [""; 0]);
        let proposed = sample::sanction(SanctionStage::Proposed);
        assert_eq!(waits(&sample::closed(), &[], &[proposed], "parent"), ["parent"], "R6.3");
    }

    #[test]
    fn what_is_decided_or_waits_for_a_level_above_waits_for_no_duty() {
        let above = Approver::Above;
        let there = [
            redress(1, 9, RedressStage::Proposed { approver: above }),
            redress(2, 9, RedressStage::Approved { approval: own() }),
        ];
        assert_eq!(waited(&sample::found(), &there), (vec![], 0));
        let proposed = [redress(
            1,
            9,
            RedressStage::Proposed {
                approver: duty("legal"),
            },
        )];
        assert_eq!(waited(&sample::closed(), &proposed), (vec![], 0));
    }
}
