//! `GET /{waba}?fields=pricing_analytics.start(…).end(…)…` (sources §1.7).

use std::collections::BTreeMap;

use domain::time::{Millis, SECOND};
use serde_json::{Value, json};

use super::answer::Answer;
use crate::{State, Waba, bill::differences, traffic::statuses::digits, zone::Zone};

/// The name of the field.
pub(super) const FIELD: &str = "pricing_analytics";

const DIMENSIONS: [&str; 5] = ["COUNTRY", "PHONE", "PRICING_CATEGORY", "PRICING_TYPE", "TIER"];
const METRICS: [&str; 2] = ["COST", "VOLUME"];
const TYPES: [&str; 3] = ["FREE_CUSTOMER_SERVICE", "FREE_ENTRY_POINT", "REGULAR"];
const CATEGORIES: [&str; 6] = [
    "AUTHENTICATION",
    "AUTHENTICATION_INTERNATIONAL",
    "MARKETING",
    "REFERRAL_CONVERSION",
    "SERVICE",
    "UTILITY",
];

/// A request for pricing analytics.
struct Request {
    start: Millis,
    end: Millis,
    granularity: String,
    parts: BTreeMap<String, Vec<String>>,
}

impl Request {
    /// Reads `pricing_analytics.start(1).end(2).granularity(DAILY).dimensions(PHONE,"COUNTRY")`.
    fn read(text: &str) -> Result<Self, Answer> {
        let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut rest = text.strip_prefix(FIELD).unwrap_or_default();
        while let Some(after) = rest.strip_prefix('.') {
            let Some((name, more)) = after.split_once('(') else {
                return Err(bad(&format!("Syntax error \"Expected name or (\" in {text}")));
            };
            let Some((inside, more)) = more.split_once(')') else {
                return Err(bad(&format!("Syntax error \"Expected end of )\" in {text}")));
            };
            let words = inside
                .split(',')
                .map(|word| word.trim_matches(|c: char| "[]\"' ".contains(c)).to_owned())
                .filter(|word| !word.is_empty())
                .collect();
            parts.insert(name.to_owned(), words);
            rest = more;
        }
        let one = |name: &str| parts.get(name).and_then(|words| words.first());
        let time = |name: &str| {
            one(name)
                .and_then(|word| word.parse::<i64>().ok())
                .map(|seconds| Millis(seconds.saturating_mul(SECOND)))
                .ok_or_else(|| bad(&format!("The parameter {name} is required.")))
        };
        let (start, end) = (time("start")?, time("end")?);
        if end <= start {
            return Err(bad("The parameter end must be after start."));
        }
        let granularity = one("granularity")
            .cloned()
            .ok_or_else(|| bad("The parameter granularity is required."))?;
        let request = Self {
            start,
            end,
            granularity,
            parts,
        };
        request.known("granularity", &["DAILY", "HALF_HOUR", "MONTHLY"])?;
        request.known("dimensions", &DIMENSIONS)?;
        request.known("metric_types", &METRICS)?;
        request.known("pricing_types", &TYPES)?;
        request.known("pricing_categories", &CATEGORIES)?;
        Ok(request)
    }

    fn all(&self, name: &str) -> &[String] {
        self.parts.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Unknown words are refused as Meta refuses them.
    fn known(&self, name: &str, words: &[&str]) -> Result<(), Answer> {
        match self.all(name).iter().find(|word| !words.contains(&word.as_str())) {
            None => Ok(()),
            Some(word) => Err(bad(&format!(
                "Param {name} must be one of {{{}}} - got \"{word}\".",
                words.join(", ")
            ))),
        }
    }

    /// Whether a word passes a filter; an absent one lets everything through.
    fn passes(&self, name: &str, word: &str) -> bool {
        let wanted = self.all(name);
        wanted.is_empty() || wanted.iter().any(|have| have == word)
    }

    fn by(&self, dimension: &str) -> bool {
        self.all("dimensions").iter().any(|have| have == dimension)
    }

    fn shows(&self, metric: &str) -> bool {
        self.passes("metric_types", metric)
    }

    fn bucket(&self, zone: &Zone, at: Millis) -> (Millis, Millis) {
        match self.granularity.as_str() {
            "HALF_HOUR" => Zone::half_hour(at),
            "MONTHLY" => zone.month_of(at),
            _ => zone.day(at),
        }
    }
}

fn bad(text: &str) -> Answer {
    Answer::invalid(&format!("(#100) {text}"))
}

/// The value of the field.
pub(super) fn answer(state: &State, waba: &Waba, text: &str) -> Result<Value, Answer> {
    let request = Request::read(text)?;
    let zone = Zone::of(&waba.timezone_id);
    let planted = &state.config.differences;
    let shift = differences::later(planted);
    let numbers: BTreeMap<&str, String> = waba
        .phones
        .iter()
        .map(|phone| (phone.id.as_str(), digits(&phone.display_phone_number)))
        .collect();
    let mut points: BTreeMap<Vec<String>, Point> = BTreeMap::new();
    let lines = state
        .bill
        .lines(&waba.id, &waba.currency, &zone, planted, state.now());
    for line in lines {
        let at = line.at.plus(shift);
        let phone = numbers
            .get(line.number.as_str())
            .cloned()
            .unwrap_or_else(|| line.number.clone());
        let wanted = (request.start..request.end).contains(&at)
            && at <= state.now()
            && request.passes("pricing_types", &line.kind)
            && request.passes("pricing_categories", &line.category)
            && request.passes("country_codes", &line.country)
            && request.passes("phone_numbers", &phone);
        if !wanted {
            continue;
        }
        let (start, end) = request.bucket(&zone, at);
        let named = [
            ("COUNTRY", "country", Some(line.country)),
            ("PHONE", "phone_number", Some(phone)),
            ("TIER", "tier", line.tier),
            ("PRICING_TYPE", "pricing_type", Some(line.kind)),
            ("PRICING_CATEGORY", "pricing_category", Some(line.category)),
        ];
        let shown: Vec<(&'static str, String)> = named
            .into_iter()
            .filter(|(dimension, ..)| request.by(dimension))
            .filter_map(|(_, name, value)| Some((name, value?)))
            .collect();
        let key = std::iter::once(format!("{:020}", start.0))
            .chain(shown.iter().map(|(name, value)| format!("{name}={value}")))
            .collect();
        let point = points.entry(key).or_insert_with(|| Point {
            start,
            end,
            shown,
            volume: 0,
            cost: 0,
        });
        point.volume += line.volume;
        point.cost += line.cost;
    }
    let points: Vec<Value> = points.into_values().map(|point| point.show(&request)).collect();
    Ok(json!({ "data": [{ "data_points": points }] }))
}

struct Point {
    start: Millis,
    end: Millis,
    shown: Vec<(&'static str, String)>,
    volume: u64,
    cost: u64,
}

impl Point {
    fn show(self, request: &Request) -> Value {
        let mut point = json!({ "start": self.start.0 / SECOND, "end": self.end.0 / SECOND });
        for (name, value) in self.shown {
            point[name] = json!(value);
        }
        if request.shows("VOLUME") {
            point["volume"] = json!(self.volume);
        }
        if request.shows("COST") {
            point["cost"] = decimal(self.cost);
        }
        point
    }
}

/// Millionths as a JSON number.
fn decimal(micros: u64) -> Value {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    serde_json::from_str(&text).unwrap_or(Value::Null)
}
