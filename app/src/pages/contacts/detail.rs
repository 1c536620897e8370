//! One customer.

use domain::message::id::MessageId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use service::{ServiceError, contacts::detail};

use super::{
    consents::{recording, statements, who},
    identity::{facts, records},
};
use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        page::{PageError, PageHead, Screen, page},
    },
    guard::Cx,
    pages::place::Place,
    words::contacts as w,
};

/// `/app/admin/whatsapp/contacts/:id`
#[component]
pub(crate) fn AdminContactPage() -> impl IntoView {
    let id = contact();
    page(async move { show(Place::admin()?, id).await })
}

/// `/app/support/contacts/:id`
#[component]
pub(crate) fn SupportContactPage() -> impl IntoView {
    let id = contact();
    page(async move { show(Place::support()?, id).await })
}

/// `/app/settings/whatsapp/contacts/:id`
#[component]
pub(crate) fn OwnContactPage() -> impl IntoView {
    let id = contact();
    page(async move { show(Place::own(Place::contacts)?, id).await })
}

fn contact() -> Option<MessageId> {
    let params = use_params_map();
    MessageId::parse(&params.get_untracked().get("id")?).ok()
}

async fn show((cx, place): (Cx, Place), id: Option<MessageId>) -> Result<Screen, PageError> {
    let lang = cx.lang;
    let id = id.ok_or(ServiceError::NotFound)?;
    let found = detail::get(cx.services(), &cx.call, place.tenant(), id).await?;
    let times = Times::current();
    let title = who(lang, &found.row.name);
    let talk = place.conversation(found.row.id);
    let back = (place.to(place.contacts()).href(), w::title(lang).to_owned());
    let body = view! {
        <PageHead title=title.clone() back=back>
            <a class="btn" href=talk>{icon(Icon::Chat)}{w::conversation(lang)}</a>
        </PageHead>
        <div class="cols cols--2-1">
            <div class="stack">
                {statements(&cx, &times, &found)}
                {recording(&cx, &found)}
            </div>
            <div class="stack">
                {facts(&cx, &place, &times, &found)}
                {records(&cx, &place, &times, &found)}
            </div>
        </div>
    };
    Ok(Screen::new(title, body).topics("messages"))
}
