//! What a sandbox starts with.

use crate::{
    Behaviour, Difference, demo,
    life::LifeSettings,
    model::{App, Token, Waba},
};

/// Settings and first contents of a sandbox.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// The app that tokens belong to.
    pub app: App,
    /// Accounts with their numbers.
    pub wabas: Vec<Waba>,
    /// Access tokens.
    pub tokens: Vec<Token>,
    /// Whether a callback address is called to check it, as Meta does.
    pub check_callbacks: bool,
    /// Calls an hour for a WABA without a connected number (sources §1.2: 200).
    pub calls_idle: u32,
    /// Calls an hour for a WABA with one (sources §1.2: 5,000).
    pub calls_active: u32,
    /// How many of the last calls are kept for inspection.
    pub journal_length: usize,
    /// How messages travel and callbacks misbehave.
    pub behaviour: Behaviour,
    /// Differences between what Meta counts and what it tells by webhook.
    pub differences: Vec<Difference>,
    /// A living bakery day: customers write by themselves. Off when absent.
    pub life: Option<LifeSettings>,
    /// Where chance begins.
    pub seed: u64,
    /// Whether addresses other than loopback ones may be bound.
    pub allow_remote: bool,
}

impl SandboxConfig {
    /// One app without accounts or tokens.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            app: demo::app(),
            wabas: Vec::new(),
            tokens: Vec::new(),
            check_callbacks: true,
            calls_idle: 200,
            calls_active: 5_000,
            journal_length: 1_000,
            behaviour: Behaviour::default(),
            differences: Vec::new(),
            life: None,
            seed: 2_026,
            allow_remote: false,
        }
    }

    /// The fixed demo data: the pilot account with ten numbers, another
    /// account with two, and tokens that work, expired or may too little.
    #[must_use]
    pub fn demo() -> Self {
        Self::demo_with(10)
    }

    /// The same with so many numbers in the pilot account.
    #[must_use]
    pub fn demo_with(numbers: u32) -> Self {
        Self {
            wabas: demo::wabas(numbers),
            tokens: demo::tokens(),
            ..Self::empty()
        }
    }

    /// The same with this app secret: proofs of calls and signatures of webhooks
    /// are made with it.
    #[must_use]
    pub fn with_app_secret(mut self, secret: &str) -> Self {
        secret.clone_into(&mut self.app.secret);
        self
    }

    /// The same with one more token that may do what [`TOKEN`](crate::TOKEN) may,
    /// where there is that one.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        let like = self.tokens.iter().find(|known| known.token == demo::TOKEN);
        if let Some(like) = like.cloned() {
            self.tokens.push(Token {
                token: token.to_owned(),
                ..like
            });
        }
        self
    }
}
