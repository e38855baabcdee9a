//! What operators watch: `/metrics` in the text format that Prometheus reads.

use huiyin_testkit::{Databases, World};

use crate::world::{get_as, register, start, told};

async fn page(world: &World) -> String {
    let answer = reqwest::get(world.url("/metrics")).await.unwrap();
    assert_eq!(answer.status(), 200);
    let kind = answer.headers()["content-type"].to_str().unwrap();
    assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
    answer.text().await.unwrap()
}

fn value(page: &str, sample: &str) -> String {
    let line = page.lines().find_map(|line| line.strip_prefix(sample));
    line.unwrap_or_else(|| panic!("no {sample} in {page}"))
        .trim()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_tell_requests_and_how_far_feeds_are_and_nothing_of_anybody() {
    for databases in Databases::both() {
        let world = start(databases).await;
        register(&world, &told()).await;
        register(&world, &told()).await;
        let staff = [("huiyin-staff", "s1"), ("huiyin-unit", "ho.b02")];
        assert_eq!(get_as(&world, &staff, "/intake/v1/complaints/nothing").await.0, 404);
        let asked = page(&world).await;
        world.quiet().await;
        let after = page(&world).await;
        for (page, sample, expected) in [
            (
                &asked,
                "huiyin_http_requests_total{service=\"intake\",status=\"4xx\"}",
                "1",
            ),
            (&after, "huiyin_events_said_total{service=\"intake\"}", "2"),
            (&after, "huiyin_events_parked{service=\"intake\"}", "0"),
            (&after, "huiyin_database_up{service=\"routing\"}", "1"),
        ] {
            assert_eq!(value(page, sample), expected, "{sample}");
        }
        // Registering looks at the feeds too, so what was answered well is at least what was registered, and goes on rising.
        let well = |page: &str| -> u64 {
            let sample = "huiyin_http_requests_total{service=\"intake\",status=\"2xx\"}";
            value(page, sample).parse().unwrap()
        };
        assert!(well(&asked) >= 2 && well(&after) > well(&asked), "{asked}\n{after}");
        assert!(!after.contains("anary") && !after.contains("ho.b01"), "{after}");
        let types = after
            .lines()
            .filter(|line| line.starts_with("# TYPE huiyin_events_said_total"));
        assert_eq!(types.count(), 1);
        world.end().await;
    }
}
