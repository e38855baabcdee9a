//! What the decision table may ask about a complaint.

/// Facts about a complaint when it is decided who must act. No personal data is among them.
///
/// Codes are open: one that the pack does not list is a fact like any other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The channel it came by (R3.1).
    pub channel: String,
    /// The class that the desk chose (R4.2).
    pub class: Option<String>,
    /// The business line (R4.1).
    pub line: Option<String>,
    /// The product (R3.3).
    pub product: Option<String>,
    /// The severity that the desk holds it for.
    pub severity_hint: Option<String>,
    /// The level of the unit complained about (R2.1).
    pub level: String,
    /// Whether the complainant is anonymous (R3.4).
    pub anonymous: bool,
    /// Whether the complainant asked for confidentiality (R3.4).
    pub confidential: bool,
    /// How many people complain (R3.4).
    pub persons: u32,
    /// Whether the press has it, or is likely to (R4.11).
    pub media: bool,
    /// Whether the unit's leader is concerned (R4.10).
    pub about_leader: bool,
    /// Whether it repeats an earlier complaint (R3.6).
    pub repeats: bool,
}
