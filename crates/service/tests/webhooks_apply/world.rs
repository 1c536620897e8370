//! A small world with one number and two bakeries, and what arrives there.

use domain::{
    contact::match_key,
    ids::{NumberId, TenantId},
    message::{
        delivery::{Facts, State},
        id::MessageId,
    },
    phone::E164,
    time::Millis,
};
use service::{
    Call,
    consent::standing::{Purpose, Standing},
    numbers::assign::{self, Assign},
    tenants::edit::{self, TenantInput},
    testing::TestServices,
    webhooks::worker,
};
use store::{
    Engine, Tx, accounts, consents,
    contacts::{self, Identity},
    messages::progress,
    on,
    short_ids::{self, ShortKind},
    webhooks::{
        deliveries::{self, NewDelivery},
        event_list::{self, EventFilter, EventRow},
        events::EventState,
    },
};

/// Meta's id of the number.
pub(crate) const NUMBER: &str = "123456789012345";
/// The bakery that has the number at first.
pub(crate) const SAN_JUAN: &str = "Panadería San Juan";
/// The second bakery.
pub(crate) const GOIKO: &str = "Panadería Goiko";

/// See [`World::kept_of`].
pub(crate) type Kept = (i64, Option<i64>, Option<String>, Option<String>, Option<String>);

