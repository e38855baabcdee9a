//! Investigation's tables: private entities, reads, and writes within a `Change`.

mod cases;
mod circulars;
mod decisions;
mod destroy;
mod entity;
mod entity_learning;
mod entity_matter;
mod entity_waits;
mod evidence;
mod improvements;
mod list;
mod matters;
mod migration;
mod old;
mod papers;
mod subjects;
mod units;
mod waits;

pub(crate) use cases::{
    Kept, due_to_lapse, find, find_by_complaint, insert, insert_new, lock, mark_mended, policies, unmended, update,
};
pub(crate) use circulars::{
    acknowledge, add_circular, addressed, circular, circulars, count_addressed, lock_addressed, mark_reminded,
    overdue_circulars, waits_for,
};
pub(crate) use decisions::{decisions, keep_paper};
pub(crate) use destroy::destroy;
pub(crate) use evidence::{add_custody, add_evidence, custody, evidence, scanned, unscanned};
pub(crate) use improvements::{improvement, improvements, keep_improvement, lock_improvement};
pub(crate) use list::{Filter, Order, list};
pub(crate) use matters::{Says, count_group, matter, remember_matter};
pub(crate) use migration::migrations;
pub(crate) use old::seal_old;
pub(crate) use papers::{Form, Step, add_form, add_statement, add_step, form, statements, steps};
pub(crate) use subjects::{forget_end, remember_end, remember_subject, subject_locked};
pub(crate) use units::{Unit, change_units, duties_given, heads, open_units, unit};
pub(crate) use waits::{PARENT, Waits, keep_waits};
