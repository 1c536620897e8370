//! The floors of the numbers page's benchmark: the same view rendered from
//! constants, and a static answer of a given size. Started by
//! `cargo xtask bench`; prints `url: …` and serves until SIGTERM.
#![recursion_limit = "256"]
#![expect(clippy::print_stdout, reason = "the address is what the benchmark reads")]

use std::{net::SocketAddr, sync::Arc};

use app::{
    document,
    floor::{Constants, FloorApp},
    request::{Flash, Parts, Request},
};
use async_trait::async_trait;
use axum::{Router, http::header, response::IntoResponse, routing::get};
use clap::Parser;
use domain::{
    ids::{AccountId, AssignmentId, NumberId, TenantId, UserId},
    lang::Lang,
    number::{CodeVerification, NameStatus, NumberStatus, NumberUse, QualityRating},
    page::Page,
    person::{Email, Role},
    time::{DAY, Millis},
};
use leptos::{config::LeptosOptions, context::provide_context, nonce::Nonce, prelude::*};
use leptos_axum::{LeptosRoutes, generate_route_list};
use service::{
    Inner, Services, Settings,
    accounts::GraphAccess,
    counts::Counts,
    events::Events,
    numbers::list::{Holder, NumberList, NumberRow},
    people::{profile::Profile, sign_in::Origin},
    random::Random,
    vault::Vault,
};
use store::Db;
use tahona::{assets, start::system_clock};
use tower_sessions::{
    Session, SessionStore,
    session::{Id, Record},
    session_store,
};

/// Rows on the page, as in the request that is measured.
const ROWS: u32 = 50;
/// Numbers in the pool.
const NUMBERS: u64 = 500;

#[derive(Parser)]
struct Options {
    /// Where to listen
    #[arg(long)]
    addr: SocketAddr,
    /// Bytes of the static answer
    #[arg(long)]
    static_bytes: usize,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let constants = constants()?;
    let request = request().await?;
    let leptos = LeptosOptions::builder().output_name("tahona").build();
    let provide = move || {
        provide_context(Nonce::from_value(request.nonce.clone()));
        provide_context(request.clone());
        provide_context(constants.clone());
    };
    let body: Arc<str> = "x".repeat(options.static_bytes).into();
    let fixed = move || async move {
        (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            body.to_string(),
        )
            .into_response()
    };
    let router: Router = Router::new()
        .route("/floor/static", get(fixed))
        .leptos_routes_with_context(&leptos, generate_route_list(FloorApp), provide, || {
            document(|| view! { <FloorApp/> }.into_any())
        })
        .with_state(leptos.clone());
    let listener = tokio::net::TcpListener::bind(options.addr).await?;
    println!("url: http://{}", listener.local_addr()?);
    axum::serve(listener, router)
        .with_graceful_shutdown(terminated())
        .await?;
    Ok(())
}

async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    if let Ok(mut term) = signal(SignalKind::terminate()) {
        term.recv().await;
    }
}

/// A request by an admin. Nothing of the services is used: the page is made
/// from constants, and a database that nobody opens is never asked.
async fn request() -> Result<Request, Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("tahona-floor-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let key_file = folder.join("key");
    Vault::create_if_missing(&key_file)?;
    let services = Services::new(Inner {
        db: Db::open(&format!("sqlite://{}", folder.join("empty.db").display())).await?,
        clock: system_clock(),
        random: Random::from_seed(1),
        vault: Vault::from_file(&key_file)?,
        graph: GraphAccess::new("http://127.0.0.1:9/".parse()?, "v25.0".to_owned()),
        settings: Settings {
            base_url: "http://127.0.0.1/".parse()?,
            whatsapp_enabled: true,
            time_zone: "Europe/Madrid".to_owned(),
            require_second_factor: false,
            webhook_verify_token: None,
            demo: true,
        },
        events: Events::default(),
        mailer: None,
    });
    let front = assets::front();
    let profile = Profile {
        id: UserId::parse(&uuid(1))?,
        email: Email::parse("admin@demo.test")?,
        name: "Marta Molina".to_owned(),
        role: Role::PlatformAdmin,
        tenants: Vec::new(),
        lang: Some(Lang::En),
        theme: None,
        second_factor: false,
        must_enrol: false,
        password_changed_at: None,
    };
    let now = services.clock.now();
    Ok(Request::new(Parts {
        services,
        profile: Some(profile),
        session: Session::new(None, Arc::new(NoSessions), None),
        session_hash: None,
        heard: String::new(),
        lang: Lang::En,
        theme: None,
        nonce: "Zmxvb3I".to_owned(),
        origin: Origin::default(),
        path_and_query: "/app/admin/whatsapp/numbers?size=50".to_owned(),
        time_zone: "Europe/Madrid".to_owned(),
        now,
        assets: app::request::Assets {
            css: front.css,
            icons: front.icons,
            js: front.js,
            wasm: front.wasm,
            modules: Vec::new(),
        },
        flash: Flash::default(),
    }))
}

