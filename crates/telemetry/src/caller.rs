//! Who a call is from, as far as a log line may say.

use std::sync::{Arc, OnceLock};

/// The caller of a call: what kind it is and of which tenant, never which person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caller {
    /// The kind of principal, such as `staff` or `service`.
    pub kind: &'static str,
    /// The tenant.
    pub tenant: Arc<str>,
}

/// A request extension that whoever authenticates a call fills in, for the log line and the span of that call.
#[derive(Clone, Debug, Default)]
pub struct CallerSlot(Arc<OnceLock<Caller>>);

impl CallerSlot {
    /// Sets the caller; the first time counts.
    pub fn fill(&self, caller: Caller) {
        // A caller that is known already stays.
        let _ = self.0.set(caller);
    }

    /// The caller, once known.
    pub fn get(&self) -> Option<&Caller> {
        self.0.get()
    }
}
