//! The editor: a draft with all its languages side by side.

mod cards;
mod head;
mod notes;
mod shared;

use domain::{ids::DraftId, permission::Permission};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    templates::{
        drafts::{self, Draft},
        price,
    },
};
use template_editor::{form::Edited, words::rules};

use self::{
    cards::{price_card, put_away, uploads},
    head::head,
    notes::{answers, obstacles, put_away_note, refused_source},
    shared::{add_language, shared},
};
use super::{
    checked,
    fields::hidden,
    language::{self, Around},
    new, versions,
};
use crate::{
    actions::templates::{EDITOR, SaveTemplate},
    components::{
        form::{ErrorSummary, Form},
        format::Times,
        page::{PageError, Screen, page},
    },
    guard::{Cx, guard},
    request::Request,
    words::templates as w,
};

/// `/app/admin/whatsapp/templates/{draft}/edit`
#[component]
pub(crate) fn EditTemplatePage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ManageTemplates)?;
        let id = DraftId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let draft = drafts::get(cx.services(), &cx.call, &id).await?;
        screen(&cx, &draft).await
    })
}

async fn screen(cx: &Cx, draft: &Draft) -> Result<Screen, PageError> {
    let lang = cx.lang;
    let times = Times::current();
    // What was typed comes back when it could not be saved.
    let edited = typed(cx).unwrap_or_else(|| checked::edited(&draft.content));
    // The controls have ids of their own, one for each language: a language
    // that is there twice is chosen again at its second place.
    let twice = edited.languages.iter().enumerate().find(|(place, one)| {
        let mut before = edited.languages.iter().take(*place);
        before.any(|other| other.language == one.language)
    });
    let form = Form::of(EDITOR).with_id("name", "name").with_id(
        "language",
        format!("l{}-language", twice.map_or(0, |(place, _)| place)),
    );
    let per_month =
        price::per_month(cx.services(), &cx.call, &draft.row.account, &draft.content.name).await?;
    let estimated = per_month.is_some_and(|sends| sends.estimated);
    let prices = new::prices(cx, &draft.row.account).await?;
    let found = if form.refused() {
        checked::typed(cx, draft, &edited).await?
    } else {
        checked::stored(cx, draft).await?
    };
    let found = checked::with_month(checked::across(&edited, found), per_month);
    let closed = draft.row.closed_at.is_some();
    let title = if edited.name.is_empty() {
        w::new_title(lang).to_owned()
    } else {
        edited.name.clone()
    };
    let around = Around {
        edited: &edited,
        from: &draft.account.0,
        estimated,
    };
    let languages = edited
        .languages
        .iter()
        .zip(&found)
        .enumerate()
        .map(|(place, (template, found))| language::language(lang, &around, place, template, found))
        .collect_view();
    let many = edited.languages.len().to_string();
    let labels = vec![("name", w::f_name(lang)), ("language", w::f_language(lang))];
    let micros = |price: Option<i64>| price.map(|micros| micros.to_string());
    let money = (
        prices.as_ref().and_then(|prices| micros(prices.utility)),
        prices.as_ref().and_then(|prices| micros(prices.marketing)),
        prices.as_ref().map(|prices| prices.currency.clone()),
    );
    // The same rules while somebody types; see `template_editor`.
    let module = Request::current().assets.module("template_editor").cloned();
    let editor = view! {
        <form
            class="stack"
            id="tpl"
            method="post"
            action=SaveTemplate::url()
            data-module=module.as_ref().map(|module| module.start.clone())
            data-module-js=module.as_ref().map(|module| module.js.clone())
            data-module-wasm=module.map(|module| module.wasm)
            data-from=draft.account.0.clone()
            data-utility=money.0
            data-marketing=money.1
            data-currency=money.2
            data-month=per_month.map(|sends| sends.messages.to_string())
            data-estimated=estimated.then_some("1")
        >
            {hidden("draft".to_owned(), draft.row.id.to_string())}
            {hidden("version".to_owned(), draft.row.version.to_string())}
            {shared(cx, &edited, prices.as_ref())}
            {(!closed)
                .then(|| {
                    // What the browser saves by itself is said here.
                    view! {
                        <p
                            class="hint"
                            data-template-saved=""
                            data-silent=w::not_saved_silent(lang)
                            data-outside=w::not_saved_outside(lang)
                            hidden=true
                        ></p>
                    }
                })}
            <div class="tpl-editor" data-languages=many>{languages}</div>
            {add_language(cx, &edited)}
            <template data-template-book="">{rules::book(lang)}</template>
        </form>
    };
    let body = view! {
        {head(cx, &times, draft, &title, closed)}
        <ErrorSummary form=&form labels=labels/>
        {closed.then(|| put_away_note(cx, draft))}
        {refused_source(cx, draft)}
        {answers(cx, draft)}
        {obstacles(cx, &times, draft)}
        {editor}
        <div class="cols cols--editor">
            <div class="stack">{versions::card_of(cx, &times, draft)}</div>
            <div class="stack">
                {prices.as_ref().and_then(|prices| price_card(cx, &edited, prices, per_month))}
                {(!closed).then(|| uploads(cx, draft, &edited))}
                {(!closed).then(|| put_away(cx, draft))}
            </div>
        </div>
    };
    Ok(Screen::new(title, body).topics("").wide())
}

/// What a form that was refused said.
fn typed(cx: &Cx) -> Option<Edited> {
    let state = cx.flash.form.as_ref().filter(|state| state.form == EDITOR)?;
    let fields = state
        .values
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    Some(Edited::read(fields)).filter(|edited| !edited.languages.is_empty())
}
