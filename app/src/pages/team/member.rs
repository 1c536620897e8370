//! One person: role, bakeries, help with signing in, access.

use domain::{ids::UserId, permission::Permission, person::Role};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    people::team::{self, Member, MemberStatus},
    tenants::choose::{self, Choices},
};

use super::{TEAM, invite, look};
use crate::{
    actions::team::{
        ACCESS, ClearSecondFactor, InviteAgain, MakeResetLink, SetDisabled, UpdateAccess, WithdrawLink,
    },
    components::{
        callout::Callout,
        card::Card,
        field::{Choice, TextField},
        form::{ErrorSummary, Form},
        format::Times,
        page::{PageHead, Screen, page},
        status::Tone,
    },
    guard::{Cx, guard},
    words::{team as words, tenants},
};

/// `/app/admin/team/{id}`
#[component]
pub(crate) fn MemberPage() -> impl IntoView {
    let id = use_params_map()
        .with_untracked(|params| params.get("id"))
        .unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ManageTeam)?;
        let lang = cx.lang;
        let id = UserId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let member = team::get(cx.services(), &cx.call, &id).await?;
        let choices = choose::choices(cx.services(), &cx.call).await?;
        let name = member.name.clone();
        let back = (TEAM.to_owned(), words::title(lang).to_owned());
        let own = member.id == cx.profile.id;
        let right = if own { own_record(&cx) } else { help(&cx, &member) };
        let body = view! {
            <PageHead
                title=name.clone()
                sub=member.email.to_string()
                back=back
                beside=look::state(lang, &member)
            />
            {invite::shown_link(&cx)}
            <div class="cols cols--pair">
                {access(&cx, &member, &choices)}
                <div class="stack">{right}</div>
            </div>
        };
        Ok(Screen::new(name, body).topics("people"))
    })
}

fn access(cx: &Cx, member: &Member, choices: &Choices) -> AnyView {
    let lang = cx.lang;
    let listed = choices.listed().unwrap_or_default();
    let form = Form::of(ACCESS);
    let typed = form
        .typed("tenants")
        .map(|ids| ids.split(',').map(str::to_owned).collect::<Vec<_>>());
    let has = |id: &str| match &typed {
        Some(ids) => ids.iter().any(|chosen| chosen == id),
        None => member.tenants.iter().any(|(own, _)| own.as_str() == id),
    };
    // A suspended bakery is no choice, but who belongs to it still does; and so
    // do the bakeries of a list that would be too long.
    let kept = member
        .tenants
        .iter()
        .filter(|(id, _)| listed.iter().all(|choice| &choice.id != id))
        .map(|(id, name)| (id.to_string(), name.clone()));
    let bakeries = listed
        .iter()
        .map(|choice| (choice.id.to_string(), choice.name.clone()))
        .chain(kept)
        .map(|(id, name)| {
            let checked = has(&id);
            view! { <Choice name="tenants[]" value=id label=name checked=checked several=true/> }
        })
        .collect_view();
    let another = choices.listed().is_none().then(|| {
        let (label, hint) = (words::another_bakery(lang), tenants::named_how(lang));
        view! { <div class="only-owner"><TextField form=&form name="more" label=label hint=hint/></div> }
    });
    let roles = invite::roles(lang, &form, member.role);
    let (id, field) = (member.id.to_string(), form.id("tenants"));
    view! {
        <Card id="access" title=words::access(lang)>
            <form class="stack stack--3" method="post" action=UpdateAccess::url() novalidate=true>
                <ErrorSummary
                    form=&form
                    labels=vec![
                        ("role", words::invite_role(lang)),
                        ("tenants", words::bakeries(lang)),
                        ("more", words::another_bakery(lang)),
                    ]
                />
                <input type="hidden" name="user" value=id/>
                {roles}
                <fieldset class="options options--scroll only-owner" id=field>
                    <legend class="label">{words::bakeries(lang)}</legend>
                    <p class="hint">{words::bakeries_hint(lang)}</p>
                    {bakeries}
                </fieldset>
                {another}
                <div class="row">
                    <button class="btn btn--primary" type="submit">{words::save_access(lang)}</button>
                </div>
                <p class="hint">{words::access_note(lang)}</p>
            </form>
        </Card>
    }
    .into_any()
}

fn own_record(cx: &Cx) -> AnyView {
    let lang = cx.lang;
    view! {
        <Callout tone=Tone::Info>
            <p>{words::own_record(lang)}</p>
            <div class="callout__actions"><a class="btn btn--sm" href="/app/account">{words::open_account(lang)}</a></div>
        </Callout>
    }
    .into_any()
}

/// A button with what it does under it.
fn button(
    url: &'static str,
    fields: Vec<(&'static str, String)>,
    label: &'static str,
    note: &'static str,
    danger: bool,
) -> AnyView {
    let class = if danger { "btn btn--danger" } else { "btn" };
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! {
        <form class="stack stack--2" method="post" action=url>
            {fields}
            <div class="row"><button class=class type="submit">{label}</button></div>
            <p class="hint">{note}</p>
        </form>
    }
    .into_any()
}

fn help(cx: &Cx, member: &Member) -> AnyView {
    let lang = cx.lang;
    let user = || vec![("user", member.id.to_string())];
    let link = match member.status {
        MemberStatus::Invited => Some(button(
            InviteAgain::url(),
            user(),
            words::invite_again(lang),
            words::invite_again_note(lang),
            false,
        )),
        MemberStatus::Active => Some(button(
            MakeResetLink::url(),
            user(),
            words::reset_link(lang),
            words::reset_note(lang),
            false,
        )),
        MemberStatus::Disabled => None,
    };
    let open = member.open_link.clone().map(|(link, until)| {
        let note = words::member_since_open(lang, &Times::current().moment(until));
        let fields = vec![("link", link.to_string()), ("user", member.id.to_string())];
        view! { <p class="sm">{note}</p> {button(WithdrawLink::url(), fields, words::withdraw(lang), "", false)} }
    });
    let factor = member.second_factor.then(|| {
        button(
            ClearSecondFactor::url(),
            user(),
            words::clear_factor(lang),
            words::clear_factor_note(lang),
            true,
        )
    });
    let disabled = member.status == MemberStatus::Disabled;
    let mut fields = user();
    fields.push(("disabled", if disabled { "" } else { "yes" }.to_owned()));
    let stop = if disabled {
        button(SetDisabled::url(), fields, words::enable(lang), "", false)
    } else {
        button(
            SetDisabled::url(),
            fields,
            words::disable(lang),
            words::disable_note(lang),
            true,
        )
    };
    let owner = member.role == Role::Owner;
    let head = (owner && member.tenants.is_empty()).then(|| words::bakeries_hint(lang));
    view! {
        <Card id="help" title=words::sign_in_help(lang)>
            {head.map(|words| view! { <p class="hint">{words}</p> })}
            {link}
            {open}
            {factor}
        </Card>
        <Card id="stop" title=words::stop(lang)>{stop}</Card>
    }
    .into_any()
}
