//! Three months of messages, told the same way every time.
//!
//! [`history`] is a pure function: the same `until` and `seed` give the same
//! events, and an earlier `until` in the same month a shorter list of the same
//! events. Both sides of the demo therefore know the same past without talking
//! about it: the command line calls it once and gives the events
//!
//! * to the emulated Meta ([`crate::State::remember_history`]), which answers
//!   `pricing_analytics` from them, and
//! * to the console's demo data, which writes messages and reports as if they
//!   had come by webhook.
//!
//! It begins on the first day of the month three months before `until`, so
//! that with a clock in November 2026 both price regimes are in it: until
//! 2026-09-30 answers, and utility templates in an open window, are free; from
//! 2026-10-01 they cost, answers after the first 1,000 of a number and month
//! (sources §4.1). The shared number passes that allowance each month, the
//! bakeries' own numbers do not. A few customers come through an advertisement,
//! a few live abroad, some messages fail.

mod plan;

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{
    message::window::Window,
    time::{Millis, SECOND},
};
use jiff::ToSpan;
use serde::Serialize;

use self::plan::{Draft, LINES, Step, whole};
use super::{FIRST_PHONE, MADRID, WABA, history_words as words, templates};
use crate::{
    dice::Dice,
    pricing::{self, Charge, Situation},
    traffic::customers::user_id,
    zone::Zone,
};

/// The seed that `tahona demo` uses.
pub const SEED: u64 = 2_026;

/// Something that happened between a number and a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When the customer wrote, or when Meta accepted the message.
    pub at: Millis,
    /// The account.
    pub waba: &'static str,
    /// The number's phone number ID.
    pub phone_number_id: String,
    /// The person's phone, digits only.
    pub wa_id: String,
    /// The person's business-scoped user id.
    pub user_id: String,
    /// The name in the person's profile.
    pub name: &'static str,
    /// Meta's id of the message; no two events have the same.
    pub wamid: String,
    /// What it was.
    pub what: What,
}

/// A message in either direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The customer wrote.
    Inbound {
        /// What they wrote.
        text: &'static str,
        /// Whether they came through an entry point (an advertisement with
        /// "click to WhatsApp"), which makes what follows free.
        entry_point: bool,
    },
    /// The number sent something.
    Outbound(Box<Outbound>),
}

/// A message that Meta accepted, and what became of it by `until`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outbound {
    /// On the shared number: the bakery in whose name it was sent, by its name
    /// in the demo. None on the bakeries' own numbers.
    pub bakery: Option<&'static str>,
    /// The template, none for free text.
    pub template: Option<TemplateUse>,
    /// What the customer saw.
    pub text: String,
    /// When Meta sent it on.
    pub sent_at: Option<Millis>,
    /// When it was delivered; only delivered messages cost.
    pub delivered_at: Option<Millis>,
    /// When it was read.
    pub read_at: Option<Millis>,
    /// Meta's code when it failed; then there is no delivery and no price.
    pub failed: Option<Failure>,
    /// What Meta's reports said about its price; there once it is delivered.
    pub charge: Option<Charge>,
}

/// Which template was used, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateUse {
    /// Its name.
    pub name: &'static str,
    /// Its language.
    pub language: &'static str,
    /// Its category in Meta's capitals, at that time.
    pub category: &'static str,
    /// The values of its variables, in order.
    pub values: Vec<String>,
}

/// A message that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// When the report came.
    pub at: Millis,
    /// Meta's code (sources §3).
    pub code: i64,
}

/// The bakeries that use the shared number.
const WITHOUT_NUMBER: [&str; 2] = ["Obrador Ruiz", "Horno San Blas"];

/// The demo's past up to `until`, oldest first.
#[must_use]
pub fn history(until: Millis, seed: u64) -> Vec<Event> {
    let zone = Zone::of(MADRID);
    let last = zone.date(until);
    let mut day = last
        .first_of_month()
        .checked_sub(3.months())
        .unwrap_or_else(|_| last.first_of_month());
    let mut drafts = Vec::new();
    while day <= last {
        let midnight = zone.midnight(day);
        let weekday = day.weekday();
        for (index, line) in LINES.iter().enumerate() {
            let mix = midnight.0.unsigned_abs() / 1_000 + line.place * 7_919;
            let mut dice = Dice::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(mix));
            plan::day(&mut drafts, &mut dice, midnight, weekday, index, line);
        }
        let Ok(tomorrow) = day.tomorrow() else { break };
        day = tomorrow;
    }
    drafts.retain(|draft| draft.at <= until);
    drafts.sort_by_key(|draft| (draft.at, draft.line, draft.person));
    let mut teller = Teller {
        zone,
        until,
        seed,
        heard: HashMap::new(),
        entered: HashMap::new(),
        served: HashMap::new(),
    };
    drafts.iter().map(|draft| teller.tell(draft)).collect()
}

