//! Words of the page about what WhatsApp reports.

use domain::lang::Lang;
use service::webhooks::list::EventState;

use crate::components::format::count;

words! {
    title { en: "Webhooks", es: "Webhooks" }
    sub {
        en: "What Meta reports to us, and what became of it. Nothing that was signed is ever dropped.",
        es: "Lo que Meta nos comunica y qué ha sido de ello. Nada de lo firmado se pierde.",
    }
    refresh { en: "Refresh", es: "Actualizar" }
    no_secret_title { en: "Nothing is believed: no account has its app secret", es: "No se cree nada: ninguna cuenta tiene su secreto de la aplicación" }
    no_secret_text {
        en: "Without it no signature can be checked, so every delivery is refused. Put it on the account’s page.",
        es: "Sin él no se puede comprobar ninguna firma y se rechaza todo. Ponlo en la página de la cuenta.",
    }
    to_accounts { en: "Open accounts", es: "Abrir cuentas" }
    refused_one { en: "1 request was refused in the last 24 hours", es: "Se ha rechazado 1 petición en las últimas 24 horas" }
    refused_many(n: &str) { en: "{n} requests were refused in the last 24 hours", es: "Se han rechazado {n} peticiones en las últimas 24 horas" }
    refused_text {
        en: "If they came from Meta, the app secret here is not the one in Meta’s app; Meta tries again for days. If not, somebody is knocking, and nothing got in.",
        es: "Si venían de Meta, el secreto de la aplicación no coincide con el de Meta, que lo reintenta durante días. Si no, alguien está probando, y no ha entrado nada.",
    }
    lag_title(since: &str) { en: "Processing lags behind by {since}", es: "El proceso lleva {since} de retraso" }
    lag_text { en: "Deliveries are safe on disk and are processed in their order.", es: "Las entregas están a salvo en disco y se procesan por orden." }

    f_last { en: "Last delivery", es: "Última entrega" }
    f_last_never { en: "Nothing has come yet", es: "Aún no ha llegado nada" }
    f_waiting { en: "Waiting", es: "En espera" }
    f_waiting_none { en: "Everything is processed", es: "Todo está procesado" }
    f_waiting_since(since: &str) { en: "The oldest for {since}", es: "La más antigua, {since}" }
    f_refused { en: "Refused, 24 hours", es: "Rechazadas, 24 horas" }
    f_refused_none { en: "Every signature fitted", es: "Todas las firmas correctas" }
    f_refused_nothing { en: "Nothing has come yet", es: "Aún no ha llegado nada" }
    f_open { en: "Events without effect", es: "Eventos sin efecto" }
    f_open_note { en: "Parked, unknown or dead", es: "Aparcados, desconocidos o muertos" }

    arrivals { en: "Deliveries", es: "Entregas" }
    by_minute { en: "Last hour, by the minute", es: "Última hora, por minutos" }
    by_hour { en: "Last 24 hours, by the hour", es: "Últimas 24 horas, por horas" }
    span_label { en: "How far back", es: "Periodo" }
    taken { en: "Taken", es: "Aceptadas" }
    refused { en: "Refused", es: "Rechazadas" }
    chart_title { en: "Deliveries over time", es: "Entregas a lo largo del tiempo" }
    chart_text(taken: &str, refused: &str, most: &str, when: &str) {
        en: "Taken: {taken}. Refused: {refused}. Most at once: {most}, from {when}.",
        es: "Aceptadas: {taken}. Rechazadas: {refused}. El máximo: {most}, desde las {when}.",
    }
    chart_nothing { en: "Nothing arrived in this time.", es: "No ha llegado nada en este tiempo." }
    as_table { en: "The same as a table", es: "Lo mismo en una tabla" }
    col_from { en: "From", es: "Desde" }

    events { en: "Events", es: "Eventos" }
    by_state { en: "Filter by what became of them", es: "Filtrar por lo que ha sido de ellos" }
    all { en: "All", es: "Todos" }
    field { en: "Field", es: "Campo" }
    all_fields { en: "All fields", es: "Todos los campos" }
    filter_label { en: "Filter events", es: "Filtrar eventos" }
    caption { en: "Events, newest first", es: "Eventos, del más nuevo al más antiguo" }
    col_received { en: "Received", es: "Recibido" }
    col_what { en: "What", es: "Qué" }
    col_state { en: "State", es: "Estado" }
    col_outcome { en: "What became of it", es: "Qué ha sido de él" }
    none_title { en: "No events yet", es: "Aún no hay eventos" }
    none_text { en: "As soon as Meta reports something, it appears here.", es: "En cuanto Meta comunique algo, aparecerá aquí." }
    no_match_text { en: "No event fits all of these.", es: "Ningún evento cumple todo eso." }
    unreadable { en: "A delivery that cannot be read", es: "Una entrega que no se puede leer" }
    became_message { en: "A message", es: "Un mensaje" }
    became_asked { en: "Meta was asked what is so now", es: "Se ha preguntado a Meta cómo está ahora" }
    became_noted { en: "Kept; it has no effect", es: "Guardado; no tiene efecto" }
    became_other_number { en: "It has the id of a message to another number", es: "Tiene el id de un mensaje a otro número" }
    became_own_message { en: "It has the id of a message that we sent", es: "Tiene el id de un mensaje que enviamos nosotros" }
    became_too_long { en: "An id or a name in it is too long to be one", es: "Lleva un id o un nombre demasiado largo para serlo" }
    became_no_id { en: "It names no message", es: "No nombra ningún mensaje" }
    became_waits { en: "Waits for its message", es: "Espera a su mensaje" }
    became_unknown { en: "Kept until a version knows it", es: "Guardado hasta que una versión lo conozca" }
    became_unreadable { en: "It is not what Meta sends", es: "No tiene la forma de lo que envía Meta" }
    became_nothing { en: "Nothing", es: "Nada" }

    close { en: "Close details", es: "Cerrar detalles" }
    all_events { en: "All events", es: "Todos los eventos" }
    gone { en: "This event does not exist, was tried again under another id, or is no longer kept.", es: "Este evento no existe, se volvió a probar con otro id o ya no se guarda." }
    at { en: "Happened", es: "Ocurrió" }
    account { en: "Account", es: "Cuenta" }
    number { en: "Number", es: "Número" }
    message { en: "Message", es: "Mensaje" }
    problem { en: "Problem", es: "Problema" }
    event_id { en: "Event id", es: "Id del evento" }
    delivery { en: "Delivery", es: "Entrega" }
    place { en: "Place in it", es: "Lugar en ella" }
    bytes(n: &str) { en: "{n} bytes", es: "{n} bytes" }
    raw { en: "As Meta sent it", es: "Como lo envió Meta" }
    raw_start { en: "The start of what came", es: "El principio de lo que llegó" }
    raw_gone { en: "The delivery is no longer kept.", es: "La entrega ya no se guarda." }
    raw_note { en: "Signature checked on the raw bytes. Customers’ numbers are inside.", es: "Firma comprobada sobre los datos originales. Dentro hay números de clientes." }
    replay { en: "Try again", es: "Probar otra vez" }
    replay_note { en: "It is processed once more as if it came now. What had its effect keeps it.", es: "Se procesa otra vez como si llegara ahora. Lo que ya tuvo efecto lo conserva." }
    replay_all { en: "Try all of these again", es: "Probar todos estos otra vez" }
    replay_sure { en: "Try every event of this filter again?", es: "¿Probar otra vez todos los eventos de este filtro?" }
    replay_none { en: "There was nothing to try again.", es: "No había nada que volver a probar." }
    replay_still { en: "It was tried again and still has no effect.", es: "Se ha probado otra vez y sigue sin efecto." }
    replay_done { en: "It was tried again and had its effect.", es: "Se ha probado otra vez y ha tenido efecto." }
    replay_some(tried: &str, settled: &str) {
        en: "{tried} were tried again; {settled} of them had their effect.",
        es: "Se han probado {tried} otra vez; {settled} han tenido efecto.",
    }
}

