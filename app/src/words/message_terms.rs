//! Words for what stands with a message in single words: states, kinds, whether
//! it is charged, spans of time.

use domain::{
    lang::Lang,
    message::delivery::State,
    meta_error::Retry,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use service::messages::list::{Charge, Direction, KindGroup};

/// The word for a state.
pub(crate) const fn state(lang: Lang, state: State) -> &'static str {
    match (state, lang) {
        (State::Queued, Lang::En) => "Queued",
        (State::Queued, Lang::Es) => "En cola",
        (State::Held, Lang::En) => "Held back",
        (State::Held, Lang::Es) => "Retenido",
        (State::Dropped, Lang::En) => "Withdrawn",
        (State::Dropped, Lang::Es) => "Retirado",
        (State::Unknown, Lang::En) => "Unknown",
        (State::Unknown, Lang::Es) => "No se sabe",
        (State::Accepted, Lang::En) => "Accepted",
        (State::Accepted, Lang::Es) => "Aceptado",
        (State::Sent, Lang::En) => "Sent",
        (State::Sent, Lang::Es) => "Enviado",
        (State::Failed, Lang::En) => "Failed",
        (State::Failed, Lang::Es) => "Fallido",
        (State::Delivered, Lang::En) => "Delivered",
        (State::Delivered, Lang::Es) => "Entregado",
        (State::Read, Lang::En) => "Read",
        (State::Read, Lang::Es) => "Leído",
        (State::Played, Lang::En) => "Played",
        (State::Played, Lang::Es) => "Escuchado",
        (State::Received, Lang::En) => "Received",
        (State::Received, Lang::Es) => "Recibido",
    }
}

/// How handing a message over ended.
pub(crate) fn call_ended(lang: Lang, outcome: &str) -> String {
    let (en, es) = match outcome {
        "accepted" => ("accepted", "aceptado"),
        "refused" => ("refused", "rechazado"),
        "not_sent" => ("did not reach Meta", "no llegó a Meta"),
        "unknown" => ("no answer", "sin respuesta"),
        "waits" => ("later", "más tarde"),
        other => return other.to_owned(),
    };
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
    .to_owned()
}

/// The words for a group of kinds.
pub(crate) const fn kind_group(lang: Lang, group: KindGroup) -> &'static str {
    match (group, lang) {
        (KindGroup::Template, Lang::En) => "Templates",
        (KindGroup::Template, Lang::Es) => "Avisos aprobados",
        (KindGroup::Text, Lang::En) => "Free text",
        (KindGroup::Text, Lang::Es) => "Texto libre",
        (KindGroup::Media, Lang::En) => "Pictures and files",
        (KindGroup::Media, Lang::Es) => "Fotos y archivos",
        (KindGroup::Other, Lang::En) => "Other",
        (KindGroup::Other, Lang::Es) => "Otros",
    }
}

/// The words for a direction, as a filter.
pub(crate) const fn direction(lang: Lang, direction: Direction) -> &'static str {
    match (direction, lang) {
        (Direction::In, Lang::En) => "From customers",
        (Direction::In, Lang::Es) => "De clientes",
        (Direction::Out, Lang::En) => "To customers",
        (Direction::Out, Lang::Es) => "A clientes",
    }
}

/// One message's kind. What Meta adds later is shown in its own word.
pub(crate) fn kind_of(lang: Lang, kind: &str) -> String {
    let word = match (kind, lang) {
        ("text", Lang::En) => "Free text",
        ("text", Lang::Es) => "Texto libre",
        ("template", Lang::En) => "Template",
        ("template", Lang::Es) => "Aviso aprobado",
        ("image", Lang::En) => "Picture",
        ("image", Lang::Es) => "Foto",
        ("video", Lang::En) => "Video",
        ("video", Lang::Es) => "Vídeo",
        ("audio", Lang::En) => "Voice message",
        ("audio", Lang::Es) => "Mensaje de voz",
        ("document", Lang::En) => "Document",
        ("document", Lang::Es) => "Documento",
        ("sticker", _) => "Sticker",
        ("location", Lang::En) => "Place",
        ("location", Lang::Es) => "Ubicación",
        ("contacts", Lang::En) => "Contact card",
        ("contacts", Lang::Es) => "Contacto",
        ("reaction", Lang::En) => "Reaction",
        ("reaction", Lang::Es) => "Reacción",
        ("button" | "interactive", Lang::En) => "Button or list",
        ("button" | "interactive", Lang::Es) => "Botón o lista",
        ("order", Lang::En) => "Order",
        ("order", Lang::Es) => "Pedido",
        ("edit", Lang::En) => "Corrected message",
        ("edit", Lang::Es) => "Mensaje corregido",
        ("revoke", Lang::En) => "Took a message back",
        ("revoke", Lang::Es) => "Ha borrado un mensaje",
        ("system", Lang::En) => "Note from WhatsApp",
        ("system", Lang::Es) => "Aviso de WhatsApp",
        ("unsupported", Lang::En) => "Kind that WhatsApp does not pass on",
        ("unsupported", Lang::Es) => "Tipo que WhatsApp no entrega",
        (other, _) => return other.to_owned(),
    };
    word.to_owned()
}

