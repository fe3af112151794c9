//! What can stand against an operation of this service, each a thing that a caller can act on, and how it is answered.

use contracts::analytics::v1::ErrorReason;
use conventions::problem::Problem;
use conventions::violations::Wording;

use crate::domain::report::MOST_ROWS;

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
        }
    }
}
