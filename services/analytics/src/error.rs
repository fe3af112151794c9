//! What can stand against an operation of this service, each a thing that a caller can act on, and how it is answered.

use contracts::analytics::v1::ErrorReason;
use conventions::problem::Problem;
use conventions::violations::Wording;
use uuid::Uuid;

use crate::domain::report::MOST_ROWS;
use crate::domain::segment::MOST_SEGMENTS;

/// Why an operation failed.
pub type Error = operation::Error<Objection>;

/// What can stand against an operation of this service alone.
#[derive(Debug, thiserror::Error)]
pub enum Objection {
    /// A report has more rows than are answered.
    #[error("too many rows")]
    TooManyRows,
    /// There is too little data to foresee anything.
    #[error("too little data")]
    TooLittleData {
        /// How many periods are missing.
        missing: i32,
    },
    /// Nobody computed scores yet.
    #[error("scores were not computed")]
    ScoresNotComputed,
    /// The segment is deleted.
    #[error("the segment is deleted")]
    SegmentDeleted(Uuid),
    /// The tenant has as many segments as it may have.
    #[error("too many segments")]
    TooManySegments,
}

impl From<Objection> for Problem {
    fn from(objection: Objection) -> Self {
        match objection {
            Objection::TooManyRows => Self::invalid_argument(
                ErrorReason::TooManyRows.as_str_name(),
                "query",
                Wording::new(
                    format!("the report has more than {MOST_ROWS} rows: ask for fewer days, a coarser grain or fewer dimensions"),
                    format!("报表超过 {MOST_ROWS} 行，请缩短时间范围、放大时间粒度或减少维度"),
                ),
            )
            .with("most_rows", MOST_ROWS),
            Objection::TooLittleData { missing } => Self::failed_precondition(
                ErrorReason::TooLittleData.as_str_name(),
                "query",
                Wording::new(
                    format!("too little data to foresee anything: {missing} more periods are needed; ask for an earlier first_day or a finer grain"),
                    format!("历史数据不足，还需 {missing} 个时间段；请提前 first_day 或细化时间粒度"),
                ),
            )
            .with("missing_periods", missing),
            Objection::ScoresNotComputed => Self::failed_precondition(
                ErrorReason::ScoresNotComputed.as_str_name(),
                "scores",
                Wording::new(
                    "scores were not computed yet: call ComputeScores, or run `dossier scores compute`",
                    "尚未计算评分，请调用 ComputeScores，或运行 `dossier scores compute`",
                ),
            ),
            Objection::SegmentDeleted(id) => Self::failed_precondition(
                ErrorReason::SegmentDeleted.as_str_name(),
                format!("segments/{id}"),
                Wording::new("the segment is deleted; create another one", "客户分群已删除，请新建"),
            ),
            Objection::TooManySegments => Self::failed_precondition(
                ErrorReason::TooManySegments.as_str_name(),
                "segments",
                Wording::new(
                    format!("there are {MOST_SEGMENTS} segments: delete one that is not needed"),
                    format!("已有 {MOST_SEGMENTS} 个客户分群：请先删除不需要的"),
                ),
            ),
        }
    }
}

impl From<Objection> for Error {
    fn from(objection: Objection) -> Self {
        Self::Objection(objection)
    }
}
