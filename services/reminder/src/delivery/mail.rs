//! Mail by SMTP.

use std::str::FromStr;
use std::time::{Duration, SystemTime};

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::message::Message;
use crate::domain::delivery::Failure;
use crate::domain::endpoint::Endpoint;

/// What stands behind the `@` of a Message-ID.
const ID_DOMAIN: &str = "dossier";

/// The mail server, and in whose name mail is sent.
pub(super) struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
}

/// The settings of the mail server name none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MailError {
    /// The URL is not one of SMTP.
    #[error("reminder.mail_server: must be smtps://user:password@host, or smtp://host:port?tls=required: {0}")]
    Server(#[source] lettre::transport::smtp::Error),
    /// The sender is no mailbox.
    #[error("reminder.mail_sender: must be an address such as `Dossier <dossier@example.com>`")]
    Sender,
}

impl Mail {
    /// The mail server of a URL.
    ///
    /// # Errors
    /// The settings name none.
    pub(super) fn new(server: &str, sender: &str, timeout: Duration) -> Result<Self, MailError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(server).map_err(MailError::Server)?;
        let sender = Mailbox::from_str(sender).map_err(|_| MailError::Sender)?;
        Ok(Self { transport: builder.timeout(Some(timeout)).build(), sender })
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// The server did not take it.
    pub(super) async fn send(&self, endpoint: &Endpoint, message: &Message) -> Result<(), Failure> {
        let address = endpoint.personal.as_ref().map(|personal| personal.address.as_str()).unwrap_or_default();
        let receiver = Mailbox::new(None, address.parse().map_err(|_| Failure::Unreachable)?);
        let mail = lettre::Message::builder()
            .from(self.sender.clone())
            .to(receiver)
            .date(SystemTime::from(jiff::Timestamp::from(message.time)))
            .message_id(Some(format!("<{}@{ID_DOMAIN}>", message.id)))
            .subject(message.subject())
            .body(message.text())
            .map_err(|_| Failure::Unreachable)?;
        match self.transport.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) => Err(match error.status().map(u16::from) {
                Some(code) if error.is_permanent() => Failure::RefusedForGood { code },
                Some(code) => Failure::Refused { code },
                None if error.is_timeout() => Failure::Timeout,
                None => Failure::Unreachable,
            }),
        }
    }
}
