//! From facts to charges.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::{
    book::Book,
    calendar::{Day, Month},
    card::{Origin, Rate, RateCard},
    category::{Kind, Rated},
    charge::{Charge, Reason},
    fact::{Account, Delivered, Fact, Failed, Inbound},
    market::Market,
    partner::Partner,
    regime::{Case, Message, Regime, Verdict},
    thread::Thread,
};
use crate::{money::Currency, time::Millis};

/// The price of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which of the given facts.
    pub fact: usize,
    /// What it costs.
    pub charge: Charge,
}

/// Prices facts in any order; the same fact given twice counts once.
///
/// Every delivered message gets one line. A customer's message and a failed
/// message get one only where the partner takes a fee for it. Lines are in the
/// order of the facts given. Of two reports of one message that contradict each
/// other the earlier delivery counts, whatever their order.
#[must_use]
pub fn price(book: &Book, accounts: &[Account], facts: &[Fact<'_>]) -> Vec<Line> {
    let mut order: Vec<usize> = (0..facts.len()).collect();
    order.sort_by(|a, b| match (facts.get(*a), facts.get(*b)) {
        (Some(a), Some(b)) => sort_key(a).cmp(&sort_key(b)),
        _ => a.cmp(b),
    });
    // Where a message is given more than once, its line stands where it was first mentioned.
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, fact) in facts.iter().enumerate() {
        if let Fact::Delivered(Delivered { id, .. }) | Fact::Failed(Failed { id, .. }) = fact {
            first.entry(id).or_insert(index);
        }
    }
    let delivered: HashSet<&str> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Delivered(Delivered { id, .. }) => Some(*id),
            _ => None,
        })
        .collect();
    let mut pricer = Pricer::new(book, accounts.iter().cloned());
    let mut seen: HashSet<&str> = HashSet::new();
    let mut last_inbound = None;
    let mut lines = Vec::with_capacity(first.len());
    for index in order {
        let Some(fact) = facts.get(index) else { continue };
        let (fact, charge) = match fact {
            Fact::Inbound(inbound) => {
                // Sorted, so that the same report given twice stands side by side.
                if last_inbound.replace(inbound) == Some(inbound) {
                    continue;
                }
                match pricer.inbound(inbound) {
                    Some(charge) => (index, charge),
                    None => continue,
                }
            }
            Fact::Delivered(message) if seen.insert(message.id) => {
                let at = first.get(message.id).copied().unwrap_or(index);
                (at, pricer.delivered(message))
            }
            // A message that also arrived did not fail.
            Fact::Failed(message) if !delivered.contains(message.id) && seen.insert(message.id) => {
                let at = first.get(message.id).copied().unwrap_or(index);
                match pricer.failed(message) {
                    Some(charge) => (at, charge),
                    None => continue,
                }
            }
            Fact::Delivered(_) | Fact::Failed(_) => continue,
        };
        lines.push(Line { fact, charge });
    }
    lines.sort_by_key(|line| line.fact);
    lines
}

/// An order that depends on nothing but the facts themselves. In the same
/// millisecond the customer's message comes first: an answer cannot precede it.
fn sort_key<'a>(fact: &Fact<'a>) -> (Millis, u8, [&'a str; 4], String) {
    match fact {
        Fact::Inbound(f) => (
            f.at,
            0,
            [f.waba, f.number, f.contact, ""],
            f.entry_point.to_string(),
        ),
        Fact::Delivered(f) => {
            let rest = format!("{}\n{}\n{}", f.kind, f.category, f.media_bytes);
            (f.at, 1, [f.id, f.waba, f.number, f.contact], rest)
        }
        Fact::Failed(f) => (f.at, 2, [f.id, f.waba, f.number, f.contact], String::new()),
    }
}

/// Prices facts that come in order of time, one by one.
///
/// Facts of different accounts may be mixed as long as each account's own are
/// in order and accounts of one portfolio are in order among each other. Each
/// message must be given once.
#[derive(Debug)]
pub struct Pricer<'b> {
    book: &'b Book,
    accounts: HashMap<String, State<'b>>,
    /// Charged units of the month, for volume bands: by portfolio, market and line.
    volumes: HashMap<(Arc<str>, Market, Rated, Month), i64>,
}

