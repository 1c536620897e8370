//! Language, theme, keys.

use domain::{lang::Lang, person::Role};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    actions::preferences::{SavePreferences, keys_off},
    components::{
        card::Card,
        field::{Choice, SelectField},
        form::Form,
    },
    guard::Cx,
    shell::own_name,
    words::account as words,
};

/// How the console looks to this person.
pub(super) fn card(cx: &Cx) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("preferences");
    let languages = [Lang::Es, Lang::En]
        .map(|each| (each.tag().to_owned(), own_name(each).to_owned()))
        .to_vec();
    let themes = vec![
        ("system".to_owned(), words::theme_system(lang).to_owned()),
        ("light".to_owned(), words::theme_light(lang).to_owned()),
        ("dark".to_owned(), words::theme_dark(lang).to_owned()),
    ];
    let theme = cx.theme.clone().unwrap_or_else(|| "system".to_owned());
    // Owners' pages are not worked with by keyboard all day.
    let keys = if cx.profile.role == Role::Owner {
        view! { <input type="hidden" name="keys" value="on"/> }.into_any()
    } else {
        view! {
            <Choice
                name="keys"
                value="on"
                label=words::keys(lang)
                note=words::keys_hint(lang)
                checked=!keys_off()
                several=true
            />
        }
        .into_any()
    };
    view! {
        <Card id="preferences" title=words::preferences(lang)>
            <form class="stack stack--3" method="post" action=SavePreferences::url() novalidate=true data-reload="">
                <SelectField form=&form name="lang" label=words::language(lang) options=languages value=lang.tag()/>
                <SelectField
                    form=&form
                    name="theme"
                    label=words::theme(lang)
                    options=themes
                    value=theme
                />
                {keys}
                <div class="row">
                    <button class="btn" type="submit">{words::save_preferences(lang)}</button>
                </div>
            </form>
        </Card>
    }
    .into_any()
}
