//! Words of one's own account.

words! {
    title { en: "Your account", es: "Tu cuenta" }
    profile { en: "Profile", es: "Perfil" }
    role { en: "Role", es: "Perfil" }
    bakeries { en: "Bakeries", es: "Panaderías" }
    save_name { en: "Save name", es: "Guardar nombre" }
    name_saved { en: "Name saved.", es: "Nombre guardado." }

    password { en: "Password", es: "Contraseña" }
    password_changed_at { en: "Last changed", es: "Último cambio" }
    current_password { en: "Current password", es: "Contraseña actual" }
    change_password { en: "Change password", es: "Cambiar contraseña" }
    change_password_note { en: "Every other browser is signed out.", es: "Se cierra la sesión en los demás navegadores." }
    password_changed { en: "Password changed. Other browsers are signed out.", es: "Contraseña cambiada. Los demás navegadores han salido." }

    second_factor { en: "Second step at sign-in", es: "Segundo paso al entrar" }
    second_factor_on { en: "Set up", es: "Configurado" }
    second_factor_off { en: "Not set up", es: "Sin configurar" }
    second_factor_why {
        en: "A code from an app on your phone, besides the password. It keeps others out even when they know the password.",
        es: "Un código de una aplicación de tu móvil, además de la contraseña. Nadie entra aunque sepa la contraseña.",
    }
    second_factor_must {
        en: "Your role sees many bakeries, so it needs this second step before anything else.",
        es: "Tu perfil ve muchas panaderías: necesita este segundo paso antes que nada.",
    }
    set_up { en: "Set it up", es: "Configurarlo" }
    manage { en: "Manage", es: "Gestionar" }
    step_scan { en: "1. Scan this with your authenticator app", es: "1. Lee esto con tu aplicación de códigos" }
    step_scan_hint {
        en: "Any app for one-time codes will do. No camera? Type this key instead:",
        es: "Vale cualquier aplicación de códigos de un solo uso. ¿Sin cámara? Escribe esta clave:",
    }
    open_app { en: "Open in your authenticator app", es: "Abrir en tu aplicación de códigos" }
    step_code { en: "2. Type the code that the app shows", es: "2. Escribe el código que muestra" }
    code { en: "Code", es: "Código" }
    code_hint { en: "Six digits. It changes every 30 seconds.", es: "Seis cifras. Cambia cada 30 segundos." }
    confirm { en: "Turn it on", es: "Activarlo" }
    confirmed { en: "The second step is on.", es: "El segundo paso está activado." }
    codes_title { en: "Your recovery codes", es: "Tus códigos de recuperación" }
    codes_why {
        en: "Each works once, when your phone is lost. They are shown only now: print them or keep them in a password manager.",
        es: "Cada uno sirve una vez, si pierdes el móvil. Solo se muestran ahora: imprímelos o guárdalos en un gestor de contraseñas.",
    }
    codes_saved { en: "I have kept them", es: "Ya los he guardado" }
    codes_copy { en: "Copy all", es: "Copiar todos" }
    copied { en: "Copied", es: "Copiado" }
    new_codes { en: "Make new recovery codes", es: "Crear códigos nuevos" }
    new_codes_note { en: "The old ones stop working.", es: "Los anteriores dejan de servir." }
    new_codes_done { en: "New recovery codes made.", es: "Códigos nuevos creados." }
    turn_off { en: "Turn the second step off", es: "Quitar el segundo paso" }
    turn_off_note { en: "Then only the password protects your account.", es: "Tu cuenta quedará protegida solo con la contraseña." }
    turned_off { en: "The second step is off.", es: "El segundo paso está desactivado." }
    cannot_turn_off { en: "Your role needs the second step. A platform admin can remove it if you lose your phone.", es: "Tu perfil necesita el segundo paso. Si pierdes el móvil, un administrador puede quitarlo." }

    sessions { en: "Where you are signed in", es: "Dónde has entrado" }
    session_browser { en: "Browser", es: "Navegador" }
    session_here { en: "This browser", es: "Este navegador" }
    session_since { en: "Since", es: "Desde" }
    session_seen { en: "Last used", es: "Último uso" }
    session_from { en: "Address", es: "Dirección" }
    session_unknown { en: "Unknown browser", es: "Navegador desconocido" }
    on_system(browser: &str, system: &str) { en: "{browser} on {system}", es: "{browser} en {system}" }
    end_session { en: "Sign out there", es: "Cerrar" }
    end_others { en: "Sign out everywhere else", es: "Cerrar en todos los demás" }
    session_ended { en: "Signed out there.", es: "Sesión cerrada." }
    others_ended { en: "Signed out everywhere else.", es: "Sesiones cerradas en los demás navegadores." }

    preferences { en: "Language and look", es: "Idioma y aspecto" }
    language { en: "Language", es: "Idioma" }
    theme { en: "Theme", es: "Tema" }
    theme_system { en: "Like the system", es: "Como el sistema" }
    theme_light { en: "Light", es: "Claro" }
    theme_dark { en: "Dark", es: "Oscuro" }
    keys { en: "Single-letter keys", es: "Teclas de una letra" }
    keys_hint { en: "Keys such as j, k and ? for working without a mouse.", es: "Teclas como j, k y ? para trabajar sin ratón." }
    save_preferences { en: "Save", es: "Guardar" }
    preferences_saved { en: "Saved.", es: "Guardado." }
}

/// How many recovery codes are left.
pub(crate) fn codes_left(lang: domain::lang::Lang, n: u32) -> String {
    use domain::lang::Lang;
    match (lang, n) {
        (Lang::En, 0) => "No recovery code is left. Make new ones.".to_owned(),
        (Lang::En, 1) => "1 recovery code is left.".to_owned(),
        (Lang::En, n) => format!("{n} recovery codes are left."),
        (Lang::Es, 0) => "No te queda ningún código de recuperación. Crea otros.".to_owned(),
        (Lang::Es, 1) => "Te queda 1 código de recuperación.".to_owned(),
        (Lang::Es, n) => format!("Te quedan {n} códigos de recuperación."),
    }
}
