//! Progress on the terminal: what runs, and how long it took.

use anyhow::Result;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// A numbered list of steps, the first of which fails the whole.
pub(crate) struct Steps {
    total: usize,
    done: usize,
}

impl Steps {
    /// As many steps as will be taken.
    pub(crate) fn new(total: usize) -> Self {
        Self { total, done: 0 }
    }

    /// Takes the next step. The work returns its result and what to say about it.
    pub(crate) fn step<T>(&mut self, title: &str, work: impl FnOnce() -> Result<(T, String)>) -> Result<T> {
        self.done += 1;
        let number = format!("[{}/{}]", self.done, self.total);
        println!("{number} {title} …");
        let _ = std::io::stdout().flush();
        let start = Instant::now();
        let (result, said) = work()?;
        let comma = if said.is_empty() { "" } else { ", " };
        println!("{number} {title}: {}{comma}{said}", seconds(start.elapsed()));
        Ok(result)
    }
}

/// A duration as a person reads it: `0.4 s`, `31 s`, `4 min 10 s`.
pub(crate) fn seconds(duration: Duration) -> String {
    match duration.as_secs() {
        0..=9 => format!("{:.1} s", duration.as_secs_f64()),
        whole @ 10..=119 => format!("{whole} s"),
        whole => format!("{} min {} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_a_person_says_them() {
        assert_eq!(seconds(Duration::from_millis(400)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(31)), "31 s");
        assert_eq!(seconds(Duration::from_secs(250)), "4 min 10 s");
    }
}
