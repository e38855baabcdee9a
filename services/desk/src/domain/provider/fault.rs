//! Why somebody is not let in through the provider.

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident => $code:literal,)*) => {
        /// Why somebody is not let in through the provider. Its code names its sentence in the catalogues.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Fault { $($(#[$doc])* $name,)* }

        impl Fault {
            /// All of them.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];

            /// What it is called in the catalogues and in logs.
            pub(crate) fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

faults! {
    /// It does not answer, or not in time.
    Away => "away",
    /// Too many sign-ins have begun and were not ended.
    Busy => "busy",
    /// What it says of itself cannot be read.
    Metadata => "metadata",
    /// It says that it is another.
    MetadataIssuer => "metadata_issuer",
    /// It names an address that is not safe to ask.
    MetadataAddress => "metadata_address",
    /// It cannot do what we ask: codes, PKCE by S256, a signature that we take.
    MetadataAbility => "metadata_ability",
    /// Its keys cannot be read.
    Keys => "keys",
    /// The answer is too long.
    AnswerLong => "answer_long",
    /// Something stands in the answer twice, or it says yes and no.
    AnswerTwice => "answer_twice",
    /// The answer has no state.
    StateMissing => "state_missing",
    /// The answer belongs to no sign-in that this browser began, or to one that is over.
    StateUnknown => "state_unknown",
    /// The answer does not say who gives it, though the provider says that it does.
    IssuerMissing => "issuer_missing",
    /// The answer is another's (mix-up).
    IssuerWrong => "issuer_wrong",
    /// Whoever sat there did not want to, or may not.
    Denied => "denied",
    /// The provider refuses for another reason.
    Refused => "refused",
    /// The answer has no code.
    CodeMissing => "code_missing",
    /// The code was shown before.
    CodeSpent => "code_spent",
    /// The provider does not take the code.
    CodeRefused => "code_refused",
    /// What it gives for the code cannot be read.
    Unreadable => "unreadable",
    /// It gives no ID token for the code.
    TokenMissing => "token_missing",
    /// The ID token is too long.
    TokenLong => "token_long",
    /// The ID token is none.
    TokenShape => "token_shape",
    /// The ID token is of another kind.
    TokenKind => "token_kind",
    /// It is signed in a way that we do not take: not at all, or with a shared secret.
    Algorithm => "algorithm",
    /// It demands something that we do not know.
    Critical => "critical",
    /// It is signed by a key that the provider does not name.
    KeyUnknown => "key_unknown",
    /// More than one key could have signed it.
    KeyUnclear => "key_unclear",
    /// The signature does not fit.
    Signature => "signature",
    /// Its claims cannot be read.
    Claims => "claims",
    /// It is of another provider.
    TokenIssuer => "token_issuer",
    /// It is for another client, or for others as well.
    Audience => "audience",
    /// It was given to another client.
    Presenter => "presenter",
    /// It is over.
    Expired => "expired",
    /// It is of the future.
    Future => "future",
    /// It was made before anybody asked for it.
    Old => "old",
    /// It is of another sign-in.
    Nonce => "nonce",
    /// It names nobody.
    Subject => "subject",
    /// It does not say that somebody has just signed in, though that was asked.
    NotFresh => "not_fresh",
    /// Nobody of the staff belongs to this identity.
    Unbound => "unbound",
    /// The claim that names the staff code is missing or names none.
    StaffClaim => "staff_claim",
    /// The member of staff belongs to another identity.
    Taken => "taken",
    /// The member of staff has left.
    Gone => "gone",
    /// Nobody says who is on the staff.
    DirectoryAway => "directory_away",
    /// Another than who was asked to sign in again.
    OtherPerson => "other_person",
}
