//! The organisation's tree and its staff (R2.1 to R2.3).

use std::fmt::Write;
use std::path::Path;

use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_contracts::requests::{
    Answer, DutyContactsRequest, StaffNow, StaffRequest, UnitContacts, UnitContactsRequest,
};
use huiyin_contracts::views::routing::{DirectoryImported, StaffImported, StaffView, UnitView};
use huiyin_contracts::{Event, decode};
use huiyin_testkit::{Databases, Probe, World};
use huiyin_web::Page;

use crate::world::{TREE, import, start, start_empty};

async fn units(world: &World, query: &str) -> Vec<String> {
    let page: Page<UnitView> = world.get(&format!("/routing/v1/units?{query}")).await.read();
    page.items.into_iter().map(|unit| unit.path.to_string()).collect()
}

#[tokio::test]
async fn a_tree_is_imported_told_and_looked_up() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mut probe = Probe::new(&world.bus, "probe").await;
        assert_eq!(units(&world, "").await, ["ho", "ho.b1", "ho.b1.o1", "ho.b2", "ho.desk"]);
        assert_eq!(units(&world, "under=b1").await, ["ho.b1", "ho.b1.o1"]);
        assert_eq!(units(&world, "duty=supervision_desk").await, ["ho.desk"]);
        assert_eq!(units(&world, "level=branch&q=%E7%AC%AC%E4%BA%8C").await, ["ho.b2"]);
        let unit: UnitView = world.get("/routing/v1/units/o1").await.read();
        assert_eq!(
            (unit.name.as_str(), unit.parent.unwrap().as_str()),
            ("人民路分理处", "b1")
        );
        assert_eq!(world.get("/routing/v1/units/none").await.status, 404);
        let told = probe
            .hears("units_changed", |event| event.kind == UnitsChangedV1::kind())
            .await;
        let told: UnitsChangedV1 = decode(&told).unwrap();
        assert_eq!(told.units.len(), 5);
        let branch = told.units.iter().find(|unit| unit.path.as_str() == "ho.b1").unwrap();
        assert_eq!(branch.duties, ["service_management"], "a level's duties are told too");
        world.end().await;
    }
}

#[tokio::test]
async fn a_new_file_changes_the_tree_and_what_is_gone_stays_closed() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let next = TREE
            .replace("O1,B1,outlet", "O1,B2,outlet")
            .replace("B1,HO,branch,第一支行,,,,active,real,,,,\n", "");
        let imported: DirectoryImported = import(&world, "directory", &next).await.read();
        assert_eq!(
            (imported.added, imported.changed, imported.closed, imported.total),
            (0, 1, 1, 4)
        );
        let same: DirectoryImported = import(&world, "directory", &next).await.read();
        assert_eq!((same.added, same.changed, same.closed), (0, 0, 0));
        assert_eq!(units(&world, "open=true").await, ["ho", "ho.b2", "ho.b2.o1", "ho.desk"]);
        let closed: UnitView = world.get("/routing/v1/units/b1").await.read();
        assert!(!closed.open && closed.closed_at.is_some());
        let mut probe = Probe::new(&world.bus, "probe").await;
        let gone = |event: &huiyin_contracts::Envelope| {
            decode::<UnitsChangedV1>(event).is_ok_and(|event| event.closed.iter().any(|code| code.as_str() == "b1"))
        };
        probe.hears("the closing", gone).await;
        world.end().await;
    }
}

