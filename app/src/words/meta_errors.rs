//! Meta's error codes in plain words: what happened, and what to do.
//!
//! Codes are grouped by [`Topic`]; a code that nobody has documented gets an
//! honest sentence and Meta's own words.

use domain::{
    lang::Lang,
    meta_error::{Topic, Who, lookup},
};

/// What a person should read about a refusal of Meta's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Explained {
    /// What happened.
    pub(crate) what: &'static str,
    /// What to do.
    pub(crate) todo: &'static str,
    /// Who can do it.
    pub(crate) who: &'static str,
}

/// Explains a code with its subcode, if Meta sent one.
pub(crate) fn explain(lang: Lang, code: i64, subcode: Option<i64>) -> Explained {
    match lookup(code, subcode) {
        Some(meaning) => {
            let (what, todo) = of_topic(lang, meaning.topic);
            Explained {
                what,
                todo,
                who: of_who(lang, meaning.who),
            }
        }
        None => match lang {
            Lang::En => Explained {
                what: "Meta refused with a code that Tahona does not know.",
                todo: "Read Meta's own words beside this, and look the code up in its documentation.",
                who: "You",
            },
            Lang::Es => Explained {
                what: "Meta lo ha rechazado con un código que Tahona no conoce.",
                todo: "Lee lo que dice Meta y busca el código en su documentación.",
                who: "Tú",
            },
        },
    }
}

const fn of_who(lang: Lang, who: Who) -> &'static str {
    match (who, lang) {
        (Who::Admin, Lang::En) => "A platform admin",
        (Who::Admin, Lang::Es) => "Un administrador de la plataforma",
        (Who::Sender, Lang::En) => "Whoever sends the message",
        (Who::Sender, Lang::Es) => "Quien envía el mensaje",
        (Who::Customer, Lang::En) => "The customer",
        (Who::Customer, Lang::Es) => "El cliente",
        (Who::Meta, _) => "Meta",
        (Who::Time, Lang::En) => "Nobody; it passes",
        (Who::Time, Lang::Es) => "Nadie; se pasa solo",
    }
}

/// What happened, and what to do.
const fn of_topic(lang: Lang, topic: Topic) -> (&'static str, &'static str) {
    match lang {
        Lang::En => english(topic),
        Lang::Es => spanish(topic),
    }
}

