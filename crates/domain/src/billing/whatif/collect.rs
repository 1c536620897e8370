//! From facts to cells, pricing on the way.

use std::collections::{BTreeMap, HashMap};

use super::{Cell, Old, Shape, stretches};
use crate::{
    billing::{
        book::Book,
        calendar::{Day, Month},
        category::Rated,
        charge::{Charge, Reason},
        fact::{Account, Delivered, Failed, Inbound},
        market::Market,
        pricer::Pricer,
        regime::{Case, Message, Regime, Verdict},
        thread::{Thread, person},
    },
    time::Millis,
};

/// Files larger than this carry a media fee at the partners that take one.
const LARGE_MEDIA: i64 = 64 * 1_024;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    waba: String,
    month: Month,
    tenant: String,
    number: String,
    market: Option<Market>,
    shape: Shape,
    window: bool,
    entry: bool,
    old: Option<Old>,
    opens: Option<bool>,
    large_media: bool,
    stretch: u8,
}

/// Open conversations as each family of rules would see them.
#[derive(Debug, Default)]
struct Shadow {
    old: Thread,
    category: Thread,
}

/// Prices facts in order of time, as [`Pricer`] does, and counts cells.
#[derive(Debug)]
pub struct Collector<'b> {
    book: &'b Book,
    pricer: Pricer<'b>,
    accounts: HashMap<String, Account>,
    shadows: HashMap<[String; 3], Shadow>,
    /// First days of the stretches of an account's month.
    stretches: HashMap<(String, Month), Vec<Day>>,
    counts: BTreeMap<Key, (i64, i64)>,
}

impl<'b> Collector<'b> {
    /// A collector that has seen nothing yet.
    pub fn new(book: &'b Book, accounts: &[Account]) -> Self {
        Self {
            book,
            pricer: Pricer::new(book, accounts.iter().cloned()),
            accounts: accounts
                .iter()
                .map(|account| (account.id.clone(), account.clone()))
                .collect(),
            shadows: HashMap::new(),
            stretches: HashMap::new(),
            counts: BTreeMap::new(),
        }
    }

    fn shadow(&mut self, waba: &str, number: &str, contact: &str) -> &mut Shadow {
        let person = person(contact);
        let key = [waba, number, person.as_deref().unwrap_or_default()].map(str::to_owned);
        if person.is_none() {
            // Messages of nobody in particular have nothing in common.
            self.shadows.remove(&key);
        }
        self.shadows.entry(key).or_default()
    }

    /// In which stretch of its month a day of an account lies.
    fn stretch(&mut self, waba: &str, day: Day) -> u8 {
        let Some(account) = self.accounts.get(waba) else {
            return 0;
        };
        let days = self
            .stretches
            .entry((waba.to_owned(), day.month()))
            .or_insert_with(|| stretches(self.book, day.month(), account.currency, &account.partner));
        let begun = days.partition_point(|from| *from <= day);
        u8::try_from(begun.saturating_sub(1)).unwrap_or(u8::MAX)
    }

    /// A customer of a bakery wrote.
    pub fn inbound(&mut self, fact: &Inbound<'_>, tenant: &str) -> Option<Charge> {
        let shadow = self.shadow(fact.waba, fact.number, fact.contact);
        shadow.old.inbound(fact.at, fact.entry_point);
        shadow.category.inbound(fact.at, fact.entry_point);
        self.without_price(
            fact.at,
            [fact.waba, fact.number, fact.contact],
            tenant,
            Shape::Inbound,
        );
        self.pricer.inbound(fact)
    }

    /// A bakery's message failed.
    pub fn failed(&mut self, fact: &Failed<'_>, tenant: &str) -> Option<Charge> {
        self.without_price(
            fact.at,
            [fact.waba, fact.number, fact.contact],
            tenant,
            Shape::Failed,
        );
        self.pricer.failed(fact)
    }

    fn without_price(&mut self, at: Millis, [waba, number, contact]: [&str; 3], tenant: &str, shape: Shape) {
        let Some(account) = self.accounts.get(waba) else {
            return;
        };
        let day = account.zone.day(at);
        let stretch = self.stretch(waba, day);
        let key = Key {
            waba: waba.to_owned(),
            month: day.month(),
            tenant: tenant.to_owned(),
            number: number.to_owned(),
            market: self.book.markets.of(contact, day),
            shape,
            window: false,
            entry: false,
            old: None,
            opens: None,
            large_media: false,
            stretch,
        };
        self.counts.entry(key).or_default().0 += 1;
    }

