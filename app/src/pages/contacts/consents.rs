//! What a customer agreed to: where they stand, what they said, recording more.

use domain::{lang::Lang, time::Millis};
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    consent::{record::Statement, standing::Standing},
    contacts::detail::ContactDetail,
};

use crate::{
    actions::contacts::{RecordConsent, STATEMENT},
    components::{
        field::{SelectField, TextArea},
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::Times,
        icon::{Icon, icon},
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::Cx,
    pages::parts::card,
    words::contacts as w,
};

/// A name, or that there is none.
pub(super) fn who(lang: Lang, name: &str) -> String {
    if name.trim().is_empty() {
        w::no_name(lang).to_owned()
    } else {
        name.to_owned()
    }
}

/// Where somebody stands, for a cell.
pub(super) fn short(lang: Lang, standing: &Standing) -> AnyView {
    match standing {
        Standing::Agreed { .. } => status(Tone::Ok, Icon::Ok, w::word_agreed(lang), false),
        Standing::Stopped { .. } => status(Tone::Bad, Icon::Held, w::word_stopped(lang), false),
        Standing::Silent => status(Tone::Idle, Icon::Dash, w::word_silent(lang), false),
    }
}

/// Where somebody stands on one kind of message, as a line of a list.
pub(crate) fn standing(cx: &Cx, times: &Times, what: &'static str, standing: &Standing) -> AnyView {
    let lang = cx.lang;
    let (tone, name, words) = match standing {
        Standing::Agreed { at, .. } => (Tone::Ok, Icon::Ok, w::agreed(lang, &times.day(*at))),
        Standing::Stopped {
            at, platform: true, ..
        } => (Tone::Bad, Icon::Held, w::stopped_all(lang, &times.day(*at))),
        Standing::Stopped { at, .. } => (Tone::Bad, Icon::Held, w::stopped(lang, &times.day(*at))),
        Standing::Silent => (Tone::Idle, Icon::Dash, w::silent(lang).to_owned()),
    };
    view! {
        <li>
            <span data-tone=tone.key()>{icon(name)}</span>
            <div>{what}<br/><span class="xs">{words}</span></div>
            <span></span>
        </li>
    }
    .into_any()
}

/// Everything they said, with its proof.
pub(super) fn statements(cx: &Cx, times: &Times, detail: &ContactDetail) -> AnyView {
    let lang = cx.lang;
    let stands = view! {
        <ul class="checks" role="list">
            {standing(cx, times, w::orders(lang), &detail.row.orders)}
            {standing(cx, times, w::adverts(lang), &detail.row.adverts)}
        </ul>
    };
    let said = if detail.statements.is_empty() {
        view! { <p class="soft">{w::statements_none(lang)}</p> }.into_any()
    } else {
        let columns = vec![
            Column::new(w::col_when(lang)),
            Column::new(w::col_said(lang)),
            Column::new(w::col_for(lang)),
            Column::new(w::col_proof(lang)),
        ];
        let rows = detail
            .statements
            .iter()
            .map(|statement| row(lang, times, statement))
            .collect_view();
        view! { <Table caption=w::statements(lang) columns=columns>{rows}</Table> }.into_any()
    };
    card("h-said", w::statements(lang), view! { {stands}{said} })
}

fn row(lang: Lang, times: &Times, said: &Statement) -> AnyView {
    let at: Millis = said.at;
    let word = if said.given {
        status(Tone::Ok, Icon::Ok, w::said_yes(lang), false)
    } else {
        status(Tone::Bad, Icon::Held, w::said_no(lang), false)
    };
    let mut source = w::source(lang, &said.source);
    if !said.by.is_empty() {
        source = format!("{source}, {}", w::by(lang, &said.by));
    }
    if said.platform {
        source = format!("{source}, {}", w::everywhere(lang));
    }
    let wording = (!said.wording.is_empty()).then(|| view! { <q>{said.wording.clone()}</q> });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead nowrap">{times.element(at)}</th>
            <td role="cell" data-label=w::col_said(lang)>{word}</td>
            <td role="cell" data-label=w::col_for(lang)>{w::category(lang, &said.category)}</td>
            <td role="cell" data-label=w::col_proof(lang) class="wide">{wording}<small>{source}</small></td>
        </tr>
    }
    .into_any()
}

/// The form for what they said elsewhere.
pub(super) fn recording(cx: &Cx, detail: &ContactDetail) -> Option<AnyView> {
    let lang = cx.lang;
    let (tenant, _) = detail.row.tenant.as_ref().filter(|_| detail.may_change)?;
    let form = Form::of(STATEMENT);
    let labels = vec![
        ("given", w::given(lang)),
        ("purpose", w::purpose(lang)),
        ("wording", w::wording(lang)),
    ];
    let choice = |key: &str, words: &str| (key.to_owned(), words.to_owned());
    let given = vec![choice("yes", w::given_yes(lang)), choice("no", w::given_no(lang))];
    let purposes = ["all", "utility", "marketing"]
        .into_iter()
        .map(|key| choice(key, &w::category(lang, key)))
        .collect();
    let (tenant, contact) = (tenant.to_string(), detail.row.id.to_string());
    Some(card(
        "h-record",
        w::record(lang),
        view! {
            <form class="stack stack--3" method="post" action=RecordConsent::url()>
                <ErrorSummary form=&form labels=labels/>
                <Hidden name="tenant" value=tenant/>
                <Hidden name="contact" value=contact/>
                <BackHere/>
                <SelectField form=&form name="given" label=w::given(lang) options=given/>
                <SelectField form=&form name="purpose" label=w::purpose(lang) options=purposes/>
                <TextArea form=&form name="wording" label=w::wording(lang) hint=w::wording_hint(lang).to_owned() rows=3/>
                <div><button class="btn" type="submit">{w::record_save(lang)}</button></div>
                <p class="hint">{w::record_note(lang)}</p>
            </form>
        },
    ))
}
