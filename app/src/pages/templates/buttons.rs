//! The buttons of a template in the editor.

use domain::{
    lang::Lang,
    template::{Button, ButtonKind, Component, Template},
};
use leptos::prelude::*;

use super::fields::{hidden, id, line, press, select};
use crate::{
    components::icon::{Icon, icon},
    words::templates as w,
};

/// Kinds that are written here.
const KINDS: [&str; 6] = ["QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "FLOW", "OTP"];

/// Every button with its fields, and a way to add one.
pub(super) fn buttons(lang: Lang, place: usize, template: &Template, code: bool) -> AnyView {
    let rows = template
        .buttons()
        .iter()
        .enumerate()
        .map(|(k, button)| row(lang, place, k, template, button))
        .collect_view();
    let kinds = KINDS
        .into_iter()
        .filter(|kind| (*kind == "OTP") == code)
        .map(|kind| view! { <option value=kind>{w::button(lang, kind)}</option> })
        .collect_view();
    let name = format!("l{place}.add");
    let choice = id(&name);
    view! {
        <fieldset class="field" id=format!("l{place}-buttons")>
            <legend class="label">{w::buttons(lang)}</legend>
            <ol class="tpl-buttons" role="list">{rows}</ol>
            <div class="row row--tight">
                <label class="sr-only" for=choice.clone()>{w::b_kind(lang)}</label>
                <select class="select select--auto" id=choice.clone() name=name>{kinds}</select>
                {press(
                    format!("add.{place}"),
                    "btn btn--sm",
                    view! { {icon(Icon::Plus)}{w::b_add(lang)} },
                    None,
                )}
            </div>
        </fieldset>
    }
    .into_any()
}

fn row(lang: Lang, place: usize, k: usize, template: &Template, button: &Button) -> AnyView {
    let name = |field: &str| format!("l{place}.b{k}.{field}");
    let kind = button.kind.as_str().to_owned();
    let text_lang = template.language.replace('_', "-");
    let text_lang = Some(text_lang.as_str());
    let example = button.example.first().map(String::as_str).unwrap_or_default();
    let raw = |key: &str| {
        button
            .raw
            .get(key)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    let app = |key: &str| {
        let apps = button.raw.get("supported_apps");
        apps.and_then(|apps| apps[0][key].as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let label = || line(&name("text"), w::b_text(lang), &button.text, text_lang, None);
    let rest: AnyView = match button.kind {
        ButtonKind::QuickReply => label(),
        ButtonKind::Url => view! {
            {label()}
            {line(&name("url"), w::b_url(lang), &button.url, None, None)}
            {button
                .url
                .contains("{{")
                .then(|| line(&name("example"), w::b_example_url(lang), example, None, None))}
        }
        .into_any(),
        ButtonKind::PhoneNumber => view! {
            {label()}
            {line(&name("phone"), w::b_phone(lang), &button.phone_number, None, None)}
        }
        .into_any(),
        ButtonKind::CopyCode => line(&name("example"), w::b_example_code(lang), example, None, None),
        ButtonKind::Flow => view! {
            {label()}
            {line(&name("flow"), w::b_flow(lang), raw("flow_id"), None, None)}
        }
        .into_any(),
        ButtonKind::Otp => {
            let how = button
                .otp_type
                .as_ref()
                .map_or("COPY_CODE", |how| how.as_str())
                .to_owned();
            let ways = ["COPY_CODE", "ONE_TAP", "ZERO_TAP"]
                .map(|key| (key.to_owned(), w::otp(lang, key).to_owned()))
                .to_vec();
            let apps = (how != "COPY_CODE").then(|| {
                view! {
                    {line(&name("package"), w::b_package(lang), &app("package_name"), None, None)}
                    {line(&name("signature"), w::b_signature(lang), &app("signature_hash"), None, None)}
                }
            });
            view! { {label()}{select(&name("otp"), w::b_otp(lang), ways, &how, None)}{apps} }.into_any()
        }
        _ => view! {
            {hidden(name("text"), button.text.clone())}
            {hidden(name("url"), button.url.clone())}
            {hidden(name("phone"), button.phone_number.clone())}
            {hidden(name("example"), example.to_owned())}
            <p class="sm soft">{w::b_readonly(lang)}</p>
        }
        .into_any(),
    };
    let base = Component::Buttons(vec![button.clone()], serde_json::Map::default()).to_value()["buttons"][0]
        .to_string();
    let n = (k + 1).to_string();
    view! {
        <li class="tpl-button">
            <div class="row spread">
                <b class="sm">{w::button_n(lang, &n)}": "{w::button(lang, &kind).to_owned()}</b>
                <span class="row row--tight">
                    {(k > 0)
                        .then(|| {
                            press(
                                format!("up.{place}.{k}"),
                                "btn btn--quiet btn--sm",
                                view! { {icon(Icon::Up)}{w::b_up(lang)} },
                                Some(format!("{}: {}", w::b_up(lang), w::button_n(lang, &n))),
                            )
                        })}
                    {press(
                        format!("drop.{place}.{k}"),
                        "btn btn--quiet btn--sm",
                        view! { {icon(Icon::X)}{w::b_remove(lang)} },
                        Some(format!("{}: {}", w::b_remove(lang), w::button_n(lang, &n))),
                    )}
                </span>
            </div>
            {hidden(name("kind"), kind)}
            {hidden(name("base"), base)}
            <div class="tpl-button__fields">{rest}</div>
        </li>
    }
    .into_any()
}
