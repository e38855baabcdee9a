//! What can be done.

use std::fmt;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident => $text:literal,)*) => {
        /// One act that somebody may or may not do. Its text is its name in the policies.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// All acts.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The act of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|action| action.as_str() == name)
            }

            /// The act's name in the policies.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

actions! {
    /// Register a complaint (R3.3).
    Register => "register",
    /// Ask whether whoever complains has complained before (R3.6).
    Recognise => "recognise",
    /// See that a complaint exists, as a row of a list.
    List => "list",
    /// Read what is known of it, without who complained and what they said.
    Read => "read",
    /// Look at the complainant's identity, contact or narrative (R8.1).
    Reveal => "reveal",
    /// Accept it (R3.5).
    Accept => "accept",
    /// Decline it with a reason (R3.5).
    Decline => "decline",
    /// Settle it on the spot (R3.9).
    Settle => "settle",
    /// Withdraw it, or record that the complainant did (R3.12).
    Withdraw => "withdraw",
    /// Add what the complainant says later.
    AddInformation => "add_information",
    /// Link it to others, undo a link, and see which may be of the same complainant (R3.6, R3.11).
    Link => "link",
    /// Say whether the authority of who complains for another holds (R3.10).
    CheckAuthority => "check_authority",
    /// Follow it with the receipt.
    Progress => "progress",
    /// Say with the receipt whether the answer satisfies (R5.8).
    Rate => "rate",
    /// Ask with the receipt that the answer be verified again, or appeal (R5.8, R5.11).
    Disagree => "disagree",
    /// Accept an order (R4.3).
    AcceptOrder => "accept_order",
    /// Pass an order on to another unit (R4.3).
    HandOver => "hand_over",
    /// Give an order back, or dispute it (R4.9).
    ReturnOrder => "return_order",
    /// Decide between two units (R4.9).
    DecideDispute => "decide_dispute",
    /// Ask another unit to co-handle (R4.8).
    AskCoHandler => "ask_co_handler",
    /// Supply what a co-handling order asks for (R4.8).
    Supply => "supply",
    /// Take note of a supervision order (R4.7).
    Acknowledge => "acknowledge",
    /// Say that an alert of an emergency plan was heard (R5.9).
    ConfirmAlert => "confirm_alert",
    /// Press the unit that holds an order, from above (R4.7).
    Supervise => "supervise",
    /// Answer a supervision order that somebody gave (R4.7).
    AnswerSupervision => "answer_supervision",
    /// Ask for an extension or a pause of a clock, or end a pause (R4.5, R4.12).
    AskDelay => "ask_delay",
    /// Approve or refuse an extension or a pause (R4.12).
    DecideDelay => "decide_delay",
    /// Record a statement (R5.1).
    TakeStatement => "take_statement",
    /// Take a file in as evidence (R5.1).
    AddEvidence => "add_evidence",
    /// Record the finding (R5.2).
    Find => "find",
    /// Reply to the complainant (R5.4).
    Reply => "reply",
    /// Approve a reply before it goes out, or give it back (R5.4).
    DecideReply => "decide_reply",
    /// Propose redress, or record that it was delivered (R5.7).
    Redress => "redress",
    /// Approve or refuse redress (R5.3).
    DecideRedress => "decide_redress",
    /// Review what is not fully upheld (R5.10).
    Review => "review",
    /// Propose a sanction, or record that who is hit appeals (R6.3).
    Sanction => "sanction",
    /// Impose or refuse a sanction (R6.3).
    DecideSanction => "decide_sanction",
    /// Decide on an appeal against a sanction (R6.3).
    SettleSanction => "settle_sanction",
    /// Draw a lesson from a case (R6.2).
    DrawLesson => "draw_lesson",
    /// Record that the complainant disagrees with the answer (R5.8, R5.11).
    AskAgain => "ask_again",
    /// Go on without a co-handler's opinion (R4.8).
    OverruleOpinion => "overrule_opinion",
    /// Record a follow-up visit.
    FollowUp => "follow_up",
    /// Close it.
    Close => "close",
    /// Archive it (R8.3).
    Archive => "archive",
    /// Keep a file beyond its term, or no longer (R8.3).
    HoldFile => "hold_file",
    /// Put files whose terms are over on a list of what is to be destroyed, or give such a list up (R8.3).
    ProposeDestruction => "propose_destruction",
    /// Approve such a list (R8.3).
    ApproveDestruction => "approve_destruction",
    /// Ask to see a complaint that the rules keep from one (R8.1).
    AskBreakGlass => "ask_break_glass",
    /// Let somebody see it for a while, refuse it, or end it (R8.1).
    DecideBreakGlass => "decide_break_glass",
    /// Read units, duties and staff.
    ReadDirectory => "read_directory",
    /// Change units, duties and staff.
    ChangeDirectory => "change_directory",
    /// Move open complaints to another version of the policy pack (section 9).
    MigratePolicy => "migrate_policy",
    /// Import past complaints or a directory.
    Import => "import",
    /// Read figures.
    ReadFigures => "read_figures",
    /// See figures by handler (R6.4).
    ReadHandlerFigures => "read_handler_figures",
    /// Replay recorded complaints against another policy pack.
    Simulate => "simulate",
    /// Read what happened to a complaint.
    ReadTimeline => "read_timeline",
    /// Read who was told of a complaint, and whether it arrived.
    ReadDeliveries => "read_deliveries",
    /// Say that a unit keeps an opinion book, or no longer (R3.7).
    KeepBook => "keep_book",
    /// Return the day's check of an opinion book, or amend a return (R3.7).
    ReturnBook => "return_book",
    /// Read opinion books, their returns, and the days that were missed (R3.7).
    ReadBooks => "read_books",
    /// Issue a circular to a unit and those below it (R6.2).
    IssueCircular => "issue_circular",
    /// Acknowledge a circular for a unit (R6.2).
    AcknowledgeCircular => "acknowledge_circular",
    /// Propose to improve a product or a process (R6.2).
    ProposeImprovement => "propose_improvement",
    /// Record that an improvement is done, or refuse it (R6.2).
    EndImprovement => "end_improvement",
    /// Read circulars, and improvements (R6.2).
    ReadLearning => "read_learning",
    /// Make accounts, reset their passwords, issue and end tokens for programs.
    ManageAccounts => "manage_accounts",
    /// See which events a service cannot apply, and have them tried again (P7).
    TendParked => "tend_parked",
    /// Run the product: replays, state.
    Operate => "operate",
}

impl Action {
    /// Whether whoever does it must have shown who they are a short while ago: an open screen is not enough.
    #[must_use]
    pub fn needs_fresh_sign_in(self) -> bool {
        matches!(
            self,
            Self::Reveal
                | Self::AskBreakGlass
                | Self::DecideBreakGlass
                | Self::ApproveDestruction
                | Self::ManageAccounts
        )
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
