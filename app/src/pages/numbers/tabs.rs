//! The two views of the same thing: by bakery, and all numbers.

use leptos::prelude::*;

use crate::{
    actions::numbers::{BAKERIES, POOL},
    request::Request,
    words::numbers as w,
};

/// Which view is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    /// Bakeries and their numbers.
    Bakeries,
    /// The pool.
    Pool,
}

/// Links between the two views.
pub(crate) fn tabs(current: Tab) -> AnyView {
    let lang = Request::current().lang;
    let here = |tab: Tab| (tab == current).then_some("page");
    view! {
        <nav class="tabs" aria-label=w::tabs_label(lang)>
            <a href=BAKERIES aria-current=here(Tab::Bakeries)>{w::tab_bakeries(lang)}</a>
            <a href=POOL aria-current=here(Tab::Pool)>{w::tab_pool(lang)}</a>
        </nav>
    }
    .into_any()
}
