//! Words for signing in, links, and the list of people.

words! {
    never_asked {
        en: "We never ask for your password by WhatsApp or by phone.",
        es: "Nunca te pediremos la contraseña por WhatsApp ni por teléfono.",
    }
    motto {
        en: "Orders to suppliers, reservations and replies of your bakery, in one place.",
        es: "Pedidos a proveedores, encargos y respuestas de tu panadería, en un solo sitio.",
    }
    sign_in_title { en: "Sign in", es: "Entrar" }
    good_morning { en: "Good morning", es: "Buenos días" }
    good_afternoon { en: "Good afternoon", es: "Buenas tardes" }
    good_evening { en: "Good evening", es: "Buenas noches" }
    sign_in_sub { en: "Sign in to see your notices and messages.", es: "Entra para ver tus avisos y tus mensajes." }
    sign_in { en: "Sign in", es: "Entrar" }
    forgotten { en: "I forgot it", es: "La he olvidado" }
    demo_title { en: "Demo sign-ins", es: "Entradas de demostración" }
    demo_hint { en: "Password for all three:", es: "La contraseña de los tres es:" }

    code_title { en: "Second step", es: "Segundo paso" }
    code_sub { en: "Your password is right. Now the code of your authenticator app.", es: "La contraseña es correcta. Ahora, el código de tu aplicación." }
    code_label { en: "Code", es: "Código" }
    code_hint { en: "Six digits, or one of your recovery codes.", es: "Seis cifras, o uno de tus códigos de recuperación." }
    code_submit { en: "Continue", es: "Continuar" }
    start_again { en: "Use another account", es: "Usar otra cuenta" }

    forgot_title { en: "New password", es: "Contraseña nueva" }
    forgot_sub {
        en: "Tell us your e-mail address. If it belongs to an account and this server can send mail, a link is on its way.",
        es: "Escribe tu correo. Si corresponde a una cuenta y este servidor puede enviar correo, te llegará un enlace.",
    }
    forgot_submit { en: "Ask for a link", es: "Pedir un enlace" }
    forgot_done {
        en: "If the address belongs to an account, a link is on its way. Nothing arrives? Ask a platform admin for a link.",
        es: "Si el correo corresponde a una cuenta, el enlace está en camino. ¿No llega nada? Pide un enlace a un administrador.",
    }
    back_to_sign_in { en: "Back to sign in", es: "Volver a entrar" }

    link_invite_title { en: "Welcome to Tahona", es: "Te damos la bienvenida a Tahona" }
    link_invite_sub(email: &str) { en: "Choose a password for {email}.", es: "Elige una contraseña para {email}." }
    link_reset_title { en: "New password", es: "Contraseña nueva" }
    link_reset_sub(email: &str) { en: "For {email}. All open sessions end.", es: "Para {email}. Se cierran todas las sesiones abiertas." }
    link_for(names: &str) { en: "Your bakery: {names}", es: "Tu panadería: {names}" }
    link_until(when: &str) { en: "This link works once, until {when}.", es: "Este enlace sirve una vez, hasta {when}." }
    link_dead_title { en: "This link no longer works", es: "Este enlace ya no sirve" }
    link_dead_text {
        en: "It was used, withdrawn or is too old. Ask whoever sent it for a new one.",
        es: "Ya se ha usado, se ha retirado o ha caducado. Pide otro a quien te lo envió.",
    }
    your_name { en: "Your name", es: "Tu nombre" }
    new_password { en: "New password", es: "Contraseña nueva" }
    new_password_hint { en: "At least 10 characters. A short sentence is fine.", es: "Al menos 10 caracteres. Vale una frase corta." }
    repeat_password { en: "The same again", es: "Otra vez la misma" }
    set_password { en: "Save and sign in", es: "Guardar y entrar" }
}
