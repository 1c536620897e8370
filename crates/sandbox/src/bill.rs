//! What Meta counts of delivered messages: the books behind
//! `pricing_analytics`, and differences that are planted in them.

pub(crate) mod differences;
mod rates;

use std::collections::BTreeMap;

use domain::time::Millis;

use self::differences::Difference;
use crate::{
    Charge, State,
    demo::history::{Event, What},
    zone::Zone,
};

pub(crate) use self::rates::country;

/// Messages that count alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    /// Start of the half hour of the delivery, the finest that Meta shows.
    at: Millis,
    waba: String,
    number: String,
    country: String,
    template: Option<String>,
    charge: Charge,
}

/// Counts of delivered messages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bill {
    counts: BTreeMap<Kind, u64>,
}

/// A line of the books as Meta would show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) at: Millis,
    /// Phone number ID.
    pub(crate) number: String,
    /// ISO 3166 code.
    pub(crate) country: String,
    /// `UTILITY`, …
    pub(crate) category: String,
    /// `REGULAR`, …
    pub(crate) kind: String,
    /// `from:to` of the volume band; none for free messages.
    pub(crate) tier: Option<String>,
    pub(crate) volume: u64,
    /// Millionths of the account's currency.
    pub(crate) cost: u64,
}

impl Bill {
    /// Notes a delivered message.
    pub(crate) fn count(
        &mut self,
        at: Millis,
        waba: &str,
        number: &str,
        phone: Option<&str>,
        template: Option<&str>,
        charge: &Charge,
    ) {
        let kind = Kind {
            at: Zone::half_hour(at).0,
            waba: waba.to_owned(),
            number: number.to_owned(),
            // Meta knows everybody's country; the emulator only that of a phone.
            country: phone.map_or("ES", country).to_owned(),
            template: template.map(str::to_owned),
            charge: charge.clone(),
        };
        *self.counts.entry(kind).or_default() += 1;
    }

    /// The lines of an account between two instants, with the differences.
    pub(crate) fn lines(
        &self,
        waba: &str,
        currency: &str,
        zone: &Zone,
        planted: &[Difference],
        until: Millis,
    ) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (kind, &volume) in self.counts.iter().filter(|(kind, _)| kind.waba == waba) {
            let line = Line {
                at: kind.at,
                number: kind.number.clone(),
                country: kind.country.clone(),
                category: kind.charge.category.to_ascii_uppercase(),
                kind: kind.charge.kind.to_ascii_uppercase(),
                tier: None,
                volume,
                cost: 0,
            };
            lines.push(differences::moved(line, kind.template.as_deref(), planted));
        }
        lines.extend(differences::unreported(planted, zone, until));
        differences::share_allowance(&mut lines, planted, zone);
        for line in &mut lines {
            if line.kind == "REGULAR" {
                let (tier, off) = differences::tier(line, planted);
                let rate = rates::rate(currency, &line.country, &line.category);
                line.cost = line.volume.saturating_mul(rate * (100 - off.min(100)) / 100);
                line.tier = Some(tier);
            }
        }
        lines
    }
}

impl State {
    /// Takes over a past, so that analytics, windows and allowances know it.
    pub fn remember_history(&mut self, events: &[Event]) {
        let zone = Zone::of(crate::demo::MADRID);
        let this_month = zone.month(self.now());
        for event in events {
            let number = &event.phone_number_id;
            match &event.what {
                What::Inbound { entry_point, .. } => {
                    for person in [&event.wa_id, &event.user_id] {
                        let key = (number.clone(), person.clone());
                        if *entry_point {
                            let free_until = event.at.plus(crate::pricing::ENTRY_POINT);
                            self.traffic.entered.insert(key.clone(), free_until);
                        }
                        self.traffic.heard.insert(key, event.at);
                    }
                    self.traffic.inbound.insert(event.wamid.clone(), number.clone());
                }
                What::Outbound(out) => {
                    let (Some(at), Some(charge)) = (out.delivered_at, &out.charge) else {
                        continue;
                    };
                    let template = out.template.as_ref().map(|used| used.name);
                    self.bill
                        .count(at, event.waba, number, Some(&event.wa_id), template, charge);
                    let month = zone.month(at);
                    if charge.category == "service"
                        && charge.kind != "free_entry_point"
                        && month == this_month
                    {
                        let served = self.traffic.served.entry(number.clone()).or_default();
                        *served = (month, if served.0 == month { served.1 + 1 } else { 1 });
                    }
                }
            }
        }
        self.past = self.bill.clone();
    }

    /// Differences between what Meta counts and what it tells by webhook.
    pub fn differences_mut(&mut self) -> &mut Vec<Difference> {
        &mut self.config.differences
    }
}
