//! A poster for the counter: the code, the number, the name.

use leptos::prelude::*;
use service::tenants::own::{self, OwnSettings};

use super::chosen::{SETTINGS, bakery, nothing};
use crate::{
    components::{
        empty::Blank,
        icon::{Icon, icon},
        page::{Screen, page},
        query::Query,
    },
    guard::{Cx, guard_person},
    words::owner as w,
};

/// `/app/settings/whatsapp/poster`
#[component]
pub(crate) fn PosterPage() -> impl IntoView {
    page(async {
        let cx = guard_person()?;
        let query = Query::current().only(&["bakery"]);
        let Some(tenant) = bakery(&cx, &query)? else {
            return Ok(nothing(&cx));
        };
        let own = own::get(cx.services(), &cx.call, &tenant).await?;
        let lang = cx.lang;
        let back = query
            .with("bakery", Some(tenant.as_str()))
            .href()
            .replacen("/poster", "", 1);
        let body = view! {
            <div class="no-print stack stack--2">
                <p><a href=back>{icon(Icon::Left)}{w::poster_back(lang)}</a></p>
                <p class="hint">{w::poster_print(lang)}</p>
            </div>
            {poster(&cx, &own)}
        };
        Ok(Screen::new(w::poster_title(lang), body))
    })
}

fn poster(cx: &Cx, own: &OwnSettings) -> AnyView {
    let lang = cx.lang;
    let number = own.number.as_ref().filter(|number| !number.shared);
    match number.and_then(|number| number.qr_svg.clone().map(|qr| (number, qr))) {
        Some((number, qr)) => view! {
            <article class="poster">
                <h1>{own.name.clone()}</h1>
                <p class="poster__call">{w::poster_title(lang)}</p>
                <div class="qr" role="img" aria-label=w::qr_label(lang, &own.name) inner_html=qr></div>
                <p>{w::poster_how(lang)}</p>
                <p class="bignum">{number.display.clone()}</p>
            </article>
        }
        .into_any(),
        None => view! {
            <section class="card">
                <Blank icon_name=Icon::Printer title=w::poster_none_title(lang) text=w::poster_none_why(lang)>
                    <a class="btn" href=SETTINGS>{w::poster_back(lang)}</a>
                </Blank>
            </section>
        }
        .into_any(),
    }
}
