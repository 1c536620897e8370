//! What the customer sees, as the page holds it.

use domain::{lang::Lang, template::Template};
use leptos::prelude::*;

use template_editor::view::preview;

use crate::request::Request;

/// The same message on a light and on a dark phone.
pub(crate) fn pair(lang: Lang, from: &str, template: &Template) -> AnyView {
    let html = preview::pair(lang, from, template, &Request::current().assets.icons);
    view! { <div inner_html=html></div> }.into_any()
}

/// A message on one phone, in the page's theme.
pub(crate) fn frame(lang: Lang, from: &str, template: &Template) -> AnyView {
    let html = preview::one(lang, from, template, &Request::current().assets.icons);
    view! { <div inner_html=html></div> }.into_any()
}
