//! A member of staff as a caller may see it.

use access::{ClassSet, DataClass, mask};
use contracts::customer::v1 as wire;
use conventions::{etag, time};

use crate::domain::staff::Staff;

/// The member of staff on the wire, for a caller who may read `classes`.
pub(super) fn staff(staff: &Staff, classes: ClassSet) -> wire::Staff {
    let Staff { facts, personal, .. } = staff;
    wire::Staff {
        staff_id: staff.id.to_string(),
        display_name: mask::shown(personal.display_name.as_str(), DataClass::Name, classes).into_owned(),
        issuer: facts.issuer.as_str().to_owned(),
        subject: mask::shown(personal.subject.as_str(), DataClass::Identity, classes).into_owned(),
        team_id: facts.team.map(|id| id.to_string()).unwrap_or_default(),
        inactive: facts.inactive,
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(staff.update_time)),
        revision: staff.revision,
        etag: etag::of_revision(staff.revision),
    }
}