const fn english(topic: Topic) -> (&'static str, &'static str) {
    match topic {
        Topic::Token => (
            "Meta no longer accepts the access token.",
            "Create a new token in Meta's Business settings and put it on the account's page.",
        ),
        Topic::Permission => (
            "The access token is not allowed to do this.",
            "Give the system user this account and the two WhatsApp permissions, then make a new token.",
        ),
        Topic::PolicyBlock => (
            "Meta has blocked the account for breaking its rules.",
            "Open Business Support Home in Meta, read the reason and ask for a review. Nothing is sent until then.",
        ),
        Topic::WrongId => (
            "Meta does not know this number or account, or the token may not see it.",
            "Compare the ID with WhatsApp Manager and check that the token includes this account.",
        ),
        Topic::BadRequest => (
            "Meta could not read the request.",
            "Whoever built the message has to correct it; Meta's words beside this say where.",
        ),
        Topic::CallRate => (
            "Too many requests to Meta in a short time.",
            "Wait a little; Tahona slows down by itself.",
        ),
        Topic::Throughput => (
            "Too many messages at once from this number.",
            "Nothing to do; they go out one after the other.",
        ),
        Topic::PairRate => (
            "Too many messages in a row to the same person.",
            "Wait a moment before writing to them again.",
        ),
        Topic::MetaDown => (
            "Meta's service has a problem right now.",
            "Wait; Meta's status page tells when it is over.",
        ),
        Topic::Unreachable => (
            "WhatsApp cannot reach this number.",
            "Ask the person whether it is right and has WhatsApp. Sending again will not help.",
        ),
        Topic::SelfSend => (
            "The message was addressed to the number that sends it.",
            "Choose another recipient.",
        ),
        Topic::NotOnTestList => (
            "This test number may only write to numbers on its list.",
            "Add the recipient to the list in Meta, or use a real number.",
        ),
        Topic::Registration => (
            "The number is not registered with WhatsApp's service.",
            "Register it again in WhatsApp Manager, then sync the account.",
        ),
        Topic::Pin => (
            "The two-step PIN is wrong.",
            "Reset the PIN in WhatsApp Manager; after several wrong ones, wait first.",
        ),
        Topic::Payment => (
            "Meta has no working payment method for this account.",
            "Repair the payment method in Meta's billing settings. Nothing is sent until then.",
        ),
        Topic::WindowClosed => (
            "24 hours have passed since the customer last wrote.",
            "Use an approved template.",
        ),
        Topic::SpamLimit => (
            "The number is limited because people reported or blocked it.",
            "Pause what caused it, look at the quality, and wait a day.",
        ),
        Topic::MarketingLimit => (
            "Meta limits how much marketing this person gets.",
            "Do not send it again today.",
        ),
        Topic::OptedOut => (
            "This person does not want marketing.",
            "Respect it; Tahona will not send them marketing any more.",
        ),
        Topic::Experiment => (
            "This person is part of a test that Meta runs.",
            "Nothing is wrong; use another way if it is urgent.",
        ),
        Topic::Unsupported => (
            "WhatsApp does not support this kind of message here.",
            "Send it in another form.",
        ),
        Topic::Media => (
            "The file could not be fetched or has the wrong kind or size.",
            "Check the link, the kind and the size of the file.",
        ),
        Topic::Maintenance => (
            "Meta is working on this number; it takes about a minute.",
            "Wait a moment.",
        ),
        Topic::TemplateMissing => (
            "There is no approved template with this name in this language.",
            "Check name and language, letter by letter, or wait for the approval.",
        ),
        Topic::TemplateValues => (
            "The values do not fit the template.",
            "Give one value for each variable, without line breaks or tabs.",
        ),
        Topic::TemplateTooLong => (
            "The text becomes too long with these values.",
            "Shorten the values.",
        ),
        Topic::TemplatePolicy => ("The text breaks one of Meta's content rules.", "Rewrite it."),
        Topic::TemplatePaused => (
            "Meta has paused this template because people reacted badly to it.",
            "Wait until the pause ends, and improve the text.",
        ),
        Topic::TemplateDisabled => (
            "Meta has disabled this template for good.",
            "Make a new one with a better text.",
        ),
        Topic::TemplateForm => (
            "The form of the template is not accepted.",
            "Follow the remark in the editor.",
        ),
        Topic::TemplateLimit => (
            "A limit for templates is reached.",
            "Delete unused ones, or wait until the name is free again.",
        ),
        Topic::CountryRestricted => (
            "This account may not write to people in that country.",
            "Stop sending there.",
        ),
        Topic::NameNotApproved => (
            "Meta has not approved the name that customers see.",
            "Wait for the review or ask for another name.",
        ),
        Topic::NeedsPhone => (
            "This message needs a phone number; the customer shares only a user name.",
            "Ask the customer for their number.",
        ),
        Topic::MarketingApi => (
            "Marketing goes another way for this account.",
            "Change the setting of the account in Meta.",
        ),
        Topic::CategoryAbuse => (
            "Too many templates had the wrong category.",
            "Correct the categories and wait.",
        ),
        Topic::BusinessUnverified => (
            "Meta has not verified the business behind this account.",
            "Finish the verification in Meta's security centre.",
        ),
        Topic::Banned => (
            "Meta has banned this account.",
            "Ask for a review in Meta's Business Support Home.",
        ),
        Topic::IdentityChanged => (
            "The person has a new phone or number.",
            "Make sure that it is still them, then send again.",
        ),
        Topic::Flow => (
            "The form inside the message has a problem.",
            "Correct the flow in WhatsApp Manager.",
        ),
        Topic::OtherFeature => (
            "Meta refused something that Tahona does not use.",
            "Look the code up in Meta's documentation.",
        ),
        Topic::Generic => (
            "Meta reported a failure without a reason.",
            "Try later; if it stays, ask Meta's support with the trace id.",
        ),
    }
}

