//! OwnershipService.

mod add_collaborator;
mod remove_collaborator;

use contracts::customer::v1 as wire;

use crate::harness::House;

/// The request that lets a member of staff work on a customer.
pub(super) fn add(customer: &wire::Customer, staff: &wire::Staff) -> wire::AddCollaboratorRequest {
    let (customer, staff_id) = (customer.customer_id.clone(), staff.staff_id.clone());
    wire::AddCollaboratorRequest { customer, staff_id, ..Default::default() }
}

/// The request that takes a member of staff off a customer.
fn remove(customer: &wire::Customer, staff: &wire::Staff) -> wire::RemoveCollaboratorRequest {
    let (customer, staff_id) = (customer.customer_id.clone(), staff.staff_id.clone());
    wire::RemoveCollaboratorRequest { customer, staff_id, ..Default::default() }
}

/// Says that a member of staff has left.
async fn leave(house: &House, staff: &wire::Staff) {
    let request =
        wire::UpdateStaffRequest { staff: Some(wire::Staff { inactive: true, ..staff.clone() }), ..Default::default() };
    house.staff().await.update_staff(request).await.unwrap();
}
