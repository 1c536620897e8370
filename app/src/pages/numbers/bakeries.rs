//! Each bakery and its number: where a number is given with two clicks.

use domain::{
    number::{NumberStatus, NumberUse},
    page::PageRequest,
    permission::{Permission, Scope},
    tenant::TenantStatus,
    time::Millis,
};
use leptos::prelude::*;
use service::{
    numbers::list::{self as numbers, NumberQuery, NumberRow},
    tenants::list::{self as tenants, TenantList, TenantQuery, TenantRow},
};

use super::{
    bakery_row::row,
    panel::shared_display,
    tabs::{Tab, tabs},
};
use crate::{
    actions::numbers::BAKERIES,
    components::{
        chips::{Chip, Chips},
        empty::Blank,
        format::Times,
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
        parts::{evidence, no_evidence, note},
    },
    words::{common, numbers as w},
};

const KEYS: [&str; 5] = ["q", "number", "page", "size", "sel"];
/// Free numbers offered in a row; more of them are chosen from in the pool.
const OFFERED: u32 = 25;

/// What the page shows beside the bakeries.
pub(super) struct Around {
    /// Free, connected numbers to offer.
    pub(super) free: Vec<NumberRow>,
    /// How many more there are.
    pub(super) more_free: u64,
    /// The shared number, for people.
    pub(super) shared: Option<String>,
    /// When the pool was last read.
    pub(super) read_at: Option<Millis>,
    /// Whether the reader may assign.
    pub(super) may_assign: bool,
}

/// `/app/admin/whatsapp`
#[component]
pub(crate) fn BakeriesPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewNumbers)?;
        let query = Query::current().only(&KEYS);
        let wanted = TenantQuery {
            q: query.get("q").map(str::to_owned),
            status: None,
            has_number: match query.get("number") {
                Some("yes") => Some(true),
                Some("no") => Some(false),
                _ => None,
            },
            page: PageRequest::clamped(query.number("page"), query.number("size")),
            ..TenantQuery::default()
        };
        let list = tenants::list(cx.services(), &cx.call, &wanted).await?;
        let free = NumberQuery {
            used: Some(NumberUse::Free),
            page: PageRequest::clamped(None, Some(OFFERED)),
            ..NumberQuery::default()
        };
        let free = numbers::list(cx.services(), &cx.call, &free).await?;
        let around = Around {
            more_free: free.page.total.saturating_sub(u64::from(OFFERED)),
            read_at: free.read_at,
            free: free
                .page
                .rows
                .into_iter()
                .filter(|row| row.status == NumberStatus::Connected)
                .collect(),
            shared: shared_display(&cx).await?,
            may_assign: cx.call.actor.may(Permission::AssignNumbers, Scope::Platform),
        };
        let body = view! {
            {head(&cx, &list, &around)}
            {tabs(Tab::Bakeries)}
            {shared(&cx, &list, &around)}
            {filters(&cx, &list, &query)}
            {table(&cx, &list, &query, &around)}
        };
        Ok(Screen::new(w::by_bakery_title(cx.lang), body).topics("numbers tenants platform"))
    })
}

fn head(cx: &Cx, list: &TenantList, around: &Around) -> AnyView {
    let lang = cx.lang;
    let times = Times::current();
    let bulk = around.may_assign && list.without_number > 0 && !around.free.is_empty();
    let actions = view! {
                {match around.read_at {
                    Some(at) => evidence(&times, w::read_from_meta(lang), at),
                    None => no_evidence(w::never_read(lang)),
                }}
                {bulk
                    .then(|| {
                        view! {
                            <a class="btn btn--primary" href="/app/admin/whatsapp/assign-all">
                                {icon(Icon::Number)}
                                {w::give_all(lang)}
                            </a>
                        }
                    })}
    }
    .into_any();
    view! {
        <PageHead title=w::by_bakery_title(lang) sub=w::by_bakery_sub(lang)>{actions}</PageHead>
    }
    .into_any()
}

/// Which number serves those who have none: said only where it matters.
fn shared(cx: &Cx, list: &TenantList, around: &Around) -> Option<AnyView> {
    let lang = cx.lang;
    (list.without_number > 0).then(|| match &around.shared {
        Some(number) => note(
            Tone::Info,
            view! {
                <p class="sm">{w::shared_is(lang, number)}</p>
            },
        ),
        None => note(
            Tone::Warn,
            view! {
                <p class="sm">{w::no_shared(lang)}" "{around.may_assign.then(|| w::no_shared_how(lang))}</p>
            },
        ),
    })
}

fn filters(cx: &Cx, list: &TenantList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let base = query.with("sel", None).with("page", None).with("number", None);
    let current = query.get("number");
    let chips = vec![
        Chip::new(base.href(), w::all_bakeries(lang), list.all, current.is_none()),
        Chip::new(
            base.with("number", Some("yes")).href(),
            w::with_number(lang),
            list.with_number,
            current == Some("yes"),
        ),
        Chip::new(
            base.with("number", Some("no")).href(),
            w::without_number(lang),
            list.without_number,
            current == Some("no"),
        ),
    ];
    view! {
        <div class="filters">
            <Chips label=w::filter_bakeries(lang) chips=chips/>
            <span class="spacer"></span>
            <form class="row row--tight" action=BAKERIES data-live="">
                {current.map(|value| view! { <input type="hidden" name="number" value=value.to_owned()/> })}
                {filters::find(w::search_bakeries(lang), query)}
                <button class="btn btn--sm js-hide" type="submit">{common::show(lang)}</button>
            </form>
        </div>
    }
    .into_any()
}

fn table(cx: &Cx, list: &TenantList, query: &Query, around: &Around) -> AnyView {
    let lang = cx.lang;
    if list.page.rows.is_empty() {
        return empty(cx, query);
    }
    let columns = vec![
        Column::new(w::bakery(lang)),
        Column::new(w::number(lang)),
        Column::new(w::status(lang)),
        Column::new(w::owner_switch(lang)),
        Column::hidden(w::actions(lang)),
    ];
    let times = Times::current();
    let rows = list
        .page
        .rows
        .iter()
        .map(|tenant| row(cx, &times, tenant, query, around))
        .collect_view();
    view! {
        <section class="card" aria-label=w::by_bakery_title(lang)>
            <Table caption=w::by_bakery_title(lang) columns=columns>{rows}</Table>
            <div class="card__foot">
                <Pager query=query.with("sel", None) page=list.page.page size=list.page.size total=list.page.total/>
            </div>
        </section>
    }
    .into_any()
}

fn empty(cx: &Cx, query: &Query) -> AnyView {
    let lang = cx.lang;
    if query.is_empty() {
        let may_add = cx.call.actor.may(Permission::ManageTenants, Scope::Platform);
        view! {
            <section class="card">
                <Blank icon_name=Icon::Building title=w::no_bakeries_title(lang) text=w::no_bakeries_why(lang)>
                    {may_add
                        .then(|| view! { <a class="btn btn--primary" href="/app/admin/tenants/new">{w::add_bakery(lang)}</a> })}
                </Blank>
            </section>
        }
        .into_any()
    } else {
        view! {
            <section class="card">
                <Blank icon_name=Icon::Search title=common::nothing_matches(lang) text="">
                    <a class="btn" href=BAKERIES>{common::reset_filters(lang)}</a>
                </Blank>
            </section>
        }
        .into_any()
    }
}

/// Whether a bakery can be given a number here.
pub(super) const fn can_get(tenant: &TenantRow) -> bool {
    matches!(tenant.status, TenantStatus::Active)
}
