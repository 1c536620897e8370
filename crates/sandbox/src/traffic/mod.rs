//! Everything that moves: messages on their way, callbacks that are due,
//! customers and what they wrote.

pub(crate) mod customers;
mod news;
pub(crate) mod post;
pub(crate) mod schedule;
pub(crate) mod statuses;

use std::collections::{BTreeMap, HashMap, VecDeque};

use domain::time::Millis;
use serde::Serialize;
use serde_json::Value;

use self::customers::Customer;
use crate::{dice::Dice, review::course::Step};

/// Messages that are remembered, so that customers can read and answer them.
const REMEMBERED: usize = 20_000;
/// Deliveries that are kept for inspection.
const KEPT: usize = 1_000;

/// A callback on its way to the console.
#[derive(Debug, Clone)]
pub(crate) struct Callback {
    pub(crate) waba: String,
    /// `entry.time`; messages and statuses have none (sources §2.1).
    pub(crate) time: Option<i64>,
    pub(crate) field: String,
    pub(crate) value: Value,
    pub(crate) attempt: u32,
    /// Copies are not copied again.
    pub(crate) copy: bool,
}

/// Something that is due at an instant.
#[derive(Debug, Clone)]
pub(crate) enum Due {
    Callback(Callback),
    Answer(customers::Wrote),
}

/// A message that was accepted.
#[derive(Debug, Clone, Serialize)]
pub struct Sent {
    /// Its id.
    pub wamid: String,
    /// The number it was sent from.
    pub phone_number_id: String,
    /// The recipient's phone, digits only.
    pub wa_id: Option<String>,
    /// The recipient's user id.
    pub user_id: Option<String>,
    /// `biz_opaque_callback_data`
    pub tracking: Option<String>,
    /// `text`, `template`, …
    pub kind: String,
    /// Category of the template.
    pub category: Option<String>,
    /// When it was accepted.
    pub at: Millis,
    /// The request.
    pub body: Value,
    /// What it costs, when it was delivered.
    #[serde(skip)]
    pub(crate) pricing: Value,
    /// Whether `read` has been planned.
    #[serde(skip)]
    pub(crate) read: bool,
    /// Why it will fail.
    pub fails_with: Option<i64>,
}

/// What became of a callback.
#[derive(Debug, Clone, Serialize)]
pub struct Delivery {
    /// When it was tried.
    pub at: Millis,
    /// Where.
    pub url: String,
    /// How many changes it held.
    pub changes: usize,
    /// Which try.
    pub attempt: u32,
    /// HTTP status of the answer; 0 without one.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// A file that was uploaded.
#[derive(Debug, Clone)]
pub(crate) struct Media {
    pub(crate) mime_type: String,
    pub(crate) sha256: String,
    pub(crate) size: usize,
    pub(crate) waba: String,
}

/// Counters since the beginning.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tally {
    /// Messages accepted.
    pub accepted: u64,
    /// Changes that were answered with 200.
    pub delivered: u64,
    /// Changes that were dropped on purpose.
    pub lost: u64,
    /// Changes that were sent twice on purpose.
    pub duplicated: u64,
    /// Changes that were given up after the last try.
    pub given_up: u64,
    /// Changes without anybody who wants them.
    pub unwanted: u64,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Traffic {
    pub(crate) dice: Dice,
    pub(crate) due: BTreeMap<(Millis, u64), Due>,
    /// What is due for templates; unlike messages never before its time.
    pub(crate) steps: BTreeMap<(Millis, u64), Step>,
    order: u64,
    pub(crate) customers: Vec<Customer>,
    /// Last message of a person (phone or user id) to a number.
    pub(crate) heard: HashMap<(String, String), Millis>,
    /// Until when everything is free for somebody who came through an entry point.
    pub(crate) entered: HashMap<(String, String), Millis>,
    /// Theoretical arrival of the next message of a pair.
    pub(crate) pairs: HashMap<(String, String), Millis>,
    /// Messages of the current second of a number.
    pub(crate) seconds: HashMap<String, (i64, u32)>,
    /// Delivered service messages of the current month of a number.
    pub(crate) served: HashMap<String, (i64, u32)>,
    pub(crate) sent: HashMap<String, Sent>,
    sent_order: VecDeque<String>,
    pub(crate) inbound: HashMap<String, String>,
    pub(crate) media: HashMap<String, Media>,
    pub(crate) deliveries: VecDeque<Delivery>,
    pub(crate) tally: Tally,
}

impl Traffic {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed),
            due: BTreeMap::new(),
            steps: BTreeMap::new(),
            order: 0,
            customers: Vec::new(),
            heard: HashMap::new(),
            entered: HashMap::new(),
            pairs: HashMap::new(),
            seconds: HashMap::new(),
            served: HashMap::new(),
            sent: HashMap::new(),
            sent_order: VecDeque::new(),
            inbound: HashMap::new(),
            media: HashMap::new(),
            deliveries: VecDeque::new(),
            tally: Tally::default(),
        }
    }

    pub(crate) fn plan(&mut self, at: Millis, due: Due) {
        self.order += 1;
        self.due.insert((at, self.order), due);
    }

    pub(crate) fn plan_step(&mut self, at: Millis, step: Step) {
        self.order += 1;
        self.steps.insert((at, self.order), step);
    }

    pub(crate) fn remember(&mut self, sent: Sent) {
        while self.sent_order.len() >= REMEMBERED {
            if let Some(oldest) = self.sent_order.pop_front() {
                self.sent.remove(&oldest);
            }
        }
        self.tally.accepted += 1;
        self.sent_order.push_back(sent.wamid.clone());
        self.sent.insert(sent.wamid.clone(), sent);
    }

    /// The last messages, oldest first.
    pub(crate) fn sent(&self) -> impl Iterator<Item = &Sent> {
        self.sent_order.iter().filter_map(|wamid| self.sent.get(wamid))
    }

    pub(crate) fn note(&mut self, delivery: Delivery) {
        while self.deliveries.len() >= KEPT {
            self.deliveries.pop_front();
        }
        self.deliveries.push_back(delivery);
    }
}
