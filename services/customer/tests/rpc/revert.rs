//! RevertService.

mod revert_cause;
