//! An account's token: its age, replacing it, and the app secret.

use domain::time::DAY;
use leptos::{prelude::*, server_fn::ServerFn};
use service::accounts::list::AccountDetail;

use super::{cards::take_away, look};
use crate::{
    actions::wabas::{ROTATED, RemoveAppSecret, RotateToken, Rotated, SetAppSecret},
    components::{
        field::PasswordField,
        form::{ErrorSummary, Form, Hidden},
        format::Times,
        icon::{Icon, icon},
        status::{Tone, status},
    },
    flash::once,
    guard::Cx,
    pages::parts::{card_beside, note},
    words::wabas as w,
};

/// Facts about the token, with the forms that replace it and the app secret.
pub(super) fn token(cx: &Cx, times: &Times, detail: &AccountDetail, manage: bool) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let look = look::token(lang, row);
    let unknown = move || view! { <span class="muted">{w::not_known(lang)}</span> }.into_any();
    let age = row
        .token_set_at
        .map(|at| w::t_age(lang, &w::days(lang, cx.now.since(at).max(0) / DAY)));
    let refused = row.token_problem.as_ref().map(|problem| {
        let words = look::upstream(lang, problem);
        note(Tone::Bad, view! { <p>{words}</p> })
    });
    card_beside(
        "h-token",
        w::token(lang),
        look.view(),
        view! {
            {refused}
            <dl class="facts">
                <dt>{w::t_set(lang)}</dt>
                <dd>
                    {row.token_set_at.map_or_else(unknown, |at| times.element(at))}
                    " "
                    <span class="soft">{age}</span>
                </dd>
                <dt>{w::t_ends(lang)}</dt>
                <dd>
                    {match row.token_expires_at {
                        Some(at) => times.element(at),
                        None => w::t_never(lang).into_any(),
                    }}
                </dd>
                <dt>{w::t_checked(lang)}</dt>
                <dd>{detail.token_checked_at.map_or_else(unknown, |at| times.element(at))}</dd>
                <dt>{w::t_scopes(lang)}</dt>
                <dd>
                    {if detail.scopes.is_empty() {
                        unknown()
                    } else {
                        view! { <code>{detail.scopes.join(", ")}</code> }.into_any()
                    }}
                </dd>
                <dt>{w::t_app(lang)}</dt>
                <dd>
                    {detail
                        .app
                        .clone()
                        .map_or_else(
                            unknown,
                            |(id, name)| view! { {name}" "<code class="muted">{id}</code> }.into_any(),
                        )}
                </dd>
                <dt>{w::t_secret(lang)}</dt>
                <dd>
                    {if detail.has_app_secret {
                        status(Tone::Ok, Icon::Lock, w::t_secret_yes(lang), false)
                    } else {
                        status(Tone::Idle, Icon::Dash, w::t_secret_no(lang), false)
                    }}
                </dd>
            </dl>
            {manage.then(|| rotate_form(cx, detail))}
            {manage.then(|| secret_form(cx, detail))}
        },
    )
}

fn rotate_form(cx: &Cx, detail: &AccountDetail) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("rotate");
    let due =
        detail.row.token_age != domain::secret_age::TokenAge::Fresh || detail.row.token_problem.is_some();
    view! {
        <details class="disclosure" id="rotate" open=due || form.refused()>
            <summary>{icon(Icon::Right)}{w::rotate_title(lang)}</summary>
            <form class="stack stack--3 form" method="post" action=RotateToken::url()>
                <p class="sm soft">{w::rotate_why(lang)}</p>
                <ErrorSummary form=&form labels=vec![("token", w::rotate_new(lang))]/>
                <Hidden name="account" value=detail.row.id.to_string()/>
                <PasswordField form=&form name="token" label=w::rotate_new(lang) autocomplete="off"/>
                <div class="row">
                    <button class=if due { "btn btn--primary" } else { "btn" } type="submit">
                        {icon(Icon::Key)}
                        {w::rotate_button(lang)}
                    </button>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn secret_form(cx: &Cx, detail: &AccountDetail) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("secret");
    // Without it no webhook is believed.
    let open = !detail.has_app_secret || form.refused();
    let remove = detail.has_app_secret.then(|| {
        take_away(
            detail,
            RemoveAppSecret::url(),
            w::secret_remove(lang),
            w::secret_confirm(lang),
            w::secret_remove(lang),
        )
    });
    view! {
        <details class="disclosure" id="secret" open=open>
            <summary>{icon(Icon::Right)}{w::t_secret(lang)}</summary>
            <form class="stack stack--3 form" method="post" action=SetAppSecret::url()>
                <ErrorSummary form=&form labels=vec![("app_secret", w::t_secret(lang))]/>
                <Hidden name="account" value=detail.row.id.to_string()/>
                <PasswordField
                    form=&form
                    name="app_secret"
                    label=w::t_secret(lang)
                    hint=w::secret_hint(lang).to_owned()
                    autocomplete="off"
                />
                <div class="row"><button class="btn" type="submit">{w::secret_save(lang)}</button></div>
            </form>
            {remove}
        </details>
    }
    .into_any()
}

/// How the rotation that was just tried went.
pub(super) fn rotation(cx: &Cx) -> Option<AnyView> {
    let lang = cx.lang;
    let rotated: Rotated = once(&cx.request, ROTATED)?;
    let (tone, words) = if rotated.swapped {
        (Tone::Ok, w::rotated(lang))
    } else {
        (Tone::Warn, w::rotation_kept(lang))
    };
    let probes = rotated
        .probes
        .iter()
        .map(|(number, refusal)| {
            let (tone, name, word) = match refusal {
                None => ("ok", Icon::Ok, w::probe_ok(lang)),
                Some(_) => ("bad", Icon::Bad, w::probe_bad(lang)),
            };
            view! {
                <li>
                    <span data-tone=tone>{icon(name)}</span>
                    <div>{number.clone()}" "<span>{refusal.clone()}</span></div>
                    <span class="end">{word}</span>
                </li>
            }
        })
        .collect_view();
    let view = view! {
        <section class="card" aria-labelledby="h-rotation" data-once="">
            <div class="card__head"><h2 id="h-rotation">{w::rotation_title(lang)}</h2></div>
            <div class="card__body">
                {note(tone, view! { <p>{words}</p> })}
                {look::findings(lang, &rotated.findings)}
                <ul class="checks" role="list">{probes}</ul>
            </div>
        </section>
    };
    Some(view.into_any())
}
