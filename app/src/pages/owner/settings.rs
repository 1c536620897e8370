//! An owner's settings, drawn for a phone first.

use domain::{person::Role, tenant::TenantStatus};
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    messages::{offers::Offer, send_test},
    tenants::own::{self, OwnNumber, OwnSettings},
};

use super::chosen::{SETTINGS, bakery, chooser, nothing};
use crate::{
    actions::{
        owner::SwitchWhatsapp,
        sending::{SendTestMessage, TEST},
    },
    components::{
        field::{SelectField, TextField},
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::Times,
        icon::{Icon, icon},
        page::{Screen, page},
        query::{Query, encoded},
        status::{Tone, status},
        switch::Switch,
    },
    guard::{Cx, guard_person},
    pages::parts::{callout, evidence, note, stamp},
    words::{owner as w, sending},
};

/// `/app/settings/whatsapp`
#[component]
pub(crate) fn OwnerPage() -> impl IntoView {
    page(async {
        let cx = guard_person()?;
        let query = Query::current().only(&["bakery"]);
        let Some(tenant) = bakery(&cx, &query)? else {
            return Ok(nothing(&cx));
        };
        let own = own::get(cx.services(), &cx.call, &tenant).await?;
        let offers = send_test::offers(cx.services(), &cx.call, &tenant).await?;
        let lang = cx.lang;
        let as_admin = cx.profile.role != Role::Owner;
        let body = view! {
            <div>
                <h1>{w::title(lang)}</h1>
                {chooser(&cx, &tenant)}
            </div>
            {as_admin
                .then(|| {
                    note(Tone::Info, view! {
                            <p class="sm">{w::as_admin(lang, &own.name)}</p>
                        })
                })}
            {stopped(&cx, &own)}
            <nav class="doors" aria-label=w::title(lang)>
                <a class="btn" href=Query::to("/app/settings/whatsapp/messages").with("bakery", Some(tenant.as_str())).href()>
                    {icon(Icon::Log)}
                    {crate::words::messages::own_title(lang)}
                </a>
                <a class="btn" href=Query::to("/app/settings/whatsapp/conversations").with("bakery", Some(tenant.as_str())).href()>
                    {icon(Icon::Chat)}
                    {crate::words::messages::inbox_title(lang)}
                </a>
                <a class="btn" href=Query::to("/app/settings/whatsapp/texts").with("bakery", Some(tenant.as_str())).href()>
                    {icon(Icon::Template)}
                    {crate::words::templates::own_title(lang)}
                </a>
                <a class="btn" href=Query::to("/app/settings/whatsapp/billing").with("bakery", Some(tenant.as_str())).href()>
                    {icon(Icon::Euro)}
                    {crate::words::billing::own_title(lang)}
                </a>
                <a class="btn" href=Query::to("/app/settings/whatsapp/contacts").with("bakery", Some(tenant.as_str())).href()>
                    {icon(Icon::User)}
                    {crate::words::contacts::title(lang)}
                </a>
            </nav>
            <div class="owner__cols">
                <div class="stack">
                    {switch_card(&cx, &own)}
                    {number_card(&cx, &own)}
                    {test_card(&cx, &own, &offers)}
                </div>
                <div class="stack">
                    {own.number.as_ref().map(|number| link_card(&cx, &own, number))}
                    {meaning(&cx, &own)}
                </div>
            </div>
        };
        // An admin sees it in the console's frame, so the owner's look is asked for here.
        let body = if as_admin {
            view! { <div class="owner owner-view">{body}</div> }.into_any()
        } else {
            body.into_any()
        };
        Ok(Screen::new(w::title(lang), body).topics("tenants numbers platform"))
    })
}

/// What stops messages, whatever the switch says.
fn stopped(cx: &Cx, own: &OwnSettings) -> Option<AnyView> {
    let lang = cx.lang;
    let (title, why) = if own.status == TenantStatus::Suspended {
        (w::suspended_title(lang), w::suspended_why(lang))
    } else if own.platform_on {
        return None;
    } else {
        (w::platform_off_title(lang), w::platform_off_why(lang))
    };
    Some(callout(Tone::Warn, title, view! { <p>{why}</p> }))
}

fn switch_card(cx: &Cx, own: &OwnSettings) -> AnyView {
    let lang = cx.lang;
    let times = Times::current();
    let state = if own.enabled { w::on(lang) } else { w::off(lang) };
    let meaning = match (own.enabled, &own.number) {
        (true, Some(_)) => w::on_means(lang),
        (true, None) => w::on_no_number(lang),
        (false, _) => w::off_means(lang),
    };
    let hint = if own.enabled {
        w::hint_on(lang)
    } else {
        w::hint_off(lang)
    };
    view! {
        <section class="card card--flush" aria-labelledby="h-toggle">
            <form method="post" action=SwitchWhatsapp::url()>
                <Hidden name="tenant" value=own.tenant.to_string()/>
                <Hidden name="on" value=if own.enabled { "0" } else { "1" }/>
                <BackHere/>
                <Switch id="h-toggle" label=w::switch(lang) on=own.enabled state=state meaning=meaning/>
            </form>
            <div class="switch__note">
                <p class="hint">{hint}</p>
                {own
                    .switched
                    .as_ref()
                    .map(|(at, who)| {
                        view! {
                            {stamp(times.marked_up(*at, w::switched(lang, &times.moment(*at), who)))}
                        }
                    })}
            </div>
        </section>
    }
    .into_any()
}

