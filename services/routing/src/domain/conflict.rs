//! R4.10: who is complained about, and who reports to them, is kept out before anyone chooses: as a handler and as the leader of a unit.

use huiyin_kernel::{StaffCode, UnitCode, UnitPath};

use super::staff::Member;

/// The units that must not act: one of `people` (who is complained about, and who reports to them in any post) leads them, by whichever post.
pub(crate) fn units(people: &[Member]) -> Vec<UnitCode> {
    let posts = people.iter().filter(|member| !member.left).flat_map(Member::posts);
    let mut units: Vec<UnitCode> = posts.filter(|post| post.leader).map(|post| post.unit.clone()).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// Those of a unit, by whichever post, who must not handle it: they are complained about, or report to someone who is.
pub(crate) fn handlers(people: &[Member], unit: &UnitPath) -> Vec<StaffCode> {
    let code = unit.code();
    let mut codes: Vec<StaffCode> = people
        .iter()
        .filter(|member| member.post_in(&code).is_some())
        .map(|member| member.code.clone())
        .collect();
    codes.sort_unstable();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::staff::Post;

    fn post(unit: &str, leader: bool) -> Post {
        Post {
            unit: unit.parse().unwrap(),
            duties: Vec::new(),
            leader,
            reports_to: None,
        }
    }

    fn member(code: &str, unit: &str, leader: bool) -> Member {
        Member {
            code: StaffCode::new(code).unwrap(),
            main: post(unit, leader),
            further: Vec::new(),
            email: None,
            language: "zh".to_owned(),
            left: false,
        }
    }

    #[test]
    fn a_unit_is_kept_out_whose_leader_is_concerned_or_reports_to_who_is() {
        let people = [
            member("boss", "b1", true),
            member("head", "o1", true),
            member("clerk", "o2", false),
        ];
        let codes: Vec<_> = units(&people).into_iter().map(|unit| unit.to_string()).collect();
        assert_eq!(codes, ["b1", "o1"]);
        let gone = Member {
            left: true,
            ..member("boss", "b1", true)
        };
        assert!(units(&[gone]).is_empty(), "who has left leads nothing");
    }

    #[test]
    fn r4_10_every_post_counts_whichever_somebody_acts_in() {
        let head = Member {
            further: vec![post("o1", true), post("o3", false)],
            ..member("head", "b1", false)
        };
        let codes: Vec<_> = units(std::slice::from_ref(&head))
            .into_iter()
            .map(|unit| unit.to_string())
            .collect();
        assert_eq!(codes, ["o1"], "a unit that they lead by a further post");
        for place in ["ho.b1", "ho.b1.o1", "ho.b1.o3"] {
            let kept_out = handlers(std::slice::from_ref(&head), &place.parse().unwrap());
            assert_eq!(kept_out.len(), 1, "{place}");
        }
        assert!(handlers(&[head], &"ho.b1.o2".parse().unwrap()).is_empty());
    }

    #[test]
    fn those_of_the_unit_are_kept_out_as_handlers() {
        let people = [
            member("s2", "o1", false),
            member("s1", "o1", false),
            member("s3", "o2", false),
        ];
        let codes: Vec<_> = handlers(&people, &"ho.b1.o1".parse().unwrap())
            .into_iter()
            .map(|code| code.to_string())
            .collect();
        assert_eq!(codes, ["s1", "s2"]);
    }
}
