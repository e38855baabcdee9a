//! A statutory pack, laid over an organisation's own: several clocks on one complaint (R4.12).

use huiyin_kernel::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::head::{self, Title};
use super::text::{At, Text};
use super::{LoadError, LoadProblem, Source, lists};
use crate::{Overlay, Pack, PackVersion};

/// `pack.toml` of a statutory pack: `over` tells it from an organisation's own.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverlayFile {
    /// The folder's name, without its version.
    name: At<String>,
    /// Year and count: "2026.1".
    version: At<String>,
    /// Since when it holds.
    #[schemars(with = "String")]
    effective_from: Date,
    /// What the pack is called.
    title: Title,
    /// The organisations' packs that it is meant for; the check lays it over each of them.
    over: At<Vec<String>>,
    /// The calendars by which its clocks are counted: files of the folder `calendars`.
    calendars: Vec<At<String>>,
}

/// The packs that a statutory pack is meant for; nothing where it is none.
pub(crate) fn over(folder: &str, source: &Source<'_>) -> Result<Option<Vec<String>>, LoadError> {
    let text = Text::open(format!("{folder}/pack.toml"), source)?;
    if !head::is_overlay(&text) {
        return Ok(None);
    }
    let file: OverlayFile = text.parse()?;
    Ok(Some(file.over.into_inner()))
}

pub(super) fn lay(pack: &mut Pack, folder: &str, source: &Source<'_>) -> Result<(), LoadError> {
    let text = Text::open(format!("{folder}/pack.toml"), source)?;
    if !head::is_overlay(&text) {
        return Err(text.refuse(&(0..0), LoadProblem::NoOverlay(folder.to_owned())));
    }
    let file: OverlayFile = text.parse()?;
    head::check_name(&text, &file.name, &file.version, folder)?;
    if file.over.get_ref().is_empty() {
        return Err(text.refuse(&file.over.span(), LoadProblem::Empty("over")));
    }
    pack.calendars.extend(head::calendars(&text, &file.calendars, source)?);
    if let Some(text) = Text::open_if_there(format!("{folder}/lists.toml"), source)? {
        lists::add(&text, &mut pack.lists, &mut pack.attributes)?;
    }
    pack.fill(folder, source)?;
    let version = PackVersion::new(file.name.get_ref(), file.version.get_ref());
    pack.version = pack.version.with(&version);
    pack.overlays.push(Overlay {
        version,
        title: head::titled(file.name.get_ref(), file.title),
        effective_from: file.effective_from,
    });
    Ok(())
}
