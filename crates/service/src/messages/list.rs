//! Finding messages.

use domain::{
    ids::{NumberId, TenantId},
    message::{delivery::State, id::MessageId},
    page::{SIZE_DEFAULT, SIZE_MAX},
    permission::{Permission, Scope},
    tenant::search_key,
    time::{DAY, HOUR, Millis},
};
use store::{
    Tx, contact_book,
    messages::{
        counts, incoming,
        log::{self, LogFilter, LogRecord, Reach},
        people, progress,
    },
    short_ids,
};

pub use store::messages::log::KindGroup;

pub use super::reading::Charge;
use super::{
    masking,
    names::Names,
    reading, retention, scan,
    view::{View, view},
};
use crate::{Call, Services, error::ServiceResult, stored};

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From a customer.
    In,
    /// To a customer.
    Out,
}

impl Direction {
    /// The word used in URLs and in the API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::In, Self::Out].into_iter().find(|each| each.key() == key)
    }

    const fn code(self) -> i64 {
        match self {
            Self::In => incoming::INBOUND,
            Self::Out => incoming::OUTBOUND,
        }
    }
}

/// Days that the log shows when nothing is said.
pub const DEFAULT_DAYS: i64 = 7;

/// Which days to look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Range {
    /// The last [`DEFAULT_DAYS`] days, from the full hour on; but everything
    /// when a message or a customer is searched for.
    #[default]
    Recent,
    /// Everything that is kept.
    All,
    /// From an instant, to before another.
    Between(Option<Millis>, Option<Millis>),
}

/// Which messages to list.
#[derive(Debug, Clone, Default)]
pub struct MessageQuery {
    /// Only of this bakery. Callers who see one bakery get that one.
    pub tenant: Option<TenantId>,
    /// Part of the customer's name, last digits of their number (three at
    /// least), Meta's id of a message or of a customer, or our id of a message.
    pub q: Option<String>,
    /// Only this state.
    pub state: Option<State>,
    /// Only through this number.
    pub number: Option<NumberId>,
    /// Only this kind.
    pub kind: Option<KindGroup>,
    /// Only this way.
    pub direction: Option<Direction>,
    /// Only from this template.
    pub template: Option<String>,
    /// Only of this category.
    pub category: Option<String>,
    /// Only those that failed with this code of Meta's.
    pub error: Option<i64>,
    /// Only with this customer.
    pub contact: Option<MessageId>,
    /// Which days.
    pub range: Range,
    /// Older than this message.
    pub before: Option<MessageId>,
    /// Rows of a page; [`SIZE_DEFAULT`] when nothing is said.
    pub size: Option<u32>,
}

/// A message in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Our id.
    pub id: MessageId,
    /// When it was asked for, or written by the customer.
    pub at: Millis,
    /// What became of it.
    pub state: State,
    /// Which way it went.
    pub direction: Direction,
    /// The bakery, if anybody held the number then.
    pub tenant: Option<(TenantId, String)>,
    /// The number, if it is one of ours.
    pub number: Option<(NumberId, String)>,
    /// Meta's id of that number.
    pub phone_number_id: Option<String>,
    /// The customer's record.
    pub contact: Option<MessageId>,
    /// The customer's masked number, or what there is instead; may be empty.
    pub who: String,
    /// What the customer calls themselves; may be empty.
    pub name: String,
    /// Meta's type.
    pub kind: String,
    /// Name of the template.
    pub template: Option<String>,
    /// Start of the text.
    pub preview: String,
    /// Category, as priced or asked for.
    pub category: Option<String>,
    /// Meta's code of why it failed.
    pub error: Option<i64>,
    /// Whether it is charged.
    pub charge: Charge,
    /// Meta's id, shortened for those who may not see whole numbers.
    pub wamid: Option<String>,
}

/// Messages and what pills and choices show.
#[derive(Debug, Clone)]
pub struct MessageList {
    /// Newest first.
    pub rows: Vec<MessageRow>,
    /// Pass as `before` for older ones; `None` at the end.
    pub next: Option<MessageId>,
    /// Set when the page looked no further back than this, though there may be more.
    pub looked_to: Option<Millis>,
    /// How many in each state, under every filter but that of the state; `None`
    /// when counting would take too long.
    pub counts: Option<Vec<(State, u64)>>,
    /// More customers end in these digits than are searched; more digits help.
    pub too_many_people: bool,
    /// Bakeries to choose from; empty for callers who see one.
    pub tenants: Vec<(TenantId, String)>,
    /// Numbers to choose from; empty for callers who see one bakery.
    pub numbers: Vec<(NumberId, String)>,
    /// When the newest message came; `None` when there is none at all.
    pub newest: Option<Millis>,
    /// Days that messages are kept.
    pub kept_days: i64,
}

