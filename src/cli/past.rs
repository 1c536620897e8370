//! The emulated Meta's past, as the console's demo data takes it.

use sandbox::history::{Event, What};
use service::demo::past::{PastEvent, PastSent, PastWhat};

/// The same past in the console's words.
pub(super) fn told(events: &[Event]) -> Vec<PastEvent> {
    events.iter().map(one).collect()
}

fn one(event: &Event) -> PastEvent {
    let (text, what) = match &event.what {
        What::Inbound { text, entry_point } => (
            (*text).to_owned(),
            PastWhat::Wrote {
                entry_point: *entry_point,
            },
        ),
        What::Outbound(out) => {
            let sent = PastSent {
                bakery: out.bakery.map(str::to_owned),
                template: out.template.as_ref().map(|used| {
                    (
                        used.name.to_owned(),
                        used.language.to_owned(),
                        used.category.to_owned(),
                        used.values.clone(),
                    )
                }),
                sent_at: out.sent_at,
                delivered_at: out.delivered_at,
                read_at: out.read_at,
                failed: out.failed.map(|failure| (failure.at, failure.code)),
                charge: out
                    .charge
                    .as_ref()
                    .map(|charge| (charge.kind.to_owned(), charge.category.clone())),
            };
            (out.text.clone(), PastWhat::Sent(Box::new(sent)))
        }
    };
    PastEvent {
        at: event.at,
        phone_number_id: event.phone_number_id.clone(),
        wa_id: event.wa_id.clone(),
        name: event.name.to_owned(),
        wamid: event.wamid.clone(),
        text,
        what,
    }
}
