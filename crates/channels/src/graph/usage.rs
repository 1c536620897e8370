//! How much of an hour's calls is used up.
//!
//! Meta counts calls per app and WABA (200 an hour, 5,000 once a number is
//! registered; sources §1.2) and says in `x-business-use-case-usage` how many
//! per cent are used. Reads stop before the limit so that what must go through
//! still can.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{
    clock::Clock,
    ids::WabaId,
    time::{MINUTE, Millis},
};
use serde_json::Value;

use super::{node::NodeId, read::Read};

/// From this share on, reads are held back.
const HOLD_AT_PERCENT: i64 = 95;

/// How long a high reading without a stated end counts. The hour is a sliding
/// one, so that a minute frees a share of it.
const HOLD_WITHOUT_END: i64 = MINUTE;

/// One line of the header: what one use case has used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageEntry {
    /// Use case, for example `whatsapp_business_management`.
    pub kind: String,
    /// Calls, in per cent of the hour's allowance.
    pub call_count: i64,
    /// Processor time, in per cent.
    pub total_cputime: i64,
    /// Time, in per cent.
    pub total_time: i64,
    /// Minutes until calls are free again; 0 while they are.
    pub minutes_to_regain: i64,
}

/// The last reading for one WABA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageReading {
    /// The WABA.
    pub waba: WabaId,
    /// The highest percentage of all entries.
    pub percent: i64,
    /// When calls are free again, if Meta said that they are not.
    pub regained_at: Option<Millis>,
    /// When this was read.
    pub seen_at: Millis,
    /// The lines of the header.
    pub entries: Vec<UsageEntry>,
}

impl UsageReading {
    /// How long reads are to be held back at `now`.
    fn hold(&self, now: Millis) -> Option<Duration> {
        let until = match self.regained_at {
            Some(at) => at,
            None if self.percent >= HOLD_AT_PERCENT => self.seen_at.plus(HOLD_WITHOUT_END),
            None => return None,
        };
        u64::try_from(until.since(now))
            .ok()
            .filter(|&left| left > 0)
            .map(Duration::from_millis)
    }
}

#[derive(Debug, Default)]
struct Readings {
    by_waba: HashMap<WabaId, UsageReading>,
    /// Which WABA's allowance a node (itself, or a number of it) draws on.
    waba_of: HashMap<NodeId, WabaId>,
}

/// Remembers the last reading of every WABA. Clones share it.
#[derive(Debug, Clone)]
pub struct UsageMeter {
    readings: Arc<Mutex<Readings>>,
    clock: Clock,
}

impl UsageMeter {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            readings: Arc::default(),
            clock,
        }
    }

    /// The last reading for `waba`.
    #[must_use]
    pub fn of(&self, waba: &WabaId) -> Option<UsageReading> {
        self.lock().by_waba.get(waba).cloned()
    }

    /// Every WABA's last reading, by WABA id.
    #[must_use]
    pub fn all(&self) -> Vec<UsageReading> {
        let mut all: Vec<_> = self.lock().by_waba.values().cloned().collect();
        all.sort_by(|a, b| a.waba.cmp(&b.waba));
        all
    }

    /// How long reads of `node` are to be held back now.
    pub(super) fn hold(&self, node: &NodeId) -> Option<Duration> {
        let readings = self.lock();
        let waba = readings.waba_of.get(node)?;
        readings.by_waba.get(waba)?.hold(self.clock.now())
    }

    /// Takes in the header of an answer about `node`; gives back the wait that it asks for.
    pub(super) fn note(&self, node: Option<&NodeId>, header: &str) -> Option<Duration> {
        let now = self.clock.now();
        let all = parse(header, now);
        let wait = all
            .iter()
            .filter_map(|r| r.regained_at)
            .map(|at| at.since(now))
            .max();
        let mut readings = self.lock();
        for reading in all {
            readings
                .waba_of
                .insert(NodeId::from(&reading.waba), reading.waba.clone());
            if let Some(node) = node {
                readings.waba_of.insert(node.clone(), reading.waba.clone());
            }
            readings.by_waba.insert(reading.waba.clone(), reading);
        }
        wait.and_then(|millis| u64::try_from(millis).ok())
            .map(Duration::from_millis)
    }

    /// A reading is replaced as a whole, so that even after a panic elsewhere
    /// the map is consistent.
    fn lock(&self) -> MutexGuard<'_, Readings> {
        self.readings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads the header; what cannot be read is passed over, as it is advice only.
