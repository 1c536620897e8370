//! The editor: a draft with all its languages side by side.

use domain::{
    ids::DraftId,
    permission::{Permission, Scope},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    templates::{
        TemplateCategory,
        drafts::{self, Draft, Origin},
        price::{self, PerMonth, Prices},
        submit::Outcome,
    },
};
use template_editor::{form::Edited, words::rules};

use super::{
    checked::{self, is_code},
    facts, fields,
    fields::{hidden, line, press, select},
    language::{self, Around},
    look, new, versions,
};
use crate::{
    actions::templates::{EDITOR, PutAwayDraft, SaveTemplate, TEMPLATES, UploadTemplateSample},
    components::{
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::{Times, count},
        icon::{Icon, icon},
        page::{PageError, PageHead, Screen, page},
        query::Query,
        status::{Tone, status},
    },
    guard::{Cx, guard},
    pages::parts::{callout, card},
    request::Request,
    words::templates as w,
};

/// `/app/admin/whatsapp/templates/{draft}/edit`
#[component]
pub(crate) fn EditTemplatePage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ManageTemplates)?;
        let id = DraftId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let draft = drafts::get(cx.services(), &cx.call, &id).await?;
        screen(&cx, &draft).await
    })
}

async fn screen(cx: &Cx, draft: &Draft) -> Result<Screen, PageError> {
    let lang = cx.lang;
    let times = Times::current();
    let form = Form::of(EDITOR);
    // What was typed comes back when it could not be saved.
    let edited = typed(cx).unwrap_or_else(|| checked::edited(&draft.content));
    let per_month =
        price::per_month(cx.services(), &cx.call, &draft.row.account, &draft.content.name).await?;
    let estimated = per_month.is_some_and(|sends| sends.estimated);
    let prices = new::prices(cx, &draft.row.account).await?;
    let found = if form.refused() {
        checked::typed(cx, draft, &edited).await?
    } else {
        checked::stored(cx, draft).await?
    };
    let found = checked::with_month(checked::across(&edited, found), per_month);
    let closed = draft.row.closed_at.is_some();
    let title = if edited.name.is_empty() {
        w::new_title(lang).to_owned()
    } else {
        edited.name.clone()
    };
    let around = Around {
        edited: &edited,
        from: &draft.account.0,
        estimated,
    };
    let languages = edited
        .languages
        .iter()
        .zip(&found)
        .enumerate()
        .map(|(place, (template, found))| language::language(lang, &around, place, template, found))
        .collect_view();
    let many = edited.languages.len().to_string();
    let labels = vec![("name", w::f_name(lang)), ("language", w::f_language(lang))];
    let micros = |price: Option<i64>| price.map(|micros| micros.to_string());
    let money = (
        prices.as_ref().and_then(|prices| micros(prices.utility)),
        prices.as_ref().and_then(|prices| micros(prices.marketing)),
        prices.as_ref().map(|prices| prices.currency.clone()),
    );
    // The same rules while somebody types; see `template_editor`.
    let module = Request::current().assets.module("template_editor").cloned();
    let editor = view! {
        <form
            class="stack"
            id="tpl"
            method="post"
            action=SaveTemplate::url()
            data-module=module.as_ref().map(|module| module.start.clone())
            data-module-js=module.as_ref().map(|module| module.js.clone())
            data-module-wasm=module.map(|module| module.wasm)
            data-from=draft.account.0.clone()
            data-utility=money.0
            data-marketing=money.1
            data-currency=money.2
            data-month=per_month.map(|sends| sends.messages.to_string())
            data-estimated=estimated.then_some("1")
        >
            {hidden("draft".to_owned(), draft.row.id.to_string())}
            {hidden("version".to_owned(), draft.row.version.to_string())}
            {shared(cx, &edited, prices.as_ref())}
            {(!closed)
                .then(|| {
                    // What the browser saves by itself is said here.
                    view! {
                        <p
                            class="hint"
                            data-template-saved=""
                            data-silent=w::not_saved_silent(lang)
                            hidden=true
                        ></p>
                    }
                })}
            <div class="tpl-editor" data-languages=many>{languages}</div>
            {add_language(cx, &edited)}
            <template data-template-book="">{rules::book(lang)}</template>
        </form>
    };
    let body = view! {
        {head(cx, &times, draft, &title, closed)}
        <ErrorSummary form=&form labels=labels/>
        {closed.then(|| put_away_note(cx, draft))}
        {refused_source(cx, draft)}
        {answers(cx, draft)}
        {obstacles(cx, &times, draft)}
        {editor}
        <div class="cols cols--editor">
            <div class="stack">{versions::card_of(cx, &times, draft)}</div>
            <div class="stack">
                {prices.as_ref().and_then(|prices| price_card(cx, &edited, prices, per_month))}
                {(!closed).then(|| uploads(cx, draft, &edited))}
                {(!closed).then(|| put_away(cx, draft))}
            </div>
        </div>
    };
    Ok(Screen::new(title, body).topics("").wide())
}

