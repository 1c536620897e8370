//! The list of gates.

use domain::message::gate::{Gate, Verdict};
use leptos::prelude::*;
use service::messages::{checks::Checks, gate::GateLine};

use super::evidence::evidence;
use crate::{
    components::{
        format::Times,
        icon::Icon,
        status::{Tone, status},
    },
    guard::Cx,
    words::checks as w,
};

/// Every gate, in order; the first closed one says what opens it.
pub(super) fn list(cx: &Cx, times: &Times, found: &Checks) -> AnyView {
    let lang = cx.lang;
    let first = found.report.first_stop().map(|line| line.gate);
    let lines = found
        .report
        .lines
        .iter()
        .map(|line| row(cx, times, found, line, first))
        .collect_view();
    view! {
        <section class="card" aria-label=w::list_label(lang)>
            <ol class="gates" role="list">{lines}</ol>
        </section>
    }
    .into_any()
}

fn row(cx: &Cx, times: &Times, found: &Checks, line: &GateLine, first: Option<Gate>) -> AnyView {
    let lang = cx.lang;
    let blocks = first == Some(line.gate);
    let closed = line.verdict == Verdict::Stops;
    let heading = if closed {
        w::stops(lang, line.gate)
    } else {
        w::name(lang, line.gate)
    };
    let source = match line.evidence_at {
        Some(at) if line.gate != Gate::FleetStop => w::meta(lang, &times.moment(at)),
        _ => w::ours(lang).to_owned(),
    };
    let state = match line.verdict {
        Verdict::Passes => status(Tone::Ok, Icon::Ok, source, false),
        Verdict::Stops => status(Tone::Bad, Icon::Failed, source, true),
        Verdict::NotKnown => status(Tone::Idle, Icon::Dash, w::not_known(lang), false),
        Verdict::NotNeeded => status(Tone::Idle, Icon::Dash, w::not_needed(lang), false),
    };
    let evidence = evidence(lang, times, line, &found.report);
    let fix = blocks.then(|| {
        view! {
            <div class="gates__fix">
                <div class="row spread">
                    <h3 class="strong">{w::how(lang)}</h3>
                    {status(Tone::Info, Icon::Info, w::who(lang, line.gate.who()), false)}
                </div>
                <p>{w::fix(lang, line.gate)}</p>
            </div>
        }
    });
    view! {
        <li class:is-blocker=blocks>
            <span class="gates__n" aria-hidden="true"></span>
            <div>
                <b>{heading}</b>
                {evidence}
            </div>
            {state}
            {fix}
        </li>
    }
    .into_any()
}
