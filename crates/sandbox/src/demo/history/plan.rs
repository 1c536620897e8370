//! What happens on a day: who writes when, and what bakeries begin.

use domain::time::{HOUR, MINUTE, Millis, SECOND};
use jiff::civil::Weekday;

use super::super::history_words as words;
use crate::dice::Dice;

/// A number: its place in the pool, and on a usual day talks with customers
/// and messages that the bakery begins.
pub(super) struct Line {
    pub(super) place: u64,
    talks: usize,
    notices: usize,
    pub(super) shared: bool,
}

const fn line(place: u64, talks: usize, notices: usize) -> Line {
    Line {
        place,
        talks,
        notices,
        shared: false,
    }
}

/// The numbers that were in use. The seventh is the shared one of the bakeries
/// without a number of their own.
pub(super) const LINES: [Line; 8] = [
    line(0, 6, 7),
    line(1, 4, 5),
    line(2, 3, 4),
    line(3, 3, 3),
    line(5, 2, 3),
    Line {
        shared: true,
        ..line(6, 44, 14)
    },
    line(7, 3, 4),
    line(8, 1, 2),
];

/// How many people each number knows.
const PEOPLE: usize = 90;

/// What a day's plan holds before prices and reports are worked out.
pub(super) struct Draft {
    pub(super) at: Millis,
    pub(super) line: usize,
    pub(super) person: usize,
    pub(super) step: Step,
}

pub(super) enum Step {
    Writes { text: &'static str, entry_point: bool },
    Answers(&'static str),
    Notice(&'static str, &'static str),
}

/// Plans what happens on a number on a day.
pub(super) fn day(
    drafts: &mut Vec<Draft>,
    dice: &mut Dice,
    midnight: Millis,
    weekday: Weekday,
    index: usize,
    line: &Line,
) {
    // Sundays are quiet, Fridays and Saturdays busy.
    let busy = match weekday {
        Weekday::Sunday => 45,
        Weekday::Friday | Weekday::Saturday => 130,
        _ => 100,
    };
    let about = |dice: &mut Dice, usual: usize| {
        let usual = usual * busy;
        let spread = dice.below(usual / 2 + 100);
        (usual * 3 / 4 + spread) / 100
    };
    let mut put = |at: Millis, person: usize, step: Step| {
        drafts.push(Draft {
            at,
            line: index,
            person,
            step,
        });
    };
    for _ in 0..about(dice, line.talks) {
        let person = dice.below(PEOPLE);
        let at = midnight
            .plus(hour(dice) * HOUR)
            .plus(whole(dice.below(3_600)) * SECOND);
        let entry_point = !line.shared && dice.percent(4);
        put(
            at,
            person,
            Step::Writes {
                text: dice.pick(words::QUESTIONS).copied().unwrap_or_default(),
                entry_point,
            },
        );
        let answered = at.plus(whole(2 + dice.below(20)) * MINUTE);
        put(
            answered,
            person,
            Step::Answers(dice.pick(words::ANSWERS).copied().unwrap_or_default()),
        );
        if dice.percent(30) {
            let thanks = answered.plus(whole(1 + dice.below(9)) * MINUTE);
            put(
                thanks,
                person,
                Step::Writes {
                    text: dice.pick(words::THANKS).copied().unwrap_or_default(),
                    entry_point: false,
                },
            );
            put(
                thanks.plus(whole(1 + dice.below(6)) * MINUTE),
                person,
                Step::Answers(dice.pick(words::GOODBYES).copied().unwrap_or_default()),
            );
        }
        if dice.percent(25) {
            put(
                answered.plus(whole(1 + dice.below(25)) * MINUTE),
                person,
                Step::Notice("confirmacion_encargo", "es"),
            );
        }
    }
    for _ in 0..about(dice, line.notices) {
        let (name, language, from) = words::NOTICES
            .get(dice.below(words::NOTICES.len()))
            .copied()
            .unwrap_or(("po_notification", "es", 6));
        let at = midnight
            .plus(from * HOUR)
            .plus(whole(dice.below(2 * 3_600)) * SECOND);
        put(at, dice.below(PEOPLE), Step::Notice(name, language));
    }
    if weekday == Weekday::Friday && matches!(line.place, 0 | 1 | 7) {
        for _ in 0..4 + dice.below(4) {
            let at = midnight.plus(17 * HOUR).plus(whole(dice.below(1_800)) * SECOND);
            put(at, dice.below(PEOPLE), Step::Notice("oferta_fin_de_semana", "es"));
        }
    }
}

/// An hour of the day at which a bakery's customers write.
fn hour(dice: &mut Dice) -> i64 {
    const HOURS: [i64; 20] = [
        7, 8, 8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 12, 13, 16, 17, 18, 18, 19, 20,
    ];
    dice.pick(&HOURS).copied().unwrap_or(9)
}

/// A count as a signed number.
pub(super) fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or_default()
}