impl MessageList {
    /// All that match, whatever their state.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.counts
            .as_ref()
            .map(|counts| counts.iter().map(|(_, n)| n).sum())
    }
}

/// Lists messages of everybody or, for those who may see one bakery only, of
/// that one.
pub async fn list(svc: &Services, call: &Call, query: &MessageQuery) -> ServiceResult<MessageList> {
    let mut tx = svc.db.read().await?;
    let view = view(&mut tx, call, query.tenant.as_ref()).await?;
    // Who sees every bakery may choose another one while looking at one.
    let platform = call.actor.may(Permission::ViewMessages, Scope::Platform);
    let names = Names::load(&mut tx, if platform { Reach::Everyone } else { view.reach }).await?;
    let (filter, too_many_people) = filter(svc, &mut tx, &view, query, &names).await?;
    let size = query.size.unwrap_or(SIZE_DEFAULT).clamp(1, SIZE_MAX);
    let found = scan::page(&mut tx, &filter, query.before, i64::from(size) + 1, scan::BUDGET).await?;
    let counts = count(&mut tx, &filter).await?;
    let newest = log::newest(&mut tx, view.reach).await?;
    let kept_days = retention::read(&mut tx).await?;

    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let full = found.rows.len() > size;
    let mut records = found.rows;
    records.truncate(size);
    let next = if full {
        records.last().map(|row| MessageId(row.id))
    } else {
        found.reached
    };
    Ok(MessageList {
        rows: records
            .iter()
            .map(|record| row(record, &names, view.whole))
            .collect::<ServiceResult<_>>()?,
        next,
        looked_to: found.reached.filter(|_| !full).map(MessageId::at),
        counts,
        too_many_people,
        tenants: names
            .tenants
            .into_iter()
            .filter(|_| platform)
            .map(|(_, id, name)| (id, name))
            .collect(),
        numbers: names
            .numbers
            .into_iter()
            .filter(|_| platform)
            .map(|each| (each.id, each.display))
            .collect(),
        newest: newest.map(MessageId::at),
        kept_days,
    })
}

/// Most messages that are counted one by one for a page.
const COUNTED: i64 = 200_000;

/// How many in each state, under every filter but that of the state; `None`
/// when counting would take too long.
pub(super) async fn count(tx: &mut Tx, filter: &LogFilter) -> ServiceResult<Option<Vec<(State, u64)>>> {
    let pointed =
        filter.contacts.is_some() || filter.wamid.is_some() || filter.id.is_some() || filter.error.is_some();
    let counts = if filter.is_summed_up() {
        counts::summed(tx, filter).await?
    } else if pointed {
        counts::counted(tx, filter).await?
    } else {
        let plain = LogFilter {
            from: filter.from,
            to: filter.to,
            ..LogFilter::all(filter.reach)
        };
        let there: i64 = counts::summed(tx, &plain).await?.iter().map(|(_, n)| n).sum();
        if there > COUNTED {
            return Ok(None);
        }
        counts::counted(tx, filter).await?
    };
    let counts = counts
        .into_iter()
        .map(|(code, n)| Ok((progress::state(code)?, stored::count(n))));
    Ok(Some(counts.collect::<ServiceResult<_>>()?))
}

/// Customers whose messages one search looks at.
const PEOPLE: i64 = 200;
/// Our ids have more digits than any phone number.
const LONGEST_PHONE: usize = 15;

