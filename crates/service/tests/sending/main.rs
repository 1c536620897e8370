//! Sending, from the request to the partner, on both databases and against the
//! emulator of Meta's API.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod closed;
mod consents;
mod gates;
mod nudges;
mod outages;
mod outcomes;
mod queue;
mod recheck;
mod reports;
mod templates;
mod turns;

use domain::{
    clock::ManualClock,
    ids::{AccountId, TenantId, UserId},
    message::{delivery::State, id::MessageId},
    page::PageRequest,
    permission::Actor,
    person::Role,
};
use sandbox::{RunningSandbox, Sandbox, SandboxConfig, Wrote};
use secrecy::SecretString;
use serde_json::value::RawValue;
use service::{
    Call, ServiceError,
    accounts::connect::{ConnectInput, connect},
    messages::{
        gate::GateReport,
        outbox::Outbox,
        send::{self, SendContent, SendInput, SendTo, Sent, TemplateContent},
    },
    numbers::{
        assign::{Assign, assign},
        list::{NumberQuery, list},
    },
    tenants::{
        edit::{TenantInput, create},
        own,
    },
    testing::{START, Setup, TestServices},
};
use store::{
    Engine, contacts,
    messages::progress::{self, Progress},
    short_ids,
};
use url::Url;

/// A token that is not printed in the manual.
const PILOT: &str = "EAAPILOT";
/// A customer.
const JUAN: &str = "+34622334455";

/// A bakery with a number beside an emulator.
struct World {
    t: TestServices,
    sandbox: RunningSandbox,
    sandbox_clock: ManualClock,
    admin: Call,
    account: AccountId,
    tenant: TenantId,
}

impl std::ops::Deref for World {
    type Target = TestServices;
    fn deref(&self) -> &TestServices {
        &self.t
    }
}

async fn world(engine: Engine) -> World {
    let mut config = SandboxConfig {
        check_callbacks: false,
        ..SandboxConfig::demo_with(12).with_token(PILOT)
    };
    config
        .wabas
        .iter_mut()
        .for_each(|waba| waba.portfolio.messaging_limit = "TIER_2K".into());
    let sandbox_clock = ManualClock::at(START);
    let sandbox = Sandbox::new(config, sandbox_clock.clock()).unwrap();
    let sandbox = sandbox.spawn("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let setup = Setup {
        graph: Url::parse(&sandbox.base_url).unwrap(),
        ..Setup::default()
    };
    let t = TestServices::with(engine, setup).await;
    let id = UserId::parse("0192a7c0-0000-7000-8000-0000000000ff").unwrap();
    let actor = Actor::Person {
        id,
        name: "Marta".into(),
        role: Role::PlatformAdmin,
        tenants: Vec::new(),
    };
    let admin = Call {
        actor,
        ip: None,
        request_id: None,
    };
    let input = ConnectInput {
        waba_id: sandbox::WABA.into(),
        token: SecretString::from(PILOT),
        app_secret: SecretString::from(String::new()),
    };
    let account = connect(&t, &admin, &input).await.unwrap().unwrap();
    service::templates::sync::one(&t, &admin, &account).await.unwrap();
    let tenant = create(
        &t,
        &admin,
        &TenantInput {
            name: "San Juan".into(),
            ..TenantInput::default()
        },
    )
    .await
    .unwrap();
    let world = World {
        t,
        sandbox,
        sandbox_clock,
        admin,
        account,
        tenant,
    };
    world.give_number(0, &world.tenant).await;
    world
}

/// A template that fits, with a statement that the person agreed.
fn order(tenant: &TenantId, phone: &str) -> SendInput {
    template(
        tenant,
        phone,
        "po_notification",
        &["Juan García", "PO-TEST-001", "€150.00"],
    )
}

fn template(tenant: &TenantId, phone: &str, name: &str, values: &[&str]) -> SendInput {
    let values: Vec<_> = values
        .iter()
        .map(|v| serde_json::json!({"type": "text", "text": v}))
        .collect();
    let components = serde_json::json!([{"type": "body", "parameters": values}]).to_string();
    SendInput {
        tenant: tenant.clone(),
        to: SendTo::Phone {
            phone: phone.into(),
            name: "Juan García".into(),
        },
        content: SendContent::Template(TemplateContent {
            name: name.into(),
            language: "es".into(),
            components: Some(RawValue::from_string(components).unwrap()),
        }),
        authorized: Some("Sí, avisadme por WhatsApp".into()),
        reply_to: None,
        key: None,
    }
}

