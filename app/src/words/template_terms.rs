//! Words for what Meta and this console say about templates in single words:
//! states, categories, reasons, alarms, limits.

use domain::lang::Lang;
use service::templates::{TemplateCategory, TemplateStatus, alarms::Alarm, limits::Obstacle};

use super::template_editor::{
    button_n, f_body, f_category, f_footer, f_format, f_header, f_language, f_name, f_ttl, media_document,
    media_gif, media_image, media_location, media_video,
};

/// A state of a template.
pub(crate) fn status(lang: Lang, status: &TemplateStatus) -> &str {
    use TemplateStatus as S;
    match (lang, status) {
        (_, S::Unknown(word)) => word,
        (Lang::En, S::Approved) => "Approved",
        (Lang::Es, S::Approved) => "Aprobada",
        (Lang::En, S::Pending) => "In review",
        (Lang::Es, S::Pending) => "En revisión",
        (Lang::En, S::Rejected) => "Rejected",
        (Lang::Es, S::Rejected) => "Rechazada",
        (Lang::En, S::Paused) => "Paused",
        (Lang::Es, S::Paused) => "En pausa",
        (Lang::En, S::Disabled) => "Disabled",
        (Lang::Es, S::Disabled) => "Desactivada",
        (Lang::En, S::InAppeal) => "In review again",
        (Lang::Es, S::InAppeal) => "En nueva revisión",
        (Lang::En, S::Reinstated) => "Back in use",
        (Lang::Es, S::Reinstated) => "De vuelta",
        (Lang::En, S::Deleted) => "Deleted",
        (Lang::Es, S::Deleted) => "Eliminada",
        (Lang::En, S::PendingDeletion) => "Being deleted",
        (Lang::Es, S::PendingDeletion) => "Eliminándose",
        (Lang::En, S::Flagged) => "Flagged",
        (Lang::Es, S::Flagged) => "Con advertencia",
        (Lang::En, S::LimitExceeded) => "Over the limit",
        (Lang::Es, S::LimitExceeded) => "Límite superado",
        (Lang::En, S::Archived) => "Archived",
        (Lang::Es, S::Archived) => "Archivada",
        (Lang::En, S::Unarchived) => "Out of the archive",
        (Lang::Es, S::Unarchived) => "Fuera del archivo",
        (Lang::En, S::Locked) => "Locked",
        (Lang::Es, S::Locked) => "Bloqueada",
        (Lang::En, S::Unlocked) => "Unlocked",
        (Lang::Es, S::Unlocked) => "Desbloqueada",
    }
}

/// A category.
pub(crate) fn category(lang: Lang, category: &TemplateCategory) -> &str {
    match (lang, category) {
        (_, TemplateCategory::Unknown(word)) => word,
        (Lang::En, TemplateCategory::Utility) => "Utility",
        (Lang::Es, TemplateCategory::Utility) => "Utilidad",
        (_, TemplateCategory::Marketing) => "Marketing",
        (Lang::En, TemplateCategory::Authentication) => "Sign-in code",
        (Lang::Es, TemplateCategory::Authentication) => "Código de acceso",
    }
}

/// A category in the middle of a sentence.
pub(crate) fn category_within(lang: Lang, one: &TemplateCategory) -> String {
    match one {
        TemplateCategory::Unknown(word) => word.clone(),
        known => category(lang, known).to_lowercase(),
    }
}

words! {
    about_utility { en: "About something the customer asked for.", es: "Sobre algo que ha pedido el cliente." }
    about_marketing { en: "Offers, news, invitations.", es: "Ofertas, novedades, invitaciones." }
    about_authentication { en: "Only a code.", es: "Solo un código." }
}

/// Why Meta refused, in words; `None` for a word that is not known.
pub(crate) fn rejected(lang: Lang, reason: &str) -> Option<&'static str> {
    Some(match (lang, reason) {
        (Lang::En, "ABUSIVE_CONTENT") => "It threatens or insults.",
        (Lang::Es, "ABUSIVE_CONTENT") => "Amenaza o insulta.",
        (Lang::En, "INCORRECT_CATEGORY") => "Wrong category for what it says.",
        (Lang::Es, "INCORRECT_CATEGORY") => "La categoría no corresponde al texto.",
        (Lang::En, "INVALID_FORMAT") => "Format: variables, braces or another part of the form are wrong.",
        (Lang::Es, "INVALID_FORMAT") => "Formato: fallan las variables, las llaves u otra parte.",
        (Lang::En, "PROMOTIONAL") => "It advertises, which this category may not.",
        (Lang::Es, "PROMOTIONAL") => "Hace publicidad y esta categoría no lo permite.",
        (Lang::En, "SCAM") => "It looks like a fraud.",
        (Lang::Es, "SCAM") => "Parece un fraude.",
        (Lang::En, "TAG_CONTENT_MISMATCH") => "Language or category do not fit the text.",
        (Lang::Es, "TAG_CONTENT_MISMATCH") => "El idioma o la categoría no corresponden al texto.",
        _ => return None,
    })
}

