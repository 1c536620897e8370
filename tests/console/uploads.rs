//! Files: as large as their use case takes them, from people who are signed in,
//! and in a time of their own.

use std::time::Duration;

use axum::body::Body;
use futures::StreamExt;
use rstest::rstest;
use service::{billing, consent, templates::media, tenants};
use store::Engine;
use tahona::state::Limits;

use crate::{
    support::{Answer, Client, TestApp},
    templates::begin,
};

const KIND: Option<&str> = Some("multipart/form-data; boundary=x");
const MB: usize = 1024 * 1024;

/// A form with these fields and this file.
fn form(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let mut head = String::new();
    for (name, value) in fields {
        head.push_str("--x\r\nContent-Disposition: form-data; name=\"");
        head.push_str(&[*name, "\"\r\n\r\n", *value, "\r\n"].concat());
    }
    head.push_str("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n");
    [head.as_bytes(), file, &b"\r\n--x--\r\n"[..]].concat()
}

async fn send(client: &mut Client, path: &str, body: impl Into<Body>) -> Answer {
    client.send("POST", path, KIND, body.into()).await
}

/// A body that comes in three pieces, with a pause before each.
fn slowly(bytes: &[u8], pause: Duration) -> Body {
    let pieces: Vec<Vec<u8>> = bytes
        .chunks(bytes.len().div_ceil(3))
        .map(<[u8]>::to_vec)
        .collect();
    Body::from_stream(futures::stream::iter(pieces).then(move |piece| async move {
        tokio::time::sleep(pause).await;
        Ok::<_, std::io::Error>(piece)
    }))
}

/// The admin's browser, in English, at a console with other limits.
async fn admin_within(app: &TestApp, limits: Limits) -> Client {
    Client {
        cookies: app.admin().await.cookies,
        ..Client::new(app.within(limits)).with("accept-language", "en")
    }
}

#[rstest]
#[case::bakeries("/do/import-tenants", tenants::import::MAX_BYTES)]
#[case::card("/do/import-card", billing::cards::import::MAX_BYTES)]
#[case::invoice("/do/import-invoice", billing::reconcile::invoice::MAX_BYTES)]
#[case::consents("/do/import-consents", consent::import::MAX_BYTES)]
#[case::sample("/do/upload-template-sample", media::MAX_BYTES)]
#[tokio::test]
async fn a_file_is_taken_as_large_as_its_use_case_takes_it(#[case] path: &str, #[case] max: usize) {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await.with("accept-language", "en");
    // Blank: no use case has work with it.
    let answer = send(&mut admin, path, form(&[], &vec![b'\n'; max])).await;
    assert!(
        answer.status < 500 && answer.status != 413,
        "{} {}",
        answer.status,
        answer.body
    );
    let more = form(&[], &vec![b'\n'; max + MB / 8]);
    let chunks: Vec<Vec<u8>> = more.chunks(64 * 1024).map(<[u8]>::to_vec).collect();
    let unannounced = Body::from_stream(futures::stream::iter(chunks).map(Ok::<_, std::io::Error>));
    for body in [Body::from(more), unannounced] {
        let answer = send(&mut admin, path, body).await;
        assert_eq!(answer.status, 413);
        let said = format!("At most {} MB can be sent here", max / MB);
        assert!(answer.body.contains(&said), "{}", answer.body);
    }
    // A stranger's is not read: it would never end.
    let endless = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'x'; 64 * 1024]));
    let answer = send(&mut app.browser(), path, Body::from_stream(endless)).await;
    assert_eq!((answer.status, answer.location()), (303, "/login"));
}

#[tokio::test]
async fn a_file_of_several_megabytes_arrives_whole() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await;
    let file = format!("name\nHorno Nuevo\n{}", "\n".repeat(3 * MB));
    let answer = send(&mut admin, "/do/import-tenants", form(&[], file.as_bytes())).await;
    let location = answer.location().to_owned();
    assert!(
        answer.status == 303 && location.starts_with("/app/admin/tenants/import/"),
        "{} {location}",
        answer.status
    );
    let page = admin.get(&location).await;
    assert!(page.body.contains("Horno Nuevo"), "{}", page.body);
}

/// The page that an admin sees after bringing a sample for a draft's picture.
async fn after_sample(app: &TestApp, admin: &mut Client, name: &str, file: &[u8]) -> String {
    let id = begin(app, admin).await;
    let fields = [
        ("draft", id.as_str()),
        ("version", "1"),
        ("name", name),
        ("category", "MARKETING"),
        ("l0.language", "es"),
        ("l0.header", "IMAGE"),
        ("l0.body", "Ya hay roscón."),
        ("do", "save"),
    ];
    let saved = admin.post("/do/save-template", &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let path = format!("/do/upload-template-sample?draft={id}&place=0");
    let answer = send(admin, &path, form(&[], file)).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    admin.get(answer.location()).await.body
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_said_in_words_about_files() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await.with("accept-language", "en");
    let picture = |bytes: usize| {
        let mut file = vec![0xff_u8, 0xd8, 0xff, 0xe0];
        file.resize(bytes, 0);
        file
    };
    let page = after_sample(&app, &mut admin, "roscon_uno", &picture(3 * MB)).await;
    assert!(page.contains("Uploaded."), "{page}");
    let page = after_sample(&app, &mut admin, "roscon_dos", &picture(5 * MB + 1)).await;
    assert!(page.contains("The file is too large: at most 5 MB."), "{page}");
    let page = after_sample(&app, &mut admin, "roscon_tres", b"<script>").await;
    assert!(
        page.contains("Take a picture (JPEG or PNG), a film (MP4) or a PDF."),
        "{page}"
    );
}

#[tokio::test]
async fn a_slow_file_arrives_and_a_stuck_one_is_given_up() {
    let app = TestApp::new(Engine::Sqlite).await;
    let file = form(&[], b"name\nHorno Lento\n");
    let pause = Duration::from_secs(1);
    // The answer's time begins when the file is there.
    let limits = Limits {
        answer: Duration::from_secs(2),
        ..Limits::default()
    };
    let mut admin = admin_within(&app, limits).await;
    let answer = send(&mut admin, "/do/import-tenants", slowly(&file, pause)).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(
        answer.location().starts_with("/app/admin/tenants/import/"),
        "{}",
        answer.location()
    );
    // A form without a file has no such time.
    let answer = send(&mut admin, "/do/create-tenant", slowly(&file, pause)).await;
    assert_eq!(answer.status, 504);

    let limits = Limits {
        receive: Duration::from_millis(300),
        ..Limits::default()
    };
    let mut admin = admin_within(&app, limits).await;
    let answer = send(&mut admin, "/do/import-tenants", slowly(&file, pause)).await;
    assert_eq!(answer.status, 408);
    assert!(
        answer
            .body
            .contains("did not arrive in time. Nothing was changed."),
        "{}",
        answer.body
    );
}
