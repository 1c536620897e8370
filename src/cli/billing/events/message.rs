//! What a line says about a message.

use domain::{
    billing::{Category, Kind},
    phone::E164,
    time::Millis,
};
use serde_json::Value;

use super::{Event, Happened, keys::Keys};

pub(super) fn inbound(keys: &mut Keys, line: usize) -> Result<Event, String> {
    Ok(Event {
        line,
        at: at(keys)?,
        waba: keys.text("waba")?,
        number: keys.text("number")?,
        contact: phone(keys.text("contact")?),
        happened: Happened::Inbound {
            entry_point: keys.flag("entry_point")?,
        },
    })
}

/// A delivery. Without a contact, kind or category there is still something to say
/// about it; what is missing goes to `remarks`.
pub(super) fn delivered(
    keys: &mut Keys,
    line: usize,
    id: &str,
    waba: &str,
    remarks: &mut Vec<String>,
) -> Result<Event, String> {
    let kind = Kind::parse(&keys.text_or_remark("kind", remarks));
    let word = keys
        .take("category")
        .filter(|word| word.as_str().is_none_or(|word| !word.trim().is_empty()));
    let category = match (word, &kind) {
        (None, Kind::FreeForm | Kind::AppEcho) => Category::Service,
        (None, _) => {
            remarks.push("\"category\" is missing".to_owned());
            Category::Unknown(String::new())
        }
        (Some(Value::String(word)), _) => Category::parse(word.trim()),
        (Some(_), _) => return Err("\"category\" is not a text".to_owned()),
    };
    Ok(Event {
        line,
        at: at(keys)?,
        waba: waba.to_owned(),
        number: keys.text("number")?,
        contact: phone(keys.text_or_remark("contact", remarks)),
        happened: Happened::Delivered {
            id: id.to_owned(),
            kind,
            category,
            media_bytes: keys.bytes("media_bytes")?,
        },
    })
}

fn at(keys: &mut Keys) -> Result<Millis, String> {
    keys.instant("at")?.ok_or_else(|| "\"at\" is missing".to_owned())
}

/// One spelling for each phone number; user ids stay as they are.
fn phone(contact: String) -> String {
    E164::parse(&contact).map_or(contact, String::from)
}
