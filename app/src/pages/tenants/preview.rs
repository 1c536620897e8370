//! Importing bakeries: what would happen.

use domain::{ids::BatchId, permission::Permission};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    tenants::import::{self, Outcome, Preview, PreviewRow},
};

use crate::{
    actions::tenants::{ApplyImport, TENANTS},
    components::{
        form::Hidden,
        format::count,
        icon::Icon,
        page::{PageHead, Screen, page},
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::{Cx, guard},
    pages::parts::note,
    words::{problems, tenants as w},
};

/// `/app/admin/tenants/import/{id}`
#[component]
pub(crate) fn ImportPreviewPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ManageTenants)?;
        let lang = cx.lang;
        let id = BatchId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let preview = import::preview(cx.services(), &cx.call, &id).await?;
        let sub = if preview.applied {
            w::preview_applied_title(lang)
        } else {
            w::preview_sub(lang)
        };
        let body = view! {
            <PageHead
                title=w::preview_title(lang)
                sub=sub
                back=(format!("{TENANTS}/import"), w::import_title(lang).to_owned())
            />
            {preview
                .applied
                .then(|| {
                    note(Tone::Info, view! {
                            <p>{w::preview_applied_why(lang)}</p>
                        })
                })}
            {figures(&cx, &preview)}
            {(!preview.applied).then(|| confirm(&cx, &preview))}
            {rows(&cx, &preview)}
        };
        Ok(Screen::new(w::preview_title(lang), body))
    })
}

fn figures(cx: &Cx, preview: &Preview) -> AnyView {
    let lang = cx.lang;
    let figure = |words: &'static str, n: u64| {
        view! { <div><dt>{words}</dt><dd class=(n == 0).then_some("muted")>{count(lang, n)}</dd></div> }
    };
    view! {
        <dl class="stats">
            {figure(w::p_create(lang), preview.create)}
            {figure(w::p_update(lang), preview.update)}
            {figure(w::p_same(lang), preview.same)}
            {figure(w::p_refused(lang), preview.refused)}
        </dl>
    }
    .into_any()
}

fn confirm(cx: &Cx, preview: &Preview) -> AnyView {
    let lang = cx.lang;
    let something = preview.create + preview.update > 0;
    view! {
        <form class="row" method="post" action=ApplyImport::url()>
            <Hidden name="id" value=preview.id.to_string()/>
            {if something {
                view! { <button class="btn btn--primary" type="submit">{w::p_confirm(lang)}</button> }.into_any()
            } else {
                view! { <span class="soft">{w::p_nothing(lang)}</span> }.into_any()
            }}
            <a class="btn" href=format!("{TENANTS}/import")>{w::p_again(lang)}</a>
        </form>
    }
    .into_any()
}

fn rows(cx: &Cx, preview: &Preview) -> AnyView {
    let lang = cx.lang;
    let total = preview.create + preview.update + preview.same + preview.refused;
    let shown = u64::try_from(preview.rows.len()).unwrap_or(u64::MAX);
    let columns = vec![
        Column::new(w::col_name(lang)),
        Column::figures(w::p_line(lang)),
        Column::new(w::f_city(lang)),
        Column::new(w::p_what(lang)),
    ];
    let body = preview.rows.iter().map(|row| one(cx, row)).collect_view();
    view! {
        <section class="card" aria-label=w::preview_title(lang)>
            <Table caption=w::preview_title(lang) columns=columns>{body}</Table>
            <p class="card__foot">{w::p_first_rows(lang, &count(lang, shown), &count(lang, total))}</p>
        </section>
    }
    .into_any()
}

fn one(cx: &Cx, row: &PreviewRow) -> AnyView {
    let lang = cx.lang;
    let (what, why) = match &row.outcome {
        Outcome::Create => (status(Tone::Ok, Icon::Plus, w::r_create(lang), false), None),
        Outcome::Update => (status(Tone::Info, Icon::Draft, w::r_update(lang), false), None),
        Outcome::Same => (status(Tone::Idle, Icon::Dash, w::r_same(lang), false), None),
        Outcome::Refused(column, problem) => (
            status(Tone::Bad, Icon::Failed, w::r_refused(lang), true),
            Some(format!(
                "{}: {}",
                problems::column(lang, column),
                problems::field(lang, problem)
            )),
        ),
    };
    let name = if row.name.is_empty() {
        "–".to_owned()
    } else {
        row.name.clone()
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{name}</th>
            <td role="cell" data-label=w::p_line(lang) class="n">{count(lang, row.line)}</td>
            <td role="cell" data-label=w::f_city(lang)>{row.city.clone()}</td>
            <td role="cell" data-label=w::p_what(lang)>{what}<small>{why}</small></td>
        </tr>
    }
    .into_any()
}
