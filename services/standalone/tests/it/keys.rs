//! `huiyin keys`: key-encryption keys are changed while the product runs (P24).

use std::path::Path;

use serde_json::{Value, json};

use crate::product::{Product, huiyin, said};

fn listed(product: &Product) -> Vec<(i64, i64)> {
    let output = product.run(&["keys", "list", "--output", "json"]);
    assert!(output.status.success(), "{}", said(&output));
    let views: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        (&views[0][0], &views[1][0]),
        (&json!("intake"), &json!("investigation"))
    );
    let keys = views[0][1]["keys"].as_array().expect("keys").clone();
    let number = |key: &Value, field: &str| key[field].as_i64().expect("a number");
    keys.iter()
        .map(|key| (number(key, "number"), number(key, "complaints")))
        .collect()
}

async fn register(product: &Product, key: &str) {
    let asked = json!({ "channel": "counter", "unit": "o012", "complainant": { "name": "Canary" }, "narrative": "x" });
    let request = reqwest::Client::new()
        .post(product.url("/intake/v1/complaints"))
        .header("idempotency-key", key)
        .json(&asked);
    let answer = request.send().await.expect("it answers");
    assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap_or_default());
}

/// How many keys of cases the second key wraps, and all others.
fn of_cases(product: &Product) -> (i64, usize) {
    let output = product.run(&["keys", "list", "--output", "json"]);
    let views: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let keys = views[1][1]["keys"].as_array().expect("keys").clone();
    let second = keys.iter().find(|key| key["number"] == 2);
    (
        second.and_then(|key| key["complaints"].as_i64()).unwrap_or(0),
        keys.len(),
    )
}

fn refused(product: &Product, arguments: &[&str], sentence: &str) {
    let output = product.run(arguments);
    assert!(!output.status.success());
    assert!(said(&output).contains(sentence), "{}", said(&output));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_added_and_the_old_one_retired_while_the_product_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let product = Product::start(&data);
    product.organise().await;
    register(&product, "first").await;
    register(&product, "second").await;
    assert_eq!(listed(&product), [(1, 2)]);
    let file = data.join("sealing.keys").display().to_string();
    refused(
        &product,
        &["keys", "retire", "1", "--file", &file],
        "key 1 wraps the keys of 2 complaints in intake",
    );
    refused(
        &product,
        &["keys", "add", "--file", "/nonexistent/keys"],
        "name the installation's key file with --file",
    );
    let added = product.run(&["keys", "add", "--file", &file]);
    assert!(
        added.status.success() && said(&added).contains("Key 2 is in use"),
        "{}",
        said(&added)
    );
    huiyin_testkit::eventually("both are wrapped by the new key", async || {
        match listed(&product).as_slice() {
            [(2, 2)] => Ok(()),
            other => Err(format!("{other:?}")),
        }
    })
    .await;
    huiyin_testkit::eventually("and so are those of the cases", async || match of_cases(&product) {
        (2, 1) => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await;
    refused(
        &product,
        &["keys", "retire", "2", "--file", &file],
        "wraps the keys of 2 complaints",
    );
    let retired = product.run(&["keys", "retire", "1", "--file", &file]);
    assert!(retired.status.success(), "{}", said(&retired));
    refused(&product, &["keys", "retire", "1", "--file", &file], "holds no key 1");
    assert!(Path::new(&file).exists());
    register(&product, "third").await;
    assert_eq!(listed(&product), [(2, 3)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_product_whose_key_file_was_lost_does_not_start_with_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut product = Product::start(&data);
    product.organise().await;
    register(&product, "first").await;
    product.kill();
    drop(product);
    std::fs::remove_file(data.join("sealing.keys")).expect("the key file was there");
    let output = huiyin().args(["up", "--data"]).arg(&data).output().expect("it runs");
    assert!(!output.status.success());
    assert!(
        said(&output).contains("put the key file back from where keys are kept"),
        "{}",
        said(&output)
    );
}