/// Whether a message is charged, for a table.
pub(crate) const fn charge(lang: Lang, charge: Charge) -> &'static str {
    match (charge, lang) {
        (Charge::Charged, Lang::En) => "Yes",
        (Charge::Charged, Lang::Es) => "Sí",
        (Charge::Free, Lang::En) => "Free",
        (Charge::Free, Lang::Es) => "Gratis",
        (Charge::Not, _) => "No",
        (Charge::Open, Lang::En) => "Not yet",
        (Charge::Open, Lang::Es) => "Aún no",
        (Charge::Unsaid, Lang::En) => "Not reported",
        (Charge::Unsaid, Lang::Es) => "Sin datos",
    }
}

/// Whether a message is charged, in a sentence that says why.
pub(crate) const fn charge_why(lang: Lang, charge: Charge) -> &'static str {
    match (charge, lang) {
        (Charge::Charged, Lang::En) => "Charged. It was delivered.",
        (Charge::Charged, Lang::Es) => "Se cobra: ha llegado.",
        (Charge::Free, Lang::En) => "Free, as WhatsApp reports it.",
        (Charge::Free, Lang::Es) => "Gratis, según WhatsApp.",
        (Charge::Not, Lang::En) => "Not charged. Only what is delivered is.",
        (Charge::Not, Lang::Es) => "No se cobra: solo se cobra lo que llega.",
        (Charge::Open, Lang::En) => "Not charged so far. It is on delivery.",
        (Charge::Open, Lang::Es) => "De momento no se cobra; se cobra al llegar.",
        (Charge::Unsaid, Lang::En) => "Delivered; WhatsApp has not said whether it is charged.",
        (Charge::Unsaid, Lang::Es) => "Ha llegado; WhatsApp no ha dicho si se cobra.",
    }
}

/// Whether the same message may be tried again.
pub(crate) fn retry(lang: Lang, retry: Option<Retry>) -> String {
    match (retry, lang) {
        (None, Lang::En) => "Not known.".to_owned(),
        (None, Lang::Es) => "No se sabe.".to_owned(),
        (Some(Retry::No), Lang::En) => "No. The same message would fail again.".to_owned(),
        (Some(Retry::No), Lang::Es) => "No. El mismo mensaje volvería a fallar.".to_owned(),
        (Some(Retry::Backoff), Lang::En) => "Yes, after a pause.".to_owned(),
        (Some(Retry::Backoff), Lang::Es) => "Sí, tras una pausa.".to_owned(),
        (Some(Retry::Later(hours)), Lang::En) => format!("Not before {hours} h have passed."),
        (Some(Retry::Later(hours)), Lang::Es) => format!("No antes de {hours} h."),
    }
}

/// A span of time, in its two largest units: `0.4 s`, `4 min 51 s`, `2 d 3 h`.
pub(crate) fn span(lang: Lang, millis: i64) -> String {
    let millis = millis.max(0);
    let point = match lang {
        Lang::En => '.',
        Lang::Es => ',',
    };
    if millis < MINUTE {
        return format!("{}{point}{} s", millis / SECOND, millis % SECOND / 100);
    }
    let two = |big: i64, big_unit: &str, small: i64, small_unit: &str| {
        if small == 0 {
            format!("{big} {big_unit}")
        } else {
            format!("{big} {big_unit} {small} {small_unit}")
        }
    };
    if millis < HOUR {
        two(millis / MINUTE, "min", millis % MINUTE / SECOND, "s")
    } else if millis < DAY {
        two(millis / HOUR, "h", millis % HOUR / MINUTE, "min")
    } else {
        two(millis / DAY, "d", millis % DAY / HOUR, "h")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_two_units() {
        assert_eq!(span(Lang::En, 420), "0.4 s");
        assert_eq!(span(Lang::Es, 3_050), "3,0 s");
        assert_eq!(span(Lang::En, 4 * MINUTE + 51 * SECOND), "4 min 51 s");
        assert_eq!(span(Lang::En, 3 * HOUR + 12 * MINUTE), "3 h 12 min");
        assert_eq!(span(Lang::En, 2 * DAY), "2 d");
        assert_eq!(span(Lang::En, -5), "0.0 s");
    }

    #[test]
    fn every_state_has_its_own_word_in_both_languages() {
        for lang in [Lang::En, Lang::Es] {
            let mut words: Vec<_> = State::ALL.into_iter().map(|s| state(lang, s)).collect();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), State::ALL.len());
        }
    }

    #[test]
    fn a_kind_that_nobody_knows_keeps_metas_word() {
        assert_eq!(kind_of(Lang::Es, "hologram"), "hologram");
        assert_eq!(kind_of(Lang::Es, "revoke"), "Ha borrado un mensaje");
    }
}
