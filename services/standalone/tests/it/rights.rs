//! `huiyin access` and `huiyin integrations`.

use std::path::Path;
use std::process::Output;

use crate::product::{Product, huiyin, said};

fn run(arguments: &[&str]) -> Output {
    huiyin().args(arguments).output().expect("the program starts")
}

fn shown(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success());
    said(output)
}

fn policies(folder: &Path, text: &str) -> String {
    std::fs::write(folder.join("own.cedar"), text).expect("a file");
    folder.display().to_string()
}

const PRESS: &str = "@id(\"press-reads\") permit (principal is Staff, action == Action::\"read\", resource) \
    when { principal.duties.contains(\"legal\") };";

#[test]
fn own_policies_are_checked_before_anybody_is_decided_by_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = policies(folder.path(), PRESS);
    assert!(said(&run(&["access", "check", &good])).contains("hold: name the folder in access.policies"));
    let typo = policies(folder.path(), &PRESS.replace("duties", "dutys"));
    assert!(refused(&run(&["access", "check", &typo])).contains("dutys"));
    let nameless = policies(folder.path(), "forbid (principal, action, resource);");
    assert!(refused(&run(&["access", "check", &nameless])).contains("a policy in own.cedar has no @id"));
    let nowhere = folder.path().join("nowhere").display().to_string();
    assert!(refused(&run(&["access", "check", &nowhere])).contains("cannot be read"));
}

#[tokio::test]
async fn the_operator_is_told_which_policy_decides() {
    let (data, folder) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let own = policies(folder.path(), &PRESS.replace("legal", "service_management"));
    let product = Product::start_with(data.path(), vec![("HUIYIN__ACCESS__POLICIES", own)]);
    product.organise().await;
    let body = serde_json::json!({
        "channel": "help_line", "unit": "o011", "class": "service_attitude", "narrative": "x", "language": "en",
        "complainant": { "name": "Canary Name" },
    });
    let request = reqwest::Client::new().post(product.url("/intake/v1/complaints"));
    let answer = request
        .header("idempotency-key", "one")
        .json(&body)
        .send()
        .await
        .expect("it answers");
    let registered: serde_json::Value = answer.json().await.expect("JSON");
    let number = registered["number"].as_str().expect("a number").to_owned();
    product.quiet().await;
    let explain = |staff: &str, act: &str| {
        product.run(&[
            "access",
            "explain",
            "--as",
            staff,
            "--complaint",
            &number,
            "--act",
            act,
            "--output",
            "csv",
        ])
    };
    let own = shown(&explain("w001", "read"));
    for service in ["intake", "routing", "investigation", "audit"] {
        assert!(own.contains(&format!("{service},read,yes,press-reads")), "{own}");
    }
    assert!(shown(&explain("w001", "close")).contains("investigation,close,no,no policy permits it"));
    assert!(shown(&explain("e011", "close")).contains("investigation,close,yes,staff-handle-within-their-subtree"));
    assert!(refused(&explain("e011", "fly")).contains("no service knows such an act"));
    assert!(refused(&explain("nobody", "read")).contains("the directory has nobody with the staff code nobody"));
}

#[test]
fn integrations_are_kept_in_a_file_that_makes_the_accounts_of_the_bus() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("integrations.toml").display().to_string();
    let act = |arguments: &[&str]| run(&[&["integrations"], arguments, &["--file", &file]].concat());
    let added = act(&["add", "crm", "--unit", "ho.b01", "--event", "closed"]);
    assert!(
        said(&added).contains("Set INTEGRATION_CRM_PASSWORD"),
        "{}",
        said(&added)
    );
    assert!(refused(&act(&["add", "crm"])).contains("holds an integration crm already"));
    assert!(refused(&act(&["add", "CRM"])).contains("2 to 32 lower-case letters"));
    assert!(refused(&act(&["add", "dwh", "--event", "flown"])).contains("there is no event \"flown\""));
    assert!(
        shown(&act(&["list", "--output", "csv"]))
            .contains("crm,integration_crm,integration_crm_1,complaint.v1.closed.ho.b01.>")
    );
    let conf = shown(&act(&["conf"]));
    assert!(
        conf.contains("user: integration_crm, password: $INTEGRATION_CRM_PASSWORD"),
        "{conf}"
    );
    assert!(
        conf.contains("$JS.API.CONSUMER.CREATE.EVENTS.integration_crm_0.complaint.v1.closed.ho.b01\""),
        "{conf}"
    );
    let kept = std::fs::read_to_string(&file).expect("the file");
    std::fs::write(&file, kept.replace("closed", "flown")).expect("the file");
    assert!(refused(&act(&["conf"])).contains("there is no event \"flown\""));
    std::fs::write(&file, kept).expect("the file");
    assert!(act(&["remove", "crm"]).status.success());
    assert!(!shown(&act(&["conf"])).contains("integration_crm"));
    assert!(refused(&act(&["remove", "crm"])).contains("holds no integration crm"));
}