/// What a form that was refused said.
fn typed(cx: &Cx) -> Option<Edited> {
    let state = cx.flash.form.as_ref().filter(|state| state.form == EDITOR)?;
    let fields = state
        .values
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    Some(Edited::read(fields)).filter(|edited| !edited.languages.is_empty())
}

fn head(cx: &Cx, times: &Times, draft: &Draft, title: &str, closed: bool) -> AnyView {
    let lang = cx.lang;
    let (at, who) = &draft.row.updated;
    let saved = w::saved_by(lang, &times.moment(*at), who);
    let copied = match (&draft.row.origin, &draft.source) {
        (Origin::Copy { .. }, Some(source)) => format!(" {}.", w::copied_from(lang, &source.name)),
        _ => String::new(),
    };
    let sub = format!("{}{copied}", w::editor_sub(lang, &draft.account.0, &saved));
    let beside = status(Tone::Idle, Icon::Draft, w::draft(lang), true);
    let may = cx.call.actor.may(Permission::ManageTemplates, Scope::Platform) && !closed;
    let button =
        |value: &'static str, class: &'static str, words: &'static str, confirm: Option<&'static str>| {
            view! {
                <button
                class=class
                type="submit"
                form="tpl"
                name="do"
                value=value
                data-confirm=confirm
                data-confirm-yes=confirm.map(|_| words)
            >
                    {words}
                </button>
            }
        };
    let actions = may.then(|| {
        view! {
            {button("check", "btn", w::check(lang), None)}
            {button("save", "btn", w::save(lang), None)}
            {button("submit", "btn btn--primary", w::submit(lang), Some(w::submit_confirm(lang)))}
        }
    });
    let actions = actions.into_any();
    view! {
        <PageHead
            title=title.to_owned()
            sub=sub
            back=(TEMPLATES.to_owned(), w::title(lang).to_owned())
            beside=beside
        >
            {actions}
        </PageHead>
    }
    .into_any()
}

/// What all languages share.
fn shared(cx: &Cx, edited: &Edited, prices: Option<&Prices>) -> AnyView {
    let lang = cx.lang;
    let about = |one: &TemplateCategory| match one {
        TemplateCategory::Utility => w::about_utility(lang),
        TemplateCategory::Marketing => w::about_marketing(lang),
        _ => w::about_authentication(lang),
    };
    let categories = TemplateCategory::KNOWN
        .iter()
        .map(|one| {
            let price = prices.and_then(|prices| {
                Some(w::each(
                    lang,
                    &look::each(lang, prices.of(one)?, &prices.currency),
                ))
            });
            let checked = edited.category == one.as_str();
            view! {
                <label class="option">
                    <input type="radio" name="category" value=one.as_str().to_owned() checked=checked/>
                    <span>{w::category(lang, one).to_owned()}</span>
                    <small>{price.map(|price| format!("{price}. "))}{about(one)}</small>
                </label>
            }
        })
        .collect_view();
    let formats = [
        ("POSITIONAL", w::format_positional(lang)),
        ("NAMED", w::format_named(lang)),
    ]
    .map(|(key, words)| (key.to_owned(), words.to_owned()))
    .to_vec();
    let format = if edited.format.is_empty() {
        "POSITIONAL"
    } else {
        &edited.format
    };
    let times = [
        ("", w::ttl_default(lang).to_owned()),
        ("60", w::ttl_seconds(lang, "60")),
        ("600", w::ttl_minutes(lang, "10")),
        ("3600", w::ttl_minutes(lang, "60")),
        ("43200", w::ttl_hours(lang, "12")),
        ("86400", w::ttl_hours(lang, "24")),
        ("604800", w::ttl_days(lang, "7")),
    ];
    let mut ttls: Vec<(String, String)> = times.map(|(key, words)| (key.to_owned(), words)).to_vec();
    if ttls.iter().all(|(key, _)| *key != edited.ttl) {
        ttls.push((edited.ttl.clone(), w::ttl_seconds(lang, &edited.ttl)));
    }
    view! {
        <section class="card">
            <div class="card__body card__body--pad">
                <div class="cols cols--thirds">
                    {line("name", w::f_name(lang), &edited.name, None, Some(w::f_name_hint(lang)))}
                    {select("format", w::f_format(lang), formats, format, Some(w::f_format_hint(lang)))}
                    {select("ttl", w::f_ttl(lang), ttls, &edited.ttl, Some(w::f_ttl_hint(lang)))}
                </div>
                <fieldset class="field" id="category">
                    <legend class="label">{w::f_category(lang)}</legend>
                    <div class="options options--3">{categories}</div>
                </fieldset>
            </div>
        </section>
    }
    .into_any()
}

