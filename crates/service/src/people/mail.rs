//! Sending links by e-mail, where SMTP is configured.

use std::time::{Duration, SystemTime};

use domain::{lang::Lang, person::Email, time::Millis};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::AddressError,
    message::{Mailbox, header::ContentType},
};

use super::links::LinkKind;

/// How long an SMTP server may take for one exchange.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why mail cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The server's address cannot be used, or the server refused.
    #[error("SMTP: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    /// The sender or the recipient is not an address.
    #[error("not an e-mail address: {0}")]
    Address(#[from] AddressError),
    /// The message could not be put together.
    #[error("the message: {0}")]
    Message(#[from] lettre::error::Error),
}

/// An SMTP connection and the sender's address. `Debug` leaves the server's
/// address out, as it may hold a password.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer")
            .field("from", &self.from.to_string())
            .finish_non_exhaustive()
    }
}

/// A message with a link.
pub(super) struct LinkMail<'a> {
    pub(super) kind: LinkKind,
    pub(super) to: &'a Email,
    pub(super) name: &'a str,
    /// The reader's choice; in both languages while nothing is known.
    pub(super) lang: Option<Lang>,
    pub(super) url: &'a str,
    pub(super) now: Millis,
}

impl Mailer {
    /// Prepares to send through `url` (`smtps://user:password@host`,
    /// `smtp://host?tls=required`, `smtp://localhost:25`) as `from`
    /// (`Tahona <tahona@platform.example>`). Nothing is contacted yet.
    pub fn connect(url: &str, from: &str) -> Result<Self, MailError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self {
            transport,
            from: from.parse()?,
        })
    }

    /// Sends a link; done when the server has taken it.
    pub(super) async fn send_link(&self, mail: &LinkMail<'_>) -> Result<(), MailError> {
        let (subject, body) = text(mail);
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.now.0).unwrap_or(0));
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, mail.to.as_str().parse()?))
            .date(at)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body)?;
        self.transport.send(message).await?;
        Ok(())
    }
}

fn text(mail: &LinkMail<'_>) -> (String, String) {
    let (es, en) = (in_lang(mail, Lang::Es), in_lang(mail, Lang::En));
    match mail.lang {
        Some(Lang::Es) => es,
        Some(Lang::En) => en,
        None => (format!("{} / {}", es.0, en.0), format!("{}\n—\n\n{}", es.1, en.1)),
    }
}

fn in_lang(mail: &LinkMail<'_>, lang: Lang) -> (String, String) {
    let LinkMail { name, url, .. } = mail;
    let (subject, body) = match (mail.kind, lang) {
        (LinkKind::Invite, Lang::Es) => (
            "Te han invitado a Tahona",
            format!(
                "Hola, {name}:\n\nTe han invitado a Tahona, la consola de WhatsApp de tu plataforma. \
                 Elige tu contraseña en este enlace, que funciona una sola vez y durante 7 días:\n\n{url}\n\n\
                 Si no esperabas este mensaje, no hagas nada.\n"
            ),
        ),
        (LinkKind::Invite, Lang::En) => (
            "You are invited to Tahona",
            format!(
                "Hello {name},\n\nYou are invited to Tahona, your platform's console for WhatsApp. \
                 Choose your password with this link, which works once and for 7 days:\n\n{url}\n\n\
                 If you did not expect this message, there is nothing to do.\n"
            ),
        ),
        (LinkKind::Reset, Lang::Es) => (
            "Cambia tu contraseña de Tahona",
            format!(
                "Hola, {name}:\n\nElige una contraseña nueva en este enlace, que funciona una sola vez y \
                 durante una hora:\n\n{url}\n\nSi no lo has pedido, no hagas nada: tu contraseña sigue igual.\n"
            ),
        ),
        (LinkKind::Reset, Lang::En) => (
            "Change your Tahona password",
            format!(
                "Hello {name},\n\nChoose a new password with this link, which works once and for one \
                 hour:\n\n{url}\n\nIf you did not ask for it, there is nothing to do: your password stays as it is.\n"
            ),
        ),
    };
    (subject.to_owned(), body)
}
