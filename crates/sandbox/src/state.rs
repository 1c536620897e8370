//! Everything that a sandbox knows, and the ways to change it.

use std::sync::Arc;

use crate::{
    Behaviour, Delivery, Exchange, Fault, Phone, SandboxConfig, Sent, Tally, Template, Token, Waba,
    bill::Bill,
    journal::Journal,
    life::Life,
    model::App,
    shelf::Shelf,
    traffic::Traffic,
    usage::{self, Usage},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{clock::Clock, time::Millis};
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

/// The contents of a sandbox. Calls see changes at once.
#[derive(Debug)]
pub struct State {
    start: SandboxConfig,
    clock: Clock,
    pub(crate) config: SandboxConfig,
    pub(crate) faults: Vec<Fault>,
    pub(crate) journal: Journal,
    pub(crate) usage: Usage,
    pub(crate) traffic: Traffic,
    pub(crate) life: Option<Life>,
    pub(crate) shelf: Shelf,
    /// Delivered messages by what they count as.
    pub(crate) bill: Bill,
    /// The part of them that a reset keeps.
    pub(crate) past: Bill,
    /// Rings when something new is due.
    pub(crate) wake: Arc<Notify>,
    counter: u64,
    /// When the sandbox began; keeps ids of one run from those of the next.
    born: Millis,
}

impl State {
    pub(crate) fn new(config: SandboxConfig, clock: Clock) -> Self {
        Self {
            journal: Journal::new(config.journal_length),
            traffic: Traffic::new(config.seed),
            life: config
                .life
                .clone()
                .map(|settings| Life::new(settings, clock.now())),
            wake: Arc::new(Notify::new()),
            born: clock.now(),
            start: config.clone(),
            config,
            clock,
            faults: Vec::new(),
            usage: Usage::default(),
            shelf: Shelf::default(),
            bill: Bill::default(),
            past: Bill::default(),
            counter: 0,
        }
    }

    /// Back to the beginning: contents, faults, counters and the journal.
    pub fn reset(&mut self) {
        let fresh = Self::new(self.start.clone(), self.clock.clone());
        *self = Self {
            wake: Arc::clone(&self.wake),
            bill: self.past.clone(),
            past: std::mem::take(&mut self.past),
            counter: self.counter,
            born: self.born,
            ..fresh
        };
    }

    /// The app.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.config.app
    }

    /// All accounts.
    #[must_use]
    pub fn wabas(&self) -> &[Waba] {
        &self.config.wabas
    }

    /// Adds an account, or replaces the one with the same id.
    pub fn add_waba(&mut self, waba: Waba) {
        self.config.wabas.retain(|other| other.id != waba.id);
        self.config.wabas.push(waba);
    }

    /// Removes an account; false when there was none.
    pub fn remove_waba(&mut self, id: &str) -> bool {
        removed(&mut self.config.wabas, |waba| waba.id == id)
    }

    /// An account.
    #[must_use]
    pub fn waba(&self, id: &str) -> Option<&Waba> {
        self.config.wabas.iter().find(|waba| waba.id == id)
    }

    /// An account, to be changed.
    pub fn waba_mut(&mut self, id: &str) -> Option<&mut Waba> {
        self.config.wabas.iter_mut().find(|waba| waba.id == id)
    }

    /// Adds a number to an account, or replaces the one with the same id;
    /// false without that account.
    pub fn add_phone(&mut self, waba: &str, phone: Phone) -> bool {
        let Some(waba) = self.waba_mut(waba) else {
            return false;
        };
        waba.phones.retain(|other| other.id != phone.id);
        waba.phones.push(phone);
        true
    }

    /// Removes a number; false when there was none.
    pub fn remove_phone(&mut self, id: &str) -> bool {
        self.config
            .wabas
            .iter_mut()
            .any(|waba| removed(&mut waba.phones, |phone| phone.id == id))
    }

    /// A number and the account it belongs to.
    #[must_use]
    pub fn phone(&self, id: &str) -> Option<(&Waba, &Phone)> {
        self.config
            .wabas
            .iter()
            .find_map(|waba| Some((waba, waba.phones.iter().find(|phone| phone.id == id)?)))
    }

    /// A number, to be changed.
    pub fn phone_mut(&mut self, id: &str) -> Option<&mut Phone> {
        self.config
            .wabas
            .iter_mut()
            .flat_map(|waba| &mut waba.phones)
            .find(|phone| phone.id == id)
    }

    /// A message template and the account it belongs to.
    #[must_use]
    pub fn template(&self, id: &str) -> Option<(&Waba, &Template)> {
        self.config
            .wabas
            .iter()
            .find_map(|waba| Some((waba, waba.templates.iter().find(|t| t.id == id)?)))
    }

    /// A message template, to be changed.
    pub fn template_mut(&mut self, id: &str) -> Option<&mut Template> {
        self.config
            .wabas
            .iter_mut()
            .flat_map(|waba| &mut waba.templates)
            .find(|template| template.id == id)
    }

    /// Adds a template to an account, or replaces the one with the same id;
    /// false without that account.
    pub fn add_template(&mut self, waba: &str, template: Template) -> bool {
        let Some(waba) = self.waba_mut(waba) else {
            return false;
        };
        waba.templates.retain(|other| other.id != template.id);
        waba.templates.push(template);
        true
    }

    /// How messages travel and callbacks misbehave.
    pub fn behaviour_mut(&mut self) -> &mut Behaviour {
        &mut self.config.behaviour
    }

    /// The last accepted messages, oldest first.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.traffic.sent().cloned().collect()
    }

    /// The last callbacks, oldest first.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.traffic.deliveries.iter().cloned().collect()
    }

    /// Counters since the beginning.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.traffic.tally.clone()
    }

    /// All tokens.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.config.tokens
    }

    /// Adds a token, or replaces the same one.
    pub fn add_token(&mut self, token: Token) {
        self.config.tokens.retain(|other| other.token != token.token);
        self.config.tokens.push(token);
    }

    /// Removes a token; false when there was none.
    pub fn remove_token(&mut self, token: &str) -> bool {
        removed(&mut self.config.tokens, |other| other.token == token)
    }

    /// A token, to be changed.
    pub fn token_mut(&mut self, token: &str) -> Option<&mut Token> {
        self.config.tokens.iter_mut().find(|other| other.token == token)
    }

    /// Adds trouble; the first matching fault counts.
    pub fn add_fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Ends all trouble.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Trouble that is still to come.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The last calls, oldest first.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.journal.all()
    }

    /// Forgets the last calls.
    pub fn clear_exchanges(&mut self) {
        self.journal.clear();
    }

    /// Sets calls an hour, for accounts without and with a connected number,
    /// and begins a new hour.
    pub fn set_hourly_calls(&mut self, idle: u32, active: u32) {
        (self.config.calls_idle, self.config.calls_active) = (idle, active);
        self.usage.clear();
    }

    /// Sets whether a callback address is called to check it.
    pub fn check_callbacks(&mut self, check: bool) {
        self.config.check_callbacks = check;
    }

    pub(crate) fn now(&self) -> Millis {
        self.clock.now()
    }

    /// Counts a call to `waba`.
    pub(crate) fn count_call(&mut self, waba: &str) -> usage::Reading {
        let active = self
            .waba(waba)
            .is_some_and(|w| w.phones.iter().any(|phone| phone.status == "CONNECTED"));
        let limit = if active {
            self.config.calls_active
        } else {
            self.config.calls_idle
        };
        self.usage.count(waba, limit, self.clock.now())
    }

    /// Text that differs each time but is the same in every run.
    pub(crate) fn next_mark(&mut self) -> String {
        self.counter += 1;
        let mut hash = Sha256::new();
        hash.update(self.born.0.to_be_bytes());
        hash.update(self.counter.to_be_bytes());
        hex::encode(hash.finalize())
    }

    /// A message's id in Meta's form.
    pub(crate) fn next_wamid(&mut self, person: &str) -> String {
        let mark = self.next_mark().to_uppercase();
        let mark = mark.get(..20).unwrap_or_default();
        format!(
            "wamid.HBgL{}FQIAERgS{}AA==",
            BASE64_STANDARD.encode(person).trim_end_matches('='),
            BASE64_STANDARD.encode(mark).trim_end_matches('=')
        )
    }

    /// An id in the form of those of templates: sixteen digits, so that it is
    /// exact as a number in every JSON reader.
    pub(crate) fn next_template_id(&mut self) -> String {
        format!("1{}", self.next_digits(15))
    }

    /// Digits that differ each time but are the same in every run.
    pub(crate) fn next_digits(&mut self, length: usize) -> String {
        let mark = self.next_mark();
        mark.bytes()
            .map(|b| char::from(b'0' + b % 10))
            .take(length)
            .collect()
    }
}

fn removed<T>(list: &mut Vec<T>, is: impl Fn(&T) -> bool) -> bool {
    let before = list.len();
    list.retain(|item| !is(item));
    list.len() < before
}
