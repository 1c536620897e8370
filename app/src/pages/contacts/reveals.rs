//! Who saw a customer's whole number, and why.

use domain::permission::Permission;
use leptos::prelude::*;
use service::messages::reveals::{self, Reveal};

use crate::{
    components::{
        empty::Blank,
        format::Times,
        icon::Icon,
        page::{PageHead, Screen, page},
        pager::Older,
        query::Query,
        table::{Column, Table},
    },
    guard::{Cx, guard},
    words::contacts as w,
};

/// `/app/support/reveals`
#[component]
pub(crate) fn RevealsPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::RevealNumbers)?;
        let lang = cx.lang;
        let times = Times::current();
        let query = Query::current().only(&["before"]);
        let found = reveals::list(cx.services(), &cx.call, query.number("before")).await?;
        let sub = if found.own {
            w::reveals_own_sub(lang)
        } else {
            w::reveals_sub(lang)
        };
        let older = found
            .next
            .map(|seq| query.with("before", Some(&seq.to_string())).href());
        let newest = query.get("before").map(|_| query.with("before", None).href());
        let content = if found.rows.is_empty() {
            view! { <Blank icon_name=Icon::Read title=w::reveals_none_title(lang) text=w::reveals_none_text(lang)/> }
                .into_any()
        } else {
            let columns = vec![
                Column::new(w::col_when(lang)),
                Column::new(w::col_who(lang)),
                Column::new(w::col_customer(lang)),
                Column::new(w::col_reason(lang)),
            ];
            let rows = found
                .rows
                .iter()
                .map(|each| row(&cx, &times, each))
                .collect_view();
            let foot = (older.is_some() || newest.is_some())
                .then(|| view! { <div class="card__foot"><Older href=older newest=newest/></div> });
            view! { <Table caption=w::reveals_caption(lang) columns=columns>{rows}</Table>{foot} }.into_any()
        };
        let body = view! {
            <PageHead title=w::reveals(lang) sub=sub/>
            <section class="card" aria-label=w::reveals(lang)>{content}</section>
        };
        Ok(Screen::new(w::reveals(lang), body).topics("messages"))
    })
}

fn row(cx: &Cx, times: &Times, each: &Reveal) -> AnyView {
    let lang = cx.lang;
    let until = w::lasts_until(lang, &times.hour(each.until));
    let customer = match each.contact {
        Some(id) => {
            let href = format!("/app/support/contacts/{id}");
            view! { <a class="mask" href=href>{each.customer.clone()}</a> }.into_any()
        }
        None => view! { <span class="mask">{each.customer.clone()}</span> }.into_any(),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead nowrap">{times.element(each.at)}<small>{until}</small></th>
            <td role="cell" data-label=w::col_who(lang)>{each.who.clone()}</td>
            <td role="cell" data-label=w::col_customer(lang)>{customer}</td>
            <td role="cell" data-label=w::col_reason(lang) class="wide">{each.reason.clone()}</td>
        </tr>
    }
    .into_any()
}
