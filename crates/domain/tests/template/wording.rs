//! What texts advertise, and which language they are in: in both directions. The
//! harmless ones matter as much: a rule that cries wolf is not read.

use domain::template::{
    Body, Component, Samples, Template, TemplateCategory,
    lint::{Rule, lint},
    variables::names,
};

fn rules(language: &str, body: &str) -> Vec<Rule> {
    let samples = vec!["Ana"; names(body).len()];
    let template = Template {
        name: "aviso".to_owned(),
        language: language.to_owned(),
        category: Some(TemplateCategory::Utility),
        components: vec![Component::Body(Body::text(body, Samples::of(&samples)))],
        ..Template::default()
    };
    lint(&template).iter().map(|finding| finding.rule).collect()
}

pub(crate) fn all_are(rule: Rule, texts: &[(&str, &str)]) {
    for (language, body) in texts {
        let found = rules(language, body);
        assert!(found.contains(&rule), "{rule} misses {body}: {found:?}");
    }
}

pub(crate) fn none_is_found_fault_with(texts: &[(&str, &str)]) {
    for (language, body) in texts {
        assert_eq!(rules(language, body), [], "{body}");
    }
}

#[test]
fn what_advertises_is_found_in_every_language() {
    all_are(
        Rule::PromotionalWords,
        &[
            (
                "en",
                "Hello {{1}}, get 25% off your next order at our bakery this weekend.",
            ),
            (
                "en",
                "Hello {{1}}, save 20% on every loaf this Saturday at our shop.",
            ),
            (
                "en",
                "Hello {{1}}, places at our Saturday baking class are limited, so reply today.",
            ),
            (
                "en",
                "Hello {{1}}, delivery is free of charge this weekend for all our neighbours.",
            ),
            (
                "en",
                "Hello {{1}}, our cakes are half off on Saturday, come and see us at the shop.",
            ),
            (
                "en",
                "Hello {{1}}, coffee is on us: free to all customers from Monday to Friday.",
            ),
            (
                "es",
                "Hola {{1}}, este sábado tienes la entrega gratuita en todos tus pedidos de la tienda.",
            ),
            (
                "es",
                "Hola {{1}}, llévate un café gratuito con tu próximo encargo en la tienda.",
            ),
            (
                "es",
                "Hola {{1}}, este fin de semana todo al 50% en la tienda, ven a vernos.",
            ),
            (
                "es",
                "Hola {{1}}, invita a un amigo y recibirás un 2 x 1 en napolitanas esta semana.",
            ),
            (
                "pt_BR",
                "Olá {{1}}, neste fim de semana a entrega é gratuita em todos os pedidos da loja.",
            ),
            (
                "pt_BR",
                "Olá {{1}}, lançamento: o nosso novo sabor de bolo já chegou à loja, venha provar.",
            ),
            (
                "es",
                "Hola {{1}}, llévate 3 barras y paga 2 durante todo el mes en la tienda.",
            ),
            (
                "es",
                "Hola {{1}}, consigue un 10% en tu primera compra en nuestra web.",
            ),
            (
                "en",
                "Hello {{1}}, earn double points this week on everything you buy at the shop.",
            ),
            (
                "pt_BR",
                "Olá {{1}}, descubra o nosso novo cardápio de café da manhã na loja.",
            ),
            (
                "pt_PT",
                "Olá {{1}}, experimente a nova broa de milho, acabada de sair do forno da loja.",
            ),
        ],
    );
}

#[test]
fn what_advertises_is_found_whatever_language_was_declared() {
    all_are(
        Rule::PromotionalWords,
        &[
            (
                "en_US",
                "Hola {{1}}, aprovecha el descuento de esta semana en la tienda y ven con tu familia.",
            ),
            (
                "es",
                "Hello {{1}}, our weekend sale starts today. Come and see what we have baked for you.",
            ),
            (
                "es",
                "Hola {{1}}, tu pedido ya está listo en la tienda. Black Friday: buy now and save 20%.",
            ),
            (
                "fr",
                "Bonjour {{1}}, votre commande est prête. Promo : 20% off ce samedi.",
            ),
        ],
    );
}

#[test]
fn words_that_advertise_nothing_are_left_alone() {
    none_is_found_fault_with(&[
        (
            "es",
            "Hola {{1}}, hay novedades sobre tu pedido {{2}}: ya ha salido del obrador y llega hoy.",
        ),
        (
            "es",
            "Hola {{1}}, la tarjeta de regalo {{2}} que encargaste ya está lista en la tienda.",
        ),
        (
            "es",
            "Hola {{1}}, tu pan sale del horno a las {{2}}. Los saldos de tu cuenta no cambian.",
        ),
        (
            "es",
            "Hola {{1}}, tu pedido de 2 x 1 kg de harina ya está listo en la tienda.",
        ),
        (
            "es",
            "Hola {{1}}, solo hoy no habrá reparto; tu pedido {{2}} llega mañana a la tienda.",
        ),
        (
            "es",
            "Hola {{1}}, el descuento acordado está en tu factura {{2}} y el total ya es correcto.",
        ),
        (
            "en",
            "Hello {{1}}, oven {{2}} is free from nine on, so you can start the next batch.",
        ),
        (
            "en",
            "Hello {{1}}, sales today were {{2}} euros in cash, and you have no open orders.",
        ),
        (
            "en",
            "Hello {{1}}, today is your last chance to change order {{2}} before we bake it.",
        ),
        (
            "pt_BR",
            "Olá {{1}}, o desconto combinado já está na sua fatura {{2}} e o total ficou certo.",
        ),
        (
            "pt_BR",
            "Olá {{1}}, descubra onde está o seu pedido {{2}} na página de entregas da loja.",
        ),
        (
            "en",
            "Hello {{1}}, your gift card order {{2}} is ready to collect at the counter today.",
        ),
        (
            "en",
            "Hello {{1}}, feel free to reply. The gluten free loaf {{2}} is free from allergens and ready.",
        ),
        (
            "en",
            "Hello {{1}}, our opening hours are limited on Monday, your order {{2}} waits until Tuesday.",
        ),
        (
            "pt_BR",
            "Olá {{1}}, o saldo da sua conta de pontos é {{2}} e pode ser usado na loja.",
        ),
    ]);
}

#[test]
fn a_text_in_another_language_than_it_says_is_found() {
    all_are(
        Rule::LanguageMismatch,
        &[
            (
                "ca",
                "Hola {{1}}, tu pedido ya está listo en la tienda y te espera hasta la noche.",
            ),
            (
                "fr",
                "Hello {{1}}, your order is ready at the shop and we are waiting for you.",
            ),
            (
                "it",
                "Olá {{1}}, o seu pedido está pronto na nossa loja e espera pela sua visita hoje.",
            ),
            (
                "pt_PT",
                "Hola {{1}}, tu pedido ya está listo en la tienda y te espera hasta la noche.",
            ),
        ],
    );
    none_is_found_fault_with(&[
        (
            "ca",
            "Hola {{1}}, la teva comanda {{2}} ja és a punt a la botiga. La pots recollir fins al vespre.",
        ),
        (
            "it",
            "Ciao {{1}}, il tuo ordine {{2}} è pronto in negozio con il pane del forno, ti aspettiamo.",
        ),
        (
            "nl",
            "Hallo {{1}}, je bestelling {{2}} is klaar in de winkel en we wachten op je tot vanavond.",
        ),
        (
            "fil",
            "Hello {{1}}, ready na po ang order ninyo sa shop, hanggang mamayang gabi, thank you po.",
        ),
    ]);
}