fn parse(header: &str, now: Millis) -> Vec<UsageReading> {
    let Ok(Value::Object(by_id)) = serde_json::from_str::<Value>(header) else {
        return Vec::new();
    };
    by_id
        .iter()
        .filter_map(|(id, lines)| {
            let waba = WabaId::parse(id).ok()?;
            let entries: Vec<UsageEntry> = lines.as_array()?.iter().map(|line| entry(Read(line))).collect();
            let percent = entries
                .iter()
                .map(|e| e.call_count.max(e.total_cputime).max(e.total_time))
                .max()
                .unwrap_or_default();
            let minutes = entries
                .iter()
                .map(|e| e.minutes_to_regain)
                .max()
                .unwrap_or_default();
            let regained_at = (minutes > 0).then(|| now.plus(minutes.saturating_mul(MINUTE)));
            Some(UsageReading {
                waba,
                percent,
                regained_at,
                seen_at: now,
                entries,
            })
        })
        .collect()
}

fn entry(line: Read<'_>) -> UsageEntry {
    UsageEntry {
        kind: line.text("type").unwrap_or_default(),
        call_count: line.integer("call_count").unwrap_or_default(),
        total_cputime: line.integer("total_cputime").unwrap_or_default(),
        total_time: line.integer("total_time").unwrap_or_default(),
        minutes_to_regain: line
            .integer("estimated_time_to_regain_access")
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::ManualClock;

    use super::*;

    /// The example in Meta's document, with other figures.
    fn header(calls: i64, minutes: i64) -> String {
        format!(
            r#"{{"102290129340398":[{{"type":"whatsapp_business_management","call_count":{calls},
            "total_cputime":1,"total_time":2,"estimated_time_to_regain_access":{minutes}}},
            {{"type":"whatsapp","call_count":1,"total_cputime":1,"total_time":1,
            "estimated_time_to_regain_access":0}}]}}"#
        )
    }

    fn meter() -> (UsageMeter, ManualClock, WabaId, NodeId) {
        let time = ManualClock::at(Millis(1_800_000_000_000));
        let waba = WabaId::parse("102290129340398").unwrap();
        (
            UsageMeter::new(time.clock()),
            time,
            waba,
            NodeId::parse("106853218861309").unwrap(),
        )
    }

    #[test]
    fn the_highest_figure_counts_and_a_number_draws_on_its_waba() {
        let (meter, _, waba, phone) = meter();
        assert_eq!(meter.note(Some(&phone), &header(94, 0)), None);
        assert_eq!(meter.of(&waba).unwrap().percent, 94);
        assert_eq!(meter.of(&waba).unwrap().entries.len(), 2);
        assert_eq!(meter.hold(&phone), None);
        meter.note(Some(&phone), &header(95, 0));
        assert_eq!(meter.hold(&phone), Some(Duration::from_mins(1)));
        assert_eq!(meter.hold(&NodeId::from(&waba)), Some(Duration::from_mins(1)));
    }

    #[test]
    fn a_stated_end_is_waited_for_and_passes() {
        let (meter, time, waba, phone) = meter();
        assert_eq!(
            meter.note(Some(&phone), &header(100, 7)),
            Some(Duration::from_mins(7))
        );
        time.advance(6 * MINUTE);
        assert_eq!(meter.hold(&phone), Some(Duration::from_mins(1)));
        time.advance(MINUTE);
        assert_eq!(meter.hold(&phone), None);
        assert_eq!(meter.all().first().unwrap().waba, waba);
    }

    #[test]
    fn an_unreadable_header_changes_nothing() {
        let (meter, _, _, phone) = meter();
        for header in ["", "no", "[]", "{\"x\":[]}", "{\"102290129340398\":7}"] {
            assert_eq!(meter.note(Some(&phone), header), None);
        }
        assert!(meter.all().is_empty());
    }
}
