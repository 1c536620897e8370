//! How an action ends: with a message on the next page, or with the form as it
//! was typed and what is wrong with it.
//!
//! Both travel in the session for one page; secrets never do.

use std::fmt::Write as _;

use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use serde::Serialize;
use service::ServiceError;

use crate::{
    components::status::Tone,
    error::AppError,
    request::{FLASH_KEY, Flash, FormState, Once, Request, Toast},
    words::problems,
};

/// Longest value that is kept for somebody who is not signed in, in bytes.
/// Names and addresses are shorter; more would let anybody fill the database.
const STRANGERS_MOST: usize = 1024;

/// Done: says so on the page `to`.
pub(crate) async fn done(request: &Request, text: impl Into<String>, to: &str) -> Result<(), AppError> {
    leave(
        request,
        Flash {
            toast: Some(toast(Tone::Ok, text.into())),
            ..Flash::default()
        },
        to,
    )
    .await
}

/// Done, and can be undone: `undo` names the change.
pub(crate) async fn done_undo(
    request: &Request,
    text: impl Into<String>,
    undo: Option<String>,
    to: &str,
) -> Result<(), AppError> {
    let toast = Toast {
        undo,
        ..toast(Tone::Ok, text.into())
    };
    leave(
        request,
        Flash {
            toast: Some(toast),
            ..Flash::default()
        },
        to,
    )
    .await
}

/// Something to say in another tone, for example that only a part worked.
pub(crate) async fn noted(
    request: &Request,
    tone: Tone,
    text: impl Into<String>,
    to: &str,
) -> Result<(), AppError> {
    leave(
        request,
        Flash {
            toast: Some(toast(tone, text.into())),
            ..Flash::default()
        },
        to,
    )
    .await
}

/// Done, with something that the page `to` shows once (a link, a key, codes).
/// `kind` tells that page what it is.
pub(crate) async fn done_once(
    request: &Request,
    text: Option<String>,
    kind: &str,
    shown: &(impl Serialize + Sync),
    to: &str,
) -> Result<(), AppError> {
    let json = serde_json::to_string(shown).map_err(|error| AppError::fault(&error))?;
    let once = Some(Once {
        kind: kind.to_owned(),
        json,
    });
    leave(
        request,
        Flash {
            toast: text.map(|text| toast(Tone::Ok, text)),
            once,
            form: None,
        },
        to,
    )
    .await
}

/// What was left for this page under `kind`, if anything.
pub(crate) fn once<T: serde::de::DeserializeOwned>(request: &Request, kind: &str) -> Option<T> {
    let once = request.flash.once.as_ref().filter(|once| once.kind == kind)?;
    serde_json::from_str(&once.json).ok()
}

/// Refused: back to the form, filled in as it was typed, with what is wrong.
/// Leave passwords and tokens out of `values`. For somebody who is not signed
/// in only short values are kept, and none after too many attempts.
pub(crate) async fn refused(
    request: &Request,
    form: &str,
    values: &[(&str, &str)],
    error: &ServiceError,
    back: &str,
) -> Result<(), AppError> {
    let stranger = request.profile.is_none();
    let too_many = matches!(error, ServiceError::TooMany { .. });
    // An attempt that is one too many must not cost a session where there was none.
    if stranger && too_many && request.session_hash.is_none() {
        return Err(AppError::from_service(error));
    }
    let errors = match error {
        // Who may not see something is told by the status, not by a form.
        ServiceError::NotFound | ServiceError::Forbidden => return Err(AppError::from_service(error)),
        ServiceError::Invalid(fields) => fields
            .iter()
            .map(|field| {
                (
                    field.field.to_owned(),
                    problems::field(request.lang, &field.problem),
                )
            })
            .collect(),
        other => vec![(String::new(), problems::whole(request, other))],
    };
    let values = values
        .iter()
        .filter(|(_, value)| !stranger || (!too_many && value.len() <= STRANGERS_MOST))
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let form = Some(FormState {
        form: form.to_owned(),
        values,
        errors,
    });
    leave(
        request,
        Flash {
            form,
            ..Flash::default()
        },
        back,
    )
    .await
}

/// Refused where there is no form to fill in again (a button): says why on the page `back`.
pub(crate) async fn refused_button(
    request: &Request,
    error: &ServiceError,
    back: &str,
) -> Result<(), AppError> {
    let text = match error {
        ServiceError::NotFound | ServiceError::Forbidden => return Err(AppError::from_service(error)),
        ServiceError::Invalid(fields) => fields
            .iter()
            .map(|field| problems::field(request.lang, &field.problem))
            .collect::<Vec<_>>()
            .join(" "),
        other => problems::whole(request, other),
    };
    noted(request, Tone::Bad, text, back).await
}

/// Ends an action by sending the browser to a page of ours. Anything that is
/// not a path of this console leads to its first page.
pub(crate) fn redirect_local(to: &str) {
    let target = local(to).unwrap_or_else(|| "/app".to_owned());
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&target)) {
        response.insert_header(header::LOCATION, value);
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// The path, fit for a header, if it leads to a page of this console.
/// Browsers read `//host` and `/\host` as another site.
pub(crate) fn local(path: &str) -> Option<String> {
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if !ours || path.len() > 2_000 || path.chars().any(char::is_control) {
        return None;
    }
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii_graphic() {
            out.push(c);
        } else {
            // Escapes each byte, as a browser would.
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    Some(out)
}

fn toast(tone: Tone, text: String) -> Toast {
    Toast {
        tone: tone.key().to_owned(),
        text,
        undo: None,
    }
}

async fn leave(request: &Request, flash: Flash, to: &str) -> Result<(), AppError> {
    request
        .session
        .insert(FLASH_KEY, flash)
        .await
        .map_err(|error| AppError::session(&error))?;
    redirect_local(to);
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/app/admin/whatsapp?q=1", Some("/app/admin/whatsapp?q=1"))]
    #[case("/app/search?q=panadería x", Some("/app/search?q=panader%C3%ADa%20x"))]
    #[case("//evil.example", None)]
    #[case("/\\evil.example", None)]
    #[case("https://evil.example", None)]
    #[case("javascript:alert(1)", None)]
    #[case("/app\r\nSet-Cookie: a=b", None)]
    #[case("", None)]
    fn only_paths_of_this_console_are_places_to_go_to(#[case] path: &str, #[case] expected: Option<&str>) {
        assert_eq!(local(path).as_deref(), expected);
    }
}
