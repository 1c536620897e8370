//! The second step: setting it up, recovery codes, turning it off.

use leptos::{prelude::*, server_fn::ServerFn};
use service::people::second_factor::{self as factor, Enrolment};

use crate::{
    actions::account::{
        CODES, CODES_KIND, CONFIRM, ConfirmSecondFactor, DISABLE, DisableSecondFactor, NewRecoveryCodes,
    },
    components::{
        callout::Callout,
        card::Card,
        field::{PasswordField, TextField},
        form::{ErrorSummary, Form},
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        status::{Tone, status},
    },
    flash::once,
    guard::{Cx, ENROL, guard_enrolling},
    pages::login::home_of,
    words::{account as words, common},
};

/// The card on the account page.
pub(super) fn card(cx: &Cx, left: Option<u32>) -> AnyView {
    let lang = cx.lang;
    let (state, action) = if cx.profile.second_factor {
        (
            status(Tone::Ok, Icon::Ok, words::second_factor_on(lang), false),
            words::manage(lang),
        )
    } else {
        (
            status(Tone::Idle, Icon::Dash, words::second_factor_off(lang), false),
            words::set_up(lang),
        )
    };
    view! {
        <Card id="second-factor" title=words::second_factor(lang) head=state>
            <p class="soft">{words::second_factor_why(lang)}</p>
            {left.map(|left| view! { <p class="sm">{words::codes_left(lang, left)}</p> })}
            <div class="row"><a class="btn" href=ENROL>{action}</a></div>
        </Card>
    }
    .into_any()
}

/// `/app/account/second-factor`: also the one page for those who must set it up first.
#[component]
pub(crate) fn SecondFactorPage() -> impl IntoView {
    page(async {
        let cx = guard_enrolling()?;
        let lang = cx.lang;
        let content = if let Some(codes) = once::<Vec<String>>(&cx, CODES_KIND) {
            shown_codes(&cx, codes)
        } else if cx.profile.second_factor {
            let left = factor::recovery_codes_left(cx.services(), &cx.call).await?;
            manage(&cx, left)
        } else {
            let enrolment = factor::start(cx.services(), &cx.call).await?;
            enrol(&cx, enrolment)
        };
        let back =
            (!cx.profile.must_enrol).then(|| ("/app/account".to_owned(), words::title(lang).to_owned()));
        let head = match back {
            Some(back) => view! { <PageHead title=words::second_factor(lang) back=back/> }.into_any(),
            None => view! { <PageHead title=words::second_factor(lang)/> }.into_any(),
        };
        let body = view! { {head} <div class="narrow stack">{content}</div> };
        Ok(Screen::new(words::second_factor(lang), body))
    })
}

fn enrol(cx: &Cx, enrolment: Enrolment) -> AnyView {
    let lang = cx.lang;
    let form = Form::of(CONFIRM);
    let why = if cx.profile.must_enrol {
        words::second_factor_must(lang)
    } else {
        words::second_factor_why(lang)
    };
    view! {
        <p class="soft">{why}</p>
        <section class="card card--pad" aria-labelledby="scan">
            <h2 id="scan" class="strong">{words::step_scan(lang)}</h2>
            <div class="qr-row">
                <a class="qr" aria-label=words::open_app(lang) href=enrolment.otpauth_url data-reload="" inner_html=enrolment.qr_svg></a>
                <p class="hint">{words::step_scan_hint(lang)}</p>
                <div class="acts"><code class="secret" id="secret">{enrolment.secret}</code></div>
            </div>
            <form class="stack stack--3" method="post" action=ConfirmSecondFactor::url() novalidate=true>
                <h2 class="strong">{words::step_code(lang)}</h2>
                <ErrorSummary form=&form labels=vec![("code", words::code(lang))]/>
                <TextField
                    form=&form
                    name="code"
                    label=words::code(lang)
                    hint=words::code_hint(lang)
                    autocomplete="one-time-code"
                    inputmode="numeric"
                    required=true
                />
                <div class="row">
                    <button class="btn btn--primary" type="submit">{words::confirm(lang)}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn shown_codes(cx: &Cx, codes: Vec<String>) -> AnyView {
    let lang = cx.lang;
    let codes = codes
        .into_iter()
        .map(|code| view! { <li><code>{code}</code></li> })
        .collect_view();
    view! {
        <section class="card card--pad" aria-labelledby="codes-title" data-once="">
            <h2 id="codes-title" class="strong">{words::codes_title(lang)}</h2>
            <p class="soft">{words::codes_why(lang)}</p>
            <ul class="codes" id="codes" role="list">{codes}</ul>
            <div class="row">
                <button class="btn js-only" type="button" data-copy="#codes" data-copied=words::copied(lang)>
                    {icon(Icon::Copy)}
                    {words::codes_copy(lang)}
                </button>
                <a class="btn btn--primary" href=home_of(&cx.profile)>{words::codes_saved(lang)}</a>
            </div>
        </section>
    }
    .into_any()
}

fn manage(cx: &Cx, left: u32) -> AnyView {
    let lang = cx.lang;
    let codes = Form::of(CODES);
    let off = Form::of(DISABLE);
    let needed = cx.profile.role.needs_second_factor();
    let turn_off = if needed {
        view! { <Callout tone=Tone::Info><p class="sm">{words::cannot_turn_off(lang)}</p></Callout> }
            .into_any()
    } else {
        view! {
            <Card id="off" title=words::turn_off(lang)>
                <form class="stack stack--3" method="post" action=DisableSecondFactor::url() novalidate=true>
                    <p class="soft">{words::turn_off_note(lang)}</p>
                    <ErrorSummary form=&off labels=vec![("password", common::password(lang))]/>
                    <PasswordField
                        form=&off
                        name="password"
                        label=common::password(lang)
                        autocomplete="current-password"
                    />
                    <div class="row"><button class="btn btn--danger" type="submit">{words::turn_off(lang)}</button></div>
                </form>
            </Card>
        }
        .into_any()
    };
    view! {
        <Card id="recovery" title=words::codes_title(lang)>
            <p>{words::codes_left(lang, left)}</p>
            <form class="stack stack--3" method="post" action=NewRecoveryCodes::url() novalidate=true>
                <ErrorSummary form=&codes labels=vec![("password", common::password(lang))]/>
                <PasswordField
                    form=&codes
                    name="password"
                    label=common::password(lang)
                    hint=words::new_codes_note(lang)
                    autocomplete="current-password"
                />
                <div class="row"><button class="btn" type="submit">{words::new_codes(lang)}</button></div>
            </form>
        </Card>
        {turn_off}
    }
    .into_any()
}
