//! What a template is, from what was observed of it; pure.
//!
//! Webhooks, answers to our own calls and lists all make observations of single
//! fields. A field's present value is that of the latest observation, so the
//! order in which observations arrive plays no part, and a webhook and a list
//! agree by construction. A list that finds what was known is not stored for
//! each template; that the list was read at all is ([`place`] brings back what it
//! confirmed when an older observation arrives late).

/// Where an observation comes from. Later ones win within the same second:
/// webhooks tell whole seconds, and a list of that second may be older.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The list of all templates.
    List,
    /// The answer to a call of ours.
    Answer,
    /// A webhook.
    Webhook,
}

impl Source {
    /// The word that is stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Answer => "answer",
            Self::Webhook => "webhook",
        }
    }

    /// Reads [`Self::key`]; what is not known counts least.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        match key {
            "webhook" => Self::Webhook,
            "answer" => Self::Answer,
            _ => Self::List,
        }
    }
}

/// One observation of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When, in whole seconds as milliseconds.
    pub at: i64,
    /// Where from.
    pub source: Source,
    /// The value.
    pub value: String,
    /// JSON of what was said beside it.
    pub detail: Option<String>,
    /// Who did it, when it was done here.
    pub by: String,
}

impl Seen {
    fn order(&self) -> (i64, Source, &str) {
        (self.at, self.source, &self.value)
    }
}

/// A field as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present<'a> {
    /// Its value.
    pub value: &'a str,
    /// Since when, as far as is known.
    pub since: i64,
    /// What it was before.
    pub previous: Option<&'a str>,
    /// The observations that agree on it, oldest first.
    pub run: &'a [Seen],
}

/// What has to be stored for `new` to be known: nothing, itself, or itself and
/// what a list confirmed after it.
///
/// `known` are the stored observations of the same field, in order; `lists` are
/// the instants at which lists with this template were read, in order.
#[must_use]
pub fn place(known: &[Seen], lists: &[i64], new: Seen) -> Vec<Seen> {
    let at = known.partition_point(|seen| seen.order() < new.order());
    if known.get(at).is_some_and(|seen| seen.order() == new.order()) {
        return Vec::new();
    }
    let previous = at.checked_sub(1).and_then(|i| known.get(i));
    let says_nothing_new =
        |seen: &Seen| seen.value == new.value && (new.detail.is_none() || seen.detail.is_some());
    if new.source == Source::List && previous.is_some_and(says_nothing_new) {
        return Vec::new();
    }
    let next = known.get(at);
    let confirmed = previous.filter(|seen| seen.value != new.value).and_then(|seen| {
        let list = *lists.iter().find(|list| **list > new.at)?;
        let confirmation = Seen {
            at: list,
            source: Source::List,
            value: seen.value.clone(),
            detail: None,
            by: String::new(),
        };
        // A list that is stored told something else.
        next.is_none_or(|next| (confirmation.at, confirmation.source) < (next.at, next.source))
            .then_some(confirmation)
    });
    std::iter::once(new).chain(confirmed).collect()
}

/// Puts observations in order.
pub fn sort(seen: &mut [Seen]) {
    seen.sort_by(|a, b| a.order().cmp(&b.order()));
}

/// What a field is now; `known` is in order.
#[must_use]
pub fn present(known: &[Seen]) -> Option<Present<'_>> {
    let last = known.last()?;
    let start = known
        .iter()
        .rposition(|seen| seen.value != last.value)
        .map_or(0, |i| i + 1);
    let run = known.get(start..).unwrap_or_default();
    Some(Present {
        value: &last.value,
        since: run.first().map_or(last.at, |first| first.at),
        previous: start
            .checked_sub(1)
            .and_then(|i| known.get(i))
            .map(|seen| seen.value.as_str()),
        run,
    })
}

/// The observations at which a field changed, in order.
pub fn changes(known: &[Seen]) -> impl Iterator<Item = (Option<&Seen>, &Seen)> {
    known.iter().enumerate().filter_map(|(i, seen)| {
        let before = i.checked_sub(1).and_then(|i| known.get(i));
        before
            .is_none_or(|before| before.value != seen.value)
            .then_some((before, seen))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seen(at: i64, source: Source, value: &str) -> Seen {
        Seen {
            at,
            source,
            value: value.to_owned(),
            detail: None,
            by: String::new(),
        }
    }

    /// Everything that happened, in some order of arrival.
    fn arrive(arrivals: &[Seen]) -> Vec<Seen> {
        let (mut known, mut lists) = (Vec::new(), Vec::new());
        for new in arrivals {
            if new.source == Source::List {
                lists.push(new.at);
                lists.sort_unstable();
                lists.dedup();
            }
            for stored in place(&known, &lists, new.clone()) {
                if !known.contains(&stored) {
                    known.push(stored);
                }
            }
            sort(&mut known);
        }
        known
    }

    fn told(known: &[Seen]) -> Vec<(i64, String)> {
        changes(known)
            .map(|(_, seen)| (seen.at, seen.value.clone()))
            .collect()
    }

    #[test]
    fn a_list_that_finds_nothing_new_leaves_nothing() {
        let known = arrive(&[seen(1_000, Source::Webhook, "A"), seen(2_000, Source::List, "A")]);
        assert_eq!(known.len(), 1);
    }

    #[test]
    fn a_late_webhook_does_not_undo_what_a_list_saw_after_it() {
        let known = arrive(&[
            seen(1_000, Source::List, "A"),
            seen(5_000, Source::List, "A"),
            seen(3_000, Source::Webhook, "B"),
        ]);
        assert_eq!(present(&known).unwrap().value, "A");
        assert_eq!(
            told(&known),
            [(1_000, "A".into()), (3_000, "B".into()), (5_000, "A".into())]
        );
    }

    #[test]
    fn what_is_present_knows_since_when_and_what_was_before() {
        let known = arrive(&[
            seen(1_000, Source::Answer, "PENDING"),
            seen(2_000, Source::Webhook, "APPROVED"),
            seen(3_000, Source::List, "APPROVED"),
        ]);
        let present = present(&known).unwrap();
        assert_eq!(
            (present.value, present.since, present.previous),
            ("APPROVED", 2_000, Some("PENDING"))
        );
    }

    proptest! {
        /// Whatever the order of arrival, and however often something comes.
        #[test]
        fn any_order_and_repetition_tells_the_same(
            values in prop::collection::vec((0..3_u8, any::<bool>()), 1..12),
            shuffle in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
        ) {
            // Distinct seconds: two contradictory observations of one second are ordered by their words.
            let all: Vec<Seen> = values.iter().enumerate().map(|(i, (value, list))| {
                let source = if *list { Source::List } else { Source::Webhook };
                let at = i64::try_from(i).unwrap() * 1_000;
                seen(at, source, ["A", "B", "C"][usize::from(*value)])
            }).collect();
            let in_order = told(&arrive(&all));
            let mut mixed = all.clone();
            for (i, index) in shuffle.iter().enumerate() {
                let (a, b) = (i % mixed.len(), index.index(mixed.len()));
                mixed.swap(a, b);
            }
            mixed.extend(all.iter().rev().cloned());
            prop_assert_eq!(told(&arrive(&mixed)), in_order);
        }
    }
}