/// How many requests were refused.
pub(crate) fn refused_title(lang: Lang, n: u64) -> String {
    if n == 1 {
        refused_one(lang).to_owned()
    } else {
        refused_many(lang, &count(lang, n))
    }
}

/// The word for what became of an event.
pub(crate) const fn state(lang: Lang, state: EventState) -> &'static str {
    match (state, lang) {
        (EventState::Processed, Lang::En) => "Processed",
        (EventState::Processed, Lang::Es) => "Procesado",
        (EventState::Parked, Lang::En) => "Parked",
        (EventState::Parked, Lang::Es) => "Aparcado",
        (EventState::Unknown, Lang::En) => "Unknown",
        (EventState::Unknown, Lang::Es) => "Desconocido",
        (EventState::Dead, Lang::En) => "Dead",
        (EventState::Dead, Lang::Es) => "Muerto",
    }
}

/// Why a request was refused, by the word under which it is counted.
pub(crate) fn refusal(lang: Lang, why: &str) -> String {
    let (en, es) = match why {
        "missing" => ("Without a signature", "Sin firma"),
        "malformed" => ("Signature of the wrong form", "Firma con mal formato"),
        "wrong" => ("Signature that does not fit", "Firma que no encaja"),
        "no_secret" => ("No app secret to check with", "Sin secreto con que comprobar"),
        "too_large" => ("Larger than 4 MB", "De más de 4 MB"),
        "not_stored" => ("Database could not take it", "La base de datos no pudo guardarla"),
        other => return other.to_owned(),
    };
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
    .to_owned()
}
