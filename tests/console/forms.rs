//! Forms that no browser would send.

use axum::body::Body;
use rstest::rstest;
use store::Engine;

use crate::support::TestApp;

/// Every action, by the addresses that the router knows.
fn actions() -> Vec<String> {
    tahona::router::paths()
        .into_iter()
        .filter(|path| path.starts_with("/do/"))
        .collect()
}

#[rstest]
#[case::empty("")]
#[case::not_utf8("name=%FF%FE&email=%C3%28&token=%FF&password=%FF&lang=%FF&q=%FF")]
#[case::raw_bytes("name=\u{fffd}\u{0}&email=\u{0}&password=\u{7}")]
#[case::twice(
    "email=a&email=b&name=a&name=b&back=a&back=b&token=a&token=b&number=a&number=b&tenant=1&tenant=2"
)]
#[case::nested("name[a][b][c]=1&email[]=1&back[x]=1&number[0]=1&tenant[99999]=1")]
#[case::nonsense("%%%&=&==&&&a=%zz&%=%")]
#[case::header_injection("back=%0d%0aSet-Cookie:%20planted=1&next=//evil.example")]
#[tokio::test]
async fn an_action_answers_any_form_without_a_fault(#[case] form: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    let actions = actions();
    assert!(actions.len() > 10, "{actions:?}");
    for path in actions.iter().filter(|path| *path != "/do/sign-out") {
        let mut admin = app.admin().await;
        let answer = admin.post_raw(path, form.to_owned()).await;
        assert!(
            (300..500).contains(&answer.status),
            "{path} answered {}: {}",
            answer.status,
            answer.body
        );
        if (300..400).contains(&answer.status) {
            let location = answer.location();
            assert!(
                location.starts_with('/') && !location.starts_with("//"),
                "{path} leads to {location}"
            );
        }
        assert!(!answer.header("set-cookie").contains("planted"), "{path}");
    }
}

#[tokio::test]
async fn a_form_larger_than_a_megabyte_is_refused_whether_it_says_so_or_not() {
    let app = TestApp::new(Engine::Sqlite).await;
    let large = "x".repeat(1024 * 1024 + 1);
    let answer = app.browser().post_raw("/do/sign-in", large.clone()).await;
    assert_eq!(answer.status, 413);
    assert!(answer.body.contains("<html"), "a browser gets a page");
    assert!(answer.body.contains("como mucho 1 MB"), "{}", answer.body);
    let chunks = futures::stream::iter(
        large
            .into_bytes()
            .chunks(4096)
            .map(<[u8]>::to_vec)
            .collect::<Vec<_>>(),
    );
    let body = Body::from_stream(futures::StreamExt::map(chunks, Ok::<_, std::io::Error>));
    assert_eq!(app.browser().post_raw("/do/sign-in", body).await.status, 413);
}

#[rstest]
#[case("multipart/form-data")]
#[case("multipart/form-data; boundary=x")]
#[case("application/json")]
#[case("text/plain; charset=\u{e9}")]
#[tokio::test]
async fn a_body_of_another_kind_is_no_fault(#[case] kind: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    for path in ["/do/sign-in", "/do/import-tenants", "/do/create-tenant"] {
        let mut admin = app.admin().await;
        let answer = admin
            .send("POST", path, Some(kind), Body::from("--x\r\nnot a form"))
            .await;
        assert!(
            (300..500).contains(&answer.status),
            "{path} answered {}: {}",
            answer.status,
            answer.body
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_search_text_without_end_is_no_fault(#[case] engine: Engine) {
    const LISTS: [&str; 11] = [
        "/app/admin/tenants",
        "/app/admin/whatsapp",
        "/app/admin/whatsapp/numbers",
        "/app/admin/whatsapp/templates",
        "/app/admin/whatsapp/messages",
        "/app/admin/whatsapp/conversations",
        "/app/admin/whatsapp/contacts",
        "/app/admin/team",
        "/app/admin/audit",
        "/app/search",
        "/app/palette",
    ];
    let app = TestApp::new(engine).await;
    let (mut admin, mut program) = (app.admin().await, app.platform());
    for text in ["a".repeat(55_000), "_".repeat(30_000), "1".repeat(55_000)] {
        let kind = &text[..1];
        for list in LISTS {
            let status = admin.get(&format!("{list}?q={text}")).await.status;
            assert_eq!(status, 200, "{list} for {kind}");
        }
        let messages = format!("/api/v1/whatsapp/messages?q={text}");
        assert_eq!(program.get(&messages).await.status, 200, "{kind}");
    }
}
