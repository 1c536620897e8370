//! Templates of every account, or of one.

use domain::permission::{Permission, Scope};
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    ServiceError,
    templates::{
        drafts::{self, DraftRow},
        list::{self, TemplateList, TemplateQuery, TemplateSort},
        settings,
    },
};

use super::{alarm, controls, round, rows};
use crate::{
    actions::templates::{SetHoldMoves, SyncTemplates, TEMPLATES},
    components::{
        empty::Blank,
        form::{BackHere, Hidden},
        format::{Times, count},
        icon::{Icon, icon},
        page::{PageError, PageHead, Screen, page},
        query::Query,
        status::Tone,
    },
    guard::{Cx, guard},
    pages::parts::{callout, evidence, no_evidence, stamp},
    words::templates as w,
};

/// The keys that the list understands; all others are dropped from its links.
pub(super) const KEYS: [&str; 9] = [
    "q",
    "status",
    "category",
    "language",
    "quality",
    "account",
    "attention",
    "sort",
    "after",
];

/// `/app/admin/whatsapp/templates`
#[component]
pub(crate) fn TemplatesPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewTemplates)?;
        let query = Query::current().only(&KEYS);
        let list = match list::list(cx.services(), &cx.call, &read(&query)).await {
            // A place in the list that is no place: the first page says more than an error.
            Err(ServiceError::Invalid(_)) => {
                let first = query.with("after", None);
                list::list(cx.services(), &cx.call, &read(&first)).await?
            }
            other => other?,
        };
        screen(&cx, &list, &query).await
    })
}

/// Reads the address. What cannot be read falls back to "all".
fn read(query: &Query) -> TemplateQuery {
    let text = |key: &str| query.get(key).map(|value| value.trim().to_owned());
    TemplateQuery {
        q: text("q"),
        account: query
            .get("account")
            .and_then(|id| domain::ids::AccountId::parse(id).ok()),
        status: text("status"),
        category: text("category"),
        language: text("language"),
        quality: text("quality"),
        attention: query.get("attention").is_some(),
        sort: TemplateSort::parse(query.get("sort").unwrap_or_default()),
        after: text("after"),
        size: None,
    }
}

async fn screen(cx: &Cx, list: &TemplateList, query: &Query) -> Result<Screen, PageError> {
    let lang = cx.lang;
    let times = Times::current();
    let manage = cx.call.actor.may(Permission::ManageTemplates, Scope::Platform);
    let plain = query.is_empty();
    let drafts = if plain {
        drafts::list(cx.services(), &cx.call, None).await?
    } else {
        Vec::new()
    };
    let alarm = if query.get("after").is_none() {
        alarm::first(cx, &times, list, manage).await?
    } else {
        None
    };
    let progress = round::progress(cx, &times, query).await?;
    let hold_moves = settings::hold_moves(cx.services(), &cx.call).await?;
    let body = view! {
        {head(cx, &times, list, manage)}
        {progress}
        {not_read(cx, &times, list)}
        {alarm}
        {controls::controls(cx, list, query)}
        {controls::pills(cx, list, query)}
        {rows::table(cx, &times, list, query)}
        {(!drafts.is_empty()).then(|| draft_list(cx, &times, &drafts))}
        {manage.then(|| auto_hold(cx, hold_moves))}
    };
    Ok(Screen::new(w::title(lang), body)
        .topics("templates accounts")
        .wide())
}

fn head(cx: &Cx, times: &Times, list: &TemplateList, manage: bool) -> AnyView {
    let lang = cx.lang;
    let fresh = list
        .freshness
        .iter()
        .filter(|one| one.problem.is_none() && one.read_at.is_some())
        .count();
    let all = list.freshness.len();
    let fresh = match list.read_at {
        Some(at) if fresh == all => evidence(times, w::read_from_meta(lang), at),
        _ if fresh > 0 => stamp(w::read_partly(lang, &fresh.to_string(), &all.to_string())),
        _ => no_evidence(w::read_never(lang)),
    };
    let actions = view! {
        {fresh}
        {manage
            .then(|| {
                view! {
                    <form method="post" action=SyncTemplates::url()>
                        <BackHere/>
                        <button class="btn" type="submit">{icon(Icon::Refresh)}{w::sync_now(lang)}</button>
                    </form>
                    <a class="btn btn--primary" href=format!("{TEMPLATES}/new")>{icon(Icon::Plus)}{w::new(lang)}</a>
                }
            })}
    }
    .into_any();
    view! { <PageHead title=w::title(lang) sub=w::sub(lang)>{actions}</PageHead> }.into_any()
}

