//! Rate cards: imported after a look, superseded, withdrawn with a trace; what
//! was priced by another card follows by corrections.

use domain::time::HOUR;
use rstest::rstest;
use service::{
    Call, ServiceError,
    billing::cards::{
        self,
        import::{self, CardInput},
    },
    error::Conflict,
};
use store::Engine;

use crate::support::{NOW, Sent, World};

const FILE: &str = "Market,Currency,Marketing,Utility,Authentication,Authentication-International,Service\n\
                    Spain,EUR,0.0600,0.0200,0.0200,n/a,0.0200\n";

fn about() -> CardInput {
    CardInput {
        effective: "2026-10-15".to_owned(),
        source: "Meta's file of October".to_owned(),
        ..CardInput::default()
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_imported_card_reprices_its_time_and_its_withdrawal_takes_that_back(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    world
        .delivered(&Sent {
            who: 0,
            contact: 1,
            category: Some("utility"),
            at: NOW.plus(-HOUR),
        })
        .await;
    world.follow().await;
    assert_eq!(world.proved("2026-10").await, 16_600);

    let preview = import::preview(svc, &call, "october.csv", FILE.as_bytes(), &about())
        .await
        .unwrap();
    assert!(preview.faults.is_empty(), "{:?}", preview.faults);
    assert_eq!(preview.follows.as_deref(), Some("eur-2026-10-01"));
    let spain = preview
        .diff
        .changes
        .iter()
        .find(|change| change.market.as_str() == "Spain" && change.category.as_str() == "utility")
        .unwrap();
    assert_eq!((spain.before, spain.after), (Some(16_600), Some(20_000)));
    // Looking changes nothing.
    assert_eq!(world.proved("2026-10").await, 16_600);

    let id = import::apply(svc, &call, &preview.id).await.unwrap();
    assert_eq!(world.proved("2026-10").await, 20_000);
    assert!(matches!(
        import::apply(svc, &call, &preview.id).await,
        Err(ServiceError::Conflict(Conflict::WrongState {
            key: "import_applied"
        }))
    ));
    let row = cards::show(svc, &call, &id).await.unwrap().row;
    assert_eq!((row.used, row.imported.is_some()), (1, true));

    cards::withdraw(svc, &call, &id, "wrong file").await.unwrap();
    assert_eq!(world.proved("2026-10").await, 16_600);
    let row = cards::show(svc, &call, &id).await.unwrap().row;
    assert_eq!(
        row.withdrawn.map(|(_, _, why)| why).as_deref(),
        Some("wrong file")
    );
    assert_eq!(row.used, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_that_cannot_be_used_says_why_and_is_not_imported(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    let head = FILE.lines().next().unwrap();
    for bad in [
        "Spain,EUR,\"0,06\",0.02,0.02,n/a,0.02",
        "Spain,EUR,1e-7,0.02,0.02,n/a,0.02",
        "Spain,EUR,-0.06,0.02,0.02,n/a,0.02",
        "Spain,EUR,0.06,0.02,0.02,n/a,0.02\nSpain,EUR,0.06,0.02,0.02,n/a,0.02",
        "Spain,EUR,0.06,0.02,0.02,n/a,0.02\nItaly,USD,0.06,0.02,0.02,n/a,0.02",
    ] {
        let file = format!("{head}\n{bad}\n");
        let preview = import::preview(svc, &call, "bad.csv", file.as_bytes(), &about())
            .await
            .unwrap();
        assert!(preview.card.is_none() && !preview.faults.is_empty(), "{bad}");
        assert!(import::apply(svc, &call, &preview.id).await.is_err(), "{bad}");
    }
    assert!(matches!(
        import::preview(svc, &call, "x.csv", FILE.as_bytes(), &CardInput::default()).await,
        Err(ServiceError::Invalid(errors)) if errors.len() == 2
    ));
}

/// Meta announces markets before numbers belong to them.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_card_to_come_with_a_new_market_is_imported_with_a_warning(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (svc, call) = (&world.test.svc, Call::system("test"));
    let file = format!("{FILE}Atlantis,EUR,0.0600,0.0200,0.0200,n/a,0.0200\n");
    let input = CardInput {
        effective: "2027-01-01".to_owned(),
        ..about()
    };
    let preview = import::preview(svc, &call, "january.csv", file.as_bytes(), &input)
        .await
        .unwrap();
    assert!(preview.faults.is_empty(), "{:?}", preview.faults);
    assert!(preview.warnings[0].to_string().contains("Atlantis"));
    let id = import::apply(svc, &call, &preview.id).await.unwrap();
    let card = cards::show(svc, &call, &id).await.unwrap().card;
    assert!(card.markets().any(|market| market.as_str() == "Atlantis"));
}
