//! Words of the frame around every page.

words! {
    billing { en: "Billing", es: "Costes" }
    skip { en: "Skip to content", es: "Ir al contenido" }
    area_console { en: "WhatsApp console", es: "Consola de WhatsApp" }
    area_owner { en: "WhatsApp for bakeries", es: "WhatsApp para panaderías" }
    menu { en: "Menu", es: "Menú" }
    main_nav { en: "Main", es: "Principal" }
    group_whatsapp { en: "WhatsApp", es: "WhatsApp" }
    group_platform { en: "Platform", es: "Plataforma" }
    overview { en: "Overview", es: "Resumen" }
    numbers { en: "Numbers", es: "Números" }
    conversations { en: "Conversations", es: "Conversaciones" }
    messages { en: "Messages", es: "Mensajes" }
    templates { en: "Templates", es: "Plantillas" }
    bakeries { en: "Bakeries", es: "Panaderías" }
    accounts { en: "Accounts", es: "Cuentas" }
    contacts { en: "Customers", es: "Clientes" }
    reveals { en: "Revealed numbers", es: "Números vistos" }
    webhooks { en: "Webhooks", es: "Webhooks" }
    team { en: "People", es: "Personas" }
    audit { en: "Audit log", es: "Registro de cambios" }
    api { en: "API", es: "API" }
    search_label { en: "Search everything", es: "Buscar en todo" }
    search_placeholder { en: "Search bakery, number or person", es: "Busca panadería, número o persona" }
    theme_system { en: "Theme: follows your system. Change to dark", es: "Tema: como tu sistema. Cambiar a oscuro" }
    theme_dark { en: "Theme: dark. Change to light", es: "Tema: oscuro. Cambiar a claro" }
    theme_light { en: "Theme: light. Follow your system", es: "Tema: claro. Seguir a tu sistema" }
    keys { en: "Keyboard shortcuts", es: "Atajos de teclado" }
    language { en: "Language", es: "Idioma" }
    your_account(name: &str) { en: "Your account: {name}", es: "Tu cuenta: {name}" }
    account { en: "Account", es: "Cuenta" }
    sign_out { en: "Sign out", es: "Salir" }
    demo_desk { en: "Play Meta’s part", es: "Hacer de Meta" }
    demo { en: "Demo: invented bakeries and an emulated Meta. Nothing is sent.", es: "Demostración: panaderías inventadas y un Meta simulado. No se envía nada." }
    role_admin { en: "Platform admin", es: "Administración" }
    role_support { en: "Support", es: "Soporte" }
    role_owner { en: "Owner", es: "Propietario" }
}
