//! What prices are worked out from beside the messages: accounts with their
//! time zones and terms, cards, and which months are closed.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, OnceLock},
};

use domain::{
    billing::{Account, Book, Day, Month, Partner, RateCard, Zone},
    money::Currency,
    time::Millis,
};
use store::{
    Tx,
    billing::{
        cards, closes,
        facts::{self, BilledNumber},
        terms::{self, TermsRecord},
    },
};

use super::{
    calendar::{month_no, zone},
    eligibility,
    terms::{by_day, fees, zone_said},
};
use crate::{Services, error::ServiceResult};

/// A number that messages leave from, with how it is billed.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    /// Our id.
    pub(crate) id: String,
    /// For people.
    pub(crate) display: String,
    /// Digits of its E.164, as Meta's figures name it.
    pub(crate) digits: String,
    /// Id of its account.
    pub(crate) account: String,
}

/// An account, with how it is billed.
#[derive(Debug, Clone)]
pub(crate) struct Billed {
    /// Its time zone.
    pub(crate) zone: Zone,
    /// Whether nobody said so and the platform's own zone is taken.
    pub(crate) zone_assumed: bool,
    /// What the pricing rules look at; `None` while its currency is not known.
    pub(crate) account: Option<Account>,
}

/// Everything that prices are worked out from.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// By short id.
    pub(crate) numbers: HashMap<i64, Number>,
    /// By id.
    pub(crate) accounts: HashMap<String, Billed>,
    /// Cards, markets, partners.
    pub(crate) book: Arc<Book>,
    /// Account and month.
    closed: HashSet<(String, i64)>,
    /// What all of this was read from.
    read_from: Basis,
}

/// What a [`World`] is read from, as far as it can change.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Basis {
    numbers: Vec<BilledNumber>,
    counts: [i64; 4],
}

impl Basis {
    async fn read(tx: &mut Tx) -> ServiceResult<Self> {
        Ok(Self {
            numbers: facts::numbers(tx).await?,
            counts: cards::basis_counts(tx).await?,
        })
    }
}

/// The book that the program ships with; made once.
pub(super) fn shipped() -> Arc<Book> {
    static SHIPPED: OnceLock<Arc<Book>> = OnceLock::new();
    Arc::clone(SHIPPED.get_or_init(|| Arc::new(Book::shipped())))
}

/// The name by which the partner of an account's terms goes in the book.
fn partner_key(account: &str) -> String {
    format!("terms:{account}")
}

/// The partners of an account's terms, as the book takes them. Before anybody
/// said something there was none.
fn partners_of(account: &str, own: &[(Day, &TermsRecord)]) -> Vec<Partner> {
    let key = partner_key(account);
    let none = || Partner::free(&key, "no partner in between");
    let before = (!own.is_empty()).then(none);
    let said = own.iter().map(|(from, terms)| Partner {
        id: key.clone(),
        from: Some(*from),
        ..fees(terms).unwrap_or_else(none)
    });
    before.into_iter().chain(said).collect()
}

impl World {
    /// Reads everything.
    pub(crate) async fn read(svc: &Services, tx: &mut Tx) -> ServiceResult<Self> {
        let read_from = Basis::read(tx).await?;
        let found = read_from.numbers.clone();
        let said = terms::all(tx).await?;
        let mut zones: HashMap<String, Option<Zone>> = HashMap::new();
        let mut accounts = HashMap::new();
        let mut partners = Vec::new();
        for number in &found {
            if accounts.contains_key(&number.account_id) {
                continue;
            }
            let own = by_day(&said, &number.account_id);
            let name = zone_said(&own).unwrap_or(&svc.settings.time_zone);
            let known = zones.entry(name.to_owned()).or_insert_with(|| zone(name)).clone();
            let zone_assumed = own.is_empty() || known.is_none();
            let zone = known.unwrap_or_else(Zone::utc);
            partners.extend(partners_of(&number.account_id, &own));
            let account = account(number, &zone, !own.is_empty());
            accounts.insert(
                number.account_id.clone(),
                Billed {
                    zone,
                    zone_assumed,
                    account,
                },
            );
        }
        Ok(Self {
            numbers: found.into_iter().map(|n| (n.no, self::number(n))).collect(),
            accounts,
            book: book(tx, partners).await?,
            closed: closes::all(tx).await?.into_iter().collect(),
            read_from,
        })
    }

    /// Whether nothing that this was read from has changed since.
    pub(crate) async fn is_current(&self, tx: &mut Tx) -> ServiceResult<bool> {
        Ok(Basis::read(tx).await? == self.read_from)
    }

    /// The account of a number.
    pub(crate) fn account_of(&self, number: i64) -> Option<(&str, &Billed)> {
        let id = &self.numbers.get(&number)?.account;
        self.accounts
            .get_key_value(id)
            .map(|(id, billed)| (id.as_str(), billed))
    }

