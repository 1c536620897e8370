//! From facts to charges.

mod quote;
mod sequence;
mod state;

use std::{collections::HashMap, sync::Arc};

use self::{
    quote::Quote,
    state::{Number, State, entry, fee_currency},
};
use super::{
    book::Book,
    calendar::Month,
    category::Rated,
    charge::{Charge, Reason},
    fact::{Account, Delivered, Failed, Inbound},
    market::Market,
    regime::{Case, Message, Verdict},
    thread::{Thread, person},
};

pub use self::sequence::{Line, price};

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

impl<'b> Pricer<'b> {
    /// A pricer that has seen nothing yet. Of two accounts with the same id the
    /// later counts.
    pub fn new(book: &'b Book, accounts: impl IntoIterator<Item = Account>) -> Self {
        let accounts = accounts
            .into_iter()
            .map(|account| (account.id.clone(), State::new(account)))
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
        // Nobody in particular is nobody else's thread.
        if let Some(person) = person(fact.contact) {
            let number = entry(&mut state.numbers, fact.number);
            entry(&mut number.threads, &person).inbound(fact.at, fact.entry_point);
        }
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
        let mut alone = Thread::default();
        let thread = Number::thread(threads, fact.contact, &mut alone);
        let window_open = thread.window_open(fact.at);
        let message = Message::of(&fact.kind, &fact.category);
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
                let quote = Quote {
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
