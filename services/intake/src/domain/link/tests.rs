//! What may be linked to what.

use super::super::samples::{at, clerk, complaint};
use super::*;

fn id(n: u128) -> ComplaintId {
    ComplaintId::from_uuid(uuid::Uuid::from_u128(n))
}

fn pair() -> (Complaint, Complaint) {
    let complaint = |n, minutes| Complaint {
        id: id(n),
        received: at(minutes),
        ..complaint()
    };
    (complaint(2, 10), complaint(1, 0))
}

fn link(kind: Kind, complaint: u128, to: Option<u128>, cluster: Option<u128>) -> Link {
    Link {
        id: LinkId::from_uuid(uuid::Uuid::from_u128(99)),
        kind,
        complaint: id(complaint),
        to: to.map(id),
        cluster: cluster.map(|n| ClusterId::from_uuid(uuid::Uuid::from_u128(n))),
        new_facts: false,
        reason: "the same queue".to_owned(),
        act: Act {
            by: clerk(),
            at: at(20),
        },
        undone: None,
    }
}

fn withdrawn() -> Stage {
    Stage::Withdrawn {
        act: Act { by: clerk(), at: at(1) },
    }
}

fn decide(kind: Kind, pair: &(Complaint, Complaint), links: &[Link], same_complainant: bool) -> Result<(), String> {
    let pair = Pair {
        complaint: &pair.0,
        other: &pair.1,
        links,
        same_complainant,
    };
    pair.decide(kind).map_err(|refusal| refusal.to_string())
}

fn refused(kind: Kind, links: &[Link], change: impl FnOnce(&mut Complaint, &mut Complaint)) -> String {
    let mut pair = pair();
    change(&mut pair.0, &mut pair.1);
    decide(kind, &pair, links, true).unwrap_err()
}

#[test]
fn a_later_complaint_is_linked_to_an_earlier_one_in_each_way() {
    for kind in Kind::ALL {
        assert_eq!(decide(kind, &pair(), &[], true), Ok(()), "{kind:?}");
        assert_eq!(Kind::read(kind.code()), Some(kind));
    }
}

#[test]
fn what_is_linked_wrongly_is_refused_with_its_sentence() {
    let none = |_: &mut Complaint, _: &mut Complaint| {};
    assert_eq!(
        refused(Kind::Repeat, &[], |one, other| other.id = one.id),
        "a complaint is not linked to itself"
    );
    assert_eq!(
        refused(Kind::Join, &[], |_, other| other.received = at(11)),
        "the other complaint came later: link that one to this"
    );
    let again = link(Kind::Repeat, 2, Some(1), None);
    assert_eq!(refused(Kind::Repeat, &[again], none), "the two are linked so already");
    assert_eq!(
        refused(Kind::Repeat, &[], |one, _| one.repeats = Some(id(7))),
        "the complaint is a repeat of another already: undo that link first"
    );
    assert_eq!(
        refused(Kind::Join, &[], |one, _| one.stage = withdrawn()),
        "the complaint is withdrawn: it is joined to nothing any more"
    );
    assert_eq!(
        refused(Kind::Join, &[], |_, other| other.stage = withdrawn()),
        "the first complaint is withdrawn: the same again is a repeat, not a join"
    );
    let third = link(Kind::Join, 3, Some(2), None);
    assert_eq!(
        refused(Kind::Join, &[third], none),
        "others are joined to this complaint: undo that first"
    );
    let own = link(Kind::Cluster, 2, None, Some(50));
    assert_eq!(
        refused(Kind::Cluster, std::slice::from_ref(&own), none),
        "the complaint is in a cluster already: link the other one to it"
    );
    let others = link(Kind::Cluster, 1, None, Some(50));
    assert_eq!(
        refused(Kind::Cluster, &[own, others], none),
        "the two are linked so already"
    );
}

#[test]
fn a_join_needs_the_same_complainant_and_the_other_kinds_do_not() {
    let stranger = decide(Kind::Join, &pair(), &[], false).unwrap_err();
    let sentence = "nothing says that the complainant is the same: \
                    a join needs a telephone number, an e-mail address or a document in common";
    assert_eq!(stranger, sentence);
    assert_eq!(decide(Kind::Repeat, &pair(), &[], false), Ok(()));
    assert_eq!(decide(Kind::Cluster, &pair(), &[], false), Ok(()));
}

#[test]
fn what_was_undone_binds_no_more() {
    let undone = Link {
        undone: Some((
            Act {
                by: clerk(),
                at: at(30),
            },
            "a mistake".to_owned(),
        )),
        ..link(Kind::Repeat, 2, Some(1), None)
    };
    assert_eq!(decide(Kind::Repeat, &pair(), &[undone], true), Ok(()));
}

#[test]
fn a_request_names_a_kind_and_a_reason() {
    let request = |kind: &str, reason: &str| LinkRequest {
        kind: kind.to_owned(),
        to: "x".to_owned(),
        new_facts: false,
        reason: reason.to_owned(),
    };
    let refused = |kind, reason| check(&request(kind, reason)).unwrap_err().to_string();
    assert_eq!(refused("merge", "why"), "a link is a `repeat`, a `join` or a `cluster`");
    assert_eq!(refused("join", " "), "`reason` is empty");
}
