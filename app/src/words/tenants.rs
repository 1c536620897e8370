//! Words of the bakeries, as the platform sees them.

use domain::lang::Lang;

words! {
    title { en: "Bakeries", es: "Panaderías" }
    sub { en: "Every bakery on the platform, with its number and its own switch.", es: "Todas las panaderías de la plataforma, con su número y su interruptor." }
    new { en: "Add a bakery", es: "Añadir panadería" }
    import { en: "Import CSV", es: "Importar CSV" }
    list_label { en: "Bakeries", es: "Panaderías" }
    filter { en: "Filter bakeries", es: "Filtrar panaderías" }
    search { en: "Search name, city or reference", es: "Busca nombre, ciudad o referencia" }
    all { en: "All", es: "Todas" }
    with_number { en: "With a number", es: "Con número" }
    without_number { en: "Without a number", es: "Sin número" }
    on { en: "WhatsApp on", es: "WhatsApp activado" }
    off { en: "WhatsApp off", es: "WhatsApp apagado" }
    suspended { en: "Suspended", es: "Suspendidas" }

    col_name { en: "Bakery", es: "Panadería" }
    col_state { en: "State", es: "Estado" }
    col_switch { en: "WhatsApp", es: "WhatsApp" }
    col_number { en: "Number", es: "Número" }
    col_owners { en: "Owners", es: "Dueños" }
    col_created { en: "Added", es: "Alta" }
    st_active { en: "Active", es: "Activa" }
    st_suspended { en: "Suspended", es: "Suspendida" }
    sw_on { en: "On", es: "Activado" }
    sw_off { en: "Off", es: "Apagado" }
    never_switched { en: "nobody has changed it yet", es: "nadie lo ha cambiado todavía" }
    since_by(when: &str, who: &str) { en: "since {when}, by {who}", es: "desde el {when}, por {who}" }
    no_number { en: "None", es: "Ninguno" }
    no_owner { en: "Nobody yet", es: "Nadie aún" }
    none_title { en: "No bakeries yet", es: "Todavía no hay panaderías" }
    none_why { en: "Add one, or import a list as CSV.", es: "Añade una o importa una lista en CSV." }

    // ── naming one where there are too many for a list ──
    named_how { en: "Its reference, its whole name or its id.", es: "Su referencia, su nombre completo o su identificador." }
    named_empty(what: &str) { en: "Left empty: {what}.", es: "Si se deja vacío: {what}." }

    // ── form ──
    new_title { en: "Add a bakery", es: "Añadir panadería" }
    new_sub { en: "It starts active, without a number and with WhatsApp off.", es: "Empieza activa, sin número y con WhatsApp apagado." }
    f_name { en: "Name", es: "Nombre" }
    f_city { en: "City", es: "Ciudad" }
    f_ref { en: "Your own reference", es: "Tu referencia" }
    f_ref_hint { en: "Its id in your other systems. Imports find the bakery by it.", es: "Su identificador en tus otros sistemas. Las importaciones la encuentran por él." }
    optional { en: "optional", es: "opcional" }
    create { en: "Add bakery", es: "Añadir" }
    save { en: "Save", es: "Guardar" }
    cancel { en: "Cancel", es: "Cancelar" }
    created(name: &str) { en: "{name} added. Give it a number next.", es: "{name} añadida. Ahora dale un número." }
    saved { en: "Saved.", es: "Guardado." }

    // ── detail ──
    facts { en: "Facts", es: "Datos" }
    edit { en: "Edit", es: "Editar" }
    suspend { en: "Suspend", es: "Suspender" }
    resume { en: "Resume", es: "Reanudar" }
    suspend_confirm { en: "Suspend this bakery? It sends nothing until you resume it.", es: "¿Suspender esta panadería? No enviará nada hasta que la reanudes." }
    suspended_done { en: "Suspended. It keeps its number and data, and sends nothing.", es: "Suspendida. Conserva su número y sus datos, y no envía nada." }
    resumed_done { en: "Active again.", es: "Activa de nuevo." }
    suspended_title { en: "This bakery is suspended", es: "Esta panadería está suspendida" }
    suspended_why { en: "It sends nothing. Its number and data are kept.", es: "No envía nada. Su número y sus datos se conservan." }
    number_now { en: "Number", es: "Número" }
    number_since { en: "Since", es: "Desde" }
    number_none_title { en: "No number of its own", es: "Sin número propio" }
    number_none_shared(number: &str) { en: "It uses the shared number {number}.", es: "Usa el número compartido {number}." }
    number_none_nothing { en: "No shared number is set, so it sends nothing.", es: "No hay número compartido, así que no envía nada." }
    number_assign { en: "Assign a number", es: "Asignar un número" }
    number_change { en: "Change", es: "Cambiar" }
    number_open { en: "Open number", es: "Abrir número" }
    switch_title { en: "The bakery's switch", es: "El interruptor de la panadería" }
    switch_on { en: "WhatsApp is on", es: "WhatsApp está activado" }
    switch_off { en: "WhatsApp is off", es: "WhatsApp está apagado" }
    switch_why { en: "Only its owner or an admin changes it. It takes effect at once.", es: "Solo lo cambia su dueño o un administrador. Tiene efecto al momento." }
    switch_turn_on { en: "Turn on for the bakery", es: "Activarlo" }
    switch_turn_off { en: "Turn off for the bakery", es: "Apagarlo" }
    owner_page { en: "See the owner's page", es: "Ver la página del dueño" }
    numbers_had { en: "Numbers it had", es: "Números que ha tenido" }
    numbers_had_none { en: "None so far.", es: "Ninguno hasta ahora." }
    has_now { en: "has it now", es: "lo tiene ahora" }
    given_by(who: &str) { en: "assigned by {who}", es: "asignado por {who}" }
    ended_by(who: &str) { en: "ended by {who}", es: "terminado por {who}" }
    added { en: "Added", es: "Alta" }

    // ── owners ──
    owners { en: "Owners", es: "Dueños" }
    owners_none { en: "Nobody can flip its switch yet. Invite the owner.", es: "Aún nadie puede usar su interruptor. Invita al dueño." }
    ow_invited { en: "Invited", es: "Invitado" }
    ow_active { en: "Can sign in", es: "Puede entrar" }
    ow_disabled { en: "Stopped", es: "Sin acceso" }
    ow_until(when: &str) { en: "link works until {when}", es: "el enlace vale hasta el {when}" }
    ow_last(when: &str) { en: "last here {when}", es: "última visita, {when}" }
    invite_title { en: "Invite an owner", es: "Invitar a un dueño" }
    invite_email { en: "E-mail", es: "Correo" }
    invite_name { en: "Name", es: "Nombre" }
    invite_button { en: "Make the link", es: "Crear el enlace" }
    invite_why { en: "You get a link to pass on. It works once, for 7 days.", es: "Recibirás un enlace para pasárselo. Vale una vez, durante 7 días." }
    invited(who: &str) { en: "Invitation for {who} is ready.", es: "La invitación para {who} está lista." }
    link_title { en: "Copy this link now. It is shown only once.", es: "Copia este enlace ahora. Solo se muestra una vez." }
    link_for(who: &str, when: &str) { en: "For {who}, until {when}.", es: "Para {who}, hasta el {when}." }
    link_mailed { en: "It was also sent by e-mail.", es: "También se ha enviado por correo." }
    link_not_mailed { en: "No mail was sent: pass it on yourself.", es: "No se ha enviado ningún correo: pásalo tú." }

    // ── import ──
    import_title { en: "Import bakeries", es: "Importar panaderías" }
    import_sub { en: "First a dry run: you see what would happen before anything changes.", es: "Primero una prueba: verás qué pasaría antes de que cambie nada." }
    import_file { en: "CSV file", es: "Archivo CSV" }
    import_file_hint {
        en: "Columns: name, city, external_ref (or nombre, ciudad, referencia). Up to 100,000 rows and 16 MB.",
        es: "Columnas: nombre, ciudad, referencia (o name, city, external_ref). Hasta 100.000 filas y 16 MB.",
    }
    import_text { en: "Or paste it here", es: "O pégalo aquí" }
    import_text_hint { en: "Commas, semicolons and tabs are understood.", es: "Se entienden comas, puntos y comas y tabuladores." }
    import_run { en: "Do a dry run", es: "Hacer la prueba" }
    preview_title { en: "Dry run", es: "Prueba de importación" }
    preview_sub { en: "Nothing has changed yet.", es: "Todavía no ha cambiado nada." }
    preview_applied_title { en: "This import was carried out", es: "Esta importación ya se hizo" }
    preview_applied_why { en: "To import again, upload the file again.", es: "Para importar otra vez, vuelve a subir el archivo." }
    p_create { en: "Would be added", es: "Se añadirían" }
    p_update { en: "Would change", es: "Cambiarían" }
    p_same { en: "Stay the same", es: "Quedan igual" }
    p_refused { en: "Cannot be used", es: "No se pueden usar" }
    p_line { en: "Line", es: "Línea" }
    p_what { en: "What happens", es: "Qué pasa" }
    r_create { en: "Added", es: "Se añade" }
    r_update { en: "Changed", es: "Se cambia" }
    r_same { en: "Stays the same", es: "Queda igual" }
    r_refused { en: "Left out", es: "Se deja fuera" }
    p_first_rows(shown: &str, total: &str) {
        en: "{shown} of {total} rows shown, those that cannot be used first.",
        es: "Se muestran {shown} de {total} filas; primero las que no se pueden usar.",
    }
    p_confirm { en: "Carry it out", es: "Llevarla a cabo" }
    p_again { en: "Use another file", es: "Usar otro archivo" }
    p_nothing { en: "There is nothing to carry out.", es: "No hay nada que llevar a cabo." }
    imported(created: &str, updated: &str) { en: "Import done: {created} added, {updated} changed.", es: "Importación hecha. Añadidas: {created}. Cambiadas: {updated}." }
    not_readable { en: "The upload broke off. Choose the file again.", es: "La subida se cortó. Elige el archivo otra vez." }
}

/// "10 bakeries".
pub(crate) fn bakeries(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "1 bakery".into(),
        (Lang::Es, 1) => "1 panadería".into(),
        (Lang::En, _) => format!("{n} bakeries"),
        (Lang::Es, _) => format!("{n} panaderías"),
    }
}
