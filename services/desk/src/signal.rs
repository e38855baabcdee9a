//! Red, amber and green: always with words and a shape, for those who do not see colours and for paper.

use huiyin_contracts::views::intake::ComplaintView;
use huiyin_contracts::views::routing::ClockView;
use huiyin_kernel::Timestamp;
use jiff::SignedDuration;

/// A list warns of a reply that is due within this.
const SOON: SignedDuration = SignedDuration::from_hours(24);

/// How a matter stands against its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signal {
    light: Light,
    /// The key of its words.
    pub(crate) key: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Light {
    Green,
    Amber,
    Red,
    Off,
}

const fn signal(light: Light, key: &'static str) -> Signal {
    Signal { light, key }
}

const IN_TIME: Signal = signal(Light::Green, "light.in_time");
const SOON_DUE: Signal = signal(Light::Amber, "light.soon");
const OVERDUE: Signal = signal(Light::Red, "light.overdue");
const MET: Signal = signal(Light::Green, "light.met");
const MET_LATE: Signal = signal(Light::Red, "light.met_late");
const BREACHED: Signal = signal(Light::Red, "light.breached");
const STOPPED: Signal = signal(Light::Off, "light.stopped");
const PAUSED: Signal = signal(Light::Off, "light.paused");
const UNSET: Signal = signal(Light::Amber, "light.unset");
const UNKNOWN: Signal = signal(Light::Amber, "light.unknown");
const DONE: Signal = signal(Light::Off, "light.done");
const NO_LIMIT: Signal = signal(Light::Off, "light.no_limit");

impl Signal {
    /// How a clock stands. Amber begins when less than a quarter of its time is left.
    pub(crate) fn of_clock(clock: &ClockView) -> Self {
        match clock.stage.as_str() {
            "met" if clock.in_time == Some(false) => MET_LATE,
            "met" => MET,
            "breached" => BREACHED,
            "stopped" => STOPPED,
            "paused" => PAUSED,
            "unset" => UNSET,
            "running" => running(clock),
            _ => UNKNOWN,
        }
    }

    /// How a complaint's reply stands in a list.
    pub(crate) fn of_complaint(complaint: &ComplaintView, now: Timestamp) -> Self {
        let ended = ["replied", "declined", "settled", "withdrawn", "closed", "archived"];
        if ended.contains(&complaint.stage.as_str()) {
            return DONE;
        }
        Self::of_due(complaint.reply_due, now)
    }

    /// How something that is due then stands.
    pub(crate) fn of_due(due: Option<Timestamp>, now: Timestamp) -> Self {
        match due {
            None => NO_LIMIT,
            Some(due) if due <= now => OVERDUE,
            Some(due) if due.duration_since(now) <= SOON => SOON_DUE,
            Some(_) => IN_TIME,
        }
    }

    /// A shape of its own for each colour.
    pub(crate) fn shape(self) -> &'static str {
        match self.light {
            Light::Green => "●",
            Light::Amber => "▲",
            Light::Red => "■",
            Light::Off => "○",
        }
    }

    /// Its class in the style sheet.
    pub(crate) fn class(self) -> &'static str {
        match self.light {
            Light::Green => "light-green",
            Light::Amber => "light-amber",
            Light::Red => "light-red",
            Light::Off => "light-off",
        }
    }
}

fn running(clock: &ClockView) -> Signal {
    let (Some(due), Some(left)) = (clock.due, clock.remaining_seconds) else {
        return UNSET;
    };
    let whole = due.duration_since(clock.started).as_secs();
    match left {
        ..0 => OVERDUE,
        _ if left.saturating_mul(4) < whole => SOON_DUE,
        _ => IN_TIME,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_clock_turns_amber_in_its_last_quarter_and_red_at_its_end() {
        let at = |remaining| {
            let clock = samples::clock();
            Signal::of_clock(&ClockView {
                remaining_seconds: remaining,
                ..clock
            })
        };
        let whole = samples::clock()
            .due
            .unwrap()
            .duration_since(samples::clock().started)
            .as_secs();
        assert_eq!(at(Some(whole)), IN_TIME);
        assert_eq!(at(Some(whole / 4)), IN_TIME);
        assert_eq!(at(Some(whole / 4 - 1)), SOON_DUE);
        assert_eq!(at(Some(0)), SOON_DUE);
        assert_eq!(at(Some(-1)), OVERDUE);
        assert_eq!(at(None), UNSET);
    }

    #[test]
    fn what_was_met_late_is_not_green() {
        let ended = |stage: &str, in_time| {
            Signal::of_clock(&ClockView {
                stage: stage.to_owned(),
                in_time,
                ..samples::clock()
            })
        };
        assert_eq!(ended("met", Some(true)), MET);
        assert_eq!(ended("met", Some(false)), MET_LATE);
        assert_eq!(ended("breached", None), BREACHED);
        assert_eq!(ended("stopped", None), STOPPED);
        assert_eq!(ended("unset", None), UNSET);
        assert_eq!(ended("paused", None), PAUSED);
        assert_eq!(ended("asleep", None), UNKNOWN, "an unknown stage is never green");
    }

    #[test]
    fn a_list_warns_a_day_before_the_reply_is_due() {
        let due = samples::complaint().reply_due.unwrap();
        let at = |hours| Signal::of_complaint(&samples::complaint(), due - SignedDuration::from_hours(hours));
        assert_eq!(at(25), IN_TIME);
        assert_eq!(at(24), SOON_DUE);
        assert_eq!(at(0), OVERDUE);
        let replied = ComplaintView {
            stage: "replied".to_owned(),
            ..samples::complaint()
        };
        assert_eq!(Signal::of_complaint(&replied, due), DONE);
        let without = ComplaintView {
            reply_due: None,
            ..samples::complaint()
        };
        assert_eq!(Signal::of_complaint(&without, due), NO_LIMIT);
    }

    #[test]
    fn every_colour_has_a_shape_of_its_own() {
        let all = [IN_TIME, SOON_DUE, OVERDUE, DONE];
        let shapes: std::collections::HashSet<_> = all.iter().map(|signal| signal.shape()).collect();
        assert_eq!(shapes.len(), all.len());
    }
}
