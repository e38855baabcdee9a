//! Section 9: one walk through routing for each organisation, by its particular rules, and each statutory pack laid over one: who must
//! act, by when, who is told when they do not, and what ends each clock. The complaint is registered on Friday 9 October 2026 at 16:00 in
//! Shanghai; the Saturday after it is worked.

use huiyin_contracts::events::intake::RegisteredV1;
use jiff::tz::TimeZone;

use super::room::{Room, complaint};
use crate::domain::clock::{Clock, WaitsFor};
use crate::domain::end::Ending;

const FRIDAY: &str = "2026-10-09T16:00:00+08:00";

/// A complaint and what must become of it.
struct Walk {
    pack: &'static str,
    rules: &'static str,
    /// The unit complained about, by how deep it stands below the top.
    depth: usize,
    channel: &'static str,
    class: &'static str,
    /// Who leads.
    lead: &'static str,
    /// Each clock that starts: what it waits for, by which rule, until when.
    clocks: &'static [(&'static str, &'static str, &'static str)],
    /// Of the reply: whom each step of its ladder tells.
    ladder: &'static [&'static str],
}

mod table;

use table::WALKS;

/// One unit of each level of a pack, each below the one before: `l0`, `l0.l1`.
fn tree(room: &Room) -> String {
    let levels = &room.pack().lists().levels;
    // A head office's department stands beside its branches; it serves the top.
    let levels = levels
        .iter()
        .filter(|level| level.code != "department" || levels.len() <= 3);
    let mut csv = "node_id,parent_id,level,name\n".to_owned();
    for (depth, level) in levels.enumerate() {
        let parent = depth
            .checked_sub(1)
            .map_or_else(String::new, |above| format!("L{above}"));
        csv.push_str(&format!("L{depth},{parent},{},{}\n", level.code, level.en));
    }
    csv
}

fn path(depth: usize) -> String {
    (0..=depth)
        .map(|level| format!("l{level}"))
        .collect::<Vec<_>>()
        .join(".")
}

fn local(clock: &Clock) -> String {
    let due = clock.stage.due().unwrap();
    TimeZone::get("Asia/Shanghai")
        .unwrap()
        .to_datetime(due)
        .strftime("%m-%d %H:%M")
        .to_string()
}

impl Walk {
    fn registered(&self, room: &Room) -> RegisteredV1 {
        RegisteredV1 {
            channel: self.channel.to_owned(),
            class: Some(self.class.to_owned()),
            ..room.registered(1, &path(self.depth))
        }
    }

    async fn begin(&self) -> Room {
        let room = Room::with_pack(self.pack, FRIDAY).await;
        room.app.import_directory(tree(&room).as_bytes(), false).await.unwrap();
        let mut change = room.change().await;
        room.app
            .registered(&mut change, &self.registered(&room), false)
            .await
            .unwrap();
        change.commit().await.unwrap();
        room
    }

    async fn check_start(&self, room: &Room) -> Vec<String> {
        let mut wrong = Vec::new();
        let orders = room.orders(1).await;
        if orders[0].lead.as_str() != self.lead {
            wrong.push(format!("{} leads", orders[0].lead));
        }
        let clocks = room.clocks(1).await;
        let found: Vec<_> = clocks
            .iter()
            .map(|clock| (clock.kind.as_str(), clock.rule.as_str(), local(clock)))
            .collect();
        let mut wanted: Vec<_> = self
            .clocks
            .iter()
            .map(|(kind, rule, due)| (*kind, *rule, (*due).to_owned()))
            .collect();
        let mut sorted = found.clone();
        sorted.sort();
        wanted.sort();
        if sorted != wanted {
            wrong.push(format!("{found:?}"));
        }
        assert!(
            clocks.iter().all(|clock| clock.explanation.is_some()),
            "each shows its arithmetic"
        );
        wrong
    }

