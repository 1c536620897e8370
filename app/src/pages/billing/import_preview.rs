//! `/app/admin/whatsapp/billing/cards/import/{id}`: what a file would change.

use domain::{
    billing::import::{Change, Problem},
    ids::BatchId,
    lang::Lang,
    money::{Currency, Money},
    permission::Permission,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    billing::cards::import::{self, CardPreview},
};

use super::address::{BILLING, day};
use crate::{
    actions::billing_cards::ApplyCard,
    components::{
        callout::Callout,
        card::Card,
        form::Hidden,
        format::count,
        money::rate,
        page::{PageHead, Screen, page},
        status::Tone,
        table::{Column, Table},
    },
    guard::guard,
    words::{billing, card_import as w},
};

/// Changes that are shown; all are counted.
const MOST: usize = 200;

/// See the module.
#[component]
pub(crate) fn ImportCardPreviewPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ManageBilling)?;
        let lang = cx.lang;
        let id = BatchId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let preview = import::show(cx.services(), &cx.call, &id).await?;
        let file = if preview.file.is_empty() {
            w::pasted(lang)
        } else {
            preview.file.as_str()
        };
        let sub = if preview.applied {
            w::applied_title(lang).to_owned()
        } else {
            w::preview_sub(lang, file)
        };
        let body = view! {
            <PageHead
                title=w::preview_title(lang)
                sub=sub
                back=(format!("{BILLING}/cards/import"), w::title(lang).to_owned())
            />
            {faults(lang, &preview)}
            {figures(lang, &preview)}
            {warnings(lang, &preview)}
            {confirm(lang, &preview)}
            {changes(lang, &preview)}
        };
        Ok(Screen::new(w::preview_title(lang), body))
    })
}

fn faults(lang: Lang, preview: &CardPreview) -> Option<AnyView> {
    let (missing, others) = parted(lang, &preview.faults);
    let lines = others
        .into_iter()
        .take(MOST)
        .map(|fault| view! { <li>{w::problem(lang, fault)}</li> })
        .collect_view();
    (!preview.faults.is_empty()).then(|| {
        view! {
            <Callout tone=Tone::Bad title=w::faults(lang)>
                <ul class="sm" role="list">{lines}</ul>
                {missing}
            </Callout>
        }
        .into_any()
    })
}

/// The markets that a file does not name, in one paragraph that says what that
/// means; and everything else, a line each.
fn parted(lang: Lang, problems: &[Problem]) -> (Option<AnyView>, Vec<&Problem>) {
    let (missing, others): (Vec<_>, Vec<_>) = problems
        .iter()
        .partition(|problem| matches!(problem, Problem::MissingMarket { .. }));
    let missing: Vec<String> = missing
        .into_iter()
        .map(|problem| w::problem(lang, problem))
        .collect();
    let missing = (!missing.is_empty()).then(|| {
        view! {
            <p>{w::warnings_text(lang)}</p>
            <p class="sm">{missing.join(", ")}</p>
        }
        .into_any()
    });
    (missing, others)
}

fn warnings(lang: Lang, preview: &CardPreview) -> Option<AnyView> {
    let (missing, others) = parted(lang, &preview.warnings);
    let others = others
        .into_iter()
        .take(MOST)
        .map(|warning| view! { <p>{w::problem(lang, warning)}</p> })
        .collect_view();
    (!preview.warnings.is_empty()).then(|| {
        view! { <Callout tone=Tone::Warn title=w::warnings(lang)>{others}{missing}</Callout> }.into_any()
    })
}

