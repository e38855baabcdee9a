//! R4.10: whom people report to, in whichever post, is somebody known, and in the end nobody's own superior.

use std::collections::{HashMap, HashSet};

use huiyin_kernel::StaffCode;

use super::{Person, Refusal};
use crate::domain::staff::Member;

/// Those who report to nobody known, or in the end to themselves.
pub(super) fn wrong_superiors(people: &[Person], present: &HashMap<StaffCode, Vec<StaffCode>>) -> Vec<Refusal> {
    let mut superiors: HashMap<&StaffCode, Vec<&StaffCode>> = present
        .iter()
        .map(|(code, superiors)| (code, superiors.iter().collect()))
        .collect();
    superiors.extend(people.iter().map(|person| (&person.member.code, of(&person.member))));
    let mut refusals = Vec::new();
    for Person { member, lines } in people {
        for (post, &line) in member.posts().zip(lines) {
            let wrong = |superior: &StaffCode| wrong(&member.code, superior, line, &superiors);
            refusals.extend(post.reports_to.as_ref().and_then(wrong));
        }
    }
    refusals
}

fn of(member: &Member) -> Vec<&StaffCode> {
    member.posts().filter_map(|post| post.reports_to.as_ref()).collect()
}

fn wrong(
    code: &StaffCode,
    superior: &StaffCode,
    line: u64,
    superiors: &HashMap<&StaffCode, Vec<&StaffCode>>,
) -> Option<Refusal> {
    if !superiors.contains_key(superior) {
        return Some(Refusal::Superior {
            line,
            code: code.clone(),
            reports_to: superior.clone(),
        });
    }
    let mut above = HashSet::from([superior]);
    let mut level = vec![superior];
    while let Some(one) = level.pop() {
        let next = superiors.get(one).into_iter().flatten().copied();
        level.extend(next.filter(|next| above.insert(next)));
    }
    above.contains(code).then(|| Refusal::Loop {
        line,
        code: code.clone(),
    })
}
