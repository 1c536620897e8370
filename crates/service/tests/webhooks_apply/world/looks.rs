//! What has become of what arrived.

use domain::{
    contact::match_key,
    message::{
        delivery::{Facts, State},
        id::MessageId,
    },
    phone::E164,
    time::Millis,
};
use service::consent::standing::{Purpose, Standing};
use store::{
    consents,
    contacts::{self, Identity},
    messages::progress,
    on,
    short_ids::{self, ShortKind},
    webhooks::{
        event_list::{self, EventFilter, EventRow},
        events::EventState,
    },
};

use super::World;

/// See [`World::kept_of`].
pub(crate) type Kept = (i64, Option<i64>, Option<String>, Option<String>, Option<String>);

impl World {
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

    async fn count(&self, sql: &'static str) -> i64 {
        let row: Option<(i64,)> = self.one(sql, "").await;
        row.unwrap().0
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

    /// When somebody last wrote to any number.
    pub(crate) async fn last_inbound(&self) -> Millis {
        Millis(
            self.count("SELECT COALESCE(MAX(last_inbound_at), 0) FROM windows WHERE $1 = ''")
                .await,
        )
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

    pub(crate) async fn contact_of(&self, wamid: &str) -> Option<i64> {
        let row: Option<(Option<i64>,)> = self
            .one("SELECT contact FROM messages WHERE wamid = $1", wamid)
            .await;
        row.unwrap().0
    }

    pub(crate) async fn contacts(&self) -> i64 {
        self.count("SELECT CAST(COUNT(*) AS BIGINT) FROM contacts WHERE name <> $1 || 'x'")
            .await
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