const fn spanish(topic: Topic) -> (&'static str, &'static str) {
    match topic {
        Topic::Token => (
            "Meta ya no acepta la clave de acceso.",
            "Crea una clave nueva en la configuración de empresa de Meta y ponla en la página de la cuenta.",
        ),
        Topic::Permission => (
            "La clave de acceso no tiene permiso para esto.",
            "Da al usuario del sistema esta cuenta y los dos permisos de WhatsApp, y crea una clave nueva.",
        ),
        Topic::PolicyBlock => (
            "Meta ha bloqueado la cuenta por incumplir sus normas.",
            "Entra en la ayuda para empresas de Meta, lee el motivo y pide una revisión. Hasta entonces no sale nada.",
        ),
        Topic::WrongId => (
            "Meta no conoce este número o cuenta, o la clave no puede verlo.",
            "Compara el identificador con WhatsApp Manager y mira que la clave incluya esta cuenta.",
        ),
        Topic::BadRequest => (
            "Meta no ha entendido la petición.",
            "Quien preparó el mensaje tiene que corregirlo; el texto de Meta dice dónde.",
        ),
        Topic::CallRate => (
            "Demasiadas peticiones a Meta en poco tiempo.",
            "Espera un poco; Tahona baja el ritmo sola.",
        ),
        Topic::Throughput => (
            "Demasiados mensajes a la vez desde este número.",
            "No hay que hacer nada; salen uno detrás de otro.",
        ),
        Topic::PairRate => (
            "Demasiados mensajes seguidos a la misma persona.",
            "Espera un momento antes de volver a escribirle.",
        ),
        Topic::MetaDown => (
            "El servicio de Meta falla en este momento.",
            "Espera; la página de estado de Meta dice cuándo se arregla.",
        ),
        Topic::Unreachable => (
            "WhatsApp no llega a este número.",
            "Pregunta si el número es correcto y tiene WhatsApp. Repetir no sirve.",
        ),
        Topic::SelfSend => (
            "El mensaje iba al mismo número que lo envía.",
            "Elige otro destinatario.",
        ),
        Topic::NotOnTestList => (
            "Este número de pruebas solo puede escribir a los de su lista.",
            "Añade al destinatario a la lista en Meta o usa un número real.",
        ),
        Topic::Registration => (
            "El número no está registrado en el servicio de WhatsApp.",
            "Vuelve a registrarlo en WhatsApp Manager y sincroniza la cuenta.",
        ),
        Topic::Pin => (
            "El PIN de dos pasos no es correcto.",
            "Restablece el PIN en WhatsApp Manager; tras varios fallos, espera antes.",
        ),
        Topic::Payment => (
            "Meta no tiene una forma de pago válida para esta cuenta.",
            "Arregla la forma de pago en la facturación de Meta. Hasta entonces no sale nada.",
        ),
        Topic::WindowClosed => (
            "Han pasado 24 horas desde que escribió el cliente.",
            "Usa un aviso aprobado.",
        ),
        Topic::SpamLimit => (
            "El número está limitado porque hay quien lo ha bloqueado o denunciado.",
            "Para lo que lo ha causado, mira la calidad y espera un día.",
        ),
        Topic::MarketingLimit => (
            "Meta limita la publicidad que recibe esta persona.",
            "No lo repitas hoy.",
        ),
        Topic::OptedOut => (
            "Esta persona no quiere publicidad.",
            "Respétalo; Tahona ya no le enviará publicidad.",
        ),
        Topic::Experiment => (
            "Esta persona está en una prueba de Meta.",
            "No hay ningún fallo; usa otro medio si corre prisa.",
        ),
        Topic::Unsupported => (
            "WhatsApp no admite aquí este tipo de mensaje.",
            "Envíalo de otra forma.",
        ),
        Topic::Media => (
            "El archivo no se ha podido leer o no es del tipo o tamaño admitido.",
            "Revisa el enlace, el tipo y el tamaño del archivo.",
        ),
        Topic::Maintenance => (
            "Meta está trabajando en este número; tarda cerca de un minuto.",
            "Espera un momento.",
        ),
        Topic::TemplateMissing => (
            "No hay un aviso aprobado con este nombre en este idioma.",
            "Revisa el nombre y el idioma letra por letra, o espera la aprobación.",
        ),
        Topic::TemplateValues => (
            "Los valores no encajan en el aviso.",
            "Da un valor por cada variable, sin saltos de línea ni tabuladores.",
        ),
        Topic::TemplateTooLong => (
            "El texto queda demasiado largo con estos valores.",
            "Acorta los valores.",
        ),
        Topic::TemplatePolicy => (
            "El texto incumple una norma de contenido de Meta.",
            "Redáctalo de otra manera.",
        ),
        Topic::TemplatePaused => (
            "Meta ha pausado este aviso porque no gusta a quien lo recibe.",
            "Espera a que acabe la pausa y mejora el texto.",
        ),
        Topic::TemplateDisabled => (
            "Meta ha desactivado este aviso para siempre.",
            "Haz uno nuevo con un texto mejor.",
        ),
        Topic::TemplateForm => (
            "La forma del aviso no se admite.",
            "Sigue la indicación del editor.",
        ),
        Topic::TemplateLimit => (
            "Se ha llegado al límite de avisos.",
            "Borra los que no se usan o espera a que el nombre quede libre.",
        ),
        Topic::CountryRestricted => (
            "Esta cuenta no puede escribir a ese país.",
            "Deja de enviar allí.",
        ),
        Topic::NameNotApproved => (
            "Meta no ha aprobado el nombre que ven los clientes.",
            "Espera la revisión o pide otro nombre.",
        ),
        Topic::NeedsPhone => (
            "Este mensaje necesita un teléfono y el cliente solo comparte su usuario.",
            "Pide el número al cliente.",
        ),
        Topic::MarketingApi => (
            "En esta cuenta la publicidad va por otra vía.",
            "Cambia el ajuste de la cuenta en Meta.",
        ),
        Topic::CategoryAbuse => (
            "Demasiados avisos tenían una categoría equivocada.",
            "Corrige las categorías y espera.",
        ),
        Topic::BusinessUnverified => (
            "Meta no ha verificado la empresa de esta cuenta.",
            "Termina la verificación en el centro de seguridad de Meta.",
        ),
        Topic::Banned => (
            "Meta ha vetado esta cuenta.",
            "Pide una revisión en la ayuda para empresas de Meta.",
        ),
        Topic::IdentityChanged => (
            "La persona ha cambiado de teléfono o de número.",
            "Asegúrate de que sigue siendo la misma persona y repite.",
        ),
        Topic::Flow => (
            "El formulario del mensaje tiene un problema.",
            "Corrige el formulario en WhatsApp Manager.",
        ),
        Topic::OtherFeature => (
            "Meta ha rechazado algo que Tahona no usa.",
            "Busca el código en la documentación de Meta.",
        ),
        Topic::Generic => (
            "Meta avisa de un fallo sin decir el motivo.",
            "Prueba más tarde; si sigue, pregunta a Meta con el identificador.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_code_is_explained_in_both_languages() {
        for meaning in domain::meta_error::all() {
            for lang in [Lang::En, Lang::Es] {
                let said = explain(lang, meaning.code, None);
                assert!(
                    said.what.ends_with('.') && said.todo.ends_with('.'),
                    "{}",
                    meaning.code
                );
                assert!(!said.who.is_empty());
            }
        }
    }

    #[test]
    fn an_unknown_code_is_not_explained_away() {
        assert!(explain(Lang::En, 999_999, None).what.contains("does not know"));
    }
}
