//! R2.1: dated changes that others recorded, over a real tree with open complaints.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use super::motion::nothing_is_lost;
use super::room::Room;

struct Recorded {
    change: String,
    before: String,
    after: String,
    code: String,
}

fn rows(text: &str) -> BTreeMap<String, Vec<Recorded>> {
    let mut days: BTreeMap<String, Vec<Recorded>> = BTreeMap::new();
    for row in csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap) {
        let at = |n: usize| row[n].trim().to_owned();
        days.entry(at(0)).or_default().push(Recorded {
            change: at(1),
            before: at(2),
            after: at(3),
            code: at(4),
        });
    }
    days
}

/// The tree as it was before the first day: without the outlets that open later, each with its first name, and with an outlet for each
/// name that is first heard of when it changes.
fn tree_before(tree: &str, days: &BTreeMap<String, Vec<Recorded>>) -> String {
    let all = || days.values().flatten();
    let opens: HashSet<&str> = all()
        .filter(|one| one.change == "open")
        .flat_map(|one| [one.after.as_str(), one.code.as_str()])
        .filter(|text| !text.is_empty())
        .collect();
    let mut earlier: HashMap<&str, &str> = HashMap::new();
    for one in all().filter(|one| one.change == "rename") {
        earlier.entry(one.after.as_str()).or_insert(one.before.as_str());
    }
    let mut names = HashSet::new();
    let mut csv = "node_id,parent_id,level,name,code".to_owned();
    for row in csv::Reader::from_reader(tree.as_bytes()).records().map(Result::unwrap) {
        let (is_outlet, mut name) = (&row[2] == "outlet", row[3].to_owned());
        let mut seen = HashSet::new();
        while is_outlet && seen.insert(name.clone()) && earlier.contains_key(name.as_str()) {
            name = earlier[name.as_str()].to_owned();
        }
        let is_later = is_outlet && (opens.contains(&row[3]) || opens.contains(&row[4]));
        if !is_later && (names.insert(name.clone()) || !is_outlet) {
            write!(csv, "\n{},{},{},{name},{}", &row[0], &row[1], &row[2], &row[4]).unwrap();
        }
    }
    for (n, one) in all().enumerate() {
        if !one.before.is_empty() && names.insert(one.before.clone()) {
            write!(csv, "\nZ{n},HO,outlet,{},", one.before).unwrap();
        }
        names.insert(one.after.clone());
    }
    csv
}

/// The changes of a day as the product takes them. A code that was opened before is left out.
fn lines(day: &str, recorded: &[Recorded], opened: &mut HashSet<String>) -> String {
    let mut csv = "date,change,unit,name,code\n".to_owned();
    for one in recorded {
        let is_open = one.change == "open";
        let code = if is_open { one.code.as_str() } else { "" };
        if !is_open || code.is_empty() || opened.insert(code.to_owned()) {
            writeln!(csv, "{day},{},{},{},{code}", one.change, one.before, one.after).unwrap();
        }
    }
    csv
}

/// Registers a complaint at each of about 400 outlets; tells how many, and how many outlets there are.
async fn register(room: &Room) -> (u128, usize) {
    let directory = room.app.units().await.unwrap();
    let outlets = directory.units().iter().filter(|unit| unit.level == "outlet");
    let paths: Vec<String> = outlets.map(|unit| unit.path.to_string()).collect();
    let mut open = 0;
    for path in paths.iter().step_by((paths.len() / 400).max(1)) {
        room.register(open..open + 1, path).await;
        open += 1;
    }
    (open, paths.len())
}

#[tokio::test]
async fn the_recorded_changes_are_replayed_and_no_open_complaint_is_lost() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let read = |file: &str| std::fs::read_to_string(data.join(file));
    let (Ok(tree), Ok(changes)) = (read("branches_tree_cn_abc.csv"), read("branches_cn_changes.csv")) else {
        println!("skipped: the recorded changes are not there");
        return;
    };
    let days = rows(&changes);
    let room = Room::sqlite("2025-04-17T12:00:00+08:00").await;
    let tree = tree_before(&tree, &days);
    room.app.import_directory(tree.as_bytes(), false).await.unwrap();
    let (open, outlets) = register(&room).await;
    nothing_is_lost(&room, 0..open).await;
    let began = Instant::now();
    let mut opened = HashSet::new();
    let (mut told, mut made, mut followed) = (0, 0, 0);
    for (day, recorded) in &days {
        let noon: jiff::Timestamp = format!("{day}T12:00:00+08:00").parse().unwrap();
        room.wait(noon.duration_since(room.now()).as_mins());
        let csv = lines(day, recorded, &mut opened);
        let done = room.app.change_units(csv.as_bytes(), true, false).await;
        let done = done.unwrap_or_else(|refusals| panic!("{day}: {refusals:?}"));
        told += recorded.len();
        made += done.now;
        followed += done.complaints;
        nothing_is_lost(&room, 0..open).await;
    }
    println!(
        "{told} changes on {} days over {outlets} outlets: {made} made, {} of units that are not there or recorded twice; {open} \
         complaints open, {followed} times one followed its unit; {:?}",
        days.len(),
        told - made,
        began.elapsed()
    );
    assert_eq!(told, 5_554);
    assert!(made * 100 >= told * 99, "all but what was recorded twice takes effect");
    assert!(followed > 0);
}
