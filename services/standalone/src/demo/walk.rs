//! The demonstration's complaints: some are only registered, one goes all the way to the archive.

use std::time::Duration;

use huiyin_contracts::views::intake::{Complainant, Register, Registered};
use huiyin_contracts::views::investigation::CaseView;
use huiyin_kernel::UnitCode;
use serde_json::json;

use crate::cli::client::Client;

/// Channel, unit, class, product, what is said. Nobody's real words.
const COMPLAINTS: [(&str, &str, &str, &str, &str); 6] = [
    (
        "help_line",
        "o011",
        "service_attitude",
        "savings",
        "柜台人员态度生硬，拒绝解释手续费。",
    ),
    ("visit", "o012", "work_error", "cards", "办理挂失后仍被扣费，要求更正。"),
    (
        "web",
        "o021",
        "product",
        "wealth",
        "The terms of the product were not explained before signing.",
    ),
    (
        "supervision_line",
        "o011",
        "non_compliant_operation",
        "loans",
        "要求购买保险才能办理贷款。",
    ),
    (
        "opinion_book",
        "b02",
        "internal_management",
        "savings",
        "排队两小时，只开一个窗口。",
    ),
    (
        "hotline",
        "o021",
        "service_channel",
        "cards",
        "自助设备连续三天无法使用。",
    ),
];

/// Registers all; answers numbers and receipt codes.
pub(crate) async fn all(client: &Client) -> anyhow::Result<Vec<(String, String)>> {
    let mut receipts = Vec::new();
    for (place, complaint) in COMPLAINTS.iter().enumerate() {
        let registered = register(client, place, *complaint).await?;
        if place == 0 {
            to_the_archive(client, &registered).await?;
        }
        receipts.push((registered.number.to_string(), registered.receipt_code));
    }
    Ok(receipts)
}

async fn register(
    client: &Client,
    place: usize,
    complaint: (&str, &str, &str, &str, &str),
) -> anyhow::Result<Registered> {
    let (channel, unit, class, product, narrative) = complaint;
    let body = Register {
        channel: channel.to_owned(),
        unit: UnitCode::new(unit)?,
        registered_by_unit: None,
        class: Some(class.to_owned()),
        line: None,
        product: Some(product.to_owned()),
        staff_concerned: Vec::new(),
        leader_concerned: false,
        complainant: Complainant {
            name: Some(format!("示例客户{}", place + 1)),
            email: Some(format!("customer{}@demo.invalid", place + 1)),
            ..Complainant::default()
        },
        reply_channel: Some("email".to_owned()),
        language: Some(if place == 2 { "en" } else { "zh" }.to_owned()),
        narrative: narrative.to_owned(),
        asked_for: None,
        occurred_from: None,
        occurred_to: None,
        received: None,
        referrers_date: None,
        media: false,
        repeats: None,
    };
    client
        .post("/intake/v1/complaints", Some(&format!("demo-{place}")), &body)
        .await
}

/// Every step of one complaint, done by the staff of the demonstration.
async fn to_the_archive(client: &Client, registered: &Registered) -> anyhow::Result<()> {
    let path = format!("/investigation/v1/complaints/{}/case", registered.id);
    client
        .wait_until(
            "assigning the complaint",
            Duration::from_secs(20),
            async |client: &Client| Ok(client.look(&path).await?.0 == 200),
        )
        .await?;
    let case: CaseView = client.get(&path).await?;
    let unit = case.line.unit.to_string();
    let steps = [
        ("e012", "accept", json!({})),
        (
            "e012",
            "statements",
            json!({ "given_by": "complainant", "words": "当时的经过如上。", "taken": registered.registered }),
        ),
        (
            "e012",
            "finding",
            json!({ "finding": "upheld", "root_cause": "service_attitude", "facts": "录像证实解释不足。" }),
        ),
        (
            "e012",
            "reply",
            json!({ "channel": "phone", "words": "我们已核实并向您致歉，手续费说明已补充。", "apology": true }),
        ),
        ("e002", "follow_up", json!({ "satisfaction": "satisfied" })),
        ("e012", "close", json!({ "summary": "当面致歉，加强培训。" })),
        ("e012", "archive", json!({})),
    ];
    for (staff, act, body) in steps {
        let path = format!("/investigation/v1/cases/{}/{act}", case.line.id);
        let key = format!("demo-{act}");
        let _done: serde_json::Value = client.post_by((staff, &unit), &path, &key, &body).await?;
    }
    Ok(())
}
