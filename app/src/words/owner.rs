//! Words of an owner's own page. No word of Meta's, nothing technical.

words! {
    title { en: "WhatsApp", es: "WhatsApp" }
    which_bakery { en: "Your bakeries", es: "Tus panaderías" }

    // ── switch ──
    switch { en: "WhatsApp messages", es: "Avisos por WhatsApp" }
    on { en: "On.", es: "Activados." }
    off { en: "Off.", es: "Apagados." }
    on_means { en: "Your suppliers and customers get your messages.", es: "Tus proveedores y clientes reciben tus avisos." }
    off_means { en: "Your orders go out by e-mail only.", es: "Tus pedidos salen solo por correo." }
    on_no_number {
        en: "They start as soon as you have a number. We will give you one.",
        es: "Empezarán en cuanto tengas un número. Te lo damos nosotros.",
    }
    hint_on {
        en: "If you turn them off, orders go out by e-mail only. You can turn them on again whenever you like.",
        es: "Si los apagas, los pedidos salen solo por correo. Puedes volver a encenderlos cuando quieras.",
    }
    hint_off {
        en: "If you turn them on, your suppliers and customers get your messages by WhatsApp from that moment.",
        es: "Si los enciendes, tus proveedores y clientes recibirán tus avisos por WhatsApp desde ese momento.",
    }
    switched(when: &str, who: &str) { en: "Changed {when} by {who}", es: "Cambiado {when} por {who}" }
    turned_on { en: "Messages on. It counts from now.", es: "Avisos activados. Cuenta desde ahora." }
    turned_off { en: "Messages off. It counts from now.", es: "Avisos apagados. Cuenta desde ahora." }
    platform_off_title { en: "Messages are stopped for everybody right now", es: "Ahora mismo los avisos están parados para todos" }
    platform_off_why {
        en: "It is not your fault and you need not do anything. Your choice below is kept and counts again when they are back.",
        es: "No es cosa tuya y no tienes que hacer nada. Lo que elijas aquí se guarda y volverá a contar cuando se reanuden.",
    }
    suspended_title { en: "Your bakery is stopped right now", es: "Tu panadería está parada ahora mismo" }
    suspended_why {
        en: "No messages go out. Ask whoever gave you this access; your number and your choices are kept.",
        es: "No sale ningún aviso. Pregunta a quien te dio este acceso; tu número y lo que elegiste se conservan.",
    }

    // ── number ──
    your_number { en: "Your number", es: "Tu número" }
    works { en: "Works well", es: "Funciona bien" }
    works_not { en: "Not working", es: "No funciona" }
    works_unknown { en: "Not checked yet", es: "Sin comprobar" }
    works_not_why {
        en: "We know and are on it. Your messages go out by e-mail until it is back.",
        es: "Lo sabemos y estamos en ello. Mientras tanto, tus pedidos salen por correo.",
    }
    customers_see { en: "Your customers see the name", es: "Tus clientes ven el nombre" }
    checked { en: "Checked", es: "Comprobado" }
    shared_note {
        en: "You share this number with other bakeries. Customers see that name, and their replies do not reach only you.",
        es: "Compartes este número con otras panaderías. Tus clientes ven ese nombre y sus respuestas no te llegan solo a ti.",
    }
    no_number_title { en: "You have no number yet", es: "Todavía no tienes número" }
    no_number_why {
        en: "We give you one. You do not have to do anything; you will see it here.",
        es: "Te damos uno nosotros. No tienes que hacer nada: aparecerá aquí.",
    }

    // ── link ──
    write_you { en: "Let your customers write to you", es: "Que te escriban tus clientes" }
    write_you_why {
        en: "Whoever opens this link or reads the code starts a chat with you.",
        es: "Quien abra este enlace o lea el código empieza un chat contigo.",
    }
    copy { en: "Copy", es: "Copiar" }
    copied { en: "Copied", es: "Copiado" }
    qr_label(name: &str) { en: "QR code that opens a chat with {name}", es: "Código QR que abre un chat con {name}" }
    qr_where { en: "Put it on the counter, on your bags or on your website.", es: "Ponlo en el mostrador, en las bolsas o en tu web." }
    poster { en: "Poster to print", es: "Cartel para imprimir" }
    save_image { en: "Save image", es: "Guardar imagen" }

    // ── what it means ──
    means { en: "What it means", es: "Qué significa" }
    means_who {
        en: "Your suppliers get your orders by WhatsApp, and your customers your messages, from your number.",
        es: "Tus proveedores reciben tus pedidos por WhatsApp, y tus clientes tus avisos, desde tu número.",
    }
    means_replies { en: "What they answer reaches you.", es: "Lo que te contesten te llega a ti." }
    means_once { en: "A change counts at once.", es: "Un cambio cuenta al momento." }
    means_private { en: "Only you and those who run the platform see this page.", es: "Esta página solo la veis tú y quien lleva la plataforma." }

    // ── poster ──
    poster_title { en: "Write to us on WhatsApp", es: "Escríbenos por WhatsApp" }
    poster_how { en: "Point your phone's camera here", es: "Apunta aquí con la cámara del móvil" }
    poster_print {
        en: "Print this page from your browser's menu (Ctrl P, or Share and Print on a phone). Only the poster is printed.",
        es: "Imprime esta página desde el menú del navegador (Ctrl P; en el móvil, Compartir e Imprimir). Solo sale el cartel.",
    }
    poster_back { en: "Back to settings", es: "Volver a los ajustes" }
    poster_none_title { en: "There is no poster yet", es: "Todavía no hay cartel" }
    poster_none_why {
        en: "It needs a number that is yours alone.",
        es: "Hace falta un número que sea solo tuyo.",
    }

    // ── nothing to show ──
    none_title { en: "No bakery chosen", es: "Ninguna panadería elegida" }
    none_why { en: "Open a bakery and follow the link to its owner's page.", es: "Abre una panadería y sigue el enlace a la página de su dueño." }
    none_open { en: "Bakeries", es: "Panaderías" }
    none_owner_why {
        en: "Your account does not belong to a bakery yet. Ask whoever invited you.",
        es: "Tu cuenta aún no pertenece a ninguna panadería. Pregunta a quien te invitó.",
    }
    as_admin(name: &str) { en: "You are looking at the page of the owner of {name}.", es: "Estás viendo la página del dueño de {name}." }
}
