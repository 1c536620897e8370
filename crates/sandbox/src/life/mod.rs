//! A living bakery day: customers who write by themselves.

mod words;

use domain::time::{HOUR, Millis, SECOND};
use serde::{Deserialize, Serialize};

use crate::{
    Customer, State, Wrote,
    dice::Dice,
    traffic::{Due, customers::user_id},
};

/// Settings of the living day.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LifeSettings {
    /// Where chance begins; the same seed gives the same day.
    pub seed: u64,
    /// Mean pause between two customers at a usual hour, in milliseconds.
    pub every_ms: i64,
    /// Longest wait of those who answer, in seconds.
    pub answers_within: u32,
}

impl Default for LifeSettings {
    fn default() -> Self {
        Self {
            seed: 7,
            every_ms: 20_000,
            answers_within: 90,
        }
    }
}

/// A day under way.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) settings: LifeSettings,
    dice: Dice,
    next: Millis,
    moved_in: bool,
}

impl Life {
    pub(crate) fn new(settings: LifeSettings, now: Millis) -> Self {
        Self {
            dice: Dice::new(settings.seed),
            settings,
            next: now,
            moved_in: false,
        }
    }
}

/// How busy an hour of the day is in Madrid's winter, in per cent of usual.
const HOURS: [i64; 24] = [
    10, 10, 10, 10, 15, 30, 60, 140, 180, 160, 150, 160, 170, 130, 80, 60, 70, 120, 160, 150, 90, 50, 25, 15,
];

impl State {
    /// Begins a living day, or ends it.
    pub fn set_life(&mut self, settings: Option<LifeSettings>) {
        let now = self.now();
        self.life = settings.map(|settings| Life::new(settings, now));
        self.wake.notify_one();
    }

    /// When the next customer comes in.
    pub(crate) fn next_life(&self) -> Option<Millis> {
        self.life.as_ref().map(|life| life.next)
    }

    /// Lets everybody write who wants to by now. After a long pause (the
    /// machine slept) the missed customers do not all come at once.
    pub(crate) fn live(&mut self) {
        let now = self.now();
        let Some(mut life) = self.life.take() else {
            return;
        };
        if !life.moved_in {
            life.moved_in = true;
            for customer in neighbours(&mut life) {
                self.add_customer(customer);
            }
        }
        if now >= life.next {
            self.somebody(&mut life, now);
            let hour = usize::try_from((now.0 + HOUR).div_euclid(HOUR).rem_euclid(24)).unwrap_or_default();
            let mean =
                life.settings.every_ms.max(1).saturating_mul(100) / HOURS.get(hour).copied().unwrap_or(100);
            // Anything from a quarter to seven quarters of the mean.
            let spread = usize::try_from(mean.saturating_mul(3) / 2).unwrap_or(usize::MAX);
            let extra = i64::try_from(life.dice.below(spread)).unwrap_or_default();
            life.next = now.plus(mean / 4).plus(extra);
        }
        self.life = Some(life);
    }

    fn somebody(&mut self, life: &mut Life, now: Millis) {
        let numbers: Vec<String> = self
            .wabas()
            .iter()
            .filter(|waba| !waba.subscriptions.is_empty())
            .flat_map(|waba| &waba.phones)
            .filter(|phone| phone.status == "CONNECTED")
            .map(|phone| phone.id.clone())
            .collect();
        // The better of two throws: some bakeries are busier than others.
        let at = life.dice.below(numbers.len()).min(life.dice.below(numbers.len()));
        let Some(number) = numbers.get(at) else {
            return;
        };
        let who = life.dice.below(words::PEOPLE.len());
        let Some(&(name, language)) = words::PEOPLE.get(who) else {
            return;
        };
        let mut wrote = Wrote {
            number: number.clone(),
            user_id: Some(user_id(&phone_of(who))),
            name: Some(name.to_owned()),
            ..Wrote::default()
        };
        let answered = self
            .traffic
            .sent()
            .filter(|sent| sent.phone_number_id == *number && sent.user_id == wrote.user_id)
            .last()
            .map(|sent| (sent.wamid.clone(), sent.kind == "template"));
        let text = |life: &mut Life| {
            life.dice
                .pick(words::texts(language))
                .map(|text| (*text).to_owned())
        };
        match (life.dice.below(100), answered) {
            (0, _) => wrote.text = Some("BAJA".to_owned()),
            (1..=4, _) => {
                wrote.kind = Some("image".to_owned());
                wrote.text = Some(words::caption(language).to_owned());
            }
            (5, _) => {
                wrote.kind = Some("location".to_owned());
                wrote.text = Some("Plaza de la Virgen Blanca".to_owned());
            }
            (6..=25, Some((wamid, true))) => {
                wrote.kind = Some("button".to_owned());
                wrote.text = Some("Confirmar".to_owned());
                wrote.context = Some(wamid);
            }
            (6..=25, Some((wamid, false))) => {
                wrote.kind = Some("reaction".to_owned());
                wrote.context = Some(wamid);
            }
            _ => {
                wrote.text = text(life);
                if life.dice.percent(30) {
                    let seconds = i64::try_from(8 + life.dice.below(40)).unwrap_or(8);
                    let more = Wrote {
                        text: life
                            .dice
                            .pick(words::afterthoughts(language))
                            .map(|text| (*text).to_owned()),
                        ..wrote.clone()
                    };
                    self.traffic.plan(now.plus(seconds * SECOND), Due::Answer(more));
                }
            }
        }
        // Only numbers that went away in between cannot be written to.
        let _ = self.customer_writes(&wrote);
    }
}

/// Everybody who lives around the bakeries.
fn neighbours(life: &mut Life) -> Vec<Customer> {
    let within = usize::try_from(life.settings.answers_within).unwrap_or_default();
    words::PEOPLE
        .iter()
        .enumerate()
        .map(|(i, (name, language))| {
            let phone = phone_of(i);
            Customer {
                user_id: Some(user_id(&phone)),
                phone: Some(phone),
                name: Some((*name).to_owned()),
                // One in eight shows businesses no phone (sources §2.5).
                hides_phone: i % 8 == 7,
                username: (i % 8 == 7).then(|| format!("vecino.{i}")),
                answers_after: life
                    .dice
                    .percent(40)
                    .then(|| u32::try_from(10 + life.dice.below(within)).unwrap_or(10)),
                answer: life
                    .dice
                    .pick(words::answers(language))
                    .map(|text| (*text).to_owned()),
                ..Customer::default()
            }
        })
        .collect()
}

/// Phones from 34 600 120 000 on; nobody is called at them from a sandbox.
fn phone_of(who: usize) -> String {
    format!("34600{:06}", 120_000 + who * 137)
}
