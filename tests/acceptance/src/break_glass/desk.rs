//! The same at the desk, by its pages.

use huiyin_contracts::views::intake::Registered;
use huiyin_testkit::{Databases, World};
use jiff::SignedDuration;
use serde_json::json;

use super::{DESK, list};
use crate::bank::{MONDAY, bank, complaint, register};

/// A form of the desk, sent from its own page; answers the status and where it leads or what it says.
async fn send(world: &World, session: &str, path: &str, form: &[(&str, &str)]) -> (u16, String) {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let url = world.url("");
    let request = client.post(world.url(path)).header("origin", url.trim_end_matches('/'));
    let request = request.header("cookie", format!("huiyin_session={session}"));
    let body: Vec<_> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = request
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body.join("&"));
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let leads = answer
        .headers()
        .get("location")
        .map(|to| to.to_str().unwrap().to_owned());
    let text = answer.text().await.unwrap();
    (status, leads.unwrap_or(text))
}

/// A new request's form is addressed by the key of the page that leads to it.
fn begun(page: &str) -> String {
    let (_, after) = page.split_once("/desk/break-glass/acts/ask_break_glass/").unwrap();
    format!("/desk/break-glass/acts/ask_break_glass/{}", after.get(..36).unwrap())
}

/// A complaint that a clerk of the outlet may not see, and the two who are signed in.
struct Scene {
    world: World,
    registered: Registered,
    clerk: String,
    desk: String,
}

impl Scene {
    async fn set() -> Self {
        let world = bank(Databases::Sqlite, MONDAY).await;
        let mut above = complaint();
        above["unit"] = json!("b01");
        let registered = register(&world, &above).await;
        world.quiet().await;
        let clerk = crate::signing_in::session(&world, "o1").await;
        let desk = crate::signing_in::session(&world, "h1").await;
        Self {
            world,
            registered,
            clerk,
            desk,
        }
    }

    fn whole(&self) -> String {
        format!("/desk/complaints/{}?lang=en", self.registered.id)
    }

    /// The clerk asks; answers the request.
    async fn asked(&self) -> String {
        let (_, page) = self.world.page("/desk/break-glass?lang=en", &self.clerk).await;
        let number = self.registered.number.to_string();
        let form = [
            ("number", number.as_str()),
            ("ground", "absence"),
            ("reference", "A-17"),
            ("hours", "4"),
        ];
        let (status, to) = send(&self.world, &self.clerk, &begun(&page), &form).await;
        assert_eq!((status, &*to), (303, "/desk/break-glass?done=ask_break_glass"), "{to}");
        list(&self.world, DESK).await[0].id.to_string()
    }

    /// What the supervision desk does with it.
    async fn decided(&self, act: &str, request: &str) {
        let form = format!("/desk/break-glass/acts/{act}/{request}");
        assert_eq!(send(&self.world, &self.desk, &form, &[]).await.0, 303, "{act}");
    }

    async fn entered(&self, request: &str) -> (u16, String) {
        let enter = format!("/desk/break-glass/{request}/enter?lang=en");
        send(&self.world, &self.clerk, &enter, &[]).await
    }

    async fn seen(&self) -> (u16, String) {
        self.world.page(&self.whole(), &self.clerk).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_1_somebody_asks_another_opens_and_the_first_goes_in_until_it_is_closed() {
    let scene = Scene::set().await;
    assert_eq!(scene.seen().await.0, 404, "a unit above is not theirs");
    let request = scene.asked().await;
    let (_, page) = scene.world.page("/desk/break-glass?lang=en", &scene.desk).await;
    assert!(
        page.contains("open_break_glass") && page.contains(scene.registered.number.as_str()),
        "{page}"
    );
    let (status, page) = scene.entered(&request).await;
    assert!(
        status == 409 && page.contains("this complaint is not open to you"),
        "{status} {page}"
    );
    scene.decided("open_break_glass", &request).await;
    assert_eq!(scene.entered(&request).await, (303, scene.whole()));
    let (status, page) = scene.seen().await;
    assert!(
        status == 200 && page.contains("open to you by break-glass"),
        "{status} {page}"
    );
    let look = format!("/desk/complaints/{}/look", scene.registered.id);
    let (_, seen) = send(&scene.world, &scene.clerk, &look, &[("purpose", "absence")]).await;
    assert!(seen.contains("Canary Name"), "{seen}");
    // The officer closes it: within five seconds it is shut everywhere.
    scene.decided("close_break_glass", &request).await;
    scene.world.wait(SignedDuration::from_secs(5));
    assert_eq!(scene.seen().await.0, 404);
    scene.world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_1_who_went_in_leaves_by_themself_or_when_its_hours_are_over() {
    let scene = Scene::set().await;
    let request = scene.asked().await;
    scene.decided("open_break_glass", &request).await;
    assert_eq!(scene.entered(&request).await.0, 303);
    assert_eq!(scene.seen().await.0, 200);
    assert_eq!(
        send(&scene.world, &scene.clerk, "/desk/break-glass/leave", &[]).await.0,
        303
    );
    assert_eq!(scene.seen().await.0, 404);
    assert_eq!(scene.entered(&request).await.0, 303, "it is open still");
    assert_eq!(scene.seen().await.0, 200);
    // Between two requests of less than half an hour, so that the session itself goes on.
    for _ in 0..9 {
        scene.world.wait(SignedDuration::from_mins(27));
        scene.world.page("/desk/settings", &scene.clerk).await;
    }
    assert_eq!(scene.seen().await.0, 404, "its four hours are over");
    assert_eq!(scene.world.page("/desk/settings", &scene.clerk).await.0, 200);
    scene.world.end().await;
}
