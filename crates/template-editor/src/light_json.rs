//! Reading the JSON that the server put into its own form.
//!
//! The server reads it with the library that wrote it. That library is a tenth
//! of what the browser would have to load, so there a few lines do: they know no
//! fractions, which no part of a template has, and say nothing about mistakes.

use serde_json::Value;

/// Reads JSON; `null` when it cannot be read.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn read(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

/// Reads JSON; `null` when it cannot be read.
#[cfg(target_arch = "wasm32")]
pub(crate) fn read(json: &str) -> Value {
    light::read(json)
}

#[cfg(any(test, target_arch = "wasm32"))]
mod light {
    use serde_json::{Map, Value};

    /// Deeper than any template.
    const DEEPEST: u8 = 40;

    pub(super) fn read(json: &str) -> Value {
        let mut reader = Reader { rest: json };
        let value = reader.value(0).filter(|_| reader.rest.trim_start().is_empty());
        value.unwrap_or_default()
    }

    struct Reader<'a> {
        rest: &'a str,
    }

    impl Reader<'_> {
        /// Takes a sign, if it comes next.
        fn sign(&mut self, sign: &str) -> Option<()> {
            self.rest = self.rest.trim_start().strip_prefix(sign)?;
            Some(())
        }

        fn value(&mut self, depth: u8) -> Option<Value> {
            if depth > DEEPEST {
                return None;
            }
            let words = [
                ("true", Value::Bool(true)),
                ("false", Value::Bool(false)),
                ("null", Value::Null),
            ];
            for (word, value) in words {
                if self.starts(word) {
                    self.sign(word)?;
                    return Some(value);
                }
            }
            if self.starts("\"") {
                return self.text().map(Value::String);
            }
            if self.starts("[") {
                self.sign("[")?;
                let mut list = Vec::new();
                while !self.starts("]") {
                    if !list.is_empty() {
                        self.sign(",")?;
                    }
                    list.push(self.value(depth + 1)?);
                }
                self.sign("]")?;
                return Some(Value::Array(list));
            }
            if self.starts("{") {
                self.sign("{")?;
                let mut object = Map::new();
                while !self.starts("}") {
                    if !object.is_empty() {
                        self.sign(",")?;
                    }
                    let name = self.text()?;
                    self.sign(":")?;
                    object.insert(name, self.value(depth + 1)?);
                }
                self.sign("}")?;
                return Some(Value::Object(object));
            }
            let number = self.rest.trim_start();
            let end = number
                .find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'))
                .unwrap_or(number.len());
            let (number, rest) = number
                .split_at_checked(end)
                .filter(|(number, _)| !number.is_empty())?;
            self.rest = rest;
            Some(number.parse::<i64>().map_or(Value::Null, Value::from))
        }

        fn starts(&self, sign: &str) -> bool {
            self.rest.trim_start().starts_with(sign)
        }

        fn text(&mut self) -> Option<String> {
            self.sign("\"")?;
            let mut text = String::new();
            loop {
                let end = self.rest.find(['"', '\\'])?;
                let (plain, rest) = self.rest.split_at_checked(end)?;
                text.push_str(plain);
                let mut rest = rest.chars();
                let closes = rest.next()? == '"';
                self.rest = rest.as_str();
                if closes {
                    return Some(text);
                }
                text.push(self.escaped()?);
            }
        }

        fn escaped(&mut self) -> Option<char> {
            let mut rest = self.rest.chars();
            let c = rest.next()?;
            self.rest = rest.as_str();
            Some(match c {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => {
                    let unit = self.unit()?;
                    if (0xD800..0xDC00).contains(&unit) {
                        self.sign("\\u")?;
                        let low = self.unit()?.checked_sub(0xDC00)?;
                        char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + low)?
                    } else {
                        char::from_u32(unit)?
                    }
                }
                c => c,
            })
        }

        /// Four digits.
        fn unit(&mut self) -> Option<u32> {
            let (digits, rest) = self.rest.split_at_checked(4)?;
            self.rest = rest;
            u32::from_str_radix(digits, 16).ok()
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn it_reads_what_the_server_writes() {
            for starter in domain::template::starters::ALL {
                for lang in [domain::lang::Lang::Es, domain::lang::Lang::En] {
                    let value = starter.template(lang).components_value();
                    assert_eq!(read(&value.to_string()), value);
                }
            }
            let value = serde_json::json!({
                "a": [{}, [], "\u{1F956}\"\\\n\u{1}", true, false, null, -12, 3_000_000_000_i64],
                "b": {"c": {"d": "ñ"}},
            });
            assert_eq!(read(&value.to_string()), value);
            assert_eq!(
                read(" [ \"\\ud83e\\udd56\\u00f1\" , 1 ] "),
                serde_json::json!(["🥖ñ", 1])
            );
        }

        #[test]
        fn what_is_no_json_is_nothing() {
            let deep = "[".repeat(100_000);
            for wrong in [
                "",
                "[",
                "{\"a\"",
                "\"a",
                "[1 2]",
                "{} x",
                "\"\\ud800\"",
                "\"\\u12",
                "nul",
                &deep,
            ] {
                assert_eq!(read(wrong), Value::Null, "{wrong}");
            }
            assert_eq!(read("1.5"), Value::Null);
        }
    }
}
