//! Inviting a person.

use domain::{lang::Lang, person::Role};
use leptos::{prelude::*, server_fn::ServerFn};
use service::tenants::choose::Choices;

use crate::{
    actions::team::{INVITE, InvitePerson, LINK_KIND, LinkShown},
    components::{
        card::Card,
        field::{Choice, TextField},
        form::{ErrorSummary, Form},
        format::Times,
        once::ShownOnce,
    },
    flash::once,
    guard::Cx,
    pages::choose::{OneBakery, by_name},
    shell::role_name,
    words::{common, team as words},
};

/// What a role is for, in a sentence.
const fn note(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::PlatformAdmin => words::role_admin_note(lang),
        Role::Support => words::role_support_note(lang),
        Role::Owner => words::role_owner_note(lang),
    }
}

/// Radio buttons for the role.
pub(super) fn roles(lang: Lang, form: &Form, stored: Role) -> AnyView {
    let chosen = form.typed("role").and_then(Role::from_key).unwrap_or(stored);
    let choices = Role::ALL
        .into_iter()
        .map(|role| {
            view! {
                <Choice
                    name="role"
                    value=role.key()
                    label=role_name(lang, role)
                    note=note(lang, role)
                    checked=role == chosen
                />
            }
        })
        .collect_view();
    view! {
        <fieldset class="options" id=form.id("role")>
            <legend class="label">{words::invite_role(lang)}</legend>
            {choices}
        </fieldset>
    }
    .into_any()
}

/// The form beside the list.
pub(super) fn card(lang: Lang, choices: &Choices) -> AnyView {
    let form = Form::of(INVITE);
    let bakery = OneBakery {
        name: "tenants",
        label: words::invite_bakery(lang).to_owned(),
        options: by_name(choices),
        empty: words::no_bakery(lang),
        chosen: String::new(),
        required: false,
        hint: None,
    };
    view! {
        <Card id="invite" title=words::invite(lang)>
            <p class="hint">{words::invite_hint(lang)}</p>
            <form class="stack stack--3" method="post" action=InvitePerson::url() novalidate=true>
                <ErrorSummary
                    form=&form
                    labels=vec![
                        ("name", common::name(lang)),
                        ("email", common::email(lang)),
                        ("role", words::invite_role(lang)),
                        ("tenants", words::invite_bakery(lang)),
                    ]
                />
                <TextField form=&form name="name" label=common::name(lang) required=true/>
                <TextField form=&form name="email" label=common::email(lang) kind="email" required=true/>
                {roles(lang, &form, Role::Owner)}
                <div class="only-owner">{bakery.view(lang, &form)}</div>
                <div class="row">
                    <button class="btn btn--primary" type="submit">{words::make_link(lang)}</button>
                </div>
            </form>
        </Card>
    }
    .into_any()
}

/// A link that was just made, shown once.
pub(super) fn shown_link(cx: &Cx) -> Option<AnyView> {
    let lang = cx.lang;
    let link: LinkShown = once(cx, LINK_KIND)?;
    let until = words::link_once(lang, &Times::current().moment(link.expires_at));
    let note = if link.mailed {
        format!("{until} {}", words::link_mailed(lang))
    } else {
        until
    };
    Some(
        view! {
            <ShownOnce
                title=words::link_ready(lang, &link.email)
                text=link.url
                note=note
                copy=words::copy_link(lang)
                copied=words::copied(lang)
            />
        }
        .into_any(),
    )
}
