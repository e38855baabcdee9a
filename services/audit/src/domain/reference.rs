//! File numbers: where somebody else keeps the reason for something.

/// The longest one.
pub(crate) const LONGEST: usize = 64;

/// Whether it can be one: something, no longer than that, without spaces or control characters.
pub(crate) fn fits(reference: &str, longest: usize) -> bool {
    let fits = |c: char| !c.is_whitespace() && !c.is_control();
    (1..=longest).contains(&reference.chars().count()) && reference.chars().all(fits)
}
