//! Words of templates: the list, a template, the editor.

pub(crate) use super::{template_editor::*, template_terms::*};

words! {
    title { en: "Templates", es: "Plantillas" }
    sub {
        en: "The wording Meta approved for messages a bakery starts. Only approved templates can be sent.",
        es: "Los textos que Meta ha aprobado para los mensajes que inicia una panadería. Solo se envía lo aprobado.",
    }
    filter_label { en: "Filter templates", es: "Filtrar plantillas" }
    search { en: "Search name or text", es: "Busca nombre o texto" }
    by_status { en: "By status", es: "Por estado" }
    any_language { en: "Any language", es: "Cualquier idioma" }
    any_category { en: "Any category", es: "Cualquier categoría" }
    any_quality { en: "Any quality", es: "Cualquier calidad" }
    any_account { en: "Any account", es: "Cualquier cuenta" }
    language { en: "Language", es: "Idioma" }
    category_word { en: "Category", es: "Categoría" }
    quality_word { en: "Quality", es: "Calidad" }
    account { en: "Account", es: "Cuenta" }
    all { en: "All", es: "Todas" }
    attention { en: "Needs attention", es: "Por atender" }
    new { en: "New template", es: "Nueva plantilla" }
    sync_now { en: "Sync now", es: "Leer ahora" }
    read_from_meta { en: "Read from Meta", es: "Leído de Meta" }
    read_never { en: "Not read from Meta yet", es: "Aún no se ha leído de Meta" }
    read_partly(ok: &str, all: &str) { en: "{ok} of {all} accounts read", es: "{ok} de {all} cuentas leídas" }
    not_read_title(name: &str) { en: "The templates of {name} could not be read", es: "No se han podido leer las plantillas de {name}" }
    not_read_last(when: &str) { en: "What you see of it is from {when}.", es: "Lo que ves de ella es del {when}." }
    not_read_never { en: "Nothing of it was ever read.", es: "No se ha leído nunca." }

    col_template { en: "Template", es: "Plantilla" }
    col_status { en: "Languages and status", es: "Idiomas y estado" }
    col_category { en: "Category and price", es: "Categoría y precio" }
    col_quality { en: "Quality", es: "Calidad" }
    col_reason { en: "What to know", es: "A tener en cuenta" }
    col_used { en: "Last used", es: "Último uso" }
    caption { en: "Templates by name, each with its languages.", es: "Plantillas por nombre, cada una con sus idiomas." }
    never_used { en: "Never", es: "Nunca" }
    shown_names(shown: &str, total: &str) {
        en: "{shown} names shown, {total} texts match",
        es: "{shown} nombres en esta página; coinciden {total} textos",
    }
    price_note {
        en: "Prices: Meta’s list for the account’s main market, per delivered message.",
        es: "Precios: tarifa de Meta para el mercado principal de la cuenta, por mensaje entregado.",
    }
    first_page { en: "First page", es: "Primera página" }
    none_title { en: "No templates yet", es: "Todavía no hay plantillas" }
    none_text {
        en: "They appear when an account’s list is read from Meta, or when you write the first one.",
        es: "Aparecen al leer de Meta la lista de una cuenta, o cuando escribas la primera.",
    }
    no_match_text { en: "Other filters may show it. Deleted templates stay in the list too.", es: "Quizá aparezca con otros filtros. Las eliminadas también siguen en la lista." }
    held { en: "Held", es: "Retenida" }
    held_long { en: "Nothing is sent with it until somebody accepts.", es: "No se envía nada con ella hasta que alguien lo acepte." }
    soon(now: &str, next: &str) { en: "{now}, soon {next}", es: "{now}, pronto {next}" }
    was(now: &str, before: &str) { en: "{now}, was {before}", es: "{now}, antes {before}" }
    each(price: &str) { en: "{price} each", es: "{price} cada uno" }
    then(now: &str, next: &str) { en: "{now}, then {next}", es: "{now}, luego {next}" }
    trend_from(word: &str) { en: "was {word}", es: "antes {word}" }
    until(when: &str) { en: "until {when}", es: "hasta {when}" }
    since(when: &str) { en: "since {when}", es: "desde {when}" }
    drafts { en: "Drafts", es: "Borradores" }
    drafts_note { en: "Not handed in yet. Nothing of them is lost.", es: "Aún sin entregar. No se pierde nada." }
    unnamed { en: "no name yet", es: "aún sin nombre" }
    saved_by(when: &str, who: &str) { en: "Saved {when} by {who}", es: "Guardado {when} por {who}" }

    // ── sync ──
    synced { en: "The templates were read from Meta.", es: "Se han leído las plantillas de Meta." }
    round_begun { en: "The lists are being read from Meta.", es: "Se están leyendo las listas de Meta." }
    round_under_way { en: "The lists are being read already.", es: "Las listas ya se están leyendo." }
    round_title { en: "Reading the lists from Meta", es: "Leyendo las listas de Meta" }
    round_count(done: &str, all: &str) { en: "{done} of {all} accounts", es: "{done} de {all} cuentas" }
    round_by(when: &str, who: &str) { en: "Begun {when} by {who}.", es: "Empezada {when} por {who}." }
    round_now { en: "Being read", es: "Leyéndose" }
    round_waits { en: "Waits its turn", es: "Espera su turno" }
    round_again { en: "Look again", es: "Volver a mirar" }
    round_broken { en: "Reading ended early", es: "La lectura se interrumpió" }
    round_broken_text {
        en: "What was read stands. Press “Sync now” for the rest.",
        es: "Lo leído vale. Pulsa «Leer ahora» para el resto.",
    }
    round_not_read { en: "Not read", es: "Sin leer" }
    sync_result { en: "What was read", es: "Lo que se ha leído" }
    sync_line(listed: &str, added: &str, changed: &str, vanished: &str) {
        en: "{listed} listed, {added} new, {changed} changed, {vanished} gone",
        es: "{listed} en la lista, {added} nuevas, {changed} cambiadas, {vanished} desaparecidas",
    }

    // ── alarm ──
    alarm_moving(name: &str, to: &str, when: &str) {
        en: "Price alarm: Meta will treat {name} as {to} from {when}",
        es: "Alarma de precio: Meta tratará {name} como {to} desde el {when}",
    }
    alarm_moving_sometime(name: &str, to: &str) {
        en: "Price alarm: Meta is about to treat {name} as {to}",
        es: "Alarma de precio: Meta va a tratar {name} como {to}",
    }
    alarm_moved(name: &str, to: &str, when: &str) {
        en: "Price alarm: Meta treats {name} as {to} since {when}",
        es: "Alarma de precio: Meta trata {name} como {to} desde el {when}",
    }
    alarm_price(from: &str, to: &str) { en: "Each message goes from {from} to {to}.", es: "Cada mensaje pasa de {from} a {to}." }
    alarm_month(n: &str, after: &str, before: &str, more: &str) {
        en: "The {n} messages of the last 30 days would cost {after}, not {before}: {more}.",
        es: "Los {n} mensajes de los últimos 30 días costarían {after} en vez de {before}: {more}.",
    }
    alarm_estimate { en: "Estimate. Meta’s invoice is final.", es: "Cálculo aproximado. Manda la factura." }
    alarm_see(n: &str) { en: "{n} more templates change their price", es: "{n} plantillas más cambian de precio" }
    hold { en: "Hold sends", es: "Retener envíos" }
    accept { en: "Accept the new price", es: "Aceptar el precio nuevo" }
    release { en: "Accept and send again", es: "Aceptar y volver a enviar" }
    plain_version { en: "Write a plain version", es: "Escribir una versión neutra" }
    review_hint {
        en: "You can ask Meta to look again within 60 days, in WhatsApp Manager under Business support.",
        es: "Puedes pedir a Meta que lo revise en un plazo de 60 días, en el Administrador de WhatsApp, en Soporte.",
    }
    held_since(when: &str, who: &str) { en: "Held {when} by {who}", es: "Retenida {when} por {who}" }
    held_done { en: "Held. Nothing is sent with it until somebody accepts.", es: "Retenida. No se envía nada con ella hasta que alguien lo acepte." }
    accepted_done { en: "Accepted. It can be sent.", es: "Aceptado. Ya se puede enviar." }
    time_left { en: "Time left", es: "Queda" }
    used_by { en: "Used by", es: "La usan" }
    if_nobody { en: "If nobody decides", es: "Si nadie decide" }
    goes_on { en: "sends go on, dearer", es: "se sigue enviando, más caro" }
    is_held { en: "sends are held", es: "los envíos se retienen" }
    auto_hold { en: "Hold by itself", es: "Retener sola" }
    auto_hold_on { en: "Templates are held by themselves when Meta makes them dearer.", es: "Las plantillas se retienen solas cuando Meta las encarece." }
    auto_hold_off { en: "Templates go on when Meta makes them dearer; you get an alarm.", es: "Las plantillas se siguen enviando si Meta las encarece; recibes una alarma." }
    auto_hold_turn_on { en: "Hold them by themselves", es: "Retenerlas solas" }
    auto_hold_turn_off { en: "Do not hold them by themselves", es: "No retenerlas solas" }
    auto_hold_set { en: "Done. It counts for the next change of category.", es: "Hecho. Cuenta desde el próximo cambio de categoría." }

    // ── detail ──
    preview { en: "What the customer sees", es: "Lo que ve el cliente" }
    languages { en: "Languages", es: "Idiomas" }
    state { en: "How it stands", es: "Cómo está" }
    reason { en: "Reason", es: "Motivo" }
    meta_recommends { en: "Meta recommends", es: "Meta recomienda" }
    meta_says { en: "Meta says", es: "Meta dice" }
    format { en: "Variables", es: "Variables" }
    format_positional { en: "By number", es: "Por número" }
    format_named { en: "By name", es: "Por nombre" }
    meta_id { en: "Meta’s id", es: "Id de Meta" }
    first_seen { en: "First seen", es: "Vista por primera vez" }
    last_used { en: "Last used", es: "Último uso" }
    timeline { en: "What happened", es: "Qué ha pasado" }
    timeline_none { en: "Nothing has happened since it was first seen.", es: "No ha pasado nada desde que se vio por primera vez." }
    move_off { en: "Meta no longer plans to move it", es: "Meta ya no prevé cambiarla de categoría" }
    move_announced(to: &str) { en: "Meta announced: it becomes {to}", es: "Meta ha anunciado que pasará a {to}" }
    text_changed { en: "The text changed", es: "Ha cambiado el texto" }
    locked { en: "Meta takes no edits for now", es: "Meta no admite cambios por ahora" }
    unlocked { en: "Meta takes edits again", es: "Meta vuelve a admitir cambios" }
    gone { en: "Meta no longer lists it", es: "Meta ya no la muestra" }
    back { en: "Meta lists it again", es: "Meta la vuelve a mostrar" }
    usage { en: "Use in the last 30 days", es: "Uso en los últimos 30 días" }
    usage_sum(sent: &str, failed: &str) { en: "{sent} messages, {failed} failed", es: "{sent} mensajes, {failed} fallidos" }
    usage_none { en: "Nobody has used it in the last 30 days.", es: "Nadie la ha usado en los últimos 30 días." }
    usage_table { en: "The figures as a table", es: "Las cifras en una tabla" }
    usage_day { en: "Day", es: "Día" }
    usage_sent { en: "Messages", es: "Mensajes" }
    usage_failed { en: "Failed", es: "Fallidos" }
    usage_chart(sent: &str, failed: &str, most: &str, day: &str) {
        en: "Messages by day in the last 30 days: {sent} in all, {failed} failed. Most on {day}: {most}.",
        es: "Mensajes por día en los últimos 30 días: {sent} en total, {failed} fallidos. El día con más, {day}: {most}.",
    }
    who_uses { en: "Who uses it", es: "Quién la usa" }
    bakery { en: "Bakery", es: "Panadería" }
    asked_by { en: "Asked for by", es: "La piden" }
    see_messages { en: "See its messages", es: "Ver sus mensajes" }
    limits { en: "Meta’s limits", es: "Límites de Meta" }
    limit_today(n: &str) { en: "{n} of 1 in 24 h", es: "{n} de 1 en 24 h" }
    limit_month(n: &str) { en: "{n} of 10 in 30 days", es: "{n} de 10 en 30 días" }
    limit_edits { en: "Edits", es: "Ediciones" }
    limit_edits_free { en: "Not limited while it is not approved", es: "Sin límite mientras no esté aprobada" }
    limit_quota { en: "Templates in this account", es: "Plantillas en esta cuenta" }
    of_most(n: &str, most: &str) { en: "{n} of {most}", es: "{n} de {most}" }
    limit_name { en: "Name after deletion", es: "Nombre tras eliminarla" }
    limit_name_rests { en: "Stays taken for 30 days", es: "Queda ocupado 30 días" }
    edit { en: "Edit", es: "Editar" }
    fix { en: "Fix the text", es: "Corregir el texto" }
    open_draft { en: "Open the draft", es: "Abrir el borrador" }
    duplicate { en: "Duplicate", es: "Duplicar" }
    duplicate_why { en: "A draft with the same text, for another account, name or language.", es: "Un borrador con el mismo texto para otra cuenta, nombre o idioma." }
    duplicate_button { en: "Make the draft", es: "Crear el borrador" }
    delete { en: "Delete", es: "Eliminar" }
    delete_title(name: &str) { en: "Delete {name}", es: "Eliminar {name}" }
    delete_this(language: &str) { en: "Only {language}", es: "Solo en {language}" }
    delete_all { en: "All languages", es: "En todos los idiomas" }
    delete_what { en: "What to delete", es: "Qué eliminar" }
    delete_then { en: "What happens then", es: "Qué pasa después" }
    delete_name_rests { en: "Meta keeps the name of an approved template taken for 30 days.", es: "Meta no deja usar durante 30 días el nombre de una plantilla aprobada." }
    delete_under_way { en: "Messages that are under way are still delivered.", es: "Los mensajes que están en camino se entregan." }
    delete_stays { en: "Its history and its messages stay here.", es: "Su historia y sus mensajes se quedan aquí." }
    delete_no_undo { en: "This cannot be undone.", es: "No se puede deshacer." }
    delete_type(name: &str) { en: "Type {name} to confirm", es: "Escribe {name} para confirmar" }
    delete_confirm { en: "Confirmation", es: "Confirmación" }
    delete_button { en: "Delete it at Meta", es: "Eliminarla en Meta" }
    keep { en: "Keep it", es: "Conservarla" }
    deleted_done { en: "Deleted at Meta. Its history stays here.", es: "Eliminada en Meta. Su historia se queda aquí." }
    test_title { en: "Send a test", es: "Enviar una prueba" }
    test_bakery { en: "Send from the number of", es: "Enviar desde el número de" }
    test_nobody { en: "No bakery sends through this account yet, so there is no number to test from.", es: "Ninguna panadería envía aún con esta cuenta: no hay número para probar." }
    test_not_usable { en: "It cannot be sent as it is: only approved templates can.", es: "Tal como está no se puede enviar: solo las aprobadas." }
    raw { en: "Meta’s record", es: "Registro de Meta" }
    submissions { en: "Handed in from here", es: "Entregado desde aquí" }
    gone_title { en: "Meta no longer lists this template", es: "Meta ya no muestra esta plantilla" }
    gone_why(when: &str) { en: "Gone since {when}. Its history and its messages stay.", es: "Desaparecida desde el {when}. Su historia y sus mensajes se quedan." }
    appeal_hint {
        en: "If you think Meta is wrong, ask for another look in WhatsApp Manager under Business support. A text that was put right is quicker.",
        es: "Si crees que Meta se equivoca, pide otra revisión en el Administrador de WhatsApp, en Soporte. Corregir el texto es más rápido.",
    }
    unpause { en: "End the pause", es: "Terminar la pausa" }
    unpause_hint {
        en: "If Meta paused this template during its trial phase, it stays paused until you end the pause. That is possible five minutes after the pause began.",
        es: "Si Meta pausó esta plantilla durante su periodo de prueba, sigue en pausa hasta que la termines. Se puede a partir de cinco minutos después de empezar la pausa.",
    }
    unpaused_done { en: "The pause is over. Meta says what it is now.", es: "La pausa ha terminado. Meta dice cómo está ahora." }
    pause_hint {
        en: "It comes back by itself. The first pause takes 3 hours, the second 6; after the third it is disabled for good.",
        es: "Vuelve sola. La primera pausa dura 3 horas; la segunda, 6; a la tercera se desactiva para siempre.",
    }
}
