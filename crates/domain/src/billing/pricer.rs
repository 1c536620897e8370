//! From facts to charges.

mod circumstances;
mod quote;
mod sequence;
mod state;

use std::collections::HashMap;

use self::{
    circumstances::Circumstances,
    quote::Volumes,
    state::{State, entry},
};
use super::{
    book::Book,
    charge::{Charge, Reason},
    fact::{Account, Delivered, Failed, Inbound},
    regime::Verdict,
    thread::person,
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
    volumes: Volumes,
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
            volumes: Volumes::new(),
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
        let around = Circumstances::of(state, book, fact);
        let (verdict, window_open) = around.judge(state, fact);
        let mut charge = around.charge(window_open);
        match verdict {
            Verdict::Free(rated, reason) => {
                charge.charged_as = rated;
                charge.reason = reason;
                charge.rate_micros = Some(0);
            }
            Verdict::Unknown(reason) => charge.reason = reason,
            Verdict::Rate(rated, banded) => {
                let quote = around.quote(book, &state.account, fact);
                let (rated, rate) = if banded {
                    quote.quote_banded(rated, &state.portfolio, &mut self.volumes)
                } else {
                    quote.find(rated)
                };
                charge.charged_as = Some(rated);
                match rate {
                    Ok(rate) => {
                        charge.rate_micros = rate.micros;
                        charge.origin = Some(rate.origin);
                    }
                    Err(reason) => charge.reason = reason,
                }
            }
        }
        charge.amount_micros = charge.rate_micros;
        charge.fee_micros = around.fee_of(fact, charge.amount_micros);
        charge
    }
}
