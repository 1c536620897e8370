//! Samples for Meta's reviewers, and values as they will be sent (sources §8 rows
//! 10 and 17).

use super::{Lint, Part, finding::Fix, length::LONGEST_BODY, rule::Rule};
use crate::template::{
    model::{Body, Component, Header},
    samples::Samples,
    text::meta_length,
    variables::{names, number},
    words::{HeaderFormat, TemplateCategory},
};

/// More spaces in a row than a value may have (sources §1.6).
const SPACES: &str = "     ";

pub(super) fn check(lint: &mut Lint<'_>) {
    // The text of an authentication template is Meta's, with its sample.
    let authentication = lint.template.is(&TemplateCategory::Authentication);
    for part in lint.parts.clone() {
        match part.component {
            Component::Header(header) => {
                media(lint, &part, header);
                if header.format == HeaderFormat::Text {
                    of_text(lint, &part, &header.text, &header.samples);
                }
            }
            Component::Body(body) if !authentication => {
                of_text(lint, &part, &body.text, &body.samples);
                rendered(lint, &part, body);
            }
            _ => {}
        }
    }
}

fn media(lint: &mut Lint<'_>, part: &Part<'_>, header: &Header) {
    if !header.format.is_media() {
        return;
    }
    let at = format!("{}/example/header_handle", part.at);
    match header.handles.first().map(|handle| handle.trim()) {
        None | Some("") => {
            lint.say(Rule::MediaSampleMissing, at).arg(header.format.as_str());
        }
        Some(link) if link.starts_with("http://") || link.starts_with("https://") => {
            lint.say(Rule::MediaSampleLink, at);
        }
        Some(_) => {}
    }
}

fn of_text(lint: &mut Lint<'_>, part: &Part<'_>, text: &str, samples: &Samples) {
    let names = names(text);
    let at = format!("{}/example", part.at);
    for name in &names {
        // A gap in the numbers is a finding of its own.
        if samples.get(name).is_none_or(|sample| sample.trim().is_empty()) {
            lint.say(Rule::SampleMissing, at.as_str()).arg(braced(name));
        }
    }
    extra(lint, part, &names, samples);
    let positional = (1_u32..).map(|n| n.to_string()).zip(&samples.positional);
    let named = samples.named.iter().map(|(name, sample)| (name.clone(), sample));
    for (name, sample) in positional.chain(named).collect::<Vec<_>>() {
        if sample.contains(['\n', '\r', '\t']) || sample.contains(SPACES) {
            let clean = sample.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut better = samples.clone();
            for value in better
                .positional
                .iter_mut()
                .chain(better.named.iter_mut().map(|(_, value)| value))
            {
                if value == sample {
                    value.clone_from(&clean);
                }
            }
            let fix = Fix::set(part.at.as_str(), with_samples(part.component, better));
            lint.say(Rule::ValueWhitespace, at.as_str()).arg(name).fix(fix);
        }
    }
}

/// A variable as it stands in the text.
pub(super) fn braced(name: &str) -> String {
    format!("{{{{{name}}}}}")
}

/// Samples that belong to no variable.
fn extra(lint: &mut Lint<'_>, part: &Part<'_>, names: &[&str], samples: &Samples) {
    let highest = names
        .iter()
        .filter_map(|name| number(name))
        .max()
        .unwrap_or_default();
    let highest = usize::try_from(highest).unwrap_or(usize::MAX);
    let list = samples.positional.len().saturating_sub(highest);
    let strangers = samples
        .named
        .iter()
        .filter(|(name, _)| !names.contains(&name.as_str()))
        .count();
    if list + strangers == 0 {
        return;
    }
    let mut better = samples.clone();
    better.positional.truncate(highest);
    better.named.retain(|(name, _)| names.contains(&name.as_str()));
    let fix = Fix::set(part.at.as_str(), with_samples(part.component, better));
    lint.say(Rule::SampleExtra, format!("{}/example", part.at))
        .arg(samples.len())
        .arg(names.len())
        .fix(fix);
}

fn with_samples(component: &Component, samples: Samples) -> Component {
    let mut component = component.clone();
    if let Component::Header(Header { samples: place, .. }) | Component::Body(Body { samples: place, .. }) =
        &mut component
    {
        *place = samples;
    }
    component
}

/// The body with its samples: what Meta counts when it is sent.
fn rendered(lint: &mut Lint<'_>, part: &Part<'_>, body: &Body) {
    let length = meta_length(&body.samples.fill(&body.text));
    if length > LONGEST_BODY && meta_length(&body.text) <= LONGEST_BODY {
        lint.say(Rule::RenderedTooLong, format!("{}/text", part.at))
            .arg(length);
    }
}
