//! Beside a template: how it stands, Meta's limits, what was handed in.

use leptos::prelude::*;
use service::templates::{
    ParameterFormat, TemplateStatus,
    detail::TemplateDetail,
    limits::{Limits, Obstacle},
    submit::Submission,
};

use super::look;
use crate::{
    components::{
        format::{Times, count},
        icon::{Icon, icon},
        status::{Tone, status},
    },
    guard::Cx,
    pages::{
        numbers::look as numbers,
        parts::{card, card_beside, evidence},
    },
    words::{problems, templates as w},
};

/// State, reason, category, quality and where it belongs.
pub(super) fn standing(cx: &Cx, times: &Times, detail: &TemplateDetail) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let quality = numbers::quality(lang, &row.quality).view();
    let trend = row
        .previous_quality
        .as_ref()
        .filter(|before| **before != row.quality)
        .map(|before| w::trend_from(lang, &numbers::quality(lang, before).word));
    let until = row
        .paused_until
        .filter(|_| row.status == TemplateStatus::Paused)
        .map(|at| w::until(lang, &times.moment(at)));
    let format = row.parameter_format.as_ref().map(|format| match format {
        ParameterFormat::Positional => w::format_positional(lang).to_owned(),
        ParameterFormat::Named => w::format_named(lang).to_owned(),
        ParameterFormat::Unknown(word) => word.clone(),
    });
    let price = detail.prices.as_ref().and_then(|prices| {
        let micros = prices.of(&row.category)?;
        Some(w::each(lang, &look::each(lang, micros, &prices.currency)))
    });
    let fresh = match detail.read_at {
        Some(at) => evidence(times, w::read_from_meta(lang), at),
        None => crate::pages::parts::no_evidence(w::read_never(lang)),
    };
    card_beside(
        "h-state",
        w::state(lang),
        fresh,
        view! {
            <dl class="facts">
                <dt>{w::col_status(lang)}</dt>
                <dd>
                    {look::state(lang, &row.status)} " "
                    <small class="soft">
                        {until.unwrap_or_else(|| w::since(lang, &times.moment(row.status_since)))}
                    </small>
                </dd>
                {look::reason(lang, row)
                    .map(|words| {
                        let code = row.reason.clone();
                        view! { <dt>{w::reason(lang)}</dt><dd>{words}" "<small class="mono">{code}</small></dd> }
                    })}
                {row.explanation.clone().map(|words| view! { <dt>{w::meta_says(lang)}</dt><dd>{words}</dd> })}
                {row
                    .recommendation
                    .clone()
                    .map(|words| view! { <dt>{w::meta_recommends(lang)}</dt><dd>{words}</dd> })}
                <dt>{w::col_category(lang)}</dt>
                <dd>{look::category(lang, row)}{price.map(|price| view! { " "<small class="soft">{price}</small> })}</dd>
                <dt>{w::col_quality(lang)}</dt>
                <dd>{quality}{trend.map(|trend| view! { " "<small class="soft">{trend}</small> })}</dd>
                {format.map(|format| view! { <dt>{w::format(lang)}</dt><dd>{format}</dd> })}
                <dt>{w::account(lang)}</dt>
                <dd>{detail.account.2.clone()}</dd>
                <dt>{w::last_used(lang)}</dt>
                <dd>
                    {match row.last_used_at {
                        Some(at) => times.element(at),
                        None => view! { <span class="muted">{w::never_used(lang)}</span> }.into_any(),
                    }}
                </dd>
                <dt>{w::first_seen(lang)}</dt>
                <dd>{times.element(row.first_seen_at)}</dd>
                {row
                    .meta_id
                    .clone()
                    .map(|id| view! { <dt>{w::meta_id(lang)}</dt><dd class="mono">{id}</dd> })}
            </dl>
            {hint(cx, &row.status).map(|words| view! { <p class="sm soft">{words}</p> })}
        },
    )
}

