//! Pricing from the message log alone: everything that prices of a month may
//! depend on, portfolio by portfolio in order of time.

use std::collections::HashMap;

use domain::{
    billing::{Month, Pricer},
    message::id::MessageId,
    time::{DAY, Millis},
};
use store::{
    Tx,
    billing::facts::{self, Fact},
};

use super::PIECE;
use crate::{
    billing::{
        priced::{self, ASKED_BEFORE, LOOK_BACK, Priced},
        world::{Billed, World},
    },
    error::ServiceResult,
};

/// How much later than it happened something may be heard of: Meta repeats
/// webhooks for a week.
const HEARD_LATE: i64 = 9 * DAY;

/// What happened, as small as pricing allows.
struct Small {
    at: i64,
    id: i64,
    asked: i64,
    tenant: i64,
    number: i64,
    who: u32,
    template: u32,
    category: u32,
    direction: u8,
    entry: bool,
    lost: bool,
    from_template: bool,
}

/// Texts that repeat.
#[derive(Default)]
struct Texts {
    numbers: HashMap<String, u32>,
    all: Vec<String>,
}

impl Texts {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    fn get(&self, number: u32) -> String {
        usize::try_from(number)
            .ok()
            .and_then(|at| self.all.get(at))
            .cloned()
            .unwrap_or_default()
    }
}

/// Prices what was delivered in a month, portfolio by portfolio in order of time:
/// volume bands count what all accounts of a portfolio send. `only` are all
/// accounts of one portfolio; with them the messages of the month come back.
pub(super) async fn walk(
    tx: &mut Tx,
    world: &World,
    month: Month,
    only: Option<&[&str]>,
    mut each: impl FnMut(Priced),
) -> ServiceResult<Vec<i64>> {
    let spans: HashMap<&str, (&Billed, Millis, Millis)> = world
        .accounts
        .iter()
        .filter(|(id, _)| only.is_none_or(|only| only.contains(&id.as_str())))
        .map(|(id, billed)| {
            let (from, to) = (
                billed.zone.month_start(month),
                billed.zone.month_start(month.next()),
            );
            (id.as_str(), (billed, from, to))
        })
        .collect();
    let Some(earliest) = spans.values().map(|(_, from, _)| *from).min() else {
        return Ok(Vec::new());
    };
    let latest = spans.values().map(|(_, _, to)| *to).max().unwrap_or(earliest);
    let (by_account, texts) = load(tx, world, &spans, earliest, latest).await?;
    let mut portfolios: HashMap<&str, (Vec<&str>, Vec<Small>)> = HashMap::new();
    for (account, facts) in by_account {
        let (accounts, all) = portfolios.entry(world.portfolio(account)).or_default();
        accounts.push(account);
        if all.is_empty() {
            *all = facts;
        } else {
            all.extend(facts);
        }
    }
    let (mut out, mut looked_at) = (Vec::new(), Vec::new());
    for (accounts, mut facts) in portfolios.into_values() {
        facts.sort_unstable_by_key(|small| (small.at, small.direction, small.id));
        let billed = |account: &str| {
            let (account, (billed, from, _)) = spans.get_key_value(account)?;
            Some((*account, *billed, *from))
        };
        // Looked up once where all facts are one account's, which is the common case.
        let alone = match accounts.as_slice() {
            [one] => billed(one),
            _ => None,
        };
        let known = accounts
            .iter()
            .filter_map(|account| spans.get(account))
            .filter_map(|(billed, ..)| billed.account.clone());
        let mut pricer = Pricer::new(&world.book, known);
        for small in &facts {
            let of_number = || billed(world.account_of(small.number)?.0);
            let Some((account, billed, from)) = alone.or_else(of_number) else {
                continue;
            };
            if only.is_some() && small.at >= from.0 {
                looked_at.push(small.id);
            }
            let fact = whole(small, &texts);
            if billed.account.is_none() {
                priced::thread(world, &[&fact], from)
                    .into_iter()
                    .for_each(&mut each);
                continue;
            }
            priced::feed(&mut pricer, account, billed, &fact, from, &mut out);
            out.drain(..).for_each(&mut each);
        }
    }
    Ok(looked_at)
}

