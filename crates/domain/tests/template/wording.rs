//! What texts advertise, ask for and threaten: in three languages, and in both
//! directions. The harmless ones matter as much: a rule that cries wolf is not read.

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

fn all_are(rule: Rule, texts: &[(&str, &str)]) {
    for (language, body) in texts {
        let found = rules(language, body);
        assert!(found.contains(&rule), "{rule} misses {body}: {found:?}");
    }
}

fn none_is_found_fault_with(texts: &[(&str, &str)]) {
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
fn threats_are_found_and_words_that_sound_like_them_are_not() {
    all_are(
        Rule::Threat,
        &[
            (
                "en",
                "Pay invoice {{1}} today or we will call the police and sue your family.",
            ),
            (
                "es",
                "Aténgase a las consecuencias si no paga hoy la factura {{1}} de la panadería.",
            ),
            (
                "es",
                "Hola {{1}}, si no pagas hoy te denunciaremos y llamaremos a la policía del barrio.",
            ),
            (
                "es",
                "Si no paga la factura {{1}}, embargaremos su cuenta esta misma semana.",
            ),
            (
                "pt_BR",
                "Olá {{1}}, pague a fatura {{2}} hoje ou processaremos a sua empresa na semana que vem.",
            ),
        ],
    );
    none_is_found_fault_with(&[
        (
            "es",
            "Hola {{1}}, tu pedido {{2}} va con retraso; sin embargo, llegará hoy antes de las ocho.",
        ),
        (
            "es",
            "Hola {{1}}, hemos recibido tu denuncia por el robo del paquete {{2}} y la estamos mirando.",
        ),
    ]);
}

#[test]
fn goods_are_told_from_their_homonyms() {
    all_are(
        Rule::RestrictedGoods,
        &[
            (
                "es",
                "Hola {{1}}, tu vino está listo para recoger en la tienda desde las {{2}} de hoy.",
            ),
            (
                "es",
                "Hola {{1}}, tu pedido de vino está listo para recoger en la tienda desde hoy.",
            ),
        ],
    );
    none_is_found_fault_with(&[
        (
            "es",
            "Hola {{1}}, nuestro repartidor vino esta mañana y no había nadie en casa.",
        ),
        (
            "es",
            "Hola {{1}}, tu tarta {{2}} sin alcohol ya está lista en la tienda.",
        ),
        (
            "es",
            "Hola {{1}}, el vinagre de vino de tu pedido {{2}} llega mañana a la tienda.",
        ),
        (
            "en",
            "Hello {{1}}, sorry for the delay; your order of white wine vinegar is ready to collect.",
        ),
    ]);
}

#[test]
fn requests_for_secrets_are_found() {
    all_are(
        Rule::SensitiveRequest,
        &[
            (
                "es",
                "Por favor, indique el número de su tarjeta y la fecha de caducidad para cobrar el pedido {{1}} de hoy.",
            ),
            (
                "es",
                "Estimado cliente, envíe una foto de su DNI para recoger el pedido {{1}} en la tienda.",
            ),
            (
                "es",
                "Estimado cliente, responda con el CVV de su tarjeta para cobrar el pedido {{1}} en tienda.",
            ),
            (
                "es",
                "Escriba su PIN y su contraseña para confirmar el pedido {{1}} de hoy.",
            ),
            (
                "es",
                "Hola {{1}}, te pedimos tu número de tarjeta para cerrar el pedido de hoy.",
            ),
            (
                "es",
                "Hola {{1}}, a las {{2}}: envíe su DNI para recoger el pedido de hoy.",
            ),
            (
                "en",
                "Hello {{1}}, please update your bank details and credit card by replying to this message today.",
            ),
            (
                "en",
                "Hello {{1}}, your payment failed. Please update your card and send us the security code today.",
            ),
            (
                "en",
                "Hello {{1}}, we need your passport number to release the parcel {{2}} today.",
            ),
            (
                "pt_PT",
                "Olá {{1}}, responda com o número de cartão e o PIN para pagar o pedido {{2}} hoje.",
            ),
            (
                "pt_PT",
                "Olá {{1}}, confirme a sua palavra-passe e o NIF para receber o pedido hoje.",
            ),
            (
                "pt_BR",
                "Olá {{1}}, para liberar o pedido {{2}}, envie sua senha e o CPF agora.",
            ),
        ],
    );
}

#[test]
fn what_only_speaks_of_secrets_asks_for_nothing() {
    none_is_found_fault_with(&[
        (
            "es",
            "Te confirmamos que hemos enviado la factura {{1}} con tu NIF. Gracias por tu compra.",
        ),
        (
            "es",
            "Hola {{1}}, te confirmamos la devolución en la cuenta con IBAN terminado en {{2}} hoy mismo.",
        ),
        (
            "es",
            "Hola {{1}}, no compartas tu contraseña con nadie. Nunca te pediremos tu PIN por aquí.",
        ),
        (
            "es",
            "Hola {{1}}, no comparta su PIN con nadie. Su pedido {{2}} está listo en la tienda.",
        ),
        (
            "es",
            "Hola {{1}}, trae tu DNI cuando vengas a recoger el paquete {{2}} a la tienda.",
        ),
        (
            "en",
            "We will never ask you to share your password. Your order {{1}} is ready at the shop.",
        ),
        (
            "en",
            "Hello {{1}}, do not share your PIN with anyone. Your order {{2}} is ready at the shop.",
        ),
        (
            "en",
            "Hello {{1}}, we will send the invoice with your account number ending in {{2}} today.",
        ),
        (
            "pt_BR",
            "Olá {{1}}, informe a senha {{2}} no balcão para retirar o seu pedido na loja hoje.",
        ),
        (
            "pt_BR",
            "Olá {{1}}, nunca pedimos a sua senha. Não compartilhe o CPF com ninguém, obrigado.",
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
