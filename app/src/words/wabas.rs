//! Words of the connected accounts.

use domain::lang::Lang;

words! {
    title { en: "Accounts", es: "Cuentas" }
    sub {
        en: "WhatsApp Business Accounts that this console reads and sends through.",
        es: "Cuentas de WhatsApp Business que esta consola lee y usa para enviar.",
    }
    sync_all { en: "Sync all", es: "Sincronizar todas" }
    list_label { en: "Connected accounts", es: "Cuentas conectadas" }
    col_account { en: "Account", es: "Cuenta" }
    col_numbers { en: "Numbers", es: "Números" }
    col_sending { en: "Sending", es: "Envío" }
    col_token { en: "Access token", es: "Token de acceso" }
    col_events { en: "Events", es: "Eventos" }
    col_sync { en: "Last sync", es: "Última lectura" }
    in_use(n: &str) { en: "{n} in use", es: "{n} en uso" }
    disconnected { en: "Disconnected", es: "Desconectada" }
    disconnected_since(when: &str) {
        en: "since {when}; numbers and history stay",
        es: "desde el {when}; números e historial se conservan",
    }
    none_title { en: "No account connected yet", es: "Todavía no hay cuentas conectadas" }
    none_why {
        en: "Connect the first one below. You need its ID and the token of a system user.",
        es: "Conecta la primera aquí abajo. Necesitas su ID y el token de un usuario del sistema.",
    }
    portfolio { en: "Business portfolio", es: "Portafolio comercial" }

    // ── connect ──
    connect_title { en: "Connect an account", es: "Conectar una cuenta" }
    connect_why {
        en: "Everything is checked first. Nothing is saved while something stands in the way.",
        es: "Primero se comprueba todo. No se guarda nada mientras algo lo impida.",
    }
    f_waba_id { en: "WhatsApp Business Account ID", es: "ID de la cuenta de WhatsApp Business" }
    f_waba_id_hint {
        en: "15 to 17 digits, in Meta Business Manager under WhatsApp accounts.",
        es: "De 15 a 17 cifras; en Meta Business Manager, en Cuentas de WhatsApp.",
    }
    f_token { en: "Access token", es: "Token de acceso" }
    f_token_hint {
        en: "Of a system user, without expiry. Stored encrypted and never shown again.",
        es: "De un usuario del sistema, sin caducidad. Se guarda cifrado y no se vuelve a mostrar.",
    }
    f_secret { en: "App secret", es: "Clave secreta de la app" }
    f_secret_hint {
        en: "Recommended: it proves calls to Meta and checks what Meta sends.",
        es: "Recomendada: firma las llamadas a Meta y comprueba lo que Meta envía.",
    }
    optional { en: "optional", es: "opcional" }
    check_button { en: "Check only", es: "Solo comprobar" }
    connect_button { en: "Check and connect", es: "Comprobar y conectar" }
    findings_title { en: "What the check found", es: "Resultado de la comprobación" }
    findings_ok {
        en: "Nothing stands in the way. Enter the token again to connect: it is not kept between pages.",
        es: "Nada lo impide. Escribe otra vez el token para conectar: no se guarda entre páginas.",
    }
    findings_bad {
        en: "Something stands in the way. Nothing was saved.",
        es: "Algo lo impide. No se ha guardado nada.",
    }
    numbers_to_come(list: &str) { en: "Numbers that come with it: {list}", es: "Números que vienen con ella: {list}" }
    connected_done(name: &str) { en: "{name} is connected and read.", es: "{name} está conectada y leída." }

    // ── checks ──
    k_token_valid { en: "The token is valid", es: "El token es válido" }
    k_token_expiry { en: "The token does not expire soon", es: "El token no caduca pronto" }
    k_scopes { en: "It has both WhatsApp permissions", es: "Tiene los dos permisos de WhatsApp" }
    k_app { en: "The app of the token; a secret, if given, fits it", es: "La app del token; la clave, si la das, encaja" }
    kind_system_user { en: "Of a system user", es: "De un usuario del sistema" }
    kind_user { en: "Of a person; a system user's lasts longer", es: "De una persona; el de un usuario del sistema dura más" }
    k_waba { en: "It may see this account", es: "Puede ver esta cuenta" }
    k_numbers { en: "It may see the numbers", es: "Puede ver los números" }
    k_unique { en: "No other account lists the same numbers", es: "Ninguna otra cuenta tiene los mismos números" }
    k_new { en: "The account is not connected yet", es: "La cuenta aún no está conectada" }
    o_passed { en: "Passes", es: "Bien" }
    o_warning { en: "Passes, but", es: "Bien, pero" }
    o_failed { en: "In the way", es: "Lo impide" }
    o_skipped { en: "Not checked", es: "Sin comprobar" }
    r_scopes(list: &str) { en: "Missing: {list}.", es: "Faltan: {list}." }
    r_expired(when: &str) { en: "It expired on {when}.", es: "Caducó el {when}." }
    r_wrong_secret {
        en: "The app secret does not belong to the app of this token.",
        es: "La clave secreta no es de la app de este token.",
    }
    r_connected { en: "It is connected already. Replace its token on its page.", es: "Ya está conectada. Cambia el token en su página." }
    r_not_waba {
        en: "Meta does not know a WhatsApp Business Account with this ID that the token may see.",
        es: "Meta no conoce ninguna cuenta de WhatsApp Business con este ID que el token pueda ver.",
    }
    fix_token { en: "Make a new token for the system user in Meta Business Manager.", es: "Crea un token nuevo del usuario del sistema en Meta Business Manager." }
    fix_scopes {
        en: "Make the token again with whatsapp_business_management and whatsapp_business_messaging marked.",
        es: "Crea el token otra vez marcando whatsapp_business_management y whatsapp_business_messaging.",
    }
    fix_access {
        en: "In Meta Business Manager, assign the account to the system user with full control.",
        es: "En Meta Business Manager, asigna la cuenta al usuario del sistema con control total.",
    }
    fix_secret { en: "Copy it from the app's basic settings at Meta, or leave it empty.", es: "Cópiala de la configuración básica de la app en Meta, o déjala vacía." }
    fix_wait { en: "Meta is busy or away. Try again in a few minutes.", es: "Meta está ocupada o no responde. Prueba en unos minutos." }

    // ── Meta's refusals ──
    trace(id: &str) { en: "trace {id}", es: "traza {id}" }

    // ── detail ──
    account_id { en: "Account ID", es: "ID de la cuenta" }
    review { en: "Meta's review", es: "Revisión de Meta" }
    verification { en: "Business verification", es: "Verificación del negocio" }
    status { en: "Status at Meta", es: "Estado en Meta" }
    currency { en: "Currency of the invoice", es: "Moneda de la factura" }
    time_zone { en: "Time zone number at Meta", es: "Número de zona horaria en Meta" }
    billed { en: "Billed", es: "Facturación" }
    billed_link { en: "Time zone and partner", es: "Zona horaria e intermediario" }
    country { en: "Country", es: "País" }
    namespace { en: "Template namespace", es: "Espacio de nombres de plantillas" }
    ownership { en: "Owned by", es: "Propiedad" }
    limit { en: "Daily limit of the business", es: "Límite diario del negocio" }
    connected_at { en: "Connected", es: "Conectada" }
    facts { en: "Facts", es: "Datos" }
    not_known { en: "Not known", es: "No se sabe" }
    rv_approved { en: "Approved", es: "Aprobada" }
    rv_pending { en: "In review", es: "En revisión" }
    rv_rejected { en: "Rejected", es: "Rechazada" }
    rv_deferred { en: "Put off", es: "Aplazada" }
    rv_limit { en: "At a limit", es: "En el límite" }
    rv_restricted { en: "Restricted", es: "Restringida" }
    bv_verified { en: "Verified", es: "Verificado" }
    bv_not { en: "Not verified", es: "Sin verificar" }
    bv_pending { en: "Under way", es: "En curso" }
    bv_more { en: "Meta wants more documents", es: "Meta pide más documentos" }
    bv_submission { en: "Started, not handed in", es: "Empezada, sin enviar" }
    bv_rejected { en: "Rejected", es: "Rechazada" }
    bv_revoked { en: "Taken back", es: "Retirada" }
    bv_expired { en: "Run out", es: "Caducada" }
    bv_failed { en: "Failed", es: "Fallida" }
    bv_ineligible { en: "Not possible for this business", es: "No disponible para este negocio" }
    ow_self { en: "This business", es: "Este negocio" }
    ow_client { en: "A client of this business", es: "Un cliente de este negocio" }
    ow_agency { en: "An agency", es: "Una agencia" }

    // ── health ──
    health { en: "Can it send?", es: "¿Puede enviar?" }
    health_none { en: "Meta has not been asked yet.", es: "Aún no se ha preguntado a Meta." }
    ask_again { en: "Ask again", es: "Preguntar otra vez" }
    h_available { en: "Can send", es: "Puede enviar" }
    h_limited { en: "Limited", es: "Con límites" }
    h_blocked { en: "Blocked", es: "Bloqueado" }
    e_number { en: "Number", es: "Número" }
    e_waba { en: "Account", es: "Cuenta" }
    e_business { en: "Business portfolio", es: "Portafolio comercial" }
    e_app { en: "App", es: "App" }
    e_template { en: "Template", es: "Plantilla" }
    e_flow { en: "Flow", es: "Flujo" }
    health_done { en: "Meta's answer is up to date.", es: "La respuesta de Meta está al día." }

    // ── token ──
    token { en: "Access token", es: "Token de acceso" }
    t_fresh { en: "Up to date", es: "Al día" }
    t_due { en: "Replace soon", es: "Cámbialo pronto" }
    t_overdue { en: "Older than 60 days", es: "Más de 60 días" }
    t_expires { en: "Expires soon", es: "Caduca pronto" }
    t_expired { en: "Expired", es: "Caducado" }
    t_refused { en: "Refused by Meta", es: "Rechazado por Meta" }
    t_set { en: "Set", es: "Puesto" }
    t_ends { en: "Expires at Meta", es: "Caduca en Meta" }
    t_never { en: "Never", es: "Nunca" }
    t_checked { en: "Last checked", es: "Última comprobación" }
    t_scopes { en: "Permissions", es: "Permisos" }
    t_app { en: "App", es: "App" }
    t_secret { en: "App secret", es: "Clave secreta de la app" }
    t_secret_yes { en: "Stored, encrypted", es: "Guardada, cifrada" }
    t_secret_no { en: "Not stored", es: "No guardada" }
    t_age(days: &str) { en: "{days} old; replaced every 60 days", es: "{days}; se cambia cada 60 días" }
    rotate_title { en: "Replace the token", es: "Cambiar el token" }
    rotate_why {
        en: "The new one is tried on every number first. The old one stays in force until all of them answer.",
        es: "El nuevo se prueba antes en cada número. El actual sigue hasta que todos respondan.",
    }
    rotate_button { en: "Try it and replace", es: "Probar y cambiar" }
    rotate_new { en: "New access token", es: "Token nuevo" }
    rotated { en: "The new token is in force.", es: "El token nuevo está en uso." }
    rotation_kept {
        en: "The old token stays in force: the new one did not pass every check.",
        es: "Sigue el token anterior: el nuevo no ha pasado todas las pruebas.",
    }
    rotation_title { en: "How the replacement went", es: "Cómo ha ido el cambio" }
    probe_ok { en: "Answers", es: "Responde" }
    probe_bad { en: "Does not answer", es: "No responde" }
    secret_save { en: "Save app secret", es: "Guardar clave" }
    secret_hint { en: "Copy it from the app's basic settings at Meta.", es: "Cópiala de la configuración básica de la app en Meta." }
    secret_remove { en: "Remove app secret", es: "Quitar clave" }
    secret_confirm {
        en: "Remove the app secret? What Meta reports is only believed when it is signed with one that is stored here.",
        es: "¿Quitar la clave secreta? Lo que Meta comunica solo se cree si va firmado con una clave guardada aquí.",
    }
    secret_saved { en: "App secret saved.", es: "Clave secreta guardada." }
    secret_removed { en: "App secret removed.", es: "Clave secreta quitada." }

    // ── webhooks ──
    hooks { en: "Events from Meta", es: "Eventos de Meta" }
    hook_ok { en: "Arrive here", es: "Llegan aquí" }
    hook_off { en: "Do not arrive", es: "No llegan" }
    hook_elsewhere { en: "Go elsewhere", es: "Van a otro sitio" }
    hook_unsure { en: "Not proven", es: "Sin comprobar" }
    hook_expected { en: "Should go to", es: "Deberían ir a" }
    hook_actual { en: "Go to", es: "Van a" }
    hook_nowhere { en: "Our app is not subscribed", es: "Nuestra app no está suscrita" }
    hook_app_own { en: "The app's own setting, which Meta does not tell us", es: "El ajuste de la propia app, que Meta no nos dice" }
    hook_apps { en: "Subscribed apps", es: "Apps suscritas" }
    hook_none { en: "None", es: "Ninguna" }
    hook_fix { en: "Send events here", es: "Traer los eventos aquí" }
    hook_fix_why {
        en: "Subscribes our app to this account with the address above, then asks Meta again.",
        es: "Suscribe nuestra app a esta cuenta con la dirección de arriba y pregunta otra vez a Meta.",
    }
    hook_fixed { en: "Events of this account arrive here now.", es: "Los eventos de esta cuenta llegan ahora aquí." }
    hook_not_fixed { en: "Meta still sends the events elsewhere.", es: "Meta sigue enviando los eventos a otro sitio." }
    hook_never { en: "Meta has not been asked yet.", es: "Aún no se ha preguntado a Meta." }

    // ── sync ──
    sync { en: "Sync", es: "Sincronización" }
    sync_now { en: "Sync now", es: "Sincronizar ahora" }
    sync_ok_at { en: "Last complete", es: "Última completa" }
    sync_attempt { en: "Last attempt", es: "Último intento" }
    sync_never { en: "Never", es: "Nunca" }
    sync_fine { en: "Complete", es: "Completa" }
    sync_partial { en: "Incomplete", es: "Incompleta" }
    sync_not_yet { en: "Not yet", es: "Aún no" }
    p_account { en: "The account", es: "La cuenta" }
    p_numbers { en: "The numbers", es: "Los números" }
    p_token { en: "The token", es: "El token" }
    p_subscription { en: "The subscription to events", es: "La suscripción a eventos" }
    p_health { en: "Whether it can send", es: "Si puede enviar" }
    sync_report(added: &str, changed: &str, vanished: &str) {
        en: "Read: {added} new, {changed} changed, {vanished} gone.",
        es: "Leída: {added} nuevos, {changed} cambiados, {vanished} desaparecidos.",
    }
    part_kept { en: "could not be read; what was known stays", es: "no se ha podido leer; se conserva lo que se sabía" }

    // ── disconnect ──
    disconnect_title { en: "Disconnect", es: "Desconectar" }
    disconnect_why {
        en: "Forgets the token. Numbers and history stay, and you can connect it again. Not possible while bakeries use its numbers.",
        es: "Olvida el token. Números e historial se conservan y puedes volver a conectarla. No se puede mientras haya panaderías usando sus números.",
    }
    disconnect_button { en: "Disconnect account", es: "Desconectar cuenta" }
    disconnect_confirm { en: "Disconnect this account?", es: "¿Desconectar esta cuenta?" }
    disconnect_done { en: "Account disconnected. Its history stays.", es: "Cuenta desconectada. Su historial se conserva." }
    reconnect { en: "Connect again", es: "Volver a conectar" }
    raw { en: "Meta's last answer", es: "Última respuesta de Meta" }
    its_numbers { en: "Its numbers", es: "Sus números" }
}

/// "58 days".
pub(crate) fn days(lang: Lang, n: i64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "1 day".into(),
        (Lang::Es, 1) => "1 día".into(),
        (Lang::En, _) => format!("{n} days"),
        (Lang::Es, _) => format!("{n} días"),
    }
}
