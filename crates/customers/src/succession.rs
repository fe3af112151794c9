//! Who hands over, and to whom: two members of staff, as the customer service knows them.

use client::{Origin, Peer};
use conventions::fields::id;
use conventions::violations::{Violations, require, require_none};
use operation::Error;
use uuid::Uuid;

use crate::ask;

/// The members of staff whom `from_staff_id` and `to_staff_id` name: one who may have left, and one who has not.
///
/// # Errors
/// Violations of the two fields; what the customer service refuses, or that it cannot be reached.
pub async fn succession<O>(
    (peer, origin): (&Peer, &Origin),
    from_staff_id: &str,
    to_staff_id: &str,
) -> Result<(Uuid, Uuid), Error<O>> {
    let mut violations = Violations::default();
    let from = violations.field("from_staff_id", |violations| id(from_staff_id, violations));
    let to = violations.field("to_staff_id", |violations| id(to_staff_id, violations));
    let (from, to) = require(violations, from.zip(to))?;
    let (leaver, successor) = (ask::staff(peer, origin, from).await?, ask::staff(peer, origin, to).await?);
    let mut violations = Violations::default();
    violations.field("from_staff_id", |violations| {
        if leaver.is_none() {
            violations
                .add("must be the id of a member of staff; ListStaff answers them", "须为员工 ID，可用 ListStaff 查询");
        }
    });
    violations.field("to_staff_id", |violations| {
        if successor.is_none_or(|staff| staff.inactive) {
            violations.add("must be a member of staff who has not left", "须为在职员工的 ID");
        } else if from == to {
            violations.add("must be another than from_staff_id", "须与 from_staff_id 不同");
        }
    });
    require_none(violations)?;
    Ok((from, to))
}
