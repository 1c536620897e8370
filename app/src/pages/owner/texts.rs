//! The messages that are sent in a bakery's name, as people see them.

use domain::{person::Role, template::Template};
use leptos::prelude::*;
use serde_json::json;
use service::templates::own::{self, OwnMessage};

use super::chosen::{SETTINGS, bakery, chooser, nothing};
use crate::{
    components::{
        empty::Blank,
        format::{Times, count},
        icon::Icon,
        page::{PageHead, Screen, page},
        query::Query,
        status::{Tone, status},
    },
    guard::{Cx, guard_person},
    pages::templates::phone,
    words::{owner, templates as w},
};

/// `/app/settings/whatsapp/texts`
#[component]
pub(crate) fn OwnTextsPage() -> impl IntoView {
    page(async {
        let cx = guard_person()?;
        let query = Query::current().only(&["bakery"]);
        let Some(tenant) = bakery(&cx, &query)? else {
            return Ok(nothing(&cx));
        };
        let lang = cx.lang;
        let settings = service::tenants::own::get(cx.services(), &cx.call, &tenant).await?;
        let messages = own::list(cx.services(), &cx.call, &tenant).await?;
        let back = Query::to(SETTINGS).with("bakery", query.get("bakery")).href();
        let shown = if messages.is_empty() {
            view! {
                <section class="card card--flush">
                    <Blank icon_name=Icon::Chat title=w::own_none_title(lang) text=w::own_none_text(lang)/>
                </section>
            }
            .into_any()
        } else {
            let all = messages
                .iter()
                .map(|message| one(&cx, &settings.name, message))
                .collect_view();
            view! { <div class="own-texts">{all}</div> }.into_any()
        };
        let body = view! {
            <PageHead
                title=w::own_title(lang)
                sub=w::own_sub(lang)
                back=(back, owner::title(lang).to_owned())
            />
            {chooser(&cx, &tenant)}
            {shown}
        };
        let body = if cx.profile.role == Role::Owner {
            body.into_any()
        } else {
            view! { <div class="owner owner-view">{body}</div> }.into_any()
        };
        Ok(Screen::new(w::own_title(lang), body).topics("templates messages"))
    })
}

/// One message with a preview and how often it went out.
fn one(cx: &Cx, from: &str, message: &OwnMessage) -> AnyView {
    let lang = cx.lang;
    let times = Times::current();
    let template = Template::read(json!({
        "name": message.name,
        "language": message.language,
        "components": message.components,
    }))
    .unwrap_or_default();
    let state = if message.works {
        status(Tone::Ok, Icon::Ok, w::own_works(lang), false)
    } else {
        status(Tone::Warn, Icon::Pause, w::own_stopped(lang), true)
    };
    let sent = w::own_sent(lang, &count(lang, message.sent), &times.moment(message.last_at));
    let id = format!("own-{}-{}", message.name, message.language);
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <div class="row spread">
                <h2 id=id.clone()>{w::purpose(cx.lang, &message.name)}</h2>
                {state}
            </div>
            {(!message.works).then(|| view! { <p class="soft">{w::own_stopped_why(lang)}</p> })}
            {phone::frame(lang, from, &template)}
            <p class="soft sm">{sent}</p>
        </section>
    }
    .into_any()
}
