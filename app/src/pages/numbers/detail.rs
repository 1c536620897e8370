//! One number: facts with their evidence, who had it, what Meta changed.

use domain::{
    ids::NumberId,
    number::NumberUse,
    permission::{Permission, Scope},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    messages::outbox::stops,
    numbers::detail::{self, NumberDetail},
};

use super::{
    history::{holders, upstream},
    look,
    panel::{self, Context, assign_form},
    pool,
};
use crate::{
    actions::numbers::{ArchiveNumber, POOL, ShareNumber},
    components::{
        form::{BackHere, Form, Hidden},
        format::Times,
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        status::Tone,
    },
    guard::{Cx, guard},
    pages::{
        checks,
        parts::{self, callout, card, evidence},
    },
    words::{numbers as w, sending},
};

/// `/app/admin/whatsapp/numbers/{id}`
#[component]
pub(crate) fn NumberPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ViewNumbers)?;
        let lang = cx.lang;
        let id = NumberId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let detail = detail::get(cx.services(), &cx.call, &id).await?;
        let may_assign = cx.call.actor.may(Permission::AssignNumbers, Scope::Platform);
        let context = if may_assign && panel::assignable(detail.row.used) {
            Some(Context::load(&cx).await?)
        } else {
            None
        };
        let row = &detail.row;
        let stopped: Vec<_> = stops::list(cx.services(), &cx.call)
            .await?
            .into_iter()
            .filter(|stop| {
                stop.scope == format!("number:{}", row.id)
                    || stop.scope == format!("account:{}", row.account.0)
            })
            .collect();
        let title = row.display.clone();
        let times = Times::current();
        let back = (POOL.to_owned(), w::title(lang).to_owned());
        let actions = view! {
                        {evidence(&times, w::read_from_meta(lang), row.seen_at)}
                        {row.holder.as_ref().map(|holder| {
                            let href = checks::href(&cx, &holder.tenant);
                            view! { <a class="btn" href=href>{icon(Icon::Gates)}{sending::why_not(lang)}</a> }
                        })}
        }
        .into_any();
        let body = view! {
            <PageHead title=title.clone() back=back beside=look::row_status(lang, row).view()>{actions}</PageHead>
            {checks::stops::banner(&cx, &times, &stopped)}
            {warnings(&cx, &times, &detail)}
            <div class="cols cols--2-1">
                <div class="stack">
                    {context.as_ref().map(|context| holder_card(&cx, &times, &detail, context))}
                    {facts(&cx, &times, &detail)}
                    {raw(&cx, &detail)}
                </div>
                <div class="stack">
                    {holders(&cx, &times, &detail)}
                    {upstream(&cx, &times, &detail)}
                    {may_assign.then(|| place(&cx, &detail))}
                </div>
            </div>
        };
        Ok(Screen::new(title, body).topics("numbers tenants accounts"))
    })
}

fn warnings(cx: &Cx, times: &Times, detail: &NumberDetail) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let status = look::number_status(lang, &row.status);
    let vanished = row.vanished_at.map(|since| {
        callout(
            Tone::Bad,
            w::vanished_title(lang),
            view! {
                <p>{w::vanished_why(lang, &times.moment(since))}</p>
            },
        )
    });
    let twice = row.duplicate.then(|| {
        callout(
            Tone::Warn,
            w::twice_title(lang),
            view! {
                <p>{w::twice_why(lang)}</p>
            },
        )
    });
    let down = (row.vanished_at.is_none() && status.pill).then(|| {
        callout(
            status.tone,
            status.word.clone(),
            view! {
                <p>{look::number_status_why(lang, &row.status)}</p>
                <p class="xs muted">{row.status.as_str().to_owned()}</p>
            },
        )
    });
    view! { {vanished}{down}{twice} }.into_any()
}

fn holder_card(cx: &Cx, times: &Times, detail: &NumberDetail, context: &Context) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    card(
        "h-holder",
        w::holder_title(lang),
        view! {
            <p>{pool::holder(cx, times, row)}</p>
            {row
                .holder
                .as_ref()
                .map(|holder| view! { <p class="sm soft">{w::since_by(lang, &times.moment(holder.since), &holder.by)}</p> })}
            <hr/>
            {if row.holder.is_some() {
                let open = Form::of("assign").refused();
                view! {
                    <details class="disclosure" open=open>
                        <summary>{icon(Icon::Right)}{w::change(lang)}</summary>
                        {assign_form(cx, row, context, None)}
                    </details>
                }
                    .into_any()
            } else {
                assign_form(cx, row, context, None)
            }}
        },
    )
}

