//! The frame for people who are not signed in.

use leptos::prelude::*;

use super::{brand::BrandMark, switches::LanguagePair};
use crate::{
    components::toast::Toasts,
    request::Request,
    words::{people, shell as words},
};

/// A baker's oven, drawn for this product.
const OVEN: &str = include_str!("oven.svg");

/// A form on the left, the oven on the right where there is room.
#[component]
pub(super) fn Gatehouse(children: Children) -> impl IntoView {
    let lang = Request::current().lang;
    view! {
        <div class="gatehouse" data-part="gatehouse">
            <div class="gatehouse__form">
                <div class="row spread">
                    <a class="brand brand--flush" href="/login">
                        <BrandMark/>
                        <span>"Tahona"<span class="brand__area">{words::area_owner(lang)}</span></span>
                    </a>
                    <LanguagePair/>
                </div>
                <main id="main" class="gatehouse__main" tabindex="-1">{children()}</main>
                <p class="sm soft">{people::never_asked(lang)}</p>
            </div>
            <div class="gatehouse__art">
                <div>
                    <div class="oven" inner_html=OVEN></div>
                    <p>{people::motto(lang)}</p>
                </div>
            </div>
        </div>
        <Toasts/>
    }
}
