//! People: inviting, role and bakeries, access.

use domain::{
    ids::{LinkId, TenantId, UserId},
    permission::Permission,
    person::Role,
    time::Millis,
};
use leptos::server;
use serde::{Deserialize, Serialize};
use service::{
    FieldError, Problem, ServiceError,
    people::{
        links::{self, Invite, ShownLink},
        team,
    },
    tenants::choose,
};

use crate::{
    error::AppError,
    flash::{done, done_once, refused, refused_button},
    guard::{Cx, guard},
    pages::team::TEAM,
    words::team as words,
};

/// The form for an invitation.
pub(crate) const INVITE: &str = "invite";
/// The form for role and bakeries.
pub(crate) const ACCESS: &str = "access";
/// What a new link is called between an action and its page.
pub(crate) const LINK_KIND: &str = "link";

/// A new link, for the page that shows it once.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LinkShown {
    /// The whole address.
    pub(crate) url: String,
    /// Whom it is for.
    pub(crate) email: String,
    /// Until when it works.
    pub(crate) expires_at: Millis,
    /// Whether it was also sent by e-mail.
    pub(crate) mailed: bool,
}

impl From<ShownLink> for LinkShown {
    fn from(link: ShownLink) -> Self {
        Self {
            url: link.url,
            email: link.email.to_string(),
            expires_at: link.expires_at,
            mailed: link.mailed,
        }
    }
}

/// Shows a link once on the page `to`.
pub(crate) async fn show_link(cx: &Cx, link: ShownLink, to: &str) -> Result<(), AppError> {
    done_once(
        cx,
        Some(words::link_made(cx.lang).to_owned()),
        LINK_KIND,
        &LinkShown::from(link),
        to,
    )
    .await
}

/// Invites a person.
#[server(prefix = "/do", endpoint = "invite-person")]
pub async fn invite_person(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] role: String,
    #[server(default)] tenants: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTeam)?;
    let made = match invitation(&cx, &name, &email, &role, &tenants).await {
        Ok(asked) => links::invite(cx.services(), &cx.call, asked).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(link) => show_link(&cx, link, TEAM).await,
        Err(error) => {
            let typed: [(&str, &str); 4] = [
                ("name", &name),
                ("email", &email),
                ("role", &role),
                ("tenants", &tenants),
            ];
            refused(&cx, INVITE, &typed, &error, TEAM).await
        }
    }
}

/// Makes a new invitation for somebody who has not come yet.
#[server(prefix = "/do", endpoint = "invite-again")]
pub async fn invite_again(#[server(default)] user: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTeam)?;
    let user = user_id(&user)?;
    let member = team::get(cx.services(), &cx.call, &user).await?;
    let again = Invite {
        email: member.email.to_string(),
        name: member.name,
        role: member.role,
        tenants: member.tenants.into_iter().map(|(id, _)| id).collect(),
    };
    match links::invite(cx.services(), &cx.call, again).await {
        Ok(link) => show_link(&cx, link, &page_of(&user)).await,
        Err(error) => refused_button(&cx, &error, &page_of(&user)).await,
    }
}

/// Makes a link for a new password.
#[server(prefix = "/do", endpoint = "make-reset-link")]
pub async fn make_reset_link(#[server(default)] user: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTeam)?;
    let user = user_id(&user)?;
    match links::reset_for(cx.services(), &cx.call, &user).await {
        Ok(link) => show_link(&cx, link, &page_of(&user)).await,
        Err(error) => refused_button(&cx, &error, &page_of(&user)).await,
    }
}

/// Withdraws a link that was not used.
#[server(prefix = "/do", endpoint = "withdraw-link")]
pub async fn withdraw_link(
    #[server(default)] link: String,
    #[server(default)] user: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTeam)?;
    let (link, user) = (
        LinkId::parse(&link).map_err(|_| ServiceError::NotFound)?,
        user_id(&user)?,
    );
    match links::withdraw(cx.services(), &cx.call, &link).await {
        Ok(()) => done(&cx, words::withdrawn(cx.lang), &page_of(&user)).await,
        Err(error) => refused_button(&cx, &error, &page_of(&user)).await,
    }
}

