//! The fields of a bakery, for adding and for changing one.

use leptos::prelude::*;
use service::tenants::list::TenantRow;

use crate::{
    components::{
        field::TextField,
        form::{ErrorSummary, Form},
    },
    guard::Cx,
    words::tenants as w,
};

/// Name, city, own reference; filled in with `row` when there is one.
pub(super) fn fields(cx: &Cx, row: Option<&TenantRow>) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("tenant");
    let name = row.map(|row| row.name.clone()).unwrap_or_default();
    let city = row.map(|row| row.city.clone()).unwrap_or_default();
    let reference = row.and_then(|row| row.external_ref.clone()).unwrap_or_default();
    let optional = |label: &str| format!("{label} ({})", w::optional(lang));
    view! {
        <ErrorSummary
            form=&form
            labels=vec![("name", w::f_name(lang)), ("city", w::f_city(lang)), ("external_ref", w::f_ref(lang))]
        />
        <TextField form=&form name="name" label=w::f_name(lang) value=name required=true/>
        <TextField form=&form name="city" label=optional(w::f_city(lang)) value=city/>
        <TextField
            form=&form
            name="external_ref"
            label=optional(w::f_ref(lang))
            value=reference
            hint=w::f_ref_hint(lang).to_owned()
        />
    }
    .into_any()
}