fn add_language(cx: &Cx, edited: &Edited) -> AnyView {
    let lang = cx.lang;
    let options = fields::languages(lang)
        .into_iter()
        .filter(|(code, _)| edited.languages.iter().all(|template| template.language != *code))
        .map(|(code, words)| view! { <option value=code>{words}</option> })
        .collect_view();
    view! {
        <div class="row row--tight">
            <label class="sr-only" for="new-language">{w::add_language(lang)}</label>
            <select class="select select--auto" id="new-language" name="new_language">{options}</select>
            {press(
                "addlang".to_owned(),
                "btn",
                view! { {icon(Icon::Plus)}{w::add_language(lang)} },
                None,
            )}
        </div>
    }
    .into_any()
}

/// A refused text is worked on with the reason beside it.
fn refused_source(cx: &Cx, draft: &Draft) -> Option<AnyView> {
    let lang = cx.lang;
    let source = draft.source.as_ref()?;
    if !matches!(draft.row.origin, Origin::Rejected { .. }) {
        return None;
    }
    let reason = look::reason(lang, source).unwrap_or_default();
    let advice = source
        .recommendation
        .clone()
        .or_else(|| source.explanation.clone());
    let code = source.reason.clone();
    Some(callout(
        Tone::Warn,
        w::rejected_title(lang, &reason),
        view! {
            {advice.map(|advice| view! { <p>{w::meta_says(lang)}": "{advice}</p> })}
            <p class="sm">{w::rejected_note(lang)}" "<code>{code}</code></p>
        },
    ))
}

/// What Meta answered to this draft's last handing in.
fn answers(cx: &Cx, draft: &Draft) -> Option<AnyView> {
    let lang = cx.lang;
    let version = draft.submissions.iter().filter_map(|one| one.version).max()?;
    let latest: Vec<_> = draft
        .submissions
        .iter()
        .filter(|one| one.version == Some(version))
        .collect();
    let tone = if latest.iter().any(|one| one.outcome == Outcome::Refused) {
        Tone::Bad
    } else if latest.iter().all(|one| one.outcome == Outcome::Done) {
        Tone::Ok
    } else {
        Tone::Warn
    };
    let lines = latest
        .into_iter()
        .map(|one| {
            let language = w::language_name(lang, &one.language);
            let words = match one.outcome {
                Outcome::Refused => {
                    w::answer_refused(lang, &language, &facts::refusal(cx, one).unwrap_or_default())
                }
                Outcome::Done => {
                    let pending = one
                        .answered
                        .as_ref()
                        .is_some_and(|answer| answer["status"] == "PENDING");
                    if pending {
                        w::answer_in_review(lang, &language)
                    } else {
                        w::answer_done(lang, &language)
                    }
                }
                _ => w::answer_unknown(lang, &language),
            };
            let got = one
                .answered
                .as_ref()
                .and_then(|answer| answer["category"].as_str());
            let changed = one
                .category
                .as_ref()
                .zip(got.map(TemplateCategory::parse))
                .filter(|(asked, got)| *asked != got)
                .map(|(asked, got)| {
                    w::answer_category(
                        lang,
                        &w::category_within(lang, asked),
                        &w::category_within(lang, &got),
                    )
                });
            view! { <li>{words}{changed.map(|words| format!(" {words}"))}</li> }
        })
        .collect_view();
    Some(callout(
        tone,
        w::answer_title(lang),
        view! { <ul class="plain-list">{lines}</ul> },
    ))
}

/// Meta's limits, told before they bite.
fn obstacles(cx: &Cx, times: &Times, draft: &Draft) -> Option<AnyView> {
    let lang = cx.lang;
    let lines: Vec<_> = draft
        .limits
        .iter()
        .filter_map(|(language, limits)| {
            let found = limits.obstacle.as_ref()?;
            let words = facts::obstacle(cx, times, found);
            Some(view! { <li>{w::language_name(lang, language)}": "{words}</li> })
        })
        .collect();
    (!lines.is_empty() && draft.row.closed_at.is_none()).then(|| {
        callout(
            Tone::Warn,
            w::limits(lang),
            view! { <ul class="plain-list">{lines}</ul> },
        )
    })
}

