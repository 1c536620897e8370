//! Since when codes to other countries cost an account the international rate,
//! as Meta tells it (sources §2.4).

use domain::{
    billing::AuthInternational,
    time::{Millis, SECOND},
};
use serde::Deserialize;
use serde_json::Value;

/// From here on a number is taken for milliseconds: as seconds it would lie
/// after the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

#[derive(Debug, Deserialize)]
struct Said {
    start_time: Value,
    #[serde(default)]
    exception_countries: Vec<Exception>,
}

#[derive(Debug, Deserialize)]
struct Exception {
    country_code: String,
    start_time: Value,
}

/// Reads it; `None` when no instant can be read, which is as if it was not said.
pub(super) fn read(json: &str) -> Option<AuthInternational> {
    let said: Said = serde_json::from_str(json)
        .inspect_err(|error| tracing::warn!(%error, "an eligibility for international rates cannot be read"))
        .ok()?;
    Some(AuthInternational {
        from: instant(&said.start_time)?,
        exceptions: said
            .exception_countries
            .iter()
            .filter_map(|one| Some((one.country_code.trim().to_uppercase(), instant(&one.start_time)?)))
            .collect(),
    })
}

/// Seconds as a number or a text, or a time as ISO 8601 writes it.
fn instant(said: &Value) -> Option<Millis> {
    let number = match said {
        Value::Number(number) => number.as_i64()?,
        Value::String(text) => {
            let text = text.trim();
            if let Ok(number) = text.parse() {
                number
            } else {
                let at: jiff::Timestamp = text.parse().ok()?;
                return Some(Millis(at.as_millisecond()));
            }
        }
        _ => return None,
    };
    match number {
        ..=0 => None,
        MILLISECONDS_FROM.. => Some(Millis(number)),
        seconds => Some(Millis(seconds.saturating_mul(SECOND))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_meta_writes_them_anywhere() {
        for start in [
            "1769904000",
            "\"1769904000\"",
            "1769904000000",
            "\"2026-02-01T00:00:00Z\"",
        ] {
            let json = format!(
                r#"{{"start_time":{start},"exception_countries":[{{"country_code":"id","start_time":1772323200}}]}}"#
            );
            let found = read(&json).unwrap();
            assert_eq!(found.from, Millis(1_769_904_000_000), "{start}");
            assert_eq!(found.exceptions, [("ID".to_owned(), Millis(1_772_323_200_000))]);
        }
    }

    #[test]
    fn what_names_no_instant_was_not_said() {
        for json in [
            "{}",
            "[]",
            r#"{"start_time":null}"#,
            r#"{"start_time":"soon"}"#,
            "nonsense",
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
