//! Filters: chips with live counts. Each is a link, so that a filtered page
//! has an address.

use leptos::prelude::*;

use super::{
    format::count,
    icon::{Icon, icon},
};
use crate::{request::Request, words::common};

/// One choice of a filter.
#[derive(Debug, Clone)]
pub(crate) struct Chip {
    /// Where it leads.
    pub(crate) href: String,
    /// Its word.
    pub(crate) label: String,
    /// How many rows it would show.
    pub(crate) count: Option<u64>,
    /// Whether it is in force.
    pub(crate) current: bool,
    /// An icon before the word.
    pub(crate) icon: Option<Icon>,
}

impl Chip {
    /// A choice with its count.
    pub(crate) fn new(href: String, label: impl Into<String>, count: u64, current: bool) -> Self {
        Self {
            href,
            label: label.into(),
            count: Some(count),
            current,
            icon: None,
        }
    }

    /// A choice without a count.
    pub(crate) fn plain(href: String, label: impl Into<String>, current: bool) -> Self {
        Self {
            href,
            label: label.into(),
            count: None,
            current,
            icon: None,
        }
    }
}

/// The choices of one filter.
#[component]
pub(crate) fn Chips(
    /// What is filtered, for people who do not see the row.
    #[prop(into)]
    label: String,
    /// The choices.
    chips: Vec<Chip>,
) -> impl IntoView {
    let lang = Request::current().lang;
    let chips = chips
        .into_iter()
        .map(|chip| {
            view! {
                <a class="chip" href=chip.href aria-current=chip.current.then_some("true")>
                    {chip.icon.map(icon)}
                    {chip.label}
                    {chip.count.map(|n| view! { " "<b>{count(lang, n)}</b> })}
                </a>
            }
        })
        .collect_view();
    view! { <nav class="chips" aria-label=label>{chips}</nav> }
}

/// A filter that is in force, with a cross that takes it away.
#[component]
pub(crate) fn RemoveChip(
    /// The page without the filter.
    #[prop(into)]
    href: String,
    /// What is filtered, for example "Bakery: Goiko".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let lang = Request::current().lang;
    view! {
        <a class="chip chip--remove" href=href>
            {label}" "{icon(Icon::X)}
            <span class="sr-only">{common::remove_filter(lang)}</span>
        </a>
    }
}
