//! What the ledger should say about a message: prices from facts.

mod facts;

use std::collections::HashMap;

use domain::{
    billing::{
        Category, Charge, Delivered, Failed, Inbound, Kind, Market, Month, Origin, Pricer, Reason, Regime,
        Unit, category::Rated,
    },
    money::Currency,
    time::{DAY, Millis},
};
use store::billing::{facts::Fact, lines::Line};

use self::facts::{LATEST, arrived};
pub(super) use self::facts::{category, happened, lost, said};
use super::{
    calendar::{day_no, month_no},
    statement::Payee,
    world::{Billed, World},
};

/// What happened before a message that its price may depend on: a click, its
/// answer within a day, and three days of free entry point; windows and
/// conversations last a day.
pub(super) const LOOK_BACK: i64 = 5 * DAY;
/// How long before its delivery a message may have been asked for, beside [`LOOK_BACK`].
pub(super) const ASKED_BEFORE: i64 = LATEST + DAY;

/// Not concerned by a free allowance.
const NO_ALLOWANCE: i64 = 0;
/// Inside the free allowance.
pub(super) const INSIDE: i64 = 1;
/// Beyond the free allowance.
pub(super) const BEYOND: i64 = 2;

/// ISO 4217's code for "no currency": what lines say of an account whose
/// currency is not known, so that they are never counted as money of another.
const NO_CURRENCY: &str = "XXX";

/// What the ledger should say about one message and payee: the part of a
/// [`Line`] that does not depend on when and where it is booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Priced {
    pub(super) message: i64,
    pub(super) payee: Payee,
    pub(super) at: i64,
    pub(super) of_month: Month,
    pub(super) day: i64,
    pub(super) tenant: i64,
    pub(super) number: i64,
    pub(super) account: String,
    pub(super) regime: String,
    pub(super) reason: String,
    pub(super) market: String,
    pub(super) category: String,
    pub(super) template: String,
    pub(super) card: String,
    pub(super) currency: String,
    pub(super) rate: Option<i64>,
    pub(super) allowance: i64,
}

impl Priced {
    /// Whether a line says this already.
    pub(super) fn is(&self, line: &Line) -> bool {
        self.differs(line).is_none()
    }

    /// The word for what a line says differently, the weightiest first.
    pub(super) fn differs(&self, line: &Line) -> Option<&'static str> {
        if (line.at, line.day, line.of_month) != (self.at, self.day, month_no(self.of_month)) {
            Some("delivery")
        } else if (line.tenant, line.number) != (self.tenant, self.number) || line.account_id != self.account
        {
            Some("owner")
        } else if line.category != self.category || line.template != self.template {
            Some("category")
        } else if line.allowance != self.allowance {
            Some("allowance")
        } else if line.regime != self.regime || line.reason != self.reason {
            Some("rules")
        } else if line.market != self.market {
            Some("market")
        } else if line.card != self.card || line.rate_micros != self.rate || line.currency != self.currency {
            Some("card")
        } else {
            None
        }
    }
}

/// Prices the facts between one number and one person, which must be in order
/// ([`order`]). Lines come for what arrived at `from` or later.
///
/// The allowance is left open: what would take from it says [`INSIDE`], and
/// [`beyond`] says what it costs once the allowance is used up.
pub(super) fn thread(world: &World, facts: &[&Fact], from: Millis) -> Vec<Priced> {
    let Some(first) = facts.first() else {
        return Vec::new();
    };
    let Some((account, billed)) = world.account_of(first.number) else {
        return Vec::new();
    };
    let Some(known) = &billed.account else {
        return facts
            .iter()
            .filter_map(|fact| unknown(account, billed, fact, from))
            .collect();
    };
    let mut pricer = Pricer::new(&world.book, [known.clone()]);
    let mut out = Vec::new();
    for fact in facts {
        feed(&mut pricer, account, billed, fact, from, &mut out);
    }
    out
}

/// The order in which facts are priced; in the same millisecond the customer's
/// message comes first.
pub(super) fn order(fact: &Fact) -> (Option<Millis>, i64, i64) {
    (happened(fact), fact.direction, fact.id)
}

/// Gives one fact to a pricer, and notes what it costs.
pub(super) fn feed(
    pricer: &mut Pricer<'_>,
    account: &str,
    billed: &Billed,
    fact: &Fact,
    from: Millis,
    out: &mut Vec<Priced>,
) {
    let Some(at) = happened(fact) else { return };
    let number = fact.number.to_string();
    let contact = fact.who.as_deref().unwrap_or_default();
    let charge = if fact.direction == 0 {
        pricer.inbound(&Inbound {
            at,
            waba: account,
            number: &number,
            contact,
            entry_point: fact.entry == 1,
        })
    } else if lost(fact) {
        pricer.failed(&Failed {
            id: "",
            at,
            waba: account,
            number: &number,
            contact,
        })
    } else {
        Some(pricer.delivered(&Delivered {
            id: "",
            at,
            waba: account,
            number: &number,
            contact,
            kind: if fact.kind == "template" {
                Kind::Template
            } else {
                Kind::FreeForm
            },
            category: Category::parse(&category(fact)),
            media_bytes: 0,
        }))
    };
    let Some(charge) = charge.filter(|_| at >= from) else {
        return;
    };
    lines_of(account, billed, fact, at, &charge, out);
}