#[derive(Debug)]
struct State<'b> {
    account: Account,
    portfolio: Arc<str>,
    today: Option<Today<'b>>,
    conversations: Used,
    numbers: HashMap<String, Number>,
}

/// What stays the same for a day.
#[derive(Debug, Clone)]
struct Today<'b> {
    day: Day,
    month: Month,
    regime: Regime,
    card: Option<&'b RateCard>,
    card_id: Option<Arc<str>>,
    partner: Option<&'b Partner>,
    markets: BTreeMap<String, Market>,
}

#[derive(Debug, Default)]
struct Number {
    service: Used,
    threads: HashMap<String, Thread>,
}

/// What is used of a monthly allowance.
#[derive(Debug, Default)]
struct Used {
    month: Option<Month>,
    count: u32,
}

impl Used {
    fn of(&mut self, month: Month) -> &mut u32 {
        if self.month != Some(month) {
            self.month = Some(month);
            self.count = 0;
        }
        &mut self.count
    }
}

impl<'b> Pricer<'b> {
    /// A pricer that has seen nothing yet. Of two accounts with the same id the
    /// later counts.
    pub fn new(book: &'b Book, accounts: impl IntoIterator<Item = Account>) -> Self {
        let accounts = accounts
            .into_iter()
            .map(|account| {
                let portfolio = account.portfolio.as_deref().unwrap_or(&account.id).into();
                let state = State {
                    portfolio,
                    today: None,
                    conversations: Used::default(),
                    numbers: HashMap::new(),
                    account,
                };
                (state.account.id.clone(), state)
            })
            .collect();
        Self {
            book,
            accounts,
            volumes: HashMap::new(),
        }
    }

    /// A customer wrote. A line comes back where the partner takes a fee for that.
    pub fn inbound(&mut self, fact: &Inbound<'_>) -> Option<Charge> {
        let book = self.book;
        let state = self.accounts.get_mut(fact.waba)?;
        state
            .thread(fact.number, fact.contact)
            .inbound(fact.at, fact.entry_point);
        let today = state.today(book, fact.at);
        let fee = today.partner.map_or(0, |partner| partner.per_inbound_micros);
        (fee > 0).then(|| state.fee_only(fact.at, fact.contact, fee, book))
    }

    /// A message failed. A line comes back where the partner takes a fee for that.
    pub fn failed(&mut self, fact: &Failed<'_>) -> Option<Charge> {
        let book = self.book;
        let state = self.accounts.get_mut(fact.waba)?;
        let today = state.today(book, fact.at);
        let fee = today.partner.map_or(0, |partner| partner.per_failed_micros);
        (fee > 0).then(|| state.fee_only(fact.at, fact.contact, fee, book))
    }

