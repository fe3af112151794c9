//! An endpoint as it was sent.

use clock::Instant;
use contracts::reminder::v1::{self as wire, Endpoint as Sent};
use conventions::fields::{Fields, ok};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use email_address::EmailAddress;

use crate::call::Call;
use crate::delivery::signature;
use crate::domain::endpoint::{Channel, Endpoint, EndpointFacts, EndpointPersonal, Guarantee};
use crate::domain::task::TaskKind;
use crate::domain::webhook_url;
use crate::error::{Error, Objection};
use crate::rpc::fields::{kind, reference, title};

impl Call {
    /// What is said of an endpoint that is created, or was before and is updated by a mask.
    pub(super) fn read_endpoint(
        &self,
        sent: &Sent,
        update: Option<(&Endpoint, &UpdateMask)>,
        create_time: Instant,
    ) -> Result<(EndpointFacts, EndpointPersonal), Error> {
        let outbound = &self.service.outbound;
        let mut violations = Violations::default();
        let read = violations.field("endpoint", |violations| {
            read(sent, Fields { update, violations }, &outbound.open_hosts, create_time)
        });
        let (facts, mut personal) = require(violations, read)?;
        if facts.channel == Channel::Email && !outbound.has_mail() {
            return Err(Objection::MailNotSetUp.into());
        }
        if facts.channel == Channel::Webhook && personal.secret.is_empty() {
            let clock = &self.service.records.clock;
            personal.secret = signature::new_secret([clock.salt(), clock.salt()]);
        }
        Ok((facts, personal))
    }
}

fn read(
    sent: &Sent,
    mut fields: Fields<'_, Endpoint>,
    open_hosts: &[String],
    create_time: Instant,
) -> Option<(EndpointFacts, EndpointPersonal)> {
    let before = fields.update.map(|(before, _)| before);
    let personal = |endpoint: &Endpoint| endpoint.personal.clone().unwrap_or_default();
    let title = fields.read("title", |old| personal(old).title, |v| title(&sent.title, v));
    let (channel, address) = read_address(sent, &mut fields, open_hosts)?;
    let kinds = fields.read("kinds", |old| old.facts.kinds.clone(), |_| Some(read_kinds(&sent.kinds)));
    let staff = fields.read("staff", |old| old.facts.staff, |_| Some(reference(&sent.staff)));
    let with_title = fields.read("with_title", |old| old.facts.with_title, |_| Some(sent.with_title));
    let guarantee = fields.read("guarantee", |old| old.facts.guarantee, |_| Some(guarantee(sent.guarantee)));
    let facts = EndpointFacts {
        channel,
        kinds: kinds?,
        staff: staff?,
        with_title: with_title?,
        guarantee: guarantee?,
        deleted: false,
        secret_revision: before.map_or(1, |old| old.facts.secret_revision),
        previous_secret_end: before.and_then(|old| old.facts.previous_secret_end),
        create_time: before.map_or(create_time, |old| old.facts.create_time),
    };
    let personal = before.map(personal).unwrap_or_default();
    Some((facts, EndpointPersonal { title: title?, address, ..personal }))
}

/// The one of the two addresses that is given; another one of the same kind in an update.
fn read_address(sent: &Sent, fields: &mut Fields<'_, Endpoint>, open_hosts: &[String]) -> Option<(Channel, String)> {
    let before = fields.update.map(|(before, _)| before.facts.channel);
    let old = |channel| {
        move |old: &Endpoint| {
            let personal = old.personal.as_ref().filter(|_| old.facts.channel == channel);
            personal.map(|personal| personal.address.clone()).unwrap_or_default()
        }
    };
    let url = fields.read("url", old(Channel::Webhook), |v| match sent.url.trim() {
        "" => Some(String::new()),
        url => ok(webhook_url::parse(url, open_hosts), v).map(|_| url.to_owned()),
    })?;
    let email = fields.read("email", old(Channel::Email), |v| match sent.email.trim() {
        "" => Some(String::new()),
        email if EmailAddress::is_valid(email) => Some(email.to_owned()),
        _ => {
            v.add("must be an e-mail address such as li.na@example.com", "须为电子邮箱，如 li.na@example.com");
            None
        }
    })?;
    match (url.is_empty(), email.is_empty()) {
        (false, true) if before != Some(Channel::Email) => Some((Channel::Webhook, url)),
        (true, false) if before != Some(Channel::Webhook) => Some((Channel::Email, email)),
        _ => {
            fields.violations.field("url", |violations| {
                violations.add(
                    "give either url or email; a webhook stays one, and so does an e-mail address",
                    "url 与 email 须二选一，且创建后不可互换",
                );
            });
            None
        }
    }
}

fn read_kinds(sent: &[i32]) -> Vec<TaskKind> {
    let mut kinds = Vec::with_capacity(sent.len());
    for kind in sent.iter().map(|sent| kind(*sent)) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

fn guarantee(sent: i32) -> Guarantee {
    match wire::Guarantee::try_from(sent) {
        Ok(wire::Guarantee::AtMostOnce) => Guarantee::AtMostOnce,
        Ok(wire::Guarantee::AtLeastOnce | wire::Guarantee::Unspecified) | Err(_) => Guarantee::AtLeastOnce,
    }
}
