use super::*;
use crate::domain::Approver;
use crate::domain::sample::{self, at, own, redress, words};
use crate::domain::{RedressStage, Subject};

fn written(pack: &Pack, finding: &Finding, language: &str, words_of: &str) -> Result<Option<Letter>, Refusal> {
    let draft = Draft {
        words: words(words_of),
        ..sample::draft()
    };
    let case = Case {
        subject: Some(Subject {
            language: language.to_owned(),
            ..sample::subject()
        }),
        ..sample::found()
    };
    let paid = [redress(1, 10, RedressStage::Approved { approval: own() })];
    let writing = Writing {
        pack,
        case: &case,
        finding,
        draft: &draft,
        redress: &paid,
        unit: "East branch",
    };
    write(&writing, &answered(pack, None, at(4)))
}

#[test]
fn r5_11_the_letter_says_what_was_found_why_until_when_how_and_with_whom_to_disagree() {
    let letter = written(sample::pack(), &sample::finding(), "en", "the till was wrong")
        .unwrap()
        .unwrap();
    let text = letter.words.as_str();
    for clause in [
        "East branch",
        "Upheld",
        "the till was wrong",
        "the fee, paid back",
        "2026-12-23",
        "Mediation, Arbitration, Court",
        "the level above us",
    ] {
        assert!(text.contains(clause), "{clause} in {text}");
    }
    assert!(!text.contains('{'), "{text}");
    assert_eq!(
        (letter.code.as_str(), letter.last_day.to_string().as_str()),
        ("reply_upheld", "2026-12-23")
    );
    let zh = written(sample::pack(), &sample::not_upheld(false), "zh", "核实无误")
        .unwrap()
        .unwrap();
    assert!(zh.words.as_str().contains("特殊投诉") && zh.words.as_str().contains("调解、仲裁、诉讼"));
}

#[test]
fn r5_4_every_pack_of_the_binary_writes_both_replies_in_both_languages() {
    for name in Pack::embedded_names() {
        let pack = Pack::embedded(name).unwrap();
        for finding in [sample::finding(), sample::not_upheld(false)] {
            for language in ["zh", "en"] {
                let letter = written(&pack, &finding, language, "because").unwrap();
                assert!(
                    letter.is_some_and(|letter| !letter.words.as_str().contains("()")),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn what_is_filled_in_is_not_filled_in_again() {
    let letter = written(sample::pack(), &sample::finding(), "en", "{unit} {number} {")
        .unwrap()
        .unwrap();
    assert!(letter.words.as_str().contains("{unit} {number} {"));
    assert_eq!(fill("a {b", |_| String::new()), "a {b");
}

#[test]
fn a_text_that_lacks_a_clause_is_not_sent() {
    let good = "{finding} {reason} {unit} {last_day} {ways}";
    for (blank, lacks, sentence) in [
        ("finding", Refusal::NoFinding, "the finding"),
        ("reason", Refusal::NoReasons, "the reasons"),
        ("unit", Refusal::NoUnit, "with whom to disagree"),
        ("last_day", Refusal::NoLastDay, "the last day to disagree"),
        ("ways", Refusal::NoWays, "the ways to disagree"),
    ] {
        let text = good.replace(&format!("{{{blank}}}"), "");
        let found = CLAUSES
            .iter()
            .find(|(blank, _)| !text.contains(&format!("{{{blank}}}")));
        assert_eq!(found.map(|(_, lacks)| *lacks), Some(lacks));
        assert_eq!(
            lacks.to_string(),
            format!("the approved text lacks a required clause: {sentence}")
        );
    }
    assert_eq!(
        Refusal::Textless.to_string(),
        "the policy pack has no approved text for this reply"
    );
}

#[test]
fn windows_are_counted_from_the_answer_and_each_way_is_open_once() {
    let pack = sample::pack();
    let first = answered(pack, None, at(4));
    assert_eq!(first, sample::answered(Round::First));
    let asked = |answered: &Answered, round| Answered {
        asked: Some(round),
        ..answered.clone()
    };
    let verified = answered(pack, Some(&asked(&first, Round::Verification)), at(28));
    assert_eq!((verified.round, verified.verify_by), (Round::Verification, None));
    assert_eq!(verified.appeal_by.unwrap().to_string(), "2026-12-24");
    let again = answered(pack, Some(&verified), at(52));
    assert_eq!(
        again.round,
        Round::Verification,
        "dissatisfied with it, nobody verifies it a second time"
    );
    let appealed = answered(pack, Some(&asked(&verified, Round::Appeal)), at(52));
    assert_eq!((appealed.verify_by, appealed.appeal_by), (None, None));
}

#[test]
fn r5_4_a_reply_about_a_major_complaint_is_approved_before_it_goes_out() {
    let pack = sample::pack();
    let to = |severity| approver(pack, Verdict::Upheld, Some(severity)).map(|to| Approver::from(&to));
    assert_eq!((to("major"), to("general")), (Some(Approver::Above), None));
}
