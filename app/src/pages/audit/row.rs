//! One change.

use domain::{lang::Lang, time::Millis};
use leptos::prelude::*;
use service::audit::Entry;

use super::{diff, filter::AuditFilter};
use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
    },
    words::{audit as words, common},
};

/// When, who, what, and on demand the fields before and after.
pub(super) fn row(lang: Lang, times: &Times, filter: &AuditFilter, entry: Entry) -> AnyView {
    let kind = match entry.actor_kind.as_str() {
        "api_key" => Some(words::by_key(lang)),
        "system" => Some(words::by_system(lang)),
        _ => None,
    };
    let narrowed = filter.wanted.entity_id.is_some();
    let only = (!narrowed).then(|| AuditFilter::record_href(&entry.entity, &entry.entity_id));
    let changes = diff::changes(lang, times, entry.before.as_deref(), entry.after.as_deref());
    let id = format!("audit-{}", entry.seq);
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead nowrap">{times.element(Millis(entry.at))}</th>
            <td role="cell" data-label=words::col_who(lang)>
                {entry.actor_name}
                {kind.map(|kind| view! { <small>{kind}</small> })}
            </td>
            <td role="cell" data-label=words::col_what(lang)>{words::action(lang, &entry.action)}</td>
            <td role="cell" data-label=words::col_thing(lang)>
                {entry.entity_name}
                <small>{words::thing(lang, &entry.entity)}</small>
            </td>
            <td role="cell" class="wide">
                <details class="disclosure" id=id>
                    <summary>{icon(Icon::Right)}{words::details(lang)}</summary>
                    {changes}
                    <dl class="facts">
                        {entry.ip.map(|ip| view! { <dt>{words::address(lang)}</dt><dd class="tnum">{ip}</dd> })}
                        {entry
                            .request_id
                            .map(|id| view! { <dt>{common::request_id(lang)}</dt><dd><code>{id}</code></dd> })}
                        <dt>{words::row(lang)}</dt>
                        <dd class="tnum">{entry.seq.to_string()}</dd>
                    </dl>
                    {only.map(|href| view! { <a class="sm" href=href>{words::only_this(lang)}</a> })}
                </details>
            </td>
        </tr>
    }
    .into_any()
}
