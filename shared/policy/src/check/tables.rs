//! Redress, sanctions, extensions, reports: rows that never count, or whose order decides nothing.

use super::{CheckProblem, Finding};
use crate::table::{Codes, fits};
use crate::{Named, Pack, ReportTo};

pub(super) fn check(pack: &Pack, found: &mut Vec<Finding>) {
    redress(pack, found);
    sanctions(pack, found);
    extensions(pack, found);
    passed_on(pack, found);
    reports(pack, found);
}

/// The codes of a list, one that it does not know, and none.
fn values(list: &[Named]) -> Vec<Option<&str>> {
    let codes = list.iter().map(|named| Some(named.code.as_str()));
    codes.chain([Some("(not in the list)"), None]).collect()
}

fn redress(pack: &Pack, found: &mut Vec<Finding>) {
    let lists = &pack.lists;
    let speaks = |(level_of, class_of): (&Option<Codes>, &Option<Codes>), level, class| {
        fits(level_of.as_ref(), level, &lists.levels) && fits(class_of.as_ref(), class, &lists.classes)
    };
    for (index, row) in pack.money.authorities.iter().enumerate() {
        let before = pack.money.authorities.iter().take(index);
        let before: Vec<_> = before.filter(|one| one.up_to.currency == row.up_to.currency).collect();
        let counts = values(&lists.levels).into_iter().filter(Option::is_some).any(|level| {
            values(&lists.classes).into_iter().any(|class| {
                let taken = before.iter().any(|one| speaks((&one.level, &one.class), level, class));
                speaks((&row.level, &row.class), level, class) && !taken
            })
        });
        if !counts {
            found.push(Finding {
                place: row.place.clone(),
                problem: CheckProblem::RedressNever { row: row.code.clone() },
            });
        }
    }
}

fn sanctions(pack: &Pack, found: &mut Vec<Finding>) {
    let rows = &pack.money.sanctions;
    for (index, other) in rows.iter().enumerate() {
        let same = rows.iter().take(index).find(|row| {
            (&row.cause, &row.channel, row.loss, row.skips_level)
                == (&other.cause, &other.channel, other.loss, other.skips_level)
                && row.who == other.who
                && (row.least, row.most) != (other.least, other.most)
        });
        if let Some(row) = same {
            found.push(Finding {
                place: other.place.clone(),
                problem: CheckProblem::SanctionsDisagree {
                    row: row.code.clone(),
                    other: other.code.clone(),
                },
            });
        }
    }
}

fn extensions(pack: &Pack, found: &mut Vec<Finding>) {
    let rows = &pack.terms.extensions;
    let list = &pack.lists.severities;
    for (index, other) in rows.iter().enumerate() {
        for row in rows.iter().take(index) {
            let kind = row.kinds.iter().find(|kind| other.kinds.contains(kind));
            let both = |severity: &&Named| {
                [row, other]
                    .iter()
                    .all(|one| fits(one.severity.as_ref(), Some(&severity.code), list))
            };
            let (Some(kind), Some(severity)) = (kind, list.iter().find(both)) else {
                continue;
            };
            found.push(Finding {
                place: other.place.clone(),
                problem: CheckProblem::ExtensionsDisagree {
                    row: row.code.clone(),
                    other: other.code.clone(),
                    kind: kind.clone(),
                    severity: severity.code.clone(),
                },
            });
        }
    }
}

fn passed_on(pack: &Pack, found: &mut Vec<Finding>) {
    let rows = &pack.terms.pass_on;
    for (index, other) in rows.iter().enumerate() {
        for row in rows.iter().take(index) {
            if let Some(finding) = row.findings.iter().find(|finding| other.findings.contains(finding)) {
                found.push(Finding {
                    place: other.place.clone(),
                    problem: CheckProblem::PassOnDisagree {
                        row: row.code.clone(),
                        other: other.code.clone(),
                        finding: finding.clone(),
                    },
                });
            }
        }
    }
}

/// The first level of the list is the top: there is no unit above.
fn reports(pack: &Pack, found: &mut Vec<Finding>) {
    let Some(top) = pack.lists.levels.first() else { return };
    for report in pack.reports.iter().filter(|report| report.to == ReportTo::Parent) {
        let alone = report.level.as_ref().is_some_and(|levels| {
            let owes = |level: &&Named| levels.holds(Some(&level.code), &pack.lists.levels);
            pack.lists.levels.iter().filter(owes).all(|level| level == top)
        });
        if alone {
            found.push(Finding {
                place: report.place.clone(),
                problem: CheckProblem::ReportToNobody(report.name.code.clone()),
            });
        }
    }
}
