//! A database, an emulated Meta in this process, and consoles as processes of
//! their own between them.

use std::{
    collections::BTreeMap,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU8, Ordering},
    time::{Duration, Instant},
};

use domain::{ids::TenantId, page::PageRequest, person::Role};
use sandbox::{Behaviour, RunningSandbox, Sandbox, SandboxConfig, Subscription, Wrote};
use secrecy::SecretString;
use serde_json::{Value, json};
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
    config::{Config, Given, setting},
    http::webhook,
    start::{self, Mode},
};
use tempfile::TempDir;
use url::Url;

const TOKEN: &str = "EAAPROCESS";
const APP_SECRET: &str = "secret-of-the-process-tests";
const VERIFY_TOKEN: &str = "verify-of-the-process-tests";
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

    /// Starts a console and waits until it is ready. `log` is as in `TAHONA_LOG`.
    pub(crate) async fn start(&self, addr: SocketAddr, log: &str) -> Console {
        self.start_with(addr, log, &[]).await
    }

    /// The same with these variables.
    pub(crate) async fn start_with(&self, addr: SocketAddr, log: &str, more: &[(&str, &str)]) -> Console {
        let written = self.folder.path().join(format!("log-{}", self.logs().len()));
        let stderr = std::fs::File::create(&written).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_tahona"));
        for setting in setting::SETTINGS {
            command.env_remove(setting.env);
        }
        command
            .arg("serve")
            .env_remove("TAHONA_CONFIG")
            .env(setting::ADDR, addr.to_string())
            .envs(settings(
                &self.database.url,
                &self.folder,
                &self.sandbox.base_url,
                log,
            ))
            .envs(more.iter().copied())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(stderr);
        let mut console = Console {
            child: command.spawn().unwrap(),
            url: format!("http://{addr}"),
        };
        let ready = format!("{}/readyz", console.url);
        until("the console is ready", async || {
            if let Some(ended) = console.child.try_wait().unwrap() {
                let said = std::fs::read_to_string(&written).unwrap();
                panic!("the console ended: {ended}\n{said}");
            }
            self.http
                .get(&ready)
                .send()
                .await
                .is_ok_and(|answer| answer.status() == 200)
        })
        .await;
        console
    }

    /// What every console has written, by file.
    pub(crate) fn logs(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        paths.retain(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("log-"))
        });
        paths
            .into_iter()
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    }

    /// Asks a console to send the `n`th message, until it says that it has
    /// taken it. Answers our id.
    pub(crate) async fn send(&self, console: &str, n: usize) -> String {
        let address = format!("{console}/api/v1/whatsapp/send");
        let started = Instant::now();
        loop {
            let asked = self
                .http
                .post(&address)
                .bearer_auth(&self.key)
                .header("idempotency-key", format!("order-{n}"))
                .header("content-type", "application/json")
                .body(self.order(n).to_string())
                .send()
                .await;
            if let Ok(answer) = asked {
                let status = answer.status().as_u16();
                let Ok(body) = answer.text().await else { continue };
                match status {
                    202 => {
                        let taken: Value = serde_json::from_str(&body).unwrap();
                        return taken["id"].as_str().unwrap().to_owned();
                    }
                    429 | 503 => {}
                    other => panic!("{other}: {body}"),
                }
            }
            assert!(started.elapsed() < PATIENCE, "message {n} was never taken");
            tokio::time::sleep(LOOK).await;
        }
    }

    fn order(&self, n: usize) -> Value {
        let value = |text: &str| json!({"type": "text", "text": text});
        json!({
            "tenant_id": self.tenants[n % self.tenants.len()].to_string(),
            "recipient_phone": recipient(n), "recipient_name": "Juan García",
            "message_type": "template", "user_authorized": true,
            "template": {"template_name": "po_notification", "language": "es", "components": [
                {"type": "body", "parameters": [value("Juan García"), value("PO-TEST-001"), value("€150.00")]},
            ]},
        })
    }

    /// The `n`th customer writes; answers Meta's id of the message.
    pub(crate) fn customer_writes(&self, n: usize) -> String {
        let first: usize = sandbox::FIRST_PHONE.parse().unwrap();
        let wrote = Wrote {
            number: (first + n % self.tenants.len()).to_string(),
            from: Some(writer(n)),
            text: Some(format!("¿Tenéis {n} panes de centeno?")),
            ..Wrote::default()
        };
        self.sandbox.sandbox.state().customer_writes(&wrote).unwrap()
    }

    /// Where Meta posts from now on.
    pub(crate) fn post_to(&self, console: SocketAddr) {
        let mut state = self.sandbox.sandbox.state();
        for subscription in &mut state.waba_mut(sandbox::WABA).unwrap().subscriptions {
            subscription.override_callback_uri = Some(address(console));
        }
    }

    /// The first column of a query's only row.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.svc.db.read().await.unwrap();
        store::on!(&mut tx, |c| sqlx::query_scalar(sql).fetch_one(c).await).unwrap()
    }

    /// Pairs of texts.
    pub(crate) async fn pairs(&self, sql: &'static str) -> BTreeMap<String, String> {
        let mut tx = self.svc.db.read().await.unwrap();
        let rows: Vec<(String, String)> =
            store::on!(&mut tx, |c| sqlx::query_as(sql).fetch_all(c).await).unwrap();
        rows.into_iter().collect()
    }

    /// Digits of everybody who takes part must be in no log.
    pub(crate) fn assert_logs_name_nobody(&self, people: usize) {
        let logs = self.logs();
        assert!(
            logs.iter().any(|log| log.contains("answered")),
            "nothing was logged"
        );
        for log in logs {
            // Durations have as many digits as anybody's number.
            let told = |line: &str| line.split("took_ms").next().unwrap_or_default().to_owned();
            let log: Vec<String> = log.lines().map(told).collect();
            for n in 0..people {
                for digits in [recipient(n).trim_start_matches("+34").to_owned(), writer(n)] {
                    let line = log.iter().find(|line| line.contains(&digits));
                    assert_eq!(line, None, "{digits}");
                }
            }
        }
    }
}

