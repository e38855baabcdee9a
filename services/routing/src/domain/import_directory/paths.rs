//! Where each line's unit stands in the tree.

use std::collections::HashMap;

use huiyin_kernel::{Timestamp, UnitCode, UnitPath};

use super::{Node, Refusal};
use crate::domain::unit::{Unit, UnitState};

/// The units of a tree with one root and without a cycle.
pub(super) fn place(
    nodes: Vec<Node>,
    codes: Vec<UnitCode>,
    time_zone: &str,
    now: Timestamp,
) -> Result<Vec<Unit>, Vec<Refusal>> {
    let by_id = index(&nodes)?;
    let (root, children) = children(&nodes, &by_id)?;
    let successors = successors(&nodes, &codes, &by_id)?;
    let mut placed: Vec<Option<(UnitPath, String)>> = vec![None; nodes.len()];
    let mut next = vec![(root, None::<(UnitPath, String)>)];
    let mut refusals = Vec::new();
    while let Some((at, above)) = next.pop() {
        let (Some(node), Some(code)) = (nodes.get(at), codes.get(at)) else {
            continue;
        };
        let path = above
            .as_ref()
            .map_or_else(|| Ok(UnitPath::root(code)), |(path, _)| path.child(code));
        let Ok(path) = path else {
            refusals.push(Refusal::TooDeep {
                line: node.line,
                node: node.id.clone(),
            });
            continue;
        };
        let inherited = above.map_or_else(|| time_zone.to_owned(), |(_, zone)| zone);
        let spot = (path, node.time_zone.clone().unwrap_or(inherited));
        next.extend(
            children
                .get(&at)
                .into_iter()
                .flatten()
                .map(|&child| (child, Some(spot.clone()))),
        );
        if let Some(slot) = placed.get_mut(at) {
            *slot = Some(spot);
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    if let Some(at) = placed.iter().position(Option::is_none) {
        return Err(cycle(&nodes, &by_id, at));
    }
    let rows = nodes.into_iter().zip(codes).zip(placed).zip(successors);
    Ok(rows
        .filter_map(|(((node, code), spot), successor)| {
            let (path, zone) = spot?;
            let unit = node.into_unit(code, path, zone, now);
            Some(Unit { successor, ..unit })
        })
        .collect())
}

/// Who has what was open at each closed unit, where the file says so.
fn successors(
    nodes: &[Node],
    codes: &[UnitCode],
    by_id: &HashMap<String, usize>,
) -> Result<Vec<Option<UnitCode>>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut all = Vec::with_capacity(nodes.len());
    for node in nodes {
        let named = node.successor.as_ref().filter(|_| !node.open);
        let found = named.and_then(|text| by_id.get(text)).copied();
        let open = found.filter(|&at| nodes.get(at).is_some_and(|node| node.open));
        let code = open.and_then(|at| codes.get(at)).cloned();
        if let (Some(successor), None) = (named, &code) {
            refusals.push(Refusal::UnknownSuccessor {
                line: node.line,
                node: node.id.clone(),
                successor: successor.clone(),
            });
        }
        all.push(code);
    }
    if refusals.is_empty() { Ok(all) } else { Err(refusals) }
}

fn index(nodes: &[Node]) -> Result<HashMap<String, usize>, Vec<Refusal>> {
    let mut by_id: HashMap<String, usize> = HashMap::with_capacity(nodes.len());
    let mut refusals = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Some(first) = by_id.insert(node.id.clone(), at).and_then(|first| nodes.get(first)) {
            refusals.push(Refusal::Duplicate {
                line: node.line,
                node: node.id.clone(),
                first: first.line,
            });
        }
    }
    if refusals.is_empty() { Ok(by_id) } else { Err(refusals) }
}

type Children = HashMap<usize, Vec<usize>>;

/// The root, and who stands directly below whom.
fn children(nodes: &[Node], by_id: &HashMap<String, usize>) -> Result<(usize, Children), Vec<Refusal>> {
    let mut children = Children::new();
    let mut roots: Vec<usize> = Vec::new();
    let mut refusals = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let Some(parent) = &node.parent else {
            roots.push(at);
            continue;
        };
        match by_id.get(parent) {
            Some(&above) if node.is_outlet() && nodes.get(above).is_some_and(Node::is_outlet) => {
                refusals.push(Refusal::OutletBelowOutlet {
                    line: node.line,
                    node: node.id.clone(),
                });
            }
            Some(&above) => children.entry(above).or_default().push(at),
            None => refusals.push(Refusal::UnknownParent {
                line: node.line,
                node: node.id.clone(),
                parent: parent.clone(),
            }),
        }
    }
    let first = roots.first().and_then(|&root| nodes.get(root)).map(|root| root.line);
    for second in roots.iter().skip(1).filter_map(|&at| nodes.get(at)) {
        let first = first.unwrap_or_default();
        refusals.push(Refusal::TwoRoots {
            line: second.line,
            node: second.id.clone(),
            first,
        });
    }
    match roots.first() {
        None => refusals.push(Refusal::NoRoot),
        Some(&root) if refusals.is_empty() => return Ok((root, children)),
        Some(_) => {}
    }
    refusals.sort_by_key(Refusal::line);
    refusals.truncate(super::MOST_TOLD);
    Err(refusals)
}

/// Goes up from a unit that the root does not reach until a unit comes again: that one stands below itself.
fn cycle(nodes: &[Node], by_id: &HashMap<String, usize>, from: usize) -> Vec<Refusal> {
    let mut seen = std::collections::HashSet::new();
    let mut at = from;
    while seen.insert(at) {
        let parent = nodes
            .get(at)
            .and_then(|node| node.parent.as_ref())
            .and_then(|parent| by_id.get(parent));
        at = parent.copied().unwrap_or(at);
    }
    nodes
        .get(at)
        .map(|node| Refusal::Cycle {
            line: node.line,
            node: node.id.clone(),
        })
        .into_iter()
        .collect()
}

impl Node {
    fn is_outlet(&self) -> bool {
        self.level == super::OUTLET
    }

    fn into_unit(self, code: UnitCode, path: UnitPath, time_zone: String, now: Timestamp) -> Unit {
        let [contact_1, contact_2, responsible] = self.people;
        Unit {
            code,
            node: self.id,
            path,
            level: self.level,
            name: self.name,
            city: self.city,
            address: self.address,
            origin: self.origin,
            time_zone,
            duties: self.duties,
            contact_1,
            contact_2,
            responsible,
            state: if self.open {
                UnitState::Open
            } else {
                UnitState::Closed { at: now }
            },
            successor: None,
        }
    }
}
