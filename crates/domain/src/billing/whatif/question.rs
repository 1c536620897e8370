//! What somebody asks: the same words in an address, a form and the browser.

use std::sync::Arc;

use super::{Advice, Base, Cause, Change, Scenario, Statement, Walk, advise, price_cells, walk};
use crate::{
    billing::{card::RateCard, category::Rated, partner::Partner, regime::Regime},
    money::{MICROS, parse_typed},
};

/// Which number each bakery sends from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbers {
    /// As it was.
    #[default]
    AsTheyAre,
    /// All bakeries share one.
    Shared,
    /// Each has its own.
    Own,
    /// Some have their own, as advised; the others share one.
    Advised,
}

impl Numbers {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::AsTheyAre, Self::Shared, Self::Own, Self::Advised];

    /// The word in addresses; empty for what is not asked.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::AsTheyAre => "",
            Self::Shared => "shared",
            Self::Own => "own",
            Self::Advised => "advised",
        }
    }
}

/// Most of a hundred that volumes may become.
pub const PERCENT_MAX: i64 = 10_000;

/// What is asked. What cannot be read is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Other rules.
    pub rules: Option<Regime>,
    /// Id of another card.
    pub card: Option<String>,
    /// Another partner.
    pub partner: Option<String>,
    /// Templates of this category …
    pub from: Option<Rated>,
    /// … count as this one.
    pub to: Option<Rated>,
    /// So many of a hundred messages.
    pub percent: i64,
    /// For whom category and volume change; everybody when nobody is named.
    pub only: Option<String>,
    /// Which numbers.
    pub numbers: Numbers,
    /// What a number costs in a month, for the advice.
    pub number_micros: i64,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            rules: None,
            card: None,
            partner: None,
            from: None,
            to: None,
            percent: 100,
            only: None,
            numbers: Numbers::AsTheyAre,
            number_micros: 0,
        }
    }
}

impl Question {
    /// Reads the fields of a form or the pairs of an address.
    pub fn read<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in fields {
            let value = value.trim();
            let text = || Some(value).filter(|value| !value.is_empty()).map(str::to_owned);
            match name {
                "rules" => asked.rules = Regime::parse(value),
                "card" => asked.card = text(),
                "partner" => asked.partner = text(),
                "from" => asked.from = Rated::parse(value),
                "to" => asked.to = Rated::parse(value),
                "percent" => {
                    asked.percent = value
                        .parse()
                        .ok()
                        .filter(|percent| (0..=PERCENT_MAX).contains(percent))
                        .unwrap_or(100);
                }
                "only" => asked.only = text(),
                "numbers" => {
                    asked.numbers = Numbers::ALL
                        .into_iter()
                        .find(|numbers| numbers.key() == value)
                        .unwrap_or_default();
                }
                "each" => asked.number_micros = parse_typed(value).unwrap_or(0),
                _ => {}
            }
        }
        asked
    }

    /// Whether something is asked that changes the category of messages.
    #[must_use]
    pub fn recategorises(&self) -> Option<(Rated, Rated)> {
        self.from.zip(self.to).filter(|(from, to)| from != to)
    }
}

/// What it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'b> {
    /// From the present to what would be.
    pub walk: Walk,
    /// The circumstances at the end.
    pub scenario: Scenario<'b>,
    /// Who should have a number of their own; only when numbers were asked about
    /// under rules that count by number.
    pub advice: Option<Advice>,
}

/// Answers a question.
#[must_use]
pub fn answer<'b>(base: &'b Base, asked: &Question) -> Answer<'b> {
    answer_from(base, Arc::new(price_cells(&base.cells, &base.present())), asked)
}

/// Answers a question when what the present costs is known already.
#[must_use]
pub fn answer_from<'b>(base: &'b Base, present: Arc<Statement>, asked: &Question) -> Answer<'b> {
    let mut now = base.present();
    let mut changes: Vec<(Cause, Scenario<'b>)> = Vec::new();
    if let Some(regime) = asked.rules.filter(|regime| *regime != now.regime) {
        // Rules that count the same units keep the cards of the month.
        if regime.unit() != now.regime.unit() {
            now.take_card(base.card_for(regime));
        }
        now.regime = regime;
        changes.push((Cause::Rules, now.clone()));
    }
    let card = asked
        .card
        .as_deref()
        .and_then(|id| base.offered(id))
        .filter(|offered| offered.card.unit == now.regime.unit())
        .filter(|offered| {
            let another = |card: Option<&RateCard>| card.is_none_or(|card| card.id != offered.card.id);
            another(now.card) || now.later.iter().any(|later| another(later.card))
        });
    if let Some(offered) = card {
        now.take_card(Some(offered));
        changes.push((Cause::Card, now.clone()));
    }
    if let Some((from, to)) = asked.recategorises() {
        now.changes.push(Change::Recategorise {
            from,
            to,
            tenant: asked.only.clone(),
        });
        changes.push((Cause::Category, now.clone()));
    }
    if asked.percent != 100 {
        now.changes.push(Change::Volume {
            ppm: asked.percent * (MICROS / 100),
            tenant: asked.only.clone(),
        });
        changes.push((Cause::Volume, now.clone()));
    }
    let mut advice = None;
    if asked.numbers != Numbers::AsTheyAre {
        let found = advise(&base.cells, &now, asked.number_micros);
        let own = |tenant: &Arc<str>| match asked.numbers {
            Numbers::Own => true,
            Numbers::Advised => found.own.contains(tenant),
            Numbers::Shared | Numbers::AsTheyAre => false,
        };
        let named = |tenant: &Arc<str>| (Arc::clone(tenant), format!("own {tenant}").into());
        now.changes.push(Change::Assign {
            own: base.tenants().filter(|tenant| own(tenant)).map(named).collect(),
        });
        changes.push((Cause::Numbers, now.clone()));
        advice = (now.regime == Regime::ChargedService).then_some(found);
    }
    let partner = asked
        .partner
        .as_deref()
        .and_then(|id| base.partners.iter().find(|partner| partner.id == id))
        .filter(|partner| {
            let another = |known: Option<&Partner>| known != Some(*partner);
            another(now.partner) || now.later.iter().any(|later| another(later.partner))
        });
    if let Some(partner) = partner {
        now.take_partner(partner);
        changes.push((Cause::Partner, now.clone()));
    }
    Answer {
        walk: walk(&base.cells, present, base.present().fees_in(), &changes),
        scenario: now,
        advice,
    }
}
