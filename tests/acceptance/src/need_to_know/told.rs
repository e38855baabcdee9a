//! What is told without being asked for at a service: pages of the desk, letters, events.

use huiyin_testkit::World;

use super::{Matter, SERVICES, STAFF};
use crate::signing_in::session;

/// The desk's pages that list, count or search.
const PAGES: [&str; 15] = [
    "/desk/",
    "/desk/lists/to_accept",
    "/desk/lists/due_today",
    "/desk/lists/overdue",
    "/desk/lists/supervision",
    "/desk/lists/follow_up",
    "/desk/lists/waiting",
    "/desk/figures?by=unit",
    "/desk/figures?by=class",
    "/desk/figures/overview",
    "/desk/figures/complaints?part=received",
    "/desk/learning",
    "/desk/books",
    "/desk/admin/deliveries",
    "/desk/admin/archive",
];

fn leak<'a>(matters: &'a [Matter], who: super::Staff, text: &str) -> Option<&'a Matter> {
    let told = matters.iter().filter(|matter| matter.is_told_by(text));
    told.into_iter().find(|matter| !matter.may_be_seen_by(who))
}

/// Lists, and each complaint's page by its id and by its number, as every member of staff. Answers looks and what was rightly shown.
pub(super) async fn by_the_desk(world: &World, matters: &[Matter], seed: u64) -> (usize, usize) {
    let (mut looked, mut shown) = (0, 0);
    for who in STAFF.into_iter().filter(|(code, ..)| *code != "x1") {
        let session = session(world, who.0).await;
        for path in PAGES {
            let (status, page) = world.page(path, &session).await;
            assert!(status < 500, "seed {seed}: {who:?} at {path}: {status}");
            let leaked = leak(matters, who, &page);
            assert!(
                leaked.is_none(),
                "seed {seed}: {who:?} at {path} is told of {}",
                leaked.unwrap().number
            );
            looked += matters.len();
            shown += matters.iter().filter(|matter| matter.is_told_by(&page)).count();
        }
        for matter in matters {
            let may = matter.may_be_seen_by(who);
            let (status, page) = world.page(&format!("/desk/complaints/{}", matter.id), &session).await;
            let context = format!("seed {seed}: {who:?} at the page of {}: {status}", matter.number);
            assert_eq!(status == 200, may, "{context}");
            assert!(may || !page.contains(&matter.number), "{context}: {page}");
            if !may {
                let by_number = format!("/desk/complaints/{}", matter.number);
                assert_eq!(
                    world.page(&by_number, &session).await.0,
                    status,
                    "{context}: by its number"
                );
            }
            looked += 1 + usize::from(!may);
            shown += usize::from(may);
        }
    }
    (looked, shown)
}

/// Letters that went out: to staff only of what they may see, and to the complainant only of their own.
pub(super) fn by_letters(world: &World, matters: &[Matter], seed: u64) -> (usize, usize) {
    let files = std::fs::read_dir(world.folder().join("letters")).unwrap();
    let letters: Vec<_> = files
        .flatten()
        .filter_map(|file| std::fs::read_to_string(file.path()).ok())
        .collect();
    let mut shown = 0;
    for letter in &letters {
        let told: Vec<_> = matters.iter().filter(|matter| matter.is_told_by(letter)).collect();
        for who in STAFF {
            if !letter.contains(&format!("{}@bank.invalid", who.0)) {
                continue;
            }
            let leaked = told.iter().find(|matter| !matter.may_be_seen_by(who));
            assert!(
                leaked.is_none(),
                "seed {seed}: {who:?} is written of {leaked:?}: {letter}"
            );
            shown += told.len();
        }
    }
    (letters.len() * STAFF.len(), shown)
}

/// Events that are about a complaint: under the root of restricted ones as soon as it is, and else of a unit that it concerns, for an
/// integration of another unit hears that unit's subjects.
pub(super) async fn by_events(world: &World, matters: &[Matter], seed: u64) -> (usize, usize) {
    let (mut looked, mut shown) = (0, 0);
    for service in SERVICES {
        for event in world.store(service).feed_after(0, 10_000).await.unwrap() {
            looked += 1;
            let Some(matter) = matters.iter().find(|matter| event.body.contains(&matter.id)) else {
                continue;
            };
            let context = format!("seed {seed}: {service} says {} of {}", event.subject, matter.number);
            let restricted = event.subject.starts_with("restricted.");
            assert_eq!(restricted, matter.restricted, "{context}");
            let unit = event.subject.splitn(4, '.').nth(3).unwrap_or_default();
            let near = |of: &String| of == unit || of.starts_with(&format!("{unit}."));
            assert!(
                restricted || matter.units.iter().any(near),
                "{context}, {:?}",
                matter.units
            );
            shown += 1;
        }
    }
    (looked, shown)
}
