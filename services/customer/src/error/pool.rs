//! How it is answered that a customer cannot be claimed or released.

use contracts::customer::v1::ErrorReason;
use conventions::problem::Problem;
use conventions::violations::Wording;
use jiff::Zoned;
use uuid::Uuid;

use crate::domain::pool::PoolError;

/// The problem with a customer.
pub(super) fn problem(id: Uuid, error: PoolError) -> Problem {
    let refused = |reason: ErrorReason, english: String, chinese: String| {
        Problem::failed_precondition(reason.as_str_name(), format!("customers/{id}"), Wording::new(english, chinese))
    };
    match error {
        PoolError::NotStaff => refused(
            ErrorReason::NotStaff,
            "only a member of staff can own a customer; create one for this login with CreateStaff (`dossier staff create`)".to_owned(),
            "只有员工才能领取客户，请先用 CreateStaff（`dossier staff create`）为该账号建立员工".to_owned(),
        ),
        PoolError::AlreadyOwned => refused(
            ErrorReason::AlreadyOwned,
            "the customer is yours already".to_owned(),
            "该客户已由您负责".to_owned(),
        ),
        PoolError::NotInPool(owner) => refused(
            ErrorReason::NotInPool,
            format!("the customer belongs to staff {owner}; only one in the pool can be claimed"),
            format!("该客户由员工 {owner} 负责，只能领取公海中的客户"),
        )
        .with("owner", owner),
        PoolError::AlreadyInPool => refused(
            ErrorReason::AlreadyInPool,
            "the customer has no owner: it is in the pool".to_owned(),
            "该客户没有负责人，已在公海中".to_owned(),
        ),
        PoolError::CoolingDown { until } => {
            let until = text(&until);
            refused(
                ErrorReason::CoolingDown,
                format!("you were the owner until a short while ago and may claim the customer from {until} on"),
                format!("您刚释放过该客户，{until} 起才能再次领取"),
            )
            .with("until", until)
        }
        PoolError::Protected { until } => {
            let until = text(&until);
            refused(
                ErrorReason::Protected,
                format!(
                    "the record is new: until {until} only its owner may release it; give it another owner instead"
                ),
                format!("新建客户处于保护期，{until} 之前只有负责人可以释放；可改为指定其他负责人"),
            )
            .with("until", until)
        }
        PoolError::DailyLimitReached { most, anew } => {
            let anew = text(&anew);
            refused(
                ErrorReason::DailyClaimLimitReached,
                format!(
                    "you have claimed {most} customers today, as many as one person may; claim again from {anew} on"
                ),
                format!("您今天已领取 {most} 个客户，达到每日上限，{anew} 起可再领取"),
            )
            .with("limit", most)
            .with("anew", anew)
        }
        PoolError::HoldingCapReached { most, held } => refused(
            ErrorReason::HoldingCapReached,
            format!("you hold {held} customers, and one person may hold {most}: release one first"),
            format!("您名下已有 {held} 个客户，上限为 {most} 个，请先释放客户"),
        )
        .with("cap", most)
        .with("held", held),
    }
}

/// A time as people of the tenant read it, with its distance from UTC: `2024-05-21T00:00:00+08:00`.
fn text(time: &Zoned) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
