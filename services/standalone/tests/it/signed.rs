//! Who the operator is, and how staff sign in, in the product as it comes.

use std::os::unix::fs::PermissionsExt;

use huiyin_contracts::views::desk::{FirstPassword, SignedIn};
use serde_json::json;

use crate::product::{Product, said};

const UNITS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demo/units.csv");
const STAFF: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demo/staff.csv");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_has_the_key_and_staff_have_passwords_and_nobody_else_is_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let product = Product::start_with(&data, vec![("HUIYIN__CALLERS__TRUST", "signed".to_owned())]);
    let key = data.join("caller.key").display().to_string();
    let mode = std::fs::metadata(&key).expect("the key is made").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let run = |arguments: &[&str]| product.run(&[&["--key", &key], arguments].concat());
    let imported = run(&["directory", "import", UNITS, "--yes"]);
    assert!(imported.status.success(), "{}", said(&imported));
    let imported = run(&["directory", "staff", STAFF]);
    assert!(imported.status.success(), "{}", said(&imported));

    let stranger = product.run(&["--key", "/nonexistent", "account", "list"]);
    assert!(!stranger.status.success());
    assert!(said(&stranger).contains("name it with --key"), "{}", said(&stranger));

    let added = run(&["account", "add", "e012", "--output", "json"]);
    assert!(added.status.success(), "{}", said(&added));
    let first: Vec<FirstPassword> = serde_json::from_slice(&added.stdout).expect("a first password");
    let client = reqwest::Client::new();
    let sign_in = async |password: &str| {
        let asked = json!({ "staff": "e012", "password": password });
        let answer = client.post(product.url("/desk/v1/sessions")).json(&asked).send().await;
        answer.expect("it answers")
    };
    assert_eq!(sign_in("guess").await.status(), 401);
    assert_eq!(
        sign_in(&first[0].password).await.status(),
        403,
        "the first one must be changed"
    );

    let issued = run(&["token", "issue", "e012", "--name", "a test", "--reads-only"]);
    let text = String::from_utf8(issued.stdout).expect("text");
    let token = text.lines().last().expect("a token").to_owned();
    let ask = async |token: &str| {
        let request = client.get(product.url("/intake/v1/complaints")).bearer_auth(token);
        request.send().await.expect("it answers").status().as_u16()
    };
    assert_eq!(ask(&token).await, 200);
    assert_eq!(ask("hys_guess").await, 401);
    let ended = run(&["token", "end", &token[..12]]);
    assert!(ended.status.success(), "{}", said(&ended));
    huiyin_testkit::eventually("the token is ended", async || match ask(&token).await {
        401 => Ok(()),
        other => Err(other.to_string()),
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demonstration_prints_a_password_with_which_its_staff_sign_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let variables = vec![("HUIYIN__CALLERS__TRUST", "signed".to_owned())];
    let mut product = Product::demo_with(folder.path(), variables);
    let password = product
        .line("Sign in at")
        .rsplit(' ')
        .next()
        .expect("a word")
        .to_owned();
    let client = reqwest::Client::new();
    let asked = json!({ "staff": "e012", "password": password });
    let answer = client
        .post(product.url("/desk/v1/sessions"))
        .json(&asked)
        .send()
        .await
        .expect("it answers");
    assert_eq!(answer.status(), 201);
    let signed_in: SignedIn = answer.json().await.expect("a session");
    let page = client
        .get(product.url("/desk/lists/to_accept?lang=en"))
        .header("cookie", format!("huiyin_session={}", signed_in.token));
    let page = page.send().await.expect("it answers");
    assert_eq!(page.status(), 200);
    let text = page.text().await.expect("a page");
    assert!(text.contains("staff e012") && text.contains("ho.b01.o011"), "{text}");
    product.kill();
    product.restart();
    assert!(
        product.line("Sign in at").ends_with(&password),
        "the same one is printed at each start"
    );
}
