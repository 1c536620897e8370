//! Who a message is for (sources §1.6, §2.5, §6).

use serde_json::Value;

use super::{super::answer::Answer, refuse};
use crate::{
    Phone, State,
    traffic::{customers::user_id, statuses::digits},
};

/// A recipient as Meta sees them.
#[derive(Debug)]
pub(super) struct To {
    /// As given.
    pub(super) input: String,
    pub(super) wa_id: Option<String>,
    pub(super) user_id: Option<String>,
    /// False for phones that are not on WhatsApp.
    pub(super) reachable: bool,
}

impl To {
    pub(super) fn people(&self) -> impl Iterator<Item = &str> {
        [self.wa_id.as_deref(), self.user_id.as_deref()]
            .into_iter()
            .flatten()
    }
}

pub(super) fn read(state: &State, body: &Value, from: &Phone) -> Result<To, Answer> {
    match body.get("recipient_type").and_then(Value::as_str) {
        None | Some("individual") => {}
        Some("group") => return Err(refuse(131_020, "Groups are not part of this emulator.")),
        Some(_) => {
            return Err(Answer::invalid(
                "(#100) Param recipient_type must be one of {INDIVIDUAL, GROUP}",
            ));
        }
    }
    let text = |name: &str| body[name].as_str().filter(|text| !text.is_empty());
    match (text("to"), text("recipient")) {
        (Some(to), _) => phone(state, to, from),
        (None, Some(user)) => person(state, user),
        (None, None) => Err(Answer::invalid("(#100) The parameter to is required.")),
    }
}

fn phone(state: &State, to: &str, from: &Phone) -> Result<To, Answer> {
    let bad = || refuse(131_009, "to is not a phone number");
    if to
        .chars()
        .any(|c| !(c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.')))
    {
        return Err(bad());
    }
    let mut number = digits(to);
    // Without a plus sign Meta takes a national number for one of the sender's country.
    if !to.trim_start().starts_with('+') && number.len() == 9 && from.display_phone_number.starts_with("+34")
    {
        number.insert_str(0, "34");
    }
    if !(7..=15).contains(&number.len()) || number.starts_with('0') {
        return Err(bad());
    }
    let wa_id = normalised(&number);
    if wa_id == digits(&from.display_phone_number) {
        return Err(refuse(131_021, "The recipient is the sending number."));
    }
    let known = state.customer(Some(&wa_id), None);
    let user_id = known
        .and_then(|customer| customer.user_id.clone())
        .unwrap_or_else(|| user_id(&wa_id));
    let landline =
        wa_id.len() == 11 && wa_id.starts_with("34") && !matches!(wa_id.as_bytes().get(2), Some(b'6' | b'7'));
    Ok(To {
        input: to.to_owned(),
        reachable: !landline || known.is_some_and(|customer| customer.on_whatsapp),
        wa_id: Some(wa_id),
        user_id: Some(user_id),
    })
}

/// Somebody by user id; their phone is not told unless they show it.
fn person(state: &State, user: &str) -> Result<To, Answer> {
    if domain::contact::UserIdent::parse(user).is_none() {
        return Err(refuse(131_009, "recipient is not a user id"));
    }
    let known = state.customer(None, Some(user));
    let wrote = state.traffic.heard.keys().any(|(_, person)| person == user);
    Ok(To {
        input: user.to_owned(),
        wa_id: known
            .filter(|customer| !customer.hides_phone)
            .and_then(|customer| customer.phone.clone()),
        user_id: Some(user.to_owned()),
        reachable: known.is_some() || wrote,
    })
}

/// WhatsApp's own form of a number: Mexico with `1`, Argentina with `9`,
/// Brazil outside the first areas without the ninth digit (sources §6).
fn normalised(number: &str) -> String {
    let rest = |code: &str, length: usize| {
        (number.len() == length)
            .then(|| number.strip_prefix(code))
            .flatten()
    };
    if let Some(national) = rest("52", 12) {
        return format!("521{national}");
    }
    if let Some(national) = rest("54", 12) {
        return format!("549{national}");
    }
    if let Some(national) = rest("55", 13)
        && let (Some(area), Some(subscriber)) = (national.get(..2), national.get(2..))
        && !matches!(
            area,
            "11" | "12" | "13" | "14" | "15" | "16" | "17" | "18" | "19" | "21" | "22" | "24" | "27" | "28"
        )
        && let Some(eight) = subscriber.strip_prefix('9')
    {
        return format!("55{area}{eight}");
    }
    number.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatsapp_writes_some_numbers_in_its_own_way() {
        assert_eq!(normalised("525512345678"), "5215512345678");
        assert_eq!(normalised("541123456789"), "5491123456789");
        assert_eq!(normalised("5541987654321"), "554187654321");
        assert_eq!(normalised("5511987654321"), "5511987654321");
        assert_eq!(normalised("34612345678"), "34612345678");
    }
}