/// A console that runs.
pub(crate) struct Console {
    child: Child,
    pub(crate) url: String,
}

impl Console {
    /// Ends it without any warning.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end and waits until it has.
    pub(crate) async fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(asked.success());
        let mut ended = None;
        until("the console ends when asked", async || {
            ended = self.child.try_wait().unwrap();
            ended.is_some()
        })
        .await;
        ended.unwrap()
    }

    /// The sum of a figure over all its labels.
    pub(crate) async fn figure(&self, http: &reqwest::Client, name: &str) -> f64 {
        let answer = http.get(format!("{}/metrics", self.url)).send().await.unwrap();
        let text = answer.text().await.unwrap();
        text.lines()
            .filter(|line| {
                line.strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with(['{', ' ']))
            })
            .map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap())
            // An empty sum of floats is -0, which is written so.
            .fold(0.0, |sum, one| sum + one)
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
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

fn address(console: SocketAddr) -> String {
    format!("http://{console}{}", webhook::PATH)
}

fn settings(database: &str, folder: &TempDir, graph: &str, log: &str) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        (setting::DATABASE_URL, database.to_owned()),
        (
            setting::SECRET_KEY_FILE,
            folder.path().join("secret.key").display().to_string(),
        ),
        (setting::GRAPH_BASE_URL, graph.to_owned()),
        (setting::VERIFY_TOKEN, VERIFY_TOKEN.to_owned()),
        (setting::SYNC_EVERY, "0".to_owned()),
        (setting::LOG, log.to_owned()),
    ])
}

/// A Meta that repeats itself, mixes things up and tries again soon.
fn emulated(console: SocketAddr) -> SandboxConfig {
    let mut config = SandboxConfig::demo().with_token(TOKEN);
    APP_SECRET.clone_into(&mut config.app.secret);
    config.check_callbacks = false;
    config.journal_length = 10_000;
    let app_id = config.app.id.clone();
    for waba in &mut config.wabas {
        "TIER_UNLIMITED".clone_into(&mut waba.portfolio.messaging_limit);
        if waba.id == sandbox::WABA {
            waba.subscriptions = vec![Subscription {
                app_id: app_id.clone(),
                override_callback_uri: Some(address(console)),
                verify_token: Some(VERIFY_TOKEN.to_owned()),
            }];
        }
    }
    config.behaviour = Behaviour {
        sent_ms: 5,
        delivered_ms: 20,
        read_ms: 60,
        batch: 6,
        concurrency: 4,
        duplicate_percent: 15,
        reorder: true,
        retry_ms: 50,
        attempts: 30,
        time_out_ms: 5_000,
        ..Behaviour::default()
    };
    config
}
