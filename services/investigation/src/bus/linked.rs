//! Intake's links: a complaint that follows another one is handled with that one (R3.11), one that repeats another has its file at hand (R3.6),
//! and many of one cause are a group (R3.10).

use huiyin_chassis::{Heard, Outcome};
use huiyin_contracts::events::intake::{ClusterCountedV1, LinkedV1, UnlinkedV1};
use huiyin_kernel::ClusterId;
use huiyin_store::Change;

use crate::app::{App, Says};
use crate::domain::Ending;
use crate::domain::end::Ended;
use crate::domain::matter::Group;

pub(crate) async fn linked(app: &App, change: &mut Change, heard: Heard<LinkedV1>) -> Outcome {
    let (event, at) = (heard.event, heard.envelope.occurred);
    let complaint = event.complaint;
    match (event.kind.as_str(), event.to, event.cluster) {
        ("join", ..) => {
            let ended = Ended {
                ending: Ending::Joined,
                finding: None,
                by: event.by,
                at,
            };
            super::outcome(app.ended(change, complaint, ended).await)
        }
        ("repeat", Some(to), _) => super::outcome(app.matters(change, complaint, Says::Repeats(Some(to))).await),
        ("cluster", _, Some(cluster)) => {
            let group = (event.complaints, event.persons, event.revision);
            match counted_now(app, change, cluster, group).await {
                Outcome::Done => super::outcome(app.matters(change, complaint, Says::Grouped(Some(cluster))).await),
                other => other,
            }
        }
        _ => Outcome::Done,
    }
}

pub(crate) async fn unlinked(app: &App, change: &mut Change, heard: Heard<UnlinkedV1>) -> Outcome {
    let event = heard.event;
    let complaint = event.complaint;
    match (event.kind.as_str(), event.cluster) {
        ("join", _) => super::outcome(app.parted(change, complaint, event.by).await),
        ("repeat", _) => super::outcome(app.matters(change, complaint, Says::Repeats(None)).await),
        ("cluster", Some(cluster)) => {
            let group = (event.complaints, event.persons, event.revision);
            match counted_now(app, change, cluster, group).await {
                Outcome::Done => super::outcome(app.matters(change, complaint, Says::Grouped(None)).await),
                other => other,
            }
        }
        _ => Outcome::Done,
    }
}

pub(crate) async fn counted(app: &App, change: &mut Change, heard: Heard<ClusterCountedV1>) -> Outcome {
    let event = heard.event;
    let group = (event.complaints, event.persons, event.revision);
    counted_now(app, change, event.cluster, group).await
}

async fn counted_now(
    app: &App,
    change: &mut Change,
    cluster: ClusterId,
    (complaints, persons, revision): (u32, u32, Option<i64>),
) -> Outcome {
    let group = Group { complaints, persons };
    super::outcome(app.group_counted(change, cluster, group, revision).await)
}
