//! What a line says about an account.

use domain::{
    billing::{Account, MarketMap, fact::AuthInternational},
    money::Currency,
    time::Millis,
};
use serde_json::Value;

use super::keys::Keys;

const EXCEPTIONS: &str = "auth_international_exceptions";

/// For a destination that never has the international rate.
const NEVER: Millis = Millis(i64::MAX);

pub(super) fn read(keys: &mut Keys, markets: &MarketMap) -> Result<Account, String> {
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
    account.country = keys
        .some_text("country")?
        .map(|text| country(&text, markets))
        .transpose()?;
    account.nonprofit = keys.flag("nonprofit")?;
    let from = keys.instant("auth_international_from")?;
    let exceptions = exceptions(keys, markets)?;
    account.auth_international = match from {
        Some(from) => Some(AuthInternational { from, exceptions }),
        None if exceptions.is_empty() => None,
        None => {
            return Err(format!(
                "{EXCEPTIONS:?} says nothing without \"auth_international_from\""
            ));
        }
    };
    Ok(account)
}

fn country(text: &str, markets: &MarketMap) -> Result<String, String> {
    markets.country(text).ok_or_else(|| {
        format!(
            "{text:?} is not a country: its two letters such as ES, or a market that is one, such as Spain"
        )
    })
}

/// Countries that keep the domestic rate: by name alone for good, or as
/// `{"country":"ID","from":"2026-03-01T00:00:00Z"}` until an instant of their own.
fn exceptions(keys: &mut Keys, markets: &MarketMap) -> Result<Vec<(String, Millis)>, String> {
    let bad = || format!("{EXCEPTIONS:?} is not a list of countries");
    let items = match keys.take(EXCEPTIONS) {
        None => return Ok(Vec::new()),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(bad()),
    };
    items
        .into_iter()
        .map(|item| match item {
            Value::String(text) => Ok((country(&text, markets)?, NEVER)),
            Value::Object(object) => {
                let mut keys = Keys(object);
                let country = country(&keys.text("country")?, markets)?;
                let from = keys.instant("from")?.unwrap_or(NEVER);
                match keys.0.keys().next() {
                    None => Ok((country, from)),
                    Some(key) => Err(format!("{key:?} is not a key of an exception")),
                }
            }
            _ => Err(bad()),
        })
        .collect()
}
