//! Theme and language: small forms that come back to the same page.

use domain::lang::Lang;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::preferences::{ChooseLanguage, ChooseTheme},
    components::{
        form::BackHere,
        icon::{Icon, icon},
    },
    request::Request,
    words::shell as words,
};

/// One button that goes round: system, dark, light.
#[component]
pub(super) fn ThemeSwitch() -> impl IntoView {
    let request = Request::current();
    let lang = request.lang;
    let (next, label) = match request.theme.as_deref() {
        None => ("dark", words::theme_system(lang)),
        Some("dark") => ("light", words::theme_dark(lang)),
        Some(_) => ("system", words::theme_light(lang)),
    };
    view! {
        <form method="post" action=ChooseTheme::url()>
            <BackHere/>
            <button
                class="btn btn--quiet btn--icon btn--sm"
                type="submit"
                name="theme"
                value=next
                aria-label=label
                title=label
            >
                {icon(Icon::Half)}
            </button>
        </form>
    }
}

/// One button: the other language.
#[component]
pub(super) fn LanguageButton() -> impl IntoView {
    let other = Request::current().lang.other();
    view! {
        <form method="post" action=ChooseLanguage::url() data-reload="">
            <BackHere/>
            <button
                class="btn btn--quiet btn--sm"
                type="submit"
                name="lang"
                value=other.tag()
                lang=other.tag()
                aria-label=own_name(other)
            >
                {short(other)}
            </button>
        </form>
    }
}

/// Two buttons, the language in force pressed.
#[component]
pub(crate) fn LanguagePair() -> impl IntoView {
    let lang = Request::current().lang;
    let button = |each: Lang| {
        view! {
            <button
                type="submit"
                name="lang"
                value=each.tag()
                lang=each.tag()
                aria-label=own_name(each)
                aria-current=(each == lang).then_some("true")
            >
                {short(each)}
            </button>
        }
    };
    view! {
        <form class="lang" method="post" action=ChooseLanguage::url() data-reload="" aria-label=words::language(lang)>
            <BackHere/>
            {button(Lang::Es)}
            {button(Lang::En)}
        </form>
    }
}

const fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "ES",
        Lang::En => "EN",
    }
}

/// A language in its own words, so that its speakers find it.
pub(crate) const fn own_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "Español",
        Lang::En => "English",
    }
}
