//! The list of what needs a person, most urgent first.

use leptos::{prelude::*, server_fn::ServerFn};
use service::overview::{Attention, Overview, Urgency};

use super::item::{Item, item};
use crate::{
    actions::sending::ResumeSending,
    components::{
        empty::Blank,
        form::{BackHere, Hidden},
        format::{Times, count},
        icon::{Icon, icon},
        status::Tone,
    },
    guard::Cx,
    words::overview as w,
};

/// The card.
pub(super) fn attention(cx: &Cx, times: &Times, all: &Overview) -> AnyView {
    let lang = cx.lang;
    if all.attention.is_empty() {
        return view! {
            <section class="card" aria-labelledby="h-attention">
                <div class="card__head"><h2 id="h-attention">{w::attention(lang)}</h2></div>
                <Blank
                    icon_name=Icon::Ok
                    title=w::attention_none_title(lang)
                    text=w::attention_none_why(lang)
                />
            </section>
        }
        .into_any();
    }
    let open = count(lang, u64::try_from(all.attention.len()).unwrap_or(u64::MAX));
    let items = all
        .attention
        .iter()
        .enumerate()
        .map(|(index, one)| line(cx, times, one, index == 0))
        .collect_view();
    view! {
        <section class="card" aria-labelledby="h-attention">
            <div class="card__head">
                <h2 id="h-attention">{w::attention(lang)}</h2>
                <span class="soft sm">{w::attention_count(lang, &open)}</span>
            </div>
            <ul class="attention" role="list">{items}</ul>
        </section>
    }
    .into_any()
}

fn line(cx: &Cx, times: &Times, one: &Attention, first: bool) -> AnyView {
    let lang = cx.lang;
    let Item {
        name,
        title,
        why,
        who,
        href,
        button,
        resume,
    } = item(cx, &one.kind);
    let (tone, word, class) = match one.urgency {
        Urgency::Stopped => (Tone::Bad, w::u_stopped(lang), "strong t-bad"),
        Urgency::Soon => (Tone::Warn, w::u_soon(lang), "strong t-warn"),
        Urgency::Plan => (Tone::Info, w::u_plan(lang), "strong"),
    };
    let since = one.since.map(|at| {
        view! { <span>{times.marked_up(at, w::since(lang, &times.with_weekday(at)))}</span> }
    });
    let heading = match &href {
        Some(href) => view! { <a href=href.clone()>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    let class_of_button = if first {
        "btn btn--sm btn--primary"
    } else {
        "btn btn--sm"
    };
    view! {
        <li>
            <span class="attention__icon" data-tone=tone.key()>{icon(name)}</span>
            <div>
                <p class="attention__title">{heading}</p>
                <p class="attention__why">{why}</p>
                <p class="attention__meta"><span class=class>{word}</span>{since}<span>{who}</span></p>
            </div>
            {match (resume, href) {
                (Some(scope), _) => {
                    Some(
                        view! {
                            <form method="post" action=ResumeSending::url()>
                                <Hidden name="scope" value=scope/>
                                <BackHere/>
                                <button class=class_of_button type="submit">{button}</button>
                            </form>
                        }
                            .into_any(),
                    )
                }
                (None, Some(href)) => Some(view! { <a class=class_of_button href=href>{button}</a> }.into_any()),
                (None, None) => None,
            }}
        </li>
    }
    .into_any()
}