/// Who a person is.
fn person(line: u64, person: usize) -> (String, &'static str) {
    let name = words::NAMES
        .get(person % words::NAMES.len())
        .copied()
        .unwrap_or("Cliente");
    let own = line * 100 + u64::try_from(person).unwrap_or_default();
    // Six in ninety live abroad. None of these can ring anywhere by chance:
    // nothing is ever sent from here.
    let phone = match person {
        3 => format!("3361200{own:04}"),
        17 => format!("35191200{own:04}"),
        31 => format!("44770090{own:04}"),
        47 => format!("4915120{own:04}"),
        59 => format!("3763{:05}", 12_000 + own),
        71 => format!("3932000{own:04}"),
        _ => format!("34611{:06}", 200_000 + own),
    };
    (phone, name)
}

/// Works out reports and prices, in the order of time.
struct Teller {
    zone: Zone,
    until: Millis,
    seed: u64,
    heard: HashMap<(usize, usize), Millis>,
    /// Until when everything is free for a person.
    entered: HashMap<(usize, usize), Millis>,
    /// Delivered service messages of a number in a month.
    served: HashMap<(usize, i64), u32>,
}

impl Teller {
    fn tell(&mut self, draft: &Draft) -> Event {
        let place = LINES.get(draft.line).map_or(0, |line| line.place);
        let (wa_id, name) = person(place, draft.person);
        let key = (draft.line, draft.person);
        let first: u64 = FIRST_PHONE.parse().unwrap_or_default();
        // The same message has the same chance in every telling.
        let mix =
            draft.at.0.unsigned_abs() ^ (place << 52) ^ (u64::try_from(draft.person).unwrap_or(0) << 44);
        let mut dice = Dice::new(self.seed ^ mix);
        let what = match draft.step {
            Step::Writes { text, entry_point } => {
                self.heard.insert(key, draft.at);
                if entry_point {
                    self.entered.insert(key, draft.at.plus(pricing::ENTRY_POINT));
                }
                What::Inbound { text, entry_point }
            }
            Step::Answers(text) => {
                What::Outbound(Box::new(self.sends(draft, None, text.to_owned(), &mut dice)))
            }
            Step::Notice(template, language) => {
                let (used, text) = templates::used(template, language, name);
                What::Outbound(Box::new(self.sends(draft, Some(used), text, &mut dice)))
            }
        };
        Event {
            at: draft.at,
            waba: WABA,
            phone_number_id: (first + place).to_string(),
            wamid: wamid(&wa_id, place, draft),
            user_id: user_id(&wa_id),
            wa_id,
            name,
            what,
        }
    }

    fn sends(
        &mut self,
        draft: &Draft,
        template: Option<TemplateUse>,
        text: String,
        dice: &mut Dice,
    ) -> Outbound {
        let key = (draft.line, draft.person);
        let sent = draft.at.plus(200 + whole(dice.below(700)));
        let delivered = sent.plus(300 + whole(dice.below(4_000)));
        let read = delivered.plus(whole(5 + dice.below(2_400)) * SECOND);
        let marketing = template.as_ref().is_some_and(|used| used.category == "MARKETING");
        let fails = dice.percent(if marketing { 6 } else { 2 });
        let reads = dice.percent(if marketing { 40 } else { 68 });
        let by = |at: Millis| (at <= self.until).then_some(at);
        let shared = LINES.get(draft.line).is_some_and(|line| line.shared);
        let bakery = shared
            .then(|| WITHOUT_NUMBER.get(draft.person % WITHOUT_NUMBER.len()).copied())
            .flatten();
        let mut out = Outbound {
            bakery,
            text,
            sent_at: by(sent),
            delivered_at: None,
            read_at: None,
            failed: None,
            charge: None,
            template,
        };
        if fails {
            out.failed = by(delivered).map(|at| Failure {
                at,
                code: if marketing { 131_049 } else { 131_026 },
            });
            return out;
        }
        out.delivered_at = by(delivered);
        out.read_at = by(read).filter(|_| reads);
        if out.delivered_at.is_some() {
            let month = self.zone.month(delivered);
            let served = self.served.entry((draft.line, month)).or_default();
            let situation = Situation {
                window_open: Window::at(draft.at, self.heard.get(&key).copied()).is_open(),
                entry_point: self.entered.get(&key).is_some_and(|&end| delivered < end),
                served: *served,
            };
            let category = out.template.as_ref().map(|used| used.category);
            let charge = pricing::charge(category, situation, &self.zone, delivered);
            if category.is_none() && !situation.entry_point {
                *served += 1;
            }
            out.charge = Some(charge);
        }
        out
    }
}