/// Prices a month of accounts that are all those of one portfolio. Beside the
/// prices come the messages that were looked at, also those without one.
pub(in crate::billing) async fn whole_month(
    tx: &mut Tx,
    world: &World,
    accounts: &[&str],
    month: Month,
) -> ServiceResult<(Vec<Priced>, Vec<i64>)> {
    let mut wanted = Vec::new();
    let looked_at = walk(tx, world, month, Some(accounts), |priced| wanted.push(priced)).await?;
    Ok((wanted, looked_at))
}

/// Everything that prices of an account's month may depend on, in order of time.
pub(in crate::billing) async fn each_fact(
    tx: &mut Tx,
    world: &World,
    month: Month,
    account: &str,
    mut each: impl FnMut(&Fact),
) -> ServiceResult<()> {
    let Some((id, billed)) = world.accounts.get_key_value(account) else {
        return Ok(());
    };
    let (from, to) = (
        billed.zone.month_start(month),
        billed.zone.month_start(month.next()),
    );
    let spans = HashMap::from([(id.as_str(), (billed, from, to))]);
    let (by_account, texts) = load(tx, world, &spans, from, to).await?;
    for mut facts in by_account.into_values() {
        facts.sort_unstable_by_key(|small| (small.at, small.direction, small.id));
        for small in &facts {
            each(&whole(small, &texts));
        }
    }
    Ok(())
}

/// Reads everything that prices of a month may depend on.
async fn load<'w>(
    tx: &mut Tx,
    world: &'w World,
    spans: &HashMap<&'w str, (&'w Billed, Millis, Millis)>,
    earliest: Millis,
    latest: Millis,
) -> ServiceResult<(HashMap<&'w str, Vec<Small>>, Texts)> {
    let mut texts = Texts::default();
    let mut by_account: HashMap<&str, Vec<Small>> = HashMap::new();
    let mut after = MessageId::first_of(earliest.plus(-LOOK_BACK - ASKED_BEFORE));
    let to = MessageId::first_of(latest.plus(HEARD_LATE));
    // A report may be dated up to a day before its message (`priced::happened`).
    let happened = (earliest.plus(-LOOK_BACK), latest.plus(DAY));
    loop {
        let piece = facts::of_everybody(tx, (after, to), happened, PIECE).await?;
        let Some(last) = piece.last() else { break };
        after = MessageId(last.id);
        for fact in &piece {
            let Some((account, _)) = world.account_of(fact.number) else {
                continue;
            };
            let Some((_, from, to)) = spans.get(account) else {
                continue;
            };
            let Some(at) = priced::happened(fact).filter(|at| *at >= from.plus(-LOOK_BACK) && *at < *to)
            else {
                continue;
            };
            // Nobody in particular is nobody else's thread.
            let who = fact.who.clone().unwrap_or_else(|| format!("#{}", fact.id));
            by_account.entry(account).or_default().push(Small {
                at: at.0,
                id: fact.id,
                asked: fact.at,
                tenant: fact.tenant,
                number: fact.number,
                who: texts.of(&who),
                template: texts.of(fact.template.as_deref().unwrap_or_default()),
                category: texts.of(&priced::category(fact)),
                direction: u8::from(fact.direction != 0),
                entry: fact.entry == 1,
                lost: priced::lost(fact),
                from_template: fact.kind == "template",
            });
        }
    }
    Ok((by_account, texts))
}

/// A fact as pricing wants it.
fn whole(small: &Small, texts: &Texts) -> Fact {
    let (who, template) = (texts.get(small.who), texts.get(small.template));
    Fact {
        id: small.id,
        tenant: small.tenant,
        number: small.number,
        contact: None,
        direction: i64::from(small.direction),
        kind: if small.from_template { "template" } else { "text" }.to_owned(),
        at: if small.direction == 0 {
            small.at
        } else {
            small.asked
        },
        template: Some(template).filter(|name| !name.is_empty()),
        asked_category: Some(texts.get(small.category)),
        category: None,
        pricing: None,
        delivered_at: Some(small.at).filter(|_| !small.lost),
        read_at: None,
        played_at: None,
        failed_at: Some(small.at).filter(|_| small.lost),
        who: Some(who).filter(|who| !who.starts_with('#')),
        entry: i64::from(small.entry),
    }
}