fn number_card(cx: &Cx, own: &OwnSettings) -> AnyView {
    let lang = cx.lang;
    let times = Times::current();
    let Some(number) = &own.number else {
        return view! {
            <section class="card" aria-labelledby="h-num">
                <h2 id="h-num">{w::no_number_title(lang)}</h2>
                <p class="soft">{w::no_number_why(lang)}</p>
            </section>
        }
        .into_any();
    };
    let state = match number.works {
        Some(true) => status(Tone::Ok, Icon::Ok, w::works(lang), true),
        Some(false) => status(Tone::Bad, Icon::Bad, w::works_not(lang), true),
        None => status(Tone::Idle, Icon::Help, w::works_unknown(lang), true),
    };
    view! {
        <section class="card" aria-labelledby="h-num">
            <div class="row spread"><h2 id="h-num">{w::your_number(lang)}</h2>{state}</div>
            <p class="bignum">{number.display.clone()}</p>
            {(!number.customer_name.is_empty())
                .then(|| {
                    view! {
                        <p class="soft">{w::customers_see(lang)}" "<strong>{number.customer_name.clone()}</strong>"."</p>
                    }
                })}
            {(number.works == Some(false)).then(|| view! { <p>{w::works_not_why(lang)}</p> })}
            {number.shared.then(|| view! { <p class="soft">{w::shared_note(lang)}</p> })}
            {number
                .checked_at
                .map(|at| evidence(&times, w::checked(lang), at))}
        </section>
    }
    .into_any()
}

/// One of the bakery's own notices to the owner's own phone.
fn test_card(cx: &Cx, own: &OwnSettings, offers: &[Offer]) -> Option<AnyView> {
    let lang = cx.lang;
    // Without a number or the switch there is nothing to try.
    own.number.as_ref().filter(|_| own.enabled)?;
    let form = Form::of(TEST);
    let options = offers
        .iter()
        .map(|offer| (offer.choice.clone(), offer.text.clone()))
        .collect();
    let labels = vec![
        ("phone", sending::test_phone(lang)),
        ("template", sending::own_test_notice(lang)),
    ];
    let content = if offers.is_empty() {
        view! { <p class="soft">{sending::own_test_none(lang)}</p> }.into_any()
    } else {
        view! {
            <p class="soft">{sending::own_test_text(lang)}</p>
            <form class="stack stack--3" method="post" action=SendTestMessage::url()>
                <ErrorSummary form=&form labels=labels/>
                <Hidden name="tenant" value=own.tenant.to_string()/>
                <BackHere/>
                <TextField
                    form=&form
                    name="phone"
                    label=sending::test_phone(lang)
                    kind="tel"
                    autocomplete="tel"
                    large=true
                />
                <SelectField form=&form name="template" label=sending::own_test_notice(lang) options=options/>
                <div><button class="btn" type="submit">{icon(Icon::Send)}{sending::test_send(lang)}</button></div>
            </form>
        }
        .into_any()
    };
    Some(
        view! {
            <section class="card" aria-labelledby="h-test">
                <h2 id="h-test">{sending::own_test_title(lang)}</h2>
                {content}
            </section>
        }
        .into_any(),
    )
}

fn link_card(cx: &Cx, own: &OwnSettings, number: &OwnNumber) -> Option<AnyView> {
    let lang = cx.lang;
    let digits = number.digits.as_ref().filter(|_| !number.shared)?;
    let address = format!("wa.me/{digits}");
    let qr = number.qr_svg.clone().map(|svg| {
        let poster = Query::to(format!("{SETTINGS}/poster"))
            .with("bakery", Some(own.tenant.as_str()))
            .href();
        let image = format!("data:image/svg+xml,{}", encoded(&svg).replace('+', "%20"));
        view! {
            <div class="qr-row">
                <div class="qr" role="img" aria-label=w::qr_label(lang, &own.name) inner_html=svg></div>
                <p class="hint">{w::qr_where(lang)}</p>
                <div class="acts">
                    <a class="btn" href=poster>{icon(Icon::Printer)}{w::poster(lang)}</a>
                    <a class="btn btn--quiet" href=image download=format!("whatsapp-{digits}.svg")>
                        {icon(Icon::Download)}
                        {w::save_image(lang)}
                    </a>
                </div>
            </div>
        }
    });
    let view = view! {
        <section class="card" aria-labelledby="h-link">
            <h2 id="h-link">{w::write_you(lang)}</h2>
            <p class="soft">{w::write_you_why(lang)}</p>
            <div class="linkbox">
                <a href=format!("https://{address}") rel="noopener" id="wa-link">{address.clone()}</a>
                <button
                    class="btn btn--quiet js-only"
                    type="button"
                    data-copy=format!("https://{address}")
                    data-copied=w::copied(lang)
                >
                    {icon(Icon::Copy)}
                    {w::copy(lang)}
                </button>
            </div>
            {qr}
        </section>
    };
    Some(view.into_any())
}

fn meaning(cx: &Cx, own: &OwnSettings) -> AnyView {
    let lang = cx.lang;
    // Replies to a shared number reach nobody in particular.
    let replies = own.number.as_ref().is_some_and(|number| !number.shared);
    view! {
        <section class="card" aria-labelledby="h-means">
            <h2 id="h-means">{w::means(lang)}</h2>
            <ul class="plain-list">
                <li>{w::means_who(lang)}</li>
                {replies.then(|| view! { <li>{w::means_replies(lang)}</li> })}
                <li>{w::means_once(lang)}</li>
                <li>{w::means_private(lang)}</li>
            </ul>
        </section>
    }
    .into_any()
}
