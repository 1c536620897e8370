//! Samples of pictures, films and documents, which Meta wants to see before it
//! approves a template with such a header.

use channels::graph::{NodeId, Sample};
use domain::{ids::AccountId, permission::Permission};
use store::{accounts, audit};

use crate::{
    Call, Services,
    accounts::secrets,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
};

/// Largest picture (sources §1.6).
const PICTURE: usize = 5 * 1024 * 1024;
/// Largest film and document that is taken; Meta takes larger documents when
/// they are sent, which a sample need not be.
const OTHER: usize = 16 * 1024 * 1024;

/// A sample as somebody chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Name of the file.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Uploads a sample; answers the handle for `header_handle`. What kind of file
/// it is, its first bytes say.
///
/// # Errors
/// `file` is no sample when it is neither JPEG, PNG, MP4 nor PDF.
pub async fn upload(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    file: &SampleFile,
) -> ServiceResult<String> {
    call.allow(Permission::ManageTemplates)?;
    let kind = kind(&file.bytes).ok_or_else(|| FieldError::only("file", Problem::NotASample))?;
    let max = if kind.starts_with("image/") {
        PICTURE
    } else {
        OTHER
    };
    if file.bytes.len() > max {
        return Err(FieldError::only("file", Problem::TooLong { max }));
    }
    let mut tx = svc.db.read().await?;
    let record = accounts::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    let app = record
        .app_id
        .as_deref()
        .and_then(|id| NodeId::parse(id).ok())
        .ok_or(ServiceError::Conflict(Conflict::WrongState {
            key: "app_unknown",
        }))?;
    let access = secrets::access(svc, &record)?;
    let sample = Sample {
        file_name: name(&file.file_name, kind),
        mime_type: kind.to_owned(),
        bytes: file.bytes.clone(),
    };
    let handle = access.client.upload_sample(&access.token, &app, &sample).await?;
    let mut tx = svc.db.write().await?;
    let entry = call.entry(svc, "template.sample", "account", account.as_str(), &record.name);
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(handle)
}

/// The media type by the first bytes.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some("image/jpeg")
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"%PDF-") {
        Some("application/pdf")
    } else if bytes.get(4..8) == Some(b"ftyp") {
        Some("video/mp4")
    } else {
        None
    }
}

/// A plain name with the ending that fits.
fn name(given: &str, kind: &str) -> String {
    let stem: String = given
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .take_while(|c| *c != '.')
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(80)
        .collect();
    let ending = match kind {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "video/mp4" => "mp4",
        _ => "pdf",
    };
    let stem = if stem.is_empty() { "sample" } else { &stem };
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(kind(b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(kind(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(kind(b"<script>"), None);
        assert_eq!(
            name("../../carta de otoño.PDF", "application/pdf"),
            "cartadeotoo.pdf"
        );
        assert_eq!(name("", "image/png"), "sample.png");
    }
}