/// The lines that a charge makes: Meta's, and the partner's where it takes something.
fn lines_of(account: &str, billed: &Billed, fact: &Fact, at: Millis, charge: &Charge, out: &mut Vec<Priced>) {
    let day = charge.day.unwrap_or_else(|| billed.zone.day(at));
    let words = |code: Option<Currency>| code.map_or_else(String::new, |code| code.to_string());
    let concerned =
        charge.regime == Some(Regime::ChargedService) && charge.charged_as == Some(Rated::Service);
    let allowance = match &charge.reason {
        Reason::FreeTier if concerned => INSIDE,
        Reason::Regular | Reason::UnknownRate if concerned => BEYOND,
        _ => NO_ALLOWANCE,
    };
    let meta = Priced {
        message: fact.id,
        payee: Payee::Meta,
        at: at.0,
        of_month: day.month(),
        day: day_no(day),
        tenant: fact.tenant,
        number: fact.number,
        account: account.to_owned(),
        regime: charge.regime.map(Regime::id).unwrap_or_default().to_owned(),
        // A rate that is not known is no rate, whatever the rules say.
        reason: if charge.reason == Reason::Regular && charge.amount_micros.is_none() {
            Reason::UnknownRate.as_str().to_owned()
        } else {
            charge.reason.as_str().to_owned()
        },
        market: charge.market.as_ref().map_or_else(String::new, Market::to_string),
        category: charge
            .charged_as
            .map_or_else(|| category(fact), |rated| rated.as_str().to_owned()),
        template: fact.template.clone().unwrap_or_default(),
        card: charge.card.as_deref().unwrap_or_default().to_owned(),
        currency: words(charge.currency),
        rate: charge.amount_micros,
        allowance,
    };
    if charge.fee_micros != Some(0) {
        out.push(Priced {
            payee: Payee::Partner,
            reason: Reason::PartnerFee.as_str().to_owned(),
            card: String::new(),
            currency: words(charge.fee_currency.or(charge.currency)),
            rate: charge.fee_micros,
            allowance: NO_ALLOWANCE,
            ..meta.clone()
        });
    }
    if charge.reason != Reason::PartnerFee {
        out.push(meta);
    }
}

/// The line of a message whose account has no currency that is known.
fn unknown(account: &str, billed: &Billed, fact: &Fact, from: Millis) -> Option<Priced> {
    let at = arrived(fact).filter(|at| fact.direction == 1 && *at >= from)?;
    let day = billed.zone.day(at);
    Some(Priced {
        message: fact.id,
        payee: Payee::Meta,
        at: at.0,
        of_month: day.month(),
        day: day_no(day),
        tenant: fact.tenant,
        number: fact.number,
        account: account.to_owned(),
        regime: Regime::of(day).id().to_owned(),
        reason: Reason::UnknownWaba.as_str().to_owned(),
        market: String::new(),
        category: category(fact),
        template: fact.template.clone().unwrap_or_default(),
        card: String::new(),
        currency: NO_CURRENCY.to_owned(),
        rate: None,
        allowance: NO_ALLOWANCE,
    })
}

/// What a service message costs beyond the allowance: the market's service
/// rate, else its utility rate (sources §4.1).
pub(super) fn beyond(world: &World, priced: &Priced) -> Priced {
    let rate = service_rate(world, priced);
    Priced {
        reason: if rate.is_some() {
            Reason::Regular
        } else {
            Reason::UnknownRate
        }
        .as_str()
        .to_owned(),
        rate,
        allowance: BEYOND,
        ..priced.clone()
    }
}

/// What a service message costs inside the allowance.
pub(super) fn inside(priced: &Priced) -> Priced {
    Priced {
        reason: Reason::FreeTier.as_str().to_owned(),
        rate: Some(0),
        allowance: INSIDE,
        ..priced.clone()
    }
}

fn service_rate(world: &World, priced: &Priced) -> Option<i64> {
    let currency = Currency::parse(&priced.currency).ok()?;
    let day = super::calendar::day_of(priced.day);
    let card = world.book.card(currency, Unit::Message, day)?;
    let market = Market::new(&priced.market);
    let rate = card
        .rate(&market, Rated::Service)
        .or_else(|| card.rate(&market, Rated::Utility))
        .filter(|rate| world.book.converted || rate.origin != Origin::Converted)?;
    rate.micros
}

/// Facts by number and person, each in order. Facts without a person stand alone.
pub(super) fn threads(facts: &[Fact]) -> Vec<Vec<&Fact>> {
    let mut by_thread: HashMap<(i64, &str), Vec<&Fact>> = HashMap::new();
    let mut out: Vec<Vec<&Fact>> = Vec::new();
    for fact in facts {
        match fact.who.as_deref() {
            Some(who) => by_thread.entry((fact.number, who)).or_default().push(fact),
            None => out.push(vec![fact]),
        }
    }
    out.extend(by_thread.into_values());
    for thread in &mut out {
        thread.sort_unstable_by_key(|fact| order(fact));
    }
    out
}
