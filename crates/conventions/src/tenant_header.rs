//! The header by which a service says in which tenant it calls.

/// Names the tenant in which a service principal calls; nobody else may send it.
pub const TENANT_HEADER: &str = "dossier-tenant";
