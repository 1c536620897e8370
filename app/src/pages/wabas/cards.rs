//! Parts of an account's page: sending, events, reading, disconnecting.

use domain::health::EntityHealth;
use leptos::{prelude::*, server_fn::ServerFn};
use service::accounts::list::AccountDetail;

use super::look;
use crate::{
    actions::wabas::{CheckHealth, DisconnectAccount, FixWebhooks},
    components::{
        form::Hidden,
        format::Times,
        icon::{Icon, icon},
    },
    guard::Cx,
    pages::parts::{card, card_beside, evidence},
    words::{meta_errors, wabas as w},
};

/// Meta's answer to "can it send?", entity by entity.
pub(super) fn health(cx: &Cx, times: &Times, detail: &AccountDetail, manage: bool) -> AnyView {
    let lang = cx.lang;
    let ask = manage.then(|| {
        view! {
            <form class="end" method="post" action=CheckHealth::url()>
                <Hidden name="account" value=detail.row.id.to_string()/>
                <button class="btn btn--sm" type="submit">{icon(Icon::Refresh)}{w::ask_again(lang)}</button>
            </form>
        }
        .into_any()
    });
    let content = match &detail.row.health {
        Some((health, at)) => {
            let items = health
                .entities
                .iter()
                .map(|entity| entity_row(cx, times, entity, *at))
                .collect_view();
            view! { <ul class="gates gates--plain" role="list">{items}</ul> }.into_any()
        }
        None => view! { <div class="card__body"><p class="soft">{w::health_none(lang)}</p></div> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="h-health">
            <div class="card__head"><h2 id="h-health">{w::health(lang)}</h2>{ask}</div>
            {content}
        </section>
    }
    .into_any()
}

fn entity_row(cx: &Cx, times: &Times, entity: &EntityHealth, at: domain::time::Millis) -> AnyView {
    let lang = cx.lang;
    let look = look::can_send(lang, &entity.can_send);
    let mark = look::line_icon(&look);
    let blocked = (look.tone == crate::components::status::Tone::Bad).then_some("is-blocker");
    let problems = entity
        .problems
        .iter()
        .map(|problem| {
            let ours = meta_errors::explain(lang, problem.code, None);
            let solution = problem
                .solution
                .clone()
                .map(|text| format!(" {text}"))
                .unwrap_or_default();
            view! {
                <p class="strong">{ours.what}</p>
                <p>{ours.todo}" "<span class="muted">{ours.who}</span></p>
                <p class="xs muted">"Meta: "{problem.code}", "{problem.description.clone()}{solution}</p>
            }
        })
        .collect_view();
    let notes = entity
        .notes
        .iter()
        .map(|note| view! { <p class="xs muted">"Meta: "{note.clone()}</p> })
        .collect_view();
    view! {
        <li class=blocked>
            {mark}
            <div>
                <b>{look::entity(lang, &entity.entity)}</b>
                " "
                <code class="muted">{entity.id.clone()}</code>
                {problems}
                {notes}
            </div>
            {look.view()}
            {evidence(times, "Meta,", at)}
        </li>
    }
    .into_any()
}

/// Where events should go and where they go.
pub(super) fn events(cx: &Cx, times: &Times, detail: &AccountDetail, manage: bool) -> AnyView {
    let lang = cx.lang;
    let now = detail.row.subscription.as_ref();
    let look = look::hooks(lang, now.map(|(now, _)| now));
    let wrong = !now.is_some_and(|(now, _)| now.ok());
    let content = match now {
        None => view! { <p class="soft">{w::hook_never(lang)}</p> }.into_any(),
        Some((now, at)) => {
            let actual = match now.actual_url.as_deref() {
                None => w::hook_nowhere(lang).into_any(),
                Some("") => w::hook_app_own(lang).into_any(),
                Some(url) => view! { <code>{url.to_owned()}</code> }.into_any(),
            };
            let apps: Vec<String> = now
                .apps
                .iter()
                .map(|(id, name)| format!("{name} ({id})"))
                .collect();
            let apps = if apps.is_empty() {
                w::hook_none(lang).to_owned()
            } else {
                apps.join(", ")
            };
            view! {
                <dl class="facts">
                    <dt>{w::hook_expected(lang)}</dt>
                    <dd><code>{now.expected_url.clone()}</code></dd>
                    <dt>{w::hook_actual(lang)}</dt>
                    <dd>{actual}</dd>
                    <dt>{w::hook_apps(lang)}</dt>
                    <dd>{apps}</dd>
                </dl>
                {evidence(times, "Meta,", *at)}
            }
            .into_any()
        }
    };
    card_beside(
        "h-events",
        w::hooks(lang),
        look.view(),
        view! {
            {content}
            {(manage && wrong)
                .then(|| {
                    view! {
                        <form class="row" method="post" action=FixWebhooks::url()>
                            <Hidden name="account" value=detail.row.id.to_string()/>
                            <button class="btn btn--primary" type="submit">{w::hook_fix(lang)}</button>
                            <span class="hint">{w::hook_fix_why(lang)}</span>
                        </form>
                    }
                })}
        },
    )
}

/// How the last reading went, part by part where it failed.
pub(super) fn sync(cx: &Cx, times: &Times, detail: &AccountDetail) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let time = |at: Option<domain::time::Millis>| match at {
        Some(at) => times.element(at),
        None => view! { <span class="muted">{w::sync_never(lang)}</span> }.into_any(),
    };
    let problems = row
        .sync_problems
        .iter()
        .map(|problem| {
            let words = look::problem(lang, problem);
            view! {
                <li>
                    <span data-tone="warn">{icon(Icon::Warn)}</span>
                    <div>
                        {look::part(lang, &problem.part).to_owned()}
                        " "
                        <span>{w::part_kept(lang)}". "{words}</span>
                    </div>
                    <span></span>
                </li>
            }
        })
        .collect_view();
    card_beside(
        "h-sync",
        w::sync(lang),
        look::sync(lang, row).view(),
        view! {
            <dl class="facts">
                <dt>{w::sync_ok_at(lang)}</dt>
                <dd>{time(row.sync_ok_at)}</dd>
                <dt>{w::sync_attempt(lang)}</dt>
                <dd>{time(row.sync_attempt_at)}</dd>
            </dl>
            {(!row.sync_problems.is_empty()).then(|| view! { <ul class="checks" role="list">{problems}</ul> })}
        },
    )
}

/// Forgetting the account's token.
pub(super) fn disconnect(cx: &Cx, detail: &AccountDetail) -> AnyView {
    let lang = cx.lang;
    card(
        "h-disconnect",
        w::disconnect_title(lang),
        view! {
            <p class="sm soft">{w::disconnect_why(lang)}</p>
            {take_away(
                detail,
                DisconnectAccount::url(),
                w::disconnect_button(lang),
                w::disconnect_confirm(lang),
                w::disconnect_title(lang),
            )}
        },
    )
}

/// A button that takes something away from the account, once somebody is `sure`;
/// `yes` stands on the button that says so.
pub(super) fn take_away(
    detail: &AccountDetail,
    action: &'static str,
    word: &'static str,
    sure: &'static str,
    yes: &'static str,
) -> AnyView {
    view! {
        <form method="post" action=action>
            <Hidden name="account" value=detail.row.id.to_string()/>
            <button class="btn btn--danger" type="submit" data-confirm=sure data-confirm-yes=yes>
                {word}
            </button>
        </form>
    }
    .into_any()
}
