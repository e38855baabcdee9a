use super::*;
use crate::mail::read_back::read;

fn mail(language: Language, subject: &str, body: &str) -> (Vec<String>, String) {
    let sender = Sender::new("回音 <huiyin@bank.example>").unwrap();
    let to: Mailbox = "张三 <zhang@mail.example>".parse().unwrap();
    let written = Written {
        subject: subject.to_owned(),
        body: body.to_owned(),
    };
    let now = Timestamp::from_second(1_795_396_800).unwrap();
    let mail = sender
        .mail(Uuid::from_u128(7), vec![to], language, written, now)
        .unwrap();
    read(&mail.message.formatted())
}

#[test]
fn chinese_arrives_as_it_was_written() {
    let body = "张三：\n\n您的投诉已登记，编号为 B01-20261123-00001-X。\n".repeat(30);
    let subject = "您的投诉已登记：B01-20261123-00001-X，请妥善保管编号和回执码以便查询办理情况";
    let (head, read) = mail(Language::Zh, subject, &body);
    assert_eq!(read, body);
    for line in [
        format!("Subject: {subject}").as_str(),
        "From: 回音 <huiyin@bank.example>",
        "To: 张三 <zhang@mail.example>",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Language: zh",
        "Auto-Submitted: auto-generated",
        "Message-ID: <00000000-0000-0000-0000-000000000007@bank.example>",
        "Date: Mon, 23 Nov 2026 01:20:00 +0000",
    ] {
        assert!(head.iter().any(|found| found == line), "{line} is not in {head:#?}");
    }
}

#[test]
fn english_arrives_as_it_was_written() {
    let body = "Dear Sir or Madam,\n\nyour complaint costs 5 € = nothing.\n";
    let (head, read) = mail(Language::En, "Your complaint is registered", body);
    assert_eq!(read, body);
    assert!(
        head.contains(&"Subject: Your complaint is registered".to_owned()),
        "{head:#?}"
    );
}

#[test]
fn a_sender_that_is_no_address_is_refused() {
    let refused = Sender::new("huiyin").unwrap_err().to_string();
    assert_eq!(
        refused,
        "mail.from \"huiyin\" does not read like Name <name@example.org>"
    );
}
