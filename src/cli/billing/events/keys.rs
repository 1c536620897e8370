//! The keys of a JSON object, taken one by one.

use domain::time::Millis;
use serde_json::{Map, Value};

/// The keys of an object that nobody has asked for yet.
pub(super) struct Keys(pub(super) Map<String, Value>);

impl Keys {
    /// A value; `null` is as good as none.
    pub(super) fn take(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key).filter(|value| !value.is_null())
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, key: &str) -> Result<String, String> {
        self.some_text(key)?.ok_or_else(|| format!("{key:?} is missing"))
    }

    /// A text that need not be there.
    pub(super) fn some_text(&mut self, key: &str) -> Result<Option<String>, String> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
            Some(_) => Err(format!("{key:?} is not a text")),
        }
    }

    /// A text without which there is still something to say: where it is missing,
    /// empty or no text, a remark says so and the text is empty.
    pub(super) fn text_or_remark(&mut self, key: &str, remarks: &mut Vec<String>) -> String {
        let missing = match self.take(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => return text.trim().to_owned(),
            None | Some(Value::String(_)) => "missing",
            Some(_) => "not a text",
        };
        remarks.push(format!("{key:?} is {missing}"));
        String::new()
    }

    /// Yes or no; no where nothing is said.
    pub(super) fn flag(&mut self, key: &str) -> Result<bool, String> {
        match self.take(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(format!("{key:?} is neither true nor false")),
        }
    }

    /// An instant that need not be there.
    pub(super) fn instant(&mut self, key: &str) -> Result<Option<Millis>, String> {
        let Some(text) = self.some_text(key)? else {
            return Ok(None);
        };
        let at: jiff::Timestamp = text
            .parse()
            .map_err(|_| format!("{key:?} is not an instant such as 2026-10-01T10:00:00Z"))?;
        Ok(Some(Millis(at.as_millisecond())))
    }

    /// A number of bytes; 0 where nothing is said. JSON knows one kind of number, so
    /// `70000.0` is a whole one.
    pub(super) fn bytes(&mut self, key: &str) -> Result<i64, String> {
        let Some(value) = self.take(key) else {
            return Ok(0);
        };
        let digits = match value {
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        digits
            .strip_suffix(".0")
            .unwrap_or(&digits)
            .parse()
            .ok()
            .filter(|bytes: &i64| *bytes >= 0)
            .ok_or_else(|| format!("{key:?} is not a number of bytes"))
    }
}