    /// What volume bands are counted by: an account's portfolio, or the account
    /// itself where that is not known.
    pub(crate) fn portfolio<'a>(&'a self, account: &'a str) -> &'a str {
        self.accounts
            .get(account)
            .and_then(|billed| billed.account.as_ref()?.portfolio.as_deref())
            .unwrap_or(account)
    }

    /// The accounts of a [portfolio](Self::portfolio).
    pub(crate) fn together(&self, portfolio: &str) -> Vec<&str> {
        self.accounts
            .keys()
            .map(String::as_str)
            .filter(|account| self.portfolio(account) == portfolio)
            .collect()
    }

    /// Whether a month of an account is signed off.
    pub(crate) fn is_closed(&self, account: &str, month: Month) -> bool {
        self.closed.contains(&(account.to_owned(), month_no(month)))
    }

    /// The month into which an entry about `of_month` is booked at `now`: that
    /// month, or once it is signed off the running one.
    pub(crate) fn booking_month(&self, account: &str, of_month: Month, now: Millis) -> Month {
        if !self.is_closed(account, of_month) {
            return of_month;
        }
        let running = self
            .accounts
            .get(account)
            .map_or(of_month, |billed| billed.zone.month(now));
        let mut month = running.max(of_month.next());
        while self.is_closed(account, month) {
            month = month.next();
        }
        month
    }

    /// The zone of the platform's figures: that of its accounts when they agree.
    pub(crate) fn common_zone(&self, svc: &Services) -> Zone {
        agreed(svc, self.accounts.values().map(|billed| &billed.zone))
    }
}

/// [`World::common_zone`] for those who need nothing else: without cards, of
/// which there may be many.
pub(crate) async fn common_zone(svc: &Services, tx: &mut Tx) -> ServiceResult<Zone> {
    let said = terms::all(tx).await?;
    let mut zones: HashMap<String, Zone> = HashMap::new();
    for number in facts::numbers(tx).await? {
        let own = by_day(&said, &number.account_id);
        let name = zone_said(&own).unwrap_or(&svc.settings.time_zone);
        zones
            .entry(number.account_id)
            .or_insert_with(|| zone(name).unwrap_or_else(Zone::utc));
    }
    Ok(agreed(svc, zones.values()))
}

fn agreed<'z>(svc: &Services, mut all: impl Iterator<Item = &'z Zone>) -> Zone {
    let first = all.next();
    match first {
        Some(first) if all.all(|zone| zone.name == first.name) => first.clone(),
        _ => zone(&svc.settings.time_zone).unwrap_or_else(Zone::utc),
    }
}

fn account(number: &BilledNumber, zone: &Zone, with_terms: bool) -> Option<Account> {
    let currency = Currency::parse(number.currency.as_deref()?).ok()?;
    let mut account = Account::new(&number.account_id, zone.clone(), currency);
    account.portfolio.clone_from(&number.portfolio_id);
    account.country.clone_from(&number.country);
    account.auth_international = number.auth_international.as_deref().and_then(eligibility::read);
    account.nonprofit = number.nonprofit;
    if with_terms {
        account.partner = partner_key(&number.account_id);
    }
    Some(account)
}

fn number(row: BilledNumber) -> Number {
    let display = crate::stored::display(row.e164.as_deref(), &row.display);
    Number {
        id: row.number_id,
        digits: row
            .e164
            .as_deref()
            .unwrap_or(&row.display)
            .chars()
            .filter(char::is_ascii_digit)
            .collect(),
        display,
        account: row.account_id,
    }
}

/// The shipped book with what was imported and without what was withdrawn.
pub(crate) async fn book(tx: &mut Tx, partners: Vec<Partner>) -> ServiceResult<Arc<Book>> {
    let imported = cards::all(tx).await?;
    let withdrawn: HashSet<String> = cards::withdrawals(tx)
        .await?
        .into_iter()
        .map(|row| row.card)
        .collect();
    let base = shipped();
    if imported.is_empty() && withdrawn.is_empty() && partners.is_empty() {
        return Ok(base);
    }
    let imported = imported
        .iter()
        .filter_map(|row| match serde_json::from_str::<RateCard>(&row.body) {
            Ok(card) => Some(card),
            Err(error) => {
                tracing::error!(card = row.id, %error, "a stored rate card cannot be read and is left out");
                None
            }
        });
    let all: Vec<RateCard> = base
        .cards()
        .iter()
        .cloned()
        .chain(imported)
        .filter(|card| !withdrawn.contains(&card.id))
        .collect();
    let partners = base.partners().iter().cloned().chain(partners).collect();
    Ok(Arc::new(Book::new(all, base.markets.clone(), partners)))
}
