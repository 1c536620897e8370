//! Figures that are true now.

use domain::number::QualityRating;
use leptos::prelude::*;
use service::overview::Overview;

use crate::{
    actions::numbers::POOL,
    components::format::{Times, count},
    guard::Cx,
    pages::numbers::look,
    pages::parts::{evidence, figure, no_evidence},
    words::{numbers, overview as w},
};

/// Bakeries, switches, numbers.
pub(super) fn stats(cx: &Cx, all: &Overview) -> AnyView {
    let lang = cx.lang;
    let (tenants, active, on) = all.tenants;
    view! {
        <dl class="stats">
            {figure(lang, w::f_all(lang), tenants, w::f_active(lang, &count(lang, active)))}
            {figure(lang, w::f_on(lang), on, w::f_on_note(lang).to_owned())}
            {figure(lang, w::f_ready(lang), all.ready_tenants, w::f_ready_note(lang).to_owned())}
            {figure(lang, w::f_numbers(lang), all.numbers, w::f_accounts(lang, &numbers::accounts(lang, all.accounts)))}
        </dl>
    }
    .into_any()
}

/// The numbers by quality: a bar, and the same in words.
pub(super) fn quality(cx: &Cx, times: &Times, all: &Overview) -> AnyView {
    let lang = cx.lang;
    let total: u64 = all.quality.iter().map(|(_, n)| n).sum();
    let words = all
        .quality
        .iter()
        .map(|(rating, n)| {
            let look = look::quality(lang, rating);
            let tone = if *n == 0 {
                crate::components::status::Tone::Idle
            } else {
                look.tone
            };
            let status = crate::components::status::status(
                tone,
                look.icon,
                format!("{} {}", look.word, count(lang, *n)),
                false,
            );
            view! { <li>{status}</li> }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="h-quality">
            <div class="card__head">
                <h2 id="h-quality">{w::quality(lang)}</h2>
                <a class="end" href=POOL>{w::open_numbers(lang)}</a>
            </div>
            <div class="card__body">
                {if total == 0 {
                    view! { <p class="soft sm">{w::quality_none(lang)}</p> }.into_any()
                } else {
                    view! {
                        {bar(&all.quality, total)}
                        <ul class="row row--tight sm" role="list">{words}</ul>
                    }
                        .into_any()
                }}
            </div>
            <p class="card__foot">
                {match all.read_at {
                    Some(at) => evidence(times, w::read_from_meta(lang), at),
                    None => no_evidence(w::never_read(lang)),
                }}
                <span>{w::quality_note(lang)}</span>
            </p>
        </section>
    }
    .into_any()
}

/// Width of the drawing, in its own units.
const WIDTH: u64 = 1_000;
/// Gap between two parts.
const GAP: u64 = 4;

/// Parts of a bar: each as wide as its share, told apart by tone and pattern.
fn bar(quality: &[(QualityRating, u64)], total: u64) -> AnyView {
    let mut left = 0;
    let parts = quality
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(rating, n)| {
            let class = match rating {
                QualityRating::Green => "bar__ok",
                QualityRating::Yellow => "bar__warn",
                QualityRating::Red => "bar__bad",
                _ => "bar__idle",
            };
            let share = n * WIDTH / total;
            let (x, width) = (left, share.saturating_sub(GAP).max(GAP));
            left += share;
            view! { <rect class=class x=x.to_string() y="0" width=width.to_string() height="10" rx="2"/> }
        })
        .collect_view();
    view! {
        <svg class="bar" viewBox=format!("0 0 {WIDTH} 10") preserveAspectRatio="none" aria-hidden="true">
            <defs>
                <pattern id="bar-hatch" width="8" height="10" patternUnits="userSpaceOnUse" patternTransform="skewX(-30)">
                    <rect class="bar__warn-ground" width="8" height="10"/>
                    <rect class="bar__warn-line" width="4" height="10"/>
                </pattern>
            </defs>
            {parts}
        </svg>
    }
    .into_any()
}
