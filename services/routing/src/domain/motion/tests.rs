use super::super::directory::LevelDuties;
use super::super::samples::units;
use super::*;

const NOW: &str = "2026-10-09T16:00:00+08:00";

fn present() -> Directory {
    Directory::new(
        units(&["ho", "ho.b1", "ho.b1.o1", "ho.b1.o2", "ho.b2"]),
        &LevelDuties::new(),
    )
}

fn change_with(rows: &str, history: &History, skip: bool) -> Result<Changes, Vec<String>> {
    let csv = format!("date,change,unit,name,parent,successor,code,level\n{rows}");
    let request = ChangeUnits {
        csv: csv.as_bytes(),
        skip_unknown: skip,
        now: NOW.parse().unwrap(),
    };
    let told = |refusals: Vec<Refusal>| refusals.iter().map(ToString::to_string).collect();
    request.decide(&present(), history).map_err(told)
}

fn change(rows: &str) -> Changes {
    change_with(rows, &History::default(), false).unwrap()
}

fn refused(rows: &str) -> Vec<String> {
    change_with(rows, &History::default(), false).unwrap_err()
}

#[test]
fn each_kind_of_change_takes_effect_on_its_day() {
    let changes = change(
        "2026-10-01,open,,New,b2,,o9,outlet\n2026-10-02,rename,unit o1,Renmin Road,,,,\n\
         2026-10-03,move,o2,,b2,,,\n2026-10-05,merge,Renmin Road,,,o2,,\n2026-10-06,close,o9,,,,,\n",
    );
    assert_eq!((changes.due.len(), changes.ahead.len()), (5, 0));
    let now = |code: &str| changes.write.iter().find(|unit| unit.code.as_str() == code).unwrap();
    assert_eq!(now("o2").path.as_str(), "ho.b2.o2");
    assert_eq!(now("o1").successor.as_ref().unwrap().as_str(), "o2");
    assert!(!now("o9").is_open());
    assert_eq!(changes.versions.len(), 5, "one for each day of each unit");
}

#[test]
fn a_subtree_moves_whole() {
    let changes = change("2026-10-03,move,b1,,b2,,,\n");
    let paths: Vec<_> = changes.write.iter().map(|unit| unit.path.as_str()).collect();
    assert_eq!(paths, ["ho.b2.b1", "ho.b2.b1.o1", "ho.b2.b1.o2"]);
}

#[test]
fn a_day_begins_in_the_time_zone_of_the_unit() {
    let changes = change("2026-10-10,rename,o1,Later,,,,\n2026-10-09,rename,o2,Now,,,,\n");
    assert_eq!((changes.due.len(), changes.ahead.len()), (1, 1));
    let begins: Timestamp = "2026-10-10T00:00:00+08:00".parse().unwrap();
    assert_eq!(changes.ahead[0].at, begins);
    assert_eq!(changes.write.len(), 1);
}

#[test]
fn two_units_can_exchange_their_names_on_a_day() {
    let changes = change("2026-10-03,rename,unit o1,unit o2,,,,\n2026-10-03,rename,unit o2,unit o1,,,,\n");
    let names: Vec<_> = changes.write.iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["unit o2", "unit o1"]);
}

#[test]
fn what_is_said_of_strangers_is_left_out_where_that_is_asked() {
    let rows = "2026-10-03,close,nobody,,,,,\n2026-10-03,close,o1,,,,,\n";
    let changes = change_with(rows, &History::default(), true).unwrap();
    assert_eq!((changes.skipped, changes.due.len()), (1, 1));
}

