//! What the services tell of what was taken back, and what it adds up to.

use contracts::{customer, interaction, reminder};

/// A message of the answer of any of the services.
pub(super) struct Told<R> {
    pub(super) revert_id: String,
    pub(super) count: i64,
    pub(super) outcomes: Vec<R>,
}

/// What became of a record.
pub(super) trait TakenBack {
    fn fate(&self) -> Fate;
}

/// What was done with a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fate {
    TakenBack,
    /// Taken back before, or changed back since.
    Unchanged,
    /// Not taken back, or not wholly.
    Left,
}

/// How many records came to what.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) taken_back: usize,
    pub(super) unchanged: usize,
    pub(super) left: usize,
}

impl TakenBack for customer::v1::RevertOutcome {
    fn fate(&self) -> Fate {
        use customer::v1::RevertAction;
        match self.action() {
            RevertAction::Reverted | RevertAction::Deleted | RevertAction::Retired if self.kept_paths.is_empty() => {
                Fate::TakenBack
            }
            RevertAction::Unchanged if self.kept_paths.is_empty() => Fate::Unchanged,
            _ => Fate::Left,
        }
    }
}

impl From<customer::v1::RevertCauseResponse> for Told<customer::v1::RevertOutcome> {
    fn from(answer: customer::v1::RevertCauseResponse) -> Self {
        Self { revert_id: answer.revert_id, count: answer.record_count, outcomes: answer.outcomes }
    }
}

/// What is given back is told alike by the services that hand over.
macro_rules! given_back {
    ($($package:ident),+) => {$(
        impl TakenBack for $package::v1::RevertOutcome {
            fn fate(&self) -> Fate {
                use $package::v1::RevertAction;
                match self.action() {
                    RevertAction::Reverted => Fate::TakenBack,
                    RevertAction::Unchanged => Fate::Unchanged,
                    RevertAction::Unspecified | RevertAction::Kept | RevertAction::Refused => Fate::Left,
                }
            }
        }

        impl From<$package::v1::RevertTransferResponse> for Told<$package::v1::RevertOutcome> {
            fn from(answer: $package::v1::RevertTransferResponse) -> Self {
                Self { revert_id: answer.revert_id, count: answer.record_count, outcomes: answer.outcomes }
            }
        }
    )+};
}

given_back!(interaction, reminder);
