//! Price alarms: what a category costs, and who decides.

use leptos::{prelude::*, server_fn::ServerFn};
use service::templates::{
    alarms::Alarm,
    detail::{self, TemplateDetail},
    list::{self, TemplateList, TemplateQuery},
    row::TemplateRow,
    settings,
};

use super::look;
use crate::{
    actions::templates::{AcceptTemplate, DuplicateTemplate, HoldTemplate, TEMPLATES},
    components::{
        form::{BackHere, Hidden},
        format::{Times, count},
        icon::{Icon, icon},
        page::PageError,
        query::Query,
    },
    guard::Cx,
    words::templates as w,
};

/// The price alarm of a list that has one: the worst, and how many more there are.
pub(super) async fn first(
    cx: &Cx,
    times: &Times,
    shown: &TemplateList,
    manage: bool,
) -> Result<Option<AnyView>, PageError> {
    if shown.attention == 0 {
        return Ok(None);
    }
    let wanted = TemplateQuery {
        attention: true,
        ..TemplateQuery::default()
    };
    let alarmed = list::list(cx.services(), &cx.call, &wanted).await?;
    let mut moves = alarmed
        .groups
        .iter()
        .flat_map(|group| &group.languages)
        .filter(|row| moves(row).is_some());
    let Some(row) = moves.next() else { return Ok(None) };
    let more = moves.count();
    let detail = detail::get(cx.services(), &cx.call, &row.id).await?;
    let auto = settings::hold_moves(cx.services(), &cx.call).await?;
    let alarm = callout(cx, times, &detail, manage, auto);
    let more = (more > 0).then(|| {
        let href = Query::to(TEMPLATES).with("attention", Some("1")).href();
        view! { <p class="sm"><a href=href>{w::alarm_see(cx.lang, &more.to_string())}</a></p> }
    });
    Ok(alarm.map(|alarm| view! { {alarm}{more} }.into_any()))
}

/// The alarm about a price, if there is one.
fn moves(row: &TemplateRow) -> Option<&Alarm> {
    row.alarms
        .iter()
        .find(|alarm| matches!(alarm, Alarm::Moving { .. } | Alarm::Moved { .. }))
}

/// What changes, what it costs, and the decision.
pub(super) fn callout(
    cx: &Cx,
    times: &Times,
    detail: &TemplateDetail,
    manage: bool,
    auto: bool,
) -> Option<AnyView> {
    let lang = cx.lang;
    let (row, usage, effect) = (&detail.row, &detail.usage, detail.effect.as_ref());
    let alarm = moves(row)?;
    let (title, left) = match alarm {
        Alarm::Moving { to, at, .. } => {
            let word = w::category_within(lang, to);
            let title = match at {
                Some(at) => w::alarm_moving(lang, &row.name, &word, &times.with_weekday(*at)),
                None => w::alarm_moving_sometime(lang, &row.name, &word),
            };
            (title, at.map(|at| at.since(cx.now)).filter(|left| *left > 0))
        }
        Alarm::Moved { to, at, .. } => {
            let word = w::category_within(lang, to);
            (w::alarm_moved(lang, &row.name, &word, &times.moment(*at)), None)
        }
        _ => return None,
    };
    let effect = effect.map(|effect| {
        let one = |micros| look::each(lang, micros, &effect.currency);
        let many = |micros| look::sum(lang, micros, &effect.currency);
        let each = w::alarm_price(lang, &one(effect.from), &one(effect.to));
        let month = (effect.messages > 0).then(|| {
            let more = format!("+{}", many(effect.more()));
            let n = count(lang, effect.messages);
            w::alarm_month(lang, &n, &many(effect.cost_to), &many(effect.cost_from), &more)
        });
        view! {
            <p>{each}{month.map(|month| view! { " "{month} })}</p>
            <p class="sm soft">{w::alarm_estimate(lang)}</p>
        }
    });
    let held = row.held;
    let otherwise = if held || auto {
        w::is_held(lang)
    } else {
        w::goes_on(lang)
    };
    let id = row.id.to_string();
    let (name, account) = (row.name.clone(), String::new());
    let decide = manage.then(|| {
        view! {
            <div class="callout__actions">
                {(!held)
                    .then(|| {
                        view! {
                            <form method="post" action=HoldTemplate::url()>
                                <Hidden name="template" value=id.clone()/>
                                <BackHere/>
                                <button class="btn btn--primary btn--sm" type="submit">{w::hold(lang)}</button>
                            </form>
                        }
                    })}
                <form method="post" action=AcceptTemplate::url()>
                    <Hidden name="template" value=id.clone()/>
                    <BackHere/>
                    <button class="btn btn--sm" type="submit">
                        {if held { w::release(lang) } else { w::accept(lang) }}
                    </button>
                </form>
                <form method="post" action=DuplicateTemplate::url()>
                    <Hidden name="template" value=id.clone()/>
                    <Hidden name="account" value=account/>
                    <Hidden name="name" value=format!("{name}_2")/>
                    <BackHere/>
                    <button class="btn btn--sm" type="submit">{w::plain_version(lang)}</button>
                </form>
            </div>
        }
    });
    let bakeries = w::bakeries(lang, usage.tenants.len());
    let view = view! {
        <section class="callout" data-tone="warn" aria-labelledby="h-drift">
            {icon(Icon::Euro)}
            <div class="tpl-alarm">
                <div>
                    <h2 id="h-drift"><a href=format!("{TEMPLATES}/{}", row.id)>{title}</a></h2>
                    {effect}
                    {held.then(|| view! { <p>{w::held_long(lang)}</p> })}
                    {decide}
                    <p class="sm">{w::review_hint(lang)}</p>
                </div>
                <dl class="facts">
                    {left.map(|left| view! { <dt>{w::time_left(lang)}</dt><dd class="strong">{w::left(left)}</dd> })}
                    <dt>{w::used_by(lang)}</dt>
                    <dd>{bakeries}</dd>
                    <dt>{w::if_nobody(lang)}</dt>
                    <dd>{otherwise}</dd>
                </dl>
            </div>
        </section>
    };
    Some(view.into_any())
}
