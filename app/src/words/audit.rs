//! Words of the audit log.

use domain::lang::Lang;

words! {
    title { en: "Audit log", es: "Registro de cambios" }
    sub {
        en: "Who changed what, when and from where. Rows are chained: a later touch shows.",
        es: "Quién cambió qué, cuándo y desde dónde. Las filas van encadenadas: si alguien las toca, se nota.",
    }
    check_chain { en: "Check the chain", es: "Comprobar la cadena" }
    intact(rows: &str) { en: "Intact: all {rows} rows are as they were written.", es: "Íntegro: las {rows} filas están como se escribieron." }
    intact_head { en: "Last hash, to keep elsewhere:", es: "Último resumen, para guardarlo en otro sitio:" }
    checked_at(when: &str) { en: "Recomputed {when}", es: "Recalculado {when}" }
    broken(seq: &str) { en: "Broken at row {seq}", es: "Rota en la fila {seq}" }
    broken_missing { en: "the row is missing", es: "falta la fila" }
    broken_link { en: "it does not continue the row before", es: "no continúa la fila anterior" }
    broken_content { en: "its content does not match its hash", es: "su contenido no coincide con su resumen" }
    broken_tail { en: "rows at the end are missing", es: "faltan filas al final" }
    broken_head { en: "the end of the chain does not match", es: "el final de la cadena no coincide" }

    search { en: "Name of a person or thing", es: "Nombre de persona o cosa" }
    from { en: "From", es: "Desde" }
    to { en: "To", es: "Hasta" }
    everything { en: "Everything", es: "Todo" }
    filter { en: "Filter", es: "Filtrar" }
    filters { en: "Filter by thing", es: "Filtrar por tipo" }
    caption { en: "Changes, newest first", es: "Cambios, del más nuevo al más antiguo" }
    col_when { en: "When", es: "Cuándo" }
    col_who { en: "Who", es: "Quién" }
    col_what { en: "What", es: "Qué" }
    col_thing { en: "Thing", es: "Cosa" }
    col_details { en: "Before and after", es: "Antes y después" }
    details { en: "Details", es: "Detalles" }
    only_this { en: "Only this record", es: "Solo este registro" }
    field { en: "Field", es: "Campo" }
    before { en: "Before", es: "Antes" }
    after { en: "After", es: "Después" }
    no_fields { en: "Nothing but the fact itself.", es: "Solo consta el hecho." }
    address { en: "Address", es: "Dirección" }
    row { en: "Row", es: "Fila" }
    by_key { en: "API key", es: "clave de API" }
    by_system { en: "Tahona itself", es: "la propia Tahona" }
    none_title { en: "No change yet", es: "Aún no hay cambios" }
    none_text { en: "Every change appears here with who made it.", es: "Cada cambio aparecerá aquí con quién lo hizo." }
    no_match_text { en: "No change fits all of these.", es: "Ningún cambio cumple todo eso." }
    yes { en: "yes", es: "sí" }
    no { en: "no", es: "no" }
}

/// Kinds of things in the order of the filter, with their words.
pub(crate) const THINGS: [&str; 7] = [
    "number", "tenant", "account", "user", "api_key", "platform", "secret",
];

/// A kind of thing in words; an unknown one as it is stored.
pub(crate) fn thing(lang: Lang, entity: &str) -> String {
    let words = match (entity, lang) {
        ("number" | "assignment", Lang::En) => "Number",
        ("number" | "assignment", Lang::Es) => "Número",
        ("tenant", Lang::En) => "Bakery",
        ("tenant", Lang::Es) => "Panadería",
        ("account", Lang::En) => "Account",
        ("account", Lang::Es) => "Cuenta",
        ("user", Lang::En) => "Person",
        ("user", Lang::Es) => "Persona",
        ("api_key", Lang::En) => "API key",
        ("api_key", Lang::Es) => "Clave de API",
        ("platform", Lang::En) => "Platform",
        ("platform", Lang::Es) => "Plataforma",
        ("secret" | "secrets", Lang::En) => "Secrets",
        ("secret" | "secrets", Lang::Es) => "Secretos",
        ("template", Lang::En) => "Template",
        ("template", Lang::Es) => "Plantilla",
        ("draft", Lang::En) => "Draft",
        ("draft", Lang::Es) => "Borrador",
        ("session", Lang::En) => "Session",
        ("session", Lang::Es) => "Sesión",
        ("link", Lang::En) => "Link",
        ("link", Lang::Es) => "Enlace",
        _ => return entity.to_owned(),
    };
    words.to_owned()
}

