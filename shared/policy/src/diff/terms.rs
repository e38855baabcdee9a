//! Terms and money, told in words.

use huiyin_kernel::Money;

use super::Section;
use super::tell::{Aspects, section};
use crate::{Authority, Ceiling, Extension, Pack, PassOn, Pause, Sanction, Window};

/// The sections of `terms.toml` and `money.toml`.
pub(super) fn sections(pack: &Pack) -> Vec<Section> {
    let (terms, money) = (&pack.terms, &pack.money);
    let numbers = terms.numbers.iter();
    let numbers = numbers.map(|one| Aspects::default().say("value", one.value).of(&one.code));
    vec![
        section("window", false, terms.windows.iter().map(window)),
        section("pause", false, terms.pauses.iter().map(pause)),
        section("extension", false, terms.extensions.iter().map(extension)),
        section("ceiling", false, terms.ceilings.iter().map(ceiling)),
        section("passing on", false, terms.pass_on.iter().map(pass_on)),
        section("number", false, numbers),
        section("redress", true, money.authorities.iter().map(authority)),
        section("sanction", false, money.sanctions.iter().map(sanction)),
    ]
}

fn window(one: &Window) -> super::Entry {
    let opens = format!("{:?}", one.opens).to_lowercase();
    Aspects::default()
        .say("within", one.within)
        .say("opens", opens)
        .of(&one.code)
}

fn notice(told: bool) -> &'static str {
    if told { "yes" } else { "no" }
}

fn pause(one: &Pause) -> super::Entry {
    Aspects::default()
        .list("clocks", &one.kinds)
        .may("approved by", one.approver.as_ref())
        .say("notice", notice(one.notice))
        .may("at most", one.most)
        .of(&one.code)
}

fn extension(one: &Extension) -> super::Entry {
    Aspects::default()
        .list("clocks", &one.kinds)
        .codes("severity", one.severity.as_ref())
        .say("approved by", &one.approver)
        .say("notice", notice(one.notice))
        .say("at most", one.most)
        .say("times", one.times)
        .of(&one.code)
}

fn ceiling(one: &Ceiling) -> super::Entry {
    Aspects::default()
        .list("clocks", &one.kinds)
        .codes("class", one.class.as_ref())
        .codes("severity", one.severity.as_ref())
        .say("limit", one.limit)
        .may("extended", one.extended)
        .of(&one.code)
}

fn pass_on(one: &PassOn) -> super::Entry {
    Aspects::default()
        .list("findings", &one.findings)
        .say("to", &one.to)
        .say("by", one.by)
        .of(&one.code)
}

fn amount(money: Money) -> String {
    format!("{} {} (minor units)", money.minor, money.currency)
}

fn authority(one: &Authority) -> super::Entry {
    Aspects::default()
        .codes("level", one.level.as_ref())
        .codes("class", one.class.as_ref())
        .say("up to", amount(one.up_to))
        .say("beyond", &one.beyond)
        .of(&one.code)
}

fn sanction(one: &Sanction) -> super::Entry {
    let who: Vec<String> = one.who.iter().map(|who| format!("{who:?}").to_lowercase()).collect();
    Aspects::default()
        .codes("cause", one.cause.as_ref())
        .codes("channel", one.channel.as_ref())
        .may("loss", one.loss)
        .may("skips a level", one.skips_level)
        .say("least", amount(one.least))
        .say("most", amount(one.most))
        .list("who", &who)
        .say("leaders", one.leaders)
        .of(&one.code)
}
