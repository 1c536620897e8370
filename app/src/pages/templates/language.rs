//! One language of a draft in the editor: its fields, what the rules say, and
//! what the customer sees.

use domain::{
    lang::Lang,
    template::{HeaderFormat, Template, lint::Finding},
};
use leptos::prelude::*;
use template_editor::{
    follow,
    form::Edited,
    view::{findings, samples},
    words::rules,
};

use super::{
    buttons, checked,
    fields::{self, hidden, id, line, press, select},
    phone,
};
use crate::{
    components::icon::{Icon, icon},
    request::Request,
    words::templates as w,
};

/// Header formats that are written here.
const HEADERS: [&str; 5] = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"];

/// What stands around the languages.
pub(super) struct Around<'a> {
    /// The form as a whole.
    pub(super) edited: &'a Edited,
    /// The account's name.
    pub(super) from: &'a str,
    /// Whether what it costs in a month is taken from other templates.
    pub(super) estimated: bool,
}

/// The language at a place of the form.
pub(super) fn language(
    lang: Lang,
    around: &Around<'_>,
    place: usize,
    template: &Template,
    found: &[Finding],
) -> AnyView {
    let alone = around.edited.languages.len() == 1;
    let class = if alone {
        "tpl-lang tpl-lang--alone"
    } else {
        "tpl-lang"
    };
    let name = w::language_name(lang, &template.language);
    let heading = format!("h-lang-{place}");
    let icons = &Request::current().assets.icons;
    let findings = findings::card(lang, place, template, found, around.estimated, icons, &|rule| {
        rules::words(lang, rule)
    });
    let preview = view! {
        <section class="card tpl-lang__preview" aria-label=format!("{}: {name}", w::preview(lang))>
            <div class="card__head"><h3>{w::preview(lang)}</h3></div>
            <div class="card__body" data-template-preview="">{phone::pair(lang, around.from, template)}</div>
        </section>
    };
    view! {
        <article
            class=class
            data-template-language=place.to_string()
            data-template-account=follow::told(found)
            aria-labelledby=heading.clone()
        >
            <div class="stack">
                <section class="card" aria-labelledby=heading.clone()>
                    <div class="card__head">
                        <h2 id=heading.clone()>{name.clone()}</h2>
                        {(!alone)
                            .then(|| {
                                view! {
                                    <span class="end">
                                        {press(
                                            format!("droplang.{place}"),
                                            "btn btn--quiet btn--sm",
                                            view! { {icon(Icon::X)}{w::drop_language(lang, &name)} },
                                            None,
                                        )}
                                    </span>
                                }
                            })}
                    </div>
                    <div class="card__body card__body--pad">{texts(lang, around.edited, place, template)}</div>
                </section>
                <section
                    class="card"
                    aria-labelledby=format!("h-lint-{place}")
                    data-template-findings=""
                    inner_html=findings
                ></section>
            </div>
            {preview}
        </article>
    }
    .into_any()
}

fn texts(lang: Lang, edited: &Edited, place: usize, template: &Template) -> AnyView {
    let code = checked::is_code(edited);
    let name = |field: &str| format!("l{place}.{field}");
    let text_lang = template.language.replace('_', "-");
    let text_lang = Some(text_lang.as_str());
    let footer = template.footer();
    let minutes = footer
        .and_then(|footer| footer.code_expiration_minutes)
        .map(|minutes| minutes.to_string())
        .unwrap_or_default();
    let secure = template
        .body()
        .and_then(|body| body.add_security_recommendation)
        .unwrap_or_default();
    let shown = template.components.iter().any(|part| {
        use domain::template::Component;
        matches!(
            part,
            Component::Carousel(_) | Component::LimitedTimeOffer(_) | Component::Other(_)
        )
    });
    let samples = template
        .body()
        .map(|body| samples::fields(lang, place, &template.language, "s", &body.text, &body.samples))
        .unwrap_or_default();
    let security = id(&name("security"));
    let rest = if code {
        view! {
            <p class="sm soft" id=id(&name("body"))>{w::f_body_auth(lang)}</p>
            <label class="radio" for=security.clone()>
                <input type="checkbox" id=security.clone() name=name("security") value="1" checked=secure/>
                {w::f_security(lang)}
            </label>
            {line(&name("minutes"), w::f_minutes(lang), &minutes, None, None)}
        }
        .into_any()
    } else {
        view! {
            {header(lang, place, template)}
            {body(lang, place, template)}
            <div data-template-samples="" inner_html=samples></div>
            {line(
                &name("footer"),
                w::f_footer(lang),
                footer.map(|footer| footer.text.as_str()).unwrap_or_default(),
                text_lang,
                None,
            )}
        }
        .into_any()
    };
    view! {
        {hidden(name("base"), template.components_value().to_string())}
        {select(&name("language"), w::f_language(lang), fields::languages(lang), &template.language, None)}
        {rest}
        {shown.then(|| view! { <p class="sm soft">{w::readonly_parts(lang)}</p> })}
        {buttons::buttons(lang, place, template, code)}
    }
    .into_any()
}

fn header(lang: Lang, place: usize, template: &Template) -> AnyView {
    let name = |field: &str| format!("l{place}.{field}");
    let header = template.header();
    let format = header
        .map(|header| header.format.as_str().to_owned())
        .unwrap_or_default();
    let formats = std::iter::once((String::new(), w::f_header_none(lang).to_owned()))
        .chain(HEADERS.map(|key| (key.to_owned(), w::header(lang, key).to_owned())))
        .collect();
    let text_lang = template.language.replace('_', "-");
    let more = header.map(|header| {
        if header.format == HeaderFormat::Text {
            let samples = samples::fields(
                lang,
                place,
                &template.language,
                "hs",
                &header.text,
                &header.samples,
            );
            view! {
                {line(&name("header_text"), w::f_header_text(lang), &header.text, Some(&text_lang), None)}
                <div data-template-header-samples="" inner_html=samples></div>
            }
            .into_any()
        } else if header.format.is_media() {
            line(
                &name("header_handle"),
                w::f_handle(lang),
                header.handles.first().map(String::as_str).unwrap_or_default(),
                None,
                Some(w::f_handle_hint(lang)),
            )
        } else {
            ().into_any()
        }
    });
    view! { {select(&name("header"), w::f_header(lang), formats, &format, None)}{more} }.into_any()
}

fn body(lang: Lang, place: usize, template: &Template) -> AnyView {
    let name = format!("l{place}.body");
    let id = id(&name);
    let text = template.body_text().to_owned();
    let count = follow::count(lang, &text);
    let text_lang = template.language.replace('_', "-");
    view! {
        <div class="field">
            <div class="row spread">
                <label for=id.clone()>{w::f_body(lang)}</label>
                <span class="hint tnum" data-template-count="">{count}</span>
            </div>
            <textarea
                class="textarea"
                id=id.clone()
                name=name
                rows="6"
                spellcheck="true"
                lang=text_lang
                aria-describedby=format!("{id}-h")
            >
                {text}
            </textarea>
            <span class="hint" id=format!("{id}-h")>{w::f_body_hint(lang)}</span>
        </div>
    }
    .into_any()
}
