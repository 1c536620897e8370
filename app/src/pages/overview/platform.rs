//! The switch of the whole platform: what is in force, and why.

use leptos::{prelude::*, server_fn::ServerFn};
use service::platform::PlatformSwitch;

use crate::{
    actions::platform::SwitchPlatform,
    components::{
        form::Hidden,
        format::Times,
        icon::Icon,
        status::{Tone, status},
    },
    guard::Cx,
    pages::parts::card,
    words::overview as w,
};

/// The card; with buttons for those who may press them.
pub(super) fn switch(cx: &Cx, times: &Times, state: &PlatformSwitch, manage: bool) -> AnyView {
    let lang = cx.lang;
    let (now, why) = if state.on {
        (
            status(Tone::Ok, Icon::Ok, w::platform_on(lang), false),
            w::platform_on_why(lang),
        )
    } else {
        (
            status(Tone::Bad, Icon::Pause, w::platform_off(lang), true),
            w::platform_off_why(lang),
        )
    };
    let configured = if state.configured { "true" } else { "false" };
    let source = match &state.overridden {
        Some((who, at)) => w::platform_over(lang, who, &times.moment(*at), configured),
        None => w::platform_config(lang, configured),
    };
    let (to, word) = if state.on {
        ("off", w::platform_turn_off(lang))
    } else {
        ("on", w::platform_turn_on(lang))
    };
    let class = if state.on {
        "btn btn--sm btn--danger"
    } else {
        "btn btn--sm btn--primary"
    };
    let ask = state.on.then(|| w::platform_ask_off(lang));
    card(
        "h-platform",
        w::platform(lang),
        view! {
            <p>{now}</p>
            <p class="sm">{why}</p>
            <p class="sm soft">{source}</p>
            {manage
                .then(|| {
                    view! {
                        <div class="row">
                            <form method="post" action=SwitchPlatform::url()>
                                <Hidden name="to" value=to/>
                                <button class=class type="submit" data-confirm=ask data-confirm-yes=ask.map(|_| word)>
                                    {word}
                                </button>
                            </form>
                            {state
                                .overridden
                                .as_ref()
                                .map(|_| {
                                    view! {
                                        <form method="post" action=SwitchPlatform::url()>
                                            <Hidden name="to" value="config"/>
                                            <button class="btn btn--sm" type="submit">
                                                {w::platform_turn_back(lang)}
                                            </button>
                                        </form>
                                    }
                                })}
                        </div>
                    }
                })}
        },
    )
}
