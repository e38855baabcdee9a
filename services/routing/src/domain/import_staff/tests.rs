use super::*;
use crate::domain::directory::LevelDuties;
use crate::domain::samples::units;

fn import(rows: &str) -> Result<Vec<Member>, Vec<Refusal>> {
    let csv = format!("code,unit,duties,leader,reports_to,email,language,status\n{rows}");
    let directory = Directory::new(units(&["ho", "ho.b1", "ho.b1.o1"]), &LevelDuties::new());
    let present = HashMap::from([(StaffCode::new("boss").unwrap(), vec![StaffCode::new("s1").unwrap()])]);
    decide(csv.as_bytes(), &directory, &present)
}

fn refused(rows: &str) -> Vec<String> {
    import(rows).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn people_are_read_with_their_unit_by_code_or_node_id() {
    let members = import("s1,o1,legal; service_management,yes,,s1@bank.example,en,\ns2,Nb1,,,s1,,,left\n").unwrap();
    assert_eq!(members[0].main.duties, ["legal", "service_management"]);
    assert!(members[0].main.leader && members[0].language == "en");
    assert_eq!((members[1].main.unit.as_str(), members[1].left), ("b1", true));
}

#[test]
fn what_is_wrong_in_a_line_is_told_with_its_line() {
    assert_eq!(refused(",o1,,,,,,\n"), ["line 2: `code` is empty"]);
    assert_eq!(refused("s1,,,,,,,\n"), ["line 2: `unit` is empty"]);
    assert_eq!(
        refused("s 1,o1,,,,,,\n"),
        ["line 2: `code` is no staff code: a staff code is 1 to 64 letters, digits, '-', '_' or '.'"]
    );
    assert_eq!(
        refused("s1,o9,,,,,,\n"),
        ["line 2: there is no open unit `o9` in the directory"]
    );
    assert_eq!(refused("s1,o1,,perhaps,,,,\n"), ["line 2: `leader` is yes or no"]);
    assert_eq!(refused("s1,o1,,,,,fr,\n"), ["line 2: `language` is zh or en"]);
    assert_eq!(refused("s1,o1,,,,nobody,,\n"), ["line 2: `email` is no e-mail address"]);
    assert_eq!(refused("s1,o1,,,,,,gone\n"), ["line 2: `status` is active or left"]);
    assert_eq!(
        refused("s1,o1,,,,,,\ns1,o1,,,,,,\n"),
        ["line 3: s1 stands already on line 2 with this unit; a further post is in another unit"]
    );
}

#[test]
fn a_further_line_of_somebody_is_a_further_post_of_theirs() {
    let members =
        import("s1,b1,service_management,,,s1@bank.example,en,\ns2,o1,,,,,,\ns1,o1,legal,yes,s2,,en,\n").unwrap();
    assert_eq!(members.len(), 2, "two people on three lines");
    let units: Vec<&str> = members[0].posts().map(|post| post.unit.as_str()).collect();
    assert_eq!(units, ["b1", "o1"], "the first line is the main post");
    let further = &members[0].further[0];
    assert!(further.leader && further.duties == ["legal"]);
    assert_eq!(further.reports_to.as_ref().unwrap().as_str(), "s2");
    assert_eq!(
        (members[0].email.as_deref(), members[0].left),
        (Some("s1@bank.example"), false)
    );
}

#[test]
fn a_further_line_says_nothing_else_of_the_person() {
    let differs = |column: &str, further: &str| {
        let sentence =
            format!("line 3: `{column}` of s1 is another than on line 2; leave it empty on the lines of further posts");
        assert_eq!(refused(&format!("s1,b1,,,,a@bank.example,zh,\n{further}")), [sentence]);
    };
    differs("email", "s1,o1,,,,b@bank.example,,\n");
    differs("language", "s1,o1,,,,,en,\n");
    differs("status", "s1,o1,,,,,,left\n");
    assert!(import("s1,b1,,,,a@bank.example,zh,\ns1,o1,,,,a@bank.example,zh,active\n").is_ok());
}

#[test]
fn posts_are_few() {
    let paths: Vec<String> = (1..=9).map(|number| format!("ho.b{number}")).collect();
    let paths: Vec<&str> = std::iter::once("ho").chain(paths.iter().map(String::as_str)).collect();
    let directory = Directory::new(units(&paths), &LevelDuties::new());
    let lines: String = (1..=9).map(|number| format!("s1,b{number}\n")).collect();
    let refusals = decide(format!("code,unit\n{lines}").as_bytes(), &directory, &HashMap::new()).unwrap_err();
    let sentences: Vec<String> = refusals.iter().map(ToString::to_string).collect();
    assert_eq!(sentences, ["line 10: s1 has more than 8 posts"]);
}

#[test]
fn nobody_reports_to_themselves_over_another_post() {
    assert_eq!(
        refused("s1,b1,,,,,,\ns1,o1,,,s2,,,\ns2,o1,,,s1,,,\n"),
        [
            "line 3: s1 reports to themselves, directly or through others",
            "line 4: s2 reports to themselves, directly or through others"
        ]
    );
}

#[test]
fn nobody_reports_to_a_stranger_or_to_themselves() {
    assert_eq!(
        refused("s1,o1,,,s9,,,\n"),
        ["line 2: s1 reports to s9, who is neither in the file nor in the directory"]
    );
    assert_eq!(
        refused("s1,o1,,,boss,,,\n"),
        ["line 2: s1 reports to themselves, directly or through others"]
    );
}

#[test]
fn a_broken_table_is_refused() {
    let error = decide(b"code,unit\ns1,\"o1\n", &Directory::default(), &HashMap::new()).unwrap_err();
    assert_eq!(
        error[0].to_string(),
        "line 2: a quoted field begins here and never ends"
    );
    assert_eq!(error[0].line(), Some(2));
}
