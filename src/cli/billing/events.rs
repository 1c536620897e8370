//! Events as lines of JSON.

use domain::{
    billing::{Account, Category, Delivered, Fact, Inbound, Kind, fact::AuthInternational},
    money::Currency,
    phone::E164,
    time::Millis,
};
use serde_json::{Map, Value};

/// What was wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    /// Counted from 1.
    pub(super) line: usize,
    pub(super) what: String,
    /// Whether the line could not be used at all.
    pub(super) left_out: bool,
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

/// Everything that could be read.
#[derive(Debug, Default)]
pub(super) struct Events {
    pub(super) accounts: Vec<Account>,
    pub(super) list: Vec<Event>,
    pub(super) complaints: Vec<Complaint>,
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
        Self {
            line: 0,
            ..self.clone()
        } == Self {
            line: 0,
            ..other.clone()
        }
    }
}

/// Reads lines of JSON. What cannot be read is complained about, never dropped
/// in silence. `now` serves to find clocks that are ahead.
pub(super) fn read(bytes: &[u8], now: Millis) -> Events {
    let mut read = Events::default();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let number = index + 1;
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        if let Err(what) = read.line(number, line, now) {
            read.complain(number, what, true);
        }
    }
    read.repeats();
    read
}

impl Events {
    fn complain(&mut self, line: usize, what: String, left_out: bool) {
        self.complaints.push(Complaint { line, what, left_out });
    }

    fn line(&mut self, number: usize, line: &[u8], now: Millis) -> Result<(), String> {
        let text = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
        let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
        let Value::Object(object) = value else {
            return Err("not a JSON object".to_owned());
        };
        let mut keys = Keys(object);
        match keys.text("event")?.as_str() {
            "waba" => {
                let account = account(&mut keys)?;
                if let Some(other) = self.accounts.iter().find(|other| other.id == account.id) {
                    if *other != account {
                        return Err(format!("{} is described differently above", account.id));
                    }
                } else {
                    self.accounts.push(account);
                }
            }
            kind @ ("inbound" | "delivered") => {
                let event = event(&mut keys, number, kind == "inbound")?;
                if event.at > now {
                    self.complain(
                        number,
                        "dated in the future; priced by the rules known today".to_owned(),
                        false,
                    );
                }
                self.list.push(event);
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
                false,
            );
        }
        Ok(())
    }

    /// Says which messages are reported again with other particulars, and which
    /// accounts are not described.
    fn repeats(&mut self) {
        let mut first = std::collections::HashMap::new();
        let mut found = Vec::new();
        for event in &self.list {
            let Some(id) = event.id() else { continue };
            let before: &Event = first.entry(id).or_insert(event);
            if !before.same(event) {
                let what = format!(
                    "{id} is on line {} with other particulars; the earlier delivery counts",
                    before.line
                );
                found.push((event.line, what));
            }
        }
        let mut missing = std::collections::BTreeMap::new();
        for event in &self.list {
            if !self.accounts.iter().any(|account| account.id == event.waba) {
                missing.entry(event.waba.as_str()).or_insert(event.line);
            }
        }
        for (waba, line) in missing {
            found.push((
                line,
                format!("no line describes the account {waba}, so its messages have no price"),
            ));
        }
        for (line, what) in found {
            self.complain(line, what, false);
        }
        self.complaints.sort_by_key(|complaint| complaint.line);
    }
}

/// The keys of an object that nobody has asked for yet.
struct Keys(Map<String, Value>);

impl Keys {
    fn take(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key).filter(|value| !value.is_null())
    }

    fn text(&mut self, key: &str) -> Result<String, String> {
        self.some_text(key)?.ok_or_else(|| format!("{key:?} is missing"))
    }

    fn some_text(&mut self, key: &str) -> Result<Option<String>, String> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
            Some(_) => Err(format!("{key:?} is not a text")),
        }
    }

    fn flag(&mut self, key: &str) -> Result<bool, String> {
        match self.take(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(format!("{key:?} is neither true nor false")),
        }
    }

    fn instant(&mut self, key: &str) -> Result<Option<Millis>, String> {
        let Some(text) = self.some_text(key)? else {
            return Ok(None);
        };
        let at: jiff::Timestamp = text
            .parse()
            .map_err(|_| format!("{key:?} is not an instant such as 2026-10-01T10:00:00Z"))?;
        Ok(Some(Millis(at.as_millisecond())))
    }
}

fn account(keys: &mut Keys) -> Result<Account, String> {
    let id = keys.text("waba")?;
    let zone = keys.text("timezone")?;
    let zone = service::time_zone::zone(&zone)
        .ok_or_else(|| format!("{zone:?} is not a time zone such as Europe/Madrid"))?;
    let currency = Currency::parse(&keys.text("currency")?).map_err(|error| error.to_string())?;
    let mut account = Account::new(&id, zone, currency);
    if let Some(partner) = keys.some_text("partner")? {
        account.partner = partner.to_ascii_lowercase();
    }
    account.portfolio = keys.some_text("portfolio")?;
    account.country = keys.some_text("country")?;
    account.nonprofit = keys.flag("nonprofit")?;
    account.auth_international = keys
        .instant("auth_international_from")?
        .map(|from| AuthInternational {
            from,
            exceptions: Vec::new(),
        });
    Ok(account)
}

fn event(keys: &mut Keys, line: usize, inbound: bool) -> Result<Event, String> {
    let at = keys
        .instant("at")?
        .ok_or_else(|| "\"at\" is missing".to_owned())?;
    let waba = keys.text("waba")?;
    let number = keys.text("number")?;
    let contact = keys.text("contact")?;
    let contact = E164::parse(&contact).map_or(contact, String::from);
    let happened = if inbound {
        Happened::Inbound {
            entry_point: keys.flag("entry_point")?,
        }
    } else {
        let id = keys.text("id")?;
        let kind = Kind::parse(&keys.text("kind")?);
        let category = match (keys.some_text("category")?, &kind) {
            (Some(word), _) => Category::parse(&word),
            (None, Kind::FreeForm | Kind::AppEcho) => Category::Service,
            (None, _) => return Err("\"category\" is missing".to_owned()),
        };
        let media_bytes = match keys.take("media_bytes") {
            None => 0,
            Some(value) => value
                .as_i64()
                .filter(|bytes| *bytes >= 0)
                .ok_or_else(|| "\"media_bytes\" is not a number of bytes".to_owned())?,
        };
        Happened::Delivered {
            id,
            kind,
            category,
            media_bytes,
        }
    };
    Ok(Event {
        line,
        at,
        waba,
        number,
        contact,
        happened,
    })
}
