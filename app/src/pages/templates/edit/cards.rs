//! Beside the editor: the price, sample files, and putting the draft away.

use leptos::{prelude::*, server_fn::ServerFn};
use service::templates::{
    drafts::Draft,
    price::{PerMonth, Prices},
};
use template_editor::form::Edited;

use crate::{
    actions::templates::{PutAwayDraft, UploadTemplateSample},
    components::{
        form::{BackHere, Hidden},
        format::count,
        icon::{Icon, icon},
        query::Query,
    },
    guard::Cx,
    pages::{
        parts::card,
        templates::{checked::is_code, look},
    },
    words::templates as w,
};

/// What it costs if Meta takes it for marketing.
pub(super) fn price_card(
    cx: &Cx,
    edited: &Edited,
    prices: &Prices,
    per_month: Option<PerMonth>,
) -> Option<AnyView> {
    let lang = cx.lang;
    let (utility, marketing) = (prices.utility?, prices.marketing?);
    if is_code(edited) {
        return None;
    }
    let times = per_month
        .and_then(|sends| i64::try_from(sends.messages).ok())
        .unwrap_or(1);
    let show = |micros: i64| {
        if per_month.is_some() {
            look::sum(lang, micros.saturating_mul(times), &prices.currency)
        } else {
            look::each(lang, micros, &prices.currency)
        }
    };
    let volume = match per_month {
        Some(sends) if sends.estimated => w::price_like_others(lang, &count(lang, sends.messages)),
        Some(sends) => w::price_month(lang, &count(lang, sends.messages)),
        None => w::price_one(lang).to_owned(),
    };
    let body = view! {
        <div class="price-pair">
            <div>
                <span class="sm soft">{w::as_utility(lang)}</span>
                <p class="figure figure--sm">{show(utility)}</p>
            </div>
            <div aria-hidden="true">{icon(Icon::Right)}</div>
            <div>
                <span class="sm soft">{w::as_marketing(lang)}</span>
                <p class="figure figure--sm t-warn">{show(marketing)}</p>
            </div>
            <div>
                <span class="sm soft">{w::difference(lang)}</span>
                <p class="figure figure--sm">"+"{show(marketing - utility)}</p>
            </div>
        </div>
        <p class="sm soft">{volume}". "{w::alarm_estimate(lang)}</p>
    };
    Some(card("h-price", w::price(lang), body))
}

/// A form for the sample file of each language with a picture, film or document on top.
pub(super) fn uploads(cx: &Cx, draft: &Draft, edited: &Edited) -> AnyView {
    let lang = cx.lang;
    edited
        .languages
        .iter()
        .enumerate()
        .filter(|(_, template)| template.header().is_some_and(|header| header.format.is_media()))
        .map(|(place, template)| {
            let action = Query::to(UploadTemplateSample::url())
                .with("draft", Some(draft.row.id.as_str()))
                .with("place", Some(&place.to_string()))
                .href();
            let heading = format!("h-upload-{place}");
            let file = format!("upload-{place}");
            let title = format!("{} · {}", w::upload(lang), w::language_name(lang, &template.language));
            view! {
                <section class="card" aria-labelledby=heading.clone()>
                    <div class="card__head"><h2 id=heading.clone()>{title}</h2></div>
                    <div class="card__body">
                        <form class="stack stack--2" method="post" enctype="multipart/form-data" action=action>
                            <div class="field">
                                <label for=file.clone()>{w::f_handle(lang)}</label>
                                <input
                                    class="input"
                                    type="file"
                                    id=file.clone()
                                    name="file"
                                    accept="image/jpeg,image/png,video/mp4,application/pdf"
                                />
                                <span class="hint">{w::upload_hint(lang)}</span>
                            </div>
                            <p><button class="btn btn--sm" type="submit">{w::upload_button(lang)}</button></p>
                        </form>
                    </div>
                </section>
            }
        })
        .collect_view()
        .into_any()
}

pub(super) fn put_away(cx: &Cx, draft: &Draft) -> AnyView {
    view! {
        <form method="post" action=PutAwayDraft::url()>
            <Hidden name="draft" value=draft.row.id.to_string()/>
            <Hidden name="away" value="1"/>
            <BackHere/>
            <button class="btn btn--quiet btn--sm" type="submit">{w::put_away(cx.lang)}</button>
        </form>
    }
    .into_any()
}
