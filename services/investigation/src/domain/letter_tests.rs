use super::*;
use crate::domain::Approver;
use crate::domain::sample::{self, at, own, redress, words};
use crate::domain::{RedressStage, Subject};

fn written(pack: &Pack, finding: &Finding, language: &str, words_of: &str) -> Result<Option<Letter>, Refusal> {
    written_after(None, pack, finding, language, words_of)
}

fn written_after(
    before: Option<&Answered>,
    pack: &Pack,
    finding: &Finding,
    language: &str,
    words_of: &str,
) -> Result<Option<Letter>, Refusal> {
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
    write(&writing, &answered(pack, before, at(4)))
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
        (letter.code.as_str(), letter.last_day.unwrap().to_string().as_str()),
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
                for asked in [None, Some(Round::Verification), Some(Round::Appeal)] {
                    let before = asked.map(|round| asked_again(&sample::answered(Round::First), round));
                    let letter = written_after(before.as_ref(), &pack, &finding, language, "because");
                    let letter = letter.unwrap().unwrap();
                    assert!(!letter.words.as_str().contains("()"), "{name} {asked:?}");
                }
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
    assert_eq!(lacks(good, true), None);
    for (blank, sentence) in [
        ("finding", "the approved text lacks a required clause: the finding"),
        ("reason", "the approved text lacks a required clause: the reasons"),
        (
            "unit",
            "the approved text lacks a required clause: with whom to disagree",
        ),
        (
            "last_day",
            "the approved text lacks a required clause: the last day to disagree",
        ),
        (
            "ways",
            "the approved text lacks a required clause: the ways to disagree",
        ),
    ] {
        let text = good.replace(&format!("{{{blank}}}"), "");
        assert_eq!(lacks(&text, true).unwrap().to_string(), sentence);
    }
    assert_eq!(
        lacks("{finding} {reason} {unit} {ways}", false),
        None,
        "nothing is left, so no day"
    );
    assert_eq!(
        Refusal::Textless.to_string(),
        "the policy pack has no approved text for this reply"
    );
}

fn asked_again(answered: &Answered, round: Round) -> Answered {
    Answered {
        asked: Some(round),
        ..answered.clone()
    }
}

#[test]
fn r5_11_each_round_has_its_text_and_offers_what_is_left_and_nothing_else() {
    let first = sample::answered(Round::First);
    let letter = |asked, language| {
        let before = asked_again(&first, asked);
        let letter = written_after(Some(&before), sample::pack(), &sample::finding(), language, "why");
        letter.unwrap().unwrap()
    };
    let verified = letter(Round::Verification, "en");
    let text = verified.words.as_str();
    assert_eq!(verified.code, "reply_verified_upheld");
    assert!(text.contains("appeal to the appeals body until 2026-12-23"), "{text}");
    assert!(!text.contains("ask the level above"), "it is verified once: {text}");
    assert!(
        letter(Round::Verification, "zh")
            .words
            .as_str()
            .contains("申诉机构申诉")
    );
    let last = letter(Round::Appeal, "en");
    let text = last.words.as_str();
    assert_eq!((last.code.as_str(), last.last_day), ("reply_final_upheld", None));
    assert!(
        !text.contains("until") && !text.contains("appeal") && text.contains("Court"),
        "{text}"
    );
    assert!(!letter(Round::Appeal, "zh").words.as_str().contains("前要求"));
}

#[test]
fn where_the_policy_knows_no_appeal_the_verified_answer_is_final() {
    let hospital = Pack::embedded("hospital").unwrap();
    assert_eq!(Left::after(&hospital, Round::First), Left::Verification);
    assert_eq!(Left::after(&hospital, Round::Verification), Left::Nothing);
    assert_eq!(Left::after(sample::pack(), Round::Verification), Left::Appeal);
    assert_eq!(Left::after(sample::pack(), Round::Appeal), Left::Nothing);
}

#[test]
fn windows_are_counted_from_the_answer_and_each_way_is_open_once() {
    let pack = sample::pack();
    let first = answered(pack, None, at(4));
    assert_eq!(first, sample::answered(Round::First));
    let verified = answered(pack, Some(&asked_again(&first, Round::Verification)), at(28));
    assert_eq!((verified.round, verified.verify_by), (Round::Verification, None));
    assert_eq!(verified.appeal_by.unwrap().to_string(), "2026-12-24");
    let again = answered(pack, Some(&verified), at(52));
    assert_eq!(
        again.round,
        Round::Verification,
        "dissatisfied with it, nobody verifies it a second time"
    );
    let appealed = answered(pack, Some(&asked_again(&verified, Round::Appeal)), at(52));
    assert_eq!((appealed.verify_by, appealed.appeal_by), (None, None));
}

#[test]
fn r5_4_a_reply_about_a_major_complaint_is_approved_before_it_goes_out() {
    let pack = sample::pack();
    let to =
        |severity| approver(pack, Verdict::Upheld, Left::Verification, Some(severity)).map(|to| Approver::from(&to));
    assert_eq!((to("major"), to("general")), (Some(Approver::Above), None));
}
