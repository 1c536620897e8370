//! Every number of every account.

use domain::{
    number::{NumberUse, REST_AFTER_RELEASE},
    permission::{Permission, Scope},
};
use leptos::{prelude::*, server_fn::ServerFn};
use service::numbers::list::{self, NumberList, NumberRow};

use super::{
    filter::{self, KEYS},
    look,
    panel::{self, Context, assign_form},
    tabs::{Tab, tabs},
};
use crate::{
    actions::numbers::{POOL, SyncAccounts},
    components::{
        chips::{Chip, Chips},
        empty::Blank,
        form::BackHere,
        format::{Times, count},
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        pager::Pager,
        query::Query,
        status::Tone,
        table::{Column, Table},
    },
    guard::{Cx, guard},
    pages::{
        filters,
        parts::{callout, evidence, no_evidence},
    },
    words::{common, numbers as w},
};

/// `/app/admin/whatsapp/numbers`
#[component]
pub(crate) fn PoolPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewNumbers)?;
        let query = Query::current().only(&KEYS);
        let list = list::list(cx.services(), &cx.call, &filter::read(&query)).await?;
        let may_assign = cx.call.actor.may(Permission::AssignNumbers, Scope::Platform);
        let open = query.get("sel").filter(|_| may_assign);
        let open = open.filter(|sel| list.page.rows.iter().any(|row| row.id.as_str() == *sel));
        let context = match open {
            Some(_) => Some(Context::load(&cx).await?),
            None => None,
        };
        Ok(screen(&cx, &list, &query, context.as_ref()))
    })
}

/// The page of a list that was read.
pub(crate) fn screen(cx: &Cx, list: &NumberList, query: &Query, context: Option<&Context>) -> Screen {
    let body = view! {
        {head(cx, list, query)}
        {tabs(Tab::Pool)}
        {failed(cx, list)}
        {filters(cx, list, query)}
        {rows(cx, list, query, context)}
    };
    Screen::new(w::title(cx.lang), body).topics("numbers tenants accounts")
}

fn head(cx: &Cx, list: &NumberList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let times = Times::current();
    let may_sync = cx.call.actor.may(Permission::ManageAccounts, Scope::Platform);
    let csv = query
        .with("sel", None)
        .with("page", None)
        .href()
        .replacen(POOL, &format!("{POOL}.csv"), 1);
    let actions = view! {
            {match list.read_at {
                Some(at) => evidence(&times, w::read_from_meta(lang), at),
                None => no_evidence(w::never_read(lang)),
            }}
            {may_sync
                .then(|| {
                    view! {
                        <form method="post" action=SyncAccounts::url()>
                            <BackHere/>
                            <button class="btn" type="submit">{icon(Icon::Refresh)}{w::sync_now(lang)}</button>
                        </form>
                    }
                })}
            <a class="btn" href=csv download="">{icon(Icon::Download)}{w::csv(lang)}</a>
}
    .into_any();
    view! {
        <PageHead title=w::title(lang) sub=w::pool_sub(lang)>{actions}</PageHead>
    }
    .into_any()
}

fn failed(cx: &Cx, list: &NumberList) -> Option<AnyView> {
    let lang = cx.lang;
    (!list.failed_accounts.is_empty()).then(|| {
        let links = list
            .failed_accounts
            .iter()
            .map(|(id, name)| view! { " "<a href=format!("/app/admin/whatsapp/wabas/{id}")>{name.clone()}</a>"." })
            .collect_view();
        callout(Tone::Warn, w::sync_failed_title(lang), view! {
                <p>{w::sync_failed_why(lang)}{links}</p>
            })
    })
}