fn figures(lang: Lang, preview: &CardPreview) -> Option<AnyView> {
    let card = preview.card.as_ref()?;
    let counted = |which: fn(&Change) -> bool| {
        let n = preview.diff.changes.iter().filter(|change| which(change)).count();
        count(lang, u64::try_from(n).unwrap_or(u64::MAX))
    };
    let figure = |words: &'static str, text: String| view! { <div><dt>{words}</dt><dd>{text}</dd></div> };
    let follows = preview
        .follows
        .clone()
        .unwrap_or_else(|| w::follows_none(lang).to_owned());
    let bands = card.has_tiers().then(|| {
        let n = u64::try_from(card.tiers().len()).unwrap_or(u64::MAX);
        figure(w::bands(lang), count(lang, n))
    });
    Some(
        view! {
            <dl class="stats">
                {figure(w::rates_change(lang), counted(|change| change.before.is_some() && change.after.is_some()))}
                {figure(w::rates_new(lang), counted(|change| change.before.is_none()))}
                {figure(w::rates_gone(lang), counted(|change| change.after.is_none()))}
                {figure(w::rates_same(lang), count(lang, u64::try_from(preview.diff.same).unwrap_or(u64::MAX)))}
                {bands}
            </dl>
            <p class="hint">
                {card.currency.to_string()}", "{billing::basis_from(lang, &day(lang, card.effective))}". "
                {w::follows(lang)}" "<code>{follows}</code>
            </p>
        }
        .into_any(),
    )
}

fn confirm(lang: Lang, preview: &CardPreview) -> AnyView {
    let usable = preview.card.is_some() && !preview.applied;
    view! {
        {usable.then(|| view! { <p class="hint">{w::reprices(lang)}</p> })}
        <form class="row" method="post" action=ApplyCard::url()>
            <Hidden name="id" value=preview.id.to_string()/>
            {usable.then(|| view! { <button class="btn btn--primary" type="submit">{w::confirm(lang)}</button> })}
            <a class="btn" href=format!("{BILLING}/cards/import")>{w::again(lang)}</a>
        </form>
    }
    .into_any()
}

fn changes(lang: Lang, preview: &CardPreview) -> Option<AnyView> {
    let currency = preview.card.as_ref()?.currency;
    let all = &preview.diff.changes;
    if all.is_empty() {
        return Some(view! { <p class="hint">{w::same(lang)}</p> }.into_any());
    }
    let columns = vec![
        Column::new(w::market(lang)),
        Column::new(w::what(lang)),
        Column::figures(w::before(lang)),
        Column::figures(w::after(lang)),
        Column::figures(w::difference(lang)),
    ];
    // Before what is only new or gone: the rates that differ are what a person
    // has to look at.
    let mut sorted: Vec<&Change> = all.iter().collect();
    sorted.sort_by_key(|change| (change.after.is_none(), change.before.is_none()));
    let rows = sorted
        .into_iter()
        .take(MOST)
        .map(|change| row(lang, change, currency))
        .collect_view();
    let foot = (all.len() > MOST).then(|| {
        let n = |n: usize| count(lang, u64::try_from(n).unwrap_or(u64::MAX));
        view! { <p class="card__foot">{w::first_of(lang, &n(MOST), &n(all.len()))}</p> }
    });
    Some(
        view! {
            <Card id="h-changes" title=w::changes(lang) flush=true>
                <Table caption=w::changes(lang) columns=columns>{rows}</Table>
                {foot}
            </Card>
        }
        .into_any(),
    )
}

fn row(lang: Lang, change: &Change, currency: Currency) -> AnyView {
    let written = |micros: Option<i64>| match micros {
        Some(micros) => rate(lang, Money::of(micros, currency)),
        None => w::none(lang).to_owned(),
    };
    let (class, more) = match change.before.zip(change.after) {
        Some((before, after)) => (
            if after > before {
                "n strong corner t-bad"
            } else {
                "n strong corner t-ok"
            },
            plus(lang, Money::of(after - before, currency)),
        ),
        None => ("n corner", "–".to_owned()),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{change.market.to_string()}</th>
            <td role="cell" data-label=w::what(lang)>{billing::category(lang, change.category.as_str())}</td>
            <td role="cell" class="n" data-label=w::before(lang)>{written(change.before)}</td>
            <td role="cell" class="n" data-label=w::after(lang)>{written(change.after)}</td>
            <td role="cell" class=class data-label=w::difference(lang)>{more}</td>
        </tr>
    }
    .into_any()
}

/// A difference of rates with all its decimals and its sign.
fn plus(lang: Lang, money: Money) -> String {
    if money.micros > 0 {
        format!("+{}", rate(lang, money))
    } else {
        rate(lang, money)
    }
}