pub(crate) struct World {
    pub(crate) test: TestServices,
    number: NumberId,
    san_juan: TenantId,
    goiko: TenantId,
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        let test = TestServices::new(engine).await;
        let now = test.clock.clock().now();
        let call = Call::system("test");
        let named = |name: &str| TenantInput {
            name: name.to_owned(),
            ..TenantInput::default()
        };
        let san_juan = edit::create(&test.svc, &call, &named(SAN_JUAN)).await.unwrap();
        let goiko = edit::create(&test.svc, &call, &named(GOIKO)).await.unwrap();
        let account = test.random.uuid(now);
        let number: NumberId = test.random.id(now);
        let mut tx = test.db.db.write().await.unwrap();
        accounts::connect(&mut tx, &account, "987654321098765", "Pilot", "sealed", None, now)
            .await
            .unwrap();
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO numbers (id, account_id, phone_number_id, display, e164, status, first_seen_at, seen_at, updated_at)
                 VALUES ($1, $2, $3, '+34 612 345 678', '+34612345678', 'CONNECTED', $4, $4, $4)",
            )
            .bind(number.as_str())
            .bind(&account)
            .bind(NUMBER)
            .bind(now.0)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        tx.commit().await.unwrap();
        let world = Self {
            test,
            number,
            san_juan,
            goiko,
        };
        world.assign(&world.san_juan, None).await;
        world
    }

    async fn assign(&self, tenant: &TenantId, move_from: Option<TenantId>) {
        let input = Assign {
            number: self.number.clone(),
            tenant: tenant.clone(),
            move_from,
            replace: false,
        };
        assign::assign(&self.test.svc, &Call::system("test"), &input)
            .await
            .unwrap();
    }

    pub(crate) fn now(&self) -> Millis {
        self.test.clock.clock().now()
    }

    pub(crate) fn pass(&self, millis: i64) {
        self.test.clock.advance(millis);
    }

    pub(crate) async fn move_number_to(&self, name: &str) {
        assert_eq!(name, GOIKO);
        self.assign(&self.goiko, Some(self.san_juan.clone())).await;
    }

    /// Takes the number back from the first bakery.
    pub(crate) async fn release_number(&self) {
        assign::release(
            &self.test.svc,
            &Call::system("test"),
            &self.number,
            &self.san_juan,
        )
        .await
        .unwrap();
    }

    async fn write(&self) -> Tx {
        self.test.db.db.write().await.unwrap()
    }

    /// Stores a delivery with these changes and processes everything that waits.
    pub(crate) async fn deliver(&self, changes: &[String]) {
        self.take(changes).await;
        worker::recover(&self.test.svc, 0).await.unwrap();
    }

    pub(crate) async fn deliver_raw(&self, body: &[u8]) {
        self.take_raw(body).await;
        worker::recover(&self.test.svc, 0).await.unwrap();
    }

    /// Stores a delivery with these changes.
    pub(crate) async fn take(&self, changes: &[String]) -> NewDelivery {
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"987654321098765","changes":[{}]}}]}}"#,
            changes.join(",")
        );
        self.take_raw(body.as_bytes()).await
    }

    async fn take_raw(&self, body: &[u8]) -> NewDelivery {
        let now = self.now();
        let delivery = NewDelivery {
            id: self.test.random.message_id(now),
            received_at: now,
            body: body.to_vec(),
        };
        let mut tx = self.write().await;
        deliveries::insert(&mut tx, std::slice::from_ref(&delivery))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        delivery
    }

    /// An outgoing message that Meta has accepted under `wamid`.
    pub(crate) async fn sent(&self, wamid: &str) -> MessageId {
        self.outgoing(Some(wamid)).await
    }

    /// A bakery writes to a customer from the number, whoever holds it.
    pub(crate) async fn writes(&self, bakery: &str, phone: &str) {
        let now = self.now();
        let id = self.test.random.message_id(now);
        let tenant = self.tenant(bakery);
        let phone = E164::parse(phone).unwrap();
        let mut tx = self.write().await;
        let tenant = short_ids::ensure(&mut tx, ShortKind::Tenant, tenant.as_str())
            .await
            .unwrap();
        let number = short_ids::ensure(&mut tx, ShortKind::Number, self.number.as_str())
            .await
            .unwrap();
        let who = Identity {
            tenant,
            match_key: Some(match_key(&phone)),
            phone: Some(phone.to_string()),
            ..Identity::default()
        };
        let contact = contacts::ensure(&mut tx, self.test.random.message_id(now), &who, now)
            .await
            .unwrap();
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, content, accepted_at)
                 VALUES ($1, $2, $3, $4, 1, $5, 'text', $6, '{}', $6)",
            )
            .bind(id.0)
            .bind(tenant)
            .bind(number)
            .bind(contact.id)
            .bind(State::Accepted.code())
            .bind(now.0)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// Where a customer of a bakery stands on advertising; `None` when it does not know them.
    pub(crate) async fn adverts(&self, bakery: &str, phone: &str) -> Option<Standing> {
        let tenant = self.tenant(bakery);
        let mut tx = self.write().await;
        let who = Identity {
            tenant: short_ids::ensure(&mut tx, ShortKind::Tenant, tenant.as_str())
                .await
                .unwrap(),
            match_key: Some(match_key(&E164::parse(phone).unwrap())),
            ..Identity::default()
        };
        let contact = contacts::find(&mut tx, &who).await.unwrap()?;
        let said = consents::about(&mut tx, contact.id).await.unwrap();
        Some(Standing::of(&said, Purpose::Marketing))
    }

    fn tenant(&self, bakery: &str) -> &TenantId {
        if bakery == GOIKO {
            &self.goiko
        } else {
            &self.san_juan
        }
    }

    /// An outgoing message whose answer was lost.
    pub(crate) async fn handed_over(&self) -> MessageId {
        self.outgoing(None).await
    }

    async fn outgoing(&self, wamid: Option<&str>) -> MessageId {
        let now = self.now();
        let id = self.test.random.message_id(now);
        let mut tx = self.write().await;
        let tenant = short_ids::ensure(&mut tx, ShortKind::Tenant, self.san_juan.as_str())
            .await
            .unwrap();
        let number = short_ids::ensure(&mut tx, ShortKind::Number, self.number.as_str())
            .await
            .unwrap();
        let state = if wamid.is_some() {
            State::Accepted
        } else {
            State::Unknown
        };
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO messages (id, tenant, number, direction, state, kind, wamid, at, content, handed_at, accepted_at)
                 VALUES ($1, $2, $3, 1, $4, 'text', $5, $6, '{}', $6, $7)",
            )
            .bind(id.0)
            .bind(tenant)
            .bind(number)
            .bind(state.code())
            .bind(wamid)
            .bind(now.0)
            .bind(wamid.map(|_| now.0))
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn one<T>(&self, sql: &'static str, wamid: &str) -> Option<T>
    where
        T: Send
            + Unpin
            + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        let mut tx = self.test.db.db.read().await.unwrap();
        on!(&mut tx, |c| sqlx::query_as(sql)
            .bind(wamid)
            .fetch_optional(c)
            .await)
        .unwrap()
    }

    pub(crate) async fn tenant_of(&self, wamid: &str) -> Option<String> {
        let row: Option<(String,)> = self
            .one(
                "SELECT t.name FROM messages m JOIN short_ids s ON s.no = m.tenant JOIN tenants t ON t.id = s.id
                 WHERE m.wamid = $1",
                wamid,
            )
            .await;
        row.map(|(name,)| name)
    }

    pub(crate) async fn state_of(&self, wamid: &str) -> State {
        let row: Option<(i64,)> = self
            .one("SELECT state FROM messages WHERE wamid = $1", wamid)
            .await;
        State::from_code(row.unwrap().0).unwrap()
    }

    pub(crate) async fn id_of(&self, wamid: &str) -> MessageId {
        let row: Option<(i64,)> = self.one("SELECT id FROM messages WHERE wamid = $1", wamid).await;
        MessageId(row.unwrap().0)
    }

    pub(crate) async fn preview_of(&self, wamid: &str) -> String {
        let row: Option<(String,)> = self
            .one("SELECT preview FROM messages WHERE wamid = $1", wamid)
            .await;
        row.unwrap().0
    }

    /// When somebody last wrote to any number.
    pub(crate) async fn last_inbound(&self) -> Millis {
        Millis(
            self.count("SELECT COALESCE(MAX(last_inbound_at), 0) FROM windows WHERE $1 = ''")
                .await,
        )
    }

    pub(crate) async fn errors_of(&self, wamid: &str) -> (Option<i64>, Option<String>) {
        self.one("SELECT error_code, errors FROM messages WHERE wamid = $1", wamid)
            .await
            .unwrap()
    }

    /// What reports left of a message: state, code, errors, price, category.
    pub(crate) async fn kept_of(&self, wamid: &str) -> Kept {
        self.one(
            "SELECT state, error_code, errors, pricing, category FROM messages WHERE wamid = $1",
            wamid,
        )
        .await
        .unwrap()
    }

    pub(crate) async fn facts_of(&self, wamid: &str) -> Facts {
        let mut tx = self.test.db.db.read().await.unwrap();
        let mut found = progress::by_wamids(&mut tx, &[wamid.to_owned()]).await.unwrap();
        found.pop().unwrap().facts
    }

    /// How the customer who wrote this is called: name, user name, WhatsApp id.
    pub(crate) async fn called(&self, wamid: &str) -> (String, Option<String>, Option<String>) {
        self.one(
            "SELECT c.name, c.username, c.wa_id FROM messages m JOIN contacts c ON c.id = m.contact WHERE m.wamid = $1",
            wamid,
        )
        .await
        .unwrap()
    }

    pub(crate) async fn sql(&self, sql: &'static str) {
        self.test.db.sql(sql).await;
    }

    pub(crate) async fn contact_of(&self, wamid: &str) -> Option<i64> {
        let row: Option<(Option<i64>,)> = self
            .one("SELECT contact FROM messages WHERE wamid = $1", wamid)
            .await;
        row.unwrap().0
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let row: Option<(i64,)> = self.one(sql, "").await;
        row.unwrap().0
    }

    pub(crate) async fn contacts(&self) -> i64 {
        self.count("SELECT CAST(COUNT(*) AS BIGINT) FROM contacts WHERE name <> $1 || 'x'")
            .await
    }

    pub(crate) async fn consents(&self) -> i64 {
        self.count("SELECT CAST(COUNT(*) AS BIGINT) FROM consents WHERE wording <> $1 || 'x'")
            .await
    }

    /// Messages from customers.
    pub(crate) async fn received(&self) -> i64 {
        self.count("SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE direction = 0 AND kind <> $1")
            .await
    }

    pub(crate) async fn dead_deliveries(&self) -> i64 {
        self.count(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries WHERE state = 2 AND problem <> $1",
        )
        .await
    }

    pub(crate) async fn waiting(&self) -> i64 {
        self.count("SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries WHERE state = 0 AND $1 = ''")
            .await
    }

    pub(crate) async fn events(&self, state: EventState) -> usize {
        self.rows(state).await.len()
    }

    pub(crate) async fn rows(&self, state: EventState) -> Vec<EventRow> {
        let mut tx = self.test.db.db.read().await.unwrap();
        let filter = EventFilter {
            state: Some(state),
            ..EventFilter::default()
        };
        event_list::list(&mut tx, &filter, None, 1_000).await.unwrap()
    }
}

