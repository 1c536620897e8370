//! The rules that a template has to keep before Meta reads it (sources §8): one
//! set for the editor, the API and the command line. The sandbox's reviewer has
//! its own, written apart, so that a mistake in one of them shows.
//!
//! A [`Finding`] says where something is, why it matters, what to do, and often
//! carries a [`Fix`]. The rules stand in one file for each group; [`Rule`] lists
//! them with their ids and sources.

mod authentication;
mod buttons;
mod context;
mod edges;
mod english;
mod finding;
mod identity;
mod languages;
mod length;
mod links;
mod plain;
mod policy;
mod price;
mod promotion;
mod quota;
mod rich;
mod rule;
mod samples;
mod severity;
mod spelling;
mod tidy;
mod variables;
mod vocabulary;

use super::{
    model::{Component, Template},
    order,
};

pub use self::{
    context::{
        CREATIONS_PER_HOUR, Context, EDITS_PER_DAY, EDITS_PER_MONTH, Edits, Sibling, TEMPLATES_UNVERIFIED,
        TEMPLATES_VERIFIED,
    },
    english::words as english,
    finding::{Finding, Fix, Words},
    languages::between,
    price::{Costs, Price, SPAIN},
    rule::Rule,
    severity::Severity,
};

/// Checks a template by everything that can be known from it alone.
#[must_use]
pub fn lint(template: &Template) -> Vec<Finding> {
    lint_in(template, &Context::default())
}

/// Checks a template by everything that is known about it and its account.
/// What weighs most comes first, then what stands first.
#[must_use]
pub fn lint_in(template: &Template, context: &Context<'_>) -> Vec<Finding> {
    let mut lint = Lint {
        template,
        context,
        parts: parts(template),
        findings: Vec::new(),
    };
    identity::check(&mut lint);
    languages::check(&mut lint);
    length::check(&mut lint);
    variables::check(&mut lint);
    edges::check(&mut lint);
    samples::check(&mut lint);
    buttons::check(&mut lint);
    links::check(&mut lint);
    authentication::check(&mut lint);
    rich::check(&mut lint);
    promotion::check(&mut lint);
    policy::check(&mut lint);
    quota::check(&mut lint);
    let mut findings = lint.findings;
    order(&mut findings);
    findings
}

/// Puts first what weighs most, then what stands first.
pub fn order(findings: &mut Vec<Finding>) {
    order::by(findings, |a, b| {
        let key = |f: &Finding| (f.severity(), f.rule, f.range.as_ref().map(|range| range.start));
        key(a).cmp(&key(b)).then_with(|| a.at.cmp(&b.at))
    });
}

/// Checks the text of a create call's body, as a file or a request brings it.
#[must_use]
pub fn lint_json(json: &str) -> Vec<Finding> {
    use super::read::ReadError;
    match Template::parse(json) {
        Ok(template) => lint(&template),
        Err(ReadError::NotJson(why)) => vec![not_json(&why)],
        Err(ReadError::NotAnObject) => vec![Finding::new(Rule::NotATemplate, String::new())],
    }
}

/// The template after the one-click fix of a finding; `None` when there is no
/// such finding or nothing to click.
#[must_use]
pub fn fixed(template: &Template, context: &Context<'_>, rule: Rule, at: &str) -> Option<Template> {
    lint_in(template, context)
        .into_iter()
        .filter(|finding| finding.rule == rule && finding.at == at)
        .find_map(|finding| finding.fix)
        .map(|fix| fix.apply(template))
}

/// The finding for a file that cannot be read at all.
#[must_use]
pub fn unreadable(why: &str) -> Finding {
    let mut finding = Finding::new(Rule::FileUnreadable, String::new());
    finding.arg(why);
    finding
}

/// The finding for what is no JSON.
#[must_use]
pub fn not_json(why: &str) -> Finding {
    let mut finding = Finding::new(Rule::NotJson, String::new());
    finding.arg(why);
    finding
}

/// A check under way.
struct Lint<'a> {
    template: &'a Template,
    context: &'a Context<'a>,
    parts: Vec<Part<'a>>,
    findings: Vec<Finding>,
}

/// A component and where it stands.
#[derive(Clone)]
struct Part<'a> {
    /// JSON pointer of the component.
    at: String,
    component: &'a Component,
    /// Whether it belongs to a card of a carousel.
    in_card: bool,
}

impl Lint<'_> {
    /// Notes a finding; the caller adds to it.
    fn say(&mut self, rule: Rule, at: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding::new(rule, at.into()));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

/// All components, those of cards included.
fn parts(template: &Template) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (i, component) in template.components.iter().enumerate() {
        let at = format!("/components/{i}");
        if let Component::Carousel(carousel) = component {
            for (c, card) in carousel.cards.iter().enumerate() {
                parts.extend(card.components.iter().enumerate().map(|(k, component)| Part {
                    at: format!("{at}/cards/{c}/components/{k}"),
                    component,
                    in_card: true,
                }));
            }
        }
        parts.push(Part {
            at,
            component,
            in_card: false,
        });
    }
    parts
}
