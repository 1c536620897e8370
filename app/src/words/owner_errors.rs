//! Why a message did not arrive, as a bakery's owner reads it: no word of
//! Meta's, nothing to do but what an owner can do. Staff read
//! [`super::meta_errors`] about the same codes.

use domain::{
    lang::Lang,
    meta_error::{Meaning, Topic, Who, lookup},
};

/// What an owner should read about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ForOwner {
    /// What happened.
    pub(crate) what: &'static str,
    /// What to do, where the owner can do something.
    pub(crate) todo: Option<&'static str>,
    /// Whose turn it is.
    pub(crate) who: &'static str,
}

/// Explains a code with its subcode, if Meta sent one.
pub(crate) fn explain(lang: Lang, code: i64, subcode: Option<i64>) -> ForOwner {
    let Some(meaning) = lookup(code, subcode) else {
        return ForOwner {
            what: unknown(lang),
            todo: None,
            who: turn(lang, Who::Admin),
        };
    };
    let (what, todo) = match lang {
        Lang::En => english(meaning.topic),
        Lang::Es => spanish(meaning.topic),
    };
    let todo = todo.filter(|_| concerns_owner(meaning));
    // Most messages are built by programs and from texts that are ours: where
    // the owner has nothing to do, somebody of the platform has.
    let who = if todo.is_none() && meaning.who != Who::Meta {
        Who::Admin
    } else {
        meaning.who
    };
    ForOwner {
        what,
        todo,
        who: turn(lang, who),
    }
}

/// Whether the owner, their customer or time can end it.
const fn concerns_owner(meaning: Meaning) -> bool {
    matches!(meaning.who, Who::Sender | Who::Customer | Who::Time)
}

words! {
    unknown {
        en: "WhatsApp did not take the message, and we do not know the reason yet.",
        es: "WhatsApp no ha aceptado el mensaje y aún no sabemos el motivo.",
    }
}

const fn turn(lang: Lang, who: Who) -> &'static str {
    match (who, lang) {
        (Who::Admin, Lang::En) => "This is for us to put right. You need not do anything.",
        (Who::Admin, Lang::Es) => "Lo arreglamos nosotros. No tienes que hacer nada.",
        (Who::Sender, Lang::En) => "Whoever writes the message",
        (Who::Sender, Lang::Es) => "Quien escribe el mensaje",
        (Who::Customer, Lang::En) => "Your customer",
        (Who::Customer, Lang::Es) => "Tu cliente",
        (Who::Meta, _) => "WhatsApp",
        (Who::Time, Lang::En) => "Nobody; it passes",
        (Who::Time, Lang::Es) => "Nadie; se pasa solo",
    }
}

