//! Who is responsible for a customer, and who works on it beside.

use clock::Instant;
use conventions::violations::Bilingual;
use uuid::Uuid;

use super::customer::Facts;

/// The most members of staff who work on a customer beside its owner.
pub const MAX_COLLABORATORS: usize = 20;

/// Why a member of staff cannot work on a customer beside its owner.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CollaboratorError {
    /// It is the owner.
    #[error("is the owner of the customer, who needs no place among the collaborators")]
    Owner,
    /// There are as many as there may be.
    #[error("would be one more than the {MAX_COLLABORATORS} that a customer may have: remove another first")]
    TooMany,
}

impl Bilingual for CollaboratorError {
    fn chinese(&self) -> String {
        match self {
            Self::Owner => "该员工是客户的负责人，无需再设为协作人".to_owned(),
            Self::TooMany => format!("协作人最多 {MAX_COLLABORATORS} 位，请先移除一位"),
        }
    }
}

impl Facts {
    /// Gives the customer an owner with a team, or none: then it lies in the pool, where nobody works on it.
    pub fn assign(&mut self, owner: Option<Uuid>, team: Option<Uuid>, now: Instant) {
        match (self.owner, owner) {
            (_, Some(owner)) => {
                self.collaborators.retain(|staff| *staff != owner);
                self.previous_owner = None;
                self.release_time = None;
            }
            (Some(previous), None) => {
                self.collaborators.clear();
                self.previous_owner = Some(previous);
                self.release_time = Some(now);
            }
            (None, None) => {}
        }
        self.owner = owner;
        self.team = team;
    }

    /// Lets a member of staff work on the customer; nothing changes for one who does.
    pub fn add_collaborator(&mut self, staff: Uuid) -> Result<(), CollaboratorError> {
        if self.owner == Some(staff) {
            return Err(CollaboratorError::Owner);
        }
        if !self.collaborators.contains(&staff) {
            if self.collaborators.len() >= MAX_COLLABORATORS {
                return Err(CollaboratorError::TooMany);
            }
            self.collaborators.push(staff);
        }
        Ok(())
    }
}
