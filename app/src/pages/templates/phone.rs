//! What the customer sees: a template as WhatsApp shows it, with its samples.

use domain::{
    lang::Lang,
    template::{
        ButtonKind, Component, HeaderFormat, Samples, Template, TemplateCategory,
        markup::{self, Line, Piece, Style},
    },
};
use leptos::prelude::*;

use crate::{
    components::icon::{Icon, icon},
    words::templates as w,
};

/// The same message on a light and on a dark phone.
pub(crate) fn pair(lang: Lang, from: &str, template: &Template) -> AnyView {
    let (light, dark) = (
        frame(lang, from, template, Some("light")),
        frame(lang, from, template, Some("dark")),
    );
    view! { <div class="wa-pair">{light}{dark}</div> }.into_any()
}

/// A message on a phone; in the page's theme when none is given.
pub(crate) fn frame(lang: Lang, from: &str, template: &Template, theme: Option<&'static str>) -> AnyView {
    let initials: String = from
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect();
    let text_lang = template.language.replace('_', "-");
    let bubble = template
        .components
        .iter()
        .map(|part| component(lang, template, part))
        .collect_view();
    let buttons = template.buttons().iter().map(|button| {
        let label = if button.text.is_empty() {
            w::button(lang, button.kind.as_str()).to_owned()
        } else {
            button.text.clone()
        };
        let sign = match button.kind {
            ButtonKind::QuickReply => Icon::Undo,
            ButtonKind::PhoneNumber | ButtonKind::VoiceCall => Icon::Number,
            ButtonKind::CopyCode | ButtonKind::Otp => Icon::Copy,
            _ => Icon::Link,
        };
        view! { <span class="cta">{icon(sign)}{label}</span> }
    });
    let buttons = buttons.collect_view();
    view! {
        <div class="wa" data-theme=theme>
            <div class="wa__head">
                <span class="avatar" aria-hidden="true">{initials}</span>
                <span>{from.to_owned()}<small>{w::business_account(lang)}</small></span>
            </div>
            <div class="wa__body">
                <div class="wa__bubble" lang=text_lang>{bubble}<span class="at" aria-hidden="true">"10:42"</span>{buttons}</div>
            </div>
        </div>
    }
    .into_any()
}

fn component(lang: Lang, template: &Template, part: &Component) -> AnyView {
    match part {
        Component::Header(header) if header.format == HeaderFormat::Text => {
            let text = lines(&header.text, &header.samples);
            view! { <strong class="wa__title">{text}</strong> }.into_any()
        }
        Component::Header(header) => {
            let sign = if header.format == HeaderFormat::Location {
                Icon::Flag
            } else {
                Icon::Template
            };
            let word = w::header(lang, header.format.as_str()).to_owned();
            view! { <span class="wa__media">{icon(sign)}{word}</span> }.into_any()
        }
        Component::Body(body) if body.text.is_empty() && template.is(&TemplateCategory::Authentication) => {
            let (before, after, secure) = authentication(&template.language);
            let code = body.samples.get("1").unwrap_or("123456").to_owned();
            let secure = body
                .add_security_recommendation
                .unwrap_or_default()
                .then_some(secure);
            view! { {before}<span class="var">{code}</span>{after}{secure} }.into_any()
        }
        Component::Body(body) => lines(&body.text, &body.samples),
        Component::Footer(footer) => {
            let text = match footer.code_expiration_minutes {
                Some(minutes) if footer.text.is_empty() => expires(&template.language, minutes),
                _ => footer.text.clone(),
            };
            view! { <span class="foot">{text}</span> }.into_any()
        }
        Component::LimitedTimeOffer(offer) => {
            view! { <span class="wa__media">{icon(Icon::Clock)}{offer.text.clone()}</span> }.into_any()
        }
        Component::Carousel(carousel) => {
            let cards = carousel
                .cards
                .iter()
                .map(|card| {
                    let parts = card
                        .components
                        .iter()
                        .map(|part| component(lang, template, part))
                        .collect_view();
                    let labels = card
                        .components
                        .iter()
                        .filter_map(|part| match part {
                            Component::Buttons(buttons, _) => Some(buttons),
                            _ => None,
                        })
                        .flatten()
                        .map(|button| view! { <span class="cta">{button.text.clone()}</span> })
                        .collect_view();
                    view! { <li class="wa__card">{parts}{labels}</li> }
                })
                .collect_view();
            view! { <ul class="wa__cards" role="list">{cards}</ul> }.into_any()
        }
        Component::Buttons(..) => ().into_any(),
        Component::Other(value) => {
            let word = value["type"].as_str().unwrap_or("?").to_owned();
            view! { <span class="wa__media">{icon(Icon::Help)}{word}</span> }.into_any()
        }
    }
}

/// The text that Meta writes for sign-in codes, in the languages used here;
/// in others as in English.
const fn authentication(language: &str) -> (&'static str, &'static str, &'static str) {
    match language.as_bytes() {
        [b'e', b's', ..] => (
            "Tu código de verificación es ",
            ".",
            " Por tu seguridad, no lo compartas.",
        ),
        _ => (
            "",
            " is your verification code.",
            " For your security, do not share this code.",
        ),
    }
}

fn expires(language: &str, minutes: i64) -> String {
    if language.starts_with("es") {
        format!("Este código caduca en {minutes} minutos.")
    } else {
        format!("This code expires in {minutes} minutes.")
    }
}

/// A text with WhatsApp's marks; variables show their sample, underlined.
fn lines(text: &str, samples: &Samples) -> AnyView {
    let all = markup::lines(text);
    let last = all.len().saturating_sub(1);
    all.into_iter()
        .enumerate()
        .map(|(index, line)| {
            let end = (index < last).then_some("\n");
            let line = match line {
                Line::Plain(pieces) => piece_views(pieces, samples),
                Line::Bullet(pieces) => view! { "• "{piece_views(pieces, samples)} }.into_any(),
                Line::Numbered(number, pieces) => {
                    view! { {number}". "{piece_views(pieces, samples)} }.into_any()
                }
                Line::Quote(pieces) => {
                    view! { <q class="wa__quote">{piece_views(pieces, samples)}</q> }.into_any()
                }
            };
            view! { {line}{end} }
        })
        .collect_view()
        .into_any()
}

fn piece_views(pieces: Vec<Piece>, samples: &Samples) -> AnyView {
    pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text, style) => styled(text.into_any(), style),
            Piece::Variable(name, style) => {
                let shown = samples
                    .get(&name)
                    .filter(|sample| !sample.is_empty())
                    .map_or_else(|| format!("{{{{{name}}}}}"), str::to_owned);
                styled(view! { <span class="var">{shown}</span> }.into_any(), style)
            }
            Piece::Link(link, style) => {
                styled(view! { <span class="wa__link">{link}</span> }.into_any(), style)
            }
        })
        .collect_view()
        .into_any()
}

fn styled(inside: AnyView, style: Style) -> AnyView {
    let mut out = inside;
    if style.mono {
        out = view! { <code>{out}</code> }.into_any();
    }
    if style.struck {
        out = view! { <s>{out}</s> }.into_any();
    }
    if style.italic {
        out = view! { <em>{out}</em> }.into_any();
    }
    if style.bold {
        out = view! { <strong>{out}</strong> }.into_any();
    }
    out
}
