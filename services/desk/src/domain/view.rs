//! Saved views: the address of a list under a name, one's own or shared with one's unit.

use huiyin_kernel::UnitPath;

/// So many views one author has, shared ones too.
pub(crate) const MOST: u64 = 50;
/// The longest name, in characters.
const LONGEST: usize = 60;
/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 1_000;
/// What a view can be of besides lists: the register and the figures.
const PLACES: [&str; 2] = ["/desk/", "/desk/figures"];
/// What of an address is not the filter: a page of it, what is chosen, the language.
const NOT_THE_FILTER: [&str; 4] = ["after", "pick", "lang", "done"];

/// Why a view is not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The name is empty.
    #[error("a view has a name")]
    NoName,
    /// The name is too long or holds control characters.
    #[error("a view's name is a line of at most 60 characters")]
    BadName,
    /// It is no address of a list.
    #[error("that is no list, register or figures of the desk")]
    NoList,
    /// Who works in no unit has nobody to share with.
    #[error("a view is shared with one's unit, and there is none")]
    NoUnit,
    /// The author has too many.
    #[error("there are 50 views already: delete one")]
    TooMany,
}

/// The name as it is kept.
///
/// # Errors
/// [`Refusal`]
pub(crate) fn name(typed: &str) -> Result<String, Refusal> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(Refusal::NoName);
    }
    if name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Err(Refusal::BadName);
    }
    Ok(name.to_owned())
}

/// The filter of an address: without its page and its language.
///
/// # Errors
/// [`Refusal::NoList`]
pub(crate) fn address(typed: &str) -> Result<String, Refusal> {
    let (path, query) = typed.split_once('?').unwrap_or((typed, ""));
    let plain = typed.len() <= LONGEST_ADDRESS && typed.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain || !(PLACES.contains(&path) || is_list(path)) {
        return Err(Refusal::NoList);
    }
    let kept = query.split('&').filter(|pair| {
        let key = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !NOT_THE_FILTER.contains(&key)
    });
    let kept: Vec<&str> = kept.collect();
    Ok(if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    })
}

fn is_list(path: &str) -> bool {
    let list = path.strip_prefix("/desk/lists/");
    list.is_some_and(|list| !list.is_empty() && list.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}

/// With whom it is shared.
///
/// # Errors
/// [`Refusal::NoUnit`]
pub(crate) fn shared(wanted: bool, unit: Option<&UnitPath>) -> Result<Option<String>, Refusal> {
    match (wanted, unit) {
        (false, _) => Ok(None),
        (true, Some(unit)) => Ok(Some(unit.to_string())),
        (true, None) => Err(Refusal::NoUnit),
    }
}

/// Whether one more may be saved.
///
/// # Errors
/// [`Refusal::TooMany`]
pub(crate) fn one_more(has: u64) -> Result<(), Refusal> {
    if has < MOST { Ok(()) } else { Err(Refusal::TooMany) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_has_a_name_of_a_line() {
        assert_eq!(name("  本行超期 "), Ok("本行超期".to_owned()));
        assert_eq!(name("   ").unwrap_err().to_string(), "a view has a name");
        for bad in ["x".repeat(61), "two\nlines".to_owned()] {
            assert_eq!(
                name(&bad).unwrap_err().to_string(),
                "a view's name is a line of at most 60 characters"
            );
        }
    }

    #[test]
    fn the_address_is_the_filter_without_its_page_and_language() {
        assert_eq!(
            address("/desk/lists/overdue?under=b01&after=c2&lang=en&pick=all"),
            Ok("/desk/lists/overdue?under=b01".to_owned())
        );
        assert_eq!(address("/desk/?lang=zh"), Ok("/desk/".to_owned()));
        assert_eq!(address("/desk/figures?by=unit"), Ok("/desk/figures?by=unit".to_owned()));
    }

    #[test]
    fn only_lists_the_register_and_figures_are_saved() {
        for none in [
            "",
            "https://evil.example/desk/",
            "//evil.example",
            "/desk/lists/",
            "/desk/lists/a/../b",
            "/desk/settings",
            "/desk/complaints/x",
            "/desk/lists/overdue?a=b c",
            "javascript:alert(1)",
        ] {
            let refused = address(none).unwrap_err();
            assert_eq!(
                refused.to_string(),
                "that is no list, register or figures of the desk",
                "{none}"
            );
        }
        assert_eq!(
            address(&format!("/desk/?unit={}", "x".repeat(1_000))),
            Err(Refusal::NoList)
        );
    }

    #[test]
    fn it_is_shared_with_ones_unit_where_there_is_one() {
        let unit: UnitPath = "ho.b01".parse().unwrap();
        assert_eq!(shared(true, Some(&unit)), Ok(Some("ho.b01".to_owned())));
        assert_eq!(shared(false, None), Ok(None));
        assert_eq!(
            shared(true, None).unwrap_err().to_string(),
            "a view is shared with one's unit, and there is none"
        );
    }

    #[test]
    fn fifty_are_the_most() {
        assert_eq!(one_more(49), Ok(()));
        assert_eq!(
            one_more(50).unwrap_err().to_string(),
            "there are 50 views already: delete one"
        );
    }
}
