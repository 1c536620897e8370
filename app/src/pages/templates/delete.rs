//! Deleting a template at Meta: what happens then, and a name to type.

use domain::{ids::TemplateId, permission::Permission};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{ServiceError, templates::detail};

use crate::{
    actions::templates::{DeleteTemplate, TEMPLATES},
    components::{
        field::{Choice, TextField},
        form::{BackHere, ErrorSummary, Form, Hidden},
        page::{PageHead, Screen, page},
    },
    guard::guard,
    pages::parts::card,
    words::templates as w,
};

/// `/app/admin/whatsapp/templates/{id}/delete`
#[component]
pub(crate) fn DeleteTemplatePage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ManageTemplates)?;
        let lang = cx.lang;
        let id = TemplateId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let detail = detail::get(cx.services(), &cx.call, &id).await?;
        let name = detail.row.name.clone();
        let form = Form::of("delete-template");
        let all = form.typed("which") == Some("all");
        let this = w::delete_this(lang, &w::language_name(lang, &detail.row.language));
        let several = !detail.siblings.is_empty();
        let which = several.then(|| {
            view! {
                <fieldset class="options">
                    <legend class="label">{w::delete_what(lang)}</legend>
                    <Choice name="which" value="this" label=this checked=!all/>
                    <Choice name="which" value="all" label=w::delete_all(lang) checked=all/>
                </fieldset>
            }
        });
        let title = w::delete_title(lang, &name);
        let page = format!("{TEMPLATES}/{id}");
        let body = card(
            "h-then",
            w::delete_then(lang),
            view! {
                <ul class="plain-list">
                    <li>{w::delete_name_rests(lang)}</li>
                    <li>{w::delete_under_way(lang)}</li>
                    <li>{w::delete_stays(lang)}</li>
                    <li>{w::delete_no_undo(lang)}</li>
                </ul>
                <ErrorSummary form=&form labels=vec![("confirm", w::delete_confirm(lang))]/>
                <form class="stack stack--3 form" method="post" action=DeleteTemplate::url()>
                    <Hidden name="template" value=id.to_string()/>
                    <BackHere/>
                    {which}
                    <TextField form=&form name="confirm" label=w::delete_type(lang, &name) required=true/>
                    <div class="row">
                        <button class="btn btn--danger" type="submit">{w::delete_button(lang)}</button>
                        <a class="btn" href=page.clone()>{w::keep(lang)}</a>
                    </div>
                </form>
            },
        );
        let body = view! {
            <PageHead title=title.clone() back=(page.clone(), name)/>
            {body}
        };
        Ok(Screen::new(title, body).topics("templates"))
    })
}