#[test]
fn what_is_wrong_in_a_line_is_told_with_its_line() {
    for (row, sentence) in [
        ("soon,close,o1,,,,,", "`soon` is no date; write it as 2026-11-27"),
        (
            "2026-10-03,split,o1,,,,,",
            "`change` is open, close, rename, merge or move, not `split`",
        ),
        ("2026-10-03,close,,,,,,", "`unit` is empty"),
        (",close,o1,,,,,", "`date` is empty"),
        ("2026-10-03,close,none,,,,,", "the directory has no unit `none`"),
        ("2026-10-03,move,o1,,none,,,", "there is no unit `none` to go to"),
        (
            "2026-10-03,open,,x,,,O1,outlet",
            "the code `o1` is, or was, that of another unit: a code is not given twice",
        ),
        (
            "2026-10-03,open,,x,,,支行,outlet",
            "`支行` gives no unit code: it needs at least one letter a-z or digit",
        ),
        (
            "2026-10-03,open,,x,o1,,o9,outlet",
            "`o9` is an outlet and cannot stand below an outlet",
        ),
        (
            "2026-10-03,move,o1,,o2,,,",
            "`o1` is an outlet and cannot stand below an outlet",
        ),
        ("2026-10-03,move,b1,,o1,,,", "`b1` would stand below itself"),
        ("2026-10-03,merge,o1,,,o1,,", "`o1` cannot be merged into itself"),
        ("2026-10-03,close,b1,,,,,", "below `b1` is open: close or move it first"),
        (
            "2026-10-03,close,ho,,,,,",
            "`ho` is the root: nobody stands above it to have what is open",
        ),
    ] {
        let told = refused(&format!("{row}\n"));
        assert!(
            told[0].starts_with("line 2: ") && told[0].ends_with(sentence),
            "{told:?}"
        );
    }
    let long = format!("2026-10-03,rename,o1,{},,,,\n", "x".repeat(501));
    assert_eq!(refused(&long), ["line 2: `name` is longer than 500 characters"]);
    assert_eq!(
        refused("2026-10-03,close,o1,,,,,\n2026-10-03,rename,o1,x,,,,\n"),
        ["line 2: `o1` changes twice on 2026-10-03"]
    );
    assert_eq!(
        refused("2026-10-03,close,o1,,,,,\n2026-10-04,rename,o1,x,,,,\n"),
        ["line 3: the unit `o1` is not open on that day"]
    );
    assert_eq!(
        refused("2026-10-01,rename,o1,unit o2,,,,\n2026-10-02,close,unit o2,,,,,\n"),
        ["line 3: more than one unit is called `unit o2`; name it by its code"]
    );
    assert_eq!(
        refused(""),
        ["the file is empty: it needs a header row and at least one line"]
    );
}

#[test]
fn a_unit_deeper_than_a_path_can_say_is_refused() {
    let deepest = (1..12).fold("ho".to_owned(), |path, n| format!("{path}.d{n}"));
    let above: Vec<String> = deepest
        .match_indices('.')
        .map(|(at, _)| deepest[..at].to_owned())
        .chain([deepest.clone()])
        .collect();
    let paths: Vec<&str> = above.iter().map(String::as_str).collect();
    let branches = units(&paths).into_iter().map(|unit| Unit {
        level: "branch".to_owned(),
        ..unit
    });
    let tree = Directory::new(branches.collect(), &LevelDuties::new());
    let told = |row: &str| {
        let csv = format!("date,change,unit,name,parent,successor,code,level\n{row}");
        let request = ChangeUnits {
            csv: csv.as_bytes(),
            skip_unknown: false,
            now: NOW.parse().unwrap(),
        };
        request.decide(&tree, &History::default()).unwrap_err()[0].to_string()
    };
    assert_eq!(
        told("2026-10-03,open,,x,d11,,o9,branch\n"),
        "line 2: `o9` would stand deeper than 12 levels"
    );
}

#[test]
fn history_is_not_rewritten() {
    let code = |text: &str| text.parse::<UnitCode>().unwrap();
    let history = History {
        changed: HashMap::from([(code("o1"), jiff::civil::date(2026, 10, 5))]),
        served: HashMap::from([(code("o2"), NOW.parse().unwrap())]),
        pending: Vec::new(),
    };
    let told = |rows: &str| change_with(rows, &history, false).unwrap_err();
    assert_eq!(
        told("2026-10-04,rename,o1,x,,,,\n"),
        ["line 2: `o1` changed after that day, on 2026-10-05: history is not rewritten"]
    );
    assert_eq!(
        told("2026-10-04,close,o2,,,,,\n"),
        ["line 2: `o2` was given complaints after 2026-10-04, so it did not close then"]
    );
}
