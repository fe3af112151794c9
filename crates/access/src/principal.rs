//! Who calls.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use uuid::Uuid;

use crate::{Action, Decision, Relation, Role, Roles, decide};

/// The longest tenant id, in characters.
pub const TENANT_LENGTH: usize = 64;

/// The longest subject, in characters.
pub const SUBJECT_LENGTH: usize = 200;

/// The hex digits that stand for a subject.
const PSEUDONYM_LENGTH: usize = 32;

/// The tenant of the embedded default.
pub const LOCAL_TENANT: &str = "default";

/// Who calls, as a signed token says it; never taken from the request itself.
#[derive(Clone, Eq, PartialEq)]
pub struct Principal {
    /// The tenant, 1 to 64 of a-z 0-9 -.
    pub tenant: Arc<str>,
    /// Who vouches for the subject, as in `iss`; empty for [`PrincipalKind::Local`].
    pub issuer: Arc<str>,
    /// The subject, as in `sub`; empty for [`PrincipalKind::Local`].
    pub subject: Arc<str>,
    /// Person, program, or whoever sits at this machine.
    pub kind: PrincipalKind,
    /// What the caller is employed as.
    pub roles: Roles,
}

/// What kind of caller it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PrincipalKind {
    /// A person with a token.
    Staff,
    /// A program with a token of its own.
    Service,
    /// Whoever calls the embedded default from this machine without a token.
    Local,
}

/// The caller may not call in the tenant that it names.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("it names a tenant, which it may not")]
pub struct NotInTenant;

impl Principal {
    /// The caller of the embedded default: administrator of tenant `default`.
    pub fn local() -> Self {
        Self {
            tenant: LOCAL_TENANT.into(),
            issuer: "".into(),
            subject: "".into(),
            kind: PrincipalKind::Local,
            roles: Role::Administrator.into(),
        }
    }

    /// A service of this process that calls another of its own accord.
    pub(crate) fn own_service() -> Self {
        Self { subject: "dossier".into(), kind: PrincipalKind::Service, roles: Role::System.into(), ..Self::local() }
    }

    /// The same caller in a tenant that its call names.
    ///
    /// # Errors
    /// It may not name one, or that is none.
    pub fn in_tenant(self, tenant: &str) -> Result<Self, NotInTenant> {
        let decision = decide(self.roles, Action::ActForTenant, Relation::Other.into());
        if self.kind == PrincipalKind::Service && decision != Decision::Denied && is_tenant_id(tenant) {
            Ok(Self { tenant: tenant.into(), ..self })
        } else {
            Err(NotInTenant)
        }
    }

    /// Who did it, as the journal and the access log keep it: `service:<name>`, `subject:<pseudonym>` or `local`.
    ///
    /// A subject may be a person's address and the journal keeps it for ever, so a digest stands for it: the first 32 hex digits
    /// of the SHA-256 of issuer, line feed, subject. Who knows the subject can find what it did.
    pub fn actor(&self) -> String {
        match self.kind {
            PrincipalKind::Staff => format!("subject:{}", self.pseudonym()),
            PrincipalKind::Service => format!("service:{}", self.subject),
            PrincipalKind::Local => "local".to_owned(),
        }
    }

    fn pseudonym(&self) -> String {
        let digest = digest(&SHA256, format!("{}\n{}", self.issuer, self.subject).as_bytes());
        HEXLOWER.encode(digest.as_ref()).chars().take(PSEUDONYM_LENGTH).collect()
    }
}

impl fmt::Debug for Principal {
    /// Leaves the subject out: it may be a person's name or address.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Principal")
            .field("tenant", &self.tenant)
            .field("kind", &self.kind)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}

/// A principal, and the member of staff that it is, as the service that owns staff maps it from issuer and subject.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who calls.
    pub principal: Principal,
    /// The member of staff, if there is one with this issuer and subject.
    pub staff: Option<StaffMember>,
}

/// A member of staff, as far as relations to records depend on it.
#[derive(Clone, Debug)]
pub struct StaffMember {
    /// The id.
    pub id: Uuid,
    /// The team.
    pub team: Option<Uuid>,
    /// All teams below that team, at any depth.
    pub teams_below: Arc<[Uuid]>,
}

impl Caller {
    /// Who did it: `staff:<id>` for a member of staff, otherwise as [`Principal::actor`].
    pub fn actor(&self) -> String {
        match &self.staff {
            Some(staff) => format!("staff:{}", staff.id),
            None => self.principal.actor(),
        }
    }
}

/// Whether a text is a tenant id: 1 to 64 of a-z 0-9 -.
pub fn is_tenant_id(text: &str) -> bool {
    (1..=TENANT_LENGTH).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether a text may be a subject, and so stand in the journal and the access log: 1 to 200 characters, no control
/// characters.
pub(crate) fn is_subject(text: &str) -> bool {
    (1..=SUBJECT_LENGTH).contains(&text.chars().count()) && !text.contains(char::is_control)
}
