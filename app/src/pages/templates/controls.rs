//! Filters above the list: pills with counts, search, choices.

use domain::number::QualityRating;
use leptos::prelude::*;
use service::templates::{TemplateCategory, TemplateStatus, list::TemplateList};

use super::look;
use crate::{
    actions::templates::TEMPLATES,
    components::{
        chips::{Chip, Chips},
        format::count,
        icon::Icon,
        query::Query,
    },
    guard::Cx,
    pages::{filters, numbers::look as numbers},
    words::{common, templates as w},
};

/// Keys that travel along hidden, because they have no control in the form.
const HIDDEN: [&str; 3] = ["status", "attention", "sort"];

/// Pills: states that occur, and what needs attention.
pub(super) fn pills(cx: &Cx, list: &TemplateList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let base = query
        .with("after", None)
        .with("status", None)
        .with("attention", None);
    let current = query.get("status").map(TemplateStatus::parse);
    let attention = query.get("attention").is_some();
    let mut chips = vec![Chip::new(
        base.href(),
        w::all(lang),
        list.all,
        current.is_none() && !attention,
    )];
    let mut states = list.by_status.clone();
    // A state that is asked for is shown even when nothing is in it.
    if let Some(state) = &current
        && !states.iter().any(|(known, _)| known == state)
    {
        states.push((state.clone(), 0));
    }
    chips.extend(states.into_iter().map(|(state, n)| {
        let here = current.as_ref() == Some(&state);
        let href = base.with("status", Some(state.as_str())).href();
        let mut chip = Chip::new(href, w::status(lang, &state).to_owned(), n, here);
        chip.icon = Some(look::of_status(&state).1);
        chip
    }));
    let mut chip = Chip::new(
        base.with("attention", Some("1")).href(),
        w::attention(lang),
        list.attention,
        attention,
    );
    chip.icon = Some(Icon::Flag);
    chips.push(chip);
    view! { <Chips label=w::by_status(lang) chips=chips/> }.into_any()
}

/// Search and choices.
pub(super) fn controls(cx: &Cx, list: &TemplateList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let hidden = query
        .pairs()
        .filter(|(key, _)| HIDDEN.contains(key))
        .map(|(key, value)| view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> })
        .collect_view();
    let with = |words: String, n: u64| format!("{words} ({})", count(lang, n));
    let languages = list
        .by_language
        .iter()
        .map(|(code, n)| (code.clone(), with(w::language_name(lang, code), *n)))
        .collect();
    let categories = list
        .by_category
        .iter()
        .map(|(one, n): &(TemplateCategory, u64)| {
            (
                one.as_str().to_owned(),
                with(w::category(lang, one).to_owned(), *n),
            )
        })
        .collect();
    let qualities = list
        .by_quality
        .iter()
        .map(|(one, n): &(QualityRating, u64)| {
            (
                one.as_str().to_owned(),
                with(numbers::quality(lang, one).word, *n),
            )
        })
        .collect();
    let accounts = list
        .by_account
        .iter()
        .map(|(id, name, n)| (id.to_string(), with(name.clone(), *n)))
        .collect();
    let filtered = !query.with("after", None).with("sort", None).is_empty();
    view! {
        <form class="filters" action=TEMPLATES role="search" aria-label=w::filter_label(lang) data-live="">
            {hidden}
            {filters::search(w::search(lang), query)}
            {choice("language", w::language(lang), w::any_language(lang), languages, query)}
            {choice("category", w::category_word(lang), w::any_category(lang), categories, query)}
            {choice("quality", w::quality_word(lang), w::any_quality(lang), qualities, query)}
            {(list.by_account.len() > 1)
                .then(|| choice("account", w::account(lang), w::any_account(lang), accounts, query))}
            <button class="btn js-hide" type="submit">{common::show(lang)}</button>
            {filtered.then(|| view! { <a class="btn btn--quiet" href=TEMPLATES>{common::reset_filters(lang)}</a> })}
        </form>
    }
    .into_any()
}

fn choice(
    name: &'static str,
    label: &'static str,
    any: &'static str,
    mut options: Vec<(String, String)>,
    query: &Query,
) -> AnyView {
    let current = query.get(name).unwrap_or_default().to_owned();
    // What is asked for stays chosen, also when nothing has it.
    if !current.is_empty() && options.iter().all(|(value, _)| *value != current) {
        options.push((current.clone(), current));
    }
    options.insert(0, (String::new(), any.to_owned()));
    filters::choice(name, label, options, query)
}
