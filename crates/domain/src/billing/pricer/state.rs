//! What is known of an account while its facts go by.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    billing::{
        book::Book,
        calendar::{Day, Month},
        card::RateCard,
        charge::{Charge, Reason},
        fact::Account,
        market::Market,
        partner::Partner,
        regime::Regime,
        thread::{Thread, person},
    },
    money::Currency,
    time::Millis,
};

/// An account with everything that its prices have depended on so far.
#[derive(Debug)]
pub(super) struct State<'b> {
    pub(super) account: Account,
    pub(super) portfolio: Arc<str>,
    pub(super) today: Option<Today<'b>>,
    pub(super) conversations: Used,
    pub(super) numbers: HashMap<String, Number>,
}

/// What stays the same for a day.
#[derive(Debug, Clone)]
pub(super) struct Today<'b> {
    pub(super) day: Day,
    pub(super) month: Month,
    pub(super) regime: Regime,
    pub(super) card: Option<&'b RateCard>,
    pub(super) card_id: Option<Arc<str>>,
    pub(super) partner: Option<&'b Partner>,
    pub(super) markets: BTreeMap<String, Market>,
}

#[derive(Debug, Default)]
pub(super) struct Number {
    pub(super) service: Used,
    pub(super) threads: HashMap<String, Thread>,
}

/// What is used of a monthly allowance.
#[derive(Debug, Default)]
pub(super) struct Used {
    pub(super) month: Option<Month>,
    pub(super) count: u32,
}

impl Used {
    pub(super) fn of(&mut self, month: Month) -> &mut u32 {
        if self.month != Some(month) {
            self.month = Some(month);
            self.count = 0;
        }
        &mut self.count
    }
}

impl Number {
    /// The thread with a contact. Messages of nobody in particular have nothing in
    /// common, so each of them gets a thread of its own: `alone`.
    pub(super) fn thread<'t>(
        threads: &'t mut HashMap<String, Thread>,
        contact: &str,
        alone: &'t mut Thread,
    ) -> &'t mut Thread {
        match person(contact) {
            Some(person) => entry(threads, &person),
            None => alone,
        }
    }
}

impl<'b> State<'b> {
    /// What has been seen of an account: nothing yet.
    pub(super) fn new(account: Account) -> Self {
        Self {
            portfolio: account.portfolio.as_deref().unwrap_or(&account.id).into(),
            today: None,
            conversations: Used::default(),
            numbers: HashMap::new(),
            account,
        }
    }

    /// The day of an instant, with what holds on it.
    pub(super) fn today(&mut self, book: &'b Book, at: Millis) -> &mut Today<'b> {
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
    pub(super) fn market(&mut self, book: &'b Book, at: Millis, contact: &str) -> Option<Market> {
        let today = self.today(book, at);
        let key = book.markets.key(contact)?;
        if let Some(market) = today.markets.get(key) {
            return Some(market.clone());
        }
        let market = book.markets.of(contact, today.day)?;
        today.markets.insert(key.to_owned(), market.clone());
        Some(market)
    }

    /// The line of something for which only the partner takes a fee.
    pub(super) fn fee_only(&mut self, at: Millis, contact: &str, fee: i64, book: &'b Book) -> Charge {
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

/// The currency of a partner's fees.
pub(super) fn fee_currency(partner: Option<&Partner>, account: Currency) -> Currency {
    partner.and_then(|partner| partner.currency).unwrap_or(account)
}

/// The value of a key, made when it is not there.
pub(super) fn entry<'m, V: Default>(map: &'m mut HashMap<String, V>, key: &str) -> &'m mut V {
    // Two look-ups, but no new text for a key that is there, which is the common case.
    if map.contains_key(key) {
        #[expect(clippy::expect_used, reason = "the line above has found it")]
        return map.get_mut(key).expect("a key that was just found");
    }
    map.entry(key.to_owned()).or_default()
}
