//! The table, as markdown.

use std::fs;
use std::path::Path;

/// The figures so far.
#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<[String; 4]>,
    notes: Vec<String>,
}

impl Report {
    /// A figure, what is wanted of it, and the machine's own limit.
    pub(crate) fn figure(&mut self, name: &str, figure: impl Into<String>, wanted: &str, floor: impl Into<String>) {
        let row = [name.to_owned(), figure.into(), wanted.to_owned(), floor.into()];
        progress(&row.join(" | "));
        self.rows.push(row);
    }

    /// Something that was not measured, and why.
    pub(crate) fn missing(&mut self, name: &str, wanted: &str, why: &str) {
        self.figure(name, format!("not measured: {why}"), wanted, "");
    }

    /// A sentence below the table.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    #[expect(clippy::print_stdout, reason = "the table is this command's data")]
    pub(crate) fn print(&self, folder: &Path) {
        println!("| What | Figure | Wanted | Limit measured in the same run |\n|---|---|---|---|");
        for [name, figure, wanted, floor] in &self.rows {
            println!("| {name} | {figure} | {wanted} | {floor} |");
        }
        println!();
        for note in &self.notes {
            println!("- {note}");
        }
        println!("- {}", machine(folder));
    }
}

/// Says on the standard error what has just been measured.
#[expect(clippy::print_stderr, reason = "progress does not belong to the data")]
pub(crate) fn progress(text: &str) {
    eprintln!("{text}");
}

/// Which machine it was.
fn machine(folder: &Path) -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let kernel = read("/proc/sys/kernel/osrelease");
    let processors = read("/proc/cpuinfo");
    let model = processors
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(':'));
    let model = model.map_or("unknown processor", |(_, model)| model.trim());
    let file_system = file_system(&read("/proc/mounts"), folder);
    format!(
        "The machine: {cores} cores ({model}), Linux {}, data on {file_system}.",
        kernel.trim()
    )
}

/// The kind of the file system that a folder is on: the mount with the longest path above it.
fn file_system(mounts: &str, folder: &Path) -> String {
    let mounts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (_, point, kind) = (words.next()?, words.next()?, words.next()?);
        folder.starts_with(point).then_some((point.len(), kind))
    });
    mounts
        .max()
        .map_or("an unknown file system", |(_, kind)| kind)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_tells_the_file_system() {
        let mounts = "a / ext4 rw 0 0\nb /tmp tmpfs rw 0 0\n";
        assert_eq!(file_system(mounts, Path::new("/tmp/x")), "tmpfs");
        assert_eq!(file_system(mounts, Path::new("/srv")), "ext4");
    }
}
