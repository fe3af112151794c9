//! What can stand against an operation of this service, each a thing that a caller can act on, and how it is answered.

mod pool;

use contracts::customer::v1::ErrorReason;
use conventions::problem::Problem;
use conventions::violations::Wording;
use uuid::Uuid;

use crate::domain::pool::PoolError;

/// Customers, as the subjects of preconditions name them.
pub const CUSTOMERS: &str = "customers";
/// Contact persons, as the subjects of preconditions name them.
pub const CONTACT_PERSONS: &str = "contactPersons";

/// Why an operation failed.
pub type Error = operation::Error<Objection>;

/// What can stand against an operation of this service alone.
#[derive(Debug, thiserror::Error)]
pub enum Objection {
    /// Another customer, or another contact person, has an external id.
    #[error("external id taken")]
    ExternalIdTaken,
    /// Another customer has the number.
    #[error("number taken")]
    NumberTaken,
    /// A company has another primary contact person.
    #[error("primary taken")]
    PrimaryTaken {
        /// The contact person who is.
        holder: Uuid,
    },
    /// Another member of staff has this issuer and subject.
    #[error("subject taken")]
    SubjectTaken,
    /// The vocabulary has a term with this code.
    #[error("term taken")]
    TermTaken,
    /// The tenant has a custom field with this id.
    #[error("field taken")]
    FieldTaken,
    /// Not all customers are indexed by a custom field.
    #[error("customers are being indexed")]
    FieldNotIndexed {
        /// What the field is known by.
        field: String,
        /// How many are.
        indexed: i64,
        /// How many there are to index, as far as it is known.
        of: i64,
    },
    /// The pipeline does not lead from one stage to the other.
    #[error("stage not reachable")]
    StageNotReachable {
        /// The record.
        id: Uuid,
        /// Where it leads.
        reachable: Vec<String>,
    },
    /// The customer cannot be claimed or released.
    #[error("the pool does not allow it")]
    Pool(Uuid, PoolError),
}

impl From<Objection> for Problem {
    fn from(objection: Objection) -> Self {
        let reason = |reason: ErrorReason| reason.as_str_name();
        match objection {
            Objection::ExternalIdTaken => Self::already_exists(
                reason(ErrorReason::ExternalIdTaken),
                Wording::new(
                    "another record has one of the external_ids; change that one, or leave the id out",
                    "external_ids 中有编号已属于另一记录，请修改该记录或去掉此编号",
                ),
            ),
            Objection::NumberTaken => Self::already_exists(
                reason(ErrorReason::NumberTaken),
                Wording::new(
                    "another customer has this customer_number; leave it out to be given one",
                    "该客户编号已被使用，留空可自动编号",
                ),
            ),
            Objection::PrimaryTaken { holder } => Self::already_exists(
                reason(ErrorReason::PrimaryTaken),
                Wording::new(
                    format!("the company has another primary contact person, {holder}: unset primary there first"),
                    format!("该企业已有首要联系人 {holder}，请先取消其首要标记"),
                ),
            )
            .with("contact_person_id", holder),
            Objection::SubjectTaken => Self::already_exists(
                reason(ErrorReason::SubjectTaken),
                Wording::new("another member of staff has this issuer and subject", "该令牌主体已对应另一员工"),
            ),
            Objection::TermTaken => Self::already_exists(
                reason(ErrorReason::TermTaken),
                Wording::new(
                    "the vocabulary has a term with this code, perhaps a retired one; bring that back or choose another",
                    "该词表已有此代码的词条（可能已停用），请恢复该词条或另选代码",
                ),
            ),
            Objection::FieldTaken => Self::already_exists(
                reason(ErrorReason::FieldTaken),
                Wording::new(
                    "there is a custom field with this field_id, perhaps a retired one; change that or choose another id",
                    "已有此标识的自定义字段（可能已停用），请修改该字段或另选标识",
                ),
            ),
            Objection::FieldNotIndexed { field, indexed, of } => Self::failed_precondition(
                reason(ErrorReason::FieldNotIndexed),
                format!("customFields/{field}"),
                Wording::new(
                    format!(
                        "customers are still being indexed by {field}, {indexed} of {of} so far; ask again in a while"
                    ),
                    format!("正在按 {field} 建立索引（{indexed} / {of}），请稍后再试"),
                ),
            )
            .with("indexed_count", indexed)
            .with("customer_count", of),
            Objection::StageNotReachable { id, reachable } => {
                let list = reachable.join(", ");
                let wording = if list.is_empty() {
                    Wording::new("the pipeline leads nowhere from the present stage", "当前阶段不能进入其他阶段")
                } else {
                    Wording::new(
                        format!("the pipeline leads from the present stage to: {list}"),
                        format!("从当前阶段只能进入：{list}"),
                    )
                };
                Self::failed_precondition(reason(ErrorReason::StageNotReachable), format!("customers/{id}"), wording)
                    .with("reachable", list)
            }
            Objection::Pool(id, error) => pool::problem(id, error),
        }
    }
}
