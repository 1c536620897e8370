//! Keys for programs.

use domain::permission::Permission;
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    people::api_keys::{self, KeyRow},
    tenants::choose::{self, Choices},
};

use super::{KEYS, tabs};
use crate::{
    actions::keys::{CREATE, CreateKey, KEY_KIND, KeyShown, RevokeKey},
    components::{
        card::Card,
        empty::Blank,
        field::TextField,
        form::{ErrorSummary, Form, Hidden},
        format::Times,
        icon::Icon,
        once::ShownOnce,
        page::{PageHead, Screen, page},
        status::{Tone, status},
        table::{Column, Table},
    },
    flash::once,
    guard::{Cx, guard},
    pages::choose::{OneBakery, by_name},
    words::{common, team as words},
};

/// `/app/admin/team/keys`
#[component]
pub(crate) fn KeysPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ManageTeam)?;
        let lang = cx.lang;
        let keys = api_keys::list(cx.services(), &cx.call).await?;
        let choices = choose::choices(cx.services(), &cx.call).await?;
        let body = view! {
            <PageHead title=words::tab_keys(lang) sub=words::keys_sub(lang)>
                <a class="btn" href="/app/api">{words::api_docs(lang)}</a>
            </PageHead>
            {tabs(&cx, KEYS)}
            {shown(&cx)}
            <div class="cols cols--2-1">
                <section class="card" aria-label=words::keys_caption(lang)>{table(&cx, keys)}</section>
                {create(&cx, &choices)}
            </div>
        };
        Ok(Screen::new(words::tab_keys(lang), body).topics("people"))
    })
}

fn shown(cx: &Cx) -> Option<AnyView> {
    let lang = cx.lang;
    let key: KeyShown = once(cx, KEY_KIND)?;
    Some(
        view! {
            <ShownOnce
                title=key.name
                text=key.key
                note=words::key_once(lang)
                copy=words::copy_key(lang)
                copied=words::copied(lang)
            />
        }
        .into_any(),
    )
}

fn create(cx: &Cx, choices: &Choices) -> AnyView {
    let lang = cx.lang;
    let form = Form::of(CREATE);
    let scope = OneBakery {
        name: "tenant",
        label: words::col_scope(lang).to_owned(),
        options: by_name(choices),
        empty: words::scope_platform(lang),
        chosen: String::new(),
        required: false,
        hint: Some(words::key_scope_hint(lang)),
    };
    view! {
        <Card id="new-key" title=words::new_key(lang)>
            <form class="stack stack--3" method="post" action=CreateKey::url() novalidate=true>
                <ErrorSummary
                    form=&form
                    labels=vec![("name", words::key_name(lang)), ("tenant", words::col_scope(lang))]
                />
                <TextField
                    form=&form
                    name="name"
                    label=words::key_name(lang)
                    hint=words::key_name_hint(lang)
                    required=true
                />
                {scope.view(lang, &form)}
                <div class="row">
                    <button class="btn btn--primary" type="submit">{words::make_key(lang)}</button>
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn table(cx: &Cx, keys: Vec<KeyRow>) -> AnyView {
    let lang = cx.lang;
    if keys.is_empty() {
        return view! {
            <Blank icon_name=Icon::Key title=words::no_keys_title(lang) text=words::no_keys_text(lang)/>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(words::key_name(lang)),
        Column::new(words::col_key(lang)),
        Column::new(words::col_scope(lang)),
        Column::new(words::col_created(lang)),
        Column::new(words::col_used(lang)),
        Column::hidden(common::actions(lang)),
    ];
    let times = Times::current();
    let rows = keys.into_iter().map(|key| row(cx, &times, key)).collect_view();
    view! { <Table caption=words::keys_caption(lang) columns=columns>{rows}</Table> }.into_any()
}

fn row(cx: &Cx, times: &Times, key: KeyRow) -> AnyView {
    let lang = cx.lang;
    let used = match key.last_used_at {
        Some(at) => times.element(at),
        None => view! { <span class="muted">{common::never(lang)}</span> }.into_any(),
    };
    let action = match key.revoked_at {
        Some(at) => status(
            Tone::Idle,
            Icon::Lock,
            words::key_revoked(lang, &times.day(at)),
            false,
        ),
        None => view! {
            <details class="disclosure disclosure--end">
                <summary>{words::revoke(lang)}</summary>
                <form class="stack stack--2" method="post" action=RevokeKey::url()>
                    <p class="hint">{words::revoke_sure(lang, &key.name)}</p>
                    <Hidden name="key" value=key.id.to_string()/>
                    <button class="btn btn--sm btn--danger" type="submit">{words::revoke(lang)}</button>
                </form>
            </details>
        }
        .into_any(),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{key.name.clone()}</th>
            <td role="cell" data-label=words::col_key(lang)><code>{key.prefix}"…"</code></td>
            <td role="cell" data-label=words::col_scope(lang)>
                {key.tenant.map_or_else(|| words::scope_platform(lang).to_owned(), |(_, name)| name)}
            </td>
            <td role="cell" data-label=words::col_created(lang)>{times.element(key.created_at)}</td>
            <td role="cell" data-label=words::col_used(lang)>{used}</td>
            <td role="cell" class="n act">{action}</td>
        </tr>
    }
    .into_any()
}
