//! Which of their posts somebody acts in. A session acts in one post at a time; without a choice it is the main one.

use huiyin_contracts::requests::{PostNow, StaffNow};
use huiyin_kernel::{UnitCode, UnitPath};

/// What somebody does in a post, and where else they have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Acting {
    pub(crate) post: PostNow,
    pub(crate) elsewhere: Vec<UnitPath>,
}

/// Their posts, the main one first.
pub(crate) fn posts(now: &StaffNow) -> Vec<PostNow> {
    let main = PostNow {
        unit: now.unit.clone(),
        duties: now.duties.clone(),
    };
    std::iter::once(main).chain(now.further.iter().cloned()).collect()
}

/// The post that was chosen, as it is now. One that was taken away is none: nobody is moved to another without knowing it.
pub(crate) fn acting(posts: &[PostNow], chosen: Option<&UnitCode>) -> Option<Acting> {
    let place = match chosen {
        None => 0,
        Some(unit) => posts.iter().position(|post| post.unit.code() == *unit)?,
    };
    let others = posts.iter().enumerate().filter(|(other, _)| *other != place);
    Some(Acting {
        post: posts.get(place)?.clone(),
        elsewhere: others.map(|(_, post)| post.unit.clone()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deputy() -> Vec<PostNow> {
        let further = PostNow {
            unit: "ho.b01.o011".parse().unwrap(),
            duties: vec!["legal".to_owned()],
        };
        posts(&StaffNow {
            unit: "ho.b01".parse().unwrap(),
            duties: vec!["service_management".to_owned()],
            further: vec![further],
        })
    }

    #[test]
    fn somebody_acts_in_their_main_post_until_they_choose_another() {
        let main = acting(&deputy(), None).unwrap();
        assert_eq!(main.post.duties, ["service_management"]);
        assert_eq!(main.elsewhere, ["ho.b01.o011".parse().unwrap()]);
        let outlet = acting(&deputy(), Some(&"o011".parse().unwrap())).unwrap();
        assert_eq!(
            (outlet.post.unit.as_str(), outlet.post.duties[0].as_str()),
            ("ho.b01.o011", "legal")
        );
        assert_eq!(outlet.elsewhere, ["ho.b01".parse().unwrap()]);
    }

    #[test]
    fn a_post_that_was_taken_away_is_no_other_post() {
        let left: Vec<PostNow> = deputy().into_iter().take(1).collect();
        assert_eq!(acting(&left, Some(&"o011".parse().unwrap())), None);
        assert_eq!(acting(&left, None).unwrap().elsewhere, []);
    }
}
