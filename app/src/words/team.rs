//! Words of the list of people and of API keys.

words! {
    title { en: "People", es: "Personas" }
    sub { en: "Everybody who can sign in, and what they may do.", es: "Quién puede entrar y qué puede hacer." }
    tab_people { en: "People", es: "Personas" }
    tab_keys { en: "API keys", es: "Claves de API" }
    search { en: "Name or e-mail", es: "Nombre o correo" }
    filter_role { en: "Filter by role", es: "Filtrar por perfil" }
    caption { en: "People, by name", es: "Personas, por nombre" }
    col_person { en: "Person", es: "Persona" }
    col_role { en: "Role", es: "Perfil" }
    col_state { en: "State", es: "Estado" }
    col_factor { en: "Second step", es: "Segundo paso" }
    col_last { en: "Last sign-in", es: "Última entrada" }
    state_active { en: "Active", es: "Activa" }
    state_invited { en: "Invited", es: "Invitada" }
    state_disabled { en: "Cannot sign in", es: "Sin acceso" }
    factor_on { en: "Set up", es: "Configurado" }
    factor_missing { en: "Still missing", es: "Falta" }
    factor_later { en: "At the first sign-in", es: "En la primera entrada" }
    factor_optional { en: "Not used", es: "No lo usa" }
    you { en: "you", es: "tú" }
    none_title { en: "Nobody matches", es: "No coincide nadie" }
    none_text { en: "No person has this role and name.", es: "Nadie tiene ese perfil y ese nombre." }

    invite { en: "Invite a person", es: "Invitar a una persona" }
    invite_hint { en: "You get a link to pass on. It works once, for 7 days.", es: "Recibirás un enlace para enviárselo. Sirve una vez, durante 7 días." }
    invite_role { en: "Role", es: "Perfil" }
    invite_bakery { en: "Bakery (for owners)", es: "Panadería (para propietarios)" }
    no_bakery { en: "No bakery", es: "Ninguna" }
    role_admin_note { en: "Runs the platform: accounts, numbers, people.", es: "Lleva la plataforma: cuentas, números, personas." }
    role_support_note { en: "Looks things up, changes nothing.", es: "Consulta, no cambia nada." }
    role_owner_note { en: "Sees and switches their own bakery.", es: "Ve y enciende o apaga su panadería." }
    make_link { en: "Make the link", es: "Crear el enlace" }
    link_ready(email: &str) { en: "Link for {email}", es: "Enlace para {email}" }
    link_once(when: &str) { en: "Shown only now. It works once, until {when}.", es: "Solo se muestra ahora. Sirve una vez, hasta {when}." }
    link_mailed { en: "It was also sent by e-mail.", es: "También se ha enviado por correo." }
    link_made { en: "Link made.", es: "Enlace creado." }
    copy_link { en: "Copy link", es: "Copiar enlace" }

    member_since_open(when: &str) { en: "A link is open until {when}.", es: "Hay un enlace abierto hasta {when}." }
    access { en: "Role and bakeries", es: "Perfil y panaderías" }
    bakeries { en: "Bakeries", es: "Panaderías" }
    bakeries_hint { en: "An owner needs at least one. Other roles see all.", es: "Un propietario necesita al menos una. Los demás perfiles las ven todas." }
    another_bakery { en: "Another bakery", es: "Otra panadería" }
    save_access { en: "Save role and bakeries", es: "Guardar perfil y panaderías" }
    access_note { en: "When the role changes, the person is signed out everywhere.", es: "Si cambia el perfil, se cierran sus sesiones." }
    access_saved { en: "Role and bakeries saved.", es: "Perfil y panaderías guardados." }
    sign_in_help { en: "Help with signing in", es: "Ayuda para entrar" }
    reset_link { en: "Make a link for a new password", es: "Crear enlace para otra contraseña" }
    reset_note { en: "For a forgotten password. It works once, for one hour.", es: "Para quien olvidó la contraseña. Sirve una vez, durante una hora." }
    invite_again { en: "Make a new invitation link", es: "Crear otro enlace de invitación" }
    invite_again_note { en: "The link before stops working.", es: "El enlace anterior deja de servir." }
    withdraw { en: "Withdraw the open link", es: "Retirar el enlace abierto" }
    withdrawn { en: "Link withdrawn.", es: "Enlace retirado." }
    clear_factor { en: "Remove the second step", es: "Quitar el segundo paso" }
    clear_factor_note { en: "For a lost phone without recovery codes. Signed out everywhere; it is set up again at the next sign-in.", es: "Para quien perdió el móvil y los códigos. Se cierran sus sesiones y lo configurará de nuevo al entrar." }
    factor_cleared { en: "Second step removed.", es: "Segundo paso quitado." }
    stop { en: "Stop access", es: "Quitar acceso" }
    disable { en: "Stop this person from signing in", es: "Impedir que entre" }
    disable_note { en: "Takes effect at once, on every device. You can give access back.", es: "Se aplica al momento y en todos sus dispositivos. Puedes devolver el acceso." }
    disabled { en: "This person can no longer sign in.", es: "Esta persona ya no puede entrar." }
    enable { en: "Give access back", es: "Devolver el acceso" }
    enabled { en: "This person can sign in again.", es: "Esta persona puede entrar de nuevo." }
    own_record { en: "This is you. Change your password and second step in your account.", es: "Eres tú. Cambia tu contraseña y el segundo paso en tu cuenta." }
    open_account { en: "Open your account", es: "Abrir tu cuenta" }

    keys_sub { en: "Programs that use the API carry one of these.", es: "Los programas que usan la API llevan una de estas." }
    keys_caption { en: "API keys, newest first", es: "Claves de API, de la más nueva a la más antigua" }
    col_key { en: "Key", es: "Clave" }
    col_scope { en: "Reaches", es: "Alcance" }
    col_created { en: "Made", es: "Creada" }
    col_used { en: "Last used", es: "Último uso" }
    scope_platform { en: "Whole platform", es: "Toda la plataforma" }
    key_revoked(when: &str) { en: "Revoked {when}", es: "Anulada {when}" }
    revoke { en: "Revoke", es: "Anular" }
    revoke_sure(name: &str) { en: "Revoke “{name}”? Programs that use it stop working at once, for good.", es: "¿Anular «{name}»? Los programas que la usan dejan de funcionar al momento y para siempre." }
    revoked { en: "Key revoked.", es: "Clave anulada." }
    new_key { en: "New key", es: "Clave nueva" }
    key_name { en: "What it is for", es: "Para qué es" }
    key_name_hint { en: "For example “till software”.", es: "Por ejemplo «programa de caja»." }
    key_scope_hint { en: "A key of one bakery never reaches another.", es: "La clave de una panadería no llega a otra." }
    make_key { en: "Make key", es: "Crear clave" }
    key_made { en: "Key made.", es: "Clave creada." }
    key_once { en: "Shown only now: copy it into the program.", es: "Solo se muestra ahora: cópiala en el programa." }
    no_keys_title { en: "No keys yet", es: "Aún no hay claves" }
    no_keys_text { en: "Make one for each program, so that each can be revoked alone.", es: "Crea una por programa y podrás anular cada una por separado." }
    copy_key { en: "Copy key", es: "Copiar clave" }
    copied { en: "Copied", es: "Copiado" }
    api_docs { en: "Read how to use it", es: "Cómo se usa" }
}
