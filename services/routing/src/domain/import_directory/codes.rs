//! Which code each line's unit gets.

use std::collections::HashMap;

use huiyin_kernel::UnitCode;

use super::{Node, Refusal};
use crate::domain::directory::Directory;

/// The longest unit code, as the kernel has it.
const LONGEST_CODE: usize = 40;

/// A code for each node, in their order: the one that it has had since an earlier import; else its `code` where no other line
/// has the same; else its `node_id`. So a unit keeps its code when the file's `code` column changes.
pub(super) fn codes(nodes: &[Node], known: &HashMap<&str, &UnitCode>) -> Result<Vec<UnitCode>, Vec<Refusal>> {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for node in nodes {
        if let Some(code) = node.code.as_deref().and_then(clean) {
            *uses.entry(code.to_string()).or_default() += 1;
        }
    }
    let own = |node: &Node| {
        node.code
            .as_deref()
            .and_then(clean)
            .filter(|code| uses.get(code.as_str()) == Some(&1))
    };
    let mut refusals = Vec::new();
    let mut first_lines: HashMap<UnitCode, u64> = HashMap::with_capacity(nodes.len());
    let mut codes = Vec::with_capacity(nodes.len());
    for node in nodes {
        let kept = known.get(node.id.as_str()).map(|code| (*code).clone());
        let Some(code) = kept.or_else(|| own(node)).or_else(|| clean(&node.id)) else {
            refusals.push(Refusal::NoCode {
                line: node.line,
                node: node.id.clone(),
            });
            continue;
        };
        if let Some(first) = first_lines.insert(code.clone(), node.line) {
            let code = code.to_string();
            refusals.push(Refusal::SameCode {
                line: node.line,
                node: node.id.clone(),
                first,
                code,
            });
        }
        codes.push(code);
    }
    if refusals.is_empty() { Ok(codes) } else { Err(refusals) }
}

/// A code stays that of the unit which had it, also after it closed: history names units by their codes (R2.1).
pub(super) fn check_unused(nodes: &[Node], codes: &[UnitCode], present: &Directory) -> Result<(), Vec<Refusal>> {
    let used = |(node, code): (&Node, &UnitCode)| {
        let other = present.get(code).filter(|unit| unit.node != node.id)?;
        Some(Refusal::CodeInUse {
            line: node.line,
            node: node.id.clone(),
            code: code.to_string(),
            other: other.node.clone(),
        })
    };
    let refusals: Vec<Refusal> = nodes
        .iter()
        .zip(codes)
        .filter_map(used)
        .take(super::MOST_TOLD)
        .collect();
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// A text as a unit code: small letters, and `-` for each run of what a code cannot hold.
pub(crate) fn clean(text: &str) -> Option<UnitCode> {
    let mut code = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' {
            code.push(c);
        } else if !code.ends_with('-') {
            code.push('-');
        }
    }
    let code = code.trim_matches('-');
    code.bytes()
        .any(|b| b != b'_' && b != b'-')
        .then(|| code.get(..code.len().min(LONGEST_CODE)))
        .flatten()
        .and_then(|code| UnitCode::new(code).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_what_a_subject_can_hold() {
        let cleaned = |text| clean(text).map(|code| code.to_string());
        assert_eq!(cleaned("HO").as_deref(), Some("ho"));
        assert_eq!(cleaned(" JAKA0 (Bhawni) ").as_deref(), Some("jaka0-bhawni"));
        assert_eq!(cleaned("佳县支行"), None);
        assert_eq!(cleaned("--"), None);
        assert_eq!(cleaned(&"a".repeat(50)).map(|code| code.len()), Some(40));
    }
}