/// Changes role and bakeries.
#[server(prefix = "/do", endpoint = "update-access")]
pub async fn update_access(
    #[server(default)] user: String,
    #[server(default)] role: String,
    #[server(default)] tenants: Vec<String>,
    #[server(default)] more: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTeam)?;
    let user = user_id(&user)?;
    let saved = match access(&cx, &role, &tenants, &more).await {
        Ok((role, ids)) => team::update(cx.services(), &cx.call, &user, role, ids).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => done(&cx, words::access_saved(cx.lang), &page_of(&user)).await,
        Err(error) => {
            let typed: [(&str, &str); 3] =
                [("role", &role), ("tenants", &tenants.join(",")), ("more", &more)];
            refused(&cx, ACCESS, &typed, &error, &page_of(&user)).await
        }
    }
}

/// Stops somebody from signing in, or lets them again.
#[server(prefix = "/do", endpoint = "set-disabled")]
pub async fn set_disabled(
    #[server(default)] user: String,
    #[server(default)] disabled: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTeam)?;
    let user = user_id(&user)?;
    let disable = !disabled.is_empty();
    match team::set_disabled(cx.services(), &cx.call, &user, disable).await {
        Ok(()) => {
            let text = if disable {
                words::disabled(cx.lang)
            } else {
                words::enabled(cx.lang)
            };
            done(&cx, text, &page_of(&user)).await
        }
        Err(error) => refused_button(&cx, &error, &page_of(&user)).await,
    }
}

/// Removes somebody's second factor.
#[server(prefix = "/do", endpoint = "clear-second-factor")]
pub async fn clear_second_factor(#[server(default)] user: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTeam)?;
    let user = user_id(&user)?;
    match team::clear_second_factor(cx.services(), &cx.call, &user).await {
        Ok(()) => done(&cx, words::factor_cleared(cx.lang), &page_of(&user)).await,
        Err(error) => refused_button(&cx, &error, &page_of(&user)).await,
    }
}

async fn invitation(
    cx: &Cx,
    name: &str,
    email: &str,
    role: &str,
    tenant: &str,
) -> Result<Invite, ServiceError> {
    let role = role_of(role)?;
    let tenant = if role == Role::Owner {
        choose::named_or_none(cx.services(), &cx.call, "tenants", tenant).await?
    } else {
        None
    };
    Ok(Invite {
        email: email.to_owned(),
        name: name.to_owned(),
        role,
        tenants: tenant.into_iter().collect(),
    })
}

/// Role and bakeries: those that are ticked, and one more that is named.
async fn access(
    cx: &Cx,
    role: &str,
    ticked: &[String],
    more: &str,
) -> Result<(Role, Vec<TenantId>), ServiceError> {
    let role = role_of(role)?;
    let mut tenants = ticked
        .iter()
        .map(|id| tenant_id(id))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(another) = choose::named_or_none(cx.services(), &cx.call, "more", more).await?
        && !tenants.contains(&another)
    {
        tenants.push(another);
    }
    Ok((role, tenants))
}

fn role_of(key: &str) -> Result<Role, ServiceError> {
    Role::from_key(key).ok_or_else(|| FieldError::only("role", Problem::NotAChoice))
}

fn tenant_id(id: &str) -> Result<TenantId, ServiceError> {
    TenantId::parse(id).map_err(|_| FieldError::only("tenants", Problem::NotAChoice))
}

fn user_id(id: &str) -> Result<UserId, AppError> {
    Ok(UserId::parse(id).map_err(|_| ServiceError::NotFound)?)
}

fn page_of(user: &UserId) -> String {
    format!("{TEAM}/{user}")
}
