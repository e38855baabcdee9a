//! What a service refuses, in the reader's language and beside the field that it is about.

use huiyin_web::Problem;

use crate::form::{Field, Wrongs};
use crate::visit::Visit;

/// The sentence of a refusal: the catalogue's in Chinese, the service's own in English and where the catalogue has none.
pub(crate) fn sentence(visit: &Visit, problem: &Problem) -> String {
    visit.asks.note(problem);
    let wait = problem.retry_after.map(|seconds| seconds.to_string());
    match (problem.status, wait) {
        (429, Some(seconds)) => return visit.words.fill("refused.slow_down", &[&seconds]),
        (403, _) => return visit.say("problem.forbidden.advice").to_owned(),
        (404, _) => return visit.say("problem.missing.advice").to_owned(),
        _ => {}
    }
    let own = visit.words.refusal(problem.code());
    own.map_or_else(|| problem.detail.to_string(), str::to_owned)
}

/// What is wrong with which of these fields.
pub(crate) fn beside(visit: &Visit, problem: &Problem, fields: &[Field]) -> Wrongs {
    let known = |name: &str| fields.iter().find(|field| field.name == name || field.word() == name);
    let mut wrongs = Wrongs::new();
    for error in &problem.errors {
        let name = error.pointer.trim_start_matches('/').replace('/', ".");
        if let Some(field) = known(&name) {
            wrongs.push((field.name.to_owned(), error.detail.clone()));
        }
    }
    // The services' sentences write a field's name between backticks; others are about one field by their code.
    let quoted = problem.detail.split('`').nth(1).and_then(known);
    let coded = field_of(problem.code()).and_then(known);
    if let Some(field) = coded.or(quoted) {
        wrongs.push((field.name.to_owned(), sentence(visit, problem)));
    }
    wrongs
}

fn field_of(code: &str) -> Option<&'static str> {
    Some(match code {
        "bad-email" => "complainant.email",
        "bad-phone" => "complainant.phone",
        "bad-persons" => "complainant.persons",
        "too-many-representatives" => "complainant.representatives",
        "nobody-complains" => "complainant.name",
        "not-anonymous" => "complainant.anonymous",
        "too-many-staff" => "staff_concerned",
        "unknown-repeat" => "repeats",
        "dates-backwards" => "occurred_to",
        "unknown-language" => "language",
        "unknown-unit" | "closed-unit" | "unit-unknown" | "unit-closed" | "unit-same" | "unit-concerned"
        | "unit-asked" | "unit-elsewhere" => "unit",
        "reason-missing" | "reason-long" => "reason",
        "supplied-missing" | "supplied-long" => "supplied",
        "asks-missing" | "asks-long" => "asks",
        "limit-out-of-range" => "limit.amount",
        "task-unknown" => "task",
        "basis-unknown" => "limit.basis",
        "ground-unknown" => "ground",
        "no-apology" => "apology",
        "in-the-future" => "taken",
        "not-the-head" => "person",
        "unknown-complaint" | "linked-to-itself" | "linked-to-later" | "linked-already" => "to",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::{Command, REGISTER};
    use huiyin_web::FieldError;

    fn visit(lang: &str) -> Visit {
        crate::tests::visit(&format!("/desk/?lang={lang}"))
    }

    #[test]
    fn a_refusal_is_said_in_the_readers_language() {
        let refused = Problem::conflict(
            "order-not-open",
            "the order is no longer open: it was handed over, finished or stopped",
        );
        assert!(sentence(&visit("en"), &refused).starts_with("the order is no longer open"));
        assert_eq!(
            sentence(&visit("zh"), &refused),
            "工单已转出、已完成或已终止，不能再操作。"
        );
        let unheard = Problem::conflict("never-heard", "something new");
        assert_eq!(sentence(&visit("zh"), &unheard), "something new");
    }

    #[test]
    fn who_is_wrong_too_often_is_told_how_long_to_wait() {
        let slow = Problem::slow_down(30);
        assert_eq!(
            sentence(&visit("en"), &slow),
            "Number and code were wrong too often. Please wait 30 seconds, then try again."
        );
    }

    #[test]
    fn what_is_wrong_stands_beside_its_field() {
        let told = |problem: &Problem, fields| {
            let wrongs = beside(&visit("en"), problem, fields);
            wrongs.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        let register = REGISTER.fields;
        assert_eq!(
            told(&Problem::refused("bad-email", "`email` is no e-mail address"), register),
            ["complainant.email"]
        );
        assert_eq!(
            told(&Problem::refused("empty-text", "`narrative` is empty"), register),
            ["narrative"]
        );
        let unread = Problem::invalid(vec![FieldError::new("/limit/amount", "no number")]);
        let extension = Command::named("ask_extension").unwrap();
        assert_eq!(told(&unread, extension.fields), ["limit.amount"]);
        assert_eq!(told(&Problem::forbidden(), register), Vec::<String>::new());
    }
}
