//! Giving a number to a bakery, with what that changes.

use domain::number::{NumberStatus, NumberUse};
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    ServiceError,
    numbers::list::{self, NumberQuery, NumberRow},
    tenants::choose::{Choices, choices},
};

use crate::{
    actions::numbers::{AssignNumber, POOL},
    components::{
        form::{BackHere, Form, Hidden},
        icon::{Icon, icon},
    },
    guard::Cx,
    pages::choose::OneBakery,
    words::numbers as w,
};

/// What the form needs to know beside the number.
pub(crate) struct Context {
    choices: Choices,
    shared: Option<String>,
}

impl Context {
    /// Reads the bakeries to choose from and the shared number.
    pub(crate) async fn load(cx: &Cx) -> Result<Self, ServiceError> {
        Ok(Self {
            choices: choices(cx.services(), &cx.call).await?,
            shared: shared_display(cx).await?,
        })
    }
}

/// The shared number for people, if one is set.
pub(crate) async fn shared_display(cx: &Cx) -> Result<Option<String>, ServiceError> {
    let query = NumberQuery {
        used: Some(NumberUse::Shared),
        ..NumberQuery::default()
    };
    let shared = list::list(cx.services(), &cx.call, &query).await?;
    Ok(shared.page.rows.into_iter().next().map(|row| row.display))
}

/// Whether a number can be given to a bakery as it is.
pub(crate) const fn assignable(used: NumberUse) -> bool {
    matches!(
        used,
        NumberUse::InUse | NumberUse::Free | NumberUse::SettingUp | NumberUse::Resting
    )
}

/// The form, with what it changes. `close` leads to the page without it.
pub(crate) fn assign_form(cx: &Cx, row: &NumberRow, context: &Context, close: Option<String>) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("assign");
    let label = match &row.holder {
        Some(holder) => w::move_to(lang, &row.display, &holder.name),
        None => w::give_to(lang, &row.display),
    };
    let holder = row.holder.as_ref().map(|holder| holder.tenant.clone());
    let options = context.choices.listed().map(|all| {
        all.iter()
            .filter(|choice| Some(&choice.id) != holder.as_ref())
            .map(|choice| {
                let words = match &choice.number {
                    Some(number) => w::has_number(lang, &choice.name, number),
                    None => choice.name.clone(),
                };
                (choice.id.to_string(), words)
            })
            .collect()
    });
    let bakery = OneBakery {
        name: "tenant",
        label,
        options,
        empty: w::choose_bakery(lang),
        chosen: String::new(),
        required: true,
        hint: None,
    };
    let (button, offered) = offered(cx, &form, row);
    let release = row.holder.is_some().then(|| format!("{POOL}/{}/release", row.id));
    view! {
        <form class="assign" method="post" action=AssignNumber::url() id="assign">
            <Hidden name="number" value=row.id.to_string()/>
            {offered}
            <BackHere/>
            <div>
                {bakery.view(lang, &form)}
                {form
                    .error("")
                    .map(|words| {
                        view! {
                            <p class="error-text" role="alert">{icon(Icon::Failed)}<span>{words.to_owned()}</span></p>
                        }
                    })}
            </div>
            <div class="field">
                <span class="label">{w::what_changes(lang)}</span>
                <ul class="plain-list">{changes(cx, row, context)}</ul>
            </div>
            <div class="buttons">
                <button class="btn btn--primary" type="submit">{button}</button>
                {release.map(|href| view! { <a class="btn btn--danger" href=href>{w::release_dots(lang)}</a> })}
                {close.map(|href| view! { <a class="btn" href=href data-close="">{w::cancel(lang)}</a> })}
            </div>
        </form>
    }
    .into_any()
}

/// After a conflict the button says what it would do about it, and the form
/// carries the consent; without one, the form names whom it takes from.
fn offered(cx: &Cx, form: &Form, row: &NumberRow) -> (&'static str, AnyView) {
    let lang = cx.lang;
    let holder = row.holder.as_ref().map(|holder| holder.tenant.to_string());
    let from = holder.map(|from| view! { <Hidden name="move_from" value=from/> });
    match form.typed("offer").unwrap_or_default() {
        "replace" => {
            let view = view! { {from} <Hidden name="replace" value="1"/> };
            (w::replace_it(lang), view.into_any())
        }
        offer if offer.starts_with("move:") => (w::move_it(lang), from.into_any()),
        _ if row.holder.is_some() => (w::move_number(lang), from.into_any()),
        _ => (w::assign_number(lang), ().into_any()),
    }
}

fn changes(cx: &Cx, row: &NumberRow, context: &Context) -> Vec<AnyView> {
    let lang = cx.lang;
    let mut lines = vec![w::changes_from_now(lang).to_owned()];
    if !row.verified_name.is_empty() {
        lines.push(w::changes_name(lang, &row.verified_name));
    }
    if let Some(holder) = &row.holder {
        lines.push(w::changes_leaves(lang, &holder.name));
        lines.push(match &context.shared {
            Some(shared) => w::changes_then_shared(lang, &holder.name, shared),
            None => w::changes_then_nothing(lang, &holder.name),
        });
    }
    lines.push(w::changes_replaces(lang).to_owned());
    if row.status != NumberStatus::Connected {
        lines.push(w::changes_not_connected(lang).to_owned());
    }
    lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> }.into_any())
        .collect()
}
