//! Registering complaints of the past in bulk: one transaction, each row taken or refused on its own.

use std::collections::{HashMap, HashSet};

use huiyin_access::Caller;
use huiyin_contracts::views::intake::{ImportAnswer, ImportRow, Imports, PastComplaint};
use huiyin_kernel::{ComplaintId, ComplaintNumber, Timestamp, UnitCode};
use huiyin_store::{Change, DataKeys, StoreError};

use super::numbers::Numbers;
use super::{App, AppError, is_taken, saying};
use crate::domain::complaint::{Complaint, Sealed};
use crate::domain::import::{self, Row, RowRefusal};
use crate::domain::register::{Entry, Refusal};
use crate::domain::unit::{Directory, Place};
use crate::store;

/// A row on its way into the register.
enum Fate {
    Refused(RowRefusal),
    Already(ComplaintId, ComplaintNumber),
    New(Box<(Row, Place)>),
}

impl App {
    /// Registers those rows that can be and are not yet. Where another import of the same source was quicker, its rows are seen the
    /// second time.
    pub(crate) async fn import(&self, caller: &Caller, request: &Imports) -> Result<ImportAnswer, AppError> {
        let source = import::check(request)?;
        match self.import_once(caller, request, &source).await {
            Err(error) if is_taken(&error) => self.import_once(caller, request, &source).await,
            outcome => outcome,
        }
    }

    async fn import_once(&self, caller: &Caller, request: &Imports, source: &str) -> Result<ImportAnswer, AppError> {
        let now = self.now();
        let codes: Vec<UnitCode> = named(request).collect();
        let directory = store::directory(self.store.read(), &codes).await?;
        let mut change = self.store.change().await?;
        let keys = request.rows.iter().map(|row| row.key.trim().to_owned());
        let known = store::by_source(change.conn(), source, keys).await?;
        let mut seen = HashSet::new();
        let fates: Vec<Fate> = request
            .rows
            .iter()
            .map(|row| fate(row, source, &directory, &known, &mut seen, now))
            .collect();
        let new = fates.iter().filter_map(|fate| match fate {
            Fate::New(new) => Some(&new.1),
            Fate::Refused(_) | Fate::Already(..) => None,
        });
        let mut numbers = Numbers::take(&change, self.series, new).await?;
        let mut entered = Vec::new();
        let mut rows = Vec::with_capacity(fates.len());
        for (fate, asked) in fates.into_iter().zip(&request.rows) {
            rows.push(match fate {
                Fate::Refused(refusal) => refused(&asked.key, &refusal),
                Fate::Already(id, number) => taken(&asked.key, "already", id, number),
                Fate::New(new) => {
                    let (complaint, sealed) = self.enter_past(*new, &mut numbers, caller, now)?;
                    let row = taken(&asked.key, "registered", complaint.id, complaint.number.clone());
                    entered.push((complaint, sealed));
                    row
                }
            });
        }
        let marks: Vec<_> = entered
            .iter()
            .flat_map(|(complaint, sealed)| {
                let marks = self.matching.marks(sealed.complainant.as_ref());
                marks.into_iter().map(|mark| (complaint.id, mark))
            })
            .collect();
        write(&mut change, &self.keys, entered).await?;
        store::add_marks(&change, &marks).await?;
        change.commit().await?;
        Ok(answer(rows))
    }

    fn enter_past(
        &self,
        (row, place): (Row, Place),
        numbers: &mut Numbers,
        caller: &Caller,
        now: Timestamp,
    ) -> Result<(Complaint, Sealed), StoreError> {
        let number = numbers.next(&place)?;
        let entry = Entry {
            id: self.store.ids().complaint(),
            number,
            place,
            repeats: None,
            by: caller.actor.clone(),
            now,
            past: Some((row.past, row.key)),
        };
        Ok(row.checked.register(entry))
    }
}

fn named(request: &Imports) -> impl Iterator<Item = UnitCode> {
    let codes = request
        .rows
        .iter()
        .flat_map(|row| [Some(&row.unit), row.registered_by_unit.as_ref()]);
    codes.flatten().cloned().collect::<HashSet<_>>().into_iter()
}

fn fate(
    row: &PastComplaint,
    source: &str,
    directory: &Directory,
    known: &HashMap<String, (ComplaintId, ComplaintNumber)>,
    seen: &mut HashSet<String>,
    now: Timestamp,
) -> Fate {
    if let Some((id, number)) = known.get(row.key.trim()) {
        return Fate::Already(*id, number.clone());
    }
    let place = Place::find(&row.unit, row.registered_by_unit.as_ref(), None, directory, now);
    let checked = place
        .map_err(|refusal| RowRefusal::from(Refusal::from(refusal)))
        .and_then(|place| Ok((import::check_row(row, source, now)?, place)));
    match checked {
        Err(refusal) => Fate::Refused(refusal),
        Ok((row, _)) if !seen.insert(row.key.clone()) => Fate::Refused(RowRefusal::Twice),
        Ok(new) => Fate::New(Box::new(new)),
    }
}

async fn write(change: &mut Change, keys: &DataKeys, entered: Vec<(Complaint, Sealed)>) -> Result<(), StoreError> {
    let (complaints, sealed): (Vec<_>, Vec<_>) = entered.into_iter().unzip();
    store::insert(change, &complaints, |_| None).await?;
    let told: Vec<_> = complaints
        .iter()
        .map(|complaint| complaint.id)
        .zip(sealed)
        .filter(|(_, told)| !told.is_empty())
        .collect();
    store::seal(change, keys, told).await?;
    for complaint in &complaints {
        saying::say(change, &complaint.registered_event(), complaint)?;
    }
    Ok(())
}

fn refused(key: &str, refusal: &RowRefusal) -> ImportRow {
    ImportRow {
        key: key.to_owned(),
        outcome: "refused".to_owned(),
        id: None,
        number: None,
        sentence: Some(refusal.to_string()),
    }
}

fn taken(key: &str, outcome: &str, id: ComplaintId, number: ComplaintNumber) -> ImportRow {
    ImportRow {
        key: key.to_owned(),
        outcome: outcome.to_owned(),
        id: Some(id),
        number: Some(number),
        sentence: None,
    }
}

fn answer(rows: Vec<ImportRow>) -> ImportAnswer {
    let count = |outcome| u32::try_from(rows.iter().filter(|row| row.outcome == outcome).count()).unwrap_or(u32::MAX);
    ImportAnswer {
        registered: count("registered"),
        already: count("already"),
        refused: count("refused"),
        rows,
    }
}