/// What an alarm says, in a few words.
pub(crate) fn alarm(lang: Lang, alarm: &Alarm) -> &'static str {
    match (lang, alarm) {
        (Lang::En, Alarm::Disabled) => "Stopped for good because people reported it.",
        (Lang::Es, Alarm::Disabled) => "Detenida para siempre porque la gente la denunció.",
        (Lang::En, Alarm::Paused { .. }) => "Stopped for a while because people blocked or reported it.",
        (Lang::Es, Alarm::Paused { .. }) => "Detenida un tiempo porque la gente la bloqueó o denunció.",
        (Lang::En, Alarm::Moving { .. }) => "Meta is about to make it dearer.",
        (Lang::Es, Alarm::Moving { .. }) => "Meta va a encarecerla.",
        (Lang::En, Alarm::Moved { .. }) => "Meta has made it dearer.",
        (Lang::Es, Alarm::Moved { .. }) => "Meta la ha encarecido.",
        (Lang::En, Alarm::Rejected) => "Meta refused it.",
        (Lang::Es, Alarm::Rejected) => "Meta la ha rechazado.",
        (Lang::En, Alarm::Flagged) => "In danger of being disabled.",
        (Lang::Es, Alarm::Flagged) => "En peligro de que la desactiven.",
        (Lang::En, Alarm::LimitExceeded) => "The account holds too many templates.",
        (Lang::Es, Alarm::LimitExceeded) => "La cuenta tiene demasiadas plantillas.",
        (Lang::En, Alarm::QualityDropped { .. }) => "More people block or report it than before.",
        (Lang::Es, Alarm::QualityDropped { .. }) => "La bloquean o denuncian más que antes.",
        (Lang::En, Alarm::Archived) => "Put away because nobody used it. Meta deletes it after 28 days.",
        (Lang::Es, Alarm::Archived) => "Archivada por falta de uso. Meta la elimina a los 28 días.",
    }
}

/// What stands in the way of handing in; `when` is already in words.
pub(crate) fn obstacle(lang: Lang, obstacle: &Obstacle, when: &str) -> String {
    match (lang, obstacle) {
        (Lang::En, Obstacle::NotEditable { status: s }) => {
            format!("Meta takes no edits while it is “{}”.", status(lang, s))
        }
        (Lang::Es, Obstacle::NotEditable { status: s }) => {
            format!("Meta no admite cambios mientras esté «{}».", status(lang, s))
        }
        (Lang::En, Obstacle::CategoryFixed { category }) => format!(
            "The category of an approved template cannot change: this one is {}.",
            category_within(lang, category)
        ),
        (Lang::Es, Obstacle::CategoryFixed { category }) => format!(
            "La categoría de una plantilla aprobada no se puede cambiar: esta es de {}.",
            category_within(lang, category)
        ),
        (Lang::En, Obstacle::Locked) => "Meta has locked it: no edits for now.".to_owned(),
        (Lang::Es, Obstacle::Locked) => "Meta la ha bloqueado: de momento no admite cambios.".to_owned(),
        (Lang::En, Obstacle::EditedToday { .. }) => {
            format!("It was edited within 24 hours. Again from {when}.")
        }
        (Lang::Es, Obstacle::EditedToday { .. }) => {
            format!("Se ha editado en las últimas 24 horas. Otra vez desde: {when}.")
        }
        (Lang::En, Obstacle::EditedOften { .. }) => {
            format!("It was edited 10 times within 30 days. Again from {when}.")
        }
        (Lang::Es, Obstacle::EditedOften { .. }) => {
            format!("Se ha editado 10 veces en 30 días. Otra vez desde: {when}.")
        }
        (Lang::En, Obstacle::NameRests { .. }) => {
            format!("This name was deleted lately. It is free again on {when}; choose another until then.")
        }
        (Lang::Es, Obstacle::NameRests { .. }) => {
            format!("Este nombre se eliminó hace poco. Queda libre el {when}; elige otro mientras tanto.")
        }
        (Lang::En, Obstacle::QuotaUsed { limit }) => {
            format!("The account holds {limit} templates, which is all it may. Delete one first.")
        }
        (Lang::Es, Obstacle::QuotaUsed { limit }) => {
            format!("La cuenta tiene {limit} plantillas, el máximo. Elimina antes alguna.")
        }
        (Lang::En, Obstacle::TooFast { limit }) => {
            format!("{limit} templates were handed in within an hour. Wait a little.")
        }
        (Lang::Es, Obstacle::TooFast { limit }) => {
            format!("Se han entregado {limit} plantillas en una hora. Espera un poco.")
        }
        (Lang::En, Obstacle::Unsettled { .. }) => format!(
            "Nobody knows yet what became of the attempt of {when}. The next reading from Meta tells."
        ),
        (Lang::Es, Obstacle::Unsettled { .. }) => {
            format!("Aún no se sabe qué fue del intento del {when}. Lo dirá la próxima lectura de Meta.")
        }
    }
}

