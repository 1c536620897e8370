//! Creating, changing, suspending and importing bakeries; inviting owners.

use domain::{
    ids::{BatchId, TenantId},
    permission::Permission,
    person::Role,
    time::Millis,
};
use leptos::server;
use serde::{Deserialize, Serialize};
use service::{
    FieldError, Problem, ServiceError,
    people::links::{self, Invite},
    tenants::{
        edit::{self, TenantInput},
        import,
    },
};

use super::upload::{Upload, Uploaded, takes_a_file};
use crate::{
    components::{format::count, status::Tone},
    error::AppError,
    flash::{done, done_once, noted, refused, refused_button},
    guard::guard,
    words::tenants as words,
};

/// The list.
pub(crate) const TENANTS: &str = "/app/admin/tenants";
/// What the bakery's page shows once after an invitation.
pub(crate) const INVITE: &str = "invite";

/// An invitation link, shown once.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct InviteShown {
    /// The whole address.
    pub(crate) url: String,
    /// Whom it is for.
    pub(crate) email: String,
    /// Until when it works.
    pub(crate) expires_at: Millis,
    /// Whether it was also sent by e-mail.
    pub(crate) mailed: bool,
}

fn values(input: &TenantInput) -> [(&str, &str); 3] {
    [
        ("name", &input.name),
        ("city", &input.city),
        ("external_ref", &input.external_ref),
    ]
}

/// Creates a bakery.
#[server(prefix = "/do", endpoint = "create-tenant")]
pub(crate) async fn create_tenant(
    #[server(default)] name: String,
    #[server(default)] city: String,
    #[server(default)] external_ref: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTenants)?;
    let input = TenantInput {
        name,
        city,
        external_ref,
    };
    match edit::create(cx.services(), &cx.call, &input).await {
        Ok(id) => {
            done(
                &cx.request,
                words::created(cx.lang, input.name.trim()),
                &format!("{TENANTS}/{id}"),
            )
            .await
        }
        Err(error) => {
            refused(
                &cx.request,
                "tenant",
                &values(&input),
                &error,
                &format!("{TENANTS}/new"),
            )
            .await
        }
    }
}

/// Changes a bakery.
#[server(prefix = "/do", endpoint = "update-tenant")]
pub(crate) async fn update_tenant(
    #[server(default)] tenant: String,
    #[server(default)] name: String,
    #[server(default)] city: String,
    #[server(default)] external_ref: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTenants)?;
    let id = tenant_id(&tenant)?;
    let page = format!("{TENANTS}/{id}");
    let input = TenantInput {
        name,
        city,
        external_ref,
    };
    match edit::update(cx.services(), &cx.call, &id, &input).await {
        Ok(()) => done(&cx.request, words::saved(cx.lang), &page).await,
        Err(error) => {
            refused(
                &cx.request,
                "tenant",
                &values(&input),
                &error,
                &format!("{page}?edit=1"),
            )
            .await
        }
    }
}

/// Suspends a bakery, or takes it back.
#[server(prefix = "/do", endpoint = "suspend-tenant")]
pub(crate) async fn suspend_tenant(
    #[server(default)] tenant: String,
    #[server(default)] suspended: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTenants)?;
    let id = tenant_id(&tenant)?;
    let suspend = suspended == "1";
    let text = if suspend {
        words::suspended_done(cx.lang)
    } else {
        words::resumed_done(cx.lang)
    };
    let page = format!("{TENANTS}/{id}");
    match edit::set_suspended(cx.services(), &cx.call, &id, suspend).await {
        Ok(()) => done(&cx.request, text, &page).await,
        Err(error) => refused_button(&cx.request, &error, &page).await,
    }
}

/// Makes a link by which an owner comes in.
#[server(prefix = "/do", endpoint = "invite-owner")]
pub(crate) async fn invite_owner(
    #[server(default)] tenant: String,
    #[server(default)] email: String,
    #[server(default)] name: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTenants)?;
    let id = tenant_id(&tenant)?;
    let page = format!("{TENANTS}/{id}");
    let invite = Invite {
        email: email.clone(),
        name: name.clone(),
        role: Role::Owner,
        tenants: vec![id],
    };
    match links::invite(cx.services(), &cx.call, invite).await {
        Ok(link) => {
            let text = words::invited(cx.lang, link.email.as_str());
            let email = link.email.to_string();
            let shown = InviteShown {
                url: link.url,
                email,
                expires_at: link.expires_at,
                mailed: link.mailed,
            };
            done_once(&cx.request, Some(text), INVITE, &shown, &page).await
        }
        Err(error) => {
            refused(
                &cx.request,
                "invite",
                &[("email", &email), ("name", &name)],
                &error,
                &page,
            )
            .await
        }
    }
}

/// Reads a CSV and shows what would happen.
#[server(prefix = "/do", endpoint = "import-tenants", input = Upload, input_derive = (Clone,))]
pub(crate) async fn import_tenants(upload: Uploaded) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTenants)?;
    let page = format!("{TENANTS}/import");
    if upload.broken {
        return noted(&cx.request, Tone::Bad, words::not_readable(cx.lang), &page).await;
    }
    if upload.is_empty() {
        let error = FieldError::only("file", Problem::Required);
        return refused(&cx.request, "import", &[], &error, &page).await;
    }
    match import::dry_run(cx.services(), &cx.call, &upload.bytes).await {
        Ok(preview) => {
            crate::flash::redirect_local(&format!("{page}/{}", preview.id));
            Ok(())
        }
        Err(error) => {
            let text = upload.worth_keeping();
            refused(&cx.request, "import", &[("text", text)], &error, &page).await
        }
    }
}

takes_a_file!(ImportTenants);

/// Carries a dry run out.
#[server(prefix = "/do", endpoint = "apply-import")]
pub(crate) async fn apply_import(#[server(default)] id: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTenants)?;
    let id = BatchId::parse(&id).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    match import::apply(cx.services(), &cx.call, &id).await {
        Ok((created, updated)) => {
            let text = words::imported(cx.lang, &count(cx.lang, created), &count(cx.lang, updated));
            done(&cx.request, text, TENANTS).await
        }
        Err(error) => refused_button(&cx.request, &error, &format!("{TENANTS}/import/{id}")).await,
    }
}

pub(super) fn tenant_id(text: &str) -> Result<TenantId, AppError> {
    TenantId::parse(text).map_err(|_| AppError::from_service(&ServiceError::NotFound))
}
