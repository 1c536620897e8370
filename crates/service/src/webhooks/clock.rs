//! Meta's clock, as far as it is believed.

use domain::time::Millis;

/// When something happened that reached us at `received_at`. Nothing has
/// happened after it was told: a clock that runs ahead must not keep windows
/// open or win over what is said later.
pub(super) fn happened(said: Option<Millis>, received_at: Millis) -> Millis {
    said.map_or(received_at, |at| at.min(received_at))
}
