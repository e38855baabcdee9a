//! Repeats, joins and clusters, and undoing them (R3.6, R3.10, R3.11).

use huiyin_contracts::events::intake::{ClusterCountedV1, LinkedV1, RegisteredV1, UnlinkedV1};
use huiyin_contracts::views::intake::{Candidate, LinkView, Registered};
use huiyin_testkit::{Answer, Databases, World};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{command, get_as, last, receipt, register, said, start, told, told_with};

async fn two(world: &World) -> (Registered, Registered) {
    let first = register(world, &told()).await;
    world.wait(SignedDuration::from_mins(10));
    (first, register(world, &told()).await)
}

async fn link(world: &World, of: &Registered, kind: &str, to: &Registered) -> Answer {
    let body = json!({ "kind": kind, "to": to.number, "new_facts": true, "reason": "the same queue" });
    command(world, of.id, "links", body).await
}

async fn linked(world: &World, of: &Registered, kind: &str, to: &Registered) -> LinkView {
    let answer = link(world, of, kind, to).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.read()
}

async fn undo(world: &World, of: &Registered, link: &LinkView) -> Answer {
    let what = format!("links/{}/undo", link.id);
    command(world, of.id, &what, json!({ "reason": "another matter" })).await
}

async fn view(world: &World, of: &Registered) -> Value {
    world.get(&format!("/intake/v1/complaints/{}", of.id)).await.body
}