    /// Nobody acts: the reply's ladder is climbed to its end, each step once.
    async fn climb(&self, room: &Room) -> Vec<String> {
        let reply = room.clocks(1).await.into_iter().find(Clock::is_reply).unwrap();
        room.clock.set(reply.stage.due().unwrap());
        room.tick().await;
        for _ in 0..3 * 24 * 8 {
            if room.steps_of(1, reply.id).await.len() >= self.ladder.len() {
                break;
            }
            room.wait(60);
            room.tick().await;
        }
        let steps = room.steps_of(1, reply.id).await;
        let levels: Vec<u32> = steps.iter().map(|(level, _)| *level).collect();
        let told: Vec<&str> = steps.iter().map(|(_, to)| to.as_str()).collect();
        assert_eq!(
            room.app.check_missed().await,
            Ok(()),
            "{}: past due without escalation",
            self.pack
        );
        if told == self.ladder && levels.windows(2).all(|pair| pair[0] < pair[1]) {
            return Vec::new();
        }
        vec![format!("ladder {told:?}")]
    }

    /// The reply and the closing end what waits for them, and nothing else runs on.
    async fn finish(&self, room: &Room) {
        let mut change = room.change().await;
        room.app.replied(&mut change, complaint(1), room.now()).await.unwrap();
        change.commit().await.unwrap();
        let waits = |clock: &&Clock| clock.waits() && matches!(clock.waits_for, WaitsFor::Reply | WaitsFor::Contact);
        assert_eq!(
            room.clocks(1).await.iter().filter(waits).count(),
            0,
            "{}: answered",
            self.pack
        );
        let mut change = room.change().await;
        let closed = room
            .app
            .ended(&mut change, complaint(1), Ending::Closed, room.now())
            .await;
        closed.unwrap();
        change.commit().await.unwrap();
        assert!(!room.clocks(1).await.iter().any(Clock::waits), "{}: closed", self.pack);
    }
}

#[tokio::test]
async fn each_organisation_walks_by_its_own_rules_and_each_statutory_pack_beside_them() {
    let mut wrong = Vec::new();
    for walk in WALKS {
        let room = walk.begin().await;
        let mut found = walk.check_start(&room).await;
        found.extend(walk.climb(&room).await);
        walk.finish(&room).await;
        wrong.extend(
            found
                .into_iter()
                .map(|one| format!("{} ({}): {one}", walk.pack, walk.rules)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let packs: std::collections::BTreeSet<&str> = WALKS.iter().flat_map(|walk| walk.pack.split('+')).collect();
    let all = huiyin_policy::Pack::embedded_names().chain(huiyin_policy::Pack::embedded_overlays());
    assert_eq!(packs, all.collect(), "every pack has its walk");
}

/// R4.4: what was referred is answered by the date that the referring body set, where the organisation's pack says so.
#[tokio::test]
async fn a_referral_is_answered_by_the_date_that_was_set() {
    let reply_due = async |pack: &'static str, depth: usize, channel: &'static str, date: Option<&str>| {
        let room = Room::with_pack(pack, FRIDAY).await;
        room.app.import_directory(tree(&room).as_bytes(), false).await.unwrap();
        let event = RegisteredV1 {
            channel: channel.to_owned(),
            referrers_date: date.map(|date| date.parse().unwrap()),
            ..room.registered(1, &path(depth))
        };
        let mut change = room.change().await;
        room.app.registered(&mut change, &event, false).await.unwrap();
        change.commit().await.unwrap();
        let clocks = room.clocks(1).await;
        local(clocks.iter().find(|clock| clock.kind == "reply").unwrap())
    };
    for (pack, depth) in [("petition-office", 2), ("postal-bank", 4)] {
        let without = reply_due(pack, depth, "referral", None).await;
        assert_eq!(
            reply_due(pack, depth, "referral", Some("2026-10-11")).await,
            "10-11 23:59",
            "a Sunday"
        );
        assert_eq!(
            reply_due(pack, depth, "referral", Some("2026-10-09")).await,
            "10-09 17:00",
            "today leaves an hour"
        );
        assert_eq!(
            reply_due(pack, depth, "referral", Some("2026-10-08")).await,
            "10-09 17:00",
            "so does a date that has passed"
        );
        let letter = reply_due(pack, depth, "letter", None).await;
        assert_eq!(
            reply_due(pack, depth, "letter", Some("2026-10-11")).await,
            letter,
            "nobody referred it"
        );
        assert_ne!(without, letter);
    }
}
