//! The decision table: totality, rows that never count, rows that disagree.

use super::space::{self, Bits, Combination, bit};
use super::{CheckProblem, Finding};
use crate::conditions::When;
use crate::{Lead, Pack, Row};

/// Bits that a combination has; some are needed for what is left to triage.
const MOST_ROWS: usize = 100;

pub(super) fn check(pack: &Pack, found: &mut Vec<Finding>) {
    if pack.rows.len() + pack.left.len() > MOST_ROWS {
        found.push(Finding {
            place: pack.places.decision.clone(),
            problem: CheckProblem::TooMany(pack.rows.len()),
        });
        return;
    }
    let possible = impossible(pack, found);
    leads(pack, &possible, found);
    severities(pack, &possible, found);
}

/// Tells rows that can never match; answers the others.
fn impossible<'a>(pack: &'a Pack, found: &mut Vec<Finding>) -> Vec<&'a Row> {
    let mut possible = Vec::new();
    for row in &pack.rows {
        match space::impossible(&row.when, &pack.lists) {
            None => possible.push(row),
            Some(condition) => found.push(Finding {
                place: row.place.clone(),
                problem: CheckProblem::Never {
                    row: row.code.clone(),
                    condition,
                },
            }),
        }
    }
    possible
}

/// What each combination of facts comes to, as far as leads go.
struct Leads<'a> {
    rows: Vec<&'a Row>,
    whens: Vec<&'a When>,
    combinations: Vec<Combination>,
}

fn leads(pack: &Pack, possible: &[&Row], found: &mut Vec<Finding>) {
    let rows: Vec<&Row> = possible
        .iter()
        .copied()
        .filter(|row| row.lead.is_some() || row.restricted)
        .collect();
    let mut whens: Vec<&When> = rows.iter().map(|row| &row.when).collect();
    whens.extend(pack.left.iter().map(|left| &left.when));
    let combinations = space::combinations(pack, &whens);
    let leads = Leads {
        rows,
        whens,
        combinations,
    };
    leads.totality(pack, found);
    leads.shadows(found);
    leads.disagreements(found);
}

impl Leads<'_> {
    /// The index of the row that leads.
    fn leading(&self, rows: Bits) -> Option<usize> {
        let restricted = self.holding(rows).any(|(_, row)| row.restricted);
        let leads = |row: &Row| {
            row.lead
                .as_ref()
                .is_some_and(|lead| !(restricted && *lead == Lead::Unit))
        };
        self.holding(rows).find(|(_, row)| leads(row)).map(|(index, _)| index)
    }

    fn holding(&self, rows: Bits) -> impl Iterator<Item = (usize, &Row)> {
        let all = self.rows.iter().copied().enumerate();
        all.filter(move |(index, _)| rows & bit(*index) != 0)
    }

    fn totality(&self, pack: &Pack, found: &mut Vec<Finding>) {
        let mut fallen: Bits = 0;
        let mut missing: Vec<(String, usize)> = Vec::new();
        for one in self.combinations.iter().filter(|one| self.leading(one.rows).is_none()) {
            let declared = one.rows & !(bit(self.rows.len()).saturating_sub(1));
            fallen |= declared;
            if declared == 0 {
                missing.push((space::words(&one.facts, &self.whens), one.count));
            }
        }
        for (index, left) in pack.left.iter().enumerate() {
            if fallen & bit(self.rows.len() + index) == 0 {
                found.push(Finding {
                    place: left.place.clone(),
                    problem: CheckProblem::LeftForNothing,
                });
            }
        }
        let all: usize = missing.iter().map(|(_, count)| count).sum();
        missing.sort_by(|(one, _), (other, _)| (one.len(), one).cmp(&(other.len(), other)));
        if let Some((facts, _)) = missing.into_iter().next() {
            found.push(Finding {
                place: pack.places.decision.clone(),
                problem: CheckProblem::NoLead {
                    facts,
                    others: all.saturating_sub(1),
                },
            });
        }
    }

    fn shadows(&self, found: &mut Vec<Finding>) {
        let mut led: Bits = 0;
        for one in &self.combinations {
            led |= self.leading(one.rows).map_or(0, bit);
        }
        for (index, row) in self.rows.iter().enumerate() {
            if row.lead.is_none() || led & bit(index) != 0 {
                continue;
            }
            let holds = self.combinations.iter().filter(|one| one.rows & bit(index) != 0);
            let mut by: Vec<usize> = holds.filter_map(|one| self.leading(one.rows)).collect();
            by.sort_unstable();
            by.dedup();
            let names = by.iter().filter_map(|index| self.rows.get(*index));
            let names: Vec<String> = names.map(|row| format!("`{}`", row.code)).collect();
            found.push(Finding {
                place: row.place.clone(),
                problem: CheckProblem::Shadowed {
                    row: row.code.clone(),
                    by: names.join(" or "),
                },
            });
        }
    }

    /// Rows of one priority that name different leads for the same facts.
    fn disagreements(&self, found: &mut Vec<Finding>) {
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| row.priority.is_some()) {
            for (next, other) in self.rows.iter().enumerate().skip(index + 1) {
                if other.priority != row.priority
                    || other.lead.is_none()
                    || row.lead.is_none()
                    || other.lead == row.lead
                {
                    continue;
                }
                let both = bit(index) | bit(next);
                let Some(one) = self.combinations.iter().find(|one| one.rows & both == both) else {
                    continue;
                };
                found.push(Finding {
                    place: other.place.clone(),
                    problem: CheckProblem::Disagree {
                        row: row.code.clone(),
                        other: other.code.clone(),
                        facts: space::words(&one.facts, &[&row.when, &other.when]),
                    },
                });
            }
        }
    }
}

/// Rows whose severity is never the highest that class and rows name, or no more than the default.
fn severities(pack: &Pack, possible: &[&Row], found: &mut Vec<Finding>) {
    let rows: Vec<&Row> = possible.iter().copied().filter(|row| row.severity.is_some()).collect();
    let whens: Vec<&When> = rows.iter().map(|row| &row.when).collect();
    let ranks: Vec<Option<usize>> = rows
        .iter()
        .map(|row| row.severity.as_ref().and_then(|severity| pack.severity_rank(severity)))
        .collect();
    let least = pack.severity_rank(&pack.default_severity);
    let mut counts: Bits = 0;
    for one in space::combinations(pack, &whens) {
        for (index, rank) in ranks
            .iter()
            .enumerate()
            .filter(|(index, _)| one.rows & bit(*index) != 0)
        {
            let others = ranks.iter().enumerate().filter(|(other, _)| *other != index);
            let others = others
                .filter(|(other, _)| one.rows & bit(*other) != 0)
                .map(|(_, rank)| *rank);
            let most = others.chain([one.class_severity]).max().flatten();
            // To say what the class says too is no fault; to say what everybody says is.
            if *rank >= most && *rank > least {
                counts |= bit(index);
            }
        }
    }
    for (_, row) in rows.iter().enumerate().filter(|(index, _)| counts & bit(*index) == 0) {
        found.push(Finding {
            place: row.place.clone(),
            problem: CheckProblem::Mild(row.code.clone()),
        });
    }
}
