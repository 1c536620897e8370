//! Words that give a text away: that it advertises, asks for what it may not,
//! threatens, or sells what Meta restricts. Small letters without accents; `*`
//! stands for any ending. One list for each language and purpose (sources §8
//! rows 12 and 15).

mod advertising;
mod policy;

/// A language that the lists know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    Es,
    En,
    Pt,
}

impl Tongue {
    pub(super) const ALL: [Self; 3] = [Self::Es, Self::En, Self::Pt];

    /// The language of a code; Catalan shop talk is close to Spanish.
    pub(super) fn of(code: &str) -> Option<Self> {
        match crate::template::language::base(code) {
            "es" | "ca" => Some(Self::Es),
            "en" => Some(Self::En),
            "pt" => Some(Self::Pt),
            _ => None,
        }
    }

    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
            Self::Pt => "pt",
        }
    }

    /// Words that only this one of the three languages has, and uses all the time.
    pub(super) const fn small_words(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "el", "los", "las", "y", "tu", "tus", "gracias", "hola", "una", "con", "del", "al", "ha",
                "has", "en", "esta", "listo", "pedido", "puedes", "hasta", "te",
            ],
            Self::En => &[
                "the", "your", "is", "has", "for", "with", "to", "and", "of", "you", "thanks", "thank",
                "hello", "hi", "please", "at", "was", "been", "ready", "order", "we", "from",
            ],
            Self::Pt => &[
                "o",
                "os",
                "seu",
                "sua",
                "obrigado",
                "obrigada",
                "ola",
                "uma",
                "com",
                "da",
                "dos",
                "das",
                "ao",
                "foi",
                "voce",
                "nao",
                "em",
                "um",
                "pronto",
                "pode",
                "ate",
                "agradecemos",
                "pela",
                "pelo",
            ],
        }
    }

    /// Words that no other language has that templates are written in, as far as is
    /// known: Catalan and Italian share "una", "con" and "del" with Spanish, Dutch
    /// "is", "was" and "of" with English, and Filipino says "hello" and "ready".
    #[rustfmt::skip]
    pub(super) const fn sure_words(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "los", "las", "y", "gracias", "hasta", "pedido", "listo", "puedes", "puede", "nuestro",
                "nuestra", "tienda", "tienes", "tiene", "estamos", "hemos", "usted", "recoger", "hoy", "tus",
            ],
            Self::En => &[
                "the", "your", "with", "and", "you", "this", "been", "from", "have", "has", "are", "our", "will",
                "we", "for", "it",
            ],
            Self::Pt => &[
                "seu", "seus", "sua", "suas", "obrigado", "obrigada", "ola", "uma", "nao", "voce", "pelo",
                "pela", "pedido", "loja", "nosso", "nossa", "hoje", "esta",
            ],
        }
    }
}