fn facts(cx: &Cx, times: &Times, detail: &NumberDetail) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let quality_before = row.quality_before.as_ref().map(|(before, until)| {
        w::was_quality(
            lang,
            &look::quality(lang, before).word.to_lowercase(),
            &times.moment(*until),
        )
    });
    let (account_id, waba, account_name) = &row.account;
    let not_known = move || view! { <span class="muted">{w::not_known(lang)}</span> }.into_any();
    card(
        "h-facts",
        w::facts(lang),
        view! {
            <dl class="facts">
                <dt>{w::used_for(lang)}</dt>
                <dd>{look::use_word(lang, row.used)}</dd>
                <dt>{w::status(lang)}</dt>
                <dd>{look::number_status(lang, &row.status).view()}" "<span class="soft">{look::number_status_why(lang, &row.status)}</span></dd>
                <dt>{w::quality(lang)}</dt>
                <dd>{look::quality(lang, &row.quality).view()}" "<span class="soft">{quality_before}</span></dd>
                <dt>{w::name_seen(lang)}</dt>
                <dd>{if row.verified_name.is_empty() { not_known() } else { row.verified_name.clone().into_any() }}</dd>
                <dt>{w::name_review(lang)}</dt>
                <dd>
                    {look::name_status(lang, &row.name_status).view()}
                    " "
                    <span class="soft">{row.new_name.as_ref().map(|name| w::name_asked(lang, name))}</span>
                </dd>
                <dt>{w::code(lang)}</dt>
                <dd>{look::code(lang, &row.code_verification).view()}</dd>
                <dt>{w::limit(lang)}</dt>
                <dd>
                    {match &row.messaging_limit {
                        Some(limit) => {
                            view! { {look::limit(lang, limit)}" "<span class="soft">{w::limit_hint(lang)}</span> }.into_any()
                        }
                        None => not_known(),
                    }}
                </dd>
                <dt>{w::throughput(lang)}</dt>
                <dd>{row.throughput.as_ref().map_or_else(not_known, |t| look::throughput(lang, t).into_any())}</dd>
                <dt>{w::last_used(lang)}</dt>
                <dd>
                    {match row.last_used_at {
                        Some(at) => times.element(at),
                        None => view! { <span class="muted">{w::never(lang)}</span> }.into_any(),
                    }}
                </dd>
                <dt>{w::account(lang)}</dt>
                <dd>
                    {if cx.call.actor.may(Permission::ViewAccounts, Scope::Platform) {
                        view! { <a href=format!("/app/admin/whatsapp/wabas/{account_id}")>{account_name.clone()}</a> }.into_any()
                    } else {
                        account_name.clone().into_any()
                    }}
                    " "
                    <code class="muted">{waba.clone()}</code>
                </dd>
                <dt>{w::phone_number_id(lang)}</dt>
                <dd><code>{row.phone_number_id.clone()}</code></dd>
                <dt>{w::last_seen(lang)}</dt>
                <dd>{times.element(row.seen_at)}</dd>
            </dl>
        },
    )
}

fn raw(cx: &Cx, detail: &NumberDetail) -> Option<AnyView> {
    let text = detail.raw.as_deref()?;
    Some(parts::raw(w::raw(cx.lang), pretty(text)))
}

/// Meta's answer laid out; left as it came when it is not JSON.
pub(crate) fn pretty(raw: &str) -> String {
    serde_json::from_str::<serde_json::Value>(raw)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| raw.to_owned())
}

/// Sharing the number, and taking it out of the pool.
fn place(cx: &Cx, detail: &NumberDetail) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let id = row.id.to_string();
    let shared = match row.used {
        NumberUse::Shared => Some((String::new(), w::clear_default(lang))),
        NumberUse::Free | NumberUse::Resting => Some((id.clone(), w::make_default(lang))),
        _ => None,
    };
    let archived = match row.used {
        NumberUse::Archived => Some(("0", w::unarchive(lang))),
        NumberUse::Free | NumberUse::Resting | NumberUse::SettingUp => Some(("1", w::archive(lang))),
        _ => None,
    };
    view! {
        {shared
            .map(|(number, word)| {
                card("h-shared", w::shared_title(lang), view! {
                        <p class="sm soft">{w::default_why(lang)}</p>
                        <form method="post" action=ShareNumber::url()>
                            <Hidden name="number" value=number/>
                            <BackHere/>
                            <button class="btn" type="submit">{word}</button>
                        </form>
                    })
            })}
        {archived
            .map(|(value, word)| {
                card("h-out", w::out_of_pool(lang), view! {
                        <p class="sm soft">{w::archive_why(lang)}</p>
                        <form method="post" action=ArchiveNumber::url()>
                            <Hidden name="number" value=id/>
                            <Hidden name="archived" value=value/>
                            <BackHere/>
                            <button class="btn" type="submit">{word}</button>
                        </form>
                    })
            })}
    }
    .into_any()
}
