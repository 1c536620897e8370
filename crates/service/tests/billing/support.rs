//! An account with two numbers and two bakeries, and messages as the log keeps
//! them, written behind the use cases' back.

use domain::{
    billing::Month,
    ids::{AccountId, TenantId},
    message::{
        delivery::{Facts, State},
        id::MessageId,
    },
    time::{MINUTE, Millis},
};
use service::{
    Call,
    billing::{
        follow,
        recompute::{self, Proof},
        statement::{self, Allowance, Statement, StatementQuery},
    },
    tenants::edit::{self, TenantInput},
    testing::TestServices,
};
use store::{
    Engine, Tx, accounts,
    billing::due,
    on,
    short_ids::{self, ShortKind},
};

/// 2026-10-20T10:00:00Z, a month into the rules of October 2026.
pub(crate) const NOW: Millis = Millis(1_792_490_400_000);
/// 2026-10-01T00:00 in Madrid.
pub(crate) const OCTOBER: Millis = Millis(1_790_805_600_000);

/// The world and what messages in it refer to.
pub(crate) struct World {
    pub(crate) test: TestServices,
    pub(crate) account: AccountId,
    pub(crate) tenants: [TenantId; 2],
    pub(crate) tenant_nos: [i64; 2],
    pub(crate) numbers: [i64; 2],
}

