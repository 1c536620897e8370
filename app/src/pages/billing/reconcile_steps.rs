//! The steps from our estimate to Meta's figure, and both side by side.

use domain::lang::Lang;
use leptos::prelude::*;
use service::billing::reconcile::{Cause, Comparison, Level, Source, Step};

use super::figures::figure;
use crate::{
    components::{
        format::Times,
        money::{money, signed},
    },
    words::billing as w,
};

/// The steps as a table that adds up.
pub(super) fn steps(lang: Lang, found: &Comparison) -> AnyView {
    let Some(theirs) = &found.theirs else {
        return ().into_any();
    };
    let (name, why) = match theirs.source {
        Source::Analytics => (w::metas_figures(lang), w::metas_approximate(lang).to_owned()),
        Source::Invoice => (w::metas_invoice(lang), theirs.by.clone()),
    };
    let times = Times::current();
    let when = times.moment(theirs.at);
    let difference = found
        .difference()
        .map(|amount| w::difference(lang, &signed(lang, amount)))
        .unwrap_or_default();
    let rows = found
        .steps
        .iter()
        .map(|step| row(lang, &times, step))
        .collect_view();
    view! {
        <div class="table-wrap">
            <table role="table" class="table table--tight table--cards">
                <caption class="sr-only">{w::recon_sub(lang)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{w::step(lang)}</th>
                        <th role="columnheader" scope="col">{w::why(lang)}</th>
                        <th role="columnheader" scope="col" class="n">{w::messages(lang)}</th>
                        <th role="columnheader" scope="col" class="n">{w::amount(lang)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <tr role="row">
                        <th role="rowheader" scope="row" class="lead">{w::our_estimate(lang)}</th>
                        <td role="cell" class="soft wide" data-label=w::why(lang)>{w::our_estimate_why(lang)}</td>
                        <td role="cell" class="n" data-label=w::messages(lang)>{figure(lang, found.ours_messages)}</td>
                        <td role="cell" class="n corner" data-label=w::amount(lang)>{money(lang, found.ours)}</td>
                    </tr>
                    {rows}
                    <tr role="row">
                        <th role="rowheader" scope="row" class="lead">{w::unexplained(lang)}</th>
                        <td role="cell" class="soft wide" data-label=w::why(lang)>{w::unexplained_why(lang)}</td>
                        <td role="cell" class="n" data-label=w::messages(lang)>{figure(lang, found.unexplained_messages)}</td>
                        <td role="cell" class="n corner" data-label=w::amount(lang)>{signed(lang, found.unexplained)}</td>
                    </tr>
                </tbody>
                <tfoot role="rowgroup">
                    <tr role="row">
                        <th role="rowheader" scope="row" class="lead">{name}</th>
                        <td role="cell" class="wide" data-label=w::why(lang)>{difference}<small>{why}", "{when}</small></td>
                        <td role="cell" class="n" data-label=w::messages(lang)>{figure(lang, theirs.messages)}</td>
                        <td role="cell" class="n corner" data-label=w::amount(lang)>{money(lang, theirs.total)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, times: &Times, step: &Step) -> AnyView {
    let (name, why) = cause(lang, step.cause);
    let detail = readable(lang, times, &step.detail);
    let detail = (!detail.is_empty()).then(|| view! { <small>{detail}</small> });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{name}</th>
            <td role="cell" class="soft wide" data-label=w::why(lang)>{why}{detail}</td>
            <td role="cell" class="n" data-label=w::messages(lang)>{figure(lang, step.messages)}</td>
            <td role="cell" class="n corner" data-label=w::amount(lang)>{signed(lang, step.amount)}</td>
        </tr>
    }
    .into_any()
}

/// Examples as people write them: they come as days, numbers and Meta's words for
/// categories, with spaces between.
fn readable(lang: Lang, times: &Times, detail: &str) -> String {
    let plain = |word: &str| match word {
        "utility" | "marketing" | "service" | "authentication" => w::category(lang, word),
        _ => match times.start_of(word) {
            Some(start) => times.day(start),
            None => number(word),
        },
    };
    detail
        .split("; ")
        .map(|example| example.split(' ').map(plain).collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("; ")
}

/// A telephone number with its plus; anything else as it is.
fn number(text: &str) -> String {
    if text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("+{text}")
    } else {
        text.to_owned()
    }
}

/// A reason with its explanation.
const fn cause(lang: Lang, cause: Cause) -> (&'static str, &'static str) {
    match (cause, lang) {
        (Cause::CategoryDrift, Lang::En) => (
            "Category changed",
            "Meta charged in another category than the template’s",
        ),
        (Cause::CategoryDrift, Lang::Es) => (
            "Categoría cambiada",
            "Meta cobró en otra categoría que la de la plantilla",
        ),
        (Cause::Market, Lang::En) => ("Another market", "Meta counts these customers to another market"),
        (Cause::Market, Lang::Es) => ("Otro mercado", "Meta cuenta a estos clientes en otro mercado"),
        (Cause::Tier, Lang::En) => ("Volume band", "Meta’s rate is lower from a volume on"),
        (Cause::Tier, Lang::Es) => ("Tramo de volumen", "A partir de cierto volumen Meta cobra menos"),
        (Cause::TimeZoneEdge, Lang::En) => ("Edge of the day", "Counted on the other side of midnight"),
        (Cause::TimeZoneEdge, Lang::Es) => ("Borde del día", "Contado al otro lado de la medianoche"),
        (Cause::MissingWebhook, Lang::En) => {
            ("Report never came", "Delivered at Meta, no delivery report here")
        }
        (Cause::MissingWebhook, Lang::Es) => (
            "El aviso no llegó",
            "Entregado según Meta, aquí no llegó el aviso",
        ),
        (Cause::NotAtMeta, Lang::En) => ("Not at Meta", "We have a delivery that Meta does not count"),
        (Cause::NotAtMeta, Lang::Es) => ("No consta en Meta", "Tenemos una entrega que Meta no cuenta"),
        (Cause::AllowanceShared, Lang::En) => (
            "Free replies used elsewhere",
            "Another system used the number’s free replies too",
        ),
        (Cause::AllowanceShared, Lang::Es) => (
            "Respuestas gratis usadas fuera",
            "Otro sistema también gastó las respuestas gratis del número",
        ),
        (Cause::FreeOrNot, Lang::En) => (
            "Free or not",
            "One side calls these messages free, the other does not",
        ),
        (Cause::FreeOrNot, Lang::Es) => ("Gratis o no", "Para un lado son gratis, para el otro no"),
        (Cause::Rate, Lang::En) => ("Rate", "Meta’s price of one message differs from the card"),
        (Cause::Rate, Lang::Es) => ("Precio", "El precio de Meta por mensaje difiere de la tarifa"),
        (Cause::UnknownRate, Lang::En) => ("Rate not known", "We have no price for these messages"),
        (Cause::UnknownRate, Lang::Es) => ("Precio desconocido", "No tenemos precio para estos mensajes"),
        (Cause::Rounding, Lang::En) => ("Rounding", "Less than a cent in total"),
        (Cause::Rounding, Lang::Es) => ("Redondeo", "Menos de un céntimo en total"),
    }
}

/// Both sides at every level, each folded away.
pub(super) fn levels(lang: Lang, found: &Comparison) -> AnyView {
    found
        .levels
        .iter()
        .map(|level| {
            let differ = level
                .rows
                .iter()
                .filter(|row| row.ours != row.theirs || row.our_messages != row.their_messages)
                .count();
            let differ = if differ == 0 {
                w::level_same(lang).to_owned()
            } else {
                w::level_differ(lang, &differ.to_string())
            };
            view! {
                <details class="card more">
                    <summary class="card__head">{title(lang, level.key)}" "<span class="soft sm">{differ}</span></summary>
                    {table(lang, level)}
                </details>
            }
        })
        .collect_view()
        .into_any()
}

fn title(lang: Lang, key: &str) -> &'static str {
    match key {
        "number" => w::level_number(lang),
        "market" => w::level_market(lang),
        "category" => w::level_category(lang),
        "type" => w::level_type(lang),
        "tier" => w::level_tier(lang),
        _ => w::level_day(lang),
    }
}

fn table(lang: Lang, level: &Level) -> AnyView {
    let rows = level
        .rows
        .iter()
        .map(|row| {
            let same = row.ours == row.theirs && row.our_messages == row.their_messages;
            let name = match level.key {
                "category" => w::category(lang, &row.key),
                "number" => number(&row.key),
                _ => row.key.clone(),
            };
            let ours = format!("{} · {}", figure(lang, row.our_messages), money(lang, row.ours));
            let theirs = format!(
                "{} · {}",
                figure(lang, row.their_messages),
                money(lang, row.theirs)
            );
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="n">{ours}</td>
                    <td class=if same { "n" } else { "n strong" }>{theirs}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=title(lang, level.key)>
            <table class="table table--tight">
                <caption class="sr-only">{title(lang, level.key)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{title(lang, level.key)}</th>
                        <th scope="col" class="n">{w::ours(lang)}</th>
                        <th scope="col" class="n">{w::theirs(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::time::Millis;

    use super::*;

    #[test]
    fn examples_are_written_for_people() {
        // Fri 20 Nov 2026, 10:42 in Madrid.
        let times = Times::new(Lang::Es, "Europe/Madrid", Millis(1_795_167_720_000));
        assert_eq!(
            readable(
                Lang::Es,
                &times,
                "2026-10-16 34612345684 service × 53; ES utility → marketing"
            ),
            "16 oct +34612345684 Respuestas × 53; ES Utilidad → Marketing"
        );
        assert_eq!(readable(Lang::Es, &times, ""), "");
    }
}
