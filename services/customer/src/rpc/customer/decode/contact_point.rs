//! Contact points as they were sent.

use contracts::customer::v1::{ContactPoint, ContactPointKind};
use conventions::violations::Violations;

use super::{Reading, element_id, refuse};
use crate::domain::contact_point::{ContactDraft, ContactKind, ContactPoints};

pub(super) fn read(sent: &[ContactPoint], reading: &Reading<'_>, violations: &mut Violations) -> Option<ContactPoints> {
    let mut drafts = Vec::with_capacity(sent.len());
    for (index, sent) in sent.iter().enumerate() {
        violations.item(index, |violations| {
            let id = element_id(&sent.contact_point_id, "contact_point_id", reading.clock, violations);
            if let Some(kind) = violations.field("kind", |violations| kind(sent, violations)) {
                let ContactPoint { value, label, primary, do_not_contact, .. } = sent;
                let (primary, do_not_contact) = (*primary, *do_not_contact);
                let is_new = sent.contact_point_id.is_empty();
                drafts.push(ContactDraft { id, is_new, kind, value, label, primary, do_not_contact });
            }
        });
    }
    if drafts.len() < sent.len() {
        return None;
    }
    let before = reading.before.map(|(_, before)| before.contact_points.as_slice()).unwrap_or_default();
    let points = ContactPoints::parse(&drafts, before, reading.tenant.region, reading.strictness);
    let broken = match points {
        Ok(points) => return Some(points),
        Err(broken) => broken,
    };
    for rule in broken {
        match rule.index {
            Some(index) => violations
                .item(index, |violations| violations.field(rule.field, |violations| refuse(violations, rule.error))),
            None => refuse(violations, rule.error),
        }
    }
    None
}

fn kind(sent: &ContactPoint, violations: &mut Violations) -> Option<ContactKind> {
    Some(match sent.kind() {
        ContactPointKind::Phone => ContactKind::Phone,
        ContactPointKind::Email => ContactKind::Email,
        ContactPointKind::Wechat => ContactKind::Wechat,
        ContactPointKind::Whatsapp => ContactKind::Whatsapp,
        ContactPointKind::Qq => ContactKind::Qq,
        ContactPointKind::Weibo => ContactKind::Weibo,
        ContactPointKind::Fax => ContactKind::Fax,
        ContactPointKind::Website => ContactKind::Website,
        ContactPointKind::Social => ContactKind::Social,
        ContactPointKind::Other => ContactKind::Other,
        ContactPointKind::Line => ContactKind::Line,
        ContactPointKind::Telegram => ContactKind::Telegram,
        ContactPointKind::Unspecified => {
            violations.add("must be set, such as CONTACT_POINT_KIND_PHONE", "必填，例如 CONTACT_POINT_KIND_PHONE");
            return None;
        }
    })
}
