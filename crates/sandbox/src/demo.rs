//! The fixed demo data.

pub mod history;
mod history_words;
mod templates;

use serde_json::Map;

use crate::model::{App, Phone, Portfolio, Subscription, Token, Waba};

/// Id of the demo app.
pub const APP_ID: &str = "555000111222333";
/// Secret of the demo app.
pub const APP_SECRET: &str = "demo-app-secret";
/// The pilot account.
pub const WABA: &str = "987654321098765";
/// Another account, not visible to [`TOKEN`].
pub const OTHER_WABA: &str = "987654321098799";
/// First of the pilot's ten consecutive phone number IDs.
pub const FIRST_PHONE: &str = "123456789012345";
/// A system user's token for [`WABA`] that never expires.
pub const TOKEN: &str = "EAADEMO";
/// A token that has expired (190, subcode 463).
pub const TOKEN_EXPIRED: &str = "EAAEXPIRED";
/// A valid token without the WhatsApp scopes (200).
pub const TOKEN_UNDERSCOPED: &str = "EAAUNDERSCOPED";
/// A valid token for [`OTHER_WABA`] only.
pub const TOKEN_OTHER: &str = "EAAOTHER";

/// Meta's number of `Europe/Madrid` in its list of advertising time zones
/// (general knowledge, not in any of our sources).
pub(crate) const MADRID: &str = "55";

/// 2026-04-01T08:00:00Z, when the pilot began.
const ISSUED: i64 = 1_775_030_400;

pub(crate) fn app() -> App {
    App {
        id: APP_ID.into(),
        name: "Tahona Pilot".into(),
        secret: APP_SECRET.into(),
    }
}

/// `numbers` is the size of the pilot's pool.
pub(crate) fn wabas(numbers: u32) -> Vec<Waba> {
    let pilot = Waba {
        phones: pilot_phones(numbers),
        templates: templates::pilot(),
        subscriptions: vec![Subscription {
            app_id: APP_ID.into(),
            override_callback_uri: None,
            verify_token: None,
        }],
        ..waba(
            WABA,
            "Tahona Pilot ES",
            Portfolio {
                id: "445566778899001".into(),
                name: "Tahona Plataforma S.L.".into(),
                verification: "verified".into(),
                messaging_limit: "TIER_2K".into(),
            },
        )
    };
    let other = Waba {
        phones: vec![
            // The same number as in the pilot: what a move between accounts looks like half-way.
            phone("223456789012345", "+34 612 345 680", "Bakery Artesano"),
            phone("223456789012346", "+34 699 112 233", "Forn de la Vila"),
        ],
        ..waba(
            OTHER_WABA,
            "Forn de la Vila",
            Portfolio {
                id: "445566778899002".into(),
                name: "Forn de la Vila S.C.P.".into(),
                verification: "not_verified".into(),
                messaging_limit: "TIER_250".into(),
            },
        )
    };
    vec![pilot, other]
}

fn waba(id: &str, name: &str, portfolio: Portfolio) -> Waba {
    Waba {
        id: id.into(),
        name: name.into(),
        portfolio,
        currency: "EUR".into(),
        timezone_id: MADRID.into(),
        country: "ES".into(),
        account_review_status: "APPROVED".into(),
        status: "ACTIVE".into(),
        payment_method: true,
        extra: Map::new(),
        subscriptions: Vec::new(),
        phones: Vec::new(),
        templates: Vec::new(),
    }
}

fn phone(id: &str, number: &str, name: &str) -> Phone {
    Phone {
        id: id.into(),
        display_phone_number: number.into(),
        verified_name: name.into(),
        last_onboarded_time: Some("2026-04-02T07:30:00+0000".into()),
        pin: Some("123456".into()),
        ..Phone::default()
    }
}

/// Mostly healthy, and one of each trouble that an operator meets.
fn pilot_phones(numbers: u32) -> Vec<Phone> {
    let names = [
        "Panadería San Juan",
        "Panadería Goiko",
        "Bakery Artesano",
        "Horno La Espiga",
        "Obrador Ruiz",
        "Panadería Santa Clara",
        "Tahona Avisos",
        "Pastelería Aroa",
        "Obrador El Molino",
        "Tahona Avisos 3",
    ];
    let mut phones: Vec<Phone> = (0..u64::from(numbers))
        .map(|i| {
            // Numbers beyond the named ones are spare.
            let name = usize::try_from(i).ok().and_then(|i| names.get(i)).copied();
            let line = 345_678 + i;
            phone(
                &(123_456_789_012_345 + i).to_string(),
                &format!("+34 612 {} {:03}", line / 1_000, line % 1_000),
                name.map_or_else(|| format!("Tahona Avisos {}", i + 1), str::to_owned)
                    .as_str(),
            )
        })
        .collect();
    for phone in &mut phones {
        match phone.verified_name.as_str() {
            "Panadería Santa Clara" => {
                phone.name_status = "DECLINED".into();
                phone.new_display_name = Some("Santa Clara · Pan y dulces".into());
                phone.new_name_status = Some("DECLINED".into());
            }
            "Pastelería Aroa" => phone.quality_rating = "YELLOW".into(),
            "Obrador El Molino" => phone.status = "DISCONNECTED".into(),
            "Tahona Avisos 3" => {
                phone.status = "PENDING".into();
                phone.quality_rating = "UNKNOWN".into();
                phone.name_status = "PENDING_REVIEW".into();
                phone.code_verification_status = "NOT_VERIFIED".into();
                phone.last_onboarded_time = None;
                phone.pin = None;
            }
            _ => {}
        }
    }
    phones
}

pub(crate) fn tokens() -> Vec<Token> {
    let whatsapp = ["whatsapp_business_management", "whatsapp_business_messaging"];
    let token = |token: &str, user_id: &str, scopes: &[&str], waba: &str, expires_at| Token {
        token: token.into(),
        kind: "SYSTEM_USER".into(),
        user_id: user_id.into(),
        scopes: scopes.iter().map(ToString::to_string).collect(),
        wabas: vec![waba.into()],
        issued_at: ISSUED,
        expires_at,
    };
    vec![
        token(TOKEN, "122100000000001", &whatsapp, WABA, 0),
        // Sixty days after it was issued, the life of a long-lived token.
        token(
            TOKEN_EXPIRED,
            "122100000000002",
            &whatsapp,
            WABA,
            ISSUED + 60 * 86_400,
        ),
        token(
            TOKEN_UNDERSCOPED,
            "122100000000003",
            &["business_management"],
            WABA,
            0,
        ),
        token(TOKEN_OTHER, "122100000000004", &whatsapp, OTHER_WABA, 0),
    ]
}