/// In the form of Meta's ids.
fn wamid(wa_id: &str, place: u64, draft: &Draft) -> String {
    let kind = match draft.step {
        Step::Writes { .. } => "A",
        Step::Answers(_) => "B",
        Step::Notice(..) => "C",
    };
    let mark = format!("{:011X}{place:X}{:03X}{kind}H", draft.at.0, draft.person);
    format!(
        "wamid.HBgL{}FQIAERgS{}AA==",
        BASE64_STANDARD.encode(wa_id).trim_end_matches('='),
        BASE64_STANDARD.encode(mark).trim_end_matches('=')
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::time::HOUR;

    use super::*;

    /// 2026-11-20T09:42:00Z
    const NOW: Millis = Millis(1_795_167_720_000);

    fn sent(events: &[Event]) -> impl Iterator<Item = (&Event, &Outbound)> {
        events.iter().filter_map(|event| match &event.what {
            What::Outbound(out) => Some((event, &**out)),
            What::Inbound { .. } => None,
        })
    }

    #[test]
    fn it_is_told_the_same_way_every_time_and_an_earlier_end_only_shortens_it() {
        let whole = history(NOW, SEED);
        assert_eq!(whole, history(NOW, SEED));
        assert_ne!(whole, history(NOW, SEED + 1));
        let earlier = NOW.plus(-5 * HOUR);
        let short = history(earlier, SEED);
        let known: Vec<&String> = whole
            .iter()
            .filter(|e| e.at <= earlier)
            .map(|e| &e.wamid)
            .collect();
        assert_eq!(short.iter().map(|e| &e.wamid).collect::<Vec<_>>(), known);
    }

    #[test]
    fn ids_differ_and_nothing_lies_ahead_or_out_of_order() {
        let events = history(NOW, SEED);
        let ids: HashSet<&str> = events.iter().map(|e| e.wamid.as_str()).collect();
        assert_eq!(ids.len(), events.len());
        assert!(events.is_sorted_by_key(|e| e.at));
        for (event, out) in sent(&events) {
            let times = [
                Some(event.at),
                out.sent_at,
                out.delivered_at,
                out.read_at,
                Some(NOW),
            ];
            assert!(times.into_iter().flatten().is_sorted(), "{out:?}");
            assert_eq!(out.charge.is_some(), out.delivered_at.is_some());
            assert!(out.failed.is_none() || out.delivered_at.is_none());
        }
    }

    #[test]
    fn both_regimes_every_kind_of_charge_and_the_used_up_allowance_are_in_it() {
        let events = history(NOW, SEED);
        let zone = Zone::of(MADRID);
        let october = zone.month(Millis(1_791_000_000_000));
        let mut kinds: HashMap<(String, &str, bool), usize> = HashMap::new();
        for (_, out) in sent(&events) {
            if let (Some(at), Some(charge)) = (out.delivered_at, &out.charge) {
                let new = zone.month(at) >= october;
                *kinds
                    .entry((charge.category.clone(), charge.kind, new))
                    .or_default() += 1;
            }
        }
        let count = |category: &str, kind, new| {
            kinds
                .get(&(category.to_owned(), kind, new))
                .copied()
                .unwrap_or_default()
        };
        assert!(count("service", "free_customer_service", false) > 3_000);
        assert_eq!(count("service", "regular", false), 0);
        assert!(count("service", "regular", true) > 300, "{kinds:?}");
        assert!(count("utility", "free_customer_service", false) > 300);
        assert_eq!(count("utility", "free_customer_service", true), 0);
        assert!(count("utility", "regular", true) > 500);
        assert!(count("marketing", "regular", true) > 50);
        assert!(count("authentication", "regular", true) > 50);
        assert!(count("service", "free_entry_point", true) > 10);
        assert!((10_000..40_000).contains(&events.len()), "{}", events.len());
    }
}
