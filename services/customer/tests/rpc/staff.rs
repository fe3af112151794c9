//! StaffService: the operations on staff.

mod create;
mod get;
mod get_caller;
mod list;
mod update;

use contracts::customer::v1::{CreateStaffRequest, GetStaffRequest, Staff, UpdateStaffRequest};
use prost_types::FieldMask;

/// A person whose tokens have this subject.
fn member(name: &str, subject: &str) -> Staff {
    Staff {
        display_name: name.into(),
        issuer: access::LOCAL_ISSUER.into(),
        subject: subject.into(),
        ..Staff::default()
    }
}

fn create(staff: Staff) -> CreateStaffRequest {
    CreateStaffRequest { staff: Some(staff), ..Default::default() }
}

fn get(staff_id: &str) -> GetStaffRequest {
    GetStaffRequest { staff_id: staff_id.into() }
}

fn update(staff: Staff, paths: &[&str]) -> UpdateStaffRequest {
    let update_mask = Some(FieldMask { paths: paths.iter().map(|&path| path.into()).collect() });
    UpdateStaffRequest { staff: Some(staff), update_mask, ..Default::default() }
}
