//! Paging with links.

use leptos::prelude::*;

use super::{
    format::count,
    icon::{Icon, icon},
    query::Query,
};
use crate::{request::Request, words::common};

/// "51 to 100 of 500" with links to the page before and after. The page's
/// number travels as `page`; the first page needs none.
#[component]
pub(crate) fn Pager(
    /// The address of the list.
    query: Query,
    /// The page shown, from 1.
    page: u32,
    /// Rows on a full page.
    size: u32,
    /// Rows on all pages.
    total: u64,
) -> impl IntoView {
    let lang = Request::current().lang;
    let first = u64::from(page.saturating_sub(1)) * u64::from(size) + 1;
    let last = (first - 1 + u64::from(size)).min(total);
    let range = if total == 0 {
        common::rows_none(lang).to_owned()
    } else if first > total {
        common::rows_beyond(lang, &count(lang, total))
    } else {
        common::rows_of(lang, &count(lang, first), &count(lang, last), &count(lang, total))
    };
    let to = |page: u32| {
        query
            .with("page", (page > 1).then(|| page.to_string()).as_deref())
            .href()
    };
    let pages = total.div_ceil(u64::from(size.max(1))).max(1);
    let before = (page > 1).then(|| to(u32::try_from(pages).unwrap_or(u32::MAX).min(page - 1)));
    let after = (u64::from(page) < pages).then(|| to(page + 1));
    let links = before.is_some() || after.is_some();
    view! {
        <span>{range}</span>
        {links
            .then(|| {
                view! {
                    <nav class="pager" aria-label=common::pages(lang)>
                        {step(before, "prev", common::page_before(lang), Icon::Left)}
                        {step(after, "next", common::page_after(lang), Icon::Right)}
                    </nav>
                }
            })}
    }
}

/// Keyset paging: only "older", from the position of the last row.
#[component]
pub(crate) fn Older(
    /// Where older rows are; `None` at the end.
    #[prop(into)]
    href: Option<String>,
    /// Where the newest rows are, when these are not them.
    #[prop(into)]
    newest: Option<String>,
) -> impl IntoView {
    let lang = Request::current().lang;
    view! {
        <nav class="pager" aria-label=common::pages(lang)>
            {newest.map(|href| view! { <a class="btn btn--sm btn--quiet" href=href>{common::newest(lang)}</a> })}
            {step(href, "next", common::older(lang), Icon::Right)}
        </nav>
    }
}

fn step(href: Option<String>, rel: &'static str, words: &'static str, name: Icon) -> Option<AnyView> {
    let (before, after) = if name == Icon::Left {
        (Some(icon(name)), None)
    } else {
        (None, Some(icon(name)))
    };
    href.map(|href| view! { <a class="btn btn--sm" rel=rel href=href>{before}{words}{after}</a> }.into_any())
}