const fn english(topic: Topic) -> (&'static str, Option<&'static str>) {
    match topic {
        Topic::Token | Topic::Permission | Topic::WrongId | Topic::Registration | Topic::Pin => {
            ("The connection with WhatsApp has to be repaired.", None)
        }
        Topic::PolicyBlock | Topic::Banned => ("WhatsApp has blocked our messages.", None),
        Topic::BadRequest | Topic::OtherFeature => ("WhatsApp could not read this message.", None),
        Topic::CallRate | Topic::Throughput => (
            "Too many messages at once.",
            Some("Wait a little before sending more."),
        ),
        Topic::PairRate => (
            "Too many messages in a row to the same person.",
            Some("Wait a moment before writing to them again."),
        ),
        Topic::MetaDown => ("WhatsApp has a problem right now.", None),
        Topic::Unreachable => (
            "WhatsApp cannot reach this number.",
            Some("Ask the person whether it is right and has WhatsApp. Sending again will not help."),
        ),
        Topic::SelfSend => (
            "The message was addressed to the number that sends it.",
            Some("Choose another recipient."),
        ),
        Topic::NotOnTestList => (
            "This number is still a trial and cannot write to everybody.",
            None,
        ),
        Topic::Payment => ("There is a problem with our payment to WhatsApp.", None),
        Topic::WindowClosed => (
            "24 hours have passed since the customer last wrote.",
            Some("Use an approved notice, or wait until they write."),
        ),
        Topic::SpamLimit => (
            "The number is limited because people reported or blocked it.",
            None,
        ),
        Topic::MarketingLimit => (
            "WhatsApp limits how many offers and news this person gets.",
            Some("Do not send it again today."),
        ),
        Topic::OptedOut => (
            "This person does not want offers and news.",
            Some("Respect it; they will not be sent any more."),
        ),
        Topic::Experiment => ("This person is part of a test that WhatsApp runs.", None),
        Topic::Unsupported => (
            "WhatsApp does not support this kind of message here.",
            Some("Send it in another form."),
        ),
        Topic::Media => (
            "The file could not be read, or has the wrong kind or size.",
            Some("Check the kind and the size of the file."),
        ),
        Topic::Maintenance => (
            "WhatsApp is working on this number; it takes about a minute.",
            Some("Wait a moment."),
        ),
        Topic::TemplateMissing => ("The notice is not approved yet, or not in this language.", None),
        Topic::TemplateValues | Topic::TemplateTooLong | Topic::TemplateForm => {
            ("The notice was not filled in as WhatsApp wants it.", None)
        }
        Topic::TemplatePolicy => ("The text of the notice breaks one of WhatsApp's rules.", None),
        Topic::TemplatePaused => (
            "WhatsApp has paused this notice because people reacted badly to it.",
            Some("Wait until the pause ends."),
        ),
        Topic::TemplateDisabled => ("WhatsApp lets nobody send this notice any more.", None),
        Topic::TemplateLimit => ("WhatsApp takes no more notices for now.", None),
        Topic::CountryRestricted => ("We cannot write to people in that country.", None),
        Topic::NameNotApproved => ("WhatsApp has not approved the name that customers see.", None),
        Topic::NeedsPhone => (
            "This message needs a phone number; the customer shares only a user name.",
            Some("Ask the customer for their number."),
        ),
        Topic::MarketingApi => ("Offers and news cannot be sent this way.", None),
        Topic::CategoryAbuse => ("WhatsApp limits our notices for now.", None),
        Topic::BusinessUnverified => ("WhatsApp has not confirmed yet who we are.", None),
        Topic::IdentityChanged => (
            "The person has a new phone or number.",
            Some("Make sure that it is still them, then send again."),
        ),
        Topic::Flow => ("The form inside the message has a problem.", None),
        Topic::Generic => (
            "WhatsApp reported a failure without a reason.",
            Some("Try again later."),
        ),
    }
}