/// Who told something.
pub(crate) const fn source(lang: Lang, source: service::templates::history::Source) -> &'static str {
    use service::templates::history::Source;
    match (lang, source) {
        (Lang::En, Source::List) => "seen in Meta’s list",
        (Lang::Es, Source::List) => "visto en la lista de Meta",
        (Lang::En, Source::Answer) => "Meta’s answer",
        (Lang::Es, Source::Answer) => "respuesta de Meta",
        (Lang::En, Source::Webhook) => "Meta told us",
        (Lang::Es, Source::Webhook) => "aviso de Meta",
    }
}

/// Name of a language; its code when it has no name here.
pub(crate) fn language_name(lang: Lang, code: &str) -> String {
    let base = code.split('_').next().unwrap_or_default();
    let name = match (lang, base) {
        (Lang::En, "es") => "Spanish",
        (Lang::Es, "es") => "español",
        (Lang::En, "en") => "English",
        (Lang::Es, "en") => "inglés",
        (Lang::En, "ca") => "Catalan",
        (Lang::Es, "ca") => "catalán",
        (Lang::En, "pt") => "Portuguese",
        (Lang::Es, "pt") => "portugués",
        (Lang::En, "fr") => "French",
        (Lang::Es, "fr") => "francés",
        (Lang::En, "it") => "Italian",
        (Lang::Es, "it") => "italiano",
        (Lang::En, "de") => "German",
        (Lang::Es, "de") => "alemán",
        _ => return code.to_owned(),
    };
    if base == code {
        name.to_owned()
    } else {
        format!("{name} ({code})")
    }
}

/// A kind of button.
pub(crate) fn button(lang: Lang, kind: &str) -> &str {
    match (lang, kind) {
        (Lang::En, "QUICK_REPLY") => "Quick reply",
        (Lang::Es, "QUICK_REPLY") => "Respuesta rápida",
        (Lang::En, "URL") => "Open a page",
        (Lang::Es, "URL") => "Abrir una página",
        (Lang::En, "PHONE_NUMBER") => "Call",
        (Lang::Es, "PHONE_NUMBER") => "Llamar",
        (Lang::En, "COPY_CODE") => "Copy an offer code",
        (Lang::Es, "COPY_CODE") => "Copiar código de oferta",
        (Lang::En, "OTP") => "Sign-in code",
        (Lang::Es, "OTP") => "Código de acceso",
        (Lang::En, "FLOW") => "Open a form",
        (Lang::Es, "FLOW") => "Abrir un formulario",
        _ => kind,
    }
}

/// How a one-time code gets to the app.
pub(crate) fn otp(lang: Lang, kind: &str) -> &str {
    match (lang, kind) {
        (Lang::En, "COPY_CODE") => "The person copies it",
        (Lang::Es, "COPY_CODE") => "La persona lo copia",
        (Lang::En, "ONE_TAP") => "One touch fills it in",
        (Lang::Es, "ONE_TAP") => "Se rellena con un toque",
        (Lang::En, "ZERO_TAP") => "It fills in by itself",
        (Lang::Es, "ZERO_TAP") => "Se rellena solo",
        _ => kind,
    }
}

/// What stands in a header.
pub(crate) fn header(lang: Lang, format: &str) -> &str {
    match format {
        "TEXT" => match lang {
            Lang::En => "Text",
            Lang::Es => "Texto",
        },
        "IMAGE" => media_image(lang),
        "VIDEO" => media_video(lang),
        "GIF" => media_gif(lang),
        "DOCUMENT" => media_document(lang),
        "LOCATION" => media_location(lang),
        other => other,
    }
}

/// What a template is for, for people who do not know its name; the name
/// without its signs when nobody has said.
pub(crate) fn purpose(lang: Lang, name: &str) -> String {
    // Bakeries of the pilot ask with the name of its plan.
    let known = match name {
        "nudge_reply" => starter(lang, "conversation_nudge"),
        _ => starter(lang, name),
    };
    if known != name {
        return known.to_owned();
    }
    let plain = name.replace('_', " ");
    let mut letters = plain.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or(plain)
}

