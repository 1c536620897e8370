//! Sending links by e-mail, where SMTP is configured.

/// An SMTP connection and the sender's address.
#[derive(Debug, Clone)]
pub struct Mailer;
