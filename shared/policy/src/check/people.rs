//! Duties: whoever is named must be somebody.

use super::{CheckProblem, Finding};
use crate::{Lead, Pack, Place, StepTo};

pub(super) fn check(pack: &Pack, found: &mut Vec<Finding>) {
    let held = |duty: &str| {
        pack.attributes
            .level_duties
            .values()
            .any(|duties| duties.iter().any(|one| one == duty))
    };
    let mut nobody = |place: &Place, what: String, duty: &str| {
        if !held(duty) {
            found.push(Finding {
                place: place.clone(),
                problem: CheckProblem::Nobody {
                    what,
                    duty: duty.to_owned(),
                },
            });
        }
    };
    nobody(
        &pack.places.triage_duty,
        "the triage duty".to_owned(),
        &pack.triage_duty,
    );
    for row in &pack.rows {
        if let Some(Lead::Duty(duty)) = &row.lead {
            nobody(&row.place, format!("the lead of `{}`", row.code), duty);
        }
        for (what, duties) in [("who approves", &row.approve), ("who is alerted", &row.alert)] {
            for duty in duties {
                nobody(&row.place, format!("{what} by `{}`", row.code), duty);
            }
        }
    }
    for extension in &pack.terms.extensions {
        if let StepTo::Duty(duty) = &extension.approver {
            nobody(
                &extension.place,
                format!("who approves the extension `{}`", extension.code),
                duty,
            );
        }
    }
    for authority in &pack.money.authorities {
        if let StepTo::Duty(duty) = &authority.beyond {
            nobody(
                &authority.place,
                format!("who approves above `{}`", authority.code),
                duty,
            );
        }
    }
    for pass_on in &pack.terms.pass_on {
        if let StepTo::Duty(duty) = &pass_on.to {
            nobody(&pass_on.place, format!("whom `{}` passes on to", pass_on.code), duty);
        }
    }
    ladders(pack, &held, found);
}

fn ladders(pack: &Pack, held: &dyn Fn(&str) -> bool, found: &mut Vec<Finding>) {
    for ladder in &pack.ladders {
        let mut say = |problem| {
            found.push(Finding {
                place: ladder.place.clone(),
                problem,
            });
        };
        if !pack.clocks.iter().any(|rule| rule.ladder == ladder.code) {
            say(CheckProblem::LadderUnused(ladder.code.clone()));
        }
        if let Some(StepTo::Duty(duty)) = ladder.steps.last().map(|step| &step.to)
            && !held(duty)
        {
            say(CheckProblem::LadderEnds {
                ladder: ladder.code.clone(),
                duty: duty.clone(),
            });
        }
    }
}
