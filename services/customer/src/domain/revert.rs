//! Taking back what a cause did to a record, though others have changed it since.
//!
//! Three ways meet in each field, and in each element of a list: what it said before the change, what the change made of it,
//! and what it says now. Where it still says what the change made of it, it gets back what it said before; where it says something
//! else, that stays, and its path is told.

mod contact_person;
mod customer;
mod term;
mod three_ways;

use std::collections::BTreeSet;

use serde_json::{Error, Map, Value};

/// What can be taken back: a record with all that it says, the personal part too.
pub trait Record: Clone {
    /// Fields that mean something only together.
    const TOGETHER: &'static [&'static [&'static str]];

    /// All that it says in one piece, field by field.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    fn whole(&self) -> Result<Map<String, Value>, Error>;

    /// The record that says `whole` instead. What rules among the elements of a list do not let through stays as it is, and its path goes to
    /// `kept`.
    ///
    /// # Errors
    /// When it cannot be read from JSON.
    fn saying(&self, whole: Map<String, Value>, kept: &mut BTreeSet<String>) -> Result<Self, Error>;

    /// The paths of the fields in which `other` differs.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    fn paths_to(&self, other: &Self) -> Result<Vec<String>, Error>;

    /// Whether it is no longer in use: then nothing is left to do where its creation is taken back.
    fn is_out_of_use(&self) -> bool;
}

/// A change of a record.
#[derive(Clone, Debug)]
pub struct Change<R> {
    /// What it said before; none when the change created it.
    pub before: Option<R>,
    /// What the change made of it.
    pub after: R,
}

/// What becomes of a record when a cause is taken back.
#[derive(Clone, Debug)]
pub struct Reverted<R> {
    /// The record.
    pub fate: Fate<R>,
    /// What was changed since and stays, by path.
    pub kept: BTreeSet<String>,
}

/// What becomes of a record.
#[derive(Clone, Debug)]
pub enum Fate<R> {
    /// It says this from now on; its revision is that of today.
    Changed(R),
    /// There is nothing to take back.
    Unchanged,
    /// The cause created it, and nobody changed it since.
    Uncreated,
}

/// Takes the changes of a cause, oldest first, back from what a record says now.
///
/// # Errors
/// When a record cannot be written as JSON or read again.
pub fn take_back<R: Record>(changes: &[Change<R>], now: &R) -> Result<Reverted<R>, Error> {
    let (mut record, mut kept) = (now.clone(), BTreeSet::new());
    // The newest first: what an earlier change made of the record is seen when the later ones are taken back.
    for Change { before, after } in changes.iter().rev() {
        let Some(before) = before else { return uncreated(after, &record, kept) };
        let merged = three_ways::merge::<R>([&before.whole()?, &after.whole()?, &record.whole()?], &mut kept);
        record = record.saying(merged, &mut kept)?;
    }
    let fate = if now.paths_to(&record)?.is_empty() { Fate::Unchanged } else { Fate::Changed(record) };
    Ok(Reverted { fate, kept })
}

/// What becomes of a record that was created as `created` and says `now` when all that the cause did to it later is taken back.
fn uncreated<R: Record>(created: &R, now: &R, mut kept: BTreeSet<String>) -> Result<Reverted<R>, Error> {
    if now.is_out_of_use() {
        return Ok(Reverted { fate: Fate::Unchanged, kept });
    }
    kept.extend(created.paths_to(now)?);
    let fate = if kept.is_empty() { Fate::Uncreated } else { Fate::Unchanged };
    Ok(Reverted { fate, kept })
}
