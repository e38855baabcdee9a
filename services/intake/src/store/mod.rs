//! The register's tables. Reads take any connection; writes take a change.

mod attachments;
mod complaints;
mod entity;
mod links;
mod list;
mod marks;
mod migration;
mod numbers;
mod row;
mod sealed;
mod steps;
mod units;

pub(crate) use attachments::{add_attachment, attachments};
pub(crate) use complaints::{Reference, by_receipt, by_source, find, insert, lock, resolve, update};
pub(crate) use links::{add_link, link, links, members, undo_link};
pub(crate) use list::{Filter, list};
pub(crate) use marks::{add_marks, same_marks};
pub(crate) use migration::migrations;
pub(crate) use numbers::next_ordinals;
pub(crate) use sealed::{NewNote, add_note, first_look, notes, seal, unseal};
pub(crate) use steps::{add_step, steps};
pub(crate) use units::{change_units, directory, name_of};