/// What it costs if Meta takes it for marketing.
fn price_card(cx: &Cx, edited: &Edited, prices: &Prices, per_month: Option<PerMonth>) -> Option<AnyView> {
    let lang = cx.lang;
    let (utility, marketing) = (prices.utility?, prices.marketing?);
    if is_code(edited) {
        return None;
    }
    let times = per_month
        .and_then(|sends| i64::try_from(sends.messages).ok())
        .unwrap_or(1);
    let show = |micros: i64| {
        if per_month.is_some() {
            look::sum(lang, micros.saturating_mul(times), &prices.currency)
        } else {
            look::each(lang, micros, &prices.currency)
        }
    };
    let volume = match per_month {
        Some(sends) if sends.estimated => w::price_like_others(lang, &count(lang, sends.messages)),
        Some(sends) => w::price_month(lang, &count(lang, sends.messages)),
        None => w::price_one(lang).to_owned(),
    };
    let body = view! {
        <div class="price-pair">
            <div>
                <span class="sm soft">{w::as_utility(lang)}</span>
                <p class="figure figure--sm">{show(utility)}</p>
            </div>
            <div aria-hidden="true">{icon(Icon::Right)}</div>
            <div>
                <span class="sm soft">{w::as_marketing(lang)}</span>
                <p class="figure figure--sm t-warn">{show(marketing)}</p>
            </div>
            <div>
                <span class="sm soft">{w::difference(lang)}</span>
                <p class="figure figure--sm">"+"{show(marketing - utility)}</p>
            </div>
        </div>
        <p class="sm soft">{volume}". "{w::alarm_estimate(lang)}</p>
    };
    Some(card("h-price", w::price(lang), body))
}

/// A form for the sample file of each language with a picture, film or document on top.
fn uploads(cx: &Cx, draft: &Draft, edited: &Edited) -> AnyView {
    let lang = cx.lang;
    edited
        .languages
        .iter()
        .enumerate()
        .filter(|(_, template)| template.header().is_some_and(|header| header.format.is_media()))
        .map(|(place, template)| {
            let action = Query::to(UploadTemplateSample::url())
                .with("draft", Some(draft.row.id.as_str()))
                .with("place", Some(&place.to_string()))
                .href();
            let heading = format!("h-upload-{place}");
            let file = format!("upload-{place}");
            let title = format!("{} · {}", w::upload(lang), w::language_name(lang, &template.language));
            view! {
                <section class="card" aria-labelledby=heading.clone()>
                    <div class="card__head"><h2 id=heading.clone()>{title}</h2></div>
                    <div class="card__body">
                        <form class="stack stack--2" method="post" enctype="multipart/form-data" action=action>
                            <div class="field">
                                <label for=file.clone()>{w::f_handle(lang)}</label>
                                <input
                                    class="input"
                                    type="file"
                                    id=file.clone()
                                    name="file"
                                    accept="image/jpeg,image/png,video/mp4,application/pdf"
                                />
                                <span class="hint">{w::upload_hint(lang)}</span>
                            </div>
                            <p><button class="btn btn--sm" type="submit">{w::upload_button(lang)}</button></p>
                        </form>
                    </div>
                </section>
            }
        })
        .collect_view()
        .into_any()
}

fn put_away(cx: &Cx, draft: &Draft) -> AnyView {
    view! {
        <form method="post" action=PutAwayDraft::url()>
            <Hidden name="draft" value=draft.row.id.to_string()/>
            <Hidden name="away" value="1"/>
            <BackHere/>
            <button class="btn btn--quiet btn--sm" type="submit">{w::put_away(cx.lang)}</button>
        </form>
    }
    .into_any()
}

fn put_away_note(cx: &Cx, draft: &Draft) -> AnyView {
    let lang = cx.lang;
    let id = draft.row.id.to_string();
    callout(
        Tone::Info,
        w::closed_title(lang),
        view! {
            <p>{w::closed_text(lang)}</p>
            <form class="callout__actions" method="post" action=PutAwayDraft::url()>
                <Hidden name="draft" value=id/>
                <Hidden name="away" value="0"/>
                <BackHere/>
                <button class="btn btn--sm" type="submit">{w::take_out(lang)}</button>
            </form>
        },
    )
}
