//! The conversation with one customer, in its three places.

use domain::message::id::MessageId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    consent::record,
    messages::{
        conversation as talk,
        inbox::{self, InboxQuery, Show},
        reply,
    },
};

use super::conversation::{self, Beside};
use crate::{
    components::{
        format::Times,
        page::{PageError, Screen, page},
        query::Query,
    },
    guard::Cx,
    pages::place::Place,
    words::messages as w,
};

/// `/app/admin/whatsapp/conversations/:id`
#[component]
pub(crate) fn AdminConversationPage() -> impl IntoView {
    let id = contact();
    page(async move { show(Place::admin()?, id).await })
}

/// `/app/support/conversations/:id`
#[component]
pub(crate) fn SupportConversationPage() -> impl IntoView {
    let id = contact();
    page(async move { show(Place::support()?, id).await })
}

/// `/app/settings/whatsapp/conversations/:id`
#[component]
pub(crate) fn OwnConversationPage() -> impl IntoView {
    let id = contact();
    page(async move { show(Place::own(Place::conversations)?, id).await })
}

fn contact() -> Option<MessageId> {
    let params = use_params_map();
    MessageId::parse(&params.get_untracked().get("id")?).ok()
}

async fn show((cx, place): (Cx, Place), id: Option<MessageId>) -> Result<Screen, PageError> {
    let id = id.ok_or(ServiceError::NotFound)?;
    let query = Query::current().only(&["q", "bakery", "show", "before"]);
    let before = query.get("before").and_then(|id| MessageId::parse(id).ok());
    let talk = talk::get(cx.services(), &cx.call, place.tenant(), id, before).await?;
    let (svc, call) = (cx.services(), &cx.call);
    let wanted = InboxQuery {
        tenant: place.narrowed_to(&query),
        show: query.get("show").and_then(Show::from_key).unwrap_or_default(),
        q: query.get("q").map(str::to_owned),
        before: None,
    };
    let others = inbox::list(svc, call, &wanted).await?;
    let about = Beside {
        composer: reply::composer(svc, call, talk.contact).await?,
        agreed: match &talk.tenant {
            Some((tenant, _)) => Some(record::list(svc, call, tenant, talk.contact.0).await?),
            None => None,
        },
        others,
    };
    let body = conversation::conversation(&cx, &place, &Times::current(), &talk, &about, &query);
    Ok(Screen::new(w::conversation(cx.lang), body)
        .topics("messages tenants accounts platform")
        .wide())
}
