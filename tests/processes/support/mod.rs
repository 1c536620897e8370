//! A database, an emulated Meta in this process, and consoles as processes of
//! their own between them.

mod console;
mod meta;
mod traffic;

use std::{
    net::{SocketAddr, TcpListener},
    sync::atomic::{AtomicU8, Ordering},
    time::{Duration, Instant},
};

use domain::{ids::TenantId, page::PageRequest, person::Role};
use sandbox::{RunningSandbox, Sandbox};
use secrecy::SecretString;
use service::{
    Call, Services,
    accounts::connect::{self, ConnectInput},
    numbers::{
        assign::{self, Assign},
        list::{self, NumberQuery},
    },
    people::{
        api_keys,
        links::{self, Invite},
        sign_in::Origin,
    },
    templates,
    tenants::{
        edit::{self, TenantInput},
        own,
    },
};
use store::{Engine, testing::TestDb};
use tahona::{
    config::{Config, Given},
    start::{self, Mode},
};
use tempfile::TempDir;
use url::Url;

pub(crate) use self::console::Console;
use self::{
    console::settings,
    meta::{APP_SECRET, TOKEN, emulated},
};

/// The owner of the first bakery.
pub(crate) const OWNER: &str = "owner@process.test";
/// Their password.
pub(crate) const PASSWORD: &str = "pan de molde y agua";
/// Generous: only what never happens takes this long.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks at something that is waited for.
const LOOK: Duration = Duration::from_millis(20);

/// Everything that outlives a console.
pub(crate) struct World {
    pub(crate) svc: Services,
    pub(crate) sandbox: RunningSandbox,
    pub(crate) tenants: Vec<TenantId>,
    pub(crate) http: reqwest::Client,
    /// A platform key.
    pub(crate) key: String,
    database: TestDb,
    folder: TempDir,
}

impl World {
    /// Three bakeries with a number each. Customers that Meta tells of are told
    /// to `console`.
    pub(crate) async fn new(engine: Engine, console: SocketAddr) -> Self {
        let database = TestDb::new(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let emulated = Sandbox::new(emulated(console), start::system_clock()).unwrap();
        let sandbox = emulated
            .spawn(SocketAddr::from(([127, 0, 0, 1], 0)))
            .await
            .unwrap();
        let settings = settings(&database.url, &folder, &sandbox.base_url, "off");
        let given = settings
            .iter()
            .fold(Given::default(), |given, (name, value)| given.with(name, value));
        let config = Config::read(given, false).unwrap();
        let base_url = Url::parse(&format!("http://{console}")).unwrap();
        let svc = start::services(&config, base_url, Mode::default()).await.unwrap();
        let system = Call::system("test");
        let input = ConnectInput {
            waba_id: sandbox::WABA.to_owned(),
            token: SecretString::from(TOKEN),
            app_secret: SecretString::from(APP_SECRET),
        };
        let account = connect::connect(&svc, &system, &input).await.unwrap().unwrap();
        templates::sync::one(&svc, &system, &account).await.unwrap();
        let query = NumberQuery {
            page: PageRequest::clamped(None, Some(200)),
            ..NumberQuery::default()
        };
        let mut numbers = list::list(&svc, &system, &query).await.unwrap().page.rows;
        numbers.sort_by(|a, b| a.phone_number_id.cmp(&b.phone_number_id));
        let mut tenants = Vec::new();
        for (name, number) in ["San Juan", "Goiko", "Artesano"].into_iter().zip(numbers) {
            let input = TenantInput {
                name: name.to_owned(),
                ..TenantInput::default()
            };
            let tenant = edit::create(&svc, &system, &input).await.unwrap();
            let input = Assign {
                number: number.id,
                tenant: tenant.clone(),
                move_from: None,
                replace: false,
            };
            assign::assign(&svc, &system, &input).await.unwrap();
            own::set_enabled(&svc, &system, &tenant, true).await.unwrap();
            tenants.push(tenant);
        }
        let invite = Invite {
            email: OWNER.to_owned(),
            name: "Ana".to_owned(),
            role: Role::Owner,
            tenants: vec![tenants[0].clone()],
        };
        let link = links::invite(&svc, &system, invite).await.unwrap();
        let token = link.url.rsplit('/').next().unwrap();
        links::accept(&svc, &Origin::default(), token, "Ana", PASSWORD, PASSWORD)
            .await
            .unwrap();
        let key = api_keys::create(&svc, &system, "notifications", None)
            .await
            .unwrap()
            .key;
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(20))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            svc,
            sandbox,
            tenants,
            http,
            key,
            database,
            folder,
        }
    }
}

/// Waits for something that must happen.
pub(crate) async fn until(what: &str, mut happened: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !happened().await {
        assert!(started.elapsed() < PATIENCE, "never: {what}");
        tokio::time::sleep(LOOK).await;
    }
}

/// A free address; a console that is started again takes the same one. Each
/// has an IP of its own where this machine allows it (Linux does), so that
/// nobody else is given the port while a killed console is away.
pub(crate) fn free_address() -> SocketAddr {
    static LAST: AtomicU8 = AtomicU8::new(10);
    let own = [127, 0, 0, LAST.fetch_add(1, Ordering::Relaxed)];
    let bound = TcpListener::bind(SocketAddr::from((own, 0))).or_else(|_| TcpListener::bind("127.0.0.1:0"));
    bound.unwrap().local_addr().unwrap()
}

/// Whom the `n`th message is for.
pub(crate) fn recipient(n: usize) -> String {
    format!("+34699{n:06}")
}

/// Who writes the `n`th question.
fn writer(n: usize) -> String {
    format!("34688{n:06}")
}
