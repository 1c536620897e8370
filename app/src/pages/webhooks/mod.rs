//! What Meta reports: how much, what was refused, and what became of each event.

mod chart;
mod pane;
mod state;
mod table;

use domain::{
    message::id::MessageId,
    permission::{Permission, Scope},
};
use leptos::prelude::*;
use service::{
    ServiceError,
    webhooks::{
        list::{self, EventFilter, EventState},
        traffic::{self, Span},
    },
};

use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        query::Query,
    },
    guard::guard,
    words::webhooks as w,
};

/// What the page's address may say.
const KEYS: [&str; 5] = ["span", "state", "field", "before", "sel"];

/// `/app/admin/whatsapp/webhooks`
#[component]
pub(crate) fn WebhooksPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewAccounts)?;
        let lang = cx.lang;
        let times = Times::current();
        let query = Query::current().only(&KEYS);
        let filter = EventFilter {
            field: query.get("field").map(str::to_owned),
            state: query.get("state").and_then(EventState::from_key),
            wamid: None,
        };
        let before = query.get("before").and_then(|id| MessageId::parse(id).ok());
        let span = query.get("span").and_then(Span::from_key).unwrap_or_default();
        let (svc, call) = (cx.services(), &cx.call);
        let state = list::state(svc, call).await?;
        let traffic = traffic::traffic(svc, call, span).await?;
        let fields = list::fields(svc, call).await?;
        let events = list::events(svc, call, &filter, before, None).await?;
        let manages = cx.call.actor.may(Permission::ManageAccounts, Scope::Platform);
        let pane = match query.get("sel").filter(|_| manages).map(MessageId::parse) {
            None => None,
            Some(Err(_)) => Some(pane::gone(&cx, &query)),
            Some(Ok(id)) => match list::event(svc, call, id).await {
                Ok(detail) => Some(pane::pane(&cx, &times, &detail, &query)),
                Err(ServiceError::NotFound) => Some(pane::gone(&cx, &query)),
                Err(error) => return Err(error.into()),
            },
        };
        let (outer, cols) = if pane.is_some() {
            ("stack has-sel", "cols cols--main-pane")
        } else {
            ("stack", "cols")
        };
        let list_href = query.with("sel", None).href();
        let to_list = pane.is_some().then(|| {
            view! { <a class="btn btn--quiet only-phone" href=list_href>{icon(Icon::Left)}{w::all_events(lang)}</a> }
        });
        let here = query.with("before", None).with("sel", None).href();
        let above = view! {
            <div class="stack hide-with-sel">
                <PageHead title=w::title(lang) sub=w::sub(lang)>
                    <a class="btn" href=here>{icon(Icon::Refresh)}{w::refresh(lang)}</a>
                </PageHead>
                {state::alarms(&cx, &state)}
                {state::figures(&cx, &times, &state)}
                {chart::card(&cx, &times, &traffic, &query)}
                {table::controls(&cx, &state, &fields, &filter, &query, manages)}
            </div>
        };
        let body = view! {
            <div class=outer>
                {to_list}
                {above}
                <div class=cols>{table::table(&cx, &times, &events, &query, manages)}{pane}</div>
            </div>
        };
        Ok(Screen::new(w::title(lang), body)
            .topics("messages accounts")
            .wide())
    })
}
