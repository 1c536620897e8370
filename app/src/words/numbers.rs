//! Words of the number pool, of assigning and of Meta's statuses.

use domain::lang::Lang;

words! {
    // ── pages ──
    title { en: "Numbers", es: "Números" }
    by_bakery_title { en: "WhatsApp for each bakery", es: "WhatsApp de cada panadería" }
    by_bakery_sub {
        en: "Give each bakery a number. It sends from it and gets its replies there.",
        es: "Da un número a cada panadería. Desde él envía y en él recibe las respuestas.",
    }
    pool_sub {
        en: "Each bakery sends from one number. Replies go to the bakery that held the number at that moment.",
        es: "Cada panadería envía desde un número. Las respuestas van a la panadería que lo tenía en ese momento.",
    }
    tabs_label { en: "Bakeries and numbers", es: "Panaderías y números" }
    tab_bakeries { en: "By bakery", es: "Por panadería" }
    tab_pool { en: "All numbers", es: "Todos los números" }
    sync_now { en: "Sync now", es: "Sincronizar ahora" }
    csv { en: "CSV", es: "CSV" }
    read_from_meta { en: "Read from Meta", es: "Leído de Meta" }
    never_read { en: "Not read from Meta yet", es: "Aún no leído de Meta" }
    sync_failed_title { en: "Some accounts could not be read", es: "No se han podido leer algunas cuentas" }
    sync_failed_why {
        en: "Their rows show what was last known. The other accounts are up to date.",
        es: "Sus filas muestran lo último que se supo. Las demás cuentas están al día.",
    }

    // ── filters ──
    filter_use { en: "Filter by use", es: "Filtrar por uso" }
    filter_bakeries { en: "Filter bakeries", es: "Filtrar panaderías" }
    all { en: "All", es: "Todos" }
    needs_attention { en: "Needs attention", es: "Requiere atención" }
    account { en: "Account", es: "Cuenta" }
    any_account { en: "All accounts", es: "Todas las cuentas" }
    any_quality { en: "Any quality", es: "Cualquier calidad" }
    search_numbers { en: "Search number, name or bakery", es: "Busca número, nombre o panadería" }

    // ── columns ──
    number { en: "Number", es: "Número" }
    bakery { en: "Bakery", es: "Panadería" }
    status { en: "Status", es: "Estado" }
    quality { en: "Quality", es: "Calidad" }
    name_seen { en: "Name customers see", es: "Nombre que ven los clientes" }
    name_short { en: "Name", es: "Nombre" }
    last_used { en: "Last used", es: "Último uso" }
    actions { en: "Actions", es: "Acciones" }
    pool_label { en: "Number pool", es: "Números disponibles" }
    nobody { en: "Nobody", es: "Nadie" }
    was(name: &str) { en: "was {name}", es: "antes, {name}" }
    shared_by_default { en: "Shared by default", es: "Compartido por defecto" }
    shared_hint { en: "for bakeries without their own", es: "para quien no tiene uno propio" }
    never { en: "Never", es: "Nunca" }
    until(when: &str) { en: "until {when}", es: "hasta el {when}" }
    rests_note {
        en: "A released number rests 30 days so late replies still reach the bakery that used it.",
        es: "Un número liberado descansa 30 días para que las respuestas tardías lleguen a quien lo usaba.",
    }
    listed_twice { en: "also in another account", es: "también en otra cuenta" }
    old_name_stays { en: "old name stays in use", es: "sigue el nombre anterior" }
    was_quality(word: &str, when: &str) { en: "was {word} until {when}", es: "era {word} hasta el {when}" }
    change { en: "Change", es: "Cambiar" }
    assign { en: "Assign", es: "Asignar" }
    assigning { en: "Assigning", es: "Asignando" }
    open { en: "Open", es: "Abrir" }

    // ── blanks ──
    none_title { en: "No numbers yet", es: "Todavía no hay números" }
    none_why {
        en: "Numbers appear here as soon as an account is connected and read.",
        es: "Los números aparecen aquí en cuanto se conecta y se lee una cuenta.",
    }
    connect_account { en: "Connect an account", es: "Conectar una cuenta" }
    no_bakeries_title { en: "No bakeries yet", es: "Todavía no hay panaderías" }
    no_bakeries_why {
        en: "Create the first bakery or import a list, then give each one a number.",
        es: "Crea la primera panadería o importa una lista y luego dales un número.",
    }

    // ── by bakery ──
    with_number { en: "With a number", es: "Con número" }
    without_number { en: "Without a number", es: "Sin número" }
    all_bakeries { en: "All", es: "Todas" }
    assign_a_number { en: "Assign a number…", es: "Asigna un número…" }
    number_for(bakery: &str) { en: "Number for {bakery}", es: "Número para {bakery}" }
    no_free { en: "No free number", es: "No hay números libres" }
    more_free(count: &str) { en: "{count} more in the pool", es: "{count} más en la lista" }
    give_all { en: "Give every bakery a number", es: "Dar número a todas" }
    uses_shared(number: &str) { en: "Uses the shared number {number}", es: "Usa el número compartido {number}" }
    shared_is(number: &str) {
        en: "Bakeries without their own number use the shared one, {number}.",
        es: "Las panaderías sin número propio usan el compartido, {number}.",
    }
    no_shared {
        en: "No shared number is set, so a bakery without its own sends nothing.",
        es: "No hay número compartido: la panadería que no tiene uno propio no envía nada.",
    }
    no_shared_how {
        en: "You can make any free number the shared one on its page.",
        es: "Puedes compartir cualquier número libre desde su página.",
    }
    since_by(when: &str, who: &str) { en: "since {when}, by {who}", es: "desde el {when}, por {who}" }
    switched_on { en: "On", es: "Activado" }
    switched_off { en: "Off", es: "Apagado" }
    owner_switch { en: "WhatsApp", es: "WhatsApp" }

    search_bakeries { en: "Search bakery", es: "Busca panadería" }
    since(when: &str) { en: "since {when}", es: "desde el {when}" }
    none { en: "None", es: "Ninguno" }
    no_number { en: "No number", es: "Sin número" }
    add_bakery { en: "Add a bakery", es: "Añadir panadería" }
    instead_of(number: &str) { en: "Instead of {number}", es: "En lugar de {number}" }

    // ── row panel ──
    give_to(number: &str) { en: "Give {number} to", es: "Dar {number} a" }
    move_to(number: &str, bakery: &str) { en: "Move {number} from {bakery} to", es: "Pasar {number} de {bakery} a" }
    choose_bakery { en: "Choose a bakery", es: "Elige una panadería" }
    has_number(bakery: &str, number: &str) { en: "{bakery} (has {number})", es: "{bakery} (tiene {number})" }
    what_changes { en: "What changes", es: "Qué cambia" }
    changes_from_now {
        en: "The bakery sends and gets replies here from now on. Past messages stay where they are.",
        es: "La panadería envía y recibe aquí desde ahora. Los mensajes anteriores se quedan donde están.",
    }
    changes_name(name: &str) {
        en: "Customers see “{name}” until Meta approves another name.",
        es: "Los clientes ven «{name}» hasta que Meta apruebe otro nombre.",
    }
    changes_replaces {
        en: "If the bakery has another number, it is given back and rests 30 days.",
        es: "Si la panadería tiene otro número, lo devuelve y descansa 30 días.",
    }
    changes_gives_back(number: &str) {
        en: "{number} is given back and rests 30 days: late replies still reach the bakery.",
        es: "Devuelve {number}, que descansa 30 días: las respuestas tardías siguen llegándole.",
    }
    changes_leaves(bakery: &str) {
        en: "{bakery} loses it and keeps its past messages.",
        es: "{bakery} deja de tenerlo y conserva sus mensajes anteriores.",
    }
    changes_then_shared(bakery: &str, number: &str) {
        en: "{bakery} then uses the shared number {number}.",
        es: "{bakery} pasa a usar el número compartido {number}.",
    }
    changes_then_nothing(bakery: &str) {
        en: "{bakery} then has no number and sends nothing.",
        es: "{bakery} se queda sin número y no envía nada.",
    }
    changes_not_connected {
        en: "This number is not connected, so nothing goes out from it yet.",
        es: "Este número no está conectado, así que aún no sale nada desde él.",
    }
    assign_number { en: "Assign number", es: "Asignar número" }
    move_number { en: "Move number", es: "Pasar número" }
    release_dots { en: "Release…", es: "Liberar…" }
    archive { en: "Archive", es: "Archivar" }
    unarchive { en: "Take back into the pool", es: "Devolver a la lista" }
    cancel { en: "Cancel", es: "Cancelar" }
    replace_it { en: "Replace its number", es: "Sustituir su número" }
    move_it { en: "Move it anyway", es: "Pasarlo de todos modos" }

    // ── results ──
    assigned(number: &str, bakery: &str) { en: "{number} assigned to {bakery}.", es: "{number} asignado a {bakery}." }
    moved(number: &str, from: &str, to: &str) {
        en: "{number} moved from {from} to {to}.",
        es: "{number} ha pasado de {from} a {to}.",
    }
    released(number: &str) { en: "{number} released. It rests 30 days.", es: "{number} liberado. Descansa 30 días." }
    undone { en: "Undone. Everything is as it was.", es: "Deshecho. Todo está como antes." }
    already_so { en: "It already was so. Nothing changed.", es: "Ya estaba así. No ha cambiado nada." }
    archived_done { en: "Number archived. It is not offered any more.", es: "Número archivado. Ya no se ofrece." }
    unarchived_done { en: "Number is back in the pool.", es: "El número vuelve a la lista." }
    default_set { en: "This is the shared number now.", es: "Este es ahora el número compartido." }
    default_cleared { en: "No number is shared any more.", es: "Ya no hay número compartido." }
    sync_ok(accounts: &str) { en: "{accounts} read from Meta.", es: "Leído de Meta: {accounts}." }
    sync_partly(failed: &str) { en: "Could not read everything: {failed}.", es: "No se ha podido leer todo: {failed}." }
    pick_pairs_error { en: "Mark at least one bakery.", es: "Marca al menos una panadería." }

    // ── conflicts ──

    // ── bulk ──
    bulk_title { en: "Give every bakery a number", es: "Dar número a todas las panaderías" }
    bulk_sub {
        en: "A proposal. Nothing changes until you confirm, and you can undo it.",
        es: "Es una propuesta. No cambia nada hasta que confirmes, y se puede deshacer.",
    }
    bulk_take { en: "Include", es: "Incluir" }
    bulk_why { en: "Why this one", es: "Por qué este" }
    bulk_name_matches { en: "Name matches the bakery", es: "El nombre coincide" }
    bulk_next_free { en: "Next free number", es: "Siguiente libre" }
    bulk_confirm(count: &str) { en: "Assign {count}", es: "Asignar {count}" }
    bulk_more(numbers: &str) {
        en: "{numbers} more can be assigned after these: confirm, then come back to this page.",
        es: "Después se pueden asignar {numbers} más: confirma y vuelve a esta página.",
    }
    bulk_left_title(bakeries: &str) { en: "No number left for {bakeries}", es: "No quedan números para {bakeries}" }
    bulk_left_more(names: &str, more: &str) { en: "{names} and {more} more.", es: "{names} y {more} más." }
    bulk_left_why {
        en: "They keep using the shared number, if one is set. Add numbers in Meta, then sync.",
        es: "Seguirán con el número compartido, si lo hay. Añade números en Meta y sincroniza.",
    }
    bulk_spare { en: "Free numbers left", es: "Números libres que quedan" }
    bulk_resting { en: "Resting, not offered", es: "En descanso, no se ofrecen" }
    bulk_nothing_title { en: "Nothing to assign", es: "No hay nada que asignar" }
    bulk_nothing_why {
        en: "Every active bakery has a number, or no number is free.",
        es: "Todas las panaderías activas tienen número, o no hay ninguno libre.",
    }
    bulk_done(count: &str) { en: "{count} assigned.", es: "Hecho: {count}." }

    // ── one number ──
    facts { en: "Facts", es: "Datos" }
    phone_number_id { en: "Phone number ID at Meta", es: "ID del número en Meta" }
    name_review { en: "Name review", es: "Revisión del nombre" }
    name_asked(name: &str) { en: "asked for: {name}", es: "solicitado: {name}" }
    code { en: "Proof by code", es: "Comprobación por código" }
    limit { en: "People written to first, per day", es: "Personas a las que se escribe primero, al día" }
    limit_hint { en: "shared by all numbers of the business", es: "compartido por todos los números del negocio" }
    throughput { en: "Speed", es: "Velocidad" }
    per_second(n: &str) { en: "{n} messages a second", es: "{n} mensajes por segundo" }
    last_seen { en: "Last listed by Meta", es: "Última vez en la lista de Meta" }
    used_for { en: "Use", es: "Uso" }
    vanished_title { en: "Meta no longer lists this number", es: "Meta ya no muestra este número" }
    vanished_why(when: &str) {
        en: "Missing since {when}. Its history stays here; it comes back by itself when Meta lists it again.",
        es: "Falta desde el {when}. Su historial se conserva; volverá solo cuando Meta lo muestre.",
    }
    twice_title { en: "Two accounts list this number", es: "Dos cuentas tienen este número" }
    twice_why {
        en: "Usually it is being moved. Meta only lets it send from one of them.",
        es: "Suele estar en traslado. Meta solo deja enviar desde una de ellas.",
    }
    holders { en: "Who had it", es: "Quién lo ha tenido" }
    holders_none { en: "No bakery has had it yet.", es: "Aún no lo ha tenido ninguna panadería." }
    holder_now { en: "has it now", es: "lo tiene ahora" }
    given_by(who: &str) { en: "assigned by {who}", es: "asignado por {who}" }
    ended_by(who: &str) { en: "ended by {who}", es: "terminado por {who}" }
    upstream { en: "What Meta changed", es: "Qué ha cambiado Meta" }
    upstream_none { en: "No change seen so far.", es: "Sin cambios hasta ahora." }
    from_sync { en: "seen when syncing", es: "visto al sincronizar" }
    from_webhook { en: "reported by Meta", es: "avisado por Meta" }
    raw { en: "Meta's last answer", es: "Última respuesta de Meta" }
    nothing { en: "nothing", es: "nada" }
    make_default { en: "Make this the shared number", es: "Compartir este número" }
    clear_default { en: "Stop sharing it", es: "Dejar de compartirlo" }
    default_why {
        en: "Bakeries without their own number send from the shared one. Customers then see its name.",
        es: "Las panaderías sin número propio envían desde el compartido. Los clientes ven su nombre.",
    }
    holder_title { en: "Bakery", es: "Panadería" }
    shared_title { en: "Shared number", es: "Número compartido" }
    out_of_pool { en: "Out of the pool", es: "Fuera de la lista" }
    archive_why {
        en: "An archived number is not offered for assigning. Its history stays.",
        es: "Un número archivado no se ofrece al asignar. Su historial se conserva.",
    }

    // ── release ──
    release_title(number: &str) { en: "Release {number}?", es: "¿Liberar {number}?" }
    release_sub(bakery: &str) { en: "{bakery} has it now.", es: "Ahora lo tiene {bakery}." }
    release_then { en: "What happens", es: "Qué pasa" }
    release_last_used { en: "Last used", es: "Último uso" }
    release_rest(when: &str) {
        en: "The number rests until {when}: late replies still reach the bakery, and nobody gets it by mistake.",
        es: "El número descansa hasta el {when}: las respuestas tardías llegan a la panadería y nadie lo recibe por error.",
    }
    release_undo {
        en: "You can undo this for 10 minutes, and assign it again at any time.",
        es: "Puedes deshacerlo durante 10 minutos y volver a asignarlo cuando quieras.",
    }
    release_type(number: &str) {
        en: "To release {number}, type its last three digits",
        es: "Para liberar {number}, escribe sus tres últimas cifras",
    }
    release_button { en: "Release number", es: "Liberar número" }
    release_keep { en: "Keep it", es: "Dejarlo como está" }
    release_digits { en: "Last three digits", es: "Tres últimas cifras" }
    release_nobody_title { en: "Nobody has this number", es: "Nadie tiene este número" }
    release_nobody_why { en: "There is nothing to release.", es: "No hay nada que liberar." }
    back_to_number { en: "Back to the number", es: "Volver al número" }

    // ── use ──
    use_in_use { en: "In use", es: "En uso" }
    use_shared { en: "Shared", es: "Compartido" }
    use_free { en: "Free", es: "Libre" }
    use_setting_up { en: "Setting up", es: "En preparación" }
    use_resting { en: "Resting", es: "En descanso" }
    use_archived { en: "Archived", es: "Archivado" }
    use_vanished { en: "Gone at Meta", es: "Ya no está en Meta" }

    // ── status of Meta ──
    st_connected { en: "Connected", es: "Conectado" }
    st_disconnected { en: "Disconnected", es: "Desconectado" }
    st_waiting { en: "Waiting for code", es: "Falta el código" }
    st_flagged { en: "Flagged", es: "En observación" }
    st_restricted { en: "Limit used up", es: "Límite agotado" }
    st_rate_limited { en: "Sending too fast", es: "Envía demasiado rápido" }
    st_migrated { en: "Moved elsewhere", es: "Movido a otra cuenta" }
    st_deleted { en: "Deleted at Meta", es: "Borrado en Meta" }
    st_banned { en: "Banned", es: "Cerrado por Meta" }
    st_linked { en: "Linked to the phone app", es: "Vinculado a la app del móvil" }
    st_unlinked { en: "Unlinked from the phone app", es: "Desvinculado de la app" }
    why_connected { en: "Sends and receives.", es: "Envía y recibe." }
    why_disconnected {
        en: "It is registered somewhere else, or no longer. It must be registered again.",
        es: "Está registrado en otro sitio o ya no lo está. Hay que registrarlo de nuevo.",
    }
    why_waiting { en: "Its code has not been entered at Meta yet.", es: "Aún no se ha introducido su código en Meta." }
    why_flagged {
        en: "Its quality is low. It has 7 days to recover before Meta may lower the limit.",
        es: "Su calidad es baja. Tiene 7 días para mejorar antes de que Meta pueda bajar el límite.",
    }
    why_restricted {
        en: "It has used up its daily limit. Replies still work.",
        es: "Ha agotado su límite diario. Las respuestas siguen funcionando.",
    }
    why_rate_limited { en: "Meta slows it down for a while.", es: "Meta lo frena durante un rato." }
    why_migrated { en: "It was moved to another account.", es: "Se ha movido a otra cuenta." }
    why_deleted { en: "Somebody deleted it in Meta's manager.", es: "Alguien lo borró en el gestor de Meta." }
    why_banned { en: "Meta has closed this number.", es: "Meta ha cerrado este número." }
    why_other { en: "Meta's word for it; this version does not know it.", es: "Así lo llama Meta; esta versión no conoce la palabra." }

    // ── quality ──
    q_high { en: "High", es: "Alta" }
    q_medium { en: "Medium", es: "Media" }
    q_low { en: "Low", es: "Baja" }
    q_not_rated { en: "Not rated", es: "Sin valorar" }
    q_not_applicable { en: "Not applicable", es: "No se aplica" }

    // ── name review ──
    n_approved { en: "Approved", es: "Aprobado" }
    n_no_review { en: "No review needed", es: "No necesita revisión" }
    n_declined { en: "Change declined", es: "Cambio rechazado" }
    n_expired { en: "Approval expired", es: "Aprobación caducada" }
    n_pending { en: "In review", es: "En revisión" }
    n_none { en: "No name", es: "Sin nombre" }

    // ── code ──
    c_verified { en: "Proven", es: "Comprobado" }
    c_not_verified { en: "Not proven yet", es: "Sin comprobar" }
    c_expired { en: "Must be proven again", es: "Hay que comprobarlo otra vez" }

    // ── limits ──
    limit_people(n: &str) { en: "{n} people", es: "{n} personas" }
    limit_none { en: "No limit", es: "Sin límite" }
    limit_not_set { en: "Not set yet", es: "Sin fijar" }
    not_known { en: "Not known", es: "No se sabe" }

    // ── fields that Meta changes ──
    f_status { en: "Status", es: "Estado" }
    f_quality { en: "Quality", es: "Calidad" }
    f_name_status { en: "Name review", es: "Revisión del nombre" }
    f_verified_name { en: "Name customers see", es: "Nombre que ven los clientes" }
    f_limit { en: "Daily limit", es: "Límite diario" }
    f_vanished { en: "Listed by Meta", es: "En la lista de Meta" }
    f_listed { en: "listed", es: "en la lista" }
    f_missing { en: "missing", es: "falta" }
}

/// "3 numbers".
pub(crate) fn numbers(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "1 number".into(),
        (Lang::Es, 1) => "1 número".into(),
        (Lang::En, _) => format!("{n} numbers"),
        (Lang::Es, _) => format!("{n} números"),
    }
}

/// "3 accounts".
pub(crate) fn accounts(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "1 account".into(),
        (Lang::Es, 1) => "1 cuenta".into(),
        (Lang::En, _) => format!("{n} accounts"),
        (Lang::Es, _) => format!("{n} cuentas"),
    }
}
