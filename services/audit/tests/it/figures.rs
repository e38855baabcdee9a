//! Figures, and waiting until they hold what one did (R7.1).

use huiyin_contracts::Event;
use huiyin_contracts::events::investigation::{FoundV1, OrderAcceptedV1};
use huiyin_contracts::events::organisation::UnitsChangedV1;
use huiyin_contracts::events::routing::ClockMetV1;
use huiyin_contracts::views::audit::{Counted, CountedRequest, Counts, Figures, Progress};
use huiyin_kernel::{Actor, StaffCode};
use huiyin_testkit::Databases;

use crate::world::{assign, complaint, get_as, register, say, start};

#[tokio::test(flavor = "multi_thread")]
async fn figures_count_what_was_received_closed_in_time_and_how_many_people() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |event| event.persons = 20).await;
        register(&world, 2, |event| event.channel = "web".to_owned()).await;
        let met = ClockMetV1 {
            complaint: complaint(1),
            kind: "reply".to_owned(),
            ..ClockMetV1::example()
        };
        say(&world, complaint(1), &met).await;
        world.quiet().await;
        let figures: Figures = world.get("/audit/v1/figures?by=channel,in_time").await.read();
        assert_eq!(
            (figures.by.as_slice(), figures.time_zone.as_str()),
            (&["channel".to_owned(), "in_time".to_owned()][..], "Asia/Shanghai")
        );
        let rows: Vec<_> = figures
            .rows
            .iter()
            .map(|row| (row.key.clone(), row.counts.persons))
            .collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            rows,
            [
                (vec![text("help_line"), text("true")], 20),
                (vec![text("web"), None], 1)
            ]
        );
        assert_eq!(
            figures.total,
            Counts {
                received: 2,
                closed: 0,
                open: 2,
                in_time: 1,
                late: 0,
                persons: 21,
                ..Counts::default()
            }
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_counted_is_refused_with_a_sentence() {
    let world = start(Databases::Sqlite).await;
    let unknown = world.get("/audit/v1/figures?by=chanel").await;
    assert_eq!(
        (unknown.status, &unknown.body["type"]),
        (422, &"/problems/unknown-key".into())
    );
    assert!(
        unknown
            .sentence()
            .starts_with("\"chanel\" is nothing to count by; known are channel, class,"),
        "{unknown:?}"
    );
    let backwards = world
        .get("/audit/v1/figures?by=unit&from=2026-02-01&to=2026-01-31")
        .await;
    assert_eq!(
        backwards.sentence(),
        "the period ends on 2026-01-31, before it begins on 2026-02-01"
    );
    let twice = world.get("/audit/v1/figures?by=unit,unit").await;
    assert_eq!(twice.sentence(), "\"unit\" is asked for twice");
    for wrong in ["", "by=unit&from=yesterday", "by=unit&of=2026"] {
        assert_eq!(
            world.get(&format!("/audit/v1/figures?{wrong}")).await.status,
            422,
            "{wrong}"
        );
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_count_their_own_unit_and_nothing_restricted() {
    let world = start(Databases::Sqlite).await;
    register(&world, 1, |event| event.unit = "ho.b01.o1".parse().unwrap()).await;
    register(&world, 2, |event| event.unit = "ho.b02".parse().unwrap()).await;
    register(&world, 3, |event| event.confidential = true).await;
    world.quiet().await;
    let received = async |headers: &[(&str, &str)]| {
        let (status, body) = get_as(&world, headers, "/audit/v1/figures?by=channel").await;
        (status, body["total"]["received"].as_u64())
    };
    assert_eq!(received(&[]).await, (200, Some(3)), "who is at the machine");
    assert_eq!(
        received(&[("huiyin-staff", "s1"), ("huiyin-unit", "ho.b01")]).await,
        (200, Some(1))
    );
    let desk = [
        ("huiyin-staff", "s1"),
        ("huiyin-unit", "ho.b09"),
        ("huiyin-duties", "supervision_desk"),
    ];
    assert_eq!(
        received(&desk).await,
        (200, Some(2)),
        "the supervision desk, but for what is restricted"
    );
    assert_eq!(
        received(&[("huiyin-staff", "s1")]).await,
        (403, None),
        "who works nowhere"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_waits_for_exactly_what_it_did() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, 1, |_| ()).await;
        register(&world, 2, |_| ()).await;
        assign(&world, 2, |_| ()).await;
        assign(&world, 3, |_| ()).await;
        world.quiet().await;
        let complaints = vec![complaint(1), complaint(2), complaint(2), complaint(3), complaint(4)];
        let counted: Counted = world
            .post("/audit/v1/counted", &CountedRequest { complaints })
            .await
            .read();
        assert_eq!(
            counted,
            Counted {
                asked: 4,
                recorded: 2,
                routed: 2,
                counted: 1
            }
        );
        let progress: Progress = world.get("/audit/v1/progress").await.read();
        assert_eq!(
            progress,
            Progress {
                entries: 4,
                complaints: 2,
                routed: 1
            }
        );
        let many = CountedRequest {
            complaints: (0..1_001).map(complaint).collect(),
        };
        let refused = world.post("/audit/v1/counted", &many).await;
        assert_eq!(
            (refused.status, refused.sentence()),
            (422, "at most 1000 complaints are asked for at once")
        );
        let staff = get_as(
            &world,
            &[("huiyin-staff", "s1"), ("huiyin-unit", "ho.b01")],
            "/audit/v1/progress",
        )
        .await;
        assert_eq!(staff.0, 403, "the whole organisation's figures are not theirs");
        world.end().await;
    }
}

/// A member of staff of a unit accepts the order, and finds that the complaint is right.
async fn handles(world: &huiyin_testkit::World, n: u128, unit: &str, who: &str) {
    let by = Actor::Staff {
        code: StaffCode::new(who).unwrap(),
        post: None,
    };
    register(world, n, |event| event.unit = "ho.b01.o1".parse().unwrap()).await;
    let accepted = OrderAcceptedV1 {
        complaint: complaint(n),
        unit: unit.parse().unwrap(),
        by: by.clone(),
        ..OrderAcceptedV1::example()
    };
    say(world, complaint(n), &accepted).await;
    let found = FoundV1 {
        complaint: complaint(n),
        finding: "upheld".to_owned(),
        by,
        ..FoundV1::example()
    };
    say(world, complaint(n), &found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r6_4_figures_by_handler_are_for_who_answers_for_them() {
    for databases in Databases::both() {
        let world = start(databases).await;
        let mut units = UnitsChangedV1::example();
        units.units[0].path = "ho.b01".parse().unwrap();
        units.units[0].responsible = Some(StaffCode::new("e3").unwrap());
        say(&world, complaint(9), &units).await;
        handles(&world, 1, "ho.b01.o1", "o1").await;
        handles(&world, 2, "ho.b01.o1", "o1").await;
        handles(&world, 3, "ho.b01", "e1").await;
        handles(&world, 4, "ho", "h1").await;
        register(&world, 5, |event| event.unit = "ho.b01.o1".parse().unwrap()).await;
        world.quiet().await;
        let path = "/audit/v1/figures?by=handler,finding";
        let told = async |staff: &str, unit: &str, duties: &str| {
            let mut headers = vec![("huiyin-staff", staff), ("huiyin-unit", unit)];
            if !duties.is_empty() {
                headers.push(("huiyin-duties", duties));
            }
            let (status, body) = get_as(&world, &headers, path).await;
            let rows = body["rows"].as_array().cloned().unwrap_or_default();
            let row = |row: &serde_json::Value| (row["key"].to_string(), row["counts"]["received"].as_u64());
            (status, rows.iter().map(row).collect::<Vec<_>>())
        };
        let counted = |who: &str, count| (format!("[\"{who}\",\"upheld\"]"), Some(count));
        let own = vec![counted("o1", 2), counted("e1", 1)];
        assert_eq!(
            told("e3", "ho.b01", "").await,
            (200, own.clone()),
            "the head of the branch"
        );
        assert_eq!(
            told("e1", "ho.b01", "service_management").await,
            (200, own),
            "its service management: nobody of head office"
        );
        assert_eq!(told("e2", "ho.b01", "").await, (403, vec![]), "a colleague");
        let all = vec![counted("o1", 2), counted("e1", 1), counted("h1", 1)];
        assert_eq!(told("h9", "ho.desk", "supervision_desk").await, (200, all));
        world.end().await;
    }
}
