//! The search tokens of a record.

use keyring::TenantKey;

use crate::domain::contact_point::ContactPoint;
use crate::domain::name::Name;
use crate::domain::search_terms;

/// The tokens under which a record with these names and contact points is filed, each once, ascending.
pub fn tokens<'a>(
    keys: &TenantKey,
    names: impl IntoIterator<Item = &'a Name>,
    contact_points: &'a [ContactPoint],
) -> Vec<i64> {
    let terms = search_terms::terms(names, contact_points);
    let mut tokens: Vec<_> = terms.iter().map(|term| keys.token(term.kind.as_str(), &term.text)).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}
