//! The reply, and its approval (R5.4, R5.5).

use huiyin_contracts::events::investigation::{ReplyDraftedV1, ReplyRefusedV1};
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::Timestamp;
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
                approver: approver(&pack, &file.case),
                refused: None,
                at,
                by: by.clone(),
            };
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

fn approver(pack: &Pack, case: &Case) -> Option<Approver> {
    let finding = case.stage.finding()?;
    let left = Left::after(pack, letter::round(case.answered.as_ref()));
    let to = letter::approver(pack, finding.verdict, left, case.severity.as_deref())?;
    Some(Approver::from(&to))
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
    }))
}
