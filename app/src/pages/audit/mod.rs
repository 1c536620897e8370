//! Who changed what.

mod diff;
mod filter;
mod row;
mod verdict;

use domain::permission::Permission;
use leptos::prelude::*;
use service::audit as log;

use crate::{
    components::{
        empty::Blank,
        format::Times,
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        pager::Older,
        table::{Column, Table},
    },
    guard::{Cx, guard},
    words::{audit as words, common},
};
use filter::AuditFilter;

/// Address of the log.
pub(crate) const AUDIT: &str = "/app/admin/audit";

/// `/app/admin/audit`
#[component]
pub(crate) fn AuditPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewAudit)?;
        let lang = cx.lang;
        let times = Times::current();
        let filter = AuditFilter::current(&times);
        let rows = log::list(cx.services(), &cx.call, &filter.wanted, filter.before).await?;
        let verdict = if filter.verify {
            Some(log::verify(&cx.services().db).await?)
        } else {
            None
        };
        let verify = filter.verify_href();
        let body = view! {
            <PageHead title=words::title(lang) sub=words::sub(lang)>
                <a class="btn" href=verify>{icon(Icon::Link)}{words::check_chain(lang)}</a>
            </PageHead>
            {verdict.map(|verdict| verdict::callout(lang, &times, cx.now, verdict))}
            {filter.controls(lang)}
            <section class="card" aria-label=words::caption(lang)>{table(&cx, &times, &filter, rows)}</section>
        };
        Ok(Screen::new(words::title(lang), body))
    })
}

fn table(cx: &Cx, times: &Times, filter: &AuditFilter, found: log::AuditPage) -> AnyView {
    let lang = cx.lang;
    if found.rows.is_empty() {
        return if filter.is_empty() {
            view! { <Blank icon_name=Icon::History title=words::none_title(lang) text=words::none_text(lang)/> }.into_any()
        } else {
            view! {
                <Blank icon_name=Icon::Search title=common::nothing_matches(lang) text=words::no_match_text(lang)>
                    <a class="btn" href=AUDIT>{common::reset_filters(lang)}</a>
                </Blank>
            }
            .into_any()
        };
    }
    let columns = vec![
        Column::new(words::col_when(lang)),
        Column::new(words::col_who(lang)),
        Column::new(words::col_what(lang)),
        Column::new(words::col_thing(lang)),
        Column::new(words::col_details(lang)),
    ];
    let rows = found
        .rows
        .into_iter()
        .map(|entry| row::row(lang, times, filter, entry))
        .collect_view();
    let (older, newest) = (filter.older_href(found.next), filter.newest_href());
    let pages = (older.is_some() || newest.is_some())
        .then(|| view! { <div class="card__foot"><Older href=older newest=newest/></div> });
    view! {
        <Table caption=words::caption(lang) columns=columns>{rows}</Table>
        {pages}
    }
    .into_any()
}
