//! Words of the first page.

use domain::lang::Lang;

words! {
    title { en: "Overview", es: "Resumen" }
    refresh { en: "Refresh", es: "Actualizar" }
    updated { en: "Put together", es: "Reunido" }

    // ── attention ──
    attention { en: "Needs a person now", es: "Necesita a una persona" }
    attention_count(n: &str) { en: "{n} open, most urgent first", es: "{n} pendientes, lo más urgente primero" }
    attention_none_title { en: "Nothing needs you right now", es: "Ahora mismo nada te necesita" }
    attention_none_why {
        en: "As far as Meta has told us. What changes appears here by itself.",
        es: "Hasta donde Meta nos ha dicho. Lo que cambie aparecerá aquí solo.",
    }
    u_stopped { en: "Stopped", es: "Parado" }
    u_soon { en: "Soon", es: "Pronto" }
    u_plan { en: "Plan", es: "Planificar" }
    since(when: &str) { en: "since {when}", es: "desde el {when}" }
    who_you { en: "You can do this", es: "Puedes hacerlo tú" }
    who_admin { en: "A platform admin can do this", es: "Lo puede hacer un administrador" }
    who_both { en: "You and the bakery", es: "Tú y la panadería" }
    who_meta { en: "Meta decides", es: "Lo decide Meta" }

    a_token_refused(account: &str) { en: "Meta refuses the access token of {account}", es: "Meta rechaza el token de {account}" }
    a_token_refused_why { en: "Nothing can be read or sent through this account.", es: "No se puede leer ni enviar nada con esta cuenta." }
    a_token_old(account: &str) { en: "Replace the access token of {account}", es: "Cambia el token de {account}" }
    a_token_due_why { en: "It is nearly 60 days old. Sending goes on during the change.", es: "Tiene casi 60 días. El envío sigue durante el cambio." }
    a_token_overdue_why { en: "It is older than 60 days. Sending goes on during the change.", es: "Tiene más de 60 días. El envío sigue durante el cambio." }
    a_token_expires_why { en: "Meta lets it expire within 7 days. After that nothing is sent.", es: "Caduca en Meta en menos de 7 días. Después no se envía nada." }
    a_token_expired_why { en: "It has expired. Nothing is sent until it is replaced.", es: "Ha caducado. No se envía nada hasta cambiarlo." }
    a_replace { en: "Replace", es: "Cambiar" }
    a_hooks(account: &str) { en: "Events of {account} do not arrive here", es: "Los eventos de {account} no llegan aquí" }
    a_hooks_why { en: "Without them we do not learn whether messages arrive, nor see replies.", es: "Sin ellos no sabemos si los mensajes llegan ni vemos las respuestas." }
    a_hooks_fix { en: "Fix it", es: "Arreglarlo" }
    a_secret { en: "Nothing that Meta reports is believed", es: "No se cree nada de lo que comunica Meta" }
    a_secret_why {
        en: "No account has its app secret, so no signature can be checked and every event is refused.",
        es: "Ninguna cuenta tiene su secreto de la aplicación: no se puede comprobar ninguna firma y se rechaza cada evento.",
    }
    a_secret_refused(n: &str) { en: "Refused in the last 24 hours: {n}. Meta sends them again for days.", es: "Rechazados en las últimas 24 horas: {n}. Meta los reintenta durante días." }
    a_secret_fix { en: "Enter it", es: "Ponerlo" }
    a_sync(account: &str) { en: "{account} could not be read", es: "No se ha podido leer {account}" }
    a_sync_why(what: &str) { en: "What is shown is what was last known. Meta: {what}", es: "Se muestra lo último que se supo. Meta: {what}" }
    a_open_account { en: "Open account", es: "Abrir cuenta" }
    a_blocked(account: &str) { en: "{account} cannot send", es: "{account} no puede enviar" }
    a_limited(account: &str) { en: "{account} sends with limits", es: "{account} envía con límites" }
    a_health_why { en: "Meta reports an obstacle; its page says which and how to remove it.", es: "Meta avisa de un obstáculo; su página dice cuál y cómo quitarlo." }
    a_number_down(bakery: &str, word: &str) { en: "{bakery}: its number is “{word}”", es: "{bakery}: su número está «{word}»" }
    a_shared_down(number: &str, word: &str) { en: "The shared number {number} is “{word}”", es: "El número compartido {number} está «{word}»" }
    a_quality(name: &str, word: &str) { en: "{name}: quality is {word}", es: "{name}: la calidad es {word}" }
    a_quality_why(number: &str) {
        en: "Customers block or report messages from {number}. If it stays low for 7 days, Meta may lower the shared daily limit.",
        es: "Hay clientes que bloquean o denuncian mensajes de {number}. Si sigue baja 7 días, Meta puede reducir el límite diario común.",
    }
    a_name(name: &str) { en: "Meta declined the name “{name}”", es: "Meta ha rechazado el nombre «{name}»" }
    a_name_why(number: &str) { en: "Customers of {number} keep seeing the old name.", es: "Los clientes de {number} siguen viendo el nombre anterior." }
    a_vanished(number: &str) { en: "Meta no longer lists {number}", es: "Meta ya no muestra {number}" }
    a_vanished_why(bakery: &str) { en: "{bakery} has it and cannot send.", es: "Lo tiene {bakery} y no puede enviar." }
    a_vanished_nobody { en: "A bakery depends on it.", es: "Hay una panadería que depende de él." }
    a_twice(number: &str) { en: "Two accounts list {number}", es: "Dos cuentas tienen {number}" }
    a_twice_why { en: "Usually it is being moved. Meta lets it send from one of them only.", es: "Suele estar en traslado. Meta solo deja enviar desde una." }
    a_open_number { en: "Open number", es: "Abrir número" }
    a_open_numbers { en: "Open numbers", es: "Ver números" }
    a_without_one(bakery: &str) { en: "{bakery} has no number", es: "{bakery} no tiene número" }
    a_without_more(bakery: &str, more: &str) { en: "{bakery} and {more} more have no number", es: "{bakery} y {more} más no tienen número" }
    a_without_why { en: "Their switch is on, there is no shared number, so nothing goes out.", es: "Tienen el interruptor activado y no hay número compartido: no sale nada." }
    a_to_assign_why { en: "Their switch is off, so nothing is missing yet. Turned on, nothing would go out.", es: "Tienen el interruptor apagado: aún no falta nada. Si lo activan, no saldría nada." }
    a_assign { en: "Assign", es: "Asignar" }
    a_platform { en: "WhatsApp is off for the whole platform", es: "WhatsApp está apagado en toda la plataforma" }
    a_platform_why { en: "No bakery sends anything, whatever its own switch says.", es: "Ninguna panadería envía nada, diga lo que diga su interruptor." }
    a_platform_by(who: &str) { en: "Turned off by {who}.", es: "La apagó {who}." }
    a_see_switch { en: "See the switch", es: "Ver el interruptor" }

    a_budget(bakery: &str, percent: &str) { en: "{bakery} has used {percent}% of its budget", es: "{bakery} ha gastado el {percent} % de su presupuesto" }
    a_budget_platform(percent: &str) { en: "{percent}% of the platform’s budget is used", es: "Se ha gastado el {percent} % del presupuesto de la plataforma" }
    a_budget_why(spent: &str, limit: &str) { en: "{spent} of {limit} this month, as an estimate.", es: "{spent} de {limit} este mes, según la estimación." }
    a_budget_stops(spent: &str, limit: &str) { en: "{spent} of {limit} this month, as an estimate. Sending stops here.", es: "{spent} de {limit} este mes, según la estimación. El envío se detiene aquí." }
    a_budget_see { en: "See the budget", es: "Ver el presupuesto" }

    a_template_state(name: &str, state: &str) { en: "Template {name}: {state}", es: "Plantilla {name}: {state}" }
    a_template_category(name: &str, category: &str) { en: "Template {name}: dearer as {category}", es: "Plantilla {name}: más cara como {category}" }
    a_template_quality(name: &str) { en: "Template {name}: quality dropped", es: "Plantilla {name}: la calidad ha bajado" }
    a_templates_more(n: &str) { en: "{n} more templates need attention", es: "{n} plantillas más por atender" }
    a_templates_more_why { en: "The list has them, worst first.", es: "Están en la lista, lo peor primero." }
    a_open_template { en: "Open template", es: "Abrir plantilla" }
    a_open_templates { en: "Open templates", es: "Ver plantillas" }

    a_stop(account: &str) { en: "Sending through {account} stands still", es: "El envío por {account} está detenido" }
    a_stop_number(number: &str) { en: "Sending through {number} stands still", es: "El envío por el {number} está detenido" }
    a_stop_why { en: "What waits is not lost; it goes out afterwards.", es: "Lo que espera no se pierde; saldrá después." }
    a_resume { en: "The cause is over", es: "La causa ha pasado" }

    // ── checklist ──
    checklist { en: "Set-up", es: "Puesta en marcha" }
    checklist_of(done: &str, all: &str) { en: "{done} of {all} proven", es: "{done} de {all} comprobados" }
    checklist_note { en: "Each step is proven by what Meta or our own data says, never ticked by hand.", es: "Cada paso se comprueba con lo que dice Meta o nuestros datos; nunca se marca a mano." }
    s_account { en: "An account is connected", es: "Hay una cuenta conectada" }
    s_verified { en: "The business is verified", es: "El negocio está verificado" }
    s_numbers { en: "Numbers are connected", es: "Los números están conectados" }
    s_token { en: "The token lasts and has its permissions", es: "El token dura y tiene sus permisos" }
    s_template { en: "The template po_notification is approved", es: "La plantilla po_notification está aprobada" }
    s_hooks { en: "Events arrive here", es: "Los eventos llegan aquí" }
    s_default { en: "A shared number is set", es: "Hay un número compartido" }
    s_assigned { en: "Every active bakery has a number", es: "Todas las panaderías activas tienen número" }
    s_quality { en: "Quality is high everywhere", es: "La calidad es alta en todos" }
    s_payment { en: "Meta reports no obstacle with payment", es: "Meta no avisa de problemas de pago" }
    s_owners { en: "An owner has turned WhatsApp on", es: "Algún dueño ha activado WhatsApp" }
    s_test { en: "A test message was sent", es: "Se ha enviado un mensaje de prueba" }
    e_unrated(high: &str, of: &str, numbers: &str) {
        en: "{high} of {of}; Meta has not rated {numbers} yet",
        es: "{high} de {of}; Meta aún no ha valorado {numbers}",
    }
    e_count(n: &str, of: &str) { en: "{n} of {of}", es: "{n} de {of}" }
    e_not_known { en: "not known", es: "no se sabe" }
    fix { en: "Fix", es: "Arreglar" }

    // ── figures ──
    f_all { en: "Bakeries", es: "Panaderías" }
    f_active(n: &str) { en: "{n} active", es: "{n} activas" }
    f_on { en: "WhatsApp on", es: "WhatsApp activado" }
    f_on_note { en: "by their own switch", es: "con su interruptor" }
    f_ready { en: "Ready to send", es: "Listas para enviar" }
    f_ready_note { en: "as far as Meta has told us", es: "según lo que dice Meta" }
    f_numbers { en: "Numbers", es: "Números" }
    f_accounts(n: &str) { en: "in {n}", es: "en {n}" }

    // ── quality ──
    quality { en: "Quality of the numbers", es: "Calidad de los números" }
    quality_note { en: "Meta's rating of the last 7 days", es: "Valoración de Meta de los últimos 7 días" }
    quality_none { en: "No number has been read yet.", es: "Aún no se ha leído ningún número." }
    open_numbers { en: "Open numbers", es: "Ver números" }
    read_from_meta { en: "Read from Meta", es: "Leído de Meta" }
    never_read { en: "Not read from Meta yet", es: "Aún no leído de Meta" }

    // ── platform switch ──
    platform { en: "WhatsApp for the whole platform", es: "WhatsApp en toda la plataforma" }
    platform_on { en: "On", es: "Activado" }
    platform_off { en: "Off", es: "Apagado" }
    platform_on_why { en: "Bakeries send when their own switch is on.", es: "Las panaderías envían si su interruptor está activado." }
    platform_off_why { en: "No bakery sends anything. Their own switches keep their state.", es: "Ninguna panadería envía nada. Sus interruptores conservan su estado." }
    platform_config(what: &str) { en: "As the configuration says: ENABLE_WHATSAPP_NOTIFICATIONS is {what}.", es: "Según la configuración: ENABLE_WHATSAPP_NOTIFICATIONS es {what}." }
    platform_over(who: &str, when: &str, what: &str) {
        en: "Set by {who}, {when}. The configuration says {what}.",
        es: "Fijado por {who}, {when}. La configuración dice {what}.",
    }
    platform_turn_off { en: "Turn off for everybody", es: "Apagar para todas" }
    platform_turn_on { en: "Turn on for everybody", es: "Activar para todas" }
    platform_turn_back { en: "Go back to the configuration", es: "Volver a la configuración" }
    platform_ask_off { en: "Turn WhatsApp off for every bakery?", es: "¿Apagar WhatsApp para todas las panaderías?" }
    switched_on { en: "WhatsApp is on for the platform.", es: "WhatsApp activado en la plataforma." }
    switched_off { en: "WhatsApp is off for the platform. Nothing goes out.", es: "WhatsApp apagado en la plataforma. No sale nada." }
    switched_back { en: "The configuration counts again.", es: "Vuelve a contar la configuración." }
}

/// "10 bakeries, 13 numbers, 3 accounts."
pub(crate) fn in_all(lang: Lang, bakeries: u64, numbers: u64, accounts: u64) -> String {
    format!(
        "{}, {}, {}.",
        super::tenants::bakeries(lang, bakeries),
        super::numbers::numbers(lang, numbers),
        super::numbers::accounts(lang, accounts)
    )
}

/// "8 bakeries have all they need to send."
pub(crate) fn can_send(lang: Lang, n: u64) -> String {
    let bakeries = super::tenants::bakeries(lang, n);
    match (lang, n) {
        (Lang::En, 1) => format!("{bakeries} has all it needs to send."),
        (Lang::En, _) => format!("{bakeries} have all they need to send."),
        (Lang::Es, 1) => format!("{bakeries} tiene todo lo necesario para enviar."),
        (Lang::Es, _) => format!("{bakeries} tienen todo lo necesario para enviar."),
    }
}
