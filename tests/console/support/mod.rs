//! A whole console in process: the real router over a real database, with an
//! emulated Meta on a real socket.

mod client;

use std::net::SocketAddr;

use axum::Router;
use domain::{
    ids::{NumberId, PhoneNumberId, TenantId},
    person::Role,
};
use sandbox::{RunningSandbox, Sandbox, SandboxConfig};
use secrecy::SecretString;
use service::{
    Call, Inner, Services, Settings,
    accounts::{
        connect::{self, ConnectInput},
        list::{self as accounts, AccountRow},
        sync,
    },
    numbers::{
        assign,
        list::{self, NumberQuery},
    },
    people::{
        api_keys, demo,
        links::{self, Invite},
        sign_in::Origin,
    },
    tenants::{
        edit::{self, TenantInput},
        own,
    },
    testing::{Setup, TestServices},
};
use store::Engine;
use tahona::{
    router,
    state::{AppState, Limits, WebSettings},
};
use tokio_util::sync::CancellationToken;
use url::Url;

pub(crate) use client::{Answer, Client};

/// Password of everybody that the demo does not know.
pub(crate) const PASSWORD: &str = "pan de molde y agua";
/// The address that browsers use.
pub(crate) const BASE_URL: &str = "http://tahona.test";

/// A console with two bakeries, their owners and keys, and one WABA.
pub(crate) struct TestApp {
    pub(crate) svc: TestServices,
    pub(crate) router: Router,
    web: WebSettings,
    pub(crate) stop: CancellationToken,
    /// Has the first number and `owner@demo.test`.
    pub(crate) bakery: TenantId,
    /// Has no number and `other@bakery.test`.
    pub(crate) other: TenantId,
    /// Key of `bakery`.
    pub(crate) tenant_key: String,
    /// The first number of the pool, which `bakery` has.
    pub(crate) number: NumberId,
    /// The emulator behind it.
    pub(crate) sandbox: RunningSandbox,
}

