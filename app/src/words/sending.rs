//! Why a message stays here, and what becomes of it.

use domain::{lang::Lang, message::gate::Gate};
use service::messages::gate::GateReport;

words! {
    nothing_stops { en: "Nothing stands in the way.", es: "No hay ningún impedimento." }
    with_evidence(what: &str, evidence: &str) { en: "{what} ({evidence})", es: "{what} ({evidence})" }
    stopped { en: "Sending stands still", es: "El envío está detenido" }
    test { en: "Send me a test", es: "Envíame una prueba" }
    test_phone { en: "Your phone", es: "Tu teléfono" }
    test_send { en: "Send the test", es: "Enviar la prueba" }
    test_hint { en: "It uses the example values of the template. It is a real message and may cost what one costs.", es: "Usa los valores de ejemplo de la plantilla. Es un mensaje de verdad y puede costar lo que cuesta uno." }
    resumed { en: "Sending goes on. The first message shows whether the cause is over.", es: "El envío sigue. El primer mensaje dirá si la causa ha pasado." }
    sent_test { en: "The test message is on its way.", es: "El mensaje de prueba está en camino." }
    resent { en: "A new message with the same words is on its way.", es: "Un mensaje nuevo con el mismo texto está en camino." }
    given_up { en: "The message counts as not delivered.", es: "El mensaje se da por no entregado." }
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
        Gate::Number | Gate::Template | Gate::Parameters | Gate::AccountHealth | Gate::DailyLimit
    );
    if shown && !line.evidence.is_empty() {
        with_evidence(lang, what, &line.evidence)
    } else {
        what.to_owned()
    }
}
