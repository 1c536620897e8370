//! Bakeries, WABAs, numbers and assignments on both databases, against the
//! emulator of Meta's API.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod accounts;
mod assign;
mod bootstrap;
mod bulk;
mod demo;
mod history;
mod import;
mod lists;
mod many;
mod overview;
mod race;
mod rotate;
mod subscriptions;
mod sync;
mod taken_back;
mod tenants;

use domain::{
    clock::ManualClock,
    ids::{AccountId, NumberId, TenantId, UserId},
    page::PageRequest,
    permission::Actor,
    person::Role,
};
use sandbox::{RunningSandbox, Sandbox, SandboxConfig};
use secrecy::SecretString;
use service::{
    Call, FieldError, Problem, ServiceError, ServiceResult, Settings,
    accounts::connect::{ConnectInput, connect},
    numbers::{
        assign::{Assign, Change, assign},
        list::{NumberQuery, NumberRow, list},
    },
    tenants::edit::{TenantInput, create},
    testing::{START, Setup, TestServices},
};
use store::Engine;
use url::Url;

/// A token for the pilot's WABA that is not printed in the manual.
const PILOT: &str = "EAAPILOT";
/// The same rights, for rotating.
const SECOND: &str = "EAASECOND";

/// Use cases beside an emulator.
struct World {
    t: TestServices,
    sandbox: RunningSandbox,
    admin: Call,
}

impl std::ops::Deref for World {
    type Target = TestServices;
    fn deref(&self) -> &TestServices {
        &self.t
    }
}

fn person(role: Role, tenants: Vec<TenantId>) -> Call {
    let id = UserId::parse("0192a7c0-0000-7000-8000-0000000000ff").unwrap();
    Call {
        actor: Actor::Person {
            id,
            name: "Marta".into(),
            role,
            tenants,
        },
        ip: None,
        request_id: None,
    }
}

async fn world(engine: Engine) -> World {
    world_with(engine, |_| {}).await
}

async fn world_with(engine: Engine, change: impl FnOnce(&mut Settings)) -> World {
    let config = SandboxConfig {
        check_callbacks: false,
        ..SandboxConfig::demo().with_token(PILOT).with_token(SECOND)
    };
    let sandbox = Sandbox::new(config, ManualClock::at(START).clock()).unwrap();
    let sandbox = sandbox.spawn("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let mut setup = Setup {
        graph: Url::parse(&sandbox.base_url).unwrap(),
        ..Setup::default()
    };
    change(&mut setup.settings);
    let t = TestServices::with(engine, setup).await;
    World {
        t,
        sandbox,
        admin: person(Role::PlatformAdmin, Vec::new()),
    }
}

/// Which fields were refused, and why.
fn invalid<T: std::fmt::Debug>(result: ServiceResult<T>) -> Vec<(&'static str, Problem)> {
    match result {
        Err(ServiceError::Invalid(errors)) => errors
            .into_iter()
            .map(|FieldError { field, problem }| (field, problem))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn input(waba: &str, token: &str) -> ConnectInput {
    ConnectInput {
        waba_id: waba.into(),
        token: SecretString::from(token),
        app_secret: SecretString::from(String::new()),
    }
}

impl World {
    /// Connects the pilot's WABA with its ten numbers.
    async fn connected(&self) -> AccountId {
        connect(&self.t, &self.admin, &input(sandbox::WABA, PILOT))
            .await
            .unwrap()
            .unwrap()
    }

    async fn tenant(&self, name: &str) -> TenantId {
        let input = TenantInput {
            name: name.into(),
            ..TenantInput::default()
        };
        create(&self.t, &self.admin, &input).await.unwrap()
    }

    async fn rows(&self) -> Vec<NumberRow> {
        let query = NumberQuery {
            page: PageRequest::clamped(None, Some(200)),
            ..NumberQuery::default()
        };
        list(&self.t, &self.admin, &query).await.unwrap().page.rows
    }

    /// The number that ends in these digits.
    async fn row(&self, ending: &str) -> NumberRow {
        self.rows()
            .await
            .into_iter()
            .find(|row| row.display.replace(' ', "").ends_with(ending))
            .unwrap()
    }

    async fn number(&self, ending: &str) -> NumberId {
        self.row(ending).await.id
    }

    async fn give(&self, number: &NumberId, tenant: &TenantId) -> Change {
        assign(&self.t, &self.admin, &plain(number, tenant))
            .await
            .unwrap()
    }

    /// How often an action stands in the audit log.
    async fn audited(&self, action: &str) -> usize {
        let mut tx = self.t.db.db.read().await.unwrap();
        let filter = store::audit::Filter {
            action_prefix: Some(action.into()),
            ..Default::default()
        };
        store::audit::list(&mut tx, &filter, None, 1_000)
            .await
            .unwrap()
            .len()
    }
}

fn plain(number: &NumberId, tenant: &TenantId) -> Assign {
    Assign {
        number: number.clone(),
        tenant: tenant.clone(),
        move_from: None,
        replace: false,
    }
}