fn hint(cx: &Cx, state: &TemplateStatus) -> Option<String> {
    match state {
        TemplateStatus::Rejected => Some(w::appeal_hint(cx.lang).to_owned()),
        TemplateStatus::Paused => Some(format!("{} {}", w::pause_hint(cx.lang), w::unpause_hint(cx.lang))),
        TemplateStatus::Disabled => Some(w::pause_hint(cx.lang).to_owned()),
        _ => None,
    }
}

/// When an obstacle ends or began, in words.
pub(super) fn obstacle(cx: &Cx, times: &Times, found: &Obstacle) -> String {
    let when = match found {
        Obstacle::EditedToday { until } | Obstacle::EditedOften { until } => times.moment(*until),
        Obstacle::NameRests { until } => times.day(*until),
        Obstacle::Unsettled { since } => times.moment(*since),
        _ => String::new(),
    };
    w::obstacle(cx.lang, found, &when)
}

/// Meta's limits, told before they bite.
pub(super) fn limits(cx: &Cx, times: &Times, limits: &Limits) -> AnyView {
    let lang = cx.lang;
    let now = limits.obstacle.as_ref().map(|found| obstacle(cx, times, found));
    let limited = limits.edits;
    card(
        "h-limits",
        w::limits(lang),
        view! {
            {now.map(|words| view! { <p>{status(Tone::Warn, Icon::Warn, words, false)}</p> })}
            <dl class="facts">
                <dt>{w::limit_edits(lang)}</dt>
                <dd>
                    {if limited {
                        view! {
                            {w::limit_today(lang, &limits.edits_today.to_string())}
                            ", "
                            {w::limit_month(lang, &limits.edits_month.to_string())}
                        }
                            .into_any()
                    } else {
                        view! { {w::limit_edits_free(lang)} }.into_any()
                    }}
                </dd>
                <dt>{w::limit_quota(lang)}</dt>
                <dd>
                    {w::of_most(lang, &count(lang, u64::from(limits.held)), &count(lang, u64::from(limits.quota)))}
                </dd>
                <dt>{w::limit_name(lang)}</dt>
                <dd>{w::limit_name_rests(lang)}</dd>
            </dl>
        },
    )
}

/// What Meta was asked from here, with its answers.
pub(super) fn submissions(cx: &Cx, times: &Times, asked: &[Submission]) -> Option<AnyView> {
    use service::templates::submit::Outcome;
    let lang = cx.lang;
    let items = asked
        .iter()
        .map(|one| {
            let (tone, sign) = match one.outcome {
                Outcome::Done => (Tone::Ok, Icon::Ok),
                Outcome::Refused => (Tone::Bad, Icon::Bad),
                Outcome::Unknown => (Tone::Warn, Icon::Help),
                Outcome::Asked => (Tone::Info, Icon::Clock),
                Outcome::NotDone => (Tone::Idle, Icon::Dash),
            };
            let what = w::asked(lang, &one.kind).to_owned();
            let language = Some(one.language.as_str())
                .filter(|code| !code.is_empty())
                .map(|code| w::language_name(lang, code));
            let why = refusal(cx, one);
            view! {
                <li data-tone=(tone != Tone::Ok).then(|| tone.key())>
                    {icon(sign)}
                    <b>{what}{language.map(|language| format!(" · {language}"))}</b>
                    {times.element(one.at)}
                    <small>{w::outcome(lang, one.outcome)}". "{one.by.clone()}</small>
                    {why.map(|why| view! { <small>{why}</small> })}
                </li>
            }
        })
        .collect_view();
    (!asked.is_empty()).then(|| {
        card(
            "h-asked",
            w::submissions(lang),
            view! { <ol class="timeline" role="list">{items}</ol> },
        )
    })
}

/// Why Meta refused a call, in our words and its own.
pub(super) fn refusal(cx: &Cx, one: &Submission) -> Option<String> {
    let answer = one.answered.as_ref()?;
    let message = answer["message"].as_str()?;
    let refusal = service::error::Upstream {
        class: "rejected",
        code: answer["code"].as_i64(),
        message: message.to_owned(),
        trace: None,
    };
    Some(problems::upstream(cx.lang, &refusal))
}
