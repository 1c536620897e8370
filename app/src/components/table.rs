//! Tables. Roles are written out because phones restyle rows as cards, which
//! makes browsers forget that they are rows.

use leptos::prelude::*;

use super::{
    icon::{Icon, icon},
    query::Query,
};

/// A column's heading.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    label: String,
    figures: bool,
    hidden: bool,
    sort: Option<Sort>,
}

#[derive(Debug, Clone)]
struct Sort {
    href: String,
    order: Option<&'static str>,
}

impl Column {
    /// A column of words.
    pub(crate) fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            figures: false,
            hidden: false,
            sort: None,
        }
    }

    /// A column of figures, right-aligned.
    pub(crate) fn figures(label: impl Into<String>) -> Self {
        Self {
            figures: true,
            ..Self::new(label)
        }
    }

    /// A column whose heading is only read out, such as that of the buttons.
    pub(crate) fn hidden(label: impl Into<String>) -> Self {
        Self {
            hidden: true,
            ..Self::new(label)
        }
    }

    /// Lets the heading sort: a first click by `up`, the next by `down` (when
    /// there is one). `current` is the value of `sort` in force, `None` for
    /// the default, which is written as an empty `up` or `down`.
    #[must_use]
    pub(crate) fn sorted_by(mut self, query: &Query, up: &'static str, down: Option<&'static str>) -> Self {
        let current = query.get("sort").unwrap_or_default();
        let (next, order) = match down {
            Some(down) if current == up => (down, Some("ascending")),
            Some(down) if current == down => (up, Some("descending")),
            None if current == up => (up, Some("descending")),
            _ => (up, None),
        };
        let href = query.with("sort", Some(next)).with("page", None).href();
        self.sort = Some(Sort { href, order });
        self
    }
}

/// A table whose rows become cards on phones. Rows are `tr role="row"`; the
/// first cell is `th role="rowheader" scope="row" class="lead"`, the others
/// `td role="cell" data-label="…"`.
#[component]
pub(crate) fn Table(
    /// What the table holds, for people who do not see it.
    #[prop(into)]
    caption: String,
    /// Its columns.
    columns: Vec<Column>,
    /// A last row with the sum of all.
    #[prop(default = None)]
    foot: Option<AnyView>,
    /// Its rows.
    children: Children,
) -> impl IntoView {
    let heads = columns
        .into_iter()
        .map(|column| {
            let class = column.figures.then_some("n");
            let label = if column.hidden {
                view! { <span class="sr-only">{column.label}</span> }.into_any()
            } else {
                column.label.into_any()
            };
            match column.sort {
                None => view! { <th role="columnheader" scope="col" class=class>{label}</th> }.into_any(),
                Some(Sort { href, order }) => {
                    let arrow = order.map(|order| {
                        icon(if order == "ascending" {
                            Icon::Up
                        } else {
                            Icon::Down
                        })
                    });
                    view! {
                        <th role="columnheader" scope="col" class=class aria-sort=order>
                            <a href=href>{label}{arrow}</a>
                        </th>
                    }
                    .into_any()
                }
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table role="table" class="table table--tight table--cards">
                <caption class="sr-only">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{heads}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
                {foot.map(|foot| view! { <tfoot role="rowgroup">{foot}</tfoot> })}
            </table>
        </div>
    }
}