/// What was done, in words; an unknown action as it is stored.
pub(crate) fn action(lang: Lang, action: &str) -> String {
    let (en, es) = match action {
        "number.assign" => ("Assigned", "Asignado"),
        "number.move" => ("Moved to another bakery", "Pasado a otra panadería"),
        "number.release" => ("Released", "Liberado"),
        "number.archive" => ("Archived", "Archivado"),
        "number.take_back" => ("Taken back from the archive", "Recuperado del archivo"),
        "number.undo" => ("Undone", "Deshecho"),
        "tenant.create" => ("Created", "Creada"),
        "tenant.update" | "account.update" => ("Edited", "Editada"),
        "tenant.suspend" => ("Suspended", "Suspendida"),
        "tenant.resume" => ("Resumed", "Reanudada"),
        "tenant.switch" => ("Messages switched", "Avisos encendidos o apagados"),
        "tenant.import" => ("Imported", "Importadas"),
        "account.connect" => ("Connected", "Conectada"),
        "account.disconnect" => ("Disconnected", "Desconectada"),
        "account.rotate" | "account.rotate_token" => ("Token replaced", "Token cambiado"),
        "account.app_secret" => ("App secret changed", "Secreto de la aplicación cambiado"),
        "account.subscribe" => ("Webhooks subscribed", "Webhooks suscritos"),
        "account.sync" => ("Read from Meta", "Leída de Meta"),
        "billing.terms" => (
            "Time zone and partner said",
            "Zona horaria e intermediario anotados",
        ),
        "billing.nonprofit" => ("Non-profit or not", "Sin ánimo de lucro o no"),
        "billing.budget" => ("Budget changed", "Presupuesto cambiado"),
        "billing.card_import" => ("Rate card imported", "Tarifa importada"),
        "billing.card_withdraw" => ("Rate card withdrawn", "Tarifa retirada"),
        "billing.invoice" => ("Invoice imported", "Factura importada"),
        "billing.close" => ("Month signed off", "Mes cerrado"),
        "contact.merge" => ("Two customers made one", "Dos clientes unidos en uno"),
        "contact.unmerge" => ("Customers taken apart", "Clientes separados"),
        "consent.give" => ("Permission recorded", "Permiso anotado"),
        "consent.withdraw" => ("Stop recorded", "Baja anotada"),
        "consent.import" => ("Permissions imported", "Permisos importados"),
        "message.resend" => ("Message sent again", "Mensaje enviado otra vez"),
        "message.give_up" => ("Message given up", "Mensaje dado por perdido"),
        "conversation.settle" => (
            "Conversation needs no answer",
            "Conversación sin nada que contestar",
        ),
        "message.withdraw" => ("Message withdrawn", "Mensaje retirado"),
        "draft.create" => ("Draft begun", "Borrador creado"),
        "draft.save" => ("Draft saved", "Borrador guardado"),
        "draft.put_away" => ("Draft put away", "Borrador archivado"),
        "draft.take_out" => ("Draft taken out again", "Borrador recuperado"),
        "template.sync" => ("Templates read from Meta", "Plantillas leídas de Meta"),
        "template.submit" => ("Template handed in", "Plantilla entregada"),
        "template.answered" => (
            "Meta answered about a template",
            "Meta contestó sobre una plantilla",
        ),
        "template.delete" => ("Template deleted", "Plantilla eliminada"),
        "template.hold" => ("Template held", "Plantilla retenida"),
        "template.accept" => ("Price of a template accepted", "Precio de una plantilla aceptado"),
        "template.hold_moves" => ("Holding by itself switched", "Retención automática cambiada"),
        "template.sample" => ("Sample file uploaded", "Archivo de ejemplo subido"),
        "template.unpause" => ("Template taken out of its pause", "Plantilla sacada de la pausa"),
        "sending.stop" => ("Sending stopped", "Envío detenido"),
        "sending.resume" => ("Sending goes on", "El envío sigue"),
        "webhook.replay" => ("Webhook event tried again", "Evento de webhook probado otra vez"),
        "webhook.replay_all" => (
            "Webhook events tried again",
            "Eventos de webhook probados otra vez",
        ),
        "contact.reveal" => ("Saw a customer’s number", "Vio el número de un cliente"),
        "platform.switch" => ("Platform switched", "Plataforma encendida o apagada"),
        "platform.default_number" => ("Shared number chosen", "Número compartido elegido"),
        "platform.message_days" => ("Days of messages kept", "Días que se guardan los mensajes"),
        "user.invite" => ("Invited", "Invitada"),
        "user.join" => ("Joined", "Se ha unido"),
        "user.update" => ("Role or bakeries changed", "Perfil o panaderías cambiados"),
        "user.rename" => ("Renamed", "Cambio de nombre"),
        "user.disable" => ("Access stopped", "Acceso quitado"),
        "user.enable" => ("Access given back", "Acceso devuelto"),
        "user.sign_in" => ("Signed in", "Ha entrado"),
        "user.reset_link" => ("Link for a new password", "Enlace para otra contraseña"),
        "user.link_withdraw" => ("Link withdrawn", "Enlace retirado"),
        "user.password_change" => ("Password changed", "Contraseña cambiada"),
        "user.recovery_codes" => ("New recovery codes", "Códigos de recuperación nuevos"),
        "user.second_factor_on" => ("Second step set up", "Segundo paso configurado"),
        "user.second_factor_off" => ("Second step turned off", "Segundo paso desactivado"),
        "user.second_factor_reset" => ("Second step removed", "Segundo paso quitado"),
        "session.end" => ("Signed out", "Sesión cerrada"),
        "api_key.create" => ("Made", "Creada"),
        "api_key.revoke" => ("Revoked", "Anulada"),
        "secrets.rotate" => ("Sealed again with a new key", "Sellados con una clave nueva"),
        "secrets.prune" => ("Old keys forgotten", "Claves antiguas olvidadas"),
        other => return other.to_owned(),
    };
    match lang {
        Lang::En => en.to_owned(),
        Lang::Es => es.to_owned(),
    }
}

