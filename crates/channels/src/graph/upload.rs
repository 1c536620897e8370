//! Resumable uploads: media samples for templates (sources §1.6; Graph API,
//! resumable upload). A session is opened for the app, the bytes follow, and
//! after an interruption Meta says from where on.

use reqwest::Method;
use secrecy::SecretString;
use serde_json::Value;

use super::{GraphClient, GraphError, NodeId, client::bad, read::Read, transport::Call};

/// A file to be uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its name.
    pub file_name: String,
    /// `image/jpeg`, `image/png`, `video/mp4` or `application/pdf`.
    pub mime_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// An upload under way. May be stored and resumed later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadSession {
    /// `upload:` and what follows, one segment of a path.
    segment: String,
    /// The signature that Meta appends to the id as a query.
    signature: Option<String>,
}

impl UploadSession {
    /// Reads `upload:<id>` or `upload:<id>?sig=<signature>`.
    ///
    /// # Errors
    /// When it is neither; what is accepted can never lead to another address.
    pub fn parse(text: &str) -> Result<Self, GraphError> {
        let (segment, signature) = match text.split_once("?sig=") {
            Some((segment, signature)) => (segment, Some(signature)),
            None => (text, None),
        };
        let plain = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"+/=_-:.".contains(&b))
                && text.len() <= 2_000
        };
        let id = segment.strip_prefix("upload:").unwrap_or_default();
        if plain(id) && signature.is_none_or(plain) {
            Ok(Self {
                segment: segment.to_owned(),
                signature: signature.map(str::to_owned),
            })
        } else {
            Err(bad("no usable upload session"))
        }
    }

    pub(super) fn segment(&self) -> &str {
        &self.segment
    }

    pub(super) fn signature(&self) -> Option<&str> {
        self.signature.as_deref()
    }
}

impl std::fmt::Display for UploadSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.segment)?;
        match &self.signature {
            Some(signature) => write!(f, "?sig={signature}"),
            None => Ok(()),
        }
    }
}

/// A part of a file on its way.
pub(super) struct Part {
    pub(super) offset: usize,
    pub(super) bytes: Vec<u8>,
}

impl GraphClient {
    /// Opens an upload for the app that the token belongs to
    /// ([`super::TokenInfo::app_id`]).
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn start_upload(
        &self,
        token: &SecretString,
        app: &NodeId,
        sample: &Sample,
    ) -> Result<UploadSession, GraphError> {
        let call = Call::new(Method::POST, app.clone(), Some("uploads"))
            .with("file_name", &sample.file_name)
            .with("file_length", sample.bytes.len().to_string())
            .with("file_type", &sample.mime_type);
        let answer = self.transport.write(token, &call).await?;
        let id = Read(&answer).text("id").ok_or_else(|| bad("no upload session"))?;
        UploadSession::parse(&id)
    }

    /// How many bytes of an upload Meta has.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn upload_offset(
        &self,
        token: &SecretString,
        session: &UploadSession,
    ) -> Result<usize, GraphError> {
        let answer = self
            .transport
            .read(token, &Call::on_upload(Method::GET, session))
            .await?;
        Read(&answer)
            .integer("file_offset")
            .and_then(|offset| usize::try_from(offset).ok())
            .ok_or_else(|| bad("no file_offset"))
    }

    /// Sends what is missing from `offset` on; answers the handle for
    /// `header_handle`.
    ///
    /// # Errors
    /// See [`GraphError`]. After trouble on the way ask
    /// [`GraphClient::upload_offset`] and go on from there.
    pub async fn send_upload(
        &self,
        token: &SecretString,
        session: &UploadSession,
        sample: &Sample,
        offset: usize,
    ) -> Result<String, GraphError> {
        let mut call = Call::on_upload(Method::POST, session);
        call.part = Some(Part {
            offset,
            bytes: sample.bytes.get(offset..).unwrap_or_default().to_vec(),
        });
        let answer = self.transport.write(token, &call).await?;
        handle(&answer)
    }

    /// Uploads a file and answers its handle. An interrupted upload goes on
    /// where it stopped, as often as reads are tried.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn upload_sample(
        &self,
        token: &SecretString,
        app: &NodeId,
        sample: &Sample,
    ) -> Result<String, GraphError> {
        let session = self.start_upload(token, app, sample).await?;
        let mut offset = 0;
        let mut attempt = 1;
        loop {
            match self.send_upload(token, &session, sample, offset).await {
                Err(error) if error.retryable() && attempt < self.transport.config.max_read_attempts => {
                    attempt += 1;
                    offset = self.upload_offset(token, &session).await?;
                }
                other => return other,
            }
        }
    }
}

fn handle(answer: &Value) -> Result<String, GraphError> {
    Read(answer).text("h").ok_or_else(|| bad("no handle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_read_with_and_without_its_signature() {
        for text in [
            "upload:MTphdHRhY2htZW50Ojlk2mJ4",
            "upload:MTphdHRhY2g=?sig=ARZqkGCA_uQMxC8nHKI",
        ] {
            assert_eq!(UploadSession::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_session_that_would_lead_elsewhere_is_refused() {
        for text in [
            "",
            "upload:",
            "123",
            "upload:a?sig=",
            "upload:a?x=1",
            "upload:a b",
            "upload:a#b",
            "upload:a%2f",
        ] {
            assert!(UploadSession::parse(text).is_err(), "{text}");
        }
    }
}