fn text(tenant: &TenantId, phone: &str, body: &str) -> SendInput {
    SendInput {
        content: SendContent::Text {
            body: body.into(),
            preview_url: false,
        },
        ..order(tenant, phone)
    }
}

/// Another phone for each number.
fn phone(n: u32) -> String {
    format!("+346{n:08}")
}

impl World {
    /// Gives a bakery the `n`th number and turns its switch on.
    async fn give_number(&self, n: usize, tenant: &TenantId) {
        let query = NumberQuery {
            page: PageRequest::clamped(None, Some(200)),
            ..NumberQuery::default()
        };
        let mut rows = list(&self.t, &self.admin, &query).await.unwrap().page.rows;
        rows.sort_by(|a, b| a.phone_number_id.cmp(&b.phone_number_id));
        let number = rows[n].id.clone();
        let input = Assign {
            number,
            tenant: tenant.clone(),
            move_from: None,
            replace: false,
        };
        assign(&self.t, &self.admin, &input).await.unwrap();
        own::set_enabled(&self.t, &self.admin, tenant, true)
            .await
            .unwrap();
    }

    async fn bakery(&self, name: &str, number: usize) -> TenantId {
        let input = TenantInput {
            name: name.into(),
            ..TenantInput::default()
        };
        let tenant = create(&self.t, &self.admin, &input).await.unwrap();
        self.give_number(number, &tenant).await;
        tenant
    }

    async fn send(&self, input: &SendInput) -> Result<Sent, ServiceError> {
        send::send(&self.t, &self.admin, input).await
    }

    async fn refusal(&self, input: &SendInput) -> GateReport {
        match self.send(input).await {
            Err(ServiceError::Refused(report)) => *report,
            other => panic!("{other:?}"),
        }
    }

    async fn message(&self, id: MessageId) -> Progress {
        let mut tx = self.t.db.db.read().await.unwrap();
        progress::by_ids(&mut tx, &[id.0]).await.unwrap().pop().unwrap()
    }

    async fn state(&self, id: MessageId) -> State {
        self.message(id).await.facts.state()
    }

    fn outbox(&self) -> Outbox {
        Outbox::new(&self.t.svc)
    }

    /// Messages that the emulator has accepted, by our id.
    fn accepted(&self) -> Vec<String> {
        self.sandbox
            .sandbox
            .state()
            .sent()
            .into_iter()
            .filter_map(|sent| sent.tracking)
            .collect()
    }

    /// Both clocks move.
    fn pass(&self, millis: i64) {
        self.t.clock.advance(millis);
        self.sandbox_clock.advance(millis);
    }

    /// A customer writes to the bakery's number, there and here. Answers the
    /// short ids of number and customer.
    async fn customer_writes(&self, phone: &str, text: &str) -> (i64, i64) {
        let now = self.t.clock.clock().now();
        let mut tx = self.t.db.db.write().await.unwrap();
        let sender = store::messages::outgoing::sender(&mut tx, self.tenant.as_str())
            .await
            .unwrap()
            .unwrap();
        let wrote = Wrote {
            number: sender.phone_number_id.unwrap(),
            from: Some(phone.trim_start_matches('+').into()),
            text: Some(text.into()),
            ..Wrote::default()
        };
        self.sandbox.sandbox.state().customer_writes(&wrote).unwrap();
        let tenant = short_ids::ensure(&mut tx, short_ids::ShortKind::Tenant, self.tenant.as_str())
            .await
            .unwrap();
        let number_id = sender.number_id.unwrap();
        let number = short_ids::ensure(&mut tx, short_ids::ShortKind::Number, &number_id)
            .await
            .unwrap();
        let e164 = domain::phone::E164::parse(phone).unwrap();
        let who = contacts::Identity {
            tenant,
            match_key: Some(domain::contact::match_key(&e164)),
            phone: Some(e164.to_string()),
            ..contacts::Identity::default()
        };
        let contact = contacts::ensure(&mut tx, self.t.random.message_id(now), &who, now)
            .await
            .unwrap();
        contacts::note_inbound(&mut tx, &[(number, contact.id, now)])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        (number, contact.id)
    }
}
