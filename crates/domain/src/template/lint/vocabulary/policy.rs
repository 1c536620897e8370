//! Words that ask for secrets, threaten, or name restricted goods (sources §8
//! row 15).

use super::Tongue;

impl Tongue {
    /// What nobody may be asked for.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn secrets(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "numero de tarjeta", "numero de tu tarjeta", "numero de su tarjeta", "numero de la tarjeta",
                "numero de vuestra tarjeta", "numero completo de tu tarjeta",
                "numero completo de su tarjeta", "tarjeta completa", "datos de tu tarjeta",
                "datos de su tarjeta", "datos de la tarjeta", "datos de tarjeta", "foto de tu tarjeta",
                "foto de su tarjeta", "caducidad de tu tarjeta", "caducidad de su tarjeta",
                "caducidad de la tarjeta", "tu tarjeta de credito", "su tarjeta de credito",
                "tu tarjeta de debito", "su tarjeta de debito", "tu tarjeta bancaria",
                "su tarjeta bancaria", "responda con su tarjeta", "indique su tarjeta",
                "introduzca su tarjeta", "introduce tu tarjeta", "actualiza tu tarjeta",
                "actualice su tarjeta", "envie su tarjeta", "envia tu tarjeta", "comparta su tarjeta",
                "cvv", "cvc", "codigo de seguridad", "numero de cuenta", "numero de tu cuenta",
                "numero de su cuenta", "numero de la cuenta", "cuenta bancaria", "datos bancarios", "iban",
                "dni", "nie", "nif", "documento de identidad", "documento nacional de identidad",
                "cedula de identidad", "numero de cedula", "curp", "pasaporte", "seguridad social",
                "contrasena", "contrasenas", "clave de acceso", "clave bancaria", "claves bancarias",
                "tu clave", "su clave", "tu pin", "su pin", "el pin", "codigo pin", "con pin",
            ],
            Self::En => &[
                "card number", "card details", "card information", "your credit card", "your debit card",
                "your bank card", "photo of your card", "picture of your card", "expiry date of your card",
                "your card expiry", "update your card", "cvv", "cvc", "security code", "account number",
                "bank details", "banking details", "bank account", "sort code", "iban", "social security",
                "ssn", "national id", "national insurance number", "id number", "id card", "passport",
                "identity document", "driving licence", "driver s license", "password", "passwords",
                "passcode", "your pin", "the pin", "pin number", "pin code", "card pin", "with pin",
                "and pin",
            ],
            Self::Pt => &[
                "numero do cartao", "numero de cartao", "numero do seu cartao", "numero do teu cartao",
                "dados do cartao", "dados do seu cartao", "dados do teu cartao", "dados de cartao",
                "foto do cartao", "foto do seu cartao", "validade do cartao", "validade do seu cartao",
                "seu cartao de credito", "teu cartao de credito", "seu cartao de debito",
                "atualize o seu cartao", "atualize seu cartao", "cvv", "cvc", "codigo de seguranca",
                "numero da conta", "numero da sua conta", "numero de conta", "conta bancaria",
                "dados bancarios", "iban", "nif", "cpf", "rg", "numero de contribuinte", "passaporte",
                "documento de identidade", "cartao de cidadao", "cartao do cidadao", "seguranca social",
                "senha", "senhas", "palavra passe", "palavras passe", "password", "pin",
            ],
        }
    }

    /// The same where it is no secret: the last digits of a card, or a verb.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn no_secret(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "tarjeta terminada", "tarjeta acabada", "tarjeta de credito terminada",
                "tarjeta bancaria terminada", "tarjeta de debito terminada", "tarjeta de credito acabada",
                "iban terminado", "iban acabado", "iban que termina", "tarjeta que termina",
                "cuenta terminada", "cuenta bancaria terminada", "digitos de tu tarjeta",
                "digitos de su tarjeta", "digitos de la tarjeta", "digitos de tu numero de tarjeta",
                "digitos de su numero de tarjeta", "digitos del numero de tu tarjeta",
                "digitos del numero de su tarjeta", "cifras de tu tarjeta", "cifras de su tarjeta",
                "cifras de la tarjeta", "cifras del numero de tu tarjeta",
                "cifras del numero de su tarjeta", "que iban", "se iban", "no iban", "iban a", "iban en",
                "iban con", "iban dentro",
            ],
            Self::En => &[
                "number ending", "card ending", "account ending", "iban ending", "account number ending",
                "bank account ending", "digits of your card number", "digits of the card number",
                "digits of your account number", "digits of your credit card",
                "numbers of your card number", "passport photo", "passport photos",
            ],
            Self::Pt => &[
                "cartao terminado", "cartao com final", "cartao final", "cartao de credito com final",
                "cartao de credito terminado", "iban terminado", "conta terminada", "conta com final",
                "digitos do cartao", "digitos do seu cartao", "digitos do numero do cartao",
                "digitos do numero do seu cartao", "numeros do seu cartao",
            ],
        }
    }

    /// Asking: imperatives, and verbs that say what is needed. No stems: "hemos
    /// enviado" and "te confirmamos" ask for nothing.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn asking(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "envia", "enviame", "envianos", "envie", "envienos", "enviad", "enviadnos", "enviar",
                "enviarnos", "responde", "respondenos", "responda", "respondanos", "responded", "responder",
                "contesta", "contestanos", "conteste", "contestenos", "contestar", "indica", "indicanos",
                "indicame", "indique", "indiquenos", "indicad", "indicar", "indicarnos", "facilita",
                "facilitanos", "facilite", "facilitenos", "facilitar", "facilitarnos", "comparte",
                "compartenos", "comparta", "compartanos", "compartir", "confirma", "confirmanos",
                "confirmame", "confirme", "confirmenos", "confirmad", "confirmar", "confirmarnos",
                "introduce", "introduzca", "introducir", "ingresa", "ingrese", "ingresar", "digita",
                "digite", "dinos", "dime", "diganos", "digame", "decinos", "manda", "mandame", "mandanos",
                "mande", "mandenos", "mandad", "mandadnos", "mandar", "mandarnos", "escribe", "escribenos",
                "escriba", "escribanos", "escribi", "escribir", "escribirnos", "teclea", "teclee",
                "proporciona", "proporcionanos", "proporcione", "proporcionenos", "proporcionar",
                "proporcionarnos", "danos", "denos", "verifica", "verifique", "verificar", "actualiza",
                "actualice", "actualizar", "rellena", "rellene", "adjunta", "adjunte", "aporta", "aporte",
                "necesitamos", "necesito", "precisamos", "requerimos", "pedimos", "te pedimos",
                "le pedimos", "solicitamos", "te solicitamos", "le solicitamos", "rogamos", "te rogamos",
                "le rogamos", "nos falta", "nos faltan",
            ],
            Self::En => &[
                "send", "reply", "respond", "answer", "provide", "share", "confirm", "enter", "tell",
                "give", "submit", "verify", "type", "update", "fill", "text us", "email us", "dm us",
                "we need", "we require", "could you", "can you", "would you", "have to send",
                "have to provide", "have to confirm", "have to enter", "need to send", "need to provide",
                "need to confirm", "need to enter", "need to share", "need to update", "need to verify",
            ],
            Self::Pt => &[
                "envie", "envia", "enviem", "enviar", "responda", "responde", "respondam", "responder",
                "informe", "informar", "confirme", "confirma", "confirmar", "digite", "digita",
                "compartilhe", "compartilhar", "partilhe", "partilha", "partilhar", "forneca", "fornecer",
                "indique", "indica", "indicar", "mande", "manda", "mandar", "verifique", "verifica",
                "insira", "insere", "escreva", "escreve", "introduza", "introduz", "atualize", "atualiza",
                "atualizar", "preencha", "preenche", "diga nos", "precisamos", "necessitamos", "pedimos",
                "solicitamos",
            ],
        }
    }

    /// What stands right before such a word where it asks for nothing: "never share",
    /// "we will send", "para confirmar", "te envía".
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn statement(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "no", "ni", "nunca", "jamas", "sin", "para", "al", "por", "de", "a", "tras", "te", "le",
                "nos", "se", "os", "les", "me", "lo", "la", "los", "las", "vamos", "podemos", "podremos",
                "queremos", "hemos",
            ],
            Self::En => &[
                "not", "never", "t", "cannot", "no", "without", "to", "we", "will", "ll", "i", "they",
                "can", "for", "of", "a", "an", "the", "your", "our", "this", "any",
            ],
            Self::Pt => &[
                "nao", "nem", "nunca", "jamais", "sem", "para", "ao", "por", "de", "a", "te", "lhe", "nos",
                "se", "lhes", "me", "o", "os", "as", "vamos", "podemos", "queremos",
            ],
        }
    }

    /// Threats.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn threats(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "acciones legales", "accion legal", "medidas legales", "via judicial",
                "procederemos judicialmente", "reclamaremos judicialmente", "denunciaremos", "denunciarte",
                "denunciarle", "una denuncia contra ti", "una denuncia contra usted",
                "presentaremos una denuncia", "pondremos una denuncia", "interpondremos", "demandaremos",
                "demandarte", "demandarle", "embargaremos", "embargar", "embargaran", "embargara",
                "embargo de", "embargo judicial", "orden de embargo", "lista de morosos",
                "listas de morosos", "fichero de morosos", "ficheros de morosos", "registro de morosos",
                "atente a las consecuencias", "atengase a las consecuencias",
                "atenerte a las consecuencias", "atenerse a las consecuencias", "de lo contrario tomaremos",
                "de lo contrario denunciaremos", "de lo contrario iremos", "de lo contrario llamaremos",
                "de lo contrario emprenderemos", "te vas a arrepentir", "se va a arrepentir",
                "te arrepentiras", "se arrepentira", "ultimo aviso antes de acciones",
                "ultimo aviso antes de emprender", "ultimo aviso antes de iniciar acciones",
                "ultimo aviso antes de denunciar*", "ultimo aviso antes de acudir",
                "ultimo aviso antes de ir", "llamaremos a la policia", "llamar a la policia",
                "avisaremos a la policia", "avisar a la policia", "iremos a la policia",
                "acudiremos a la policia", "llamaremos a la guardia civil", "a los tribunales",
                "ante los tribunales", "ante el juzgado", "te llevaremos a juicio",
                "le llevaremos a juicio", "sabemos donde vives", "sabemos donde vive",
                "avisaremos a tu familia", "avisaremos a su familia", "iremos a tu casa",
                "iremos a su casa", "iremos a por ti",
            ],
            Self::En => &[
                "legal action", "legal proceedings", "take you to court", "see you in court", "sue you",
                "sue your", "suing you", "will sue", "lawsuit", "press charges", "arrest*",
                "we will call the police", "we ll call the police", "i will call the police",
                "we are calling the police", "call the police on you", "call the police if you",
                "go to the police", "report you to the police", "report you to the authorities",
                "debt collector", "debt collectors", "collection agency", "or else",
                "face the consequences", "you will regret", "you ll regret", "bailiff*", "blacklist*",
                "know where you live", "tell your family", "come to your house",
            ],
            Self::Pt => &[
                "acao judicial", "acoes judiciais", "acao legal", "acoes legais", "medidas legais",
                "medidas judiciais", "processo judicial", "processa lo", "processaremos", "vamos processar",
                "sera processado", "denunciaremos", "vamos denunciar", "penhora*", "negativado",
                "negativaremos", "serasa", "nome sujo", "protesto em cartorio", "chamaremos a policia",
                "vamos chamar a policia", "chamar a policia", "iremos a policia", "vamos a policia",
                "levaremos a tribunal", "iremos a tribunal", "vamos a tribunal", "ao tribunal",
                "na justica", "sofrer as consequencias", "arcar com as consequencias", "vai se arrepender",
                "vai arrepender se", "sabemos onde voce mora", "sabemos onde mora",
            ],
        }
    }

    /// Goods that the commerce policy forbids or restricts.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn restricted(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "alcohol", "cerveza*", "vinos", "de vino", "el vino", "un vino", "tu vino", "su vino",
                "nuestro vino", "del vino", "con vino", "y vino tinto", "vino tinto", "vino blanco",
                "vino rosado", "vino espumoso", "vino dulce", "vino de la casa", "licor", "licores",
                "tabaco", "cigarrill*", "vapeo", "vapeador*", "arma", "armas", "municion*", "casino",
                "apuesta*", "criptomoneda*", "bitcoin", "medicamento*", "cannabis", "cbd",
            ],
            Self::En => &[
                "alcohol", "beer", "beers", "wine", "wines", "liquor", "spirits", "tobacco", "cigarette*",
                "vape*", "weapon*", "firearm*", "ammunition", "casino", "gambling", "betting",
                "cryptocurrenc*", "bitcoin", "prescription drug*", "cannabis", "cbd",
            ],
            Self::Pt => &[
                "alcool", "cerveja*", "vinho", "vinhos", "licor", "licores", "tabaco", "cigarro*", "vape*",
                "arma", "armas", "municao", "cassino", "casino", "aposta", "apostas", "criptomoeda*",
                "bitcoin", "medicamento*", "cannabis", "cbd",
            ],
        }
    }

    /// The same words of threats and goods where they say something else: "sin
    /// embargo", "el repartidor vino".
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn harmless(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "sin embargo", "sin alcohol", "cero alcohol", "cerveza sin alcohol", "cervezas sin alcohol",
                "vino sin alcohol", "vinos sin alcohol", "vinagre de vino", "el vino a", "el vino ayer",
                "apuesta por", "apuestas por", "arma tu", "arma tus",
            ],
            Self::En => &[
                "alcohol free", "non alcohol", "no alcohol", "without alcohol", "free of alcohol",
                "alcohol gel", "beer bread", "beer batter", "wine vinegar", "good spirits", "high spirits",
                "ginger beer", "root beer",
            ],
            Self::Pt => &[
                "sem alcool", "cerveja sem alcool", "alcool gel", "alcool em gel", "vinagre de vinho",
            ],
        }
    }
}