#[tokio::test]
async fn a_broken_file_is_refused_with_line_and_sentence_and_nothing_of_it_is_stored() {
    let world = start_empty(Databases::Sqlite).await;
    let unclosed = TREE.replace("人民路分理处", "\"人民路分理处");
    for (csv, line, sentence) in [
        (
            unclosed.as_str(),
            "/6",
            "line 6: a quoted field begins here and never ends",
        ),
        (
            "node_id,parent_id,level,name\nHO,,x,a\nN,P,x,b\n",
            "/3",
            "line 3: the parent `P` of `N` is not in the file",
        ),
        (
            "node_id,parent_id,level,name\nHO,,x,a\nA,B,x,b\nB,A,x,c\n",
            "/3",
            "line 3: `A` stands below itself",
        ),
        ("", "", "the file is empty: it needs a header row and at least one line"),
    ] {
        let refused = import(&world, "directory", csv).await;
        assert_eq!((refused.status, refused.sentence()), (422, sentence));
        assert_eq!(refused.body["errors"][0]["pointer"], line);
    }
    assert!(units(&world, "").await.is_empty());
    let path = "/routing/v1/directory/imports";
    assert_eq!(
        world
            .post_raw(path, "application/json", b"{}".to_vec(), &[])
            .await
            .status,
        415
    );
    assert_eq!(
        world.post_raw(path, "text/csv", vec![b'x'; 17 << 20], &[]).await.status,
        413
    );
    let staff = [("huiyin-staff", "s1"), ("huiyin-unit", "ho")];
    assert_eq!(
        world
            .post_raw(path, "text/csv", TREE.as_bytes().to_vec(), &staff)
            .await
            .status,
        403
    );
    world.end().await;
}

#[tokio::test]
async fn the_contacts_of_a_unit_are_told_in_their_order() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let staff = "code,unit,duties,leader,reports_to,email,language\n\
            boss,o1,,yes,,boss@bank.example,zh\nc2,o1,,no,boss,c2@bank.example,en\nc1,b1,service_management,no,,,zh\n";
        let imported: StaffImported = import(&world, "staff", staff).await.read();
        assert_eq!((imported.total, imported.added, imported.updated), (3, 3, 0));
        let again: StaffImported = import(&world, "staff", staff).await.read();
        assert_eq!((again.added, again.updated), (0, 3));
        let ask = async |unit: &str, not_of: Option<&str>| -> Option<Vec<(String, Option<String>)>> {
            let question = UnitContactsRequest {
                unit: unit.parse().unwrap(),
                not_of: not_of.map(|unit| unit.parse().unwrap()),
            };
            match world.bus.request("svc.routing.unit_contacts", &question).await.unwrap() {
                Answer::Ok(UnitContacts { people, .. }) => {
                    Some(people.into_iter().map(|one| (one.code, one.email)).collect())
                }
                answer => {
                    assert!(answer == Answer::NotFound);
                    None
                }
            }
        };
        let reached = |code: &str| (code.to_owned(), Some(format!("{code}@bank.example")));
        let c1 = || ("c1".to_owned(), None);
        assert_eq!(
            ask("ho.b1.o1", None).await,
            Some(vec![c1(), reached("c2"), reached("boss")])
        );
        assert_eq!(
            ask("ho.b1.o1", Some("ho.b1.o1")).await,
            Some(vec![c1()]),
            "R8.2: not who works there"
        );
        assert_eq!(ask("ho.b1.o1", Some("ho.b1")).await, Some(Vec::new()), "nor below it");
        assert_eq!(ask("ho.nowhere", None).await, None);
        let page: Page<StaffView> = world.get("/routing/v1/staff?unit=o1").await.read();
        let codes: Vec<_> = page
            .items
            .iter()
            .map(|member| (member.code.as_str(), member.has_email))
            .collect();
        assert_eq!(codes, [("boss", true), ("c2", true)]);
        let refused = import(&world, "staff", "code,unit\ns1,nowhere\n").await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (422, "line 2: there is no open unit `nowhere` in the directory")
        );
        world.end().await;
    }
}