const fn spanish(topic: Topic) -> (&'static str, Option<&'static str>) {
    match topic {
        Topic::Token | Topic::Permission | Topic::WrongId | Topic::Registration | Topic::Pin => {
            ("Hay que arreglar la conexión con WhatsApp.", None)
        }
        Topic::PolicyBlock | Topic::Banned => ("WhatsApp ha bloqueado nuestros mensajes.", None),
        Topic::BadRequest | Topic::OtherFeature => ("WhatsApp no ha entendido este mensaje.", None),
        Topic::CallRate | Topic::Throughput => (
            "Demasiados mensajes a la vez.",
            Some("Espera un poco antes de enviar más."),
        ),
        Topic::PairRate => (
            "Demasiados mensajes seguidos a la misma persona.",
            Some("Espera un momento antes de volver a escribirle."),
        ),
        Topic::MetaDown => ("WhatsApp falla en este momento.", None),
        Topic::Unreachable => (
            "WhatsApp no llega a este número.",
            Some("Pregunta si el número es correcto y tiene WhatsApp. Repetir no sirve."),
        ),
        Topic::SelfSend => (
            "El mensaje iba al mismo número que lo envía.",
            Some("Elige otro destinatario."),
        ),
        Topic::NotOnTestList => (
            "Este número aún es de pruebas y no puede escribir a todo el mundo.",
            None,
        ),
        Topic::Payment => ("Hay un problema con nuestro pago a WhatsApp.", None),
        Topic::WindowClosed => (
            "Han pasado 24 horas desde que escribió el cliente.",
            Some("Usa un aviso aprobado o espera a que te escriba."),
        ),
        Topic::SpamLimit => (
            "El número está limitado porque hay quien lo ha bloqueado o denunciado.",
            None,
        ),
        Topic::MarketingLimit => (
            "WhatsApp limita las ofertas y novedades que recibe esta persona.",
            Some("No lo repitas hoy."),
        ),
        Topic::OptedOut => (
            "Esta persona no quiere ofertas ni novedades.",
            Some("Respétalo; ya no se le enviarán."),
        ),
        Topic::Experiment => ("Esta persona está en una prueba de WhatsApp.", None),
        Topic::Unsupported => (
            "WhatsApp no admite aquí este tipo de mensaje.",
            Some("Envíalo de otra forma."),
        ),
        Topic::Media => (
            "El archivo no se ha podido leer o no es del tipo o tamaño admitido.",
            Some("Revisa el tipo y el tamaño del archivo."),
        ),
        Topic::Maintenance => (
            "WhatsApp está trabajando en este número; tarda cerca de un minuto.",
            Some("Espera un momento."),
        ),
        Topic::TemplateMissing => ("El aviso aún no está aprobado, o no en este idioma.", None),
        Topic::TemplateValues | Topic::TemplateTooLong | Topic::TemplateForm => {
            ("El aviso no se rellenó como pide WhatsApp.", None)
        }
        Topic::TemplatePolicy => ("El texto del aviso incumple una norma de WhatsApp.", None),
        Topic::TemplatePaused => (
            "WhatsApp ha pausado este aviso porque no gusta a quien lo recibe.",
            Some("Espera a que acabe la pausa."),
        ),
        Topic::TemplateDisabled => ("WhatsApp ya no deja enviar este aviso.", None),
        Topic::TemplateLimit => ("WhatsApp no admite más avisos por ahora.", None),
        Topic::CountryRestricted => ("No podemos escribir a ese país.", None),
        Topic::NameNotApproved => ("WhatsApp no ha aprobado el nombre que ven los clientes.", None),
        Topic::NeedsPhone => (
            "Este mensaje necesita un teléfono y el cliente solo comparte su usuario.",
            Some("Pide el número al cliente."),
        ),
        Topic::MarketingApi => ("Las ofertas y novedades no se pueden enviar por esta vía.", None),
        Topic::CategoryAbuse => ("WhatsApp limita por ahora nuestros avisos.", None),
        Topic::BusinessUnverified => ("WhatsApp aún no ha confirmado quiénes somos.", None),
        Topic::IdentityChanged => (
            "La persona ha cambiado de teléfono o de número.",
            Some("Asegúrate de que sigue siendo la misma persona y repite."),
        ),
        Topic::Flow => ("El formulario del mensaje tiene un problema.", None),
        Topic::Generic => (
            "WhatsApp avisa de un fallo sin decir el motivo.",
            Some("Prueba más tarde."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that an owner would have to look up, in lower case.
    const JARGON: [&str; 21] = [
        "meta",
        "token",
        "clave",
        "waba",
        "system user",
        "usuario del sistema",
        "webhook",
        "template",
        "plantilla",
        "categor",
        " api ",
        "manager",
        "business",
        "code",
        "código",
        " id ",
        "identificador",
        " pin ",
        "request",
        "petición",
        "tahona",
    ];

    /// Every code that is known, one of each range, and one that nobody knows.
    fn codes() -> Vec<i64> {
        let listed = domain::meta_error::all().iter().map(|meaning| meaning.code);
        listed
            .chain([
                200, 131_201, 134_100, 138_000, 139_000, 147_001, 2_494_164, 999_999,
            ])
            .collect()
    }

    #[test]
    fn an_owner_reads_no_jargon_about_any_code() {
        for code in codes() {
            for lang in [Lang::En, Lang::Es] {
                let said = explain(lang, code, None);
                let text = [said.what, said.todo.unwrap_or_default(), said.who].join(" ");
                assert!(said.what.ends_with('.') && !said.who.is_empty(), "{code}");
                let words = text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
                let lower = format!(" {words} ");
                let found: Vec<_> = JARGON.iter().filter(|word| lower.contains(**word)).collect();
                assert!(found.is_empty(), "{code}: {found:?} in {text}");
            }
        }
    }

    #[test]
    fn an_owner_is_told_to_do_only_what_an_owner_can_do() {
        for code in codes() {
            let who = lookup(code, None).map_or(Who::Admin, |meaning| meaning.who);
            for lang in [Lang::En, Lang::Es] {
                let said = explain(lang, code, None);
                assert!(
                    said.todo.is_none_or(|todo| todo.ends_with('.')),
                    "{code}: {:?}",
                    said.todo
                );
                if matches!(who, Who::Admin | Who::Meta) {
                    assert_eq!(said.todo, None, "{code}");
                }
                // Nobody is left with a task without being told which.
                if who != Who::Meta {
                    let ours = said.who == turn(lang, Who::Admin);
                    assert_eq!(said.todo.is_none(), ours, "{code}");
                }
            }
        }
        let unreachable = explain(Lang::En, 131_026, None);
        assert!(unreachable.todo.is_some_and(|todo| todo.contains("has WhatsApp")));
        assert_eq!(unreachable.who, "Your customer");
    }
}
