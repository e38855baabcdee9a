//! Links between complaints (R3.6, R3.10, R3.11).

use huiyin_kernel::{Actor, ClusterId, ComplaintId, ComplaintNumber, LinkId, Timestamp, UnitCode, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a complaint is to be linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkRequest {
    /// `repeat`: the same complainant, the same matter, again after an answer or for want of one. `join`: the same again without its
    /// own handling; it follows the first. `cluster`: many of one cause.
    pub kind: String,
    /// The earlier complaint, or one of the same cause: its number or its id.
    pub to: String,
    /// Whether a join brings new facts: the first one's period restarts from their receipt.
    #[serde(default)]
    pub new_facts: bool,
    /// Why, in a line of at most 200 characters. It should name no person.
    pub reason: String,
}

/// Why a link is undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unlink {
    /// Why, in a line of at most 200 characters. It should name no person.
    pub reason: String,
}

/// One link of a complaint, undone ones too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkView {
    /// The link.
    pub id: LinkId,
    /// `repeat`, `join` or `cluster`.
    pub kind: String,
    /// The complaint that was linked: the later one.
    pub complaint: ComplaintId,
    /// The complaint that it repeats or follows.
    pub to: Option<ComplaintId>,
    /// The cluster that it is in.
    pub cluster: Option<ClusterId>,
    /// Whether it brought new facts.
    pub new_facts: bool,
    /// Why.
    pub reason: String,
    /// Who linked it.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// How it was undone, where it was.
    pub undone: Option<Undone>,
}

/// How a link was undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Undone {
    /// Who undid it.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// A complaint that may be of the same complainant (R3.6). It tells which ways to reach them are the same, and none of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Candidate {
    /// The complaint.
    pub id: ComplaintId,
    /// Its number.
    pub number: ComplaintNumber,
    /// The unit complained about.
    pub unit: UnitPath,
    /// The class.
    pub class: Option<String>,
    /// The product.
    pub product: Option<String>,
    /// When it was told to the organisation.
    #[schema(value_type = String, format = DateTime)]
    pub received: Timestamp,
    /// Its stage.
    pub stage: String,
    /// What is the same: `phone`, `email`, `id_document`.
    pub same: Vec<String>,
}

/// Asks for the earlier complaints of somebody who is about to complain (R3.6): by what tells them from others. Their name does not.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recognise {
    /// Their telephone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// Their e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// The number of a document.
    #[serde(default)]
    pub id_document: Option<String>,
    /// The unit that they complain about.
    #[serde(default)]
    pub unit: Option<UnitCode>,
    /// The class of what they complain about.
    #[serde(default)]
    pub class: Option<String>,
    /// The product that it is about.
    #[serde(default)]
    pub product: Option<String>,
}

impl std::fmt::Debug for Recognise {
    /// Whoever is asked for stands in no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recognise(redacted)")
    }
}

/// An earlier complaint of whoever was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recognised {
    /// The complaint.
    pub known: Candidate,
    /// Whether it may be the same again (R3.11): it has not ended, and is about the unit, the class and the product that were told.
    pub alike: bool,
}
