//! How the records of the contract look in tables and files: their columns.

mod cadence;
mod complaint;
mod contact_person;
mod custom_field;
mod customer;
mod delivery;
mod dormancy_rule;
mod endpoint;
mod feedback;
mod given_back;
mod interaction;
mod occurrence;
mod pool_policy;
mod region;
mod reminder;
mod revert_outcome;
mod revision;
mod segment;
mod service_case;
mod special_day;
mod staff;
mod target;
mod task;
mod team;
mod tenant;
mod term;
mod timeline_entry;
mod transfer_outcome;

use prost::Name;

use super::cell::Cell;
use crate::phrase::{Phrase, phrase};

pub(crate) use revision::Revision;

/// A record that is printed.
pub(crate) trait Record: Sized + 'static {
    /// What is printed of it as JSON.
    type Message: Name;

    /// The columns.
    const COLUMNS: &'static [Column<Self>];

    /// What is printed of it as JSON.
    fn message(&self) -> &Self::Message;
}

/// A column of a record.
pub(crate) struct Column<R> {
    /// Its name in files: that of the field in the contract, where it is one.
    pub(crate) name: &'static str,
    /// What people call it.
    pub(crate) title: Phrase,
    /// Whether it stands in lists for people.
    pub(crate) in_list: bool,
    /// Whether it stands in the details of one record for people.
    pub(crate) in_details: bool,
    /// Whether it stands in files.
    pub(crate) in_file: bool,
    pub(crate) cell: fn(&R) -> Cell,
}

impl<R> Column<R> {
    /// A column that stands everywhere.
    const fn listed(name: &'static str, english: &'static str, chinese: &'static str, cell: fn(&R) -> Cell) -> Self {
        Self { in_list: true, ..Self::new(name, english, chinese, cell) }
    }

    /// A column that stands in details and files.
    const fn new(name: &'static str, english: &'static str, chinese: &'static str, cell: fn(&R) -> Cell) -> Self {
        Self { name, title: phrase(english, chinese), in_list: false, in_details: true, in_file: true, cell }
    }

    /// A column of which the details say more in another.
    const fn brief(name: &'static str, english: &'static str, chinese: &'static str, cell: fn(&R) -> Cell) -> Self {
        Self { in_list: true, ..Self::file(name, english, chinese, cell) }
    }

    /// A column that stands in files alone.
    const fn file(name: &'static str, english: &'static str, chinese: &'static str, cell: fn(&R) -> Cell) -> Self {
        Self { in_details: false, ..Self::new(name, english, chinese, cell) }
    }

    /// A column that stands in details alone.
    const fn detail(name: &'static str, english: &'static str, chinese: &'static str, cell: fn(&R) -> Cell) -> Self {
        Self { in_file: false, ..Self::new(name, english, chinese, cell) }
    }
}
