//! What texts ask for, threaten and sell, and what only sounds like it.

use domain::template::lint::Rule;

use crate::wording::{all_are, none_is_found_fault_with};

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
