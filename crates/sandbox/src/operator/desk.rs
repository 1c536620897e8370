//! The reviewer's desk: a page on which a person plays Meta's part. Approves
//! and rejects templates, moves them to another category, pauses and disables
//! them, sets their quality, and plants differences in what Meta counts.
//!
//! `GET /_sandbox/desk[?lang=en]`. Plain forms; nothing else is needed.

mod view;
mod words;

use axum::{
    Form, Router,
    extract::{Path, Query, State as Shared},
    response::{Html, Redirect},
    routing::{get, post},
};
use serde::Deserialize;

use super::Refusal;
use crate::{Difference, Reviewer, Sandbox};

/// Where the page is.
pub const PATH: &str = "/_sandbox/desk";

pub(super) fn router() -> Router<Sandbox> {
    Router::new()
        .route("/", get(async || Redirect::to(PATH)))
        .route("/desk", get(page))
        .route("/desk/templates/{id}", post(decide))
        .route("/desk/review", post(review))
        .route("/desk/differences", post(differences))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    lang: String,
    waba: String,
}

async fn page(Shared(sandbox): Shared<Sandbox>, Query(asked): Query<Asked>) -> Html<String> {
    let lang = words::Lang::of(&asked.lang);
    Html(view::page(&sandbox.state(), lang))
}

fn back(lang: &str, place: &str) -> Redirect {
    let lang = words::Lang::of(lang).code();
    Redirect::to(&format!("{PATH}?lang={lang}#{place}"))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Decision {
    lang: String,
    action: String,
    reason: String,
    category: String,
    score: String,
}

async fn decide(
    Shared(sandbox): Shared<Sandbox>,
    Path(id): Path<String>,
    Form(decision): Form<Decision>,
) -> Result<Redirect, Refusal> {
    let mut state = sandbox.state();
    if state.template(&id).is_none() {
        return Err(Refusal::NotFound);
    }
    let one_of = |word: &str, known: &[&str]| {
        if known.contains(&word) {
            Ok(())
        } else {
            Err(Refusal::BadFields(format!("not one of {}", known.join(", "))))
        }
    };
    match decision.action.as_str() {
        "approve" => {
            state.approve(&id);
        }
        "reject" => {
            one_of(&decision.reason, &words::REASONS)?;
            state.template_becomes(&id, "REJECTED", Some(&decision.reason));
        }
        "warn" => {
            one_of(&decision.category, &words::CATEGORIES)?;
            state.warn_of_category(&id, &decision.category);
        }
        "move" => {
            one_of(&decision.category, &words::CATEGORIES)?;
            state.recategorise(&id, &decision.category);
        }
        "quality" => {
            one_of(&decision.score, &words::SCORES)?;
            state.template_quality_becomes(&id, &decision.score);
        }
        "pause" => {
            state.template_becomes(&id, "PAUSED", None);
        }
        "resume" => {
            state.template_becomes(&id, "REINSTATED", None);
        }
        "disable" => {
            state.template_becomes(&id, "DISABLED", None);
        }
        other => return Err(Refusal::BadFields(format!("there is no action {other}"))),
    }
    Ok(back(&decision.lang, &format!("t{id}")))
}

#[derive(Deserialize)]
struct Settings {
    #[serde(default)]
    lang: String,
    review: Reviewer,
    #[serde(default)]
    seconds: Option<u32>,
}

async fn review(Shared(sandbox): Shared<Sandbox>, Form(form): Form<Settings>) -> Redirect {
    let mut state = sandbox.state();
    let behaviour = state.behaviour_mut();
    behaviour.review = form.review;
    if let Some(seconds) = form.seconds {
        behaviour.review_ms = i64::from(seconds) * 1_000;
    }
    back(&form.lang, "review")
}

#[derive(Deserialize)]
struct Plant {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    plant: bool,
}

async fn differences(Shared(sandbox): Shared<Sandbox>, Form(form): Form<Plant>) -> Redirect {
    let mut state = sandbox.state();
    let now = state.now();
    *state.differences_mut() = if form.plant {
        Difference::demo(now)
    } else {
        Vec::new()
    };
    back(&form.lang, "differences")
}
