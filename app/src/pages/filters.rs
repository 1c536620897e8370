//! What the filters above lists share.

use domain::{ids::TenantId, lang::Lang};
use leptos::prelude::*;

use crate::{
    components::{
        icon::{Icon, icon},
        query::Query,
    },
    words::messages as w,
};

/// The field for words to look for, in a line of its own.
pub(crate) fn search(label: &'static str, query: &Query) -> AnyView {
    let typed = query.get("q").unwrap_or_default().to_owned();
    view! {
        <div class="search">
            {icon(Icon::Search)}
            <label class="sr-only" for="find">{label}</label>
            <input id="find" name="q" type="search" autocomplete="off" placeholder=label value=typed/>
        </div>
    }
    .into_any()
}

/// The same, small, beside pills.
pub(crate) fn find(label: &'static str, query: &Query) -> AnyView {
    let typed = query.get("q").unwrap_or_default().to_owned();
    view! {
        <label class="sr-only" for="find">{label}</label>
        <input class="input input--soft" id="find" name="q" type="search" placeholder=label value=typed/>
    }
    .into_any()
}

/// A choice between options, each a value with its words.
pub(crate) fn choice(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    query: &Query,
) -> AnyView {
    let current = query.get(name).unwrap_or_default().to_owned();
    let options = options
        .into_iter()
        .map(|(value, words)| {
            let selected = value == current;
            view! { <option value=value selected=selected>{words}</option> }
        })
        .collect_view();
    let id = format!("f-{name}");
    view! {
        <label class="sr-only" for=id.clone()>{label}</label>
        <select class="select select--auto" id=id.clone() name=name>{options}</select>
    }
    .into_any()
}

/// The choice of a bakery, for who sees those of all.
pub(crate) fn bakery(lang: Lang, tenants: &[(TenantId, String)], query: &Query) -> AnyView {
    let all = std::iter::once((String::new(), w::all_bakeries(lang).to_owned()));
    let named = tenants.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let mut options: Vec<(String, String)> = all.chain(named).collect();
    // A bakery about which nothing is kept yet is not among them. It is what is
    // filtered by all the same, and the next search has to keep it.
    if let Some(id) = query.get("bakery").filter(|id| TenantId::parse(id).is_ok())
        && options.iter().all(|(known, _)| known != id)
    {
        options.push((id.to_owned(), w::chosen_bakery(lang).to_owned()));
    }
    choice("bakery", w::bakery(lang), options, query)
}

/// What is filtered without a control in the form travels along hidden.
pub(crate) fn kept(keys: &[&'static str], query: &Query) -> AnyView {
    keys.iter()
        .copied()
        .filter_map(|key| {
            query
                .get(key)
                .map(|value| view! { <input type="hidden" name=key value=value.to_owned()/> })
        })
        .collect_view()
        .into_any()
}
