//! `pricing_analytics`: what Meta counted.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::time::{DAY, HOUR, Millis, SECOND};
use reqwest::Method;
use sandbox::{
    Customer, Difference,
    history::{self, What},
};
use serde_json::{Value, json};

use crate::support::{NOW, World, po_notification, template};

/// Midnight in Madrid before [`NOW`].
const TODAY: i64 = 1_795_129_200;

fn question(start: i64, end: i64, rest: &str) -> String {
    format!("/v25.0/987654321098765?fields=pricing_analytics.start({start}).end({end}){rest}")
}

async fn points(world: &World, start: i64, end: i64, rest: &str) -> Vec<Value> {
    let answer = world.get(&question(start, end, rest)).await;
    answer["pricing_analytics"]["data"][0]["data_points"]
        .as_array()
        .unwrap()
        .clone()
}

const ALL: &str = ".granularity(DAILY).dimensions(PRICING_CATEGORY,PRICING_TYPE,COUNTRY,PHONE,TIER)";

#[tokio::test]
async fn delivered_messages_are_counted_and_failed_ones_are_not() {
    let world = World::new().await;
    world.state().add_customer(Customer {
        phone: Some("34612999002".into()),
        on_whatsapp: false,
        ..Customer::default()
    });
    for to in ["+34612999001", "+34612999001", "+33612999001", "+34612999002"] {
        world.message(to, po_notification()).await;
    }
    world
        .message("+34612999001", template("oferta_fin_de_semana", "es", &["Leire"]))
        .await;
    let line = |country: &str, category: &str, tier: &str, volume: u64, cost: f64| {
        json!({
            "start": TODAY, "end": TODAY + 86_400, "country": country, "phone_number": "34612345678",
            "tier": tier, "pricing_type": "REGULAR", "pricing_category": category, "volume": volume,
            "cost": cost,
        })
    };
    assert_eq!(
        points(&world, TODAY, TODAY + 86_400, ALL).await,
        [
            line("ES", "UTILITY", "0:100000", 2, 0.0332),
            line("ES", "MARKETING", "0:MAX", 1, 0.0585),
            line("FR", "UTILITY", "0:100000", 1, 0.0248),
        ]
    );
    assert!(points(&world, TODAY - 86_400, TODAY, ALL).await.is_empty());
    let few = ".granularity(MONTHLY).pricing_categories([UTILITY]).metric_types([VOLUME])";
    assert_eq!(
        points(&world, TODAY, TODAY + 86_400, few).await,
        [json!({"start": 1_793_487_600, "end": 1_796_079_600, "volume": 3})]
    );
}

#[tokio::test]
async fn free_messages_have_no_band_and_no_cost() {
    let world = World::new().await;
    let wrote =
        json!({"number": "123456789012345", "from": "34612999001", "text": "¿Abrís?", "entry_point": true});
    world
        .call(Method::POST, "/_sandbox/customers/write", Some(wrote))
        .await;
    world.message("+34612999001", po_notification()).await;
    let counted = points(&world, TODAY, TODAY + 86_400, ALL).await;
    assert_eq!(counted[0]["pricing_type"], "FREE_ENTRY_POINT");
    assert_eq!(counted[0]["cost"], 0.0);
    assert!(counted[0].get("tier").is_none());
}

#[tokio::test]
async fn a_question_that_is_not_complete_or_not_known_is_refused() {
    let world = World::new().await;
    for rest in [
        "",
        ".granularity(WEEKLY)",
        ".granularity(DAILY).dimensions(COLOUR)",
        ".granularity(DAILY).pricing_types([FREE])",
        ".granularity(DAILY",
    ] {
        let (status, body) = world.call(Method::GET, &question(1, 2, rest), None).await;
        assert_eq!((status, &body["error"]["code"]), (400, &json!(100)), "{rest}");
    }
    let (status, _) = world
        .call(Method::GET, &question(2, 2, ".granularity(DAILY)"), None)
        .await;
    assert_eq!(status, 400);
    let other = world
        .get("/v25.0/987654321098765?fields=name,pricing_analytics.start(1).end(2).granularity(DAILY)")
        .await;
    assert_eq!(other["name"], "Tahona Pilot ES");
}

