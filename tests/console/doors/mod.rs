//! Who gets through which door: every address × everybody × own and other
//! bakery. An address that is not in the table fails the test.

mod table;
mod whose;

use std::collections::BTreeSet;

use rstest::rstest;
use store::Engine;

use self::table::{ACTIONS, ELSEWHERE, PAGES, PUBLIC};
use crate::support::{Answer, Client, TestApp};

/// What somebody meets at a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// Let in. An action may still find fault with what was sent.
    In,
    /// Sent elsewhere inside: there is nothing for them here, but there is there.
    Home,
    /// Sent to sign in, or told to.
    Out,
    /// Refused.
    No,
    /// Told that there is no such thing.
    Gone,
}
use Met::{Gone, Home, In, No, Out};

/// Everybody, in the order of the table's columns.
const EVERYBODY: [&str; 5] = ["nobody", "admin", "support", "owner", "owner of another bakery"];

async fn everybody(app: &TestApp) -> [Client; 5] {
    [
        app.browser(),
        app.admin().await,
        app.support().await,
        app.owner().await,
        app.other_owner().await,
    ]
}

fn met(answer: &Answer) -> Met {
    let to_sign_in = answer.status == 303 && answer.location().starts_with("/login");
    match answer.status {
        401 => Out,
        303 if to_sign_in => Out,
        403 => No,
        404 | 410 => Gone,
        303 => Home,
        200 => In,
        other => panic!("answered {other}: {}", answer.body),
    }
}

/// As [`met`], for an action: a form that it does not like is let in too.
fn met_by_action(answer: &Answer, path: &str) -> Met {
    let own_step = answer.location().starts_with("/login") && !answer.location().contains("next=");
    let public = ACTIONS
        .iter()
        .any(|(name, everybody)| *everybody == PUBLIC && path.ends_with(name));
    match answer.status {
        303 if public && own_step => In,
        400 | 404 | 409 | 410 | 422 | 429 => In,
        _ => match met(answer) {
            Home | Gone => In,
            other => other,
        },
    }
}

#[test]
fn every_address_is_in_the_table() {
    let known: BTreeSet<String> = PAGES
        .iter()
        .map(|(path, _)| (*path).to_owned())
        .chain(ACTIONS.iter().map(|(name, _)| format!("/do/{name}")))
        .chain(ELSEWHERE.iter().map(|path| (*path).to_owned()))
        .collect();
    let real = tahona::router::paths();
    let missing: Vec<_> = real.difference(&known).collect();
    let gone: Vec<_> = known.difference(&real).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in the table: {missing:?}; not there any more: {gone:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn pages_open_for_whom_they_are_meant(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let account = app.account().await.id;
    let mut people = everybody(&app).await;
    let mut wrong = Vec::new();
    for (path, expected) in PAGES {
        let id = match path {
            path if path.contains("/numbers/") => app.number.to_string(),
            path if path.contains("/wabas/") => account.to_string(),
            _ => app.bakery.to_string(),
        };
        let address = path
            .replace("{id}", &id)
            .replace("{tenant}", app.bakery.as_str())
            .replace("{token}", "no-such-token");
        for ((who, person), expected) in EVERYBODY.iter().zip(&mut people).zip(expected) {
            let found = if path == "/app/events" {
                let stream = person
                    .open("GET", &address, None, axum::body::Body::empty())
                    .await;
                if stream.status() == 200 { In } else { Out }
            } else {
                met(&person.get(&address).await)
            };
            if found != expected {
                wrong.push(format!("{who} at {path}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn actions_work_for_whom_they_are_meant(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let people = everybody(&app).await;
    let mut wrong = Vec::new();
    // Signing out comes last: it ends the sessions that the others need.
    let (last, others): (Vec<_>, Vec<_>) = ACTIONS.into_iter().partition(|(name, _)| *name == "sign-out");
    for (name, expected) in others.into_iter().chain(last) {
        let path = format!("/do/{name}");
        for ((who, person), expected) in EVERYBODY.iter().zip(&people).zip(expected) {
            // A copy of the browser: what one action does to cookies is not the next one's.
            let answer = person.clone().post(&path, &[]).await;
            let found = met_by_action(&answer, &path);
            if found != expected {
                wrong.push(format!(
                    "{who} at {path}: {found:?} ({}), not {expected:?}",
                    answer.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
