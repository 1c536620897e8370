//! Whether the log is as it was written.

use domain::{lang::Lang, time::Millis};
use leptos::prelude::*;
use service::audit::Verdict;

use crate::{
    components::{
        callout::Callout,
        format::{Times, count},
        icon::Icon,
        status::Tone,
    },
    words::audit as words,
};

/// The verdict with its evidence.
pub(super) fn callout(lang: Lang, times: &Times, now: Millis, verdict: Verdict) -> AnyView {
    match verdict {
        Verdict::Intact { rows, head, .. } => {
            let rows = count(lang, u64::try_from(rows).unwrap_or_default());
            let when = words::checked_at(lang, &times.moment(now));
            view! {
                <Callout tone=Tone::Ok icon_name=Icon::Ok title=words::intact(lang, &rows)>
                    <p class="sm">{words::intact_head(lang)}" "<code class="hash">{head}</code></p>
                    <p class="xs muted">{when}</p>
                </Callout>
            }
            .into_any()
        }
        Verdict::Broken { seq, why } => view! {
            <Callout tone=Tone::Bad title=words::broken(lang, &seq.to_string())>
                <p>{words::broken_because(lang, why)}"."</p>
            </Callout>
        }
        .into_any(),
    }
}
