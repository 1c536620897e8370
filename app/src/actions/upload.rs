//! A form with a file. Read as a whole: the router bounds the size of the body.
//!
//! Leptos's own encoding for this panics on a request that is not a form with
//! parts; this one answers with an ordinary problem.

use std::collections::BTreeMap;

use futures::stream;
use leptos::server_fn::{ContentType, codec::Encoding, request::Req};
use multer::Multipart;

/// `multipart/form-data`.
pub(crate) struct Upload;

impl ContentType for Upload {
    const CONTENT_TYPE: &'static str = "multipart/form-data";
}

impl Encoding for Upload {
    const METHOD: axum::http::Method = axum::http::Method::POST;
}

/// What was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Uploaded {
    /// The content of the field `file`, or of `text` when no file was chosen.
    pub bytes: Vec<u8>,
    /// What the chosen file is called; empty when none was chosen.
    pub file_name: String,
    /// The other fields, by name.
    pub named: BTreeMap<String, String>,
    /// Whether the body could not be read, for example because it was cut off
    /// or is larger than the server takes.
    pub broken: bool,
}

impl Uploaded {
    /// Reads a request. Never fails: what went wrong is part of the answer.
    pub async fn read<E, R: Req<E>>(request: R) -> Self {
        let boundary = request
            .to_content_type()
            .and_then(|kind| multer::parse_boundary(kind).ok());
        let (Some(boundary), Ok(body)) = (boundary, request.try_into_bytes().await) else {
            return Self {
                broken: true,
                ..Self::default()
            };
        };
        let parts = Multipart::new(stream::iter([Ok::<_, std::convert::Infallible>(body)]), boundary);
        Self::of_parts(parts).await.unwrap_or(Self {
            broken: true,
            ..Self::default()
        })
    }

    async fn of_parts(mut parts: Multipart<'_>) -> Result<Self, multer::Error> {
        let (mut file, mut text, mut named) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut file_name = String::new();
        while let Some(part) = parts.next_field().await? {
            match part.name() {
                Some("file") => {
                    file_name = part.file_name().unwrap_or_default().to_owned();
                    file = part.bytes().await?.to_vec();
                }
                Some("text") => text = part.bytes().await?.to_vec(),
                Some(name) => {
                    let name = name.to_owned();
                    named.insert(name, part.text().await?);
                }
                None => {}
            }
        }
        if file.is_empty() {
            file_name.clear();
        }
        Ok(Self {
            bytes: if file.is_empty() { text } else { file },
            file_name,
            named,
            broken: false,
        })
    }

    /// One of the other fields; empty when it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.named.get(name).map(String::as_str).unwrap_or_default()
    }

    /// What was pasted, as far as it fits into what one page leaves for the next.
    pub(crate) fn worth_keeping(&self) -> &str {
        const MOST: usize = 16 * 1024;
        std::str::from_utf8(&self.bytes)
            .ok()
            .filter(|text| text.len() <= MOST)
            .unwrap_or_default()
    }

    /// Whether nothing was chosen and nothing was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}

/// Makes an action with the one field `upload` read its form as a whole.
macro_rules! takes_a_file {
    ($action:ident) => {
        impl<R: leptos::server_fn::request::Req<crate::error::AppError> + Send + 'static>
            leptos::server_fn::codec::FromReq<crate::actions::upload::Upload, R, crate::error::AppError>
            for $action
        {
            async fn from_req(request: R) -> Result<Self, crate::error::AppError> {
                Ok(Self {
                    upload: crate::actions::upload::Uploaded::read(request).await,
                })
            }
        }

        /// The browser never sends this form itself; it is an ordinary form.
        impl<R: leptos::server_fn::request::ClientReq<crate::error::AppError>>
            leptos::server_fn::codec::IntoReq<crate::actions::upload::Upload, R, crate::error::AppError>
            for $action
        {
            fn into_req(self, path: &str, accepts: &str) -> Result<R, crate::error::AppError> {
                let text = String::from_utf8_lossy(&self.upload.bytes).into_owned();
                R::try_new_post(path, "text/csv", accepts, text)
            }
        }
    };
}
pub(crate) use takes_a_file;

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(body: &'static str) -> Option<Uploaded> {
        let stream = stream::iter([Ok::<_, std::convert::Infallible>(body)]);
        Uploaded::of_parts(Multipart::new(stream, "b")).await.ok()
    }

    #[tokio::test]
    async fn a_chosen_file_wins_over_pasted_text() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nname\r\nGoiko\r\n\
                    --b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nother\r\n--b--\r\n";
        let sent = read(body).await.unwrap();
        assert_eq!(
            (sent.bytes.as_slice(), sent.file_name.as_str()),
            (&b"name\r\nGoiko"[..], "a.csv")
        );
    }

    #[tokio::test]
    async fn other_fields_are_read_by_their_names() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"trial\"\r\n\r\n1\r\n--b--\r\n";
        let sent = read(body).await.unwrap();
        assert_eq!((sent.field("trial"), sent.field("back")), ("1", ""));
    }

    #[tokio::test]
    async fn without_a_file_the_text_counts() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n\
                    --b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nname\r\n--b--\r\n";
        assert_eq!(read(body).await.unwrap().bytes, b"name");
    }

    #[tokio::test]
    async fn a_body_that_was_cut_off_is_no_file() {
        assert_eq!(
            read("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nna").await,
            None
        );
    }
}