/// What a starting text is for.
pub(crate) fn starter(lang: Lang, key: &str) -> &str {
    match (lang, key) {
        (Lang::En, "po_notification") => "Order to a supplier",
        (Lang::Es, "po_notification") => "Pedido a un proveedor",
        (Lang::En, "low_stock_alert") => "Ingredient running low",
        (Lang::Es, "low_stock_alert") => "Ingrediente por agotarse",
        (Lang::En, "production_alert") => "Production is late",
        (Lang::Es, "production_alert") => "Retraso en el obrador",
        (Lang::En, "order_status") => "Order has a new status",
        (Lang::Es, "order_status") => "Nuevo estado de un pedido",
        (Lang::En, "order_ready") => "Order ready to collect",
        (Lang::Es, "order_ready") => "Pedido listo para recoger",
        (Lang::En, "appointment_reminder") => "Appointment reminder",
        (Lang::Es, "appointment_reminder") => "Recordatorio de cita",
        (Lang::En, "conversation_nudge") => "Pick up a conversation again",
        (Lang::Es, "conversation_nudge") => "Retomar una conversación",
        _ => key,
    }
}

/// A part of a template, for differences.
pub(crate) fn part(lang: Lang, key: &str) -> String {
    let words = |en: &str, es: &str| match lang {
        Lang::En => en.to_owned(),
        Lang::Es => es.to_owned(),
    };
    if let Some(n) = key
        .strip_prefix("buttons[")
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let n = n
            .parse::<u32>()
            .map_or_else(|_| n.to_owned(), |n| (n + 1).to_string());
        return button_n(lang, &n);
    }
    match key {
        "name" => f_name(lang).to_owned(),
        "category" => f_category(lang).to_owned(),
        "parameter_format" => f_format(lang).to_owned(),
        "message_send_ttl_seconds" => f_ttl(lang).to_owned(),
        "header" => f_header(lang).to_owned(),
        "body" => f_body(lang).to_owned(),
        "footer" => f_footer(lang).to_owned(),
        "language" => f_language(lang).to_owned(),
        "header.example" => words("Examples of the header", "Ejemplos del encabezado"),
        "body.example" => words("Examples of the text", "Ejemplos del texto"),
        other => other.to_owned(),
    }
}

/// Time left: `22 h 18 min`.
pub(crate) fn left(ms: i64) -> String {
    let minutes = (ms.max(0) + 59_999) / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, m) => format!("{m} min"),
        (h, m) if h < 48 => format!("{h} h {m} min"),
        (h, _) => format!("{} d {} h", h / 24, h % 24),
    }
}

/// "7 bakeries".
pub(crate) fn bakeries(lang: Lang, n: usize) -> String {
    match (lang, n) {
        (Lang::En, 1) => "1 bakery".to_owned(),
        (Lang::En, n) => format!("{n} bakeries"),
        (Lang::Es, 1) => "1 panadería".to_owned(),
        (Lang::Es, n) => format!("{n} panaderías"),
    }
}

/// What became of a call to Meta.
pub(crate) const fn outcome(lang: Lang, outcome: service::templates::submit::Outcome) -> &'static str {
    use service::templates::submit::Outcome as O;
    match (lang, outcome) {
        (Lang::En, O::Asked) => "Under way",
        (Lang::Es, O::Asked) => "En curso",
        (Lang::En, O::Done) => "Meta took it",
        (Lang::Es, O::Done) => "Meta la aceptó",
        (Lang::En, O::Refused) => "Meta refused",
        (Lang::Es, O::Refused) => "Meta la rechazó",
        (Lang::En, O::Unknown) => "No answer yet",
        (Lang::Es, O::Unknown) => "Sin respuesta aún",
        (Lang::En, O::NotDone) => "Not done",
        (Lang::Es, O::NotDone) => "No se hizo",
    }
}

/// What was asked of Meta.
pub(crate) fn asked(lang: Lang, kind: &str) -> &str {
    match (lang, kind) {
        (Lang::En, "create") => "Handed in",
        (Lang::Es, "create") => "Entregada",
        (Lang::En, "edit") => "Edited",
        (Lang::Es, "edit") => "Editada",
        (Lang::En, "delete") => "Deleted",
        (Lang::Es, "delete") => "Eliminada",
        _ => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_shown_in_metas_word() {
        assert_eq!(status(Lang::Es, &TemplateStatus::parse("IN_LIMBO")), "IN_LIMBO");
        assert_eq!(category(Lang::En, &TemplateCategory::parse("SERVICE")), "SERVICE");
        assert_eq!(rejected(Lang::En, "NEW_REASON"), None);
        assert_eq!(language_name(Lang::En, "tlh"), "tlh");
        assert_eq!(language_name(Lang::Es, "es_MX"), "español (es_MX)");
    }

    #[test]
    fn figures_take_their_plural() {
        assert_eq!(left(80_280_000), "22 h 18 min");
        assert_eq!(bakeries(Lang::Es, 1), "1 panadería");
    }
}
