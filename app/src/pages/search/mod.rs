//! One search box: any name, number or id leads to its record.

use domain::lang::Lang;
use leptos::prelude::*;
use service::search::{self as find, Hit};

use crate::{
    components::{
        empty::Blank,
        icon::{Icon, icon},
        page::{PageError, PageHead, Screen, page},
        query::Query,
    },
    guard::{Refusal, guard_person},
    words::search as words,
};

/// `/app/search?q=`. An exact id leads straight to its record.
#[component]
pub(crate) fn SearchPage() -> impl IntoView {
    page(async {
        let cx = guard_person()?;
        let lang = cx.lang;
        let q = Query::current().get("q").unwrap_or_default().trim().to_owned();
        let hits = if q.is_empty() {
            Vec::new()
        } else {
            find::find(cx.services(), &cx.call, &q).await?
        };
        if let [only] = hits.as_slice()
            && only.id == q
        {
            return Err(PageError::Refused(Refusal::Elsewhere(only.href.clone())));
        }
        let body = view! {
            <PageHead title=words::title(lang)/>
            <form class="search search--page" role="search" action="/app/search" data-live="">
                {icon(Icon::Search)}
                <label class="sr-only" for="search-q">{words::label(lang)}</label>
                <input id="search-q" name="q" type="search" value=q.clone() placeholder=words::label(lang)/>
                <button class="btn js-hide" type="submit">{words::submit(lang)}</button>
            </form>
            <section class="card" aria-label=words::results(lang)>{results(lang, &q, hits)}</section>
        };
        Ok(Screen::new(words::title(lang), body))
    })
}

fn results(lang: Lang, q: &str, hits: Vec<Hit>) -> AnyView {
    if q.is_empty() {
        return view! {
            <Blank icon_name=Icon::Search title=words::nothing_yet_title(lang) text=words::nothing_yet_text(lang)/>
        }
        .into_any();
    }
    if hits.is_empty() {
        return view! { <Blank icon_name=Icon::Search title=words::none_title(lang, q) text=words::none_text(lang)/> }
            .into_any();
    }
    let hits = hits
        .into_iter()
        .map(|hit| {
            let (name, kind) = match hit.kind {
                "tenant" => (Icon::Bakery, words::kind_tenant(lang)),
                "number" => (Icon::Number, words::kind_number(lang)),
                "template" => (Icon::Template, words::kind_template(lang)),
                "account" => (Icon::Account, words::kind_account(lang)),
                _ => (Icon::User, words::kind_person(lang)),
            };
            view! {
                <li>
                    <span class="attention__icon">{icon(name)}</span>
                    <div>
                        <p class="attention__title"><a href=hit.href>{hit.title}</a></p>
                        <p class="attention__why">{hit.detail}</p>
                    </div>
                    <span class="tag">{kind}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="attention attention--plain" role="list">{hits}</ul> }.into_any()
}
