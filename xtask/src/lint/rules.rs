//! Rules that no other tool checks.

use crate::{process, project, system};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// A file longer than this many lines is reported (not refused): it may hold
/// more than one thing.
const LONG: usize = 300;

/// Text that must not be in these files, and why.
struct Forbidden {
    text: &'static [&'static str],
    extensions: &'static [&'static str],
    why: &'static str,
}

const FORBIDDEN: &[Forbidden] = &[
    Forbidden {
        text: &["/root/", "/home/"],
        extensions: &[
            "rs", "toml", "md", "ts", "js", "json", "sql", "css", "html", "sh", "run",
        ],
        why: "a path of one machine",
    },
    Forbidden {
        text: &["todo!(", "unimplemented!("],
        extensions: &["rs"],
        why: "unfinished code",
    },
    Forbidden {
        text: &["#[ignore"],
        extensions: &["rs"],
        why: "a test that does not run",
    },
    Forbidden {
        text: &["#[allow(", "#![allow("],
        extensions: &["rs"],
        why: "use #[expect(…, reason = …)]",
    },
    Forbidden {
        text: &[
            "test.skip(",
            "test.only(",
            "test.fixme(",
            "describe.skip(",
            "describe.only(",
        ],
        extensions: &["ts", "js"],
        why: "a test that does not run, or hides the others",
    },
];

/// Checks every file of the repository. Returns what is wrong.
pub(crate) fn check() -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let mut long = Vec::new();
    for name in files()? {
        // This file has to name what it looks for.
        if name.ends_with("lint/rules.rs") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(project::path(&name)) else {
            continue;
        };
        problems.extend(problems_in(&name, &text));
        let lines = text.lines().count();
        if lines > LONG && has_extension(&name, &["rs"]) {
            long.push((lines, name));
        }
    }
    long.sort_unstable_by(|one, other| other.cmp(one));
    for (lines, name) in long {
        println!("      long: {name} has {lines} lines");
    }
    Ok(problems)
}

fn problems_in(name: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for rule in FORBIDDEN
        .iter()
        .filter(|rule| has_extension(name, rule.extensions))
    {
        for (index, line) in text.lines().enumerate() {
            if let Some(found) = rule.text.iter().find(|text| line.contains(*text)) {
                problems.push(format!("{name}:{}: `{found}`: {}", index + 1, rule.why));
            }
        }
    }
    problems
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    let extension = Path::new(name)
        .extension()
        .or_else(|| Path::new(name).file_name());
    extension.is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
}

/// Files under version control or about to be; without git, every source file.
fn files() -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.current_dir(project::root())
        .args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    if let Ok(list) = process::output(&mut git) {
        return Ok(list.lines().map(str::to_owned).collect());
    }
    let mut files = Vec::new();
    for directory in [
        "app",
        "crates",
        "docs",
        "end2end",
        "migrations",
        "public",
        "src",
        "style",
        "xtask",
    ] {
        for file in system::files_below(&project::path(directory))? {
            if !file.components().any(|part| part.as_os_str() == "node_modules") {
                files.push(file.strip_prefix(project::root())?.to_string_lossy().into_owned());
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_reported_with_its_place() {
        let problems = problems_in("src/a.rs", "fn a() {}\nfn b() { todo!() }\n");
        assert_eq!(problems, ["src/a.rs:2: `todo!(`: unfinished code"]);
    }

    #[test]
    fn a_rule_counts_only_for_its_kind_of_file() {
        assert!(problems_in("docs/a.md", "never leave a todo!() behind").is_empty());
        assert_eq!(problems_in("docs/a.md", "see /home/somebody/x").len(), 1);
        assert_eq!(problems_in(".ci/run", "cd /home/somebody").len(), 1);
    }
}
