//! Name, role, bakeries, password.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::account::{ChangePassword, PASSWORD, RENAME, Rename},
    components::{
        card::Card,
        field::{PasswordField, TextField},
        form::{ErrorSummary, Form},
        format::Times,
    },
    guard::Cx,
    shell::role_name,
    words::{account as words, common, people},
};

/// Who one is.
pub(super) fn card(cx: &Cx) -> AnyView {
    let lang = cx.lang;
    let form = Form::of(RENAME);
    let bakeries: Vec<_> = cx.profile.tenants.iter().map(|(_, name)| name.as_str()).collect();
    let bakeries = (!bakeries.is_empty()).then(|| bakeries.join(", "));
    let (email, name, role) = (
        cx.profile.email.to_string(),
        cx.profile.name.clone(),
        cx.profile.role,
    );
    view! {
        <Card id="profile" title=words::profile(lang)>
            <dl class="facts">
                <dt>{common::email(lang)}</dt>
                <dd>{email}</dd>
                <dt>{words::role(lang)}</dt>
                <dd>{role_name(lang, role)}</dd>
                {bakeries.map(|names| view! { <dt>{words::bakeries(lang)}</dt><dd>{names}</dd> })}
            </dl>
            <form class="stack stack--3" method="post" action=Rename::url() novalidate=true>
                <ErrorSummary form=&form labels=vec![("name", common::name(lang))]/>
                <TextField
                    form=&form
                    name="name"
                    label=common::name(lang)
                    value=name
                    autocomplete="name"
                    required=true
                />
                <div class="row">
                    <button class="btn" type="submit">{words::save_name(lang)}</button>
                </div>
            </form>
        </Card>
    }
    .into_any()
}

/// Changing the password.
pub(super) fn password_card(cx: &Cx) -> AnyView {
    let lang = cx.lang;
    let form = Form::of(PASSWORD);
    let times = Times::current();
    let foot = cx.profile.password_changed_at.map(|at| {
        view! { <span>{words::password_changed_at(lang)}": "{times.day_element(at)}</span> }.into_any()
    });
    let email = cx.profile.email.to_string();
    view! {
        <Card id="password" title=words::password(lang) foot=foot.unwrap_or_else(|| ().into_any())>
            <form class="stack stack--3" method="post" action=ChangePassword::url() novalidate=true data-reload="">
                <ErrorSummary
                    form=&form
                    labels=vec![
                        ("current", words::current_password(lang)),
                        ("password", people::new_password(lang)),
                        ("repeat", people::repeat_password(lang)),
                    ]
                />
                <input
                    class="sr-only"
                    type="email"
                    autocomplete="username"
                    value=email
                    tabindex="-1"
                    aria-hidden="true"
                    readonly=true
                />
                <PasswordField
                    form=&form
                    name="current"
                    label=words::current_password(lang)
                    autocomplete="current-password"
                />
                <PasswordField
                    form=&form
                    name="password"
                    label=people::new_password(lang)
                    hint=people::new_password_hint(lang)
                    autocomplete="new-password"
                />
                <PasswordField
                    form=&form
                    name="repeat"
                    label=people::repeat_password(lang)
                    autocomplete="new-password"
                />
                <div class="row">
                    <button class="btn" type="submit">{words::change_password(lang)}</button>
                    <span class="hint">{words::change_password_note(lang)}</span>
                </div>
            </form>
        </Card>
    }
    .into_any()
}
