//! Use cases on a throw-away database, with a clock that stands still and
//! randomness that repeats; for the tests of this crate and of those above it.

use domain::{clock::ManualClock, time::Millis};
use store::{Engine, testing::TestDb};
use tempfile::TempDir;
use url::Url;

use crate::{
    Inner, Services, Settings, accounts::GraphAccess, events::Events, people::mail::Mailer, random::Random,
    vault::Vault,
};

/// The instant at which the clock stands at first: 2027-01-15T08:00:00Z.
pub const START: Millis = Millis(1_800_000_000_000);

/// What differs from the usual set-up.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Where the Graph API is; nobody listens at the usual one.
    pub graph: Url,
    /// Sends mail; `None` as on most installations.
    pub mailer: Option<Mailer>,
    /// The settings.
    pub settings: Settings,
}

impl Default for Setup {
    #[expect(clippy::expect_used, reason = "test support: constant addresses")]
    fn default() -> Self {
        let base_url = Url::parse("https://tahona.test/").expect("an address");
        Self {
            // Port 9 is "discard": calls end at once instead of going anywhere.
            graph: Url::parse("http://127.0.0.1:9/").expect("an address"),
            mailer: None,
            settings: Settings {
                base_url,
                whatsapp_enabled: true,
                time_zone: "Europe/Madrid".to_owned(),
                require_second_factor: true,
                webhook_verify_token: None,
                demo: false,
            },
        }
    }
}

/// [`Services`] that disappear with this value. Dereferences to them.
#[derive(Debug)]
pub struct TestServices {
    /// The use cases' parts.
    pub svc: Services,
    /// Moves the time.
    pub clock: ManualClock,
    /// The database, also for looking behind the use cases.
    pub db: TestDb,
    /// A folder for files, with the key file `secret.key` inside.
    pub folder: TempDir,
}

impl TestServices {
    /// The usual set-up.
    ///
    /// # Panics
    /// When a part cannot be made: a test cannot go on without it.
    pub async fn new(engine: Engine) -> Self {
        Self::with(engine, Setup::default()).await
    }

    /// A set-up of one's own.
    ///
    /// # Panics
    /// As [`Self::new`].
    #[expect(
        clippy::expect_used,
        reason = "test support: a test without its parts must fail"
    )]
    pub async fn with(engine: Engine, setup: Setup) -> Self {
        let db = TestDb::new(engine).await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key_file = folder.path().join("secret.key");
        Vault::create_if_missing(&key_file).expect("a key file can be written");
        let clock = ManualClock::at(START);
        let svc = Services::new(Inner {
            db: db.db.clone(),
            clock: clock.clock(),
            random: Random::from_seed(1),
            vault: Vault::from_file(&key_file).expect("the key file can be read"),
            graph: GraphAccess::new(setup.graph, "v25.0".to_owned()),
            settings: setup.settings,
            events: Events::default(),
            mailer: setup.mailer,
        });
        Self {
            svc,
            clock,
            db,
            folder,
        }
    }
}

impl std::ops::Deref for TestServices {
    type Target = Services;
    fn deref(&self) -> &Services {
        &self.svc
    }
}
