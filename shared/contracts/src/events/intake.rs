//! What intake says.

use huiyin_kernel::{
    Actor, AttachmentId, ClusterId, ComplaintId, ComplaintNumber, Date, DestructionId, LinkId, StaffCode, Timestamp,
    UnitPath,
};

use super::samples::{self, Rfc3339};
use crate::event::events;

events! { "intake", "complaint";
    /// A complaint stands in the register (R3.3).
    RegisteredV1 "registered" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// Its number.
        number: ComplaintNumber = samples::number(),
        /// The channel it came by: a code of the policy pack, or another.
        channel: String = "help_line".to_owned(),
        /// The unit complained about.
        unit: UnitPath = samples::unit(),
        /// The unit that registered it.
        registered_by_unit: UnitPath = samples::branch(),
        /// Who registered it.
        by: Actor = samples::clerk(),
        /// The class that the desk chose: a code of the policy pack.
        class: Option<String> = Some("service_attitude".to_owned()),
        /// The business line.
        line: Option<String> = Some("retail".to_owned()),
        /// The product.
        product: Option<String> = Some("savings".to_owned()),
        /// The people of the unit that are complained about, by code (R4.10).
        staff_concerned: Vec<StaffCode> = vec![samples::staff()],
        /// Whether the unit's leader is concerned (R4.10).
        leader_concerned: bool = false,
        /// How many people complain: more than one makes a batch (R3.4).
        persons: u32 = 1,
        /// Whether the complainant is anonymous (R3.4).
        anonymous: bool = false,
        /// Whether the complainant asked for confidentiality (R3.4).
        confidential: bool = false,
        /// Whether the press has it, or is likely to (R4.11).
        media: bool = false,
        /// The earlier complaint that it repeats (R3.6).
        repeats: Option<ComplaintId> = None,
        /// The language for letters: `zh` or `en`.
        language: String = "zh".to_owned(),
        /// When it was told to the organisation.
        #[schemars(with = "Rfc3339")]
        received: Timestamp = samples::at(0),
        /// When it was registered.
        #[schemars(with = "Rfc3339")]
        registered: Timestamp = samples::at(4),
        /// The date by which the body that referred it wants the answer (R4.4).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>")]
        referrers_date: Option<Date> = None,
        /// Set for a complaint of the past: nobody is told of it, and no clock runs from its dates.
        past: Option<PastV1> = None,
    }

    /// The complaint is accepted (R3.5).
    AcceptedV1 "accepted" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// Who accepted it.
        by: Actor = samples::clerk(),
    }

    /// The complaint is declined; it stays in the register and the figures (R3.5).
    DeclinedV1 "declined" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The reason's code in the policy pack. The words that the complainant is told stay in intake.
        reason: String = "out_of_remit".to_owned(),
        /// The outside body that it was passed to.
        passed_to: Option<String> = Some("labour arbitration".to_owned()),
        /// Who declined it.
        by: Actor = samples::clerk(),
    }

    /// The complaint was settled and replied to on the spot (R3.9).
    SettledV1 "settled" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The finding's code, where there is one.
        finding: Option<String> = Some("upheld".to_owned()),
        /// Who settled it.
        by: Actor = samples::clerk(),
    }

    /// The complainant withdrew: the procedure ends that day (R3.12).
    WithdrawnV1 "withdrawn" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// Who recorded it.
        by: Actor = Actor::Complainant,
    }

    /// Something was added to the file. It moves no clock (R4.12).
    InformationAddedV1 "information_added" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// Whether it brings new facts (R3.11).
        new_facts: bool = true,
        /// Who added it.
        by: Actor = Actor::Complainant,
    }

    /// The complainant says themselves what they think of the answer (R5.8). Their words stay in intake.
    RatedV1 "rated" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// `satisfied` or `dissatisfied`.
        satisfaction: String = "satisfied".to_owned(),
        /// Who says it.
        by: Actor = Actor::Complainant,
    }

    /// The complainant disagrees with the answer themselves, in time (R5.8, R5.11). Their words stay in intake; `asked_again` says that the
    /// case went up.
    DisagreedV1 "disagreed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// `verification` by the level above, or `appeal` to the appeals body.
        way: String = "verification".to_owned(),
        /// The day on which they said so, in the organisation's calendar: it is not later than the last day that `replied` told.
        day: String = "2026-12-01".to_owned(),
        /// Who says it.
        by: Actor = Actor::Complainant,
    }

    /// A file was added (R3.3). It moves no clock (R4.12).
    AttachmentAddedV1 "attachment_added" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The file.
        attachment: AttachmentId = AttachmentId::from_uuid(samples::uuid(21)),
        /// SHA-256 of its content, in hexadecimal.
        sha256: String = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        /// How long it is, in bytes.
        bytes: u64 = 184_320,
        /// What its content is, by its first bytes.
        media_type: String = "image/jpeg".to_owned(),
        /// Who added it.
        by: Actor = Actor::Complainant,
    }

    /// The complaint was linked to others (R3.6, R3.10, R3.11).
    LinkedV1 "linked" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The link: what undoing it names.
        link: LinkId = LinkId::from_uuid(samples::uuid(22)),
        /// `repeat`: of an earlier one by the same complainant. `join`: it follows the first one from here on. `cluster`: one of many
        /// of one cause.
        kind: String = "repeat".to_owned(),
        /// The earlier complaint, of a repeat or a join.
        to: Option<ComplaintId> = Some(ComplaintId::from_uuid(samples::uuid(2))),
        /// The cluster that it is in from here on.
        cluster: Option<ClusterId> = None,
        /// How many complaints the cluster has now; 1 without one.
        complaints: u32 = 1,
        /// How many people complain in the cluster now, or in this complaint.
        persons: u32 = 1,
        /// Whether a join brings new facts: the first one's period restarts from their receipt.
        new_facts: bool = false,
        /// When the complaint was told to the organisation.
        #[schemars(with = "Rfc3339")]
        received: Timestamp = samples::at(0),
        /// Which count of the cluster this is: of two counts that arrive in another order, the higher one holds. Absent without a
        /// cluster, and in earlier events.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<i64> = None,
        /// Who linked it.
        by: Actor = samples::clerk(),
    }

    /// A link was undone; its history stays (R3.11).
    UnlinkedV1 "unlinked" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The link.
        link: LinkId = LinkId::from_uuid(samples::uuid(22)),
        /// Its kind, as in `linked`.
        kind: String = "repeat".to_owned(),
        /// The earlier complaint, of a repeat or a join.
        to: Option<ComplaintId> = Some(ComplaintId::from_uuid(samples::uuid(2))),
        /// The cluster that it was in.
        cluster: Option<ClusterId> = None,
        /// How many complaints the cluster has left; 0 without one.
        complaints: u32 = 0,
        /// How many people complain in what is left of the cluster.
        persons: u32 = 0,
        /// Which count of the cluster this is: of two counts that arrive in another order, the higher one holds. Absent without a
        /// cluster, and in earlier events.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<i64> = None,
        /// Who undid it.
        by: Actor = samples::clerk(),
    }

    /// How many complain in a cluster is another number now, because of a link of another kind: who only follows another complaint is
    /// counted with that one (R3.10).
    ClusterCountedV1 "cluster_counted" v 1 {
        /// The complaint whose link changed it.
        complaint: ComplaintId = samples::complaint(),
        /// The cluster that it is in.
        cluster: ClusterId = ClusterId::from_uuid(samples::uuid(23)),
        /// How many complaints the cluster has.
        complaints: u32 = 3,
        /// How many people complain in it.
        persons: u32 = 20,
        /// Which count of the cluster this is: of two counts that arrive in another order, the higher one holds. Absent without a
        /// cluster, and in earlier events.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<i64> = Some(4),
    }

    /// Somebody complains for another and showed an authority, or that was checked (R3.10). Who they are stays in intake.
    RepresentedV1 "represented" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// As what they complain: `representative`, `heir` or `guardian`.
        role: String = "representative".to_owned(),
        /// What they showed: `power_of_attorney`, `certificate_of_inheritance`, `proof_of_kinship`, `guardianship`, `court_order`,
        /// or another code.
        authority: String = "power_of_attorney".to_owned(),
        /// `shown` at the registration; then `accepted` or `refused` by who checked it.
        outcome: String = "shown".to_owned(),
        /// Whether they receive the replies and notices from now on.
        receives: bool = false,
        /// Who registered or checked it.
        by: Actor = samples::clerk(),
    }

    /// Someone saw personal data or a narrative (R8.1).
    LookedV1 "looked" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// What was seen: `contact`, `narrative` or `whole`.
        what: String = "contact".to_owned(),
        /// What for.
        purpose: String = "reply letter".to_owned(),
        /// Who looked.
        by: Actor = samples::clerk(),
    }

    /// The register destroyed what it kept of a complaint: its key, who complained, words, marks, files (R8.3). Number, units, codes and days
    /// stay.
    RegisterDestroyedV1 "register_destroyed" v 1 {
        /// The complaint.
        complaint: ComplaintId = samples::complaint(),
        /// The list that ordered it.
        list: DestructionId = samples::destruction(),
        /// How many rows were emptied or removed.
        rows: u64 = 3,
        /// How many files were removed.
        files: u64 = 1,
    }
}

/// How a complaint of the past ended, as its source tells.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct PastV1 {
    /// Where the record comes from: the mapping's name.
    pub source: String,
    /// When it ended, where the source says so: it may have ended on a day that nobody wrote down.
    #[schemars(with = "Option<Rfc3339>")]
    pub closed: Option<Timestamp>,
    /// The way it ended: a code of the policy pack, or the source's own word. Absent where it has not ended.
    pub ending: Option<String>,
    /// The finding's code.
    pub finding: Option<String>,
    /// Whether it was answered in time, where the source says so.
    pub in_time: Option<bool>,
}

impl RegisteredV1 {
    /// Whether the unit complained about must not learn of it, by what the registration alone tells (R8.2): it is about the unit's leader,
    /// or in confidence. Routing may restrict others later.
    #[must_use]
    pub fn is_restricted(&self) -> bool {
        self.leader_concerned || self.confidential
    }
}

impl PastV1 {
    /// Whether it has ended; where not, it is an open complaint like any other.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.ending.is_some() || self.closed.is_some()
    }
}