    /// A bakery's message was delivered.
    pub fn delivered(&mut self, fact: &Delivered<'_>, tenant: &str) -> Charge {
        let charge = self.pricer.delivered(fact);
        let (Some(day), Some(regime)) = (charge.day, charge.regime) else {
            return charge;
        };
        let stretch = self.stretch(fact.waba, day);
        let message = Message::of(&fact.kind, &fact.category);
        let mut judge = |regime: Regime, thread: fn(&mut Shadow) -> &mut Thread| -> Option<Verdict> {
            let thread = thread(self.shadow(fact.waba, fact.number, fact.contact));
            let rules = regime.rules();
            let entry_open = thread.answer(fact.at, rules.entry());
            let window_open = thread.window_open(fact.at);
            // Allowances are counted later; here none is left.
            let (mut conversations, mut service) = (u32::MAX, u32::MAX);
            Some(rules.judge(&mut Case {
                at: fact.at,
                day,
                message: message?,
                window_open,
                entry_open,
                nonprofit: false,
                free_conversations: false,
                thread,
                conversations_used: &mut conversations,
                service_used: &mut service,
            }))
        };
        let old = judge(Regime::Conversation, |shadow| &mut shadow.old);
        let category = judge(Regime::CategoryConversation, |shadow| &mut shadow.category);
        let mut key = Key {
            waba: fact.waba.to_owned(),
            month: day.month(),
            tenant: tenant.to_owned(),
            number: fact.number.to_owned(),
            market: charge.market.clone(),
            shape: shape(message, &charge),
            window: charge.window_open,
            entry: matches!(category, Some(Verdict::Free(_, Reason::FreeEntryPoint))),
            old: old.and_then(as_old),
            opens: category.map(|verdict| !matches!(verdict, Verdict::Free(_, Reason::OpenConversation))),
            large_media: fact.media_bytes > LARGE_MEDIA,
            stretch,
        };
        // Under the rules of the month what was charged is what counts, also where
        // a conversation reaches over a change of rules.
        let entry = charge.reason == Reason::FreeEntryPoint;
        let inside = charge.reason == Reason::OpenConversation;
        match regime {
            Regime::Notification => {}
            Regime::Conversation => {
                key.old = match (&charge.reason, charge.charged_as) {
                    (Reason::FreeEntryPoint, _) => Some(Old::Entry),
                    (Reason::OpenConversation, _) => Some(Old::Inside),
                    (_, Some(Rated::UserInitiated)) => Some(Old::User),
                    (_, Some(Rated::BusinessInitiated)) => Some(Old::Business),
                    _ => key.old,
                };
            }
            Regime::CategoryConversation | Regime::FreeServiceConversation => {
                key.entry = entry;
                key.opens = Some(!inside);
            }
            Regime::PerMessage | Regime::ChargedService => key.entry = entry,
        }
        let count = self.counts.entry(key).or_default();
        count.0 += 1;
        if charge.reason == Reason::FreeTier {
            count.1 += 1;
        }
        charge
    }

    /// The cells of an account and month.
    pub fn cells(&self, waba: &str, month: Month) -> Vec<Cell> {
        self.counts
            .iter()
            .filter(|(key, _)| key.waba == waba && key.month == month)
            .map(|(key, (volume, free_tier))| Cell {
                tenant: key.tenant.as_str().into(),
                number: key.number.as_str().into(),
                market: key.market.clone(),
                shape: key.shape,
                window: key.window,
                entry: key.entry,
                old: key.old,
                opens: key.opens,
                large_media: key.large_media,
                stretch: key.stretch,
                volume: *volume,
                free_tier: *free_tier,
            })
            .collect()
    }
}

fn shape(message: Option<Message>, charge: &Charge) -> Shape {
    match message {
        Some(Message::Echo) => Shape::Echo,
        Some(Message::FreeForm) => Shape::FreeForm,
        // Which authentication rate applies was decided for the account.
        Some(Message::Template(Rated::Authentication))
            if charge.charged_as == Some(Rated::AuthenticationInternational) =>
        {
            Shape::Template(Rated::AuthenticationInternational)
        }
        Some(Message::Template(rated)) => Shape::Template(rated),
        Some(Message::UnknownTemplate) | None => Shape::Unknown,
    }
}

fn as_old(verdict: Verdict) -> Option<Old> {
    match verdict {
        Verdict::Free(_, Reason::FreeEntryPoint) => Some(Old::Entry),
        Verdict::Free(_, Reason::OpenConversation) => Some(Old::Inside),
        Verdict::Rate(Rated::UserInitiated, _) => Some(Old::User),
        Verdict::Rate(Rated::BusinessInitiated, _) => Some(Old::Business),
        Verdict::Free(..) | Verdict::Rate(..) | Verdict::Unknown(_) => None,
    }
}
