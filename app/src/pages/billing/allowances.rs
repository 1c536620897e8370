//! How many free replies each number has left.

use domain::lang::Lang;
use leptos::prelude::*;
use service::billing::statement::Allowance;

use super::figures::figure;
use crate::{
    components::{
        card::Card,
        table::{Column, Table},
    },
    words::billing as w,
};

/// One row for each number that has answered; nothing under rules without an allowance.
pub(super) fn allowances(lang: Lang, numbers: &[Allowance]) -> Option<AnyView> {
    let columns = vec![
        Column::new(w::number(lang)),
        Column::figures(w::used(lang)),
        Column::figures(w::left(lang)),
    ];
    let rows = numbers
        .iter()
        .map(|number| {
            let used = format!("{} / {}", figure(lang, number.used), figure(lang, number.of));
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="lead nowrap">{number.display.clone()}</th>
                    <td role="cell" class="n" data-label=w::used(lang)>{used}</td>
                    <td role="cell" class="n strong corner" data-label=w::left(lang)>{figure(lang, number.left())}</td>
                </tr>
            }
        })
        .collect_view();
    (!numbers.is_empty()).then(|| {
        view! {
            <Card id="h-allowances" title=w::allowances(lang) flush=true>
                <Table caption=w::allowances(lang) columns=columns>{rows}</Table>
            </Card>
        }
        .into_any()
    })
}
