//! What the rules say of a text, with what puts it right.

use domain::{
    lang::Lang,
    template::{
        Template,
        lint::{Finding, Rule, Severity},
    },
};
use leptos::prelude::*;

use super::{checked, fields::press, look};
use crate::{
    components::icon::{Icon, icon},
    template_form,
    words::{template_rules, templates as w},
};

/// The findings of one language, worst first.
pub(super) fn findings(lang: Lang, place: usize, template: &Template, found: &[Finding]) -> AnyView {
    let (errors, risks) = checked::tally(found);
    let heading = format!("h-lint-{place}");
    let title = if found.is_empty() {
        view! { {w::findings(lang)} }.into_any()
    } else if errors + risks == 0 {
        view! { {w::findings(lang)} }.into_any()
    } else {
        view! { {w::tally(lang, errors, risks)} }.into_any()
    };
    let fixable = found.iter().filter(|one| one.fix.is_some()).count();
    let items = found
        .iter()
        .enumerate()
        .map(|(k, one)| {
            // Which of the findings of this rule it is.
            let before = found
                .iter()
                .take(k)
                .filter(|other| other.rule == one.rule)
                .count();
            item(lang, place, template, one, before)
        })
        .collect_view();
    let body = if found.is_empty() {
        view! { <p class="card__body row sm">{icon(Icon::Ok)}{w::findings_none(lang)}</p> }.into_any()
    } else {
        view! { <ul class="lint-list" role="list">{items}</ul> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby=heading.clone() data-template-findings="">
            <div class="card__head">
                <h3 id=heading.clone()>{title}</h3>
                {(errors + risks > 0).then(|| view! { <span class="soft sm">{w::findings_note(lang)}</span> })}
                {(fixable > 1)
                    .then(|| {
                        view! { <span class="end">{press("fixall".to_owned(), "btn btn--link btn--sm", w::fix_all(lang), None)}</span> }
                    })}
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn item(lang: Lang, place: usize, template: &Template, one: &Finding, before: usize) -> AnyView {
    let (tone, sign) = match one.severity() {
        Severity::Error => ("bad", Icon::Bad),
        Severity::Warning => ("warn", Icon::Warn),
        Severity::Cost => ("warn", Icon::Euro),
        Severity::Advice => ("info", Icon::Info),
    };
    let words = template_rules::words(lang, one.rule);
    let message = one.say(words.message);
    let cost = one.costs.as_ref().map(|costs| {
        let each = format!("+{}", look::each(lang, costs.each, &costs.currency));
        match costs.month {
            Some(month) => w::cost_month(
                lang,
                &each,
                &format!("+{}", look::sum(lang, month, &costs.currency)),
            ),
            None => w::each(lang, &each),
        }
    });
    let control = match one.rule {
        Rule::SampleMissing => one
            .args
            .first()
            .map(|name| format!("l{place}-s-{name}"))
            .filter(|_| !one.at.contains("/buttons/")),
        _ => None,
    };
    let control = control.or_else(|| template_form::control(template, place, &one.at));
    let title = match control {
        Some(control) => view! { <a href=format!("#{control}")>{message.clone()}</a> }.into_any(),
        None => message.clone().into_any(),
    };
    let fix = one.fix.as_ref().map(|_| {
        press(
            format!("fix.{place}.{}.{before}", one.rule.id()),
            "btn btn--sm",
            w::fix_one(lang),
            Some(format!("{}: {message}", w::fix_one(lang))),
        )
    });
    let id = format!("lint-{place}-{}-{before}", one.rule.id());
    view! {
        <li id=id>
            <span data-tone=tone>{icon(sign)}</span>
            <div>
                <b>{title}</b>
                <small>{one.say(words.why)}" "{one.say(words.how)}</small>
                {cost.map(|cost| view! { <small class="strong">{cost}</small> })}
                <small class="muted">{w::source_of(lang, one.rule.source())}</small>
            </div>
            {fix}
        </li>
    }
    .into_any()
}
