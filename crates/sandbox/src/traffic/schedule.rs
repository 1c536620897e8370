//! From what is due to bodies for callbacks.

use std::collections::BTreeMap;

use domain::time::{Millis, SECOND};
use serde_json::{Value, json};

use super::{Callback, Due};
use crate::State;

/// Most things taken in one round.
const ROUND: usize = 20_000;

/// A callback ready to be posted.
#[derive(Debug)]
pub(crate) struct Posting {
    pub(crate) url: String,
    pub(crate) body: String,
    pub(crate) callbacks: Vec<Callback>,
}

impl State {
    /// Plans a callback that tells of `value`.
    pub(crate) fn tell(&mut self, at: Millis, waba: &str, field: &str, value: Value) {
        let callback = Callback {
            waba: waba.to_owned(),
            time: (field != "messages").then_some(at.0 / SECOND),
            field: field.to_owned(),
            value,
            attempt: 1,
            copy: false,
        };
        self.traffic.plan(at, Due::Callback(callback));
        self.wake.notify_one();
    }

    /// Plans an event of an account (sources §2.2) with any field and value:
    /// also such that nobody has documented.
    pub fn announce(&mut self, waba: &str, field: &str, value: Value) -> bool {
        let known = self.waba(waba).is_some();
        if known {
            self.tell(self.now(), waba, field, value);
        }
        known
    }

    /// When the next thing is due.
    pub(crate) fn next_due(&self) -> Option<Millis> {
        self.traffic.due.keys().next().map(|(at, _)| *at)
    }

    /// Takes everything that is due until `until`.
    pub(crate) fn take_due(&mut self, until: Millis) -> Vec<Posting> {
        let now = self.now();
        while let Some(first) = self.traffic.steps.first_entry() {
            if first.key().0 > now {
                break;
            }
            let step = first.remove();
            self.take_step(&step);
        }
        let mut ready: Vec<Callback> = Vec::new();
        for _ in 0..ROUND {
            let Some(first) = self.traffic.due.first_entry() else {
                break;
            };
            if first.key().0 > until {
                break;
            }
            let at = first.key().0;
            match first.remove() {
                Due::Callback(callback) => ready.push(callback),
                // Its message comes back through `due`.
                Due::Answer(wrote) => {
                    let _ = self.write(&wrote, at);
                }
            }
        }
        let ready = self.spoil(ready);
        self.postings(ready)
    }

    /// Loses, doubles and shuffles, as the settings say.
    fn spoil(&mut self, ready: Vec<Callback>) -> Vec<Callback> {
        let settings = self.config.behaviour.clone();
        let mut out = Vec::with_capacity(ready.len());
        for callback in ready {
            let fresh = callback.attempt == 1 && !callback.copy;
            if fresh && self.traffic.dice.percent(settings.lose_percent) {
                self.traffic.tally.lost += 1;
                continue;
            }
            if fresh && self.traffic.dice.percent(settings.duplicate_percent) {
                self.traffic.tally.duplicated += 1;
                let copy = Callback {
                    copy: true,
                    ..callback.clone()
                };
                self.traffic.plan(self.now(), Due::Callback(copy));
            }
            out.push(callback);
        }
        if settings.reorder {
            self.traffic.dice.shuffle(&mut out);
        }
        out
    }

    fn postings(&mut self, ready: Vec<Callback>) -> Vec<Posting> {
        let mut by_url: BTreeMap<String, Vec<Callback>> = BTreeMap::new();
        for callback in ready {
            match self.callback_url(&callback.waba) {
                Some(url) => by_url.entry(url).or_default().push(callback),
                None => self.traffic.tally.unwanted += 1,
            }
        }
        let batch = self.config.behaviour.batch.clamp(1, 1_000);
        let mut out = Vec::new();
        for (url, mut callbacks) in by_url {
            while !callbacks.is_empty() {
                let rest = callbacks.split_off(batch.min(callbacks.len()));
                out.push(Posting {
                    url: url.clone(),
                    body: body(&callbacks),
                    callbacks,
                });
                callbacks = rest;
            }
        }
        out
    }

    /// Where an account's callbacks go: its own address, or the app's.
    fn callback_url(&self, waba: &str) -> Option<String> {
        let app = &self.app().id;
        let subscription = self.waba(waba)?.subscriptions.iter().find(|s| s.app_id == *app)?;
        subscription
            .override_callback_uri
            .clone()
            .or_else(|| self.config.behaviour.callback_url.clone())
    }
}

/// Neighbours of the same account and time share an entry.
fn body(callbacks: &[Callback]) -> String {
    let mut entries: Vec<Value> = Vec::new();
    let mut last: Option<(&str, Option<i64>)> = None;
    for callback in callbacks {
        let place = (callback.waba.as_str(), callback.time);
        if last != Some(place) {
            let mut entry = json!({ "id": callback.waba, "changes": [] });
            if let Some(time) = callback.time {
                entry["time"] = json!(time);
            }
            entries.push(entry);
            last = Some(place);
        }
        if let Some(changes) = entries
            .last_mut()
            .and_then(|entry| entry["changes"].as_array_mut())
        {
            changes.push(json!({ "field": callback.field, "value": callback.value }));
        }
    }
    json!({ "object": "whatsapp_business_account", "entry": entries }).to_string()
}
