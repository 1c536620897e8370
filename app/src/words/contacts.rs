//! Words about customers and what they agreed to.

use domain::lang::Lang;

words! {
    title { en: "Customers", es: "Clientes" }
    sub { en: "Who writes to the bakeries and is written to, and what each one agreed to.", es: "Quién escribe a las panaderías y a quién se escribe, y a qué ha dado permiso cada uno." }
    own_sub { en: "Who writes to you and whom you write to, and what each one agreed to.", es: "Quién te escribe y a quién escribes, y a qué ha dado permiso cada uno." }
    search { en: "Name or last digits", es: "Nombre o últimas cifras" }
    filter_label { en: "Find customers", es: "Buscar clientes" }
    bakery { en: "Bakery", es: "Panadería" }
    caption { en: "Customers, newest first", es: "Clientes, los más nuevos primero" }
    col_name { en: "Customer", es: "Cliente" }
    col_bakery { en: "Bakery", es: "Panadería" }
    orders { en: "Order messages", es: "Avisos de pedidos" }
    adverts { en: "Offers", es: "Ofertas" }
    col_last { en: "Last message", es: "Último mensaje" }
    no_name { en: "No name", es: "Sin nombre" }
    no_number { en: "shares no number", es: "no comparte su número" }
    no_message { en: "None kept", es: "No se guarda ninguno" }
    none_title { en: "No customers yet", es: "Aún no hay clientes" }
    none_text { en: "As soon as somebody writes, or a message goes out, they appear here.", es: "En cuanto alguien escriba o salga un mensaje, aparecerá aquí." }
    no_match_text { en: "No customer fits this. Three digits of a number are enough.", es: "Ningún cliente coincide. Bastan tres cifras de un número." }
    open { en: "Open the customer", es: "Abrir el cliente" }

    permission { en: "Permission", es: "Permiso" }
    agreed(when: &str) { en: "agreed {when}", es: "dio permiso {when}" }
    stopped(when: &str) { en: "said stop {when}", es: "pidió parar {when}" }
    stopped_all(when: &str) { en: "said stop to every bakery {when}", es: "pidió parar a todas {when}" }
    silent { en: "has not said anything", es: "no ha dicho nada" }
    word_agreed { en: "Agreed", es: "Con permiso" }
    word_stopped { en: "Stopped", es: "Pidió parar" }
    word_silent { en: "Nothing said", es: "Sin respuesta" }

    contact { en: "Customer", es: "Cliente" }
    name { en: "Name", es: "Nombre" }
    number { en: "Number", es: "Número" }
    username { en: "User name", es: "Nombre de usuario" }
    user_id { en: "WhatsApp’s id of the person", es: "Id de la persona en WhatsApp" }
    since { en: "Since", es: "Desde" }
    conversation { en: "Conversation", es: "Conversación" }

    statements { en: "What they said", es: "Lo que ha dicho" }
    statements_none { en: "They have neither agreed nor said stop. Who writes first may be answered for 24 hours.", es: "Ni ha dado permiso ni ha pedido parar. A quien escribe primero se le puede contestar durante 24 horas." }
    col_when { en: "When", es: "Cuándo" }
    col_said { en: "Said", es: "Dijo" }
    col_for { en: "For", es: "Para" }
    col_proof { en: "Proof", es: "Prueba" }
    said_yes { en: "Agreed", es: "Sí" }
    said_no { en: "Stop", es: "Parar" }
    by(who: &str) { en: "recorded by {who}", es: "lo anotó {who}" }
    everywhere { en: "every bakery", es: "todas las panaderías" }

    record { en: "Record what they said", es: "Anotar lo que ha dicho" }
    record_note { en: "What a customer stopped in WhatsApp, only they can take back, by writing START.", es: "Lo que un cliente ha parado por WhatsApp solo puede retirarlo él, escribiendo ALTA." }
    given { en: "What they said", es: "Qué dijo" }
    given_yes { en: "They agreed", es: "Ha dado permiso" }
    given_no { en: "They want no more", es: "No quiere más" }
    purpose { en: "What for", es: "Para qué" }
    wording { en: "Proof", es: "Prueba" }
    wording_hint { en: "In which words, where and to whom. For example: “Yes, tell me when it is ready”, at the till, to Maite.", es: "Con qué palabras, dónde y a quién. Por ejemplo: «Sí, avisadme cuando esté», en la tienda, a Maite." }
    record_save { en: "Record it", es: "Anotarlo" }
    recorded { en: "Recorded.", es: "Anotado." }

    merged { en: "Records that are this person", es: "Fichas que son esta persona" }
    merged_by(who: &str, when: &str) { en: "merged by {who}, {when}", es: "las unió {who}, {when}" }
    unmerge { en: "Take apart", es: "Separar" }
    alike { en: "May be the same person", es: "Puede ser la misma persona" }
    alike_why { en: "Same last digits or same name. Nothing is lost by merging: it can be taken apart again.", es: "Mismas últimas cifras o mismo nombre. Al unir no se pierde nada: se puede separar después." }
    alike_none { en: "No other record looks like this one.", es: "Ninguna otra ficha se parece a esta." }
    merge { en: "Same person", es: "Es la misma" }
    merge_sure { en: "Make the two records one customer?", es: "¿Hacer de las dos fichas un solo cliente?" }
    merged_done { en: "They are one customer now.", es: "Ahora son un solo cliente." }
    unmerged_done { en: "They are two customers again.", es: "Vuelven a ser dos clientes." }

    events { en: "Numbers", es: "Números" }
    differs(dialled: &str, answered: &str) { en: "We dial {dialled}, WhatsApp calls it {answered}", es: "Marcamos {dialled}; WhatsApp lo llama {answered}" }
    differs_why { en: "Usual in Brazil, Mexico and Argentina. Both are this customer.", es: "Es habitual en Brasil, México y Argentina. Los dos son este cliente." }

    import { en: "Import permissions", es: "Importar permisos" }
    import_sub(bakery: &str) { en: "What customers of {bakery} agreed to, from a file.", es: "A qué han dado permiso los clientes de {bakery}, desde un archivo." }
    import_file { en: "CSV file", es: "Archivo CSV" }
    import_text { en: "Or paste it here", es: "O pégalo aquí" }
    import_hint { en: "Columns: phone, wording, and if you like name, category (all, utility, marketing), given (yes, no), date (2026-11-20T10:42:00Z). At most 10,000 rows and 8 MB. The same file twice adds nothing.", es: "Columnas: teléfono, palabras (lo que dijo) y, si quieres, nombre, para (todo, avisos, ofertas), permiso (sí, no), fecha (2026-11-20T10:42:00Z). Como mucho 10.000 filas y 8 MB. El mismo archivo dos veces no añade nada." }
    import_try { en: "Check first", es: "Comprobar antes" }
    import_do { en: "Record them", es: "Anotarlos" }
    import_would(added: &str, known: &str) { en: "Checked: {added} would be added, {known} are there already. Nothing was recorded yet.", es: "Comprobado: se añadirían {added}, {known} ya están. Aún no se ha anotado nada." }
    import_did(added: &str, known: &str) { en: "{added} recorded, {known} were there already.", es: "Se han anotado {added}; {known} ya estaban." }
    import_wrong(n: &str) { en: "{n} rows are wrong, so nothing was recorded", es: "Hay {n} filas mal y no se ha anotado nada" }
    import_line(line: &str) { en: "Row {line}", es: "Fila {line}" }
    not_readable { en: "The file could not be read.", es: "No se ha podido leer el archivo." }

    reveals { en: "Revealed numbers", es: "Números vistos" }
    reveals_sub { en: "Who saw a customer’s whole number, and why.", es: "Quién ha visto el número entero de un cliente y por qué." }
    reveals_own_sub { en: "When you saw a customer’s whole number, and why. Admins see this too.", es: "Cuándo has visto el número entero de un cliente y por qué. La administración también lo ve." }
    reveals_none_title { en: "Nobody has revealed a number", es: "Nadie ha visto ningún número" }
    reveals_none_text { en: "Support sees masked numbers; showing one needs a reason, which is kept here.", es: "Soporte ve los números ocultos; ver uno exige un motivo, que queda aquí." }
    reveals_caption { en: "Reveals, newest first", es: "Números vistos, los más recientes primero" }
    col_who { en: "Who", es: "Quién" }
    col_reason { en: "Reason", es: "Motivo" }
    col_customer { en: "Customer", es: "Cliente" }
    lasts_until(when: &str) { en: "until {when}", es: "hasta las {when}" }
}

/// What a statement is for.
pub(crate) fn category(lang: Lang, category: &str) -> String {
    let (en, es) = match category {
        "all" => ("Everything", "Todo"),
        "utility" => ("Order messages", "Avisos de pedidos"),
        "marketing" => ("Offers", "Ofertas"),
        other => return other.to_owned(),
    };
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
    .to_owned()
}

/// Where a statement comes from.
pub(crate) fn source(lang: Lang, source: &str) -> String {
    let (en, es) = match source {
        "api" => ("stated by a program", "lo dice un programa"),
        "import" => ("from a file", "de un archivo"),
        "stop_word" => ("written by the customer", "lo escribió el cliente"),
        "user_preferences" => ("chosen in WhatsApp", "elegido en WhatsApp"),
        "error_131050" => ("WhatsApp says so", "lo dice WhatsApp"),
        "person" => ("recorded by hand", "anotado a mano"),
        other => return other.to_owned(),
    };
    match lang {
        Lang::En => en,
        Lang::Es => es,
    }
    .to_owned()
}