impl TestApp {
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::at(engine, BASE_URL).await
    }

    /// A console whose bakery may send: it is switched on, and its account was read.
    pub(crate) async fn sending(engine: Engine) -> Self {
        let app = Self::new(engine).await;
        let system = Call::system("test");
        own::set_enabled(&app.svc, &system, &app.bakery, true)
            .await
            .unwrap();
        sync::all(&app.svc, &system).await.unwrap();
        app
    }

    /// A console that browsers reach at `base_url`.
    pub(crate) async fn at(engine: Engine, base_url: &str) -> Self {
        let sandbox = Sandbox::new(SandboxConfig::demo(), tahona::start::system_clock()).unwrap();
        let sandbox = sandbox
            .spawn(SocketAddr::from(([127, 0, 0, 1], 0)))
            .await
            .unwrap();
        let base_url = Url::parse(base_url).unwrap();
        let settings = Settings {
            base_url: base_url.clone(),
            whatsapp_enabled: true,
            time_zone: "Europe/Madrid".to_owned(),
            require_second_factor: false,
            webhook_verify_token: Some(SecretString::from("verify")),
            demo: true,
        };
        let graph = Url::parse(&sandbox.base_url).unwrap();
        let svc = TestServices::with(
            engine,
            Setup {
                graph,
                settings,
                ..Setup::default()
            },
        )
        .await;
        let bakery = tenant(&svc, "Panadería San Juan").await;
        let other = tenant(&svc, "Panadería Goiko").await;
        demo::seed(&svc, std::slice::from_ref(&bakery)).await.unwrap();
        invite(&svc, "other@bakery.test", Role::Owner, vec![other.clone()]).await;
        let system = Call::system("test");
        let tenant_key = api_keys::create(&svc, &system, "till", Some(bakery.clone()))
            .await
            .unwrap()
            .key;
        let account = ConnectInput {
            waba_id: sandbox::WABA.to_owned(),
            token: SecretString::from(sandbox::TOKEN),
            app_secret: SecretString::from(sandbox::APP_SECRET),
        };
        connect::connect(&svc, &system, &account).await.unwrap().unwrap();
        let first = PhoneNumberId::parse(sandbox::FIRST_PHONE).unwrap();
        assign::assign_by_phone_number_id(&svc, &system, &bakery, &first, None)
            .await
            .unwrap();
        let number = number_id(&svc, first.as_str()).await;
        let stop = CancellationToken::new();
        let web = WebSettings {
            base_url,
            trusted_proxies: Vec::new(),
            time_zone: "Europe/Madrid".to_owned(),
            metrics_token: None,
        };
        tahona::http::metrics::install().unwrap();
        let router = router::build(AppState::new(svc.svc.clone(), web.clone(), stop.clone()));
        Self {
            svc,
            router,
            web,
            stop,
            bakery,
            other,
            tenant_key,
            number,
            sandbox,
        }
    }

    /// The same console where admins and support must have a second factor.
    pub(crate) fn strict(&self) -> Router {
        self.with(Settings {
            require_second_factor: true,
            ..self.svc.svc.settings.clone()
        })
    }

    /// The same console without a token for Meta's question whether it is ours.
    pub(crate) fn without_verify_token(&self) -> Router {
        self.with(Settings {
            webhook_verify_token: None,
            ..self.svc.svc.settings.clone()
        })
    }

    fn with(&self, settings: Settings) -> Router {
        let svc = &self.svc.svc;
        let services = Services::new(Inner {
            db: svc.db.clone(),
            clock: svc.clock.clone(),
            random: svc.random.clone(),
            vault: svc.vault.clone(),
            graph: svc.graph.clone(),
            settings,
            events: svc.events.clone(),
            mailer: None,
        });
        router::build(AppState::new(services, self.web.clone(), self.stop.clone()))
    }

    /// The same console with other limits on how long requests may take.
    pub(crate) fn within(&self, limits: Limits) -> Router {
        let mut state = AppState::new(self.svc.svc.clone(), self.web.clone(), self.stop.clone());
        state.limits = limits;
        router::build(state)
    }

    /// The WABA that is connected.
    pub(crate) async fn account(&self) -> AccountRow {
        accounts::list(&self.svc, &Call::system("test"))
            .await
            .unwrap()
            .remove(0)
    }

    /// A browser that nobody has signed in with.
    pub(crate) fn browser(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A program with a key.
    pub(crate) fn program(&self, key: &str) -> Client {
        self.browser()
            .with("authorization", &format!("Bearer {key}"))
            .with("accept", "application/json")
    }

    /// A program with the platform's key.
    pub(crate) fn platform(&self) -> Client {
        self.program(demo::API_KEY)
    }

    pub(crate) async fn admin(&self) -> Client {
        self.signed_in("admin@demo.test", demo::PASSWORD).await
    }

    pub(crate) async fn support(&self) -> Client {
        self.signed_in("support@demo.test", demo::PASSWORD).await
    }

    /// The owner of `bakery`.
    pub(crate) async fn owner(&self) -> Client {
        self.signed_in("owner@demo.test", demo::PASSWORD).await
    }

    /// The owner of `other`.
    pub(crate) async fn other_owner(&self) -> Client {
        self.signed_in("other@bakery.test", PASSWORD).await
    }

    /// A browser in which somebody has signed in through the form.
    pub(crate) async fn signed_in(&self, email: &str, password: &str) -> Client {
        let mut browser = self.browser();
        let answer = browser
            .post("/do/sign-in", &[("email", email), ("password", password)])
            .await;
        assert_eq!(answer.status, 303, "{email}: {}", answer.body);
        assert!(
            !answer.location().starts_with("/login"),
            "{email} was sent to {}",
            answer.location()
        );
        browser
    }
}

/// Makes a bakery.
pub(crate) async fn tenant(svc: &TestServices, name: &str) -> TenantId {
    let input = TenantInput {
        name: name.to_owned(),
        ..TenantInput::default()
    };
    edit::create(svc, &Call::system("test"), &input).await.unwrap()
}

/// Invites somebody who comes at once, with [`PASSWORD`].
pub(crate) async fn invite(svc: &TestServices, email: &str, role: Role, tenants: Vec<TenantId>) {
    let invite = Invite {
        email: email.to_owned(),
        name: "Ana".to_owned(),
        role,
        tenants,
    };
    let link = links::invite(svc, &Call::system("test"), invite).await.unwrap();
    let token = link.url.rsplit('/').next().unwrap();
    links::accept(svc, &Origin::default(), token, "Ana", PASSWORD, PASSWORD)
        .await
        .unwrap();
}

async fn number_id(svc: &TestServices, phone_number_id: &str) -> NumberId {
    let query = NumberQuery {
        q: Some(phone_number_id.to_owned()),
        ..NumberQuery::default()
    };
    let found = list::list(svc, &Call::system("test"), &query).await.unwrap();
    found
        .page
        .rows
        .into_iter()
        .find(|row| row.phone_number_id == phone_number_id)
        .unwrap()
        .id
}
