//! Identity of messages: numbers that sort by time.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{ids::BadId, time::Millis};

/// 2020-01-01T00:00:00Z in epoch milliseconds; ids count from here, and so do
/// the hours of the summary of counts.
pub const EPOCH: i64 = 1_577_836_800_000;
/// Bits below the milliseconds: instance and sequence.
const LOW_BITS: u32 = 22;
/// Bits of the sequence inside one millisecond and instance.
const SEQUENCE_BITS: u32 = 12;
/// How many ids one instance can make in a millisecond.
pub const PER_MILLI: u16 = 1 << SEQUENCE_BITS;
/// How many instances can be told apart.
pub const INSTANCES: u16 = 1 << (LOW_BITS - SEQUENCE_BITS);

/// Id of a message, an event or a delivery: 41 bits of milliseconds since 2020
/// (until 2089), 10 bits of instance, 12 bits of sequence. Rows ordered by it
/// are ordered by time, which is what keyset paging and date filters use.
/// Printed in decimal; in JSON a string, because JavaScript would round it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub i64);

impl MessageId {
    /// Composes an id. `instance` and `sequence` are taken modulo their range.
    #[must_use]
    pub fn compose(at: Millis, instance: u16, sequence: u16) -> Self {
        let millis = at.0.saturating_sub(EPOCH).clamp(0, (1 << 41) - 1);
        let low = (i64::from(instance % INSTANCES) << SEQUENCE_BITS) | i64::from(sequence % PER_MILLI);
        Self((millis << LOW_BITS) | low)
    }

    /// The smallest id of an instant: every id made before `at` is smaller.
    #[must_use]
    pub fn first_of(at: Millis) -> Self {
        Self::compose(at, 0, 0)
    }

    /// When it was made.
    #[must_use]
    pub const fn at(self) -> Millis {
        Millis((self.0 >> LOW_BITS).saturating_add(EPOCH))
    }

    /// Reads the decimal form.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        match text.parse::<i64>() {
            Ok(id) if id > 0 && text.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(id)),
            _ => Err(BadId { kind: "message id" }),
        }
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for MessageId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MessageId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ids_sort_by_time_and_give_it_back(a in EPOCH..4_000_000_000_000i64, b in EPOCH..3_700_000_000_000i64, i: u16, s: u16) {
            let (a, b) = (a.min(3_700_000_000_000), b);
            let (x, y) = (MessageId::compose(Millis(a), i, s), MessageId::compose(Millis(b), s, i));
            prop_assert_eq!(x.at(), Millis(a));
            if a < b { prop_assert!(x < y); }
            prop_assert!(MessageId::first_of(Millis(a)) <= x);
            prop_assert_eq!(MessageId::parse(&x.to_string()).unwrap(), x);
        }
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in ["", "0", "-5", "+5", "1e3", "99999999999999999999", "١٢٣"] {
            assert!(MessageId::parse(text).is_err(), "{text}");
        }
    }
}
