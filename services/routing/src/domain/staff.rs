//! A member of staff and their posts (R2.2, R2.3).

use huiyin_kernel::{StaffCode, UnitCode};

/// What somebody is in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Post {
    pub(crate) unit: UnitCode,
    pub(crate) duties: Vec<String>,
    /// Whether they lead the unit (R4.10).
    pub(crate) leader: bool,
    /// Whom they report to there (R4.10).
    pub(crate) reports_to: Option<StaffCode>,
}

/// A member of staff as the directory has them. No name: people are known by their codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) code: StaffCode,
    pub(crate) main: Post,
    /// Posts in other units, one in each.
    pub(crate) further: Vec<Post>,
    pub(crate) email: Option<String>,
    /// `zh` or `en`.
    pub(crate) language: String,
    /// Whether they have left: they stay in the directory, but nobody tells them anything.
    pub(crate) left: bool,
}

impl Member {
    /// Their posts, the main one first.
    pub(crate) fn posts(&self) -> impl Iterator<Item = &Post> {
        std::iter::once(&self.main).chain(&self.further)
    }

    /// Their post in a unit.
    pub(crate) fn post_in(&self, unit: &UnitCode) -> Option<&Post> {
        self.posts().find(|post| post.unit == *unit)
    }

    /// R2.1: the same after a unit is gone; what they were there they are in its heir, but its leader. Who has a post there already goes on in it,
    /// with the duties of both.
    pub(crate) fn follow(mut self, from: &UnitCode, to: &UnitCode) -> Self {
        let mut posts: Vec<Post> = Vec::new();
        for mut post in std::iter::once(self.main.clone()).chain(std::mem::take(&mut self.further)) {
            if post.unit == *from {
                (post.unit, post.leader) = (to.clone(), false);
            }
            match posts.iter_mut().find(|kept| kept.unit == post.unit) {
                Some(kept) => kept.join(post),
                None => posts.push(post),
            }
        }
        let mut posts = posts.into_iter();
        self.main = posts.next().unwrap_or(self.main);
        self.further = posts.collect();
        self
    }
}

impl Post {
    fn join(&mut self, other: Self) {
        self.duties.extend(other.duties);
        self.duties.sort_unstable();
        self.duties.dedup();
        self.leader |= other.leader;
        self.reports_to = self.reports_to.take().or(other.reports_to);
    }
}

/// Whom to tell in a unit, in the order of R2.3: first contact, second contact, responsible person; where the unit names none,
/// its leader, then who holds a duty in it.
pub(crate) fn contacts<'a>(named: [Option<&StaffCode>; 3], unit: &UnitCode, staff: &'a [Member]) -> Vec<&'a Member> {
    let present = || staff.iter().filter(|member| !member.left);
    let find = |code: &StaffCode| present().find(|member| member.code == *code);
    let named: Vec<&Member> = named.into_iter().flatten().filter_map(find).collect();
    if !named.is_empty() {
        return named;
    }
    let leads = |member: &Member| member.post_in(unit).is_some_and(|post| post.leader);
    let serves = |member: &Member| member.post_in(unit).is_some_and(|post| !post.duties.is_empty());
    let leaders = present().filter(|member| leads(member));
    leaders
        .chain(present().filter(|member| !leads(member) && serves(member)))
        .take(3)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str) -> UnitCode {
        code.parse().unwrap()
    }

    fn post(code: &str) -> Post {
        Post {
            unit: unit(code),
            duties: Vec::new(),
            leader: false,
            reports_to: None,
        }
    }

    fn member(code: &str) -> Member {
        Member {
            code: StaffCode::new(code).unwrap(),
            main: post("o1"),
            further: Vec::new(),
            email: None,
            language: "zh".to_owned(),
            left: false,
        }
    }

    fn told<'a>(named: [Option<&StaffCode>; 3], staff: &'a [Member]) -> Vec<&'a str> {
        contacts(named, &unit("o1"), staff)
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
        staff[0].main.duties = vec!["service_management".to_owned()];
        staff[2].main.leader = true;
        assert_eq!(told([None; 3], &staff), ["s3", "s1"]);
        assert!(told([None; 3], &[]).is_empty());
    }

    #[test]
    fn who_leads_a_unit_by_a_further_post_is_told_there_and_for_nothing_that_they_are_elsewhere() {
        let mut head = member("s1");
        head.main = post("b1");
        head.further = vec![Post {
            leader: true,
            ..post("o1")
        }];
        let mut clerk = member("s2");
        clerk.further = vec![Post {
            leader: true,
            ..post("o2")
        }];
        assert_eq!(told([None; 3], &[clerk, head]), ["s1"]);
    }

    #[test]
    fn a_post_follows_its_unit_and_joins_the_one_that_is_there() {
        let mut head = member("s1");
        head.main = Post {
            leader: true,
            duties: vec!["legal".to_owned()],
            ..post("b1")
        };
        head.further = vec![Post {
            leader: true,
            duties: vec!["press_office".to_owned()],
            ..post("o1")
        }];
        let moved = head.clone().follow(&unit("o1"), &unit("o2"));
        assert_eq!(moved.main, head.main);
        assert!(
            moved.further[0].unit == unit("o2") && !moved.further[0].leader,
            "they do not lead there"
        );
        let joined = head.follow(&unit("o1"), &unit("b1"));
        assert_eq!(joined.main.duties, ["legal", "press_office"]);
        assert!(joined.main.leader && joined.further.is_empty(), "they led it before");
    }
}
