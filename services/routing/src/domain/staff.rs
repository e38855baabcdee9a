//! A member of staff (R2.2, R2.3).

use huiyin_kernel::{StaffCode, UnitCode};

/// A member of staff as the directory has them. No name: people are known by their codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) code: StaffCode,
    pub(crate) unit: UnitCode,
    pub(crate) duties: Vec<String>,
    /// Whether they lead their unit (R4.10).
    pub(crate) leader: bool,
    /// Whom they report to (R4.10).
    pub(crate) reports_to: Option<StaffCode>,
    pub(crate) email: Option<String>,
    /// `zh` or `en`.
    pub(crate) language: String,
    /// Whether they have left: they stay in the directory, but nobody tells them anything.
    pub(crate) left: bool,
}

/// Whom to tell in a unit, in the order of R2.3: first contact, second contact, responsible person; where the unit names none,
/// its leader, then who holds a duty in it.
pub(crate) fn contacts<'a>(named: [Option<&StaffCode>; 3], staff: &'a [Member]) -> Vec<&'a Member> {
    let present = || staff.iter().filter(|member| !member.left);
    let find = |code: &StaffCode| present().find(|member| member.code == *code);
    let named: Vec<&Member> = named.into_iter().flatten().filter_map(find).collect();
    if !named.is_empty() {
        return named;
    }
    let leaders = present().filter(|member| member.leader);
    leaders
        .chain(present().filter(|member| !member.leader && !member.duties.is_empty()))
        .take(3)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(code: &str) -> Member {
        Member {
            code: StaffCode::new(code).unwrap(),
            unit: "o1".parse().unwrap(),
            duties: Vec::new(),
            leader: false,
            reports_to: None,
            email: None,
            language: "zh".to_owned(),
            left: false,
        }
    }

    fn told<'a>(named: [Option<&StaffCode>; 3], staff: &'a [Member]) -> Vec<&'a str> {
        contacts(named, staff)
            .iter()
            .map(|member| member.code.as_str())
            .collect()
    }

    #[test]
    fn the_named_contacts_are_told_in_their_order_and_who_left_is_not() {
        let mut staff = vec![member("s1"), member("s2"), member("s3")];
        let codes: Vec<_> = staff.iter().map(|member| member.code.clone()).collect();
        let named = [Some(&codes[2]), Some(&codes[0]), Some(&codes[1])];
        assert_eq!(told(named, &staff), ["s3", "s1", "s2"]);
        staff[0].left = true;
        assert_eq!(told(named, &staff), ["s3", "s2"]);
    }

    #[test]
    fn where_the_unit_names_nobody_its_leader_is_told_first() {
        let mut staff = vec![member("s1"), member("s2"), member("s3")];
        staff[0].duties = vec!["service_management".to_owned()];
        staff[2].leader = true;
        assert_eq!(told([None; 3], &staff), ["s3", "s1"]);
        assert!(told([None; 3], &[]).is_empty());
    }
}
