//! The corpus: templates written for this purpose, each with the rules that it
//! breaks (`tests/templates/labels.json`). Folders say what becomes of them:
//! `accepted` by Meta, `refused`, `doubtful` (may be refused), `costly`.

use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf};

use domain::template::lint::{Finding, Rule, Severity, english, lint_json};

const TABLE: &str = "docs/template-rules.md";

struct Case {
    path: String,
    expected: Vec<Rule>,
    findings: Vec<Finding>,
}

impl Case {
    fn is(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    fn has(&self, rule: Rule) -> bool {
        self.findings.iter().any(|finding| finding.rule == rule)
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/templates")
}

fn cases() -> Vec<Case> {
    let labels = fs::read_to_string(folder().join("labels.json")).unwrap();
    let labels: BTreeMap<String, Vec<String>> = serde_json::from_str(&labels).unwrap();
    labels
        .into_iter()
        .map(|(path, rules)| {
            let text = fs::read_to_string(folder().join(&path)).unwrap();
            let rule = |id: &String| Rule::by_id(id).unwrap_or_else(|| panic!("{path}: no rule {id}"));
            Case {
                expected: rules.iter().map(rule).collect(),
                findings: lint_json(&text),
                path,
            }
        })
        .collect()
}

#[test]
fn every_file_is_labelled() {
    let mut files = 0;
    for kind in ["accepted", "refused", "doubtful", "costly"] {
        files += fs::read_dir(folder().join(kind)).unwrap().count();
    }
    let cases = cases();
    assert_eq!(files, cases.len());
    assert!(files >= 120);
}

#[test]
fn every_refused_template_is_caught_by_the_right_rule() {
    for case in cases().iter().filter(|case| case.is("refused")) {
        let right = |rule: &Rule| rule.severity() == Severity::Error && case.has(*rule);
        assert!(
            case.expected.iter().any(right),
            "{}: {:?}",
            case.path,
            case.findings
        );
        for rule in case
            .expected
            .iter()
            .filter(|rule| rule.severity() == Severity::Error)
        {
            assert!(case.has(*rule), "{}: {rule} is missing", case.path);
        }
    }
}

#[test]
fn no_accepted_template_is_called_an_error() {
    for case in cases().iter().filter(|case| !case.is("refused")) {
        let errors: Vec<&Finding> = case
            .findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", case.path);
    }
}

/// How well a rule knows what it is there for.
#[derive(Default)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

fn scores(cases: &[Case]) -> BTreeMap<Rule, Score> {
    let mut scores: BTreeMap<Rule, Score> = BTreeMap::new();
    for case in cases {
        for &rule in Rule::ALL {
            let score = scores.entry(rule).or_default();
            match (case.has(rule), case.expected.contains(&rule)) {
                (true, true) => score.right += 1,
                (true, false) => score.wrong += 1,
                (false, true) => score.missed += 1,
                (false, false) => {}
            }
        }
    }
    scores
}

fn table(cases: &[Case]) -> String {
    let count = |folder: &str| cases.iter().filter(|case| case.is(folder)).count();
    let mut out = format!(
        "# Rules for templates\n\n\
         Every rule of `tahona templates lint`, of the editor and of the API, with its source, and how well it does on\n\
         the corpus in `crates/domain/tests/templates`: {} templates in Spanish, English, Portuguese and other languages,\n\
         {} that Meta accepts, {} that it refuses, {} that it may refuse, {} that cost more. They were written for this\n\
         purpose and labelled by hand; they are no sample of what people write, and what is known of Meta's review is in\n\
         the sources. Precision is the share of templates that a rule names rightly, recall the share of those that it\n\
         should name. A dash: the corpus has none, because the rule needs an account or another template.\n\n\
         This file is written by `WRITE_TEMPLATE_RULES=1 cargo test -p domain --test template` and checked by the\n\
         same tests.\n\n\
         | Rule | What it says | Severity | Right | Wrong | Missed | Precision | Recall | Source |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        cases.len(),
        count("accepted"),
        count("refused"),
        count("doubtful"),
        count("costly"),
    );
    let percent = |part: usize, of: usize| (of > 0).then(|| format!("{} %", part * 100 / of));
    for (rule, score) in scores(cases) {
        let row = [
            format!("`{rule}`"),
            english(rule)
                .message
                .replace('|', "\\|")
                .replace("{{1}}", "`{{1}}`"),
            rule.severity().to_string(),
            score.right.to_string(),
            score.wrong.to_string(),
            score.missed.to_string(),
            percent(score.right, score.right + score.wrong).unwrap_or_else(|| "–".to_owned()),
            percent(score.right, score.right + score.missed).unwrap_or_else(|| "–".to_owned()),
            rule.source().to_owned(),
        ];
        writeln!(out, "| {} |", row.join(" | ")).unwrap();
    }
    out
}

fn table_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(TABLE)
}

#[test]
fn the_published_table_is_current() {
    let published = fs::read_to_string(table_path()).unwrap_or_default();
    let current = table(&cases());
    if std::env::var_os("WRITE_TEMPLATE_RULES").is_some() {
        fs::write(table_path(), &current).unwrap();
    } else {
        assert_eq!(published, current, "run this test with WRITE_TEMPLATE_RULES=1");
    }
}

#[test]
fn rules_know_what_they_are_there_for() {
    let cases = cases();
    for (rule, score) in scores(&cases) {
        let list = |wrong: bool| -> Vec<&str> {
            cases
                .iter()
                .filter(|case| case.has(rule) == wrong && case.expected.contains(&rule) != wrong)
                .map(|case| case.path.as_str())
                .collect()
        };
        let fired = score.right + score.wrong;
        assert!(
            score.right * 100 >= fired * 85,
            "{rule} is wrong about {:?}",
            list(true)
        );
        // Advertising without any of its words is not found; everything else is.
        let needed = if rule == Rule::PromotionalWords { 80 } else { 100 };
        assert!(
            score.right * 100 >= (score.right + score.missed) * needed,
            "{rule} misses {:?}",
            list(false)
        );
    }
}
