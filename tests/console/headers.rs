//! What every answer tells a browser, and where changes may come from.

use rstest::rstest;
use store::Engine;

use crate::support::TestApp;

#[rstest]
#[case("/login")]
#[case("/healthz")]
#[case("/nothing/here")]
#[case("/api/v1/openapi.json")]
#[case("/assets/nothing.css")]
#[tokio::test]
async fn every_answer_carries_the_security_headers(#[case] path: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    let answer = app.browser().get(path).await;
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "same-origin");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
    assert!(answer.header("permissions-policy").contains("camera=()"));
    let policy = answer.header("content-security-policy");
    for rule in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ] {
        assert!(policy.contains(rule), "{rule} is not in {policy}");
    }
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(answer.header("strict-transport-security"), "");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_nonce_is_new_each_time_and_the_pages_scripts_carry_it() {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = app.browser().get("/login").await;
        let policy = page.header("content-security-policy");
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap()
            .to_owned();
        assert!(nonce.len() >= 16);
        for script in page.body.split("<script").skip(1) {
            assert!(
                script.contains(&format!("nonce=\"{nonce}\"")),
                "{}",
                &script[..script.len().min(200)]
            );
        }
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn behind_tls_cookies_are_bound_to_the_host_and_browsers_are_told_to_stay() {
    let app = TestApp::at(Engine::Sqlite, "https://tahona.test").await;
    let sign_in = [("email", "admin@demo.test"), ("password", "tahona-demo")];
    let answer = app.browser().post("/do/sign-in", &sign_in).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-tahona="), "{cookie}");
    for rule in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(rule), "{rule} is not in {cookie}");
    }
    assert!(answer.header("strict-transport-security").contains("max-age="));
}

#[tokio::test]
async fn without_tls_the_cookie_works_all_the_same() {
    let app = TestApp::new(Engine::Sqlite).await;
    let sign_in = [("email", "admin@demo.test"), ("password", "tahona-demo")];
    let answer = app.browser().post("/do/sign-in", &sign_in).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("tahona="), "{cookie}");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"),
        "{cookie}"
    );
}

#[rstest]
#[case::another_site(&[("origin", "https://evil.example")], 403)]
#[case::no_origin_at_all(&[("origin", "null")], 403)]
#[case::the_browser_says_so(&[("sec-fetch-site", "cross-site")], 403)]
#[case::a_sibling_host(&[("sec-fetch-site", "same-site"), ("origin", "http://other.tahona.test")], 403)]
#[case::our_own_page(&[("sec-fetch-site", "same-origin"), ("origin", "http://tahona.test")], 303)]
#[case::an_old_browser(&[("origin", "http://tahona.test")], 303)]
#[case::a_program(&[], 303)]
#[tokio::test]
async fn changes_come_from_our_own_pages_only(#[case] headers: &[(&str, &str)], #[case] expected: u16) {
    let app = TestApp::new(Engine::Sqlite).await;
    let mut admin = app.admin().await;
    for (name, value) in headers {
        admin = admin.with(name, value);
    }
    let answer = admin
        .post("/do/choose-theme", &[("theme", "dark"), ("back", "/app")])
        .await;
    assert_eq!(answer.status, expected, "{}", answer.body);
    if expected == 403 {
        // It has nothing to do with anybody's role.
        assert!(
            answer.body.contains("Esta petición viene de otro sitio")
                && answer.body.contains("TAHONA_BASE_URL"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_proxy_that_changes_the_host_keeps_nobody_out() {
    let app = TestApp::at(Engine::Sqlite, "https://console.example").await;
    let mut browser = app.browser().with("origin", "https://console.example");
    let answer = browser
        .post("/do/choose-theme", &[("theme", "dark"), ("back", "/login")])
        .await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn the_id_of_a_request_is_ours_and_on_its_error_page() {
    let app = TestApp::new(Engine::Sqlite).await;
    let answer = app
        .browser()
        .with("x-request-id", "forged")
        .get("/nothing/here")
        .await;
    assert_eq!(answer.status, 404);
    let id = answer.header("x-request-id");
    assert_ne!(id, "forged");
    assert!(answer.body.contains(id), "the page does not name its request");
}