/// A message to be written.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// Which bakery and number: 0 or 1.
    pub(crate) who: usize,
    /// Whom: any number.
    pub(crate) contact: i64,
    /// The template's category; `None` for free text.
    pub(crate) category: Option<&'static str>,
    /// When it was delivered.
    pub(crate) at: Millis,
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        let test = TestServices::new(engine).await;
        test.clock.advance(NOW.since(test.clock.clock().now()));
        let call = Call::system("test");
        let mut tenants = Vec::new();
        for name in ["Panadería San Juan", "Panadería Goiko"] {
            let input = TenantInput {
                name: name.to_owned(),
                ..TenantInput::default()
            };
            tenants.push(edit::create(&test.svc, &call, &input).await.unwrap());
        }
        let account: AccountId = test.random.id(NOW);
        let mut tx = test.db.db.write().await.unwrap();
        accounts::connect(
            &mut tx,
            account.as_str(),
            "987654321098765",
            "Pilot",
            "sealed",
            None,
            NOW,
        )
        .await
        .unwrap();
        on!(&mut tx, |c| sqlx::query(
            "UPDATE accounts SET currency = 'EUR', country = 'ES'"
        )
        .execute(c)
        .await
        .map(|_| ()))
        .unwrap();
        let mut numbers = Vec::new();
        for (n, digits) in [(0, "34612345678"), (1, "34612345679")] {
            let id = test.random.uuid(NOW);
            on!(&mut tx, |c| {
                sqlx::query(
                    "INSERT INTO numbers (id, account_id, phone_number_id, display, e164, status, first_seen_at, seen_at,
                                          updated_at)
                     VALUES ($1, $2, $3, $4, $4, 'CONNECTED', $5, $5, $5)",
                )
                .bind(&id)
                .bind(account.as_str())
                .bind(format!("12345678901234{n}"))
                .bind(format!("+{digits}"))
                .bind(NOW.0)
                .execute(c)
                .await
                .map(|_| ())
            })
            .unwrap();
            numbers.push(short_ids::ensure(&mut tx, ShortKind::Number, &id).await.unwrap());
        }
        let mut nos = Vec::new();
        for tenant in &tenants {
            nos.push(
                short_ids::ensure(&mut tx, ShortKind::Tenant, tenant.as_str())
                    .await
                    .unwrap(),
            );
        }
        tx.commit().await.unwrap();
        Self {
            test,
            account,
            tenants: tenants.try_into().unwrap(),
            tenant_nos: nos.try_into().unwrap(),
            numbers: numbers.try_into().unwrap(),
        }
    }

    pub(crate) async fn write(&self) -> Tx {
        self.test.db.db.write().await.unwrap()
    }

    /// The record of a bakery's customer, made where it is missing.
    pub(crate) async fn contact(&self, tx: &mut Tx, who: usize, contact: i64) -> i64 {
        let id = 1_000 * (i64::try_from(who).unwrap() + 1) + contact;
        on!(tx, |c| {
            sqlx::query(
                "INSERT INTO contacts (id, tenant, match_key, phone, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, 0, 0) ON CONFLICT (id) DO NOTHING",
            )
            .bind(id)
            .bind(self.tenant_nos[who])
            .bind(format!("34600{contact:06}"))
            .bind(format!("+34600{contact:06}"))
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        id
    }

    /// Writes a message that was delivered a minute after it was asked for, and
    /// notes it, as a webhook does.
    pub(crate) async fn delivered(&self, sent: &Sent) -> MessageId {
        self.all_delivered(std::slice::from_ref(sent)).await[0]
    }

    /// The same for many at once.
    pub(crate) async fn all_delivered(&self, all: &[Sent]) -> Vec<MessageId> {
        let mut tx = self.write().await;
        let mut ids = Vec::new();
        for sent in all {
            let id = self.insert(&mut tx, sent).await;
            self.arrives(&mut tx, id, sent.at).await;
            ids.push(id);
        }
        tx.commit().await.unwrap();
        ids
    }

    /// A report says that a message arrived.
    pub(crate) async fn arrives(&self, tx: &mut Tx, id: MessageId, at: Millis) {
        let facts = Facts {
            delivered_at: Some(at),
            ..Facts::default()
        };
        on!(tx, |c| sqlx::query(
            "UPDATE messages SET state = $2, delivered_at = $3 WHERE id = $1"
        )
        .bind(id.0)
        .bind(facts.state().code())
        .bind(at.0)
        .execute(c)
        .await
        .map(|_| ()))
        .unwrap();
        self.note(tx, id).await;
    }

    /// A report says that a message could not be delivered.
    pub(crate) async fn fails(&self, id: MessageId, at: Millis) {
        let mut tx = self.write().await;
        on!(&mut tx, |c| sqlx::query(
            "UPDATE messages SET failed_at = $2 WHERE id = $1"
        )
        .bind(id.0)
        .bind(at.0)
        .execute(c)
        .await
        .map(|_| ()))
        .unwrap();
        self.note(&mut tx, id).await;
        tx.commit().await.unwrap();
    }

    /// Writes a message that nobody has heard of yet.
    pub(crate) async fn unheard(&self, sent: &Sent) -> MessageId {
        let mut tx = self.write().await;
        let id = self.insert(&mut tx, sent).await;
        tx.commit().await.unwrap();
        id
    }

    async fn insert(&self, tx: &mut Tx, sent: &Sent) -> MessageId {
        let asked = sent.at.plus(-MINUTE);
        let id = self.id(asked);
        let contact = self.contact(tx, sent.who, sent.contact).await;
        on!(tx, |c| {
            sqlx::query(
                "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, content, template,
                                       category, asked_category, accepted_at)
                 VALUES ($1, $2, $3, $4, 1, $5, $6, $7, '{}', $8, $9, $9, $7)",
            )
            .bind(id.0)
            .bind(self.tenant_nos[sent.who])
            .bind(self.numbers[sent.who])
            .bind(contact)
            .bind(State::Accepted.code())
            .bind(if sent.category.is_some() { "template" } else { "text" })
            .bind(asked.0)
            .bind(sent.category.map(|_| "po_notification"))
            .bind(sent.category)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        id
    }

    /// An id of that instant; like the real ones, of growing sequence.
    fn id(&self, at: Millis) -> MessageId {
        let sequence = self.test.random.bytes::<2>();
        MessageId::compose(at, 7, u16::from_be_bytes(sequence))
    }

    /// Gives a customer another phone.
    pub(crate) async fn moves(&self, who: usize, contact: i64, digits: &str) {
        let mut tx = self.write().await;
        let id = self.contact(&mut tx, who, contact).await;
        on!(&mut tx, |c| sqlx::query(
            "UPDATE contacts SET match_key = $2, phone = $3 WHERE id = $1"
        )
        .bind(id)
        .bind(digits)
        .bind(format!("+{digits}"))
        .execute(c)
        .await
        .map(|_| ()))
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// A customer writes.
    pub(crate) async fn wrote(&self, who: usize, contact: i64, at: Millis, entry: bool) -> MessageId {
        let id = self.id(at);
        let mut tx = self.write().await;
        let contact = self.contact(&mut tx, who, contact).await;
        let content = if entry {
            r#"{"referral":{"source_type":"ad"}}"#
        } else {
            "{}"
        };
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, content, delivered_at)
                 VALUES ($1, $2, $3, $4, 0, 11, 'text', $5, $6, $5)",
            )
            .bind(id.0)
            .bind(self.tenant_nos[who])
            .bind(self.numbers[who])
            .bind(contact)
            .bind(at.0)
            .bind(content)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        self.note(&mut tx, id).await;
        tx.commit().await.unwrap();
        id
    }

    /// A status report's word on the price.
    pub(crate) async fn said(&self, message: MessageId, kind: &str, category: &str) {
        let mut tx = self.write().await;
        let pricing =
            format!(r#"{{"billable":true,"pricing_model":"PMP","type":"{kind}","category":"{category}"}}"#);
        on!(&mut tx, |c| sqlx::query(
            "UPDATE messages SET pricing = $2, category = $3 WHERE id = $1"
        )
        .bind(message.0)
        .bind(&pricing)
        .bind(category)
        .execute(c)
        .await
        .map(|_| ()))
        .unwrap();
        self.note(&mut tx, message).await;
        tx.commit().await.unwrap();
    }

    pub(crate) async fn note(&self, tx: &mut Tx, message: MessageId) {
        let id = self.test.random.message_id(self.test.clock.clock().now());
        due::note(tx, &[(id, message.0)]).await.unwrap();
    }

    pub(crate) async fn follow(&self) -> follow::Followed {
        follow::all(&self.test.svc).await.unwrap()
    }

    pub(crate) async fn statement(&self, month: &str) -> Statement {
        let query = StatementQuery {
            month: Some(Month::parse(month).unwrap()),
            tenant: None,
        };
        statement::get(&self.test.svc, &Call::system("test"), &query)
            .await
            .unwrap()
    }

    /// How many free messages each number has left in a month.
    pub(crate) async fn left(&self, month: &str) -> Vec<i64> {
        let statement = self.statement(month).await;
        statement.allowances.iter().map(Allowance::left).collect()
    }

    pub(crate) async fn prove(&self, month: &str) -> Proof {
        recompute::prove(&self.test.svc, Month::parse(month).unwrap())
            .await
            .unwrap()
    }

    /// The total of a month in micro-units, after proving it.
    pub(crate) async fn proved(&self, month: &str) -> i64 {
        let proof = self.prove(month).await;
        assert!(proof.holds(), "{proof:#?}");
        proof.total.first().map_or(0, |money| money.micros)
    }
}
