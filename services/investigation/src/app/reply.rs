//! The reply, and its approval (R5.4, R5.5).

use huiyin_contracts::events::investigation::{ReplyApprovedV1, ReplyDraftedV1, ReplyRefusedV1};
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::{Actor, Timestamp};
use huiyin_policy::Pack;

use super::act::{Call, Decided, File};
use super::saying::Saying;
use super::{App, Error, Refused};
use crate::domain::letter::{self, Left, Writing};
use crate::domain::reply::{self, Outgoing, Papers};
use crate::domain::{Approver, Case, Code, Draft, GivenBack, Paper, Stage, Words, decide_reply};

/// A reply as it comes in.
#[derive(Clone, Debug)]
pub(crate) struct NewReply {
    pub(crate) channel: Code,
    pub(crate) words: Words,
    pub(crate) apology: bool,
    pub(crate) redress: Option<Words>,
}

impl App {
    /// Records the reply, or where the policy wants it approved its draft.
    pub(crate) async fn reply(&self, call: &Call, new: &NewReply) -> Result<CaseView, Error> {
        self.act(call, |file, at| {
            let by = call.by.clone();
            let pack = self.pack_of(&file.case);
            let draft = Draft {
                channel: new.channel.clone(),
                words: new.words.clone(),
                apology: new.apology,
                redress: new.redress.clone(),
                approver: None,
                then: Vec::new(),
                refused: None,
                at,
                by: by.clone(),
            };
            let draft = draft.for_approval(approvers(&pack, &file.case));
            let outgoing = self.outgoing(&pack, &file, &draft, at)?;
            let papers = Papers {
                redress: &file.redress,
                opinions: &file.opinions,
            };
            let case = reply::decide(file.case, draft, papers, outgoing)?;
            if let Some(reply) = case.stage.reply() {
                let says = vec![Saying::replied(&case, reply)];
                return Ok(Decided::step(case, "replied", by, at, says));
            }
            let says = drafted(&case).into_iter().collect();
            Ok(Decided::step(case, "reply_drafted", by, at, says))
        })
        .await
    }

    /// Sends a drafted reply, or gives it back (R5.4, P16).
    pub(crate) async fn decide_reply(&self, call: &Call, refused: Option<Option<Words>>) -> Result<CaseView, Error> {
        let id = self.store.ids().uuid();
        self.act(call, |file, at| {
            let by = call.by.clone();
            let Stage::Found { draft: Some(draft), .. } = file.case.stage.clone() else {
                return Err(decide_reply::Refusal::NotDrafted.into());
            };
            let outgoing = self.outgoing(&self.pack_of(&file.case), &file, &draft, at)?;
            let papers = Papers {
                redress: &file.redress,
                opinions: &file.opinions,
            };
            let case = decide_reply::decide(file.case, &call.decider(at), refused.clone(), papers, outgoing)?;
            if let Some(reply) = case.stage.reply() {
                let says = vec![Saying::replied(&case, reply)];
                return Ok(Decided::step(case, "replied", by, at, says));
            }
            if let Some(says) = approved(&case, &draft, &by) {
                return Ok(Decided::step(case, "reply_approved", by, at, vec![says]));
            }
            let event = ReplyRefusedV1 {
                complaint: case.complaint,
                unit: case.unit.clone(),
                by: by.clone(),
            };
            let says = vec![Saying::ReplyRefused(event)];
            // Another draft takes its place in the case: this one stays beside it.
            let back = case.stage.draft().cloned();
            Ok(Decided {
                paper: back.map(|draft| Paper::GivenBack(GivenBack { id, draft })),
                ..Decided::step(case, "reply_refused", by, at, says)
            })
        })
        .await
    }

    /// What goes out with the reply, should it go out now. Without a finding there is none, and no letter.
    fn outgoing(&self, pack: &Pack, file: &File, draft: &Draft, at: Timestamp) -> Result<Outgoing, Refused> {
        let answered = letter::answered(pack, file.case.answered.as_ref(), at);
        let code = file.case.unit.code();
        let unit = file.unit.as_ref().map_or(code.as_str(), |unit| &unit.name);
        let letter = match file.case.stage.finding() {
            Some(finding) => {
                let writing = Writing {
                    pack,
                    case: &file.case,
                    finding,
                    draft,
                    redress: &file.redress,
                    unit,
                };
                letter::write(&writing, &answered)?
            }
            None => None,
        };
        Ok(Outgoing {
            letter,
            answered,
            lapses: self.lapses(at),
        })
    }
}

/// Who must approve the reply: whom its letter names, and the duties that the decision table named for the complaint (R5.4).
fn approvers(pack: &Pack, case: &Case) -> Vec<Approver> {
    let by_letter = case.stage.finding().and_then(|finding| {
        let left = Left::after(pack, letter::round(case.answered.as_ref()));
        letter::approver(pack, finding.verdict, left, case.severity.as_deref())
    });
    let by_letter = by_letter.as_ref().map(Approver::from);
    let by_table = case.approve.iter().cloned().map(Approver::Duty);
    by_letter.into_iter().chain(by_table).collect()
}

/// That somebody approved the draft, where others are awaited still.
fn approved(case: &Case, before: &Draft, by: &Actor) -> Option<Saying> {
    let left = case.stage.draft().filter(|draft| draft.waits())?;
    let done = before
        .awaited()
        .filter(|one| !left.awaited().any(|other| other == *one));
    let codes = |of: &mut dyn Iterator<Item = &Approver>| of.map(|one| one.code().to_owned()).collect();
    Some(Saying::ReplyApproved(ReplyApprovedV1 {
        complaint: case.complaint,
        unit: case.unit.clone(),
        approvers: codes(&mut { done }),
        left: codes(&mut left.awaited()),
        by: by.clone(),
    }))
}

fn drafted(case: &Case) -> Option<Saying> {
    let Stage::Found { draft: Some(draft), .. } = &case.stage else {
        return None;
    };
    Some(Saying::ReplyDrafted(ReplyDraftedV1 {
        complaint: case.complaint,
        unit: case.unit.clone(),
        approver: draft.approver.as_ref()?.code().to_owned(),
        by: draft.by.clone(),
        then: draft.then.iter().map(|approver| approver.code().to_owned()).collect(),
    }))
}
