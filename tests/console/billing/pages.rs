//! The pages: what stands beside the figures, the form of a budget, and the parts
//! of a month.

use domain::billing::Month;
use rstest::rstest;
use service::billing::statement;
use store::Engine;

use super::{app, with};
use crate::support::TestApp;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_page_with_figures_says_that_it_is_an_estimate_and_by_which_card(#[case] engine: Engine) {
    let (app, _) = app(engine).await;
    let said = |body: &str| {
        let line = body.split("data-estimate").nth(1).unwrap_or_default();
        line.split("</p>").next().unwrap_or_default().to_owned()
    };
    let mut admin = app.admin().await;
    for page in ["", "/lines", "/budgets", "/reconcile", "/what-if"] {
        let address = format!("/app/admin/whatsapp/billing{page}?month=2027-01");
        let line = said(&admin.get(&address).await.body);
        assert!(line.contains("/billing/cards/eur-2026-10-01"), "{page}: {line}");
        assert!(line.contains("2026") && line.contains("Meta"), "{page}: {line}");
    }
    let mut owner = app.owner().await;
    for page in ["", "/receipt"] {
        let address = format!("/app/settings/whatsapp/billing{page}?month=2027-01");
        let line = said(&owner.get(&address).await.body);
        assert!(line.contains("2026") && line.contains("Meta"), "{page}: {line}");
    }
}

/// The tag of the field of this name, from its name on.
fn field<'a>(body: &'a str, name: &str) -> &'a str {
    let (_, rest) = body.split_once(&format!("name=\"{name}\"")).unwrap();
    rest.split_once('>').unwrap().0
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_form_of_a_budget_holds_what_is_in_force_and_an_empty_box_stays_empty(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut admin = app.admin().await;
    let page = "/app/admin/whatsapp/billing/budgets";
    let bakery = app.bakery.to_string();
    let own = format!("{page}?bakery={bakery}");
    let ticked = |body: &str| field(body, "hard_stop").contains("checked");
    for (tenant, page, limit) in [("", page, "180"), (bakery.as_str(), own.as_str(), "90")] {
        // As a browser sends it: of a box without a tick, nothing.
        let without = |limit: &'static str| {
            vec![
                ("tenant", tenant),
                ("limit", limit),
                ("currency", "EUR"),
                ("thresholds", "80"),
                ("back", page),
            ]
        };
        let with = [without(limit), vec![("hard_stop", "1")]].concat();
        let saved = admin.post("/do/set-budget", &with).await;
        assert_eq!((saved.status, saved.location()), (303, page), "{}", saved.body);
        let shown = admin.get(page).await.body;
        assert!(ticked(&shown), "{page}: {shown}");
        assert!(
            field(&shown, "limit").contains(&format!("value=\"{limit}")),
            "{page}"
        );

        admin.post("/do/set-budget", &without("much")).await;
        let shown = admin.get(page).await.body;
        assert!(
            shown.contains("data-error-summary") && !ticked(&shown),
            "{page}: {shown}"
        );
        // Refused, so nothing was changed.
        assert!(ticked(&admin.get(page).await.body), "{page}");
    }
    // The rows lead to the forms.
    let shown = admin.get(page).await.body;
    assert!(shown.contains(&format!("href=\"{own}#h-set\"")), "{shown}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_dearest_parts_of_a_month_stand_first_and_the_rest_unfolds(#[case] engine: Engine) {
    // Each country has a rate of its own.
    let phones = [
        "34600111220",
        "33600111220",
        "491700111220",
        "393200111220",
        "447700111220",
        "31600111220",
        "525500111220",
        "551100111220",
        "573000111220",
        "519000111220",
        "569000111220",
        "541100111220",
    ];
    let (app, _) = with(engine, &phones).await;
    let query = statement::StatementQuery {
        month: Some(Month::parse("2027-01").unwrap()),
        tenant: None,
    };
    let found = statement::get(&app.svc, &service::Call::system("test"), &query)
        .await
        .unwrap();
    let items = &found.items;
    assert!(items.len() > 9, "{items:?}");
    assert!(items[0].amount.micros > items[8].amount.micros, "{items:?}");
    let shown = app
        .admin()
        .await
        .get("/app/admin/whatsapp/billing?month=2027-01")
        .await
        .body;
    let (_, parts) = shown.split_once("id=\"h-items\"").unwrap();
    let (parts, _) = parts.split_once("</section>").unwrap();
    let (first, rest) = parts.split_once("<details").unwrap();
    // Each leads to its lines, folded away or not.
    let links = |html: &str| html.matches("/billing/lines?").count();
    assert_eq!((links(first), links(rest)), (8, items.len() - 8));
    let dearest = format!("market={}", items[0].market);
    assert!(first.contains(&dearest) && !rest.contains(&dearest), "{parts}");
    // Their sum is not folded away.
    assert!(first.contains("<tfoot"), "{first}");
}
