//! What complaints and service cases have in common on the command line.

use clap::{Args, ValueEnum};
use contracts::interaction::v1 as wire;

use crate::pages::Limit;

/// Which of them are listed.
#[derive(Args, Debug)]
pub(crate) struct Listing {
    /// Only those of this customer, by id or number
    #[arg(long, default_value_t)]
    customer: String,
    /// Only those that this staff member handles, by id
    #[arg(long)]
    assignee: Option<String>,
    /// Closed ones too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    limit: Limit,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Priority {
    Low,
    Normal,
    High,
    Urgent,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum State {
    InProgress,
    Waiting,
    Resolved,
    Closed,
}

impl Listing {
    /// The customer, the filter, and how many.
    pub(crate) fn asked(self) -> (String, String, Limit) {
        let open = (!self.all).then(|| "handling_state != \"closed\"".to_owned());
        let assigned = self.assignee.map(|staff| format!("assignee = \"{staff}\""));
        let terms: Vec<_> = open.into_iter().chain(assigned).collect();
        (self.customer, terms.join(" AND "), self.limit)
    }
}

impl From<Priority> for wire::Priority {
    fn from(priority: Priority) -> Self {
        match priority {
            Priority::Low => Self::Low,
            Priority::Normal => Self::Normal,
            Priority::High => Self::High,
            Priority::Urgent => Self::Urgent,
        }
    }
}

impl From<State> for wire::HandlingState {
    fn from(state: State) -> Self {
        match state {
            State::InProgress => Self::InProgress,
            State::Waiting => Self::Waiting,
            State::Resolved => Self::Resolved,
            State::Closed => Self::Closed,
        }
    }
}
