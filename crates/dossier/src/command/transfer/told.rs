//! What the services tell of a transfer, and what it adds up to.

use std::collections::BTreeMap;

use contracts::interaction::v1::transfer_outcome::Record as Case;
use contracts::reminder::v1::transfer_outcome::Record as Duty;
use contracts::validation::Wording;
use contracts::{customer, interaction, reminder};

/// A message of the answer of any of the services.
pub(super) struct Told<R> {
    pub(super) transfer_id: String,
    pub(super) count: i64,
    pub(super) outcomes: Vec<R>,
}

/// What became of a record.
pub(super) trait Handed {
    fn kind(&self) -> Kind;
    fn is_handed(&self) -> bool;
}

/// The kind of a record.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Kind {
    Customer,
    Task,
    Reminder,
    DormancyRule,
    Complaint,
    ServiceCase,
}

/// How many records of each kind were handed over, and how many not.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<Kind, (usize, usize)>);

impl From<customer::v1::TransferOwnershipResponse> for Told<customer::v1::TransferOutcome> {
    fn from(answer: customer::v1::TransferOwnershipResponse) -> Self {
        Self { transfer_id: answer.transfer_id, count: answer.customer_count, outcomes: answer.outcomes }
    }
}

impl From<reminder::v1::TransferTasksResponse> for Told<reminder::v1::TransferOutcome> {
    fn from(answer: reminder::v1::TransferTasksResponse) -> Self {
        Self { transfer_id: answer.transfer_id, count: answer.record_count, outcomes: answer.outcomes }
    }
}

impl From<interaction::v1::TransferCasesResponse> for Told<interaction::v1::TransferOutcome> {
    fn from(answer: interaction::v1::TransferCasesResponse) -> Self {
        Self { transfer_id: answer.transfer_id, count: answer.record_count, outcomes: answer.outcomes }
    }
}

impl Handed for customer::v1::TransferOutcome {
    fn kind(&self) -> Kind {
        Kind::Customer
    }

    fn is_handed(&self) -> bool {
        self.error.is_none()
    }
}

impl Handed for reminder::v1::TransferOutcome {
    fn kind(&self) -> Kind {
        match &self.record {
            Some(Duty::ReminderId(_)) => Kind::Reminder,
            Some(Duty::DormancyRuleId(_)) => Kind::DormancyRule,
            Some(Duty::TaskId(_)) | None => Kind::Task,
        }
    }

    fn is_handed(&self) -> bool {
        self.error.is_none()
    }
}

impl Handed for interaction::v1::TransferOutcome {
    fn kind(&self) -> Kind {
        match &self.record {
            Some(Case::ComplaintId(_)) => Kind::Complaint,
            Some(Case::ServiceCaseId(_)) | None => Kind::ServiceCase,
        }
    }

    fn is_handed(&self) -> bool {
        self.error.is_none()
    }
}

impl Kind {
    /// The words for one, for several, and in Chinese.
    fn words(self) -> [&'static str; 3] {
        match self {
            Self::Customer => ["customer", "customers", "个客户"],
            Self::Task => ["task", "tasks", "个任务"],
            Self::Reminder => ["reminder", "reminders", "个提醒"],
            Self::DormancyRule => ["dormancy rule", "dormancy rules", "条沉睡规则"],
            Self::Complaint => ["complaint", "complaints", "件投诉"],
            Self::ServiceCase => ["service case", "service cases", "件服务工单"],
        }
    }
}

impl Tally {
    pub(super) fn add(&mut self, kind: Kind, is_handed: bool) {
        let (handed, left) = self.0.entry(kind).or_default();
        *(if is_handed { handed } else { left }) += 1;
    }

    /// Whether all went over.
    pub(super) fn is_whole(&self) -> bool {
        self.0.values().all(|(_, left)| *left == 0)
    }

    /// What was handed over, kind by kind.
    pub(super) fn handed(&self) -> Wording {
        counted(self.0.iter().map(|(kind, (handed, _))| (*kind, *handed)))
    }

    /// What was not.
    pub(super) fn left(&self) -> Wording {
        counted(self.0.iter().map(|(kind, (_, left))| (*kind, *left)))
    }
}

fn counted(counts: impl Iterator<Item = (Kind, usize)>) -> Wording {
    let (mut english, mut chinese) = (Vec::new(), Vec::new());
    for (kind, count) in counts.filter(|(_, count)| *count > 0) {
        let [one, several, word] = kind.words();
        english.push(format!("{count} {}", if count == 1 { one } else { several }));
        chinese.push(format!("{count} {word}"));
    }
    if english.is_empty() {
        return Wording::new("nothing", "无");
    }
    Wording::new(english.join(", "), chinese.join("、"))
}
