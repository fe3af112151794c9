//! The states in which a record refuses to be changed.

use contracts::validation::Wording;

use crate::problem::Problem;

/// A record is in a state that does not allow a change. What a record has no such state for is never answered of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StateError {
    /// It is deleted.
    Deleted,
    /// It is not deleted.
    NotDeleted,
    /// It is archived.
    Archived,
    /// It is not archived.
    NotArchived,
    /// Its personal fields were erased.
    Erased,
}

/// FAILED_PRECONDITION: the state of the subject, such as `customers/<id>`, does not allow the call.
pub fn problem(subject: impl Into<String>, state: StateError) -> Problem {
    let (reason, wording) = match state {
        StateError::Deleted => {
            ("DELETED", Wording::new("the record is deleted; undelete it first", "记录已删除，请先恢复"))
        }
        StateError::NotDeleted => ("NOT_DELETED", Wording::new("the record is not deleted", "记录未被删除")),
        StateError::Archived => {
            ("ARCHIVED", Wording::new("the record is archived; unarchive it first", "记录已归档，请先取消归档"))
        }
        StateError::NotArchived => ("NOT_ARCHIVED", Wording::new("the record is not archived", "记录未归档")),
        StateError::Erased => (
            "ERASED",
            Wording::new(
                "the personal fields of the record were erased; it can be read, not changed",
                "记录的个人信息已被永久清除，只能读取，不能修改",
            ),
        ),
    };
    Problem::failed_precondition(reason, subject, wording)
}
