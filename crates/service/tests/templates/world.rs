//! A WABA of the emulator, its webhooks made by hand, and what is known of it.

use domain::{
    clock::ManualClock,
    ids::{AccountId, TemplateId, UserId},
    permission::Actor,
    person::Role,
    time::Millis,
};
use sandbox::{RunningSandbox, Sandbox, SandboxConfig, Template};
use secrecy::SecretString;
use serde_json::{Value, json};
use service::{
    Call,
    accounts::connect::{ConnectInput, connect},
    templates::{
        detail::{self, TemplateDetail},
        list::{self, TemplateQuery},
        row::TemplateRow,
        sync::{self, TemplateSync},
    },
    testing::{START, Setup, TestServices},
    webhooks::worker,
};
use store::{Engine, webhooks::deliveries};
use url::Url;

/// A token that is not printed in the manual.
const PILOT: &str = "EAAPILOT";

pub(crate) struct World {
    pub(crate) t: TestServices,
    pub(crate) sandbox: RunningSandbox,
    pub(crate) sandbox_clock: ManualClock,
    pub(crate) account: AccountId,
}

impl std::ops::Deref for World {
    type Target = TestServices;
    fn deref(&self) -> &TestServices {
        &self.t
    }
}

/// Somebody of this role.
pub(crate) fn person(name: &str, last: u8, role: Role) -> Call {
    let id = UserId::parse(&format!("0192a7c0-0000-7000-8000-0000000000{last:02x}")).unwrap();
    Call {
        actor: Actor::Person {
            id,
            name: name.into(),
            role,
            tenants: Vec::new(),
        },
        ip: None,
        request_id: None,
    }
}

pub(crate) fn admin() -> Call {
    person("Marta", 0xff, Role::PlatformAdmin)
}

/// A template as the emulator keeps it.
pub(crate) fn template(id: u64, name: &str, language: &str, body: &str) -> Template {
    Template {
        id: id.to_string(),
        name: name.into(),
        language: language.into(),
        quality: "GREEN".into(),
        components: json!([{ "type": "BODY", "text": body }]),
        ..Template::default()
    }
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::with(engine, None).await
    }

    /// With these templates in the emulator instead of the pilot's.
    pub(crate) async fn with(engine: Engine, templates: Option<Vec<Template>>) -> Self {
        let mut config = SandboxConfig {
            check_callbacks: false,
            ..SandboxConfig::demo_with(3).with_token(PILOT)
        };
        if let Some(templates) = templates {
            let waba = config
                .wabas
                .iter_mut()
                .find(|waba| waba.id == sandbox::WABA)
                .unwrap();
            waba.templates = templates;
        }
        let sandbox_clock = ManualClock::at(START);
        let sandbox = Sandbox::new(config, sandbox_clock.clock()).unwrap();
        let sandbox = sandbox.spawn("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let setup = Setup {
            graph: Url::parse(&sandbox.base_url).unwrap(),
            ..Setup::default()
        };
        let t = TestServices::with(engine, setup).await;
        let input = ConnectInput {
            waba_id: sandbox::WABA.into(),
            token: SecretString::from(PILOT),
            app_secret: SecretString::from(String::new()),
        };
        let account = connect(&t, &admin(), &input).await.unwrap().unwrap();
        let world = Self {
            t,
            sandbox,
            sandbox_clock,
            account,
        };
        world.pass(60_000);
        world
    }

    pub(crate) fn now(&self) -> Millis {
        self.t.clock.clock().now()
    }

    /// Both clocks move.
    pub(crate) fn pass(&self, millis: i64) {
        self.t.clock.advance(millis);
        self.sandbox_clock.advance(millis);
    }

    pub(crate) async fn sync(&self) -> TemplateSync {
        sync::one(&self.t, &admin(), &self.account).await.unwrap()
    }

    /// Changes a template in the emulator without a word.
    pub(crate) fn change(&self, name: &str, language: &str, change: impl FnOnce(&mut Template)) {
        let mut state = self.sandbox.sandbox.state();
        let id = state
            .wabas()
            .iter()
            .flat_map(|waba| &waba.templates)
            .find(|t| t.name == name && t.language == language)
            .unwrap()
            .id
            .clone();
        change(state.template_mut(&id).unwrap());
    }

    /// Changes the emulator's list without a word.
    pub(crate) fn listed(&self, change: impl FnOnce(&mut Vec<Template>)) {
        let mut state = self.sandbox.sandbox.state();
        change(&mut state.waba_mut(sandbox::WABA).unwrap().templates);
    }

    /// Delivers a webhook about a template of `waba` that happened at `at`.
    pub(crate) async fn webhook(&self, waba: &str, field: &str, at: Millis, value: &Value) {
        let body = json!({
            "object": "whatsapp_business_account",
            "entry": [{ "id": waba, "time": at.0 / 1_000, "changes": [{ "field": field, "value": value }] }],
        });
        let delivery = deliveries::NewDelivery {
            id: self.t.random.message_id(self.now()),
            received_at: self.now(),
            body: body.to_string().into_bytes(),
        };
        let mut tx = self.t.db.db.write().await.unwrap();
        deliveries::insert(&mut tx, &[delivery]).await.unwrap();
        tx.commit().await.unwrap();
        worker::recover(&self.t.svc, 0).await.unwrap();
    }

    pub(crate) async fn row(&self, name: &str, language: &str) -> Option<TemplateRow> {
        let query = TemplateQuery {
            q: Some(name.into()),
            ..TemplateQuery::default()
        };
        let found = list::list(&self.t, &admin(), &query).await.unwrap();
        found
            .groups
            .into_iter()
            .filter(|group| group.name == name && group.account.0 == self.account)
            .flat_map(|group| group.languages)
            .find(|row| row.language == language)
    }

    pub(crate) async fn detail(&self, id: &TemplateId) -> TemplateDetail {
        detail::get(&self.t, &admin(), id).await.unwrap()
    }
}