async fn steps(world: &World, of: &Registered) -> Vec<String> {
    let shown = world.post("/intake/v1/progress", &receipt(of)).await.body;
    let steps = shown["steps"].as_array().unwrap().iter();
    steps.map(|step| step["step"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeat_is_linked_said_and_undone_with_its_history_kept() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let (first, second) = two(&world).await;
        let made = linked(&world, &second, "repeat", &first).await;
        let event: LinkedV1 = last(&world).await;
        assert_eq!(
            (event.kind.as_str(), event.to, event.new_facts),
            ("repeat", Some(first.id), false)
        );
        assert_eq!(view(&world, &second).await["repeats"], json!(first.id));
        let undone = undo(&world, &second, &made).await;
        assert_eq!(undone.status, 200, "{undone:?}");
        assert_eq!(last::<UnlinkedV1>(&world).await.link, made.id);
        assert_eq!(view(&world, &second).await["repeats"], Value::Null);
        let history = world.get(&format!("/intake/v1/complaints/{}/links", first.id)).await;
        let history: Vec<LinkView> = history.read();
        assert_eq!((history.len(), history[0].reason.as_str()), (1, "the same queue"));
        assert_eq!(history[0].undone.as_ref().unwrap().reason, "another matter");
        assert_eq!(steps(&world, &second).await, ["registered", "repeat", "unlinked"]);
        let again = undo(&world, &second, &made).await;
        assert_eq!((again.status, again.sentence()), (409, "the link is undone already"));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_joined_follows_the_first_and_stands_where_it_stood_when_parted() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let (first, second) = two(&world).await;
        let made = linked(&world, &second, "join", &first).await;
        let event: LinkedV1 = last(&world).await;
        assert_eq!((event.new_facts, event.received), (true, second.received));
        assert_eq!(view(&world, &second).await["stage"], "joined");
        let late = command(&world, second.id, "accept", json!({})).await;
        assert_eq!(
            (late.status, late.sentence()),
            (409, "the complaint is joined: there is nothing left to accept")
        );
        let again = link(&world, &second, "join", &first).await;
        assert_eq!((again.status, again.sentence()), (409, "the two are linked so already"));
        undo(&world, &second, &made).await;
        assert_eq!(view(&world, &second).await["stage"], "registered");
        assert_eq!(steps(&world, &second).await, ["registered", "joined", "unjoined"]);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_counts_its_complaints_and_persons() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mut crowd = told();
        crowd["complainant"]["persons"] = json!(18);
        let first = register(&world, &crowd).await;
        let (second, third) = two(&world).await;
        linked(&world, &second, "cluster", &first).await;
        let made = linked(&world, &third, "cluster", &first).await;
        let event: LinkedV1 = last(&world).await;
        assert_eq!((event.complaints, event.persons), (3, 20));
        let said = said(&world).await;
        let both = said.iter().filter(|envelope| envelope.kind == "complaint.linked.v1");
        assert_eq!(both.count(), 3, "the first of a cluster is linked too");
        let crosswise = link(&world, &first, "cluster", &third).await;
        assert_eq!(
            (crosswise.status, crosswise.sentence()),
            (409, "the two are linked so already")
        );
        undo(&world, &third, &made).await;
        let event: UnlinkedV1 = last(&world).await;
        assert_eq!((event.complaints, event.persons, event.cluster), (2, 19, made.cluster));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_desks_that_link_to_one_cluster_at_once_count_each_others_persons() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let (first, second) = two(&world).await;
        linked(&world, &second, "cluster", &first).await;
        for round in 0..5_u32 {
            let (one, other) = two(&world).await;
            // To different members: no complaint is in both links.
            let both = tokio::join!(
                link(&world, &one, "cluster", &first),
                link(&world, &other, "cluster", &second)
            );
            assert_eq!((both.0.status, both.1.status), (201, 201), "{both:?}");
            let said = said(&world).await;
            let linked = said.iter().filter(|envelope| envelope.kind == "complaint.linked.v1");
            let sizes: Vec<u32> = linked
                .map(|envelope| huiyin_contracts::decode::<LinkedV1>(envelope).unwrap().persons)
                .collect();
            let members = 2 + 2 * (round + 1);
            assert_eq!(sizes.iter().max(), Some(&members), "{sizes:?}");
        }
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_is_counted_anew_when_one_of_it_is_joined_to_another_and_when_that_is_undone() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let (first, second) = two(&world).await;
        linked(&world, &second, "cluster", &first).await;
        let made = linked(&world, &second, "join", &first).await;
        let event: ClusterCountedV1 = last(&world).await;
        assert_eq!((event.complaint, event.complaints, event.persons), (second.id, 2, 1));
        undo(&world, &second, &made).await;
        let event: ClusterCountedV1 = last(&world).await;
        assert_eq!((event.complaints, event.persons), (2, 2));
        let (_, alone) = two(&world).await;
        linked(&world, &alone, "repeat", &first).await;
        let kinds = crate::world::kinds(&world).await;
        let counted = kinds.iter().filter(|kind| *kind == "complaint.cluster_counted.v1");
        assert_eq!(counted.count(), 2, "what is in no cluster changes none");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn candidates_are_suggested_by_keyed_marks_and_show_nobody() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let first = register(&world, &told()).await;
        let mut stranger = told_with("class", json!("work_error"));
        stranger["complainant"] = json!({ "name": "Canary Name", "phone": "010 5550 0111" });
        let other = register(&world, &stranger).await;
        stranger["complainant"] = json!({ "phone": "0086 10 5550-0199", "anonymous": true });
        register(&world, &stranger).await;
        stranger["complainant"] = json!({ "name": "Another", "phone": "0086 10 5550-0199" });
        let second = register(&world, &stranger).await;
        let asked = world
            .get(&format!("/intake/v1/complaints/{}/candidates", second.id))
            .await;
        let found: Vec<Candidate> = asked.read();
        assert_eq!((found.len(), found[0].id), (1, first.id), "{found:?}");
        assert_eq!(found[0].same, ["phone"]);
        assert!(!asked.body.to_string().contains("anary") && !asked.body.to_string().contains("5550"));
        let unlike = link(&world, &second, "join", &other).await;
        assert_eq!(unlike.status, 409);
        assert!(
            unlike
                .sentence()
                .starts_with("nothing says that the complainant is the same")
        );
        let other_unit = [("huiyin-staff", "s1"), ("huiyin-unit", "ho.b02")];
        let path = format!("/intake/v1/complaints/{}/candidates", second.id);
        assert_eq!(get_as(&world, &other_unit, &path).await.0, 404);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_is_wrong_is_refused_and_changes_nothing() {
    let world = start(Databases::Sqlite).await;
    let (first, second) = two(&world).await;
    let ask = async |body: Value| command(&world, second.id, "links", body).await;
    let to = |to: Value, kind: &str, reason: &str| json!({ "kind": kind, "to": to, "reason": reason });
    for (body, status, sentence) in [
        (
            to(json!(first.id), "merge", "why"),
            422,
            "a link is a `repeat`, a `join` or a `cluster`",
        ),
        (to(json!(first.id), "join", ""), 422, "`reason` is empty"),
        (
            to(json!("nowhere"), "join", "why"),
            422,
            "the complaint that it is linked to is not in this register",
        ),
        (
            to(json!(second.id), "repeat", "why"),
            422,
            "a complaint is not linked to itself",
        ),
    ] {
        let refused = ask(body).await;
        assert_eq!((refused.status, refused.sentence()), (status, sentence));
    }
    let later = link(&world, &first, "repeat", &second).await;
    let sentence = "the other complaint came later: link that one to this";
    assert_eq!((later.status, later.sentence()), (409, sentence));
    let path = format!("/intake/v1/complaints/{}/links", second.id);
    let denied = world
        .post_by("s1", "ho.b02", &path, &to(json!(first.id), "repeat", "why"))
        .await;
    assert_eq!((denied.status, denied.sentence()), (404, "there is nothing here"));
    assert_eq!(world.get(&path).await.body, json!([]));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeat_that_was_named_at_registration_can_be_undone_too() {
    let world = start(Databases::Sqlite).await;
    let first = register(&world, &told()).await;
    let second = register(&world, &told_with("repeats", json!(first.number))).await;
    assert_eq!(last::<RegisteredV1>(&world).await.repeats, Some(first.id));
    let path = format!("/intake/v1/complaints/{}/links", second.id);
    let named: Vec<LinkView> = world.get(&path).await.read();
    assert_eq!(named[0].reason, "named at registration");
    assert_eq!(undo(&world, &second, &named[0]).await.status, 200);
    assert_eq!(view(&world, &second).await["repeats"], Value::Null);
    world.end().await;
}
