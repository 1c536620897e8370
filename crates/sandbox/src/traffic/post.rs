//! Posting callbacks, and trying again.

use std::time::Duration;

use domain::time::Millis;
use futures::StreamExt;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio_util::sync::CancellationToken;

use super::{Callback, Delivery, Due, schedule::Posting};
use crate::Sandbox;

/// Longest sleep while nothing is due.
const IDLE: Duration = Duration::from_mins(1);
/// Shortest sleep before what is due next; matters when the clock stands still.
const SHORTEST: Duration = Duration::from_millis(10);

impl Sandbox {
    /// Lets everybody write who wants to by now, posts every callback that is
    /// due, and answers how many posts that took. The Graph side goes on meanwhile.
    pub async fn deliver_due(&self) -> usize {
        let until = {
            let mut state = self.state();
            state.live();
            state.now()
        };
        self.deliver_until(until).await
    }

    /// Posts everything that is planned, without waiting for its time, until
    /// nothing is left: answers, repetitions and retries included.
    pub async fn flush(&self) {
        while self.deliver_until(Millis(i64::MAX)).await > 0 || self.state().next_due().is_some() {}
    }

    async fn deliver_until(&self, until: Millis) -> usize {
        // One round at a time, so that a round that is over has nothing under way.
        let _round = self.courier.lock().await;
        let (postings, concurrency) = {
            let mut state = self.state();
            (state.take_due(until), state.config.behaviour.concurrency.max(1))
        };
        let posts = postings.len();
        futures::stream::iter(postings)
            .for_each_concurrent(concurrency, |posting| self.post(posting))
            .await;
        posts
    }

    async fn post(&self, posting: Posting) {
        let (secret, time_out) = {
            let state = self.state();
            (state.app().secret.clone(), state.config.behaviour.time_out_ms)
        };
        let answer = self
            .http
            .post(&posting.url)
            .timeout(Duration::from_millis(time_out))
            .header("content-type", "application/json")
            .header("x-hub-signature-256", signature(&secret, &posting.body))
            .body(posting.body.clone())
            .send()
            .await;
        let status = answer.map_or(0, |answer| answer.status().as_u16());
        self.state().settle(posting, status);
    }

    /// Posts what is due as soon as it is due, until told to stop.
    pub(crate) async fn keep_posting(self, stop: CancellationToken) {
        let wake = self.state().wake.clone();
        loop {
            while self.deliver_due().await > 0 && !stop.is_cancelled() {
                tokio::task::yield_now().await;
            }
            let wait = self.state().wait();
            tokio::select! {
                () = stop.cancelled() => return,
                () = wake.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }
}

impl crate::State {
    /// How long to sleep until something is due.
    fn wait(&self) -> Duration {
        let step = self.traffic.steps.keys().next().map(|(at, _)| *at);
        let next = [self.next_due(), self.next_life(), step]
            .into_iter()
            .flatten()
            .min();
        let Some(next) = next else { return IDLE };
        let millis = u64::try_from(next.since(self.now())).unwrap_or_default();
        Duration::from_millis(millis).clamp(SHORTEST, IDLE)
    }

    /// Notes what became of a post; what was not answered with 200 comes again.
    fn settle(&mut self, posting: Posting, status: u16) {
        let now = self.now();
        let attempt = posting.callbacks.iter().map(|c| c.attempt).max().unwrap_or(1);
        let changes = posting.callbacks.len();
        tracing::debug!(status, changes, attempt, "sandbox callback");
        if status == 200 {
            self.traffic.tally.delivered += u64::try_from(changes).unwrap_or_default();
        } else {
            let settings = self.config.behaviour.clone();
            for callback in posting.callbacks {
                if callback.attempt >= settings.attempts {
                    self.traffic.tally.given_up += 1;
                    continue;
                }
                let pause = settings
                    .retry_ms
                    .saturating_mul(1 << (callback.attempt - 1).min(20));
                let again = Callback {
                    attempt: callback.attempt + 1,
                    ..callback
                };
                self.traffic.plan(now.plus(pause), Due::Callback(again));
            }
        }
        self.traffic.note(Delivery {
            at: now,
            url: posting.url,
            changes,
            attempt,
            status,
            body: posting.body,
        });
    }
}

/// `X-Hub-Signature-256` of a body.
pub(crate) fn signature(secret: &str, body: &str) -> String {
    // HMAC takes a key of any length; without a tag the console refuses the body.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body.as_bytes());
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}
