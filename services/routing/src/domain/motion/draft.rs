//! The directory while changes go over it.

use std::collections::HashMap;

use huiyin_kernel::{UnitCode, UnitPath};

use super::{Act, Refusal, UnitChange};
use crate::domain::directory::Directory;
use crate::domain::import_directory::OUTLET;
use crate::domain::unit::{Unit, UnitState};

/// Units by code, node and name; changed in place.
#[derive(Debug)]
pub(crate) struct Draft {
    units: HashMap<UnitCode, Unit>,
    by_node: HashMap<String, UnitCode>,
    /// Open units by their names.
    by_name: HashMap<String, Vec<UnitCode>>,
    pub(super) root: Option<UnitCode>,
}

/// What a text names.
pub(super) enum Named<'a> {
    One(&'a Unit),
    Nobody,
    Several,
}

impl Draft {
    pub(crate) fn new(directory: &Directory) -> Self {
        let mut draft = Self {
            units: HashMap::new(),
            by_node: HashMap::new(),
            by_name: HashMap::new(),
            root: directory.root().map(|unit| unit.code.clone()),
        };
        for unit in directory.units() {
            draft.put(unit.clone());
        }
        draft
    }

    pub(crate) fn get(&self, code: &UnitCode) -> Option<&Unit> {
        self.units.get(code)
    }

    /// The unit of this node id, code, or name that one open unit has.
    pub(super) fn find(&self, text: &str) -> Named<'_> {
        let code = self
            .by_node
            .get(text)
            .cloned()
            .or_else(|| text.to_lowercase().parse().ok());
        if let Some(unit) = code.and_then(|code| self.units.get(&code)) {
            return Named::One(unit);
        }
        match self.by_name.get(text).map(Vec::as_slice) {
            Some([code]) => self.units.get(code).map_or(Named::Nobody, Named::One),
            Some([_, _, ..]) => Named::Several,
            _ => Named::Nobody,
        }
    }

    fn put(&mut self, unit: Unit) {
        if let Some(before) = self.units.get(&unit.code)
            && let Some(codes) = self.by_name.get_mut(&before.name)
        {
            codes.retain(|code| *code != unit.code);
        }
        if unit.is_open() {
            self.by_name
                .entry(unit.name.clone())
                .or_default()
                .push(unit.code.clone());
        }
        self.by_node.insert(unit.node.clone(), unit.code.clone());
        self.units.insert(unit.code.clone(), unit);
    }

    /// Makes a change; tells whose facts are other ones now.
    pub(crate) fn apply(&mut self, change: &UnitChange) -> Result<Vec<UnitCode>, Refusal> {
        let line = change.line;
        if let Act::Open { .. } = &change.act {
            return self.open(change);
        }
        let unit = self.units.get(&change.unit).filter(|unit| unit.is_open());
        let unit = unit.cloned().ok_or_else(|| Refusal::Closed {
            line,
            unit: change.unit.clone(),
        })?;
        match &change.act {
            Act::Open { .. } => Ok(Vec::new()),
            Act::Rename { name } => {
                let name = name.clone();
                self.put(Unit { name, ..unit });
                Ok(vec![change.unit.clone()])
            }
            Act::Move { above } => self.moved(change, &unit, above),
            Act::Merge { into } => {
                self.place(line, into)?;
                if *into == unit.code {
                    return Err(Refusal::Itself { line, unit: unit.code });
                }
                self.close(change, unit, Some(into.clone()))
            }
            Act::Close => self.close(change, unit, None),
        }
    }

    /// An open unit that another is put below, or merged into.
    fn place(&self, line: u64, code: &UnitCode) -> Result<&Unit, Refusal> {
        let unit = self.units.get(code).filter(|unit| unit.is_open());
        unit.ok_or_else(|| Refusal::Closed {
            line,
            unit: code.clone(),
        })
    }

    fn open(&mut self, change: &UnitChange) -> Result<Vec<UnitCode>, Refusal> {
        let (line, code) = (change.line, change.unit.clone());
        let Act::Open {
            node,
            name,
            level,
            above,
        } = &change.act
        else {
            return Ok(Vec::new());
        };
        let above = self.place(line, above)?;
        if self.units.contains_key(&code) || self.by_node.contains_key(node) {
            return Err(Refusal::CodeInUse { line, code });
        }
        if level == OUTLET && above.level == OUTLET {
            return Err(Refusal::OutletBelowOutlet { line, unit: code });
        }
        let path = above.path.child(&code).map_err(|_| Refusal::TooDeep {
            line,
            unit: code.clone(),
        })?;
        let unit = Unit {
            code: code.clone(),
            node: node.clone(),
            path,
            level: level.clone(),
            name: name.clone(),
            city: None,
            address: None,
            origin: None,
            time_zone: above.time_zone.clone(),
            duties: Vec::new(),
            contact_1: None,
            contact_2: None,
            responsible: None,
            state: UnitState::Open,
            successor: None,
        };
        self.put(unit);
        Ok(vec![code])
    }

    fn moved(&mut self, change: &UnitChange, unit: &Unit, above: &UnitCode) -> Result<Vec<UnitCode>, Refusal> {
        let (line, code) = (change.line, unit.code.clone());
        let above = self.place(line, above)?;
        if above.path.is_within(&unit.path) {
            return Err(Refusal::BelowItself { line, unit: code });
        }
        if unit.level == OUTLET && above.level == OUTLET {
            return Err(Refusal::OutletBelowOutlet { line, unit: code });
        }
        let too_deep = |_| Refusal::TooDeep {
            line,
            unit: code.clone(),
        };
        let top = above.path.child(&code).map_err(too_deep)?;
        let below: Vec<Unit> = self.below(&unit.path).cloned().collect();
        let mut next = Vec::with_capacity(below.len());
        for unit_below in below {
            let rest = unit_below
                .path
                .as_str()
                .get(unit.path.as_str().len()..)
                .unwrap_or_default();
            let path = UnitPath::new(format!("{top}{rest}")).map_err(too_deep)?;
            next.push(Unit { path, ..unit_below });
        }
        let codes = next.iter().map(|unit| unit.code.clone()).collect();
        for unit in next {
            self.put(unit);
        }
        Ok(codes)
    }

    /// The unit of a path and the units below, closed ones too.
    fn below<'a>(&'a self, top: &'a UnitPath) -> impl Iterator<Item = &'a Unit> {
        self.units.values().filter(|unit| unit.path.is_within(top))
    }

    fn close(
        &mut self,
        change: &UnitChange,
        unit: Unit,
        successor: Option<UnitCode>,
    ) -> Result<Vec<UnitCode>, Refusal> {
        let (line, code) = (change.line, unit.code.clone());
        if unit.path.parent().is_none() {
            return Err(Refusal::Root { line, unit: code });
        }
        if let Some(open) = self
            .below(&unit.path)
            .find(|below| below.is_open() && below.code != code)
        {
            let below = open.code.clone();
            return Err(Refusal::OpenBelow {
                line,
                unit: code,
                below,
            });
        }
        let state = UnitState::Closed { at: change.at };
        self.put(Unit {
            state,
            successor,
            ..unit
        });
        Ok(vec![code])
    }

    /// A code that no unit has or had, for one that opens without.
    pub(super) fn fresh_code(&self, prefix: &str) -> Option<UnitCode> {
        (1..100_000_u32)
            .filter_map(|n| UnitCode::new(format!("{prefix}-{n}")).ok())
            .find(|code| !self.units.contains_key(code))
    }
}
