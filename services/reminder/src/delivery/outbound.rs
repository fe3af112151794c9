//! The ways out of the house.

use std::sync::Arc;
use std::time::Duration;

use super::mail::{Mail, MailError};
use super::message::Message;
use super::webhook::Webhooks;
use crate::domain::delivery::{Failure, NotTaken};
use crate::domain::endpoint::{Channel, Endpoint};

/// How long the other side may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The ways out of the house, as far as the operator opened them.
pub(crate) struct Outbound {
    /// The hosts of webhooks at private addresses that are opened.
    pub(crate) open_hosts: Arc<[String]>,
    webhooks: Option<Webhooks>,
    mail: Option<Mail>,
}

impl Outbound {
    /// The ways that settings open: no mail server, no mail.
    ///
    /// # Errors
    /// The settings of the mail server name none.
    pub(crate) fn new(open_hosts: &[String], mail_server: &str, mail_sender: &str) -> Result<Self, MailError> {
        let open_hosts: Arc<[String]> = open_hosts.into();
        let webhooks = Webhooks::new(Arc::clone(&open_hosts));
        let webhooks =
            webhooks.inspect_err(|error| tracing::warn!(%error, "no webhook can be told: no root certificates"));
        let mail = if mail_server.is_empty() { None } else { Some(Mail::new(mail_server, mail_sender, TIMEOUT)?) };
        Ok(Self { open_hosts, webhooks: webhooks.ok(), mail })
    }

    /// Whether mail can be sent.
    pub(crate) fn has_mail(&self) -> bool {
        self.mail.is_some()
    }

    /// Tells an endpoint.
    ///
    /// # Errors
    /// It did not take it, or whether it did is not known.
    pub(super) async fn send(&self, endpoint: &Endpoint, message: &Message) -> Result<(), NotTaken> {
        let sending = async {
            match endpoint.facts.channel {
                Channel::Webhook => self.webhooks.as_ref().ok_or(Failure::Unreachable)?.send(endpoint, message).await,
                Channel::Email => Ok(self.mail.as_ref().ok_or(Failure::MailNotSetUp)?.send(endpoint, message).await?),
            }
        };
        tokio::time::timeout(TIMEOUT, sending).await.unwrap_or(Err(Failure::Timeout.into()))
    }
}