fn filters(cx: &Cx, list: &NumberList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let base = query
        .with("sel", None)
        .with("page", None)
        .with("use", None)
        .with("attention", None);
    let used = query.get("use").and_then(NumberUse::from_key);
    let attention = query.get("attention") == Some("1");
    let mut chips = vec![Chip::new(
        base.href(),
        w::all(lang),
        list.all,
        used.is_none() && !attention,
    )];
    chips.extend(
        list.by_use
            .iter()
            .filter(|(u, n)| *n > 0 || used == Some(*u))
            .map(|(u, n)| {
                Chip::new(
                    base.with("use", Some(u.key())).href(),
                    look::use_word(lang, *u),
                    *n,
                    used == Some(*u),
                )
            }),
    );
    chips.push(Chip {
        icon: Some(Icon::Flag),
        ..Chip::new(
            base.with("attention", Some("1")).href(),
            w::needs_attention(lang),
            list.attention,
            attention,
        )
    });
    let option = |value: String, words: String, current: Option<&str>| {
        let selected = current == Some(value.as_str());
        view! { <option value=value selected=selected>{words}</option> }
    };
    let accounts = list
        .by_account
        .iter()
        .map(|(id, name, n)| {
            option(
                id.to_string(),
                format!("{name} ({})", count(lang, *n)),
                query.get("account"),
            )
        })
        .collect_view();
    let qualities = list
        .by_quality
        .iter()
        .map(|(rating, n)| {
            let words = format!("{} ({})", look::quality(lang, rating).word, count(lang, *n));
            option(rating.as_str().to_owned(), words, query.get("quality"))
        })
        .collect_view();
    view! {
        <div class="filters">
            <Chips label=w::filter_use(lang) chips=chips/>
            <span class="spacer"></span>
            <form class="row row--tight" action=POOL data-live="">
                {filters::kept(&["use", "attention", "sort"], query)}
                {filters::find(w::search_numbers(lang), query)}
                <label class="sr-only" for="account">{w::account(lang)}</label>
                <select class="select select--soft select--auto" id="account" name="account">
                    <option value="">{w::any_account(lang)}</option>
                    {accounts}
                </select>
                <label class="sr-only" for="quality">{w::quality(lang)}</label>
                <select class="select select--soft select--auto" id="quality" name="quality">
                    <option value="">{w::any_quality(lang)}</option>
                    {qualities}
                </select>
                <button class="btn btn--sm js-hide" type="submit">{common::show(lang)}</button>
            </form>
        </div>
    }
    .into_any()
}