/// A customer's text; `at` in milliseconds.
pub(crate) fn inbound(wamid: &str, number: &str, from: &str, at: i64, text: &str) -> String {
    let seconds = at / 1_000;
    let message = format!(
        r#"{{"from":"{from}","id":"{wamid}","timestamp":"{seconds}","type":"text","text":{{"body":"{text}"}}}}"#
    );
    message_change(number, "messages", &message)
}

/// A status report; `at` in milliseconds.
pub(crate) fn status(wamid: &str, word: &str, at: i64, tracking: Option<&str>) -> String {
    let seconds = at / 1_000;
    let tracking = tracking
        .map(|t| format!(r#","biz_opaque_callback_data":"{t}""#))
        .unwrap_or_default();
    let report = format!(
        r#"{{"id":"{wamid}","status":"{word}","timestamp":"{seconds}","recipient_id":"34600000118"{tracking}}}"#
    );
    message_change(NUMBER, "statuses", &report)
}

/// A change of the field `messages` with one element in `list`.
pub(crate) fn message_change(number: &str, list: &str, element: &str) -> String {
    format!(
        r#"{{"field":"messages","value":{{"messaging_product":"whatsapp",
            "metadata":{{"display_phone_number":"34612345678","phone_number_id":"{number}"}},"{list}":[{element}]}}}}"#
    )
}

/// Every order of the numbers below `n`.
pub(crate) fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for rest in orders(n - 1) {
        for at in 0..n {
            let mut order = rest.clone();
            order.insert(at, n - 1);
            all.push(order);
        }
    }
    all
}
