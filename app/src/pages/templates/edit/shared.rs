//! What all languages of a draft share, and the choice of another language.

use leptos::prelude::*;
use service::templates::{TemplateCategory, price::Prices};
use template_editor::form::Edited;

use crate::{
    components::icon::{Icon, icon},
    guard::Cx,
    pages::templates::{
        fields::{self, line, press, select},
        look,
    },
    words::templates as w,
};

/// What all languages share.
pub(super) fn shared(cx: &Cx, edited: &Edited, prices: Option<&Prices>) -> AnyView {
    let lang = cx.lang;
    let about = |one: &TemplateCategory| match one {
        TemplateCategory::Utility => w::about_utility(lang),
        TemplateCategory::Marketing => w::about_marketing(lang),
        _ => w::about_authentication(lang),
    };
    let categories = TemplateCategory::KNOWN
        .iter()
        .map(|one| {
            let price = prices.and_then(|prices| {
                Some(w::each(
                    lang,
                    &look::each(lang, prices.of(one)?, &prices.currency),
                ))
            });
            let checked = edited.category == one.as_str();
            view! {
                <label class="option">
                    <input type="radio" name="category" value=one.as_str().to_owned() checked=checked/>
                    <span>{w::category(lang, one).to_owned()}</span>
                    <small>{price.map(|price| format!("{price}. "))}{about(one)}</small>
                </label>
            }
        })
        .collect_view();
    let formats = [
        ("POSITIONAL", w::format_positional(lang)),
        ("NAMED", w::format_named(lang)),
    ]
    .map(|(key, words)| (key.to_owned(), words.to_owned()))
    .to_vec();
    let format = if edited.format.is_empty() {
        "POSITIONAL"
    } else {
        &edited.format
    };
    let times = [
        ("", w::ttl_default(lang).to_owned()),
        ("60", w::ttl_seconds(lang, "60")),
        ("600", w::ttl_minutes(lang, "10")),
        ("3600", w::ttl_minutes(lang, "60")),
        ("43200", w::ttl_hours(lang, "12")),
        ("86400", w::ttl_hours(lang, "24")),
        ("604800", w::ttl_days(lang, "7")),
    ];
    let mut ttls: Vec<(String, String)> = times.map(|(key, words)| (key.to_owned(), words)).to_vec();
    if ttls.iter().all(|(key, _)| *key != edited.ttl) {
        ttls.push((edited.ttl.clone(), w::ttl_seconds(lang, &edited.ttl)));
    }
    view! {
        <section class="card">
            <div class="card__body card__body--pad">
                <div class="cols cols--thirds">
                    {line("name", w::f_name(lang), &edited.name, None, Some(w::f_name_hint(lang)))}
                    {select("format", w::f_format(lang), formats, format, Some(w::f_format_hint(lang)))}
                    {select("ttl", w::f_ttl(lang), ttls, &edited.ttl, Some(w::f_ttl_hint(lang)))}
                </div>
                <fieldset class="field" id="category">
                    <legend class="label">{w::f_category(lang)}</legend>
                    <div class="options options--3">{categories}</div>
                </fieldset>
            </div>
        </section>
    }
    .into_any()
}

pub(super) fn add_language(cx: &Cx, edited: &Edited) -> AnyView {
    let lang = cx.lang;
    let options = fields::languages(lang)
        .into_iter()
        .filter(|(code, _)| edited.languages.iter().all(|template| template.language != *code))
        .map(|(code, words)| view! { <option value=code>{words}</option> })
        .collect_view();
    view! {
        <div class="row row--tight">
            <label class="sr-only" for="new-language">{w::add_language(lang)}</label>
            <select class="select select--auto" id="new-language" name="new_language">{options}</select>
            {press(
                "addlang".to_owned(),
                "btn",
                view! { {icon(Icon::Plus)}{w::add_language(lang)} },
                None,
            )}
        </div>
    }
    .into_any()
}
