//! Reading the lists of all accounts, as it goes on: the page follows by itself
//! (its topic is told at each account), and a link looks again without scripts.

use domain::time::{MINUTE, Millis};
use leptos::prelude::*;
use service::templates::{
    round::{self, Round, Standing},
    sync::TemplateSync,
};

use crate::{
    actions::templates::{SYNCED, Synced},
    components::{
        format::{Times, count},
        page::PageError,
        query::Query,
        status::Tone,
    },
    flash::once,
    guard::Cx,
    pages::{
        parts::{callout, card_beside},
        wabas::look::problem,
    },
    words::templates as w,
};

/// For so long the outcome of a round stands on the list.
const SHOWN: i64 = 2 * MINUTE;

/// The round that is under way or has just ended, and what reading one account did.
pub(super) async fn progress(cx: &Cx, times: &Times, query: &Query) -> Result<AnyView, PageError> {
    let one = once::<Synced>(&cx.request, SYNCED).map(|Synced(report)| result(cx, &[report]));
    let now = cx.request.now;
    let round = round::latest(cx.services(), &cx.call).await?;
    let round = round.and_then(|round| match round.standing(now) {
        Standing::Going => Some(going(cx, times, &round, query)),
        _ if !recent(&round, now) => None,
        Standing::Done => Some(result(cx, &round.done)),
        Standing::Broken => Some(broken(cx, &round)),
    });
    Ok(view! { {one}{round} }.into_any())
}

fn recent(round: &Round, now: Millis) -> bool {
    now.0.saturating_sub(round.at.0) <= SHOWN
}

fn going(cx: &Cx, times: &Times, round: &Round, query: &Query) -> AnyView {
    let lang = cx.lang;
    let (done, all) = (round.done.len(), round.accounts.len());
    let figure = |n: usize| count(lang, u64::try_from(n).unwrap_or(0));
    let begun = w::round_by(lang, &times.moment(round.started_at), &round.by);
    let body = view! {
        <div class="stack stack--2">
            <progress
                class="progress"
                max=all.to_string()
                value=done.to_string()
                aria-labelledby="h-round"
            ></progress>
            <dl class="facts">{lines(cx, round, w::round_now(lang), w::round_waits(lang))}</dl>
            <p class="row spread sm soft">
                <span>{begun}</span>
                <a href=query.href()>{w::round_again(lang)}</a>
            </p>
        </div>
    };
    let beside =
        view! { <span class="soft sm tnum">{w::round_count(lang, &figure(done), &figure(all))}</span> };
    card_beside("h-round", w::round_title(lang), beside, body)
}

fn broken(cx: &Cx, round: &Round) -> AnyView {
    let lang = cx.lang;
    let rest = w::round_not_read(lang);
    callout(
        Tone::Warn,
        w::round_broken(lang),
        view! {
            <p>{w::round_broken_text(lang)}</p>
            <dl class="facts">{lines(cx, round, rest, rest)}</dl>
        },
    )
}

/// What became of each account: read, the one whose turn it is, the others.
fn lines(cx: &Cx, round: &Round, turn: &'static str, waits: &'static str) -> AnyView {
    round
        .accounts
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let words = match round.done.get(place) {
                Some(report) => said(cx, report),
                None if place == round.done.len() => turn.to_owned(),
                None => waits.to_owned(),
            };
            let waiting = place > round.done.len();
            view! {
                <dt>{name.clone()}</dt>
                <dd class=waiting.then_some("soft")>{words}</dd>
            }
        })
        .collect_view()
        .into_any()
}

/// What reading did, account by account.
fn result(cx: &Cx, reports: &[TemplateSync]) -> AnyView {
    let whole = reports.iter().all(|report| report.problem.is_none());
    let lines = reports
        .iter()
        .map(|report| view! { <dt>{report.name.clone()}</dt><dd>{said(cx, report)}</dd> })
        .collect_view();
    callout(
        if whole { Tone::Ok } else { Tone::Warn },
        w::sync_result(cx.lang),
        view! { <dl class="facts">{lines}</dl> },
    )
}

fn said(cx: &Cx, report: &TemplateSync) -> String {
    let n = |n: u32| count(cx.lang, u64::from(n));
    match &report.problem {
        Some(found) => problem(cx.lang, found),
        None => w::sync_line(
            cx.lang,
            &n(report.listed),
            &n(report.added),
            &n(report.changed),
            &n(report.vanished),
        ),
    }
}
