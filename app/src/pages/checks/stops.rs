//! What stands still, above the pages that it concerns.

use domain::permission::{Permission, Scope};
use leptos::{prelude::*, server_fn::ServerFn};
use service::messages::outbox::stops::Stop;

use crate::{
    actions::{sending::ResumeSending, wabas::ACCOUNTS},
    components::{
        form::{BackHere, Hidden},
        format::Times,
        status::Tone,
    },
    guard::Cx,
    pages::parts::callout,
    words::{checks as w, meta_errors, sending},
};

/// One alarm for each stop: what, why, since when, and the button for when its
/// cause is over.
pub(crate) fn banner(cx: &Cx, times: &Times, stops: &[Stop]) -> AnyView {
    stops
        .iter()
        .map(|stop| one(cx, times, stop))
        .collect_view()
        .into_any()
}

fn one(cx: &Cx, times: &Times, stop: &Stop) -> AnyView {
    let lang = cx.lang;
    let title = match &stop.number {
        Some(number) => sending::stopped_number(lang, number),
        None => sending::stopped_account(lang, &stop.account_name),
    };
    callout(Tone::Bad, title, body(cx, times, stop))
}

/// Why it stands still, and what can be done.
pub(super) fn body(cx: &Cx, times: &Times, stop: &Stop) -> AnyView {
    let lang = cx.lang;
    let may = |permission| cx.call.actor.may(permission, Scope::Platform);
    let said = meta_errors::explain(lang, stop.code, None);
    let metas = format!("Meta: {} ({})", stop.detail, stop.code);
    let since = times.marked_up(
        stop.since,
        sending::stopped_since(lang, &times.moment(stop.since)),
    );
    let account = may(Permission::ViewAccounts).then(|| {
        let href = format!("{ACCOUNTS}/{}", stop.account);
        view! { <a class="btn btn--sm" href=href>{sending::open_account(lang)}</a> }
    });
    let resume = may(Permission::ManageAccounts).then(|| {
        view! {
            <form method="post" action=ResumeSending::url()>
                <Hidden name="scope" value=stop.scope.clone()/>
                <BackHere/>
                <button class="btn btn--sm" type="submit">{w::resume(lang)}</button>
            </form>
        }
    });
    view! {
        <p>{said.what}" "{said.todo}" "{sending::stopped_keeps(lang)}</p>
        <p class="xs muted">{metas}". "{since}</p>
        {(account.is_some() || resume.is_some()).then(|| view! { <div class="row row--tight">{account}{resume}</div> })}
    }
    .into_any()
}
