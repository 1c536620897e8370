//! The editor of templates while somebody types: the rules, the preview, the
//! length and the fields for samples follow each letter. Nothing is saved here,
//! and what the account knows (its other templates, its limits) is said when
//! the form is sent.
//!
//! It looks for `form[data-template-editor]`, whose fields are those of
//! [`crate::template_form`]. `data-from` names the business; `data-utility`,
//! `data-marketing` (millionths), `data-currency` and `data-month` (messages)
//! say what a change of category costs. Inside, each `[data-template-language]`
//! holds the place of a language and may have `[data-template-preview]`,
//! `[data-template-findings]`, `[data-template-count]` and
//! `[data-template-samples]`; what is not there is not written.

use leptos::prelude::*;

/// Starts it. Nothing to see.
#[island]
pub fn TemplateEditor() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::start();
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::RefCell;

    use domain::{
        lang::Lang,
        template::{
            Template,
            lint::{self, Context, Price, SPAIN},
            text::{meta_length, people_length},
            variables,
        },
    };
    use leptos::prelude::document;
    use wasm_bindgen::JsCast;
    use web_sys::{FormData, HtmlElement, HtmlFormElement};

    use crate::{
        islands::dom::{Timer, all, around, listen, one, root},
        template_form::Edited,
        template_view::{findings, preview, samples},
        words::template_live as w,
    };

    /// A breath, so that fast typing is checked once.
    const AFTER: i32 = 40;

    thread_local! {
        static LATER: RefCell<Option<Timer>> = const { RefCell::new(None) };
    }

    pub(super) fn start() {
        for event in ["input", "change"] {
            listen(&document(), event, |event| {
                let form = around(&event, "form[data-template-editor]")
                    .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
                if let Some(form) = form {
                    LATER.replace(Some(Timer::after(AFTER, move || {
                        LATER.take();
                        follow(&form);
                    })));
                }
            });
        }
    }

    /// Writes what follows from the fields beside them.
    fn follow(form: &HtmlFormElement) {
        let lang = root(&document())
            .and_then(|html| html.get_attribute("lang"))
            .and_then(|tag| Lang::parse(&tag))
            .unwrap_or_default();
        let sprite = sprite();
        let fields = fields(form);
        let edited = Edited::read(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let said = |name: &str| form.get_attribute(name).unwrap_or_default();
        let (from, currency) = (said("data-from"), said("data-currency"));
        let price = Price {
            currency: if currency.is_empty() {
                SPAIN.currency
            } else {
                &currency
            },
            utility: said("data-utility").parse().unwrap_or(SPAIN.utility),
            marketing: said("data-marketing").parse().unwrap_or(SPAIN.marketing),
            per_month: said("data-month").parse().ok().filter(|month| *month > 0),
        };
        let context = Context {
            price,
            ..Context::default()
        };
        for part in all(form, "[data-template-language]") {
            let place = part.get_attribute("data-template-language").unwrap_or_default();
            let Some(place) = place.parse().ok() else { continue };
            let Some(template) = edited.languages.get(place) else {
                continue;
            };
            let mut found = lint::lint_in(template, &context);
            if let Some(first) = edited.languages.first().filter(|_| place > 0) {
                found.extend(lint::between(first, template));
            }
            write(&part, "[data-template-findings]", || {
                findings::card(lang, place, template, &found, &sprite)
            });
            write(&part, "[data-template-preview]", || {
                preview::pair(lang, &from, template, &sprite)
            });
            count(&part, lang, template.body_text());
            grow(&part, lang, place, template);
        }
    }

    /// The fields as they would be sent.
    fn fields(form: &HtmlFormElement) -> Vec<(String, String)> {
        let data = FormData::new_with_form(form).ok();
        let pairs = data.and_then(|data| js_sys::try_iter(&data).ok().flatten());
        pairs
            .into_iter()
            .flatten()
            .filter_map(|pair| {
                let pair: js_sys::Array = pair.ok()?.dyn_into().ok()?;
                Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
            })
            .collect()
    }

    fn write(part: &HtmlElement, css: &str, html: impl FnOnce() -> String) {
        if let Some(place) = one(part, css) {
            place.set_inner_html(&html());
        }
    }

    fn count(part: &HtmlElement, lang: Lang, text: &str) {
        if let Some(place) = one(part, "[data-template-count]") {
            let variables = variables::names(text).len();
            let words = w::length(lang, meta_length(text), people_length(text), variables);
            place.set_text_content(Some(&words));
        }
    }

    /// Sample fields for variables that are new, none for those that are gone.
    /// Fields that fit stay, with whatever has the focus.
    fn grow(part: &HtmlElement, lang: Lang, place: usize, template: &Template) {
        let Some(place_of_fields) = one(part, "[data-template-samples]") else {
            return;
        };
        let Some(body) = template.body() else { return };
        let there: Vec<String> = all(&place_of_fields, "input[name]")
            .iter()
            .filter_map(|input| input.get_attribute("name"))
            .collect();
        let wanted: Vec<String> = variables::names(&body.text)
            .into_iter()
            .map(|name| format!("l{place}.s.{name}"))
            .collect();
        if there != wanted {
            let html = samples::fields(lang, place, &template.language, "s", &body.text, &body.samples);
            place_of_fields.set_inner_html(&html);
        }
    }

    /// The address of the icons, from one that is shown already.
    fn sprite() -> String {
        let shown = document().query_selector("svg.icon use").ok().flatten();
        shown
            .and_then(|icon| icon.get_attribute("href"))
            .and_then(|href| Some(href.split_once('#')?.0.to_owned()))
            .unwrap_or_default()
    }
}