    /// A message was delivered.
    pub fn delivered(&mut self, fact: &Delivered<'_>) -> Charge {
        let book = self.book;
        let Some(state) = self.accounts.get_mut(fact.waba) else {
            return Charge::unknown(Reason::UnknownWaba);
        };
        let market = state.market(book, fact.at, fact.contact);
        let today = state.today(book, fact.at);
        let (day, month, regime) = (today.day, today.month, today.regime);
        let (card, card_id, partner) = (today.card, today.card_id.clone(), today.partner);
        let free_conversations = partner
            .and_then(|partner| partner.free_conversations_from)
            .is_none_or(|from| from <= day);
        let nonprofit = state.account.nonprofit;
        let account_partner = state.account.partner == "meta";
        let currency = state.account.currency;

        let rules = regime.rules();
        let State {
            numbers,
            conversations,
            account,
            portfolio,
            ..
        } = state;
        let Number { service, threads } = entry(numbers, fact.number);
        let thread = entry(threads, contact_key(fact.contact));
        let window_open = thread.window_open(fact.at);
        let message = match &fact.kind {
            Kind::Template => {
                Some(Rated::of_template(&fact.category).map_or(Message::UnknownTemplate, Message::Template))
            }
            Kind::FreeForm => Some(Message::FreeForm),
            Kind::AppEcho => Some(Message::Echo),
            Kind::Unknown(_) => None,
        };
        let verdict = match message {
            None => Verdict::Unknown(Reason::UnknownKind),
            Some(message) => {
                let entry_open = thread.answer(fact.at, rules.entry());
                rules.judge(&mut Case {
                    at: fact.at,
                    day,
                    message,
                    window_open,
                    entry_open,
                    nonprofit,
                    free_conversations,
                    thread,
                    conversations_used: conversations.of(month),
                    service_used: service.of(month),
                })
            }
        };

        let mut charge = Charge {
            regime: Some(regime),
            day: Some(day),
            market,
            charged_as: None,
            reason: Reason::Regular,
            rate_micros: None,
            amount_micros: None,
            fee_micros: None,
            currency: Some(currency),
            fee_currency: Some(fee_currency(partner, currency)),
            card: card_id,
            origin: None,
            window_open,
        };
        match verdict {
            Verdict::Free(rated, reason) => {
                charge.charged_as = rated;
                charge.reason = reason;
                charge.rate_micros = Some(0);
            }
            Verdict::Unknown(reason) => charge.reason = reason,
            Verdict::Rate(rated, banded) => {
                let mut quote = Quote {
                    book,
                    card,
                    account,
                    at: fact.at,
                    day,
                    market: charge.market.as_ref(),
                };
                let (rated, rate) = quote.find(rated);
                charge.charged_as = Some(rated);
                match rate {
                    Err(reason) => charge.reason = reason,
                    Ok(list) => {
                        let mut rate = list;
                        if let (true, Some(card), Some(market)) = (banded, card, &charge.market)
                            && card.has_tiers()
                        {
                            let key = (Arc::clone(portfolio), market.clone(), rated, month);
                            let unit = self.volumes.entry(key).or_insert(0);
                            *unit += 1;
                            rate = card.rate_of_unit(market, rated, *unit).unwrap_or(list);
                        }
                        charge.rate_micros = rate.micros;
                        charge.origin = Some(rate.origin);
                    }
                }
            }
        }
        charge.amount_micros = charge.rate_micros;
        charge.fee_micros = match partner {
            Some(partner) => partner.fee(fact.media_bytes, charge.amount_micros),
            None if account_partner => Some(0),
            None => None,
        };
        charge
    }
}

impl<'b> State<'b> {
    fn thread(&mut self, number: &str, contact: &str) -> &mut Thread {
        entry(
            &mut entry(&mut self.numbers, number).threads,
            contact_key(contact),
        )
    }

    fn today(&mut self, book: &'b Book, at: Millis) -> &mut Today<'b> {
        let day = self.account.zone.day(at);
        let same = self.today.as_ref().is_some_and(|today| today.day == day);
        let previous = if same { self.today.take() } else { None };
        let today = previous.unwrap_or_else(|| {
            let regime = Regime::of(day);
            let card = book.card(self.account.currency, regime.unit(), day);
            Today {
                day,
                month: day.month(),
                regime,
                card,
                card_id: card.map(|card| card.id.as_str().into()),
                partner: book.partner(&self.account.partner, day),
                markets: BTreeMap::new(),
            }
        });
        self.today.insert(today)
    }

    /// The market of a contact; the beginnings of numbers repeat all day.
    fn market(&mut self, book: &'b Book, at: Millis, contact: &str) -> Option<Market> {
        let today = self.today(book, at);
        let key = book.markets.key(contact)?;
        if let Some(market) = today.markets.get(key) {
            return Some(market.clone());
        }
        let market = book.markets.of(contact, today.day)?;
        today.markets.insert(key.to_owned(), market.clone());
        Some(market)
    }

    fn fee_only(&mut self, at: Millis, contact: &str, fee: i64, book: &'b Book) -> Charge {
        let market = self.market(book, at, contact);
        let currency = self.account.currency;
        let today = self.today(book, at);
        Charge {
            regime: Some(today.regime),
            day: Some(today.day),
            market,
            charged_as: None,
            reason: Reason::PartnerFee,
            rate_micros: Some(0),
            amount_micros: Some(0),
            fee_micros: Some(fee),
            currency: Some(currency),
            fee_currency: Some(fee_currency(today.partner, currency)),
            card: today.card_id.clone(),
            origin: None,
            window_open: false,
        }
    }
}

/// Finds a list rate.
struct Quote<'q> {
    book: &'q Book,
    card: Option<&'q RateCard>,
    account: &'q Account,
    at: Millis,
    day: Day,
    market: Option<&'q Market>,
}

