//! Filters above the log.

use leptos::prelude::*;
use service::messages::list::{Direction, KindGroup, MessageList};

use super::filter::{self, FILTER_KEYS};
use crate::{
    components::{chips::RemoveChip, format::Times, query::Query},
    guard::Cx,
    pages::{filters, place::Place},
    words::{common, messages as w},
};

/// Keys with a control of their own; the others travel along hidden.
const CONTROLS: [&str; 7] = ["q", "day", "bakery", "kind", "number", "direction", "from"];

pub(super) fn controls(cx: &Cx, place: &Place, list: &MessageList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let own = place.is_own();
    let hidden = query
        .pairs()
        .filter(|(key, _)| FILTER_KEYS.contains(key))
        .filter(|(key, _)| !CONTROLS.contains(key) || (own && *key == "bakery") || *key == "from")
        .map(|(key, value)| view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> })
        .collect_view();
    // Who searches for somebody looks at all days unless they choose others.
    let sought = filter::sought(query);
    let days = [
        (
            "",
            if sought {
                w::all_days(lang)
            } else {
                w::last_7(lang)
            },
        ),
        ("today", w::today(lang)),
        ("yesterday", w::yesterday(lang)),
        ("30", w::last_30(lang)),
        ("all", w::all_days(lang)),
    ];
    let mut days: Vec<(String, String)> = days
        .into_iter()
        .filter(|(key, _)| *key != "all" || !sought)
        .map(|(key, words)| (key.to_owned(), words.to_owned()))
        .collect();
    // A single day that the address names is a choice too; what is no day is none.
    let times = Times::current();
    if let Some(day) = query
        .get("day")
        .filter(|day| days.iter().all(|(key, _)| key != day))
        && let Some(start) = times.start_of(day)
    {
        days.push((day.to_owned(), times.day(start)));
    }
    let first = |label: &str| (String::new(), label.to_owned());
    let kinds = std::iter::once(first(w::all_kinds(lang))).chain(
        KindGroup::ALL
            .into_iter()
            .map(|k| (k.key().to_owned(), w::kind_group(lang, k).to_owned())),
    );
    let ways = std::iter::once(first(w::both_ways(lang))).chain(
        [Direction::Out, Direction::In]
            .into_iter()
            .map(|d| (d.key().to_owned(), w::direction(lang, d).to_owned())),
    );
    let numbers = std::iter::once(first(w::all_numbers(lang))).chain(
        list.numbers
            .iter()
            .map(|(id, display)| (id.to_string(), display.clone())),
    );
    let search = if own { w::own_search(lang) } else { w::search(lang) };
    view! {
        <form class="filters" action=place.messages() role="search" aria-label=w::filter_label(lang) data-live="">
            {hidden}
            {filters::search(search, query)}
            {filters::choice("day", w::day(lang), days, query)}
            {(!own).then(|| filters::bakery(lang, &list.tenants, query))}
            {filters::choice("kind", w::kind(lang), kinds.collect(), query)}
            {filters::choice("direction", w::both_ways(lang), ways.collect(), query)}
            {(!own).then(|| filters::choice("number", w::number(lang), numbers.collect(), query))}
            <button class="btn js-hide" type="submit">{common::show(lang)}</button>
            {(!is_plain(query, own)).then(|| view! { <a class="btn btn--quiet" href=reset(place)>{common::reset_filters(lang)}</a> })}
        </form>
        {chips(cx, query)}
        {list.too_many_people.then(|| view! { <p class="sm soft">{w::too_many_people(lang)}</p> })}
    }
    .into_any()
}

/// What is filtered without a control: a cross takes it away.
fn chips(cx: &Cx, query: &Query) -> Option<AnyView> {
    let lang = cx.lang;
    let base = query.with("sel", None).with("before", None);
    let named = |key: &'static str, words: &dyn Fn(&str) -> String| {
        query
            .get(key)
            .map(|value| (base.with(key, None).href(), words(value)))
    };
    let found: Vec<(String, String)> = [
        named("template", &|value| w::only_template(lang, value)),
        named("category", &|value| w::only_category(lang, value)),
        named("error", &|value| w::only_error(lang, value)),
        named("contact", &|_| w::only_contact(lang).to_owned()),
        named("from", &|value| format!("{} {value}", w::from_day(lang))),
        named("to", &|value| format!("{} {value}", w::to_day(lang))),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!found.is_empty()).then(|| {
        let chips = found
            .into_iter()
            .map(|(href, label)| view! { <RemoveChip href=href label=label/> })
            .collect_view();
        view! { <div class="chips">{chips}</div> }.into_any()
    })
}

/// Whether nothing is filtered.
pub(super) fn is_plain(query: &Query, own: bool) -> bool {
    query
        .pairs()
        .all(|(key, _)| !FILTER_KEYS.contains(&key) || (own && key == "bakery"))
}

/// The log without filters.
pub(super) fn reset(place: &Place) -> String {
    let bakery = place.tenant().map(ToString::to_string);
    Query::to(place.messages())
        .with("bakery", bakery.as_deref())
        .href()
}
