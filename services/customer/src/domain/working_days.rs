//! The days on which the people of a tenant work (工作日、节假日、调休).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// The days on which people work. Stored as
/// `{"free_weekdays":[6,7],"special_days":{"2024-02-10":{"kind":"holiday","name":"春节"}}}`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct WorkingDays {
    /// The days of every week on which nobody works: 1 for Monday to 7 for Sunday.
    pub free_weekdays: BTreeSet<i8>,
    /// The days that are otherwise than their day of the week says.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub special_days: BTreeMap<Date, SpecialDay>,
}

/// A day that is otherwise than its day of the week says.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SpecialDay {
    /// What it is.
    pub kind: SpecialDayKind,
    /// What it is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// What a special day is. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecialDayKind {
    /// A free day.
    Holiday,
    /// A working day, such as a Saturday that makes up for a holiday.
    MakeUpDay,
}

impl Default for WorkingDays {
    /// Monday to Friday.
    fn default() -> Self {
        let free_weekdays = [Weekday::Saturday, Weekday::Sunday].map(Weekday::to_monday_one_offset).into();
        Self { free_weekdays, special_days: BTreeMap::new() }
    }
}

impl WorkingDays {
    /// Whether they are those of a tenant that never said otherwise.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
