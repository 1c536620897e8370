//! What surrounds a delivered message: its day and what holds on it, its market,
//! and who carries it.

use std::sync::Arc;

use super::{
    quote::Quote,
    state::{Number, State, entry, fee_currency},
};
use crate::{
    billing::{
        book::Book,
        calendar::{Day, Month},
        card::RateCard,
        charge::{Charge, Reason},
        fact::{Account, Delivered},
        market::Market,
        partner::Partner,
        regime::{Case, Message, Regime, Verdict},
        thread::Thread,
    },
    money::Currency,
};

/// Who carries messages that no partner does.
const META: &str = "meta";

/// The circumstances of one delivered message.
pub(super) struct Circumstances<'b> {
    day: Day,
    month: Month,
    regime: Regime,
    card: Option<&'b RateCard>,
    card_id: Option<Arc<str>>,
    partner: Option<&'b Partner>,
    market: Option<Market>,
    currency: Currency,
    /// Connected to Meta itself: nobody else takes a fee, whether the book says so or not.
    direct: bool,
}

impl<'b> Circumstances<'b> {
    /// Those of `fact`.
    pub(super) fn of(state: &mut State<'b>, book: &'b Book, fact: &Delivered<'_>) -> Self {
        let market = state.market(book, fact.at, fact.contact);
        let currency = state.account.currency;
        let direct = state.account.partner == META;
        let today = state.today(book, fact.at);
        Self {
            day: today.day,
            month: today.month,
            regime: today.regime,
            card: today.card,
            card_id: today.card_id.clone(),
            partner: today.partner,
            market,
            currency,
            direct,
        }
    }

    /// What the rules say of the message, and whether the customer's window was
    /// open. What it uses up of allowances and conversations is used up then.
    pub(super) fn judge(&self, state: &mut State<'b>, fact: &Delivered<'_>) -> (Verdict, bool) {
        let rules = self.regime.rules();
        let nonprofit = state.account.nonprofit;
        let State {
            numbers,
            conversations,
            ..
        } = state;
        let Number { service, threads } = entry(numbers, fact.number);
        let mut alone = Thread::default();
        let thread = Number::thread(threads, fact.contact, &mut alone);
        let window_open = thread.window_open(fact.at);
        let Some(message) = Message::of(&fact.kind, &fact.category) else {
            return (Verdict::Unknown(Reason::UnknownKind), window_open);
        };
        let entry_open = thread.answer(fact.at, rules.entry());
        let verdict = rules.judge(&mut Case {
            at: fact.at,
            day: self.day,
            message,
            window_open,
            entry_open,
            nonprofit,
            free_conversations: self.free_conversations(),
            thread,
            conversations_used: conversations.of(self.month),
            service_used: service.of(self.month),
        });
        (verdict, window_open)
    }

    /// Whether free conversations reach the account: partners passed them on at
    /// once or from a day on.
    fn free_conversations(&self) -> bool {
        self.partner
            .and_then(|partner| partner.free_conversations_from)
            .is_none_or(|from| from <= self.day)
    }

    /// The charge before anything is known of its price.
    pub(super) fn charge(&self, window_open: bool) -> Charge {
        Charge {
            regime: Some(self.regime),
            day: Some(self.day),
            market: self.market.clone(),
            charged_as: None,
            reason: Reason::Regular,
            rate_micros: None,
            amount_micros: None,
            fee_micros: None,
            currency: Some(self.currency),
            fee_currency: Some(fee_currency(self.partner, self.currency)),
            card: self.card_id.clone(),
            origin: None,
            window_open,
        }
    }

    /// What finds its rate.
    pub(super) fn quote<'q>(
        &'q self,
        book: &'q Book,
        account: &'q Account,
        fact: &Delivered<'_>,
    ) -> Quote<'q> {
        Quote {
            book,
            card: self.card,
            account,
            at: fact.at,
            day: self.day,
            market: self.market.as_ref(),
        }
    }

    /// What the partner takes for it; `None` when that is not known. `amount` is
    /// Meta's price.
    pub(super) fn fee_of(&self, fact: &Delivered<'_>, amount: Option<i64>) -> Option<i64> {
        match self.partner {
            Some(partner) => partner.fee(fact.media_bytes, amount),
            None => self.direct.then_some(0),
        }
    }
}