#[tokio::test]
async fn whoever_has_a_further_post_is_found_in_both_units_until_a_file_gives_them_one() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let both =
            "code,unit,duties,leader,email\ns1,b1,legal,yes,s1@bank.example\ns1,o1,press_office,yes,\ns2,o1,,no,\n";
        let imported: StaffImported = import(&world, "staff", both).await.read();
        assert_eq!((imported.total, imported.added), (2, 2), "two people on three lines");
        let of = async |unit: &str| -> Vec<String> {
            let page: Page<StaffView> = world.get(&format!("/routing/v1/staff?unit={unit}")).await.read();
            page.items.iter().map(|member| member.code.to_string()).collect()
        };
        assert_eq!((of("b1").await, of("o1").await.len()), (vec!["s1".to_owned()], 2));
        let question = StaffRequest {
            code: huiyin_kernel::StaffCode::new("s1").unwrap(),
        };
        let ask = async || -> Answer<StaffNow> { world.bus.request("svc.routing.staff", &question).await.unwrap() };
        let Answer::Ok(now) = ask().await else {
            panic!("they are on the staff")
        };
        assert_eq!(
            (now.unit.as_str(), now.duties.as_slice()),
            ("ho.b1", ["legal".to_owned()].as_slice())
        );
        let further: Vec<&str> = now.further.iter().map(|post| post.unit.as_str()).collect();
        assert_eq!(further, ["ho.b1.o1"]);
        let question = DutyContactsRequest {
            duties: vec!["press_office".to_owned()],
        };
        let told: Answer<UnitContacts> = world.bus.request("svc.routing.duty_contacts", &question).await.unwrap();
        let Answer::Ok(told) = told else {
            panic!("somebody holds it by a further post")
        };
        assert_eq!(told.people[0].code, "s1");
        import(&world, "staff", "code,unit\ns1,b1\n").await;
        assert_eq!(of("o1").await, ["s2"], "they have the posts of the file and no others");
        assert!(matches!(ask().await, Answer::Ok(now) if now.further.is_empty()));
        let refused = import(&world, "staff", "code,unit,language\ns1,b1,zh\ns1,o1,en\n").await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (
                422,
                "line 3: `language` of s1 is another than on line 2; leave it empty on the lines of further posts"
            )
        );
        world.end().await;
    }
}

#[tokio::test]
async fn twenty_eight_thousand_units_are_imported_in_seconds() {
    let world = start_empty(Databases::Sqlite).await;
    let mut csv =
        "node_id,parent_id,level,name,code,city,address,status,origin\nHO,,head_office,总行,,,,active,x\n".to_owned();
    for b in 0..40 {
        writeln!(csv, "B{b},HO,branch,第{b}分行,,,,active,x").unwrap();
        for s in 0..10 {
            writeln!(csv, "S{b}-{s},B{b},sub_branch,第{b}-{s}支行,,,,active,x").unwrap();
            for o in 0..69 {
                writeln!(
                    csv,
                    "N{b}-{s}-{o},S{b}-{s},outlet,网点{o},C{b}-{s}-{o},城市,解放路{o}号,active,x"
                )
                .unwrap();
            }
        }
    }
    let began = std::time::Instant::now();
    let imported: DirectoryImported = import(&world, "directory", &csv).await.read();
    println!(
        "{} units imported in {:?} (SQLite, debug build)",
        imported.total,
        began.elapsed()
    );
    assert_eq!(imported.added, 28_041);
    let began = std::time::Instant::now();
    let again: DirectoryImported = import(&world, "directory", &csv.replace("网点68", "改名网点"))
        .await
        .read();
    println!("400 of them renamed in {:?}", began.elapsed());
    assert_eq!((again.added, again.changed, again.closed), (0, 400, 0));
    let mut probe = Probe::new(&world.bus, "probe").await;
    let renamed = |event: &huiyin_contracts::Envelope| {
        decode::<UnitsChangedV1>(event).is_ok_and(|event| event.units.len() == 400)
    };
    probe.hears("the renamed units", renamed).await;
    let first: usize = probe
        .heard()
        .iter()
        .filter_map(|event| decode::<UnitsChangedV1>(event).ok())
        .map(|e| e.units.len())
        .sum();
    assert_eq!(first, 28_441);
    world.end().await;
}

#[tokio::test]
async fn real_trees_are_imported() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    for (file, total) in [("branches_tree_jkb.csv", 1319), ("branches_tree_cn_abc.csv", 1022)] {
        let Ok(csv) = std::fs::read_to_string(data.join(file)) else {
            println!("skipped: {file} is not there");
            continue;
        };
        let world = start_empty(Databases::Sqlite).await;
        let began = std::time::Instant::now();
        let answer = import(&world, "directory", &csv).await;
        println!("{file}: {} in {:?}", answer.body, began.elapsed());
        let imported: DirectoryImported = answer.read();
        assert_eq!((imported.total, imported.added), (total, total));
        assert_eq!(units(&world, "level=head_office").await, ["ho"]);
        let again: DirectoryImported = import(&world, "directory", &csv).await.read();
        assert_eq!((again.added, again.changed, again.closed), (0, 0, 0));
        world.end().await;
    }
}
