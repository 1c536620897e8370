//! Giving every bakery a number: the proposal, before anything changes.

use domain::permission::Permission;
use leptos::{prelude::*, server_fn::ServerFn};
use service::numbers::bulk::{self, BulkPreview, Pair};

use crate::{
    actions::numbers::{AssignAll, BAKERIES},
    components::{
        empty::Blank,
        format::count,
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::{Cx, guard},
    pages::parts::{callout, note},
    words::{numbers as w, tenants::bakeries},
};

/// `/app/admin/whatsapp/assign-all`
#[component]
pub(crate) fn BulkPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::AssignNumbers)?;
        let preview = bulk::preview(cx.services(), &cx.call).await?;
        let lang = cx.lang;
        let back = (BAKERIES.to_owned(), w::by_bakery_title(lang).to_owned());
        let body = view! {
            <PageHead title=w::bulk_title(lang) sub=w::bulk_sub(lang) back=back/>
            {if preview.pairs.is_empty() { nothing(&cx) } else { proposal(&cx, &preview) }}
            {more(&cx, &preview)}
            {left_out(&cx, &preview)}
        };
        Ok(Screen::new(w::bulk_title(lang), body))
    })
}

fn nothing(cx: &Cx) -> AnyView {
    let lang = cx.lang;
    view! {
        <section class="card">
            <Blank icon_name=Icon::Ok title=w::bulk_nothing_title(lang) text=w::bulk_nothing_why(lang)>
                <a class="btn" href=BAKERIES>{w::by_bakery_title(lang)}</a>
            </Blank>
        </section>
    }
    .into_any()
}

fn proposal(cx: &Cx, preview: &BulkPreview) -> AnyView {
    let lang = cx.lang;
    let columns = vec![
        Column::new(w::bakery(lang)),
        Column::new(w::number(lang)),
        Column::new(w::bulk_why(lang)),
        Column::new(w::bulk_take(lang)),
    ];
    let rows = preview.pairs.iter().map(|pair| pair_row(cx, pair)).collect_view();
    let n = u64::try_from(preview.pairs.len()).unwrap_or(u64::MAX);
    view! {
        <form class="stack" method="post" action=AssignAll::url()>
            <section class="card" aria-label=w::bulk_title(lang)>
                <Table caption=w::bulk_title(lang) columns=columns>{rows}</Table>
                <p class="card__foot">
                    <span>{w::bulk_spare(lang)}": "<b class="tnum">{count(lang, preview.spare.into())}</b></span>
                    <span>{w::bulk_resting(lang)}": "<b class="tnum">{count(lang, preview.resting.into())}</b></span>
                </p>
            </section>
            <div class="row">
                <button class="btn btn--primary" type="submit">
                    {icon(Icon::Ok)}
                    {w::bulk_confirm(lang, &w::numbers(lang, n))}
                </button>
                <a class="btn" href=BAKERIES>{w::cancel(lang)}</a>
            </div>
        </form>
    }
    .into_any()
}

fn pair_row(cx: &Cx, pair: &Pair) -> AnyView {
    let lang = cx.lang;
    let why = if pair.name_matches {
        status(Tone::Ok, Icon::Ok, w::bulk_name_matches(lang), false)
    } else {
        status(Tone::Idle, Icon::Number, w::bulk_next_free(lang), false)
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{pair.tenant_name.clone()}</th>
            <td role="cell" data-label=w::number(lang) class="nowrap">{pair.number_display.clone()}</td>
            <td role="cell" data-label=w::bulk_why(lang)>{why}</td>
            <td role="cell" data-label=w::bulk_take(lang) class="corner">
                <label class="radio">
                    <input
                        type="checkbox"
                        name="pairs[]"
                        value=format!("{}:{}", pair.number, pair.tenant)
                        checked=true
                    />
                    <span class="sr-only">{w::bulk_take(lang)}" "{pair.tenant_name.clone()}</span>
                </label>
            </td>
        </tr>
    }
    .into_any()
}

/// One change holds only so many; the rest comes after it.
fn more(cx: &Cx, preview: &BulkPreview) -> Option<AnyView> {
    (preview.more > 0).then(|| {
        let lang = cx.lang;
        note(Tone::Info, w::bulk_more(lang, &w::numbers(lang, preview.more)))
    })
}

fn left_out(cx: &Cx, preview: &BulkPreview) -> Option<AnyView> {
    let lang = cx.lang;
    (!preview.left_out.is_empty()).then(|| {
        let names: Vec<&str> = preview.left_out.iter().map(|(_, name)| name.as_str()).collect();
        let named = u64::try_from(names.len()).unwrap_or(u64::MAX);
        let names = names.join(", ");
        let names = match preview.left_out_count.saturating_sub(named) {
            0 => format!("{names}."),
            others => w::bulk_left_more(lang, &names, &count(lang, others)),
        };
        let there = format!("{BAKERIES}?number=no");
        callout(
            Tone::Warn,
            w::bulk_left_title(lang, &bakeries(lang, preview.left_out_count)),
            view! {
                <p>{names}</p>
                <p class="sm">{w::bulk_left_why(lang)}" "<a href=there>{w::without_number(lang)}</a></p>
            },
        )
    })
}
