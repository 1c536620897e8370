//! Why a message stays here, and what becomes of it.

use domain::{lang::Lang, message::gate::Gate};
use service::messages::gate::GateReport;

words! {
    nothing_stops { en: "Nothing stands in the way.", es: "No hay ningún impedimento." }
    with_evidence(what: &str, evidence: &str) { en: "{what} ({evidence})", es: "{what} ({evidence})" }
    stopped { en: "Sending stands still", es: "El envío está detenido" }
    stopped_account(name: &str) { en: "Sending through {name} stands still", es: "El envío por {name} está detenido" }
    stopped_number(number: &str) { en: "Sending through {number} stands still", es: "El envío por el {number} está detenido" }
    stopped_since(when: &str) { en: "Since {when}", es: "Desde {when}" }
    stopped_keeps { en: "What waits is not lost; it goes out afterwards.", es: "Lo que espera no se pierde; saldrá después." }
    open_account { en: "Open the account", es: "Abrir la cuenta" }
    why_not { en: "Can it send?", es: "¿Puede enviar?" }
    test { en: "Send me a test", es: "Envíame una prueba" }
    test_none { en: "There is no approved template that can be sent without files.", es: "No hay ninguna plantilla aprobada que se pueda enviar sin archivos." }
    test_phone { en: "Your phone", es: "Tu teléfono" }
    test_send { en: "Send the test", es: "Enviar la prueba" }
    test_hint { en: "It uses the example values of the template. It is a real message and may cost what one costs.", es: "Usa los valores de ejemplo de la plantilla. Es un mensaje de verdad y puede costar lo que cuesta uno." }
    resumed { en: "Sending goes on. The first message shows whether the cause is over.", es: "El envío sigue. El primer mensaje dirá si la causa ha pasado." }
    sent_test { en: "The test message is on its way.", es: "El mensaje de prueba está en camino." }
    resent { en: "A new message with the same words is on its way.", es: "Un mensaje nuevo con el mismo texto está en camino." }
    given_up { en: "The message counts as not delivered.", es: "El mensaje se da por no entregado." }
    resend { en: "Send it again", es: "Enviarlo otra vez" }
    resend_sure { en: "Send the same words again, as a new message? If the first one does arrive, the customer gets both.", es: "¿Enviar otra vez el mismo texto, como mensaje nuevo? Si el primero acaba llegando, el cliente recibe los dos." }
    resend_note { en: "A new message with the same words, through every check. This one then counts as given up.", es: "Un mensaje nuevo con el mismo texto, que pasa todas las comprobaciones. Este se dará por perdido." }
    sent_again { en: "Sent again as a new message", es: "Enviado otra vez como mensaje nuevo" }
    resend_pointless { en: "The same message would fail again, so it is not offered.", es: "El mismo mensaje volvería a fallar, por eso no se ofrece repetirlo." }
    give_up { en: "It did not arrive", es: "No ha llegado" }
    leave { en: "To leave it open, do nothing: a report from WhatsApp settles it by itself.", es: "Para dejarlo abierto no hagas nada: lo aclarará el informe de WhatsApp." }
    withdraw { en: "Do not send it", es: "No enviarlo" }
    decide { en: "What to do with it", es: "Qué hacer con él" }
    reply_as(name: &str) { en: "Reply as {name}", es: "Contestar como {name}" }
    reply_send { en: "Send reply", es: "Enviar respuesta" }
    reply_hold { en: "Hold and ask", es: "Guardar y preguntar" }
    reply_hold_note {
        en: "The customer gets this notice now. Your text goes out by itself when they answer, or expires after 72 hours.",
        es: "El cliente recibe ahora este aviso. Tu texto saldrá solo cuando conteste, o caducará a las 72 horas.",
    }
    reply_ask { en: "Ask them to write with", es: "Pedirle que escriba con" }
    reply_no_ask { en: "There is no approved notice that asks customers to write, so nothing can be sent until they do.", es: "No hay ningún aviso aprobado que pida escribir; no se puede enviar nada hasta que el cliente escriba." }
    reply_waits(n: u64) { en: "Held until the customer writes: {n}. They were asked already.", es: "Guardados hasta que el cliente escriba: {n}. Ya se le ha preguntado." }
    reply_stopped { en: "You cannot answer now", es: "Ahora no se puede contestar" }
    reply_body { en: "Your answer", es: "Tu respuesta" }
    reply_kept { en: "Your answer, which was not sent", es: "Tu respuesta, que no se ha enviado" }
    reply_sent { en: "The reply is on its way.", es: "La respuesta está en camino." }
    reply_held { en: "The text is held. It goes out when the customer answers.", es: "El texto está guardado. Saldrá cuando el cliente conteste." }
    own_test_title { en: "Try it out", es: "Pruébalo" }
    own_test_text { en: "Send one of your notices to your own phone and see it arrive.", es: "Envía uno de tus avisos a tu propio teléfono y mira cómo llega." }
    own_test_notice { en: "Notice", es: "Aviso" }
    own_test_none { en: "There is no approved notice to try yet.", es: "Aún no hay ningún aviso aprobado para probar." }
    withdrawn { en: "The message will not be sent.", es: "El mensaje no se enviará." }
}

/// A refusal in one sentence: what stops the message, and what was found.
pub(crate) fn refused(lang: Lang, report: &GateReport) -> String {
    let Some(line) = report.first_stop() else {
        return nothing_stops(lang).to_owned();
    };
    let what = super::checks::stops(lang, line.gate);
    let shown = matches!(
        line.gate,
        Gate::Number
            | Gate::Template
            | Gate::Parameters
            | Gate::AccountHealth
            | Gate::DailyLimit
            | Gate::Budget
    );
    if shown && !line.evidence.is_empty() {
        with_evidence(lang, what, &line.evidence)
    } else {
        what.to_owned()
    }
}
