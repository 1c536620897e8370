//! Events as lines of JSON.

mod account;
mod check;
mod keys;
mod message;

use std::collections::BTreeMap;

use domain::{
    billing::{Account, Book, Category, Delivered, Fact, Inbound, Kind, Partner},
    time::Millis,
};
use serde_json::Value;

use self::keys::Keys;

/// What was wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    /// Counted from 1.
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) weight: Weight,
}

/// How much is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Something to know.
    Remark,
    /// A delivery of which only the id could be read: it is answered without a price.
    NoPrice,
    /// The line could not be used at all.
    LeftOut,
}

/// A customer's message or a delivery, with the texts that facts borrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) line: usize,
    at: Millis,
    waba: String,
    number: String,
    contact: String,
    happened: Happened,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Happened {
    Inbound {
        entry_point: bool,
    },
    Delivered {
        id: String,
        kind: Kind,
        category: Category,
        media_bytes: i64,
    },
}

/// A delivery of which only the id could be read, and perhaps the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) line: usize,
    pub(super) id: String,
    waba: String,
}

/// Everything that could be read.
#[derive(Debug, Default)]
pub(super) struct Events {
    pub(super) accounts: Vec<Account>,
    pub(super) list: Vec<Event>,
    pub(super) unreadable: Vec<Unreadable>,
    pub(super) complaints: Vec<Complaint>,
    /// Every description of an account, by its id.
    described: BTreeMap<String, Vec<(usize, Account)>>,
}

impl Event {
    pub(super) fn fact(&self) -> Fact<'_> {
        let Self {
            at,
            waba,
            number,
            contact,
            ..
        } = self;
        match &self.happened {
            Happened::Inbound { entry_point } => Fact::Inbound(Inbound {
                at: *at,
                waba,
                number,
                contact,
                entry_point: *entry_point,
            }),
            Happened::Delivered {
                id,
                kind,
                category,
                media_bytes,
            } => Fact::Delivered(Delivered {
                id,
                at: *at,
                waba,
                number,
                contact,
                kind: kind.clone(),
                category: category.clone(),
                media_bytes: *media_bytes,
            }),
        }
    }

    /// The message's id, when this is a delivery.
    pub(super) fn id(&self) -> Option<&str> {
        match &self.happened {
            Happened::Delivered { id, .. } => Some(id),
            Happened::Inbound { .. } => None,
        }
    }

    /// Whether two lines report the same.
    fn same(&self, other: &Self) -> bool {
        self.at == other.at
            && self.waba == other.waba
            && self.number == other.number
            && self.contact == other.contact
            && self.happened == other.happened
    }
}

/// Reads lines of JSON. What cannot be read is complained about, never dropped
/// in silence. `now` serves to find clocks that are ahead.
pub(super) fn read(bytes: &[u8], book: &Book, now: Millis) -> Events {
    let mut read = Events::default();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let number = index + 1;
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        if let Err(what) = read.line(number, line, book, now) {
            read.complain(number, what, Weight::LeftOut);
        }
    }
    let at_odds = read.settle();
    read.repeats();
    read.strangers(&at_odds);
    read.complaints.sort_by_key(|complaint| complaint.line);
    read
}

impl Events {
    fn complain(&mut self, line: usize, what: String, weight: Weight) {
        self.complaints.push(Complaint { line, what, weight });
    }

    fn line(&mut self, number: usize, line: &[u8], book: &Book, now: Millis) -> Result<(), String> {
        let text = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
        let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
        let Value::Object(object) = value else {
            return Err("not a JSON object".to_owned());
        };
        let mut keys = Keys(object);
        match keys.text("event")?.as_str() {
            "waba" => self.account(account::read(&mut keys, &book.markets)?, number, book),
            "inbound" => {
                let event = message::inbound(&mut keys, number)?;
                self.keep(event, now);
            }
            "delivered" => {
                let id = keys.text("id")?;
                let mut remarks = Vec::new();
                let waba = keys.text_or_remark("waba", &mut remarks);
                match message::delivered(&mut keys, number, &id, &waba, &mut remarks) {
                    Ok(event) => {
                        for what in remarks {
                            self.complain(number, what, Weight::Remark);
                        }
                        self.keep(event, now);
                    }
                    Err(what) => {
                        self.complain(number, what, Weight::NoPrice);
                        let line = number;
                        self.unreadable.push(Unreadable { line, id, waba });
                        return Ok(());
                    }
                }
            }
            other => {
                return Err(format!(
                    "no such event: {other:?}; known are waba, inbound, delivered"
                ));
            }
        }
        for key in keys.0.keys() {
            self.complain(
                number,
                format!("{key:?} is not a key of this event and plays no part"),
                Weight::Remark,
            );
        }
        Ok(())
    }

    fn account(&mut self, account: Account, line: usize, book: &Book) {
        let known = |partner: &Partner| partner.known && partner.id == account.partner;
        if !book.partners().iter().any(known) {
            let what = format!("no fees known for {}", account.partner);
            self.complain(line, what, Weight::Remark);
        }
        self.described
            .entry(account.id.clone())
            .or_default()
            .push((line, account));
    }

    fn keep(&mut self, event: Event, now: Millis) {
        if event.at > now {
            let what = "dated in the future; priced by the rules known today".to_owned();
            self.complain(event.line, what, Weight::Remark);
        }
        self.list.push(event);
    }
}
