//! Which complaints a caller may count.

use huiyin_kernel::UnitPath;

/// What a caller sees of the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    /// Complaints about units of this subtree, or led by one; all where there is none.
    pub(crate) top: Option<UnitPath>,
    /// Whether restricted complaints are among them (R8.2).
    pub(crate) restricted: bool,
}
