//! Handing a draft in, and saying what came of it.

use domain::ids::DraftId;
use service::templates::{
    drafts::Saved,
    submit::{self, Handed, HandedIn},
};

use super::editor;
use crate::{
    components::status::Tone,
    error::AppError,
    flash::{done, noted, refused_button},
    guard::Cx,
    words::templates as words,
};

/// Hands a draft in, unless the rules forbid it.
pub(super) async fn hand_in(cx: &Cx, id: &DraftId, saved: &Saved) -> Result<(), AppError> {
    let version = match saved {
        Saved::InForce { version } | Saved::Unchanged { version } => *version,
        Saved::Aside { mine, .. } => *mine,
    };
    match submit::submit(cx.services(), &cx.call, id, version, None).await {
        Ok(handed) => {
            let kept = |one: &Handed| matches!(one.result, HandedIn::Broken(_) | HandedIn::Obstacle(_));
            let (stopped, partly) = (handed.iter().all(kept), handed.iter().any(kept));
            let refused = handed
                .iter()
                .any(|one| matches!(one.result, HandedIn::Refused(_)));
            let late = handed.iter().any(|one| matches!(one.result, HandedIn::NotAsked));
            if stopped {
                noted(
                    &cx.request,
                    Tone::Bad,
                    words::submit_stopped(cx.lang),
                    &editor(id),
                )
                .await
            } else if refused {
                noted(
                    &cx.request,
                    Tone::Bad,
                    words::submit_refused(cx.lang),
                    &editor(id),
                )
                .await
            } else if late {
                noted(&cx.request, Tone::Warn, words::submit_late(cx.lang), &editor(id)).await
            } else if partly {
                noted(
                    &cx.request,
                    Tone::Warn,
                    words::submit_partly(cx.lang),
                    &editor(id),
                )
                .await
            } else {
                done(&cx.request, words::submitted(cx.lang), &editor(id)).await
            }
        }
        Err(error) => refused_button(&cx.request, &error, &editor(id)).await,
    }
}
