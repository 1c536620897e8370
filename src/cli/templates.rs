//! `tahona templates`: message templates without a console. Needs no database,
//! no configuration and no network.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use domain::template::lint::{self, Finding, Severity};
use serde::Serialize;

use super::{Outcome, say};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check templates as Meta's reviewers would
    ///
    /// Each file holds the JSON body of Meta's create call. Ends with 1 when
    /// Meta will refuse one of them, and with 0 otherwise.
    Lint(LintOptions),
}

#[derive(Debug, clap::Args)]
pub(super) struct LintOptions {
    /// Write one line of JSON for each finding
    #[arg(long)]
    json: bool,
    /// Files to check; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// A finding as `--json` writes it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    file: &'a str,
    rule: &'static str,
    severity: &'static str,
    #[serde(rename = "where")]
    place: &'a str,
    message: String,
    why: String,
    how: String,
    source: &'static str,
    /// Whether the editor puts it right with one click.
    fixable: bool,
    /// First character of the text that is meant, and the one after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<[usize; 2]>,
}

pub(super) fn run(command: Command) -> Outcome {
    let Command::Lint(options) = command;
    let mut counts = [0_usize; 4];
    for path in &options.files {
        let file = path.to_string_lossy();
        let (text, findings) = check(path);
        for finding in &findings {
            let count = match finding.severity() {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Cost => 2,
                Severity::Advice => 3,
            };
            counts[count] += 1;
            if options.json {
                say(&json(&file, &text, finding))?;
            } else {
                say(&readable(&file, finding))?;
            }
        }
        if findings.is_empty() && !options.json {
            say(&format!("{file}: nothing to correct"))?;
        }
    }
    if !options.json {
        let [errors, warnings, costs, advice] = counts;
        say(&format!(
            "{} checked: {errors} errors, {warnings} warnings, {costs} about cost, {advice} advice",
            options.files.len()
        ))?;
    }
    Ok(ExitCode::from(u8::from(counts[0] > 0)))
}

/// Reads and checks one file. A file that cannot be read is a finding too.
fn check(path: &Path) -> (String, Vec<Finding>) {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    match read {
        Err(error) => (String::new(), vec![lint::unreadable(&error.to_string())]),
        // Bytes that are no UTF-8 are no JSON either, however they would read.
        Ok(bytes) => match String::from_utf8(bytes) {
            Err(error) => (String::new(), vec![lint::not_json(&error.to_string())]),
            Ok(text) => {
                let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned();
                let findings = lint::lint_json(&text);
                (text, findings)
            }
        },
    }
}

/// Where a finding is; the file as a whole is `/`.
fn place(finding: &Finding) -> &str {
    if finding.at.is_empty() { "/" } else { &finding.at }
}

fn json(file: &str, text: &str, finding: &Finding) -> String {
    let line = Line {
        file,
        rule: finding.rule.id(),
        severity: finding.severity().key(),
        place: place(finding),
        message: finding.message(),
        why: finding.why(),
        how: finding.how(),
        source: finding.rule.source(),
        fixable: finding.fix.is_some(),
        range: characters(text, finding),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// The range in characters instead of bytes.
fn characters(text: &str, finding: &Finding) -> Option<[usize; 2]> {
    let range = finding.range.as_ref()?;
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let text = value.pointer(&finding.at)?.as_str()?;
    let count = |end: usize| text.get(..end).map(|before| before.chars().count());
    Some([count(range.start)?, count(range.end)?])
}

fn readable(file: &str, finding: &Finding) -> String {
    format!(
        "{file}: {} at {}: {}\n    {} {}\n    [{}] {}",
        finding.severity(),
        place(finding),
        finding.message(),
        finding.why(),
        finding.how(),
        finding.rule.id(),
        finding.rule.source(),
    )
}