/// A stored field in words; an unknown one as it is stored.
pub(crate) fn field_name(lang: Lang, field: &str) -> String {
    let (en, es) = match field {
        "name" => ("Name", "Nombre"),
        "city" => ("City", "Ciudad"),
        "status" => ("State", "Estado"),
        "role" => ("Role", "Perfil"),
        "email" => ("E-mail", "Correo"),
        "tenant" | "tenants" | "tenant_name" => ("Bakery", "Panadería"),
        "tenant_id" => ("Bakery (id)", "Panadería (id)"),
        "number" | "display" | "display_phone_number" => ("Number", "Número"),
        "number_id" | "phone_number_id" => ("Number (id)", "Número (id)"),
        "whatsapp_enabled" | "enabled" | "on" => ("Messages on", "Avisos activados"),
        "external_ref" => ("Own id", "Id propio"),
        "ip" => ("Address", "Dirección"),
        "token" => ("Token", "Token"),
        "second_factor" => ("Second step", "Segundo paso"),
        other => return other.to_owned(),
    };
    match lang {
        Lang::En => en.to_owned(),
        Lang::Es => es.to_owned(),
    }
}

/// Why the chain is broken, in words; an unknown reason as verification gives it.
pub(crate) fn broken_because(lang: Lang, why: &'static str) -> &'static str {
    match why {
        "the row is missing" => broken_missing(lang),
        "it does not continue the row before" => broken_link(lang),
        "its content does not match its hash" => broken_content(lang),
        "rows at the end are missing" => broken_tail(lang),
        "the end of the chain does not match" => broken_head(lang),
        other => other,
    }
}