fn constants() -> Result<Constants, Box<dyn std::error::Error>> {
    let account = (
        AccountId::parse(&uuid(2))?,
        "987654321098765".to_owned(),
        "Tahona Pilot ES".to_owned(),
    );
    let rows = (0..ROWS)
        .map(|n| row(n, &account))
        .collect::<Result<Vec<_>, _>>()?;
    let counts = NumberUse::ALL
        .into_iter()
        .map(|u| (u, if u == NumberUse::InUse { NUMBERS } else { 0 }))
        .collect();
    let list = NumberList {
        page: Page {
            rows,
            total: NUMBERS,
            page: 1,
            size: ROWS,
        },
        all: NUMBERS,
        by_use: counts,
        attention: 0,
        by_account: vec![(account.0.clone(), account.2.clone(), NUMBERS)],
        by_quality: vec![(QualityRating::Green, NUMBERS)],
        read_at: Some(Millis(1_795_258_800_000)),
        failed_accounts: Vec::new(),
    };
    let counts = Counts {
        numbers: Some(NUMBERS),
        tenants: Some(NUMBERS),
        accounts: Some(1),
    };
    Ok(Constants {
        list: Arc::new(list),
        counts,
    })
}

fn row(n: u32, account: &(AccountId, String, String)) -> Result<NumberRow, Box<dyn std::error::Error>> {
    let since = Millis(1_795_258_800_000 - 10 * DAY);
    Ok(NumberRow {
        id: NumberId::parse(&uuid(1_000 + n))?,
        phone_number_id: (123_456_789_012_345 + u64::from(n)).to_string(),
        display: format!("+34 612 345 {:03}", n % 1_000),
        account: account.clone(),
        used: NumberUse::InUse,
        attention: false,
        holder: Some(Holder {
            assignment: AssignmentId::parse(&uuid(2_000 + n))?,
            tenant: TenantId::parse(&uuid(3_000 + n))?,
            name: format!("Panadería {n}"),
            since,
            by: "Marta Molina".to_owned(),
        }),
        last_holder: None,
        status: NumberStatus::Connected,
        quality: QualityRating::Green,
        quality_before: None,
        verified_name: format!("Panadería {n}"),
        new_name: None,
        name_status: NameStatus::Approved,
        code_verification: CodeVerification::Verified,
        messaging_limit: None,
        throughput: None,
        last_used_at: None,
        seen_at: since,
        vanished_at: None,
        archived_at: None,
        duplicate: false,
    })
}

fn uuid(n: u32) -> String {
    format!("0192a7c0-0000-7000-8000-{n:012x}")
}

/// A session store that keeps nothing.
#[derive(Debug, Clone)]
struct NoSessions;

#[async_trait]
impl SessionStore for NoSessions {
    async fn save(&self, _: &Record) -> session_store::Result<()> {
        Ok(())
    }

    async fn load(&self, _: &Id) -> session_store::Result<Option<Record>> {
        Ok(None)
    }

    async fn delete(&self, _: &Id) -> session_store::Result<()> {
        Ok(())
    }
}
