//! One bakery in a form: chosen from a list, or named where a list would be too
//! long. Both work without scripts; what is named is found by the use case.

use domain::lang::Lang;
use leptos::prelude::*;
use service::tenants::choose::Choices;

use crate::{
    components::{
        field::{SelectField, TextField},
        form::Form,
    },
    words::tenants as w,
};

/// The field.
pub(crate) struct OneBakery {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its label.
    pub(crate) label: String,
    /// Values and words of the list; `None` when there are too many for one.
    pub(crate) options: Option<Vec<(String, String)>>,
    /// What an empty value stands for: the first line of the list.
    pub(crate) empty: &'static str,
    /// Id of the one that is chosen before anybody chooses; empty for none.
    pub(crate) chosen: String,
    /// Whether one has to be named.
    pub(crate) required: bool,
    /// What to know before choosing.
    pub(crate) hint: Option<&'static str>,
}

impl OneBakery {
    /// The field in its form.
    pub(crate) fn view(self, lang: Lang, form: &Form) -> AnyView {
        let Self {
            name,
            label,
            options,
            empty,
            chosen,
            required,
            hint,
        } = self;
        let Some(options) = options else {
            let left_empty = (!required).then(|| w::named_empty(lang, empty));
            let how = std::iter::once(w::named_how(lang).to_owned())
                .chain(left_empty)
                .chain(hint.map(str::to_owned))
                .collect::<Vec<_>>()
                .join(" ");
            return view! { <TextField form=form name=name label=label value=chosen hint=how required=required/> }
                .into_any();
        };
        let options: Vec<_> = std::iter::once((String::new(), empty.to_owned()))
            .chain(options)
            .collect();
        match hint {
            Some(hint) => {
                view! { <SelectField form=form name=name label=label options=options value=chosen hint=hint/> }
                    .into_any()
            }
            None => {
                view! { <SelectField form=form name=name label=label options=options value=chosen/> }.into_any()
            }
        }
    }
}

/// Bakeries by name, for [`OneBakery::options`].
pub(crate) fn by_name(choices: &Choices) -> Option<Vec<(String, String)>> {
    let all = choices.listed()?.iter();
    Some(
        all.map(|choice| (choice.id.to_string(), choice.name.clone()))
            .collect(),
    )
}
