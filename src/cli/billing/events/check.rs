//! What lines say about each other.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Event, Events, Unreadable, Weight};

impl Events {
    /// Takes the accounts that are described in one way only. Where two lines
    /// contradict each other neither counts, because lines may come in any order.
    /// Returns which those are.
    pub(super) fn settle(&mut self) -> BTreeSet<String> {
        let mut at_odds = BTreeSet::new();
        for (id, lines) in std::mem::take(&mut self.described) {
            let Some((first, account)) = lines.first() else {
                continue;
            };
            let Some((second, _)) = lines.iter().find(|(_, other)| other != account) else {
                self.accounts.push(account.clone());
                continue;
            };
            for (line, other) in &lines {
                let against = if other == account { second } else { first };
                let what = format!("{id} is described differently on line {against}, so neither counts");
                self.complain(*line, what, Weight::LeftOut);
            }
            at_odds.insert(id);
        }
        at_odds
    }

    /// Says which messages are reported again with other particulars, and forgets
    /// deliveries that could not be read where another line says the same readably.
    pub(super) fn repeats(&mut self) {
        let mut first: HashMap<(&str, &str), &Event> = HashMap::new();
        let mut ids: HashSet<&str> = HashSet::new();
        let mut found = Vec::new();
        for event in &self.list {
            let Some(id) = event.id() else { continue };
            ids.insert(id);
            let before = first.entry((event.waba.as_str(), id)).or_insert(event);
            if !before.same(event) {
                let what = format!(
                    "{id} is on line {} with other particulars; the earlier delivery counts",
                    before.line
                );
                found.push((event.line, what));
            }
        }
        let mut seen = HashSet::new();
        self.unreadable.retain(|Unreadable { id, waba, .. }| {
            let readable = if waba.is_empty() {
                ids.contains(id.as_str())
            } else {
                first.contains_key(&(waba.as_str(), id.as_str()))
            };
            !readable && seen.insert((waba.clone(), id.clone()))
        });
        for (line, what) in found {
            self.complain(line, what, Weight::Remark);
        }
    }

    /// Says which accounts no line describes.
    pub(super) fn strangers(&mut self, at_odds: &BTreeSet<String>) {
        let known: HashSet<&str> = self
            .accounts
            .iter()
            .map(|account| account.id.as_str())
            .chain(at_odds.iter().map(String::as_str))
            .collect();
        let mut missing = BTreeMap::new();
        for event in &self.list {
            let waba = event.waba.as_str();
            // That a line names no account has been said of that line.
            if !waba.is_empty() && !known.contains(waba) {
                missing.entry(waba.to_owned()).or_insert(event.line);
            }
        }
        for (waba, line) in missing {
            let what = format!("no line describes the account {waba}, so its messages have no price");
            self.complain(line, what, Weight::Remark);
        }
    }
}
