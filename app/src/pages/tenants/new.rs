//! Adding a bakery.

use domain::permission::Permission;
use leptos::{prelude::*, server_fn::ServerFn};

use super::edit::fields;
use crate::{
    actions::tenants::{CreateTenant, TENANTS},
    components::page::{PageHead, Screen, page},
    guard::guard,
    words::tenants as w,
};

/// `/app/admin/tenants/new`
#[component]
pub(crate) fn NewTenantPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ManageTenants)?;
        let lang = cx.lang;
        let body = view! {
            <PageHead
                title=w::new_title(lang)
                sub=w::new_sub(lang)
                back=(TENANTS.to_owned(), w::title(lang).to_owned())
            />
            <section class="card card--form">
                <form class="card__body card__body--pad" method="post" action=CreateTenant::url()>
                    {fields(&cx, None)}
                    <div class="row">
                        <button class="btn btn--primary" type="submit">{w::create(lang)}</button>
                        <a class="btn" href=TENANTS>{w::cancel(lang)}</a>
                    </div>
                </form>
            </section>
        };
        Ok(Screen::new(w::new_title(lang), body))
    })
}
