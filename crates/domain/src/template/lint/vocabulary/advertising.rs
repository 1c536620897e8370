//! Words that advertise, and how advertising says that it can be stopped
//! (sources §8 row 12; the words extend the list that stands there).

use super::Tongue;

impl Tongue {
    /// Advertising, in a text of any language: who writes in one quotes another.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn promotion(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "oferta", "ofertas", "oferton*", "descuento*", "% dto", "dto", "promo", "promos",
                "promocion", "promociones", "promocional*", "rebaja", "rebajas", "rebajad*", "cupon",
                "cupones", "gratis", "gratuito", "gratuita", "gratuitos", "gratuitas", "regalo", "regalos",
                "regalamos", "de regalo", "aprovecha*", "compra ya", "compra ahora", "compra hoy",
                "pide ya", "reserva ya", "nuevo producto", "nuevos productos", "nueva coleccion", "novedad",
                "novedades", "lanzamiento", "lanzamientos", "ultima oportunidad", "ultimas oportunidades",
                "ultimas unidades", "ultimas plazas", "ultimos dias", "plazas limitadas",
                "plazas son limitadas", "unidades limitadas", "edicion limitada", "tiempo limitado",
                "stock limitado", "solo hoy", "solo por hoy", "solo esta semana", "solo este fin de semana",
                "no te lo pierdas", "no te la pierdas", "no te pierdas", "no se lo pierda", "liquidacion",
                "2x1", "3x2", "4x3", "2 x 1", "3 x 2", "4 x 3", "2 por 1", "3 por 2", "dos por uno",
                "tres por dos", "todo al # %", "todo al %", "todo a # %", "# % menos", "segunda unidad",
                "black friday", "cyber monday", "ven a probar", "prueba nuestr*", "descubre", "ahorra",
                "ahorre", "ahorrate", "sorteo", "sorteos", "exclusiv*", "precio especial",
                "precios especiales", "tarifa especial", "suscribete", "lo mejor de", "mitad de precio",
                "a mitad de precio", "te premiamos", "gana un*", "invita la casa", "consigue # %",
                "consigue un # %", "en tu primera compra", "en su primera compra", "llevate # y paga",
                "llevate # * y paga", "lleva # y paga", "lleva # * y paga", "puntos dobles",
                "doble de puntos", "te invitamos a un cafe", "abrimos nueva tienda",
                "hemos abierto nueva tienda", "hemos abierto una nueva tienda", "ven a conocer*",
                "recomienda la panaderia", "recomiendanos",
            ],
            Self::En => &[
                "offer", "offers", "discount*", "deal", "deals", "coupon*", "promo", "promos", "promotion",
                "promotions", "promotional", "free", "buy now", "shop now", "order now", "book now",
                "limited time", "limited offer", "limited offers", "limited edition", "limited editions",
                "limited stock", "limited place", "limited places", "limited space", "limited spaces",
                "limited seats", "limited spots", "limited availability", "limited quantity",
                "limited quantities", "limited supply", "limited supplies", "limited release",
                "for a limited", "is limited", "are limited", "last chance", "don t miss", "do not miss",
                "dont miss", "new product", "new products", "new collection", "new arrivals", "exclusive*",
                "save up", "save big", "save # %", "save %", "save up to", "special price",
                "special prices", "clearance", "giveaway", "gift", "gifts", "black friday", "cyber monday",
                "discover our", "try our", "hurry", "% off", "half off", "half price", "money off", "bogo",
                "buy one get one", "rewards", "today only", "this weekend only", "win a", "subscribe",
                "two for one", "2 for 1", "3 for 2", "three for two", "your first purchase", "double points",
                "refer a friend", "come and visit us", "we opened a new shop",
                "we have opened a new shop",
            ],
            Self::Pt => &[
                "oferta", "ofertas", "desconto*", "promo", "promos", "promocao", "promocoes",
                "promocional*", "liquidacao", "cupom", "cupons", "cupao", "cupoes", "gratis",
                "frete gratis", "gratuito", "gratuita", "gratuitos", "gratuitas", "aproveite", "aproveita",
                "compre ja", "compre agora", "peca ja", "garanta ja", "garanta o seu", "garanta a sua",
                "novo produto", "novos produtos", "nova colecao", "novidade", "novidades", "lancamento",
                "lancamentos", "ultima chance", "ultima oportunidade", "ultimas unidades", "ultimas vagas",
                "ultimos dias", "vagas limitadas", "vagas sao limitadas", "unidades limitadas",
                "edicao limitada", "tempo limitado", "stock limitado", "estoque limitado", "nao perca",
                "so hoje", "somente hoje", "apenas hoje", "so esta semana", "sorteio", "sorteios",
                "exclusiv*", "leve 3", "leve 2", "pague 2", "pague 1", "2 por 1", "3 por 2", "dois por um",
                "todo a # %", "tudo a # %", "tudo com # %", "# % off", "black friday", "confira nossas",
                "confira as", "economize", "poupe", "imperdivel", "imperdiveis", "preco especial",
                "precos especiais", "metade do preco", "conheca nossos", "conheca nossas", "ganhe",
                "descubra o noss*", "descubra a noss*", "descubra noss*", "descubra o novo",
                "descubra a nova", "presente para voce", "presente para ti",
                "pontos em dobro", "na sua primeira compra", "experimente o noss*", "experimente a noss*",
                "experimente o novo", "experimente a nova",
            ],
        }
    }

    /// Advertising only where the text is in this language: "el pan sale del horno"
    /// is no sale, and Spanish "saldos" are balances.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn false_friends(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[],
            Self::En => &[
                "sale", "sales", "voucher", "vouchers",
            ],
            Self::Pt => &[
                "saldos", "brinde*",
            ],
        }
    }

    /// The same words where they advertise nothing.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn innocent(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "oferta de empleo", "ofertas de empleo", "oferta de trabajo", "ofertas de trabajo",
                "sin ofertas", "papel de regalo", "para regalo", "tarjeta de regalo caducada",
                "tarjeta de regalo que encargaste", "tarjeta de regalo que compraste",
                "tarjeta de regalo que pediste", "uso exclusivo", "exclusivamente", "aprovechamos para",
                "aprovechamos este mensaje", "novedad sobre tu", "novedades sobre tu", "novedades de tu",
                "novedades en tu", "novedad sobre su", "novedades sobre su", "novedades de su",
                "novedades en su", "sin novedad", "sin novedades", "telefono gratuito", "numero gratuito",
                "linea gratuita", "llamada gratuita", "cancelacion gratuita", "cambio gratuito",
                "devolucion gratuita", "# x # kg", "# x # g", "# x # l", "# x # litros", "# x # cm",
                "# x # m", "segunda unidad de tu pedido", "liquidacion de tu", "liquidacion de su",
                "liquidacion mensual", "liquidacion del mes", "descuento acordado", "descuento pactado",
                "regalo de empresa", "pedido es un regalo", "prueba gratuita termina",
                "prueba gratuita acaba", "ha enviado su oferta", "ultima oportunidad para cambiar",
                "ultima oportunidad para cancelar", "solo hoy no habra", "solo hoy cerramos",
            ],
            Self::En => &[
                "feel free", "you are free", "you re free", "are you free", "toll free", "gluten free",
                "sugar free", "lactose free", "dairy free", "nut free", "egg free", "milk free",
                "wheat free", "fat free", "soy free", "alcohol free", "caffeine free", "tax free",
                "duty free", "hands free", "allergen free", "free of gluten", "free of lactose",
                "free of dairy", "free of milk", "free of egg*", "free of nut*", "free of sugar",
                "free of allergen*", "free of alcohol", "free of preservative*", "free from gluten",
                "free from lactose", "free from dairy", "free from milk", "free from egg*",
                "free from nut*", "free from sugar", "free from allergen*", "free from additive*",
                "free from preservative*", "free cancellation", "point of sale", "terms of sale",
                "conditions of sale", "date of sale", "proof of sale", "gift wrap*", "gift card order",
                "gift card you ordered", "gift card you bought", "deal with", "deals with", "sales invoice",
                "sales order", "sales tax", "sales receipt", "exclusively", "no hurry", "offer our apolog*",
                "offer you our apolog*", "job offer", "collect your order now", "track your order now",
                "view your order now", "see your order now", "hours are limited", "access is limited",
                "parking is limited", "service is limited", "liability is limited", "oven is free",
                "table is free", "table number is free", "slot is free", "free trial ends",
                "agreed discount", "supplier offers", "gift card was used", "gift card balance",
                "last chance to change", "last chance to cancel", "sale date", "sales today",
                "sales report", "sales figures", "daily sales",
            ],
            Self::Pt => &[
                "oferta de emprego", "oferta de trabalho", "uso exclusivo", "exclusivamente",
                "novidade sobre o", "novidades sobre o", "novidade sobre a", "novidades sobre a",
                "novidades do seu", "novidades da sua", "sem novidades", "linha gratuita",
                "numero gratuito", "chamada gratuita", "ligacao gratuita", "cancelamento gratuito",
                "data do lancamento", "data de lancamento", "lancamento na sua conta",
                "lancamento no extrato", "lancamento contabil", "desconto combinado", "desconto acordado",
                "teste gratuito termina", "periodo gratuito termina",
            ],
        }
    }

    /// Congratulations, which Meta reads as marketing.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn congratulation(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "felicidades", "enhorabuena", "felicitaciones", "te felicitamos", "le felicitamos",
                "os felicitamos",
            ],
            Self::En => &[
                "congratulations", "congrats",
            ],
            Self::Pt => &[
                "parabens", "felicitacoes", "felicitamos",
            ],
        }
    }

    /// How a message says that it can be stopped.
    #[rustfmt::skip]
    pub(in crate::template::lint) const fn stopping(self) -> &'static [&'static str] {
        match self {
            Self::Es => &[
                "baja", "stop", "no recibir", "dejar de recibir", "cancelar suscripcion",
                "no quiero recibir", "no me interesa", "no mas mensajes", "parar",
            ],
            Self::En => &[
                "stop", "unsubscribe", "unsubcribe", "opt out", "not interested", "no more messages",
                "stop promotions",
            ],
            Self::Pt => &[
                "sair", "parar", "stop", "cancelar inscricao", "descadastrar", "nao receber",
                "deixar de receber", "nao quero receber",
            ],
        }
    }
}
