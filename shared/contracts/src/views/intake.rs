//! What intake takes and answers.
//!
//! Types that hold personal data or a complainant's words print as `Name(redacted)`.

use std::fmt;

use huiyin_kernel::{Actor, ComplaintId, ComplaintNumber, Date, StaffCode, Timestamp, UnitCode, UnitPath};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A complaint as it is told to a desk (R3.3).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The channel it came by (R3.1): a code of the policy pack, or another. At most 64 characters.
    pub channel: String,
    /// The unit complained about.
    pub unit: UnitCode,
    /// The unit that registers; absent: the caller's own, or the root.
    pub registered_by_unit: Option<UnitCode>,
    /// The class, where the desk knows it.
    pub class: Option<String>,
    /// The business line.
    pub line: Option<String>,
    /// The product.
    pub product: Option<String>,
    /// The people of the unit that are complained about, by code; at most 50.
    #[serde(default)]
    pub staff_concerned: Vec<StaffCode>,
    /// Whether the unit's leader is concerned.
    #[serde(default)]
    pub leader_concerned: bool,
    /// Who complains.
    pub complainant: Complainant,
    /// The channel that the reply should take.
    pub reply_channel: Option<String>,
    /// The language for letters: `zh` (where absent) or `en`.
    pub language: Option<String>,
    /// What they say, in their words: 1 to 20 000 characters.
    pub narrative: String,
    /// What they ask for; at most 2 000 characters.
    pub asked_for: Option<String>,
    /// When it began to happen.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub occurred_from: Option<Timestamp>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub occurred_to: Option<Timestamp>,
    /// When it was told to the organisation; absent: now.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub received: Option<Timestamp>,
    /// The date by which the body that referred it wants the answer (R4.4): it takes the place of the reply's limit.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    pub referrers_date: Option<Date>,
    /// Whether the press has it, or is likely to.
    #[serde(default)]
    pub media: bool,
    /// The earlier complaint that it repeats: its number or its id.
    pub repeats: Option<String>,
}

/// Who complains, and how to reach them (R3.3, R3.4).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Complainant {
    /// The name.
    pub name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// The number of an identity document, where it was shown; letters and digits count.
    pub id_document: Option<String>,
    /// Whether they stay anonymous: then there is no name and no address.
    #[serde(default)]
    pub anonymous: bool,
    /// Whether they ask that the unit does not learn who they are.
    #[serde(default)]
    pub confidential: bool,
    /// How many people complain; absent: 1.
    pub persons: Option<u32>,
    /// The names of those who speak for them; at most 5.
    #[serde(default)]
    pub representatives: Vec<String>,
    /// Who complains for them, with the authority that was shown (R3.10); absent where they complain themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<OnBehalf>,
}

/// The answer to a registration. The receipt code is told once and kept nowhere in clear.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Registered {
    /// The complaint.
    pub id: ComplaintId,
    /// Its number.
    pub number: ComplaintNumber,
    /// The code with which the complainant follows it.
    pub receipt_code: String,
    /// The unit complained about.
    pub unit: UnitPath,
    /// The unit that registered it.
    pub registered_by_unit: UnitPath,
    /// When it was told to the organisation.
    #[schema(value_type = String, format = DateTime)]
    pub received: Timestamp,
    /// When it was registered.
    #[schema(value_type = String, format = DateTime)]
    pub registered: Timestamp,
}

/// Why a complaint is declined (R3.5).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decline {
    /// The reason's code in the policy pack.
    pub reason: String,
    /// The words that the complainant is told; at most 5 000 characters.
    pub words: String,
    /// The outside body that it was passed to.
    pub passed_to: Option<String>,
}

/// How a complaint was settled on the spot (R3.9).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settle {
    /// The finding's code, where there is one.
    pub finding: Option<String>,
    /// What was answered; at most 5 000 characters.
    pub words: String,
}

/// Something for the file (R3.11).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Information {
    /// The words; at most 20 000 characters.
    pub words: String,
    /// Whether they bring new facts.
    #[serde(default)]
    pub new_facts: bool,
}

/// Where a complaint stands after a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Standing {
    /// The complaint.
    pub id: ComplaintId,
    /// Its number.
    pub number: ComplaintNumber,
    /// Its stage: `registered`, `accepted`, `assigned`, `investigating`, `found`, `replied`, `declined`, `settled`, `withdrawn`,
    /// `joined`, `closed` or `archived`.
    pub stage: String,
    /// When it came to that stage.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
}

/// Which complaints a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ComplaintFilter {
    /// About this unit or one below it: its path.
    #[param(value_type = Option<String>)]
    pub unit: Option<UnitPath>,
    /// In this stage.
    pub stage: Option<String>,
    /// By this channel.
    pub channel: Option<String>,
    /// Received at or after this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    pub received_from: Option<Timestamp>,
    /// Received before this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    pub received_to: Option<Timestamp>,
    /// The `next` of the page before, to go on after it.
    pub after: Option<String>,
    /// How many at the most: 1 to 200; absent: 50.
    pub limit: Option<u16>,
}

