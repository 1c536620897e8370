//! Words of the message log. Owners read them too: no word of Meta's that they
//! would have to look up.

pub(crate) use super::message_terms::*;

words! {
    title { en: "Messages", es: "Mensajes" }
    own_title { en: "Your messages", es: "Tus mensajes" }
    own_sub { en: "What you sent, what your customers wrote, and whether it arrived.", es: "Lo que has enviado, lo que te escriben y si ha llegado." }
    admin_sub { en: "Every message of every bakery, and what became of it.", es: "Todos los mensajes de todas las panaderías y qué ha sido de ellos." }
    support_sub { en: "Numbers are masked. Showing one needs a reason and leaves a trace.", es: "Los números están ocultos. Para ver uno hace falta un motivo, y queda anotado." }
    newest_at { en: "Newest message", es: "Último mensaje" }
    kept(days: &str) { en: "Kept {days} days", es: "Se guardan {days} días" }
    export { en: "CSV", es: "CSV" }
    export_all(n: &str) { en: "CSV of all {n}", es: "CSV de los {n}" }
    export_lines { en: "JSON lines", es: "JSON por líneas" }
    export_lines_hint { en: "The whole filter, one message a line, for programs", es: "Todo el filtro, un mensaje por línea, para programas" }
    export_label { en: "How far the file has come", es: "Progreso del archivo" }
    // The browser puts the numbers in.
    export_of { en: "{rows} of {total} rows", es: "{rows} de {total} filas" }
    export_rows { en: "{rows} rows so far", es: "{rows} filas hasta ahora" }
    export_done { en: "Complete: {rows} rows", es: "Completo: {rows} filas" }

    // ── filters ──
    filter_label { en: "Filter messages", es: "Filtrar mensajes" }
    search { en: "Customer, last digits or id", es: "Cliente, últimas cifras o id" }
    own_search { en: "Customer or last digits", es: "Cliente o últimas cifras" }
    day { en: "Days", es: "Días" }
    today { en: "Today", es: "Hoy" }
    yesterday { en: "Yesterday", es: "Ayer" }
    last_7 { en: "Last 7 days", es: "Últimos 7 días" }
    last_30 { en: "Last 30 days", es: "Últimos 30 días" }
    all_days { en: "All days", es: "Todos los días" }
    from_day { en: "From", es: "Desde" }
    to_day { en: "To", es: "Hasta" }
    bakery { en: "Bakery", es: "Panadería" }
    all_bakeries { en: "All bakeries", es: "Todas las panaderías" }
    chosen_bakery { en: "One without messages", es: "Una sin mensajes" }
    number { en: "Number", es: "Número" }
    all_numbers { en: "All numbers", es: "Todos los números" }
    kind { en: "Kind", es: "Tipo" }
    all_kinds { en: "All kinds", es: "Todos los tipos" }
    both_ways { en: "In and out", es: "Enviados y recibidos" }
    by_status { en: "Filter by status", es: "Filtrar por estado" }
    all { en: "All", es: "Todos" }
    not_counted { en: "Not counted: too many messages for this filter. Choose fewer days.", es: "Sin contar: son demasiados mensajes para este filtro. Elige menos días." }
    too_many_people { en: "More than 200 customers end in these digits. Type more of them.", es: "Más de 200 clientes terminan en esas cifras. Escribe alguna más." }
    only_template(name: &str) { en: "Template {name}", es: "Aviso {name}" }
    only_category(name: &str) { en: "Category {name}", es: "Categoría {name}" }
    only_error(code: &str) { en: "Code {code}", es: "Código {code}" }
    only_contact { en: "One customer", es: "Un cliente" }

    // ── table ──
    caption { en: "Messages, newest first", es: "Mensajes, los más recientes primero" }
    time { en: "Time", es: "Hora" }
    status { en: "Status", es: "Estado" }
    who { en: "Bakery and customer", es: "Panadería y cliente" }
    own_who { en: "Customer", es: "Cliente" }
    what { en: "What", es: "Qué" }
    charged { en: "Charged", es: "Se cobra" }
    to_whom(who: &str) { en: "to {who}", es: "a {who}" }
    from_whom(who: &str) { en: "from {who}", es: "de {who}" }
    nobody { en: "no number shared", es: "sin número" }
    no_bakery { en: "No bakery", es: "Sin panadería" }
    shown(n: &str) { en: "{n} shown", es: "{n} en pantalla" }
    shown_of(n: &str, total: &str) { en: "{n} of {total} shown", es: "{n} de {total} en pantalla" }
    looked_to(when: &str) { en: "Looked back to {when}; there may be older ones.", es: "Buscado hasta {when}; puede haber más antiguos." }
    none_title { en: "No messages yet", es: "Todavía no hay mensajes" }
    none_text { en: "As soon as somebody writes or a message goes out, it appears here.", es: "En cuanto alguien escriba o salga un mensaje, aparecerá aquí." }
    no_match_text { en: "Older messages are under “All days”.", es: "Los más antiguos están en «Todos los días»." }
    no_match_anywhere { en: "No message that is kept fits all of these.", es: "Ningún mensaje de los que se guardan cumple todo eso." }

    // ── pane ──
    close { en: "Close details", es: "Cerrar detalles" }
    newer { en: "Newer message", es: "Mensaje más reciente" }
    older { en: "Older message", es: "Mensaje anterior" }
    all_messages { en: "All messages", es: "Todos los mensajes" }
    gone { en: "This message does not exist, is no longer kept, or is not yours.", es: "Este mensaje no existe, ya no se guarda o no es tuyo." }
    to_do { en: "What to do", es: "Qué hacer" }
    who_acts { en: "Who", es: "Quién" }
    again { en: "Retry", es: "Repetir" }
    cost { en: "Cost", es: "Coste" }
    code(code: &str) { en: "Meta’s code {code}", es: "Código {code} de Meta" }
    unknown_title { en: "Nobody knows yet whether it arrived", es: "Aún no se sabe si ha llegado" }
    unknown_text {
        en: "WhatsApp did not answer when it was handed over. It is not sent again by itself, because it might arrive twice; a report from WhatsApp settles it.",
        es: "WhatsApp no respondió al entregarlo. No se repite solo, porque podría llegar dos veces; lo aclarará su informe.",
    }
    handing_title { en: "It is being handed to WhatsApp", es: "Se está entregando a WhatsApp" }
    handing_text { en: "There is no answer yet. Until there is one, it cannot be sent again.", es: "Aún no hay respuesta. Hasta que la haya no se puede enviar otra vez." }
    held_title { en: "Not sent yet", es: "Todavía no se ha enviado" }
    held_text { en: "It waits until it may go out.", es: "Espera a poder salir." }
    dropped_title { en: "Not sent", es: "No se ha enviado" }
    dropped_text { en: "It was withdrawn or expired before it went out. The customer got nothing.", es: "Se retiró o caducó antes de salir. El cliente no ha recibido nada." }
    turned_away { en: "That became so while the message waited to go out. The customer got nothing.", es: "Pasó mientras el mensaje esperaba para salir. El cliente no ha recibido nada." }
    given_up_title { en: "Counted as not delivered", es: "Se da por no entregado" }
    given_up_text { en: "WhatsApp never answered, and a person decided that it did not arrive. Should a report come after all, it counts.", es: "WhatsApp no contestó y una persona decidió que no había llegado. Si aun así llega un informe, cuenta el informe." }
    step_given_up { en: "Given up by a person", es: "Una persona lo da por perdido" }
    failed_plain { en: "It did not arrive, and no reason was given.", es: "No ha llegado y nadie ha dicho por qué." }
    what_happened { en: "What happened", es: "Qué ha pasado" }
    message { en: "Message", es: "Mensaje" }
    no_text { en: "No text is kept for this kind of message.", es: "De este tipo de mensaje no se guarda texto." }
    from { en: "From", es: "De" }
    to { en: "To", es: "Para" }
    name { en: "Name", es: "Nombre" }
    template { en: "Template", es: "Aviso" }
    category { en: "Category", es: "Categoría" }
    asked_by { en: "Asked for by", es: "Lo pidió" }
    calls { en: "Handed to Meta", es: "Entregas a Meta" }
    our_id { en: "Our id", es: "Nuestro id" }
    meta_id { en: "Meta’s id", es: "Id de Meta" }
    answers { en: "Answers", es: "Responde a" }
    open_conversation { en: "Open conversation", es: "Ver conversación" }
    copy_link { en: "Copy link", es: "Copiar enlace" }
    copied { en: "Copied", es: "Copiado" }
    raw_events(n: &str) { en: "What Meta reported ({n})", es: "Lo que ha comunicado Meta ({n})" }
    no_events { en: "Meta has reported nothing about it.", es: "Meta no ha comunicado nada sobre él." }
    raw_hidden { en: "Kept, but it cannot be shown with its numbers masked.", es: "Se guarda, pero no se puede mostrar con los números ocultos." }
    raw_gone { en: "No longer kept.", es: "Ya no se guarda." }
    received_at(when: &str) { en: "Received {when}. Signature checked on the raw bytes.", es: "Recibido {when}. Firma comprobada sobre los datos originales." }
    never { en: "never", es: "nunca" }
    stops_here { en: "A failed message does not go on", es: "Un mensaje fallido no sigue" }

    // ── steps ──
    step_written { en: "Written by the customer", es: "Lo escribe el cliente" }
    step_asked { en: "Asked for", es: "Pedido" }
    step_held { en: "Held back", es: "Retenido" }
    step_dropped { en: "Withdrawn", es: "Retirado" }
    step_handed { en: "Handed to WhatsApp", es: "Entregado a WhatsApp" }
    step_unanswered { en: "No answer from WhatsApp", es: "WhatsApp no responde" }
    step_accepted { en: "Accepted by WhatsApp", es: "Aceptado por WhatsApp" }
    step_refused { en: "Refused by WhatsApp", es: "Rechazado por WhatsApp" }
    step_sent { en: "Sent", es: "Enviado" }
    step_delivered { en: "Delivered", es: "Entregado" }
    step_read { en: "Read", es: "Leído" }
    step_played { en: "Played", es: "Escuchado" }
    step_failed { en: "Failed", es: "Fallido" }
    rest_never { en: "Sent, delivered, read", es: "Enviado, entregado, leído" }

    // ── reveal ──
    reveal_reason { en: "Reason to see the number", es: "Motivo para ver el número" }
    reveal_hint { en: "For example: the bakery asked me to call.", es: "Por ejemplo: la panadería me pide que llame." }
    reveal_button { en: "Show for 15 minutes", es: "Ver 15 minutos" }
    reveal_note { en: "Goes to the audit log with your name.", es: "Queda en el registro de cambios con tu nombre." }
    revealed { en: "You see the number for 15 minutes.", es: "Ves el número durante 15 minutos." }
    visible_until(when: &str) { en: "Visible to you until {when}", es: "Lo ves hasta las {when}" }

    // ── retention ──
    keep_change { en: "Change how long messages are kept", es: "Cambiar cuánto se guardan los mensajes" }
    keep_days { en: "Days to keep messages", es: "Días que se guardan los mensajes" }
    keep_hint { en: "62 to 3,653. What becomes too old is removed within a day and cannot be brought back.", es: "De 62 a 3.653. Lo que quede fuera se borra en un día y no se puede recuperar." }
    keep_save { en: "Save", es: "Guardar" }
    kept_now(days: &str) { en: "Messages are kept {days} days.", es: "Los mensajes se guardan {days} días." }

    // ── conversation ──
    conversation { en: "Conversation", es: "Conversación" }
    conversation_with(who: &str) { en: "Conversation with {who}", es: "Conversación con {who}" }
    thread { en: "Messages, oldest first", es: "Mensajes, los más antiguos primero" }
    with_bakery(name: &str) { en: "with {name}", es: "con {name}" }
    through(number: &str) { en: "on {number}", es: "en el {number}" }
    earlier { en: "Earlier messages", es: "Mensajes anteriores" }
    latest { en: "Latest messages", es: "Últimos mensajes" }
    no_words { en: "No messages are kept.", es: "No se guarda ningún mensaje." }
    contact { en: "Customer", es: "Cliente" }
    first_seen { en: "First seen", es: "Desde" }
    // The time that is left stands between the two, and counts down.
    window_open(until: &str) { en: "Free answers until {until},", es: "Se puede contestar libremente hasta {until}," }
    left_before { en: "", es: "quedan" }
    left_after { en: "left", es: "" }
    window_just_closed { en: "The 24 hours are over. Only an approved template reaches this customer now.", es: "Han pasado las 24 horas. Ahora a este cliente solo le llega un aviso aprobado." }
    window_shut { en: "24 hours over", es: "Pasaron las 24 h" }

    // ── conversations ──
    inbox_title { en: "Conversations", es: "Conversaciones" }
    inbox_sub { en: "The newest message with each customer of every bakery, and who waits for an answer.", es: "El último mensaje con cada cliente de todas las panaderías y quién espera respuesta." }
    own_inbox_sub { en: "Who wrote to you, and who still waits for an answer.", es: "Quién te ha escrito y quién espera todavía tu respuesta." }
    inbox_filter { en: "Find conversations", es: "Buscar conversaciones" }
    inbox_show { en: "Which conversations", es: "Qué conversaciones" }
    inbox_all { en: "All", es: "Todas" }
    inbox_waiting { en: "Waiting", es: "Esperan respuesta" }
    inbox_closing { en: "Closing soon", es: "Se cierran pronto" }
    inbox_list { en: "Conversations, newest first", es: "Conversaciones, las más recientes primero" }
    inbox_no_match { en: "No conversation fits. Three digits of a number are enough.", es: "Ninguna conversación coincide. Bastan tres cifras de un número." }
    inbox_none_title { en: "No conversations yet", es: "Aún no hay conversaciones" }
    inbox_none_text { en: "As soon as a customer writes, or a message goes out, it appears here.", es: "En cuanto un cliente escriba o salga un mensaje, aparecerá aquí." }
    inbox_answered_title { en: "Nobody waits for an answer", es: "Nadie espera respuesta" }
    inbox_answered_text { en: "Every customer who wrote has been answered.", es: "Se ha contestado a todos los clientes que han escrito." }
    inbox_closing_none { en: "Nobody is running out of time", es: "A nadie se le acaba el tiempo" }
    inbox_closing_text { en: "None of those who wait runs out of time within the next four hours.", es: "A ninguno de los que esperan se le acaba el plazo en las próximas cuatro horas." }
    waits { en: "Waits for an answer", es: "Espera respuesta" }
    not_answered { en: "Nobody has answered this yet", es: "Nadie ha contestado todavía" }
    settle { en: "Nothing to answer", es: "No hace falta contestar" }
    settled { en: "The conversation no longer counts as waiting, until the customer writes again.", es: "La conversación ya no cuenta como pendiente, hasta que el cliente vuelva a escribir." }
    window_closed(since: &str) { en: "Free answers ended {since}. Only an approved template reaches this customer now.", es: "Se podía contestar libremente hasta {since}. Ahora solo llega un aviso aprobado." }
    window_never { en: "This customer has not written to this number. Only an approved template reaches them.", es: "Este cliente no ha escrito a este número. Solo le llega un aviso aprobado." }
    window_title { en: "The 24 hours", es: "Las 24 horas" }
    window_why { en: "After a customer writes, any text may be answered for 24 hours. After that only approved templates reach them.", es: "Cuando un cliente escribe, durante 24 horas se le puede contestar lo que sea. Después solo le llegan avisos aprobados." }
    details { en: "Everything about this message", es: "Todo sobre este mensaje" }
    in_log { en: "Log", es: "Registro" }
    hidden_name { en: "No name", es: "Sin nombre" }
}
