//! Asks before a number is taken back, and says what will happen.

use domain::{ids::NumberId, permission::Permission};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    numbers::{
        assign::{ReleaseForecast, release_forecast},
        detail,
    },
};

use crate::{
    actions::numbers::{POOL, ReleaseNumber},
    components::{
        empty::Blank,
        field::TextField,
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::Times,
        icon::Icon,
        page::{PageHead, Screen, page},
    },
    guard::{Cx, guard},
    words::numbers as w,
};

/// `/app/admin/whatsapp/numbers/{id}/release`
#[component]
pub(crate) fn ReleasePage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::AssignNumbers)?;
        let lang = cx.lang;
        let id = NumberId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let detail = detail::get(cx.services(), &cx.call, &id).await?;
        let display = detail.row.display.clone();
        let title = w::release_title(lang, &display);
        let back = (format!("{POOL}/{id}"), display);
        let body = if detail.row.holder.is_some() {
            // Who loses it is read once: the words and the form name the same bakery.
            let forecast = release_forecast(cx.services(), &cx.call, &id).await?;
            view! {
                <PageHead title=title.clone() sub=w::release_sub(lang, &forecast.tenant.1) back=back/>
                {ask(&cx, &id, &forecast)}
            }
            .into_any()
        } else {
            nobody(&cx, title.clone(), back)
        };
        Ok(Screen::new(title, body).topics("numbers"))
    })
}

fn ask(cx: &Cx, id: &NumberId, forecast: &ReleaseForecast) -> AnyView {
    let lang = cx.lang;
    let times = Times::current();
    let (tenant, bakery) = &forecast.tenant;
    let then = match &forecast.then_uses {
        Some(shared) => w::changes_then_shared(lang, bakery, shared),
        None => w::changes_then_nothing(lang, bakery),
    };
    let form = Form::of("release");
    let label = w::release_type(lang, &forecast.number);
    view! {
        <section class="card" aria-labelledby="h-then">
            <div class="card__head"><h2 id="h-then">{w::release_then(lang)}</h2></div>
            <div class="card__body">
                <dl class="facts">
                    <dt>{w::release_last_used(lang)}</dt>
                    <dd>
                        {match forecast.last_used_at {
                            Some(at) => times.element(at),
                            None => view! { <span class="muted">{w::never(lang)}</span> }.into_any(),
                        }}
                    </dd>
                </dl>
                <ul class="plain-list">
                    <li>{then}</li>
                    <li>{w::release_rest(lang, &times.day(forecast.rests_until))}</li>
                    <li>{w::release_undo(lang)}</li>
                </ul>
                <hr/>
                <ErrorSummary form=&form labels=vec![("digits", w::release_digits(lang))]/>
                <form class="stack stack--3 form" method="post" action=ReleaseNumber::url()>
                    <Hidden name="number" value=id.to_string()/>
                    <Hidden name="tenant" value=tenant.to_string()/>
                    <BackHere/>
                    <TextField form=&form name="digits" label=label inputmode="numeric" required=true/>
                    <div class="row">
                        <button class="btn btn--danger" type="submit">{w::release_button(lang)}</button>
                        <a class="btn" href=format!("{POOL}/{id}")>{w::release_keep(lang)}</a>
                    </div>
                </form>
            </div>
        </section>
    }
    .into_any()
}

fn nobody(cx: &Cx, title: String, back: (String, String)) -> AnyView {
    let lang = cx.lang;
    let href = back.0.clone();
    view! {
        <PageHead title=title back=back/>
        <section class="card">
            <Blank icon_name=Icon::Number title=w::release_nobody_title(lang) text=w::release_nobody_why(lang)>
                <a class="btn" href=href>{w::back_to_number(lang)}</a>
            </Blank>
        </section>
    }
    .into_any()
}
