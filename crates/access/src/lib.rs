//! Who calls, what a caller may see and do, and the log of who read what.

mod action;
mod authenticate;
mod data_class;
mod decision;
mod issuer;
mod key_set;
mod key_source;
mod layer;
pub mod log;
mod loopback;
pub mod mask;
mod own_token;
pub mod policy;
mod principal;
mod relation;
mod role;
mod token;

pub use action::Action;
pub use authenticate::{Authenticator, Unauthenticated};
pub use data_class::{ClassSet, DataClass};
pub use decision::{Decision, Scope, decide, scope};
pub use issuer::{IssuerError, LOCAL_AUDIENCE, LOCAL_ISSUER, LONGEST_LIFETIME, LocalIssuer, TokenRequest};
pub use key_set::{KeySet, KeySetError};
pub use key_source::{KeySource, KeySourceError};
pub use layer::{Authenticate, AuthenticateLayer};
pub use loopback::{NotLocal, insecure_listen_allowed};
pub use own_token::OwnToken;
pub use principal::{
    Caller, LOCAL_TENANT, NotInTenant, Principal, PrincipalKind, SUBJECT_LENGTH, StaffMember, TENANT_LENGTH,
    is_tenant_id,
};
pub use relation::{Relation, RelationSet};
pub use role::{Role, Roles};
pub use token::{TokenError, TokenVerifier};