/// Customers whose name or Meta's id a text is, or whose phone ends in it, and
/// whether there are more than are searched.
pub(super) async fn customers(tx: &mut Tx, view: &View, text: &str) -> ServiceResult<(Vec<i64>, bool)> {
    let mut found = if text.chars().any(char::is_alphabetic) {
        let by_id = people::by_user_id(tx, view.reach, text).await?;
        if by_id.is_empty() {
            contact_book::by_name(tx, view.reach, &search_key(text), PEOPLE + 1).await?
        } else {
            by_id
        }
    } else {
        let digits = stored::search_digits(Some(text)).unwrap_or_default();
        people::by_last_digits(tx, view.reach, &digits, PEOPLE + 1).await?
    };
    let too_many = i64::try_from(found.len()).unwrap_or(i64::MAX) > PEOPLE;
    found.truncate(usize::try_from(PEOPLE).unwrap_or(usize::MAX));
    Ok((found, too_many))
}

/// The filter behind a query, and whether a search met too many customers.
pub(super) async fn filter(
    svc: &Services,
    tx: &mut Tx,
    view: &View,
    query: &MessageQuery,
    names: &Names,
) -> ServiceResult<(LogFilter, bool)> {
    let mut filter = LogFilter {
        state: query.state,
        direction: query.direction.map(Direction::code),
        kind: query.kind,
        template: query.template.clone(),
        category: query.category.clone(),
        error: query.error,
        ..LogFilter::all(view.reach)
    };
    if let Some(number) = &query.number {
        let known = names
            .numbers
            .iter()
            .find(|each| each.id == *number)
            .map(|each| each.no);
        let no = match known {
            Some(no) => Some(no),
            None => short_ids::find(tx, number.as_str()).await?,
        };
        filter.number = Some(no.unwrap_or(-1));
    }
    if let Some(contact) = query.contact {
        let customer = people::customer(tx, view.reach, contact.0).await?;
        filter.contacts = Some(match customer {
            Some(customer) => people::merged(tx, customer.id).await?,
            None => Vec::new(),
        });
    }
    let mut too_many = false;
    if let Some(text) = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let digits = stored::search_digits(Some(text)).unwrap_or_default();
        if text.starts_with("wamid.") {
            filter.wamid = Some(text.to_owned());
        } else if digits.len() > LONGEST_PHONE {
            filter.id = Some(MessageId::parse(&digits).unwrap_or(MessageId(-1)));
        } else {
            let found;
            (found, too_many) = customers(tx, view, text).await?;
            // Searching inside one customer's messages keeps to that customer.
            filter.contacts = Some(match filter.contacts.take() {
                Some(known) => known.into_iter().filter(|id| found.contains(id)).collect(),
                None => found,
            });
        }
    }
    let sought = filter.contacts.is_some() || filter.wamid.is_some() || filter.id.is_some();
    match query.range {
        Range::Recent if sought => {}
        Range::Recent => {
            let since = svc.clock.now().plus(-DEFAULT_DAYS * DAY);
            filter.from = MessageId::first_of(Millis(since.0.div_euclid(HOUR) * HOUR));
        }
        Range::All => {}
        Range::Between(from, to) => {
            filter.from = from.map_or(MessageId(0), MessageId::first_of);
            filter.to = to.map(MessageId::first_of);
        }
    }
    Ok((filter, too_many))
}

pub(super) fn row(record: &LogRecord, names: &Names, whole: bool) -> ServiceResult<MessageRow> {
    let state = progress::state(record.state)?;
    let (phone, wa_id, user_id) = (
        record.phone.as_deref(),
        record.wa_id.as_deref(),
        record.user_id.as_deref(),
    );
    let number = names.number(record.number);
    Ok(MessageRow {
        id: MessageId(record.id),
        at: Millis(record.at),
        state,
        direction: if record.direction == incoming::INBOUND {
            Direction::In
        } else {
            Direction::Out
        },
        tenant: names.tenant(record.tenant),
        number: number.map(|each| (each.id.clone(), each.display.clone())),
        phone_number_id: number.and_then(|each| each.phone_number_id.clone()),
        contact: record.contact.map(MessageId),
        who: masking::masked(phone, wa_id, user_id),
        name: masking::text(record.name.as_deref().unwrap_or_default(), whole),
        kind: record.kind.clone(),
        template: record.template.clone(),
        preview: masking::text(&record.preview, whole),
        category: record.category.clone(),
        error: record.error_code,
        charge: reading::charge(state, record.pricing.as_deref()),
        wamid: record.wamid.as_deref().map(|id| {
            if whole {
                id.to_owned()
            } else {
                masking::shortened(id)
            }
        }),
    })
}