impl Quote<'_> {
    fn find(&mut self, rated: Rated) -> (Rated, Result<Rate, Reason>) {
        let Some(market) = self.market else {
            return (rated, Err(Reason::UnknownMarket));
        };
        let Some(card) = self.card else {
            return (rated, Err(Reason::UnknownRate));
        };
        let rated = match rated {
            Rated::Authentication => match self.authentication(card, market) {
                Ok(rated) => rated,
                Err(reason) => return (rated, Err(reason)),
            },
            other => other,
        };
        let mut rate = card.rate(market, rated);
        // Service messages cost the market's utility rate (sources §4.1, 2026-10-01).
        if rate.is_none() && rated == Rated::Service && card.unit == super::category::Unit::Message {
            rate = card.rate(market, Rated::Utility);
        }
        let known = rate.filter(|rate| {
            rate.micros.is_some() && (self.book.converted || rate.origin != Origin::Converted)
        });
        (rated, known.ok_or(Reason::UnknownRate))
    }

    /// Domestic or international (sources §4.2 step 7).
    fn authentication(&self, card: &RateCard, market: &Market) -> Result<Rated, Reason> {
        let Some(international) = &self.account.auth_international else {
            return Ok(Rated::Authentication);
        };
        let markets = &self.book.markets;
        let from = international
            .exceptions
            .iter()
            .find(|(country, _)| markets.of_country(country, self.day) == *market)
            .map_or(international.from, |(_, from)| *from);
        if self.at < from {
            return Ok(Rated::Authentication);
        }
        let listed = card.rate(market, Rated::AuthenticationInternational).is_some();
        // All destinations with such a rate are markets of one country.
        let home = self
            .account
            .country
            .as_deref()
            .map(|country| markets.of_country(country, self.day) == *market);
        match (listed, home) {
            (_, Some(true)) => Ok(Rated::Authentication),
            (true, Some(false)) => Ok(Rated::AuthenticationInternational),
            (true, None) => Err(Reason::UnknownCountry),
            (false, _) if card.incomplete.contains(&Rated::AuthenticationInternational) => {
                Err(Reason::UnknownRate)
            }
            (false, _) => Ok(Rated::Authentication),
        }
    }
}

fn fee_currency(partner: Option<&Partner>, account: Currency) -> Currency {
    partner.and_then(|partner| partner.currency).unwrap_or(account)
}

/// `+34600111222` and `34600111222` are the same customer.
fn contact_key(contact: &str) -> &str {
    let contact = contact.trim();
    contact.strip_prefix('+').unwrap_or(contact)
}

fn entry<'m, V: Default>(map: &'m mut HashMap<String, V>, key: &str) -> &'m mut V {
    // Two look-ups, but no new text for a key that is there, which is the common case.
    if map.contains_key(key) {
        #[expect(clippy::expect_used, reason = "the line above has found it")]
        return map.get_mut(key).expect("a key that was just found");
    }
    map.entry(key.to_owned()).or_default()
}