/// A complaint without who complained and what they said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComplaintView {
    /// The complaint.
    pub id: ComplaintId,
    /// Its number.
    pub number: ComplaintNumber,
    /// The channel it came by.
    pub channel: String,
    /// The unit complained about.
    pub unit: UnitPath,
    /// The unit that registered it.
    pub registered_by_unit: UnitPath,
    /// Who registered it.
    pub by: Actor,
    /// The class.
    pub class: Option<String>,
    /// The business line.
    pub line: Option<String>,
    /// The product.
    pub product: Option<String>,
    /// Whether the unit's leader is concerned.
    pub leader_concerned: bool,
    /// How many people complain.
    pub persons: u32,
    /// Whether they are anonymous.
    pub anonymous: bool,
    /// Whether they asked for confidentiality.
    pub confidential: bool,
    /// Whether the complaint is restricted (R8.2).
    pub restricted: bool,
    /// Whether the press has it, or is likely to.
    pub media: bool,
    /// The earlier complaint that it repeats.
    pub repeats: Option<ComplaintId>,
    /// The language for letters.
    pub language: String,
    /// The channel that the reply should take.
    pub reply_channel: Option<String>,
    /// When it was told to the organisation.
    #[schema(value_type = String, format = DateTime)]
    pub received: Timestamp,
    /// When it was registered.
    #[schema(value_type = String, format = DateTime)]
    pub registered: Timestamp,
    /// The date by which the body that referred it wants the answer (R4.4).
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    pub referrers_date: Option<Date>,
    /// When it began to happen.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub occurred_from: Option<Timestamp>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub occurred_to: Option<Timestamp>,
    /// Its stage, as in [`Standing::stage`].
    pub stage: String,
    /// When it came to that stage.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// The unit that leads it, once it is assigned.
    pub lead: Option<UnitPath>,
    /// When the reply is due, once that is known.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub reply_due: Option<Timestamp>,
    /// Where a complaint of the past comes from.
    pub source: Option<String>,
    /// Changes with each change of the complaint; the ETag.
    pub version: i64,
}

/// What for someone looks at personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// The purpose, for the record; at most 200 characters. It should name no person.
    pub purpose: String,
}

/// Who complained and what they said. The look that showed it is recorded (R8.1).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Revealed {
    /// The complaint.
    pub id: ComplaintId,
    /// Who complains.
    pub complainant: Option<Complainant>,
    /// The people of the unit that are complained about.
    pub staff_concerned: Vec<StaffCode>,
    /// What they say.
    pub narrative: Option<String>,
    /// What they ask for.
    pub asked_for: Option<String>,
    /// The words that were added since.
    pub notes: Vec<Note>,
    /// The files.
    #[serde(default)]
    pub attachments: Vec<NamedAttachment>,
}

/// Words that were added to a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Note {
    /// `information`, `declined`, `settled`, `rated`, or `verification_asked` and `appeal_asked`: why they disagree.
    pub kind: String,
    /// The reason's or the finding's code.
    pub code: Option<String>,
    /// The words.
    pub words: String,
    /// Who added them.
    pub by: Actor,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

mod attachments;
mod books;
mod links;
mod past;
mod progress;
mod representation;
pub use attachments::{AttachmentView, COMPLAINT_NUMBER, FILE_NAME, NamedAttachment, RECEIPT_CODE};
pub use books::{AmendReturn, BookFigures, BookFilter, BookReturn, BookView, EndBook, KeepBook, MissedDay, ReturnView};
pub use links::{Candidate, LinkRequest, LinkView, Recognise, Recognised, Undone, Unlink};
pub use past::{ImportAnswer, ImportRow, Imports, Past, PastComplaint};
pub use progress::{AddByReceipt, DisagreeByReceipt, Extended, Progress, Promise, RateByReceipt, Receipt, Step};
pub use representation::{CheckAuthority, OnBehalf, RepresentationView};

/// Prints a type that holds personal data by its name alone.
macro_rules! redacted {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        })*
    };
}

redacted!(
    Register,
    Complainant,
    Registered,
    Decline,
    Settle,
    Information,
    Revealed,
    NamedAttachment,
    Note,
    PastComplaint,
    Imports,
    Receipt,
    AddByReceipt,
    RateByReceipt,
    DisagreeByReceipt,
    Progress,
    Step
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complainant_prints_no_personal_data() {
        let complainant = Complainant {
            name: Some("Wang Canary".to_owned()),
            ..Complainant::default()
        };
        assert_eq!(format!("{complainant:?}"), "Complainant(redacted)");
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let read = serde_json::from_str::<Look>(r#"{"purpose":"reply","porpose":"x"}"#);
        assert!(read.unwrap_err().to_string().contains("unknown field `porpose`"));
    }
}
