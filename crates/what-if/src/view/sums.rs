//! What both sides come to, each currency for itself.

use domain::{
    amounts::Amounts,
    billing::whatif::{Answer, Base, Because, Scenario, Step},
    figures::signed,
    lang::Lang,
    money::Currency,
};

/// The two ends.
pub(super) struct Sums {
    /// The present.
    pub(super) now: Amounts,
    /// What would be.
    pub(super) then: Amounts,
    /// The currency of the partner's fees now.
    pub(super) fee_now: Currency,
    /// And then.
    pub(super) fee_then: Currency,
}

impl Sums {
    pub(super) fn of(base: &Base, answer: &Answer<'_>) -> Self {
        let fees_in = |scenario: &Scenario<'_>| scenario.fees_in().unwrap_or(base.currency);
        let (fee_now, fee_then) = (fees_in(&base.present()), fees_in(&answer.scenario));
        let walk = &answer.walk;
        Self {
            now: both(
                base.currency,
                walk.present.amount_micros(),
                fee_now,
                walk.present.fee_micros(),
            ),
            then: both(
                base.currency,
                walk.would_be.amount_micros(),
                fee_then,
                walk.would_be.fee_micros(),
            ),
            fee_now,
            fee_then,
        }
    }
}

/// Meta's price and a partner's fee.
pub(super) fn both(currency: Currency, micros: i64, fee_in: Currency, fee: i64) -> Amounts {
    let mut all = Amounts::default();
    all.add(micros, currency);
    if fee != 0 {
        all.add(fee, fee_in);
    }
    all
}

/// What comes on top from one to the other.
pub(super) fn difference(now: &Amounts, then: &Amounts) -> Amounts {
    let mut all = then.clone();
    for money in now.all() {
        all.add(money.micros.saturating_neg(), money.currency);
    }
    all
}

/// The difference that a step makes.
pub(super) fn of_step(base: Currency, step: &Step) -> Amounts {
    let mut all = Amounts::default();
    all.add(step.amount_micros, base);
    all.add(step.fee_after.0, step.fee_after.1.unwrap_or(base));
    all.add(
        step.fee_before.0.saturating_neg(),
        step.fee_before.1.unwrap_or(base),
    );
    all
}

/// The difference that some messages of a step make.
pub(super) fn of_part(base: Currency, step: &Step, part: &Because) -> Amounts {
    let mut all = Amounts::default();
    all.add(part.amount_micros(), base);
    all.add(part.after.fee_micros, step.fee_after.1.unwrap_or(base));
    all.add(
        part.before.fee_micros.saturating_neg(),
        step.fee_before.1.unwrap_or(base),
    );
    all
}

/// `+€31.26`, `−€5.00 + $1.50`; nothing in a currency is left out.
pub(super) fn written(lang: Lang, all: &Amounts, fallback: Currency) -> String {
    let texts: Vec<String> = all
        .all()
        .filter(|money| money.micros != 0)
        .map(|money| signed(lang, money))
        .collect();
    if texts.is_empty() {
        return signed(lang, domain::money::Money::zero(fallback));
    }
    texts.join(" ")
}

/// `t-bad` for dearer, `t-ok` for cheaper; mixed signs have no colour.
pub(super) fn tone(all: &Amounts) -> &'static str {
    let (mut up, mut down) = (false, false);
    for money in all.all() {
        up |= money.micros > 0;
        down |= money.micros < 0;
    }
    match (up, down) {
        (true, false) => "t-bad",
        (false, true) => "t-ok",
        _ => "",
    }
}
