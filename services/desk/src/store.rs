//! The desk's tables: accounts, mistakes, sessions, identities, what tokens are kept to, what break-glass opened, drafts, saved views.

mod accounts;
mod attempts;
mod drafts;
mod entity;
mod identities;
mod migration;
mod openings;
mod scopes;
mod second;
mod sessions;
mod views;

pub(crate) use accounts::{
    Account, account, accounts, forget_mistakes, mistakes, note_mistakes, save, save_if_unchanged, sweep_mistakes,
};
pub(crate) use attempts::{Attempt, Spent, add_attempt, count_attempts, spend, sweep_attempts};
pub(crate) use drafts::{Draft, Fields, count, draft, drafts, end as end_draft, keep, note, sweep as sweep_drafts};
pub(crate) use identities::{Identity, bind, identities, identity, identity_of, unbind};
pub(crate) use migration::migrations;
pub(crate) use openings::{Opening, open, opening, shut, sweep_openings};
pub(crate) use scopes::{limit, limits, limits_of, sweep_limits};
pub(crate) use second::{
    Second, begin_second, confirm_second, end_second, recovery_codes, recovery_left, second, seed_of, use_recovery,
    use_step,
};
pub(crate) use sessions::{
    Session, act_in, add, by_hash, end, end_all_by_provider, end_all_of, end_token, see, sweep, tokens,
};
pub(crate) use views::{View, count_views, delete_view, rename_view, save_view, view_named, views};
