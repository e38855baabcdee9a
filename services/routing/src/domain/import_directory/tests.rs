use super::*;
use crate::domain::directory::LevelDuties;

const HEADER: &str = "node_id,parent_id,level,name,code,city,address,status,origin\n";

fn import(present: &Directory, rows: &str) -> Result<Import, Vec<Refusal>> {
    let csv = format!("{HEADER}{rows}");
    let request = ImportDirectory {
        csv: csv.as_bytes(),
        time_zone: "Asia/Shanghai",
        now: Timestamp::UNIX_EPOCH,
    };
    request.decide(present)
}

fn directory(rows: &str) -> Directory {
    Directory::new(import(&Directory::default(), rows).unwrap().write, &LevelDuties::new())
}

fn refused(rows: &str) -> Vec<String> {
    let refusals = import(&Directory::default(), rows).unwrap_err();
    refusals.iter().map(ToString::to_string).collect()
}

const TREE: &str = "\
HO,,head_office,总行,,,,active,derived
B1,HO,branch,第一分行,,,,active,real
N1,B1,outlet,人民路支行,ABC-01,西安,人民路1号,active,real
N2,B1,outlet,解放路支行,ABC-02,,,renamed,real
";

#[test]
fn a_tree_is_placed_and_its_codes_are_those_of_the_file() {
    let directory = directory(TREE);
    let paths: Vec<_> = directory.units().iter().map(|unit| unit.path.as_str()).collect();
    assert_eq!(paths, ["ho", "ho.b1", "ho.b1.abc-01", "ho.b1.abc-02"]);
    let outlet = directory.get(&"abc-01".parse().unwrap()).unwrap();
    assert_eq!(
        (outlet.name.as_str(), outlet.city.as_deref()),
        ("人民路支行", Some("西安"))
    );
}

#[test]
fn a_code_that_two_lines_share_is_replaced_by_the_node_id() {
    let rows = "HO,,head_office,总行,,,,active,x\nN1,HO,outlet,a,SAME,,,active,x\nN2,HO,outlet,b,same,,,active,x\n";
    let directory = directory(rows);
    assert!(directory.get(&"n1".parse().unwrap()).is_some() && directory.get(&"n2".parse().unwrap()).is_some());
}

#[test]
fn the_same_file_again_changes_nothing() {
    let again = import(&directory(TREE), TREE).unwrap();
    assert_eq!((again.added, again.changed, again.closed, again.total), (0, 0, 0, 4));
    assert!(again.write.is_empty());
}

#[test]
fn a_new_file_adds_changes_moves_and_closes_and_a_unit_keeps_its_code() {
    let next = "\
HO,,head_office,总行,,,,active,derived
B1,HO,branch,第一分行,,,,active,real
B2,HO,branch,第二分行,,,,active,real
N1,B2,outlet,人民路支行,OTHER,西安,人民路1号,active,real
";
    let import = import(&directory(TREE), next).unwrap();
    assert_eq!((import.added, import.changed, import.closed), (1, 1, 1));
    let moved = import.write.iter().find(|unit| unit.node == "N1").unwrap();
    assert_eq!(moved.path.as_str(), "ho.b2.abc-01");
    let closed = import.write.iter().find(|unit| unit.node == "N2").unwrap();
    assert_eq!(
        closed.state,
        UnitState::Closed {
            at: Timestamp::UNIX_EPOCH
        }
    );
}

#[test]
fn a_unit_that_the_file_calls_closed_closes_and_opens_again() {
    let closed = TREE.replace("解放路支行,ABC-02,,,renamed", "解放路支行,ABC-02,,,closed");
    let directory = directory(&closed);
    assert!(!directory.get(&"abc-02".parse().unwrap()).unwrap().is_open());
    assert_eq!(import(&directory, &closed).unwrap().closed, 0, "it is closed already");
    assert_eq!(import(&directory, TREE).unwrap().changed, 1);
}

#[test]
fn a_unit_without_a_zone_has_that_of_the_unit_above() {
    let csv = "node_id,parent_id,level,name,time_zone\nHO,,head_office,a,\nB,HO,branch,b,Asia/Kolkata\nN,B,outlet,c,\n";
    let request = ImportDirectory {
        csv: csv.as_bytes(),
        time_zone: "Asia/Shanghai",
        now: Timestamp::UNIX_EPOCH,
    };
    let units = request.decide(&Directory::default()).unwrap().write;
    let zones: Vec<_> = units.iter().map(|unit| unit.time_zone.as_str()).collect();
    assert_eq!(zones, ["Asia/Shanghai", "Asia/Kolkata", "Asia/Kolkata"]);
}

#[test]
fn a_parent_that_is_not_there_is_refused() {
    let rows = "HO,,head_office,a,,,,active,x\nN1,B9,outlet,b,,,,active,x\n";
    assert_eq!(refused(rows), ["line 3: the parent `B9` of `N1` is not in the file"]);
}