/// Volume by what is asked for, summed over the past.
async fn sums(world: &World, rest: &str, by: &[&str]) -> std::collections::BTreeMap<String, u64> {
    let start = NOW.0 / SECOND - 120 * 86_400;
    let mut sums = std::collections::BTreeMap::new();
    for point in points(world, start, NOW.0 / SECOND + 1, rest).await {
        let key: Vec<&str> = by
            .iter()
            .map(|name| point[name].as_str().unwrap_or("-"))
            .collect();
        *sums.entry(key.join(" ")).or_default() += point["volume"].as_u64().unwrap();
    }
    sums
}

#[tokio::test]
async fn the_past_is_counted_as_it_was_told() {
    let world = World::new().await;
    let past = history::history(NOW, history::SEED);
    world.state().remember_history(&past);
    let mut told = std::collections::BTreeMap::new();
    for event in &past {
        if let What::Outbound(out) = &event.what
            && let (Some(_), Some(charge)) = (out.delivered_at, &out.charge)
        {
            let key = format!("{} {}", charge.category, charge.kind).to_uppercase();
            *told.entry(key).or_insert(0_u64) += 1;
        }
    }
    assert_eq!(
        sums(&world, ALL, &["pricing_category", "pricing_type"]).await,
        told
    );
    // A reset forgets what came after, not the past.
    world.message("+34612999001", po_notification()).await;
    world.state().reset();
    assert_eq!(
        sums(&world, ALL, &["pricing_category", "pricing_type"]).await,
        told
    );
}

#[tokio::test]
async fn planted_differences_show_in_the_counts_alone() {
    let world = World::new().await;
    world
        .state()
        .remember_history(&history::history(NOW, history::SEED));
    let by = &["pricing_category", "pricing_type"][..];
    let before = sums(&world, ALL, by).await;
    let plant = |difference: Difference| *world.state().differences_mut() = vec![difference];

    plant(Difference::Category {
        template: "aviso_pedido_listo".into(),
        from: NOW.plus(-12 * DAY),
        becomes: "MARKETING".into(),
    });
    let after = sums(&world, ALL, by).await;
    let moved = after["MARKETING REGULAR"] - before["MARKETING REGULAR"];
    assert!(moved > 0);
    assert_eq!(before["UTILITY REGULAR"] - after["UTILITY REGULAR"], moved);

    plant(Difference::Unreported {
        number: "123456789012348".into(),
        from: NOW.plus(-9 * DAY),
        a_day: 3,
        category: "UTILITY".into(),
        country: "ES".into(),
    });
    let after = sums(&world, ALL, by).await;
    // Nine noons have passed since.
    assert_eq!(after["UTILITY REGULAR"] - before["UTILITY REGULAR"], 27);

    plant(Difference::SharedAllowance {
        number: "123456789012351".into(),
        used_elsewhere: 120,
    });
    let after = sums(&world, ALL, by).await;
    let charged = after["SERVICE REGULAR"] - before["SERVICE REGULAR"];
    // October's thousand was used up; November's may not be yet.
    assert!((120..=240).contains(&charged), "{charged}");

    plant(Difference::Market {
        country: "AD".into(),
        becomes: "ES".into(),
    });
    assert!(!sums(&world, ALL, &["country"]).await.contains_key("AD"));

    plant(Difference::Tier {
        country: "ES".into(),
        category: "UTILITY".into(),
        from: Millis(0),
        percent_off: 5,
    });
    let bands = sums(&world, ALL, &["pricing_category", "tier", "country"]).await;
    assert!(bands.contains_key("UTILITY 100001:500000 ES") && bands.contains_key("UTILITY 0:100000 FR"));

    world.state().differences_mut().clear();
    assert_eq!(sums(&world, ALL, by).await, before);
}

#[tokio::test]
async fn the_last_hour_of_a_day_can_be_counted_into_the_next() {
    let world = World::new().await;
    // 23:30 in Madrid.
    let back = NOW.since(Millis(TODAY * SECOND).plus(-HOUR / 2));
    world.time.advance(-back);
    world.message("+34612999001", po_notification()).await;
    world.time.advance(back);
    assert_eq!(points(&world, TODAY - 86_400, TODAY, ALL).await.len(), 1);
    *world.state().differences_mut() = vec![Difference::TimeZoneEdge];
    assert_eq!(points(&world, TODAY - 86_400, TODAY, ALL).await.len(), 0);
    assert_eq!(points(&world, TODAY, TODAY + 86_400, ALL).await.len(), 1);
}
