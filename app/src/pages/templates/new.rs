//! Beginning a draft: for which account, and from which text.

use domain::{ids::AccountId, permission::Permission, template::starters};
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    ServiceError,
    templates::{
        list::{self, TemplateQuery},
        price::Prices,
    },
};

use super::phone;
use crate::{
    actions::templates::{StartDraft, TEMPLATES},
    components::{
        empty::Blank,
        field::SelectField,
        form::{BackHere, ErrorSummary, Form},
        icon::Icon,
        page::{PageHead, Screen, page},
    },
    guard::{Cx, guard},
    words::templates as w,
};

/// `/app/admin/whatsapp/templates/new`
#[component]
pub(crate) fn NewTemplatePage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ManageTemplates)?;
        let lang = cx.lang;
        let accounts = accounts(&cx).await?;
        let back = (TEMPLATES.to_owned(), w::title(lang).to_owned());
        let body = if accounts.is_empty() {
            view! {
                <section class="card">
                    <Blank icon_name=Icon::Account title=w::none_title(lang) text=w::new_no_account(lang)/>
                </section>
            }
            .into_any()
        } else {
            beginning(&cx, accounts)
        };
        let body = view! { <PageHead title=w::new_title(lang) sub=w::new_sub(lang) back=back/>{body} };
        Ok(Screen::new(w::new_title(lang), body))
    })
}

/// Connected accounts with their names.
pub(super) async fn accounts(cx: &Cx) -> Result<Vec<(String, String)>, ServiceError> {
    let query = TemplateQuery {
        size: Some(1),
        ..TemplateQuery::default()
    };
    let list = list::list(cx.services(), &cx.call, &query).await?;
    Ok(list
        .freshness
        .into_iter()
        .map(|one| (one.account.to_string(), one.name))
        .collect())
}

/// List prices of an account.
pub(super) async fn prices(cx: &Cx, account: &AccountId) -> Result<Option<Prices>, ServiceError> {
    let query = TemplateQuery {
        size: Some(1),
        account: Some(account.clone()),
        ..TemplateQuery::default()
    };
    let list = list::list(cx.services(), &cx.call, &query).await?;
    Ok(list
        .prices
        .into_iter()
        .find(|(id, _)| id == account)
        .map(|(_, prices)| prices))
}

fn beginning(cx: &Cx, accounts: Vec<(String, String)>) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("start-draft");
    let chosen = form.value_or("start", "");
    let from = accounts.first().map(|(_, name)| name.clone()).unwrap_or_default();
    let starters = starters::ALL
        .iter()
        .map(|starter| {
            let template = starter.template(lang);
            let checked = chosen == starter.key;
            view! {
                <label class="option tpl-starter">
                    <input type="radio" name="start" value=starter.key checked=checked/>
                    <span>{w::starter(lang, starter.key)}</span>
                    <small><code>{starter.key}</code></small>
                    <div class="tpl-starter__wa">{phone::frame(lang, &from, &template)}</div>
                </label>
            }
        })
        .collect_view();
    let blank = chosen.is_empty() || chosen == "blank";
    view! {
        <form class="stack" method="post" action=StartDraft::url()>
            <ErrorSummary form=&form labels=vec![("account", w::new_account(lang)), ("start", w::new_start(lang))]/>
            <BackHere/>
            <section class="card" aria-labelledby="h-start">
                <div class="card__head"><h2 id="h-start">{w::new_start(lang)}</h2></div>
                <div class="card__body card__body--pad">
                    <div class="narrow">
                        <SelectField form=&form name="account" label=w::new_account(lang) options=accounts/>
                    </div>
                    <fieldset class="tpl-starters" id=form.id("start")>
                        <legend class="sr-only">{w::new_start(lang)}</legend>
                        <label class="option tpl-starter">
                            <input type="radio" name="start" value="blank" checked=blank/>
                            <span>{w::new_blank(lang)}</span>
                            <small>{w::new_blank_note(lang)}</small>
                        </label>
                        {starters}
                    </fieldset>
                    <p><button class="btn btn--primary" type="submit">{w::new_button(lang)}</button></p>
                </div>
            </section>
        </form>
    }
    .into_any()
}
