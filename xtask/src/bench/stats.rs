//! Median and quartiles.

use serde_json::{Value, json};

/// A summary of repeated measurements, rounded to three decimals.
pub(crate) struct Summary {
    /// Half of the values are smaller.
    pub(crate) median: f64,
    quartiles: (f64, f64),
    values: usize,
}

impl Summary {
    /// Summarises at least one value.
    pub(crate) fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        Some(Self {
            median: at(&values, 2)?,
            quartiles: (at(&values, 1)?, at(&values, 3)?),
            values: values.len(),
        })
    }

    /// As it is printed.
    pub(crate) fn json(&self, unit: &str) -> Value {
        json!({
            "unit": unit,
            "median": round(self.median),
            "q1": round(self.quartiles.0),
            "q3": round(self.quartiles.1),
            "iqr": round(self.quartiles.1 - self.quartiles.0),
            "n": self.values,
        })
    }
}

/// Now. A build tool measures the machine it runs on, so it asks its clock.
#[expect(clippy::disallowed_methods, reason = "nothing of the product depends on it")]
pub(crate) fn unix_millis() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.ok()
        .and_then(|d| u64::try_from(d.as_millis()).ok())
        .unwrap_or_default()
}

/// Three decimals.
pub(crate) fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The value at a number of quarters of sorted values, between neighbours
/// in proportion.
fn at(sorted: &[f64], quarters: usize) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? * quarters;
    let low = sorted.get(place / 4)?;
    let high = sorted.get(place.div_ceil(4))?;
    let share = f64::from(u8::try_from(place % 4).ok()?) / 4.0;
    Some(low + (high - low) * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_their_neighbours() {
        let summary = Summary::of(vec![4.0, 1.0, 3.0, 2.0]).unwrap().json("ms");
        assert_eq!(
            summary,
            json!({ "unit": "ms", "median": 2.5, "q1": 1.75, "q3": 3.25, "iqr": 1.5, "n": 4 })
        );
    }

    #[test]
    fn nothing_has_no_summary() {
        assert!(Summary::of(Vec::new()).is_none());
    }
}