fn rows(cx: &Cx, list: &NumberList, query: &Query, context: Option<&Context>) -> AnyView {
    let lang = cx.lang;
    if list.page.rows.is_empty() {
        return empty(cx, query);
    }
    let may_assign = cx.call.actor.may(Permission::AssignNumbers, Scope::Platform);
    let sort = query.with("sel", None);
    let columns = vec![
        Column::new(w::number(lang)).sorted_by(&sort, "", Some("-number")),
        Column::new(w::bakery(lang)).sorted_by(&sort, "bakery", None),
        Column::new(w::status(lang)),
        Column::new(w::quality(lang)).sorted_by(&sort, "quality", None),
        Column::new(w::name_seen(lang)),
        Column::new(w::last_used(lang)).sorted_by(&sort, "last", None),
        Column::hidden(w::actions(lang)),
    ];
    let times = Times::current();
    let body = list
        .page
        .rows
        .iter()
        .map(|row| {
            let open = context.filter(|_| query.get("sel") == Some(row.id.as_str()));
            let close = query.with("sel", None).href();
            view! {
                {one(cx, &times, row, query, may_assign, open.is_some())}
                {open
                    .map(|context| {
                        view! {
                            <tr role="row" class="row-panel">
                                <td role="cell" colspan="7">{assign_form(cx, row, context, Some(close))}</td>
                            </tr>
                        }
                    })}
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-label=w::pool_label(lang)>
            <Table caption=w::pool_label(lang) columns=columns>{body}</Table>
            <div class="card__foot">
                <span>{w::rests_note(lang)}</span>
                <Pager query=sort page=list.page.page size=list.page.size total=list.page.total/>
            </div>
        </section>
    }
    .into_any()
}

fn empty(cx: &Cx, query: &Query) -> AnyView {
    let lang = cx.lang;
    let filtered = KEYS.iter().any(|key| *key != "sort" && query.get(key).is_some());
    let may_connect = cx.call.actor.may(Permission::ManageAccounts, Scope::Platform);
    if filtered {
        view! {
            <section class="card">
                <Blank icon_name=Icon::Search title=common::nothing_matches(lang) text="">
                    <a class="btn" href=POOL>{common::reset_filters(lang)}</a>
                </Blank>
            </section>
        }
        .into_any()
    } else {
        view! {
            <section class="card">
                <Blank icon_name=Icon::Number title=w::none_title(lang) text=w::none_why(lang)>
                    {may_connect
                        .then(|| {
                            view! {
                                <a class="btn btn--primary" href="/app/admin/whatsapp/wabas">{w::connect_account(lang)}</a>
                            }
                        })}
                </Blank>
            </section>
        }
        .into_any()
    }
}

fn one(cx: &Cx, times: &Times, row: &NumberRow, query: &Query, may_assign: bool, open: bool) -> AnyView {
    let lang = cx.lang;
    let status = look::row_status(lang, row);
    let quality = look::quality(lang, &row.quality);
    let name = look::name_status(lang, &row.name_status);
    let name_calm = name.calm();
    let quality_calm = quality.calm();
    view! {
        <tr role="row" class=open.then_some("is-open") id=format!("n-{}", row.id)>
            <th role="rowheader" scope="row" class="lead nowrap">
                <a href=format!("{POOL}/{}", row.id)>{row.display.clone()}</a>
                {row.duplicate.then(|| view! { <small class="t-warn">{w::listed_twice(lang)}</small> })}
            </th>
            <td role="cell" data-label=w::bakery(lang)>{holder(cx, times, row)}</td>
            <td role="cell" data-label=w::status(lang) class="corner">
                {status.view()}
                {resting(cx, times, row).map(|words| view! { <small>{words}</small> })}
            </td>
            <td role="cell" data-label=w::quality(lang) class=quality_calm>
                {quality.view()}
                {row
                    .quality_before
                    .as_ref()
                    .map(|(before, until)| {
                        let word = look::quality(lang, before).word.to_lowercase();
                        view! { <small>{w::was_quality(lang, &word, &times.day(*until))}</small> }
                    })}
            </td>
            <td role="cell" data-label=w::name_short(lang) class=name_calm>
                {name.view()}
                <small>{name_note(cx, row)}</small>
            </td>
            <td role="cell" data-label=w::last_used(lang) class="nowrap">
                {match row.last_used_at {
                    Some(at) => times.element(at),
                    None => view! { <span class="muted">{w::never(lang)}</span> }.into_any(),
                }}
            </td>
            <td role="cell" class=if open { "n act hide-card" } else { "n act" }>
                {may_assign.then(|| action(cx, row, query, open))}
            </td>
        </tr>
    }
    .into_any()
}

fn action(cx: &Cx, row: &NumberRow, query: &Query, open: bool) -> AnyView {
    let lang = cx.lang;
    if open {
        return view! { <span class="sm strong">{w::assigning(lang)}</span> }.into_any();
    }
    let here = format!("{}#n-{}", query.with("sel", Some(row.id.as_str())).href(), row.id);
    let (class, href, word) = match row.used {
        NumberUse::Free => ("btn btn--sm", here, w::assign(lang)),
        NumberUse::InUse => ("btn btn--quiet btn--sm", here, w::change(lang)),
        used if panel::assignable(used) => ("btn btn--quiet btn--sm", here, w::assign(lang)),
        _ => (
            "btn btn--quiet btn--sm",
            format!("{POOL}/{}", row.id),
            w::open(lang),
        ),
    };
    view! { <a class=class href=href>{word}<span class="sr-only">" "{row.display.clone()}</span></a> }
        .into_any()
}

/// Who has the number, or had it last.
pub(crate) fn holder(cx: &Cx, times: &Times, row: &NumberRow) -> AnyView {
    let lang = cx.lang;
    match (&row.holder, row.used, &row.last_holder) {
        (Some(holder), _, _) => {
            let since = w::since_by(lang, &times.day(holder.since), &holder.by);
            view! {
                <a href=format!("/app/admin/tenants/{}", holder.tenant) title=since>{holder.name.clone()}</a>
            }
            .into_any()
        }
        (None, NumberUse::Shared, _) => {
            view! { {w::shared_by_default(lang)}<small>{w::shared_hint(lang)}</small> }.into_any()
        }
        (None, _, Some((name, _))) => {
            view! { <span class="muted">{w::nobody(lang)}</span><small>{w::was(lang, name)}</small> }
                .into_any()
        }
        (None, _, None) => view! { <span class="muted">{w::nobody(lang)}</span> }.into_any(),
    }
}

fn resting(cx: &Cx, times: &Times, row: &NumberRow) -> Option<String> {
    let (_, ended) = row
        .last_holder
        .as_ref()
        .filter(|_| row.used == NumberUse::Resting)?;
    Some(w::until(cx.lang, &times.day(ended.plus(REST_AFTER_RELEASE))))
}

/// The name itself where it says more than the bakery's, or what became of a wish.
fn name_note(cx: &Cx, row: &NumberRow) -> Option<String> {
    use domain::number::NameStatus;
    if row.name_status == NameStatus::Declined && !row.verified_name.is_empty() {
        return Some(w::old_name_stays(cx.lang).to_owned());
    }
    let same = row
        .holder
        .as_ref()
        .is_some_and(|holder| holder.name == row.verified_name);
    (!same && !row.verified_name.is_empty()).then(|| row.verified_name.clone())
}
