//! What can be done with a record.

use enumset::EnumSetType;
use strum::{EnumString, IntoStaticStr};

/// What can be done with a record, by its name in snake case. The list is closed.
#[derive(Debug, EnumSetType, EnumString, Hash, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// Read one record, now or as of a time.
    View,
    /// Meet the record in a list.
    List,
    /// Find the record by what stands in it.
    Search,
    /// Read who changed the record, when and how.
    ViewHistory,
    /// Make the record.
    Create,
    /// Change its fields, but for owner and stage.
    Update,
    /// Give the record another owner, or none; say who works on it beside the owner.
    Assign,
    /// Become the owner of a record that has none.
    Claim,
    /// Give the record to the pool.
    Release,
    /// Hand all records of one member of staff over to another.
    Transfer,
    /// Move the record through its pipeline.
    ChangeStage,
    /// Delete the record.
    Delete,
    /// Bring the record back.
    Undelete,
    /// Put the record away, or bring it back.
    Archive,
    /// Take back what a cause did to it.
    Revert,
    /// Make its personal fields unreadable for ever.
    Erase,
    /// Remove a deleted record for good.
    Purge,
    /// Bring records in by the file.
    Import,
    /// Account for the customer numbers.
    VerifyNumbers,
    /// Recompute the chains of a journal.
    VerifyJournal,
    /// Watch what happens to the records of a service.
    WatchFeed,
    /// Read staff and teams.
    ViewStaff,
    /// Change staff and teams.
    ManageStaff,
    /// Read what holds for the tenant.
    ViewTenant,
    /// Change what holds for the tenant.
    ManageTenant,
    /// Read the vocabularies.
    ViewVocabularies,
    /// Change the vocabularies.
    ManageVocabularies,
    /// Read interactions with a customer, now and as they were.
    ViewInteractions,
    /// Log, correct, delete and bring back interactions.
    EditInteractions,
    /// Read a customer's transactions, now and as they were.
    ViewTransactions,
    /// Record transactions and refunds.
    EditTransactions,
    /// Read a customer's feedback, complaints and service cases, now and as they were.
    ViewCases,
    /// Record and handle feedback, complaints and service cases.
    EditCases,
    /// See what the customers add up to.
    ViewReports,
    /// Read which segments of customers there are.
    ViewSegments,
    /// Make, change and end segments of customers.
    ManageSegments,
    /// Set what people and teams are to reach.
    ManageTargets,
    /// Read tasks and reminders, and be told of them.
    ViewTasks,
    /// Make, change and end tasks and reminders.
    WriteTasks,
    /// Say who outside is told of what becomes due, and see what became of it.
    ManageEndpoints,
    /// Call in a tenant that the call names.
    ActForTenant,
}
