//! Contact points on the wire: as they were sent, and as a caller may see them.

use access::{ClassSet, DataClass, mask};
use contracts::customer::v1 as wire;
use contracts::customer::v1::ContactPointKind;
use conventions::violations::Violations;

use super::fields::Elements;
use crate::domain::contact_point::{ContactDraft, ContactKind, ContactPoint, ContactPoints, Verification};
use conventions::fields::{element_id, refuse};

/// The contact points of a record that had those of `before`.
pub(super) fn read(
    sent: &[wire::ContactPoint],
    before: &[ContactPoint],
    elements: Elements<'_>,
    violations: &mut Violations,
) -> Option<ContactPoints> {
    let mut drafts = Vec::with_capacity(sent.len());
    for (index, sent) in sent.iter().enumerate() {
        violations.item(index, |violations| {
            let id = element_id(&sent.contact_point_id, "contact_point_id", elements.clock, violations);
            if let Some(kind) = violations.field("kind", |violations| kind(sent, violations)) {
                let wire::ContactPoint { value, label, primary, do_not_contact, .. } = sent;
                let (primary, do_not_contact) = (*primary, *do_not_contact);
                let is_new = sent.contact_point_id.is_empty();
                drafts.push(ContactDraft { id, is_new, kind, value, label, primary, do_not_contact });
            }
        });
    }
    if drafts.len() < sent.len() {
        return None;
    }
    let points = ContactPoints::parse(&drafts, before, elements.region, elements.strictness);
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

/// A contact point, for a caller who may read `classes`.
pub(super) fn sent(point: &ContactPoint, classes: ClassSet) -> wire::ContactPoint {
    let verification = match point.verification {
        _ if point.value.is_malformed() => wire::VerificationState::Malformed,
        Verification::Unverified => wire::VerificationState::Unverified,
        Verification::Verified => wire::VerificationState::Verified,
    };
    wire::ContactPoint {
        contact_point_id: point.id.to_string(),
        kind: sent_kind(point.value.kind()).into(),
        value: mask::shown(point.value.as_str(), DataClass::Contact, classes).into_owned(),
        label: mask::shown(point.label.as_str(), DataClass::Contact, classes).into_owned(),
        primary: point.primary,
        do_not_contact: point.do_not_contact,
        verification_state: verification.into(),
    }
}

fn kind(sent: &wire::ContactPoint, violations: &mut Violations) -> Option<ContactKind> {
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

fn sent_kind(kind: ContactKind) -> wire::ContactPointKind {
    match kind {
        ContactKind::Phone => wire::ContactPointKind::Phone,
        ContactKind::Email => wire::ContactPointKind::Email,
        ContactKind::Wechat => wire::ContactPointKind::Wechat,
        ContactKind::Whatsapp => wire::ContactPointKind::Whatsapp,
        ContactKind::Qq => wire::ContactPointKind::Qq,
        ContactKind::Weibo => wire::ContactPointKind::Weibo,
        ContactKind::Line => wire::ContactPointKind::Line,
        ContactKind::Telegram => wire::ContactPointKind::Telegram,
        ContactKind::Fax => wire::ContactPointKind::Fax,
        ContactKind::Website => wire::ContactPointKind::Website,
        ContactKind::Social => wire::ContactPointKind::Social,
        ContactKind::Other => wire::ContactPointKind::Other,
    }
}
