//! The set-up, proven step by step.

use domain::permission::{Permission, Scope};
use leptos::prelude::*;
use service::overview::{Evidence, ORDER_TEMPLATE, Overview, Step, StepKey};

use crate::{
    actions::{
        numbers::{BAKERIES, POOL},
        templates::TEMPLATES,
        tenants::TENANTS,
        wabas::ACCOUNTS,
    },
    components::{
        format::{Times, count},
        icon::{Icon, icon},
    },
    guard::Cx,
    pages::checks,
    words::{numbers, overview as w},
};

/// The card; each open step leads to where it is fixed.
pub(super) fn checklist(cx: &Cx, times: &Times, all: &Overview) -> AnyView {
    let lang = cx.lang;
    let done = all.checklist.iter().filter(|step| step.done).count();
    let of = all.checklist.len();
    let number = |n: usize| count(lang, u64::try_from(n).unwrap_or(u64::MAX));
    let steps = all
        .checklist
        .iter()
        .map(|step| line(cx, times, all, step))
        .collect_view();
    let label = w::checklist_of(lang, &number(done), &number(of));
    view! {
        <section class="card" aria-labelledby="h-checklist">
            <div class="card__head">
                <h2 id="h-checklist">{w::checklist(lang)}</h2>
                <span class="soft sm">{label.clone()}</span>
            </div>
            <div class="card__body">
                <progress class="progress" max=of.to_string() value=done.to_string() aria-label=label></progress>
                <ul class="checks" role="list">{steps}</ul>
            </div>
            <p class="card__foot">{w::checklist_note(lang)}</p>
        </section>
    }
    .into_any()
}

fn line(cx: &Cx, times: &Times, all: &Overview, step: &Step) -> AnyView {
    let lang = cx.lang;
    let (tone, name) = if step.done {
        (Some("ok"), Icon::Ok)
    } else {
        (None, Icon::Dash)
    };
    let evidence = match &step.evidence {
        Some(Evidence::Count(n, of)) => w::e_count(lang, &count(lang, *n), &count(lang, *of)).into_any(),
        Some(Evidence::Rated { high, unrated, of }) => {
            let (high, of) = (count(lang, *high), count(lang, *of));
            w::e_unrated(lang, &high, &of, &numbers::numbers(lang, *unrated)).into_any()
        }
        Some(Evidence::Since(name, at)) => {
            let since = w::since(lang, &times.with_weekday(*at));
            view! { {name.clone()}", "{times.marked_up(*at, since)} }.into_any()
        }
        Some(Evidence::Meta(word, at)) => view! { "Meta: "{word.clone()}", "{times.element(*at)} }.into_any(),
        Some(Evidence::Name(name)) => name.clone().into_any(),
        None => w::e_not_known(lang).into_any(),
    };
    let fix = (!step.done).then(|| place(cx, all, step.key)).flatten();
    let word = word(cx, step.key);
    view! {
        <li>
            <span data-tone=tone>{icon(name)}</span>
            <div>
                {word}
                <span class="sr-only">{if step.done { " ✓" } else { " –" }}</span>
                " "
                <span class="xs">{evidence}</span>
            </div>
            {match fix {
                Some(href) => {
                    view! { <a class="xs" href=href>{w::fix(lang)}<span class="sr-only">": "{word}</span></a> }.into_any()
                }
                None => view! { <span></span> }.into_any(),
            }}
        </li>
    }
    .into_any()
}

fn word(cx: &Cx, key: StepKey) -> &'static str {
    let lang = cx.lang;
    match key {
        StepKey::AccountConnected => w::s_account(lang),
        StepKey::BusinessVerified => w::s_verified(lang),
        StepKey::NumbersConnected => w::s_numbers(lang),
        StepKey::TokenPermanent => w::s_token(lang),
        StepKey::WebhooksSubscribed => w::s_hooks(lang),
        StepKey::DefaultNumber => w::s_default(lang),
        StepKey::TenantsAssigned => w::s_assigned(lang),
        StepKey::QualityHigh => w::s_quality(lang),
        StepKey::PaymentWorks => w::s_payment(lang),
        StepKey::OwnersTurnedOn => w::s_owners(lang),
        StepKey::TemplateApproved => w::s_template(lang),
        StepKey::TestSent => w::s_test(lang),
    }
}

/// Where a step is fixed, for those who may open that page.
fn place(cx: &Cx, all: &Overview, key: StepKey) -> Option<String> {
    let (href, permission) = match key {
        StepKey::AccountConnected
        | StepKey::BusinessVerified
        | StepKey::TokenPermanent
        | StepKey::WebhooksSubscribed
        | StepKey::PaymentWorks => (ACCOUNTS.to_owned(), Permission::ViewAccounts),
        StepKey::NumbersConnected => (POOL.to_owned(), Permission::ViewNumbers),
        StepKey::QualityHigh => (format!("{POOL}?attention=1"), Permission::ViewNumbers),
        StepKey::DefaultNumber => (format!("{POOL}?use=free"), Permission::AssignNumbers),
        StepKey::TenantsAssigned => (format!("{BAKERIES}?number=no"), Permission::ViewNumbers),
        StepKey::OwnersTurnedOn => (format!("{TENANTS}?on=no"), Permission::ViewTenants),
        StepKey::TemplateApproved => (
            format!("{TEMPLATES}?q={ORDER_TEMPLATE}"),
            Permission::ViewTemplates,
        ),
        StepKey::TestSent => {
            let there = all.trial_at.as_ref().map(|tenant| checks::href(cx, tenant));
            (
                there.unwrap_or_else(|| BAKERIES.to_owned()),
                Permission::SendMessages,
            )
        }
    };
    cx.call.actor.may(permission, Scope::Platform).then_some(href)
}
