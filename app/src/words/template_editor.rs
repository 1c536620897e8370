//! Words of beginning, writing, checking and handing in templates, of their
//! previews, and of what owners see of them.

words! {
    // ── beginning ──
    new_title { en: "New template", es: "Nueva plantilla" }
    new_sub { en: "Start from a text that keeps Meta’s rules, or from nothing. You can change everything.", es: "Empieza con un texto que cumple las reglas de Meta o desde cero. Se puede cambiar todo." }
    new_account { en: "For which account", es: "Para qué cuenta" }
    new_start { en: "Start from", es: "Empezar con" }
    new_blank { en: "A blank page", es: "Una página en blanco" }
    new_blank_note { en: "You write it all.", es: "Lo escribes todo tú." }
    new_button { en: "Start writing", es: "Empezar a escribir" }
    new_no_account { en: "Connect an account first: a template belongs to one.", es: "Conecta antes una cuenta: cada plantilla pertenece a una." }
    began { en: "Draft started. It is saved; nothing was handed in.", es: "Borrador creado. Está guardado; no se ha entregado nada." }

    // ── editor ──
    draft { en: "Draft", es: "Borrador" }
    editor_sub(account: &str, saved: &str) { en: "For {account}. {saved}.", es: "Para {account}. {saved}." }
    save { en: "Save draft", es: "Guardar borrador" }
    check { en: "Check and preview", es: "Comprobar y ver" }
    submit { en: "Submit to Meta", es: "Enviar a Meta" }
    submit_confirm { en: "Hand this in to Meta for review?", es: "¿Entregar esto a Meta para que lo revise?" }
    f_name { en: "Name", es: "Nombre" }
    f_name_hint { en: "Small letters, digits and _. A deleted name stays taken for 30 days.", es: "Minúsculas, cifras y _. Un nombre eliminado queda ocupado 30 días." }
    f_category { en: "Category", es: "Categoría" }
    f_format { en: "Variables", es: "Variables" }
    f_format_hint { en: "Numbers as {{1}}, or names as {{order}}.", es: "Números como {{1}} o nombres como {{pedido}}." }
    f_ttl { en: "Give up delivering after", es: "Dejar de intentarlo tras" }
    f_ttl_hint { en: "Meta takes 30 days for granted, 10 minutes for sign-in codes.", es: "Meta da por hecho 30 días; 10 minutos para los códigos de acceso." }
    f_language { en: "Language", es: "Idioma" }
    f_header { en: "Header", es: "Encabezado" }
    f_header_none { en: "None", es: "Ninguno" }
    f_header_text { en: "Text of the header", es: "Texto del encabezado" }
    f_handle { en: "Sample file", es: "Archivo de ejemplo" }
    f_handle_hint { en: "The handle that Meta’s upload answered. Upload the file below.", es: "La referencia que dio Meta al subirlo. Sube el archivo abajo." }
    f_body { en: "Text", es: "Texto" }
    f_body_hint { en: "*bold* _italic_ ~struck~; a variable is {{1}} or a name in double braces.", es: "*negrita* _cursiva_ ~tachado~; una variable es {{1}} o un nombre entre llaves dobles." }
    f_body_auth { en: "Meta writes the text of sign-in codes.", es: "El texto de los códigos de acceso lo pone Meta." }
    f_footer { en: "Footer", es: "Pie" }
    f_minutes { en: "Minutes for which the code is good", es: "Minutos que vale el código" }
    f_security { en: "Add “do not share this code”", es: "Añadir «no compartas este código»" }
    buttons { en: "Buttons", es: "Botones" }
    button_n(n: &str) { en: "Button {n}", es: "Botón {n}" }
    b_text { en: "Label", es: "Rótulo" }
    b_url { en: "Address", es: "Dirección" }
    b_phone { en: "Phone number", es: "Teléfono" }
    b_example_url { en: "Example of the end", es: "Ejemplo del final" }
    b_example_code { en: "Example code", es: "Código de ejemplo" }
    b_otp { en: "How the code gets there", es: "Cómo llega el código" }
    b_flow { en: "Id of the form (flow)", es: "Id del formulario (flow)" }
    b_package { en: "Package name of the app", es: "Paquete de la aplicación" }
    b_signature { en: "Signature hash of the app", es: "Huella de la firma de la aplicación" }
    b_kind { en: "Kind of button", es: "Tipo de botón" }
    ttl_default { en: "As Meta takes for granted", es: "Lo que Meta da por hecho" }
    ttl_minutes(n: &str) { en: "{n} minutes", es: "{n} minutos" }
    ttl_hours(n: &str) { en: "{n} hours", es: "{n} horas" }
    ttl_days(n: &str) { en: "{n} days", es: "{n} días" }
    ttl_seconds(n: &str) { en: "{n} seconds", es: "{n} segundos" }
    b_add { en: "Add a button", es: "Añadir un botón" }
    b_remove { en: "Remove", es: "Quitar" }
    b_up { en: "Move up", es: "Subir" }
    b_readonly { en: "Shown as Meta has it; this kind is not edited here.", es: "Se muestra como lo tiene Meta; este tipo no se edita aquí." }
    add_language { en: "Add language", es: "Añadir idioma" }
    drop_language(language: &str) { en: "Remove {language}", es: "Quitar {language}" }
    readonly_parts { en: "Cards and offers are shown as Meta has them; they are not edited here.", es: "Las tarjetas y ofertas se muestran como las tiene Meta; no se editan aquí." }
    fixed { en: "Put right and saved.", es: "Corregido y guardado." }
    fixed_none { en: "There is nothing left that can be fixed by itself.", es: "Ya no queda nada que se pueda corregir solo." }
    autosaved(at: &str) { en: "Saved at {at}", es: "Guardado a las {at}" }
    autosaved_aside(who: &str) {
        en: "{who} saved this draft in the meantime. Your text is kept beside it; “Save draft” shows both.",
        es: "{who} ha guardado este borrador mientras tanto. Tu texto queda guardado al lado; «Guardar borrador» muestra los dos.",
    }
    not_saved(why: &str) { en: "Not saved: {why}", es: "Sin guardar: {why}" }
    not_saved_outside { en: "Not saved: you are signed out. Sign in again in another tab; what is written here is saved then.", es: "Sin guardar: tu sesión ha terminado. Vuelve a entrar en otra pestaña y lo escrito aquí se guardará." }
    not_saved_silent { en: "Not saved: the console does not answer. It tries again by itself.", es: "Sin guardar: la consola no responde. Lo vuelve a intentar sola." }
    saved { en: "Saved.", es: "Guardado." }
    unchanged { en: "Nothing had changed; it is saved.", es: "No había cambios; está guardado." }
    checked { en: "Saved and checked. The findings stand below the text.", es: "Guardado y comprobado. Los avisos están debajo del texto." }
    versions { en: "Versions", es: "Versiones" }
    version_n(n: &str) { en: "Version {n}", es: "Versión {n}" }
    version_aside { en: "kept aside", es: "guardada aparte" }
    version_in_force { en: "in force", es: "la vigente" }
    compare { en: "Compare", es: "Comparar" }
    compare_from { en: "From", es: "De" }
    compare_to { en: "To", es: "A" }
    diff_none { en: "The two say the same.", es: "Las dos dicen lo mismo." }
    diff_part { en: "Part", es: "Parte" }
    diff_before { en: "Before", es: "Antes" }
    diff_after { en: "After", es: "Después" }
    take_version { en: "Take this text", es: "Usar este texto" }
    taken_version { en: "That text is in force now. The other one is kept among the versions.", es: "Ese texto es ahora el vigente. El otro sigue entre las versiones." }
    conflict_title { en: "Somebody saved this draft before you", es: "Otra persona ha guardado antes este borrador" }
    conflict_text(who: &str, when: &str) {
        en: "{who} saved {when}. That text is in force; yours is kept beside it and nothing you typed is lost. Look at what differs, then choose.",
        es: "{who} lo guardó {when}. Ese texto es el vigente; el tuyo queda guardado al lado y no se pierde nada de lo que escribiste. Mira qué cambia y elige.",
    }
    conflict_mine { en: "Use mine", es: "Usar el mío" }
    conflict_theirs { en: "Keep theirs", es: "Dejar el suyo" }
    rejected_title(reason: &str) { en: "Meta refused this text: {reason}", es: "Meta rechazó este texto: {reason}" }
    rejected_note { en: "You start from the text that was refused. Change what the reason names, check, and hand it in again.", es: "Empiezas con el texto rechazado. Cambia lo que dice el motivo, comprueba y vuelve a entregarlo." }
    copied_from(name: &str) { en: "Copied from {name}", es: "Copiado de {name}" }
    closed_title { en: "This draft was handed in or put away", es: "Este borrador se entregó o se guardó" }
    closed_text { en: "It cannot be changed any more. Its template shows how it goes on.", es: "Ya no se puede cambiar. Su plantilla muestra cómo sigue." }
    take_out { en: "Work on it again", es: "Volver a trabajar en él" }
    put_away { en: "Put this draft away", es: "Archivar este borrador" }
    put_away_done { en: "Put away. Nothing is deleted.", es: "Archivado. No se borra nada." }
    taken_out { en: "Taken out again.", es: "Recuperado." }
    answer_title { en: "What Meta answered", es: "Lo que ha contestado Meta" }
    answer_in_review(language: &str) { en: "{language}: handed in, Meta is reviewing it.", es: "{language}: entregada, Meta la está revisando." }
    answer_done(language: &str) { en: "{language}: Meta took it.", es: "{language}: Meta la ha aceptado." }
    answer_refused(language: &str, why: &str) { en: "{language}: Meta refused it. {why}", es: "{language}: Meta la ha rechazado. {why}" }
    answer_unknown(language: &str) { en: "{language}: Meta did not answer. The next reading tells what became of it; it is not handed in twice.", es: "{language}: Meta no ha contestado. La próxima lectura dirá qué ha sido de ella; no se entrega dos veces." }
    answer_category(asked: &str, got: &str) { en: "Asked for as {asked}, Meta made it {got}.", es: "Pedida como {asked}, Meta la ha hecho {got}." }
    submitted { en: "Handed in. What Meta answered stands below.", es: "Entregado. Debajo está lo que ha contestado Meta." }
    submit_stopped { en: "Not handed in: there are errors that Meta would refuse. It is saved.", es: "No se ha entregado: hay errores que Meta rechazaría. Está guardado." }
    submit_partly { en: "Handed in, but not every language: the others have errors or a limit of Meta’s in the way.", es: "Entregado, pero no todos los idiomas: en los demás hay errores o lo impide un límite de Meta." }
    submit_refused { en: "Meta refused at least one language. What it said stands below.", es: "Meta ha rechazado al menos un idioma. Debajo está lo que ha dicho." }
    submit_late { en: "Not every language was handed in: Meta took too long. Submit again for the others.", es: "No se han entregado todos los idiomas: Meta ha tardado demasiado. Vuelve a enviar para los demás." }
    upload { en: "Upload a sample file", es: "Subir un archivo de ejemplo" }
    upload_hint { en: "Meta’s reviewer sees it; customers do not. JPEG or PNG up to 5 MB, MP4 or PDF up to 16 MB.", es: "Lo ve quien revisa en Meta; los clientes, no. JPEG o PNG de hasta 5 MB, MP4 o PDF de hasta 16 MB." }
    upload_button { en: "Upload", es: "Subir" }
    uploaded { en: "Uploaded. It is the header’s sample now.", es: "Subido. Ya es el ejemplo del encabezado." }
    upload_broken { en: "That file could not be read. Choose it again.", es: "No se ha podido leer el archivo. Elígelo otra vez." }
    price { en: "Price, if Meta agrees or not", es: "Precio, según lo que decida Meta" }
    price_month(n: &str) { en: "{n} a month, in the main market", es: "{n} al mes, en el mercado principal" }
    price_like_others(n: &str) {
        en: "An estimate: {n} a month, as many as this account’s utility templates have on average, in the main market",
        es: "Una estimación: {n} al mes, los que tienen de media las plantillas de utilidad de esta cuenta, en el mercado principal",
    }
    price_one { en: "one message, in the main market", es: "un mensaje, en el mercado principal" }
    as_utility { en: "As utility", es: "Como utilidad" }
    as_marketing { en: "As marketing", es: "Como marketing" }
    difference { en: "Difference", es: "Diferencia" }

    // ── previews ──
    media_image { en: "Picture", es: "Imagen" }
    media_video { en: "Video", es: "Vídeo" }
    media_gif { en: "Moving picture", es: "Imagen en movimiento" }
    media_document { en: "Document", es: "Documento" }
    media_location { en: "Place on the map", es: "Lugar en el mapa" }

    // ── owners ──
    own_title { en: "Messages sent in your name", es: "Avisos que salen en tu nombre" }
    own_sub { en: "What was sent from your number in the last 30 days, as people see it. The underlined words change each time.", es: "Lo que ha salido de tu número en los últimos 30 días, tal como se ve. Lo subrayado cambia cada vez." }
    own_none_title { en: "Nothing was sent in your name yet", es: "Todavía no ha salido nada en tu nombre" }
    own_none_text { en: "As soon as the first message leaves, you see here what it says.", es: "En cuanto salga el primer aviso, verás aquí lo que dice." }
    own_sent(n: &str, when: &str) { en: "{n} in 30 days, last {when}", es: "{n} en 30 días, el último {when}" }
    own_works { en: "In use", es: "En uso" }
    own_stopped { en: "Not being sent now", es: "Ahora no se envía" }
    own_stopped_why { en: "We know and are on it.", es: "Lo sabemos y estamos en ello." }
}
