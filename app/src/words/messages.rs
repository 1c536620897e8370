//! Words of the message log. Owners read them too: no word of Meta's that they
//! would have to look up.

use domain::{
    lang::Lang,
    message::delivery::State,
    meta_error::Retry,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use service::messages::list::{Charge, Direction, KindGroup};

words! {
    title { en: "Messages", es: "Mensajes" }
    own_title { en: "Your messages", es: "Tus mensajes" }
    own_sub { en: "What you sent, what your customers wrote, and whether it arrived.", es: "Lo que has enviado, lo que te escriben y si ha llegado." }
    admin_sub { en: "Every message of every bakery, and what became of it.", es: "Todos los mensajes de todas las panaderías y qué ha sido de ellos." }
    support_sub { en: "Numbers are masked. Showing one needs a reason and leaves a trace.", es: "Los números están ocultos. Para ver uno hace falta un motivo, y queda anotado." }
    newest_at { en: "Newest message", es: "Último mensaje" }
    kept(days: &str) { en: "Kept {days} days", es: "Se guardan {days} días" }
    export { en: "CSV", es: "CSV" }
    export_all(n: &str) { en: "CSV of all {n}", es: "CSV de los {n}" }
    export_lines { en: "JSON lines", es: "JSON por líneas" }
    export_lines_hint { en: "The whole filter, one message a line, for programs", es: "Todo el filtro, un mensaje por línea, para programas" }
    export_label { en: "How far the file has come", es: "Progreso del archivo" }
    // The browser puts the numbers in.
    export_of { en: "{rows} of {total} rows", es: "{rows} de {total} filas" }
    export_rows { en: "{rows} rows so far", es: "{rows} filas hasta ahora" }
    export_done { en: "Complete: {rows} rows", es: "Completo: {rows} filas" }

    // ── filters ──
    filter_label { en: "Filter messages", es: "Filtrar mensajes" }
    search { en: "Customer, last digits or id", es: "Cliente, últimas cifras o id" }
    own_search { en: "Customer or last digits", es: "Cliente o últimas cifras" }
    day { en: "Days", es: "Días" }
    today { en: "Today", es: "Hoy" }
    yesterday { en: "Yesterday", es: "Ayer" }
    last_7 { en: "Last 7 days", es: "Últimos 7 días" }
    last_30 { en: "Last 30 days", es: "Últimos 30 días" }
    all_days { en: "All days", es: "Todos los días" }
    from_day { en: "From", es: "Desde" }
    to_day { en: "To", es: "Hasta" }
    bakery { en: "Bakery", es: "Panadería" }
    all_bakeries { en: "All bakeries", es: "Todas las panaderías" }
    chosen_bakery { en: "One without messages", es: "Una sin mensajes" }
    number { en: "Number", es: "Número" }
    all_numbers { en: "All numbers", es: "Todos los números" }
    kind { en: "Kind", es: "Tipo" }
    all_kinds { en: "All kinds", es: "Todos los tipos" }
    both_ways { en: "In and out", es: "Enviados y recibidos" }
    by_status { en: "Filter by status", es: "Filtrar por estado" }
    all { en: "All", es: "Todos" }
    not_counted { en: "Not counted: too many messages for this filter. Choose fewer days.", es: "Sin contar: son demasiados mensajes para este filtro. Elige menos días." }
    too_many_people { en: "More than 200 customers end in these digits. Type more of them.", es: "Más de 200 clientes terminan en esas cifras. Escribe alguna más." }
    only_template(name: &str) { en: "Template {name}", es: "Aviso {name}" }
    only_category(name: &str) { en: "Category {name}", es: "Categoría {name}" }
    only_error(code: &str) { en: "Code {code}", es: "Código {code}" }
    only_contact { en: "One customer", es: "Un cliente" }

    // ── table ──
    caption { en: "Messages, newest first", es: "Mensajes, los más recientes primero" }
    time { en: "Time", es: "Hora" }
    status { en: "Status", es: "Estado" }
    who { en: "Bakery and customer", es: "Panadería y cliente" }
    own_who { en: "Customer", es: "Cliente" }
    what { en: "What", es: "Qué" }
    charged { en: "Charged", es: "Se cobra" }
    to_whom(who: &str) { en: "to {who}", es: "a {who}" }
    from_whom(who: &str) { en: "from {who}", es: "de {who}" }
    nobody { en: "no number shared", es: "sin número" }
    no_bakery { en: "No bakery", es: "Sin panadería" }
    shown(n: &str) { en: "{n} shown", es: "{n} en pantalla" }
    shown_of(n: &str, total: &str) { en: "{n} of {total} shown", es: "{n} de {total} en pantalla" }
    looked_to(when: &str) { en: "Looked back to {when}; there may be older ones.", es: "Buscado hasta {when}; puede haber más antiguos." }
    none_title { en: "No messages yet", es: "Todavía no hay mensajes" }
    none_text { en: "As soon as somebody writes or a message goes out, it appears here.", es: "En cuanto alguien escriba o salga un mensaje, aparecerá aquí." }
    no_match_text { en: "Older messages are under “All days”.", es: "Los más antiguos están en «Todos los días»." }
    no_match_anywhere { en: "No message that is kept fits all of these.", es: "Ningún mensaje de los que se guardan cumple todo eso." }

    // ── pane ──
    close { en: "Close details", es: "Cerrar detalles" }
    newer { en: "Newer message", es: "Mensaje más reciente" }
    older { en: "Older message", es: "Mensaje anterior" }
    all_messages { en: "All messages", es: "Todos los mensajes" }
    gone { en: "This message does not exist, is no longer kept, or is not yours.", es: "Este mensaje no existe, ya no se guarda o no es tuyo." }
    to_do { en: "What to do", es: "Qué hacer" }
    who_acts { en: "Who", es: "Quién" }
    again { en: "Retry", es: "Repetir" }
    cost { en: "Cost", es: "Coste" }
    code(code: &str) { en: "Meta’s code {code}", es: "Código {code} de Meta" }
    unknown_title { en: "Nobody knows yet whether it arrived", es: "Aún no se sabe si ha llegado" }
    unknown_text {
        en: "WhatsApp did not answer when it was handed over. It is not sent again by itself, because it might arrive twice; a report from WhatsApp settles it.",
        es: "WhatsApp no respondió al entregarlo. No se repite solo, porque podría llegar dos veces; lo aclarará su informe.",
    }
    handing_title { en: "It is being handed to WhatsApp", es: "Se está entregando a WhatsApp" }
    handing_text { en: "There is no answer yet. Until there is one, it cannot be sent again.", es: "Aún no hay respuesta. Hasta que la haya no se puede enviar otra vez." }
    held_title { en: "Not sent yet", es: "Todavía no se ha enviado" }
    held_text { en: "It waits until it may go out.", es: "Espera a poder salir." }
    dropped_title { en: "Not sent", es: "No se ha enviado" }
    dropped_text { en: "It was withdrawn or expired before it went out. The customer got nothing.", es: "Se retiró o caducó antes de salir. El cliente no ha recibido nada." }
    turned_away { en: "That became so while the message waited to go out. The customer got nothing.", es: "Pasó mientras el mensaje esperaba para salir. El cliente no ha recibido nada." }
    given_up_title { en: "Counted as not delivered", es: "Se da por no entregado" }
    given_up_text { en: "WhatsApp never answered, and a person decided that it did not arrive. Should a report come after all, it counts.", es: "WhatsApp no contestó y una persona decidió que no había llegado. Si aun así llega un informe, cuenta el informe." }
    step_given_up { en: "Given up by a person", es: "Una persona lo da por perdido" }
    failed_plain { en: "It did not arrive, and no reason was given.", es: "No ha llegado y nadie ha dicho por qué." }
    what_happened { en: "What happened", es: "Qué ha pasado" }
    message { en: "Message", es: "Mensaje" }
    no_text { en: "No text is kept for this kind of message.", es: "De este tipo de mensaje no se guarda texto." }
    from { en: "From", es: "De" }
    to { en: "To", es: "Para" }
    name { en: "Name", es: "Nombre" }
    template { en: "Template", es: "Aviso" }
    category { en: "Category", es: "Categoría" }
    asked_by { en: "Asked for by", es: "Lo pidió" }
    calls { en: "Handed to Meta", es: "Entregas a Meta" }
    our_id { en: "Our id", es: "Nuestro id" }
    meta_id { en: "Meta’s id", es: "Id de Meta" }
    answers { en: "Answers", es: "Responde a" }
    open_conversation { en: "Open conversation", es: "Ver conversación" }
    copy_link { en: "Copy link", es: "Copiar enlace" }
    copied { en: "Copied", es: "Copiado" }
    raw_events(n: &str) { en: "What Meta reported ({n})", es: "Lo que ha comunicado Meta ({n})" }
    no_events { en: "Meta has reported nothing about it.", es: "Meta no ha comunicado nada sobre él." }
    raw_hidden { en: "Kept, but it cannot be shown with its numbers masked.", es: "Se guarda, pero no se puede mostrar con los números ocultos." }
    raw_gone { en: "No longer kept.", es: "Ya no se guarda." }
    received_at(when: &str) { en: "Received {when}. Signature checked on the raw bytes.", es: "Recibido {when}. Firma comprobada sobre los datos originales." }
    never { en: "never", es: "nunca" }
    stops_here { en: "A failed message does not go on", es: "Un mensaje fallido no sigue" }

    // ── steps ──
    step_written { en: "Written by the customer", es: "Lo escribe el cliente" }
    step_asked { en: "Asked for", es: "Pedido" }
    step_held { en: "Held back", es: "Retenido" }
    step_dropped { en: "Withdrawn", es: "Retirado" }
    step_handed { en: "Handed to WhatsApp", es: "Entregado a WhatsApp" }
    step_unanswered { en: "No answer from WhatsApp", es: "WhatsApp no responde" }
    step_accepted { en: "Accepted by WhatsApp", es: "Aceptado por WhatsApp" }
    step_refused { en: "Refused by WhatsApp", es: "Rechazado por WhatsApp" }
    step_sent { en: "Sent", es: "Enviado" }
    step_delivered { en: "Delivered", es: "Entregado" }
    step_read { en: "Read", es: "Leído" }
    step_played { en: "Played", es: "Escuchado" }
    step_failed { en: "Failed", es: "Fallido" }
    rest_never { en: "Sent, delivered, read", es: "Enviado, entregado, leído" }

    // ── reveal ──
    reveal_reason { en: "Reason to see the number", es: "Motivo para ver el número" }
    reveal_hint { en: "For example: the bakery asked me to call.", es: "Por ejemplo: la panadería me pide que llame." }
    reveal_button { en: "Show for 15 minutes", es: "Ver 15 minutos" }
    reveal_note { en: "Goes to the audit log with your name.", es: "Queda en el registro de cambios con tu nombre." }
    revealed { en: "You see the number for 15 minutes.", es: "Ves el número durante 15 minutos." }
    visible_until(when: &str) { en: "Visible to you until {when}", es: "Lo ves hasta las {when}" }

    // ── retention ──
    keep_change { en: "Change how long messages are kept", es: "Cambiar cuánto se guardan los mensajes" }
    keep_days { en: "Days to keep messages", es: "Días que se guardan los mensajes" }
    keep_hint { en: "62 to 3,653. What becomes too old is removed within a day and cannot be brought back.", es: "De 62 a 3.653. Lo que quede fuera se borra en un día y no se puede recuperar." }
    keep_save { en: "Save", es: "Guardar" }
    kept_now(days: &str) { en: "Messages are kept {days} days.", es: "Los mensajes se guardan {days} días." }

    // ── conversation ──
    conversation { en: "Conversation", es: "Conversación" }
    conversation_with(who: &str) { en: "Conversation with {who}", es: "Conversación con {who}" }
    thread { en: "Messages, oldest first", es: "Mensajes, los más antiguos primero" }
    with_bakery(name: &str) { en: "with {name}", es: "con {name}" }
    through(number: &str) { en: "on {number}", es: "en el {number}" }
    earlier { en: "Earlier messages", es: "Mensajes anteriores" }
    latest { en: "Latest messages", es: "Últimos mensajes" }
    no_words { en: "No messages are kept.", es: "No se guarda ningún mensaje." }
    contact { en: "Customer", es: "Cliente" }
    first_seen { en: "First seen", es: "Desde" }
    // The time that is left stands between the two, and counts down.
    window_open(until: &str) { en: "Free answers until {until},", es: "Se puede contestar libremente hasta {until}," }
    left_before { en: "", es: "quedan" }
    left_after { en: "left", es: "" }
    window_just_closed { en: "The 24 hours are over. Only an approved template reaches this customer now.", es: "Han pasado las 24 horas. Ahora a este cliente solo le llega un aviso aprobado." }
    window_shut { en: "24 hours over", es: "Pasaron las 24 h" }

    // ── conversations ──
    inbox_title { en: "Conversations", es: "Conversaciones" }
    inbox_sub { en: "The newest message with each customer of every bakery, and who waits for an answer.", es: "El último mensaje con cada cliente de todas las panaderías y quién espera respuesta." }
    own_inbox_sub { en: "Who wrote to you, and who still waits for an answer.", es: "Quién te ha escrito y quién espera todavía tu respuesta." }
    inbox_filter { en: "Find conversations", es: "Buscar conversaciones" }
    inbox_show { en: "Which conversations", es: "Qué conversaciones" }
    inbox_all { en: "All", es: "Todas" }
    inbox_waiting { en: "Waiting", es: "Esperan respuesta" }
    inbox_closing { en: "Closing soon", es: "Se cierran pronto" }
    inbox_list { en: "Conversations, newest first", es: "Conversaciones, las más recientes primero" }
    inbox_no_match { en: "No conversation fits. Three digits of a number are enough.", es: "Ninguna conversación coincide. Bastan tres cifras de un número." }
    inbox_none_title { en: "No conversations yet", es: "Aún no hay conversaciones" }
    inbox_none_text { en: "As soon as a customer writes, or a message goes out, it appears here.", es: "En cuanto un cliente escriba o salga un mensaje, aparecerá aquí." }
    inbox_answered_title { en: "Nobody waits for an answer", es: "Nadie espera respuesta" }
    inbox_answered_text { en: "Every customer who wrote has been answered.", es: "Se ha contestado a todos los clientes que han escrito." }
    inbox_closing_none { en: "Nobody is running out of time", es: "A nadie se le acaba el tiempo" }
    inbox_closing_text { en: "None of those who wait runs out of time within the next four hours.", es: "A ninguno de los que esperan se le acaba el plazo en las próximas cuatro horas." }
    waits { en: "Waits for an answer", es: "Espera respuesta" }
    not_answered { en: "Nobody has answered this yet", es: "Nadie ha contestado todavía" }
    settle { en: "Nothing to answer", es: "No hace falta contestar" }
    settled { en: "The conversation no longer counts as waiting, until the customer writes again.", es: "La conversación ya no cuenta como pendiente, hasta que el cliente vuelva a escribir." }
    window_closed(since: &str) { en: "Free answers ended {since}. Only an approved template reaches this customer now.", es: "Se podía contestar libremente hasta {since}. Ahora solo llega un aviso aprobado." }
    window_never { en: "This customer has not written to this number. Only an approved template reaches them.", es: "Este cliente no ha escrito a este número. Solo le llega un aviso aprobado." }
    window_title { en: "The 24 hours", es: "Las 24 horas" }
    window_why { en: "After a customer writes, any text may be answered for 24 hours. After that only approved templates reach them.", es: "Cuando un cliente escribe, durante 24 horas se le puede contestar lo que sea. Después solo le llegan avisos aprobados." }
    details { en: "Everything about this message", es: "Todo sobre este mensaje" }
    in_log { en: "Log", es: "Registro" }
    hidden_name { en: "No name", es: "Sin nombre" }
}

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
    }
}