/// Accounts whose list could not be read; the others are shown all the same.
fn not_read(cx: &Cx, times: &Times, list: &TemplateList) -> AnyView {
    let lang = cx.lang;
    list.freshness
        .iter()
        .filter_map(|one| {
            let problem = one.problem.as_ref()?;
            let known = match one.read_at {
                Some(at) => w::not_read_last(lang, &times.moment(at)),
                None => w::not_read_never(lang).to_owned(),
            };
            let why = crate::pages::wabas::look::problem(lang, problem);
            Some(callout(
                Tone::Warn,
                w::not_read_title(lang, &one.name),
                view! { <p>{why}" "{known}</p> },
            ))
        })
        .collect_view()
        .into_any()
}

fn draft_list(cx: &Cx, times: &Times, drafts: &[DraftRow]) -> AnyView {
    let lang = cx.lang;
    let lines = drafts
        .iter()
        .map(|draft| {
            let href = format!("{TEMPLATES}/{}/edit", draft.id);
            let name = if draft.name.is_empty() {
                view! { <span class="muted">{w::unnamed(lang)}</span> }.into_any()
            } else {
                view! { <code>{draft.name.clone()}</code> }.into_any()
            };
            let (at, who) = &draft.updated;
            let saved = w::saved_by(lang, &times.moment(*at), who);
            view! {
                <li class="row spread">
                    <a href=href>{name}</a>
                    <span class="soft sm">{saved}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="h-drafts">
            <div class="card__head">
                <h2 id="h-drafts">{w::drafts(lang)}</h2>
                <span class="soft sm">{w::drafts_note(lang)}</span>
                <span class="end soft sm">{count(lang, u64::try_from(drafts.len()).unwrap_or(0))}</span>
            </div>
            <div class="card__body"><ul class="stack stack--2" role="list">{lines}</ul></div>
        </section>
    }
    .into_any()
}

/// Whether templates are held by themselves when they become dearer.
fn auto_hold(cx: &Cx, on: bool) -> AnyView {
    let lang = cx.lang;
    let (state, turn, value) = if on {
        (w::auto_hold_on(lang), w::auto_hold_turn_off(lang), "0")
    } else {
        (w::auto_hold_off(lang), w::auto_hold_turn_on(lang), "1")
    };
    view! {
        <section class="card" aria-labelledby="h-auto">
            <div class="card__head"><h2 id="h-auto">{w::auto_hold(lang)}</h2></div>
            <div class="card__body">
                <form class="row spread" method="post" action=SetHoldMoves::url()>
                    <Hidden name="on" value=value/>
                    <BackHere/>
                    <span class="sm">{state}</span>
                    <button class="btn btn--sm" type="submit">{turn}</button>
                </form>
            </div>
        </section>
    }
    .into_any()
}

/// Nothing yet, or nothing that matches.
pub(super) fn empty(cx: &Cx, list: &TemplateList, query: &Query) -> AnyView {
    let lang = cx.lang;
    if list.all == 0 && query.is_empty() {
        return view! {
            <section class="card">
                <Blank icon_name=Icon::Template title=w::none_title(lang) text=w::none_text(lang)/>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card">
            <Blank
                icon_name=Icon::Search
                title=crate::words::common::nothing_matches(lang)
                text=w::no_match_text(lang)
            >
                <a class="btn" href=TEMPLATES>{crate::words::common::reset_filters(lang)}</a>
            </Blank>
        </section>
    }
    .into_any()
}