#[test]
fn a_unit_below_itself_is_refused() {
    let rows =
        "HO,,head_office,a,,,,active,x\nA,B,branch,b,,,,active,x\nB,A,branch,c,,,,active,x\nC,A,outlet,d,,,,active,x\n";
    assert_eq!(refused(rows), ["line 3: `A` stands below itself"]);
}

#[test]
fn a_second_root_and_a_tree_without_one_are_refused() {
    let two = "HO,,head_office,a,,,,active,x\nHQ,,head_office,b,,,,active,x\n";
    assert_eq!(
        refused(two),
        ["line 3: `HQ` has no parent, but the root stands already on line 2"]
    );
    assert_eq!(
        refused("A,A,branch,a,,,,active,x\n"),
        ["no unit is the root: one `parent_id` must be empty"]
    );
}

#[test]
fn a_node_that_stands_twice_is_refused() {
    let rows = "HO,,head_office,a,,,,active,x\nN,HO,outlet,b,X1,,,active,x\nN,HO,outlet,c,X2,,,active,x\n";
    assert_eq!(refused(rows), ["line 4: the unit `N` stands already on line 3"]);
}

#[test]
fn two_nodes_with_one_code_and_a_node_without_any_are_refused() {
    let rows = "HO,,head_office,a,,,,active,x\nN.1,HO,outlet,b,,,,active,x\nN-1,HO,outlet,c,,,,active,x\n";
    assert_eq!(
        refused(rows),
        ["line 4: `N-1` and the unit on line 3 would both have the code `n-1`"]
    );
    let chinese = "HO,,head_office,a,,,,active,x\n支行,HO,outlet,b,,,,active,x\n";
    assert_eq!(
        refused(chinese),
        ["line 3: `支行` gives no unit code: it needs at least one letter a-z or digit"]
    );
}

#[test]
fn an_empty_an_overlong_and_a_wrong_field_are_refused_together() {
    let long = "x".repeat(501);
    let csv = format!(
        "node_id,parent_id,level,name,time_zone,contact_1\n,HO,outlet,a,,\nN1,HO,outlet,{long},,\nN2,HO,outlet,b,Mars,\nN3,HO,outlet,c,,王\n"
    );
    let request = ImportDirectory {
        csv: csv.as_bytes(),
        time_zone: "Asia/Shanghai",
        now: Timestamp::UNIX_EPOCH,
    };
    let refusals = request.decide(&Directory::default()).unwrap_err();
    let sentences: Vec<_> = refusals.iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "line 2: `node_id` is empty",
            "line 3: `name` is longer than 500 characters",
            "line 4: there is no time zone `Mars`; give an IANA name such as Asia/Shanghai",
            "line 5: `contact_1` is no staff code: a staff code is 1 to 64 letters, digits, '-', '_' or '.'",
        ]
    );
}

#[test]
fn a_unit_deeper_than_a_path_can_say_is_refused() {
    let rows: String = (0..14)
        .map(|n| {
            if n == 0 {
                "N0,,head_office,a,,,,active,x\n".to_owned()
            } else {
                format!("N{n},N{},branch,a,,,,active,x\n", n - 1)
            }
        })
        .collect();
    assert_eq!(refused(&rows), ["line 14: `N12` stands deeper than 12 levels"]);
}

#[test]
fn an_outlet_stands_below_no_outlet_and_a_successor_is_open() {
    let below = format!("{TREE}N3,N1,outlet,柜台,,,,active,real\n");
    assert_eq!(
        refused(&below),
        ["line 6: `N3` is an outlet and cannot stand below an outlet"]
    );
    let csv = "node_id,parent_id,level,name,status,successor\nHO,,head_office,a,active,\nN1,HO,outlet,b,closed,N9\n";
    let request = ImportDirectory {
        csv: csv.as_bytes(),
        time_zone: "Asia/Shanghai",
        now: Timestamp::UNIX_EPOCH,
    };
    let refusals = request.decide(&Directory::default()).unwrap_err();
    assert_eq!(
        refusals[0].to_string(),
        "line 3: the successor `N9` of `N1` is no open unit of the file"
    );
}

#[test]
fn a_code_of_a_unit_that_was_is_not_given_again() {
    let present = directory(TREE);
    let again = TREE.replace(
        "N2,B1,outlet,解放路支行,ABC-02,,,renamed",
        "N7,B1,outlet,新支行,ABC-02,,,active",
    );
    let refusals = import(&present, &again).unwrap_err();
    assert_eq!(
        refusals[0].to_string(),
        "line 5: the code `abc-02` of `N7` is, or was, that of `N2`: a code is not given twice"
    );
}

#[test]
fn a_file_cut_off_inside_a_quoted_field_is_refused() {
    let rows = "HO,,head_office,a,,,,active,x\nN1,HO,outlet,\"b,,,,active,x\n";
    assert_eq!(refused(rows), ["line 3: a quoted field begins here and never ends"]);
}
