//! The sample file of a picture, film or document on top of a template.

use domain::{
    ids::DraftId,
    permission::Permission,
    template::{Component, Header},
};
use leptos::{
    prelude::*,
    server_fn::{
        codec::{FromReq, IntoReq},
        request::{ClientReq, Req},
    },
};
use service::{
    ServiceError, ServiceResult,
    templates::{
        drafts,
        media::{self, SampleFile},
    },
};
use template_editor::form::Edited;

use super::{draft_id, editor};
use crate::{
    actions::upload::{Upload, Uploaded},
    components::{query::Query, status::Tone},
    error::AppError,
    flash::{done, noted, refused_button},
    guard::{Cx, guard},
    pages::templates::checked,
    words::templates as words,
};

/// Uploads the sample of a media header and puts its handle into the draft. The
/// draft and the language's place stand in the address.
#[server(prefix = "/do", endpoint = "upload-template-sample", input = Upload, input_derive = (Clone,))]
pub(crate) async fn upload_template_sample(place: String, file: Uploaded) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let place = Query::parse(&format!("?{place}"));
    let id = draft_id(place.get("draft").unwrap_or_default())?;
    if file.broken || file.is_empty() {
        return noted(
            &cx.request,
            Tone::Bad,
            words::upload_broken(cx.lang),
            &editor(&id),
        )
        .await;
    }
    match uploaded(&cx, &id, place.number("place").unwrap_or(0), file.bytes).await {
        Ok(()) => done(&cx.request, words::uploaded(cx.lang), &editor(&id)).await,
        Err(error) => refused_button(&cx.request, &error, &editor(&id)).await,
    }
}

async fn uploaded(cx: &Cx, id: &DraftId, place: usize, bytes: Vec<u8>) -> ServiceResult<()> {
    let draft = drafts::get(cx.services(), &cx.call, id).await?;
    media_header(&mut checked::edited(&draft.content), place)?;
    let file = SampleFile {
        file_name: "sample".to_owned(),
        bytes,
    };
    let handle = media::upload(cx.services(), &cx.call, &draft.row.account, &file).await?;
    // The page that was left for this has saved what was typed while the file travelled.
    let draft = drafts::get(cx.services(), &cx.call, id).await?;
    let mut edited = checked::edited(&draft.content);
    media_header(&mut edited, place)?.handles = vec![handle];
    let content = checked::content(&edited);
    drafts::save(cx.services(), &cx.call, id, draft.row.version, &content)
        .await
        .map(|_| ())
}

/// The picture, film or document on top of the language at a place.
fn media_header(edited: &mut Edited, place: usize) -> ServiceResult<&mut Header> {
    edited
        .languages
        .get_mut(place)
        .and_then(|template| {
            template.components.iter_mut().find_map(|part| match part {
                Component::Header(header) if header.format.is_media() => Some(header),
                _ => None,
            })
        })
        .ok_or(ServiceError::NotFound)
}

impl<R: Req<AppError> + Send + 'static> FromReq<Upload, R, AppError> for UploadTemplateSample {
    async fn from_req(request: R) -> Result<Self, AppError> {
        Ok(Self {
            place: request.as_query().unwrap_or_default().to_owned(),
            file: Uploaded::read(request).await,
        })
    }
}

/// The browser never sends this form itself; it is an ordinary form.
impl<R: ClientReq<AppError>> IntoReq<Upload, R, AppError> for UploadTemplateSample {
    fn into_req(self, path: &str, accepts: &str) -> Result<R, AppError> {
        let bytes = String::from_utf8_lossy(&self.file.bytes).into_owned();
        R::try_new_post(
            &format!("{path}?{}", self.place),
            "application/octet-stream",
            accepts,
            bytes,
        )
    }
}
