//! How a complainant is told of each step, in plain words (R5.6).

/// What a step is called, in Chinese and in English.
pub(crate) fn words(step: &str) -> (&'static str, &'static str) {
    match step {
        "registered" => ("您的投诉已登记", "Your complaint is registered"),
        "accepted" => ("您的投诉已受理", "Your complaint is accepted"),
        "assigned" => ("已转交负责单位办理", "A unit has been told to handle it"),
        "investigating" => ("负责单位正在核实", "The unit is looking into it"),
        "found" => (
            "核实已完成，正在准备答复",
            "The facts are established; a reply is being prepared",
        ),
        "replied" => ("已答复您", "You have been given a reply"),
        "followed_up" => ("已对您回访", "You were asked whether you are satisfied"),
        "reopened" => ("已转交上一级重新办理", "It goes to a higher level to be handled again"),
        "declined" => ("不予受理", "Your complaint was declined"),
        "settled" => ("已当场解决", "It was settled on the spot"),
        "withdrawn" => ("投诉已撤回", "The complaint was withdrawn"),
        "information" => ("已收到您的补充材料", "What you added has been received"),
        "extended" => (
            "答复期限已延长，理由见延期告知",
            "The reply needs longer; the letter about it says why",
        ),
        "rated" => ("已收到您对答复的评价", "What you say of the answer has been received"),
        "verification_asked" => (
            "已收到您的复核请求",
            "That you ask for the answer to be verified has been received",
        ),
        "appeal_asked" => ("已收到您的申诉", "Your appeal has been received"),
        "repeat" => (
            "作为重复投诉转由上一级办理",
            "As a repeat, it goes to a level above the one that answered before",
        ),
        "joined" => (
            "已与您先前的投诉合并办理",
            "It is handled together with your earlier complaint",
        ),
        "unjoined" => ("已恢复单独办理", "It is handled on its own again"),
        "clustered" => (
            "与同一原因的其他投诉一并办理",
            "It is handled together with others of the same cause",
        ),
        "unlinked" => ("已撤销与其他投诉的关联", "It is no longer linked to another complaint"),
        "attachment" => ("已收到您的附件", "The file that you sent has been received"),
        "closed" => ("已办结", "The complaint is closed"),
        _ => ("有新的进展", "There is progress"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::CODES;
    use super::*;

    #[test]
    fn every_stage_that_a_complainant_sees_has_its_own_words() {
        let unknown = words("something else");
        let silent = |code: &&&str| **code == "archived";
        for code in CODES.iter().filter(|code| !silent(code)) {
            assert_ne!(words(code), unknown, "{code}");
        }
    }
}
