//! What was run, how it went and how long it took.

use crate::process;
use crate::steps::seconds;
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// Outcomes of independent steps: one that fails does not stop the others.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<(String, Duration, Option<String>)>,
}

impl Report {
    /// Takes a step, unless somebody asked to stop.
    pub(crate) fn step(&mut self, title: &str, work: impl FnOnce() -> Result<()>) {
        if process::interrupted() {
            return;
        }
        println!("\n==> {title}");
        let start = Instant::now();
        let problem = work().err().map(|error| format!("{error:#}"));
        if let Some(problem) = &problem {
            println!("==> {title} FAILED: {problem}");
        }
        self.steps.push((title.to_owned(), start.elapsed(), problem));
    }

    /// Prints the summary; an error when a step failed.
    pub(crate) fn finish(self) -> Result<()> {
        if process::interrupted() {
            bail!("interrupted");
        }
        println!();
        for (title, duration, problem) in &self.steps {
            let mark = if problem.is_some() { "FAILED" } else { "ok" };
            println!("{mark:>6}  {:>12}  {title}", seconds(*duration));
        }
        let failed = self
            .steps
            .iter()
            .filter(|(_, _, problem)| problem.is_some())
            .count();
        let passed = self.steps.len() - failed;
        println!("{passed} passed, {failed} failed");
        if failed > 0 {
            let names = self
                .steps
                .iter()
                .filter(|step| step.2.is_some())
                .map(|step| step.0.as_str());
            bail!("failed: {}", names.collect::<Vec<_>>().join(", "));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_whole_and_the_next_one_still_runs() {
        let mut report = Report::default();
        let mut ran = false;
        report.step("one", || bail!("broken"));
        report.step("two", || {
            ran = true;
            Ok(())
        });
        assert!(ran);
        assert_eq!(report.finish().unwrap_err().to_string(), "failed: one");
    }
}
