//! The register's tables. Reads take any connection; writes take a change.

mod attachments;
mod book_figures;
mod books;
mod complaints;
mod destroy;
mod entity;
mod links;
mod list;
mod marks;
mod migration;
mod notes;
mod numbers;
mod representations;
mod returns;
mod row;
mod sealed;
mod steps;
mod units;

pub(crate) use attachments::{add_attachment, attachments, named_attachments, seal_old_names};
pub(crate) use book_figures::book_figures;
pub(crate) use books::{
    add_book, book, books, due_books, end_book, is_book_due, lock_book, same_books, save_book, unset_books,
};
pub(crate) use complaints::{Reference, by_receipt, by_source, find, insert, lock, resolve, update};
pub(crate) use destroy::destroy;
pub(crate) use links::{add_link, cluster_of, hold_cluster, link, links, members, undo_link};
pub(crate) use list::{Filter, list};
pub(crate) use marks::{add_marks, same_marks, with_marks};
pub(crate) use migration::migrations;
pub(crate) use notes::{NewNote, add_note, notes, seal_old_notes};
pub(crate) use numbers::next_ordinals;
pub(crate) use representations::{add_representations, check_representation, representation};
pub(crate) use returns::{add_missed, add_return, last_return, missed, returns, taken};
pub(crate) use sealed::{first_look, seal, seal_old, unseal};
pub(crate) use steps::{add_step, steps};
pub(crate) use units::{change_units, directory, name_of, units};
