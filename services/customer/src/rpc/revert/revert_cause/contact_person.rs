//! Taking back what a cause did to a contact person.

use access::Action;
use contracts::customer::v1::RevertAction;
use conventions::record_state::StateError;
use journal::{ChangeKind, Entry};
use uuid::Uuid;

use super::{Done, Revert};
use crate::domain::contact_person::{ContactPerson, State};
use crate::domain::revert::{self, Change, Fate};
use crate::error::{CONTACT_PERSONS, Error};
use crate::rpc::contact_person::target::{Change as Write, Target};
use crate::store::contact_person;

impl Revert {
    pub(super) async fn take_back_from_contact_person(
        &self,
        id: Uuid,
        entries: Vec<Change<Entry>>,
    ) -> Result<Done, Error> {
        let target = self.call.contact_person(id, Action::Revert).await?;
        let now = &target.person;
        let mut changes = Vec::with_capacity(entries.len());
        for Change { before, after } in entries {
            let before = match before {
                Some(before) => Some(self.contact_person_after(now, &before).await?),
                None => None,
            };
            changes.push(Change { before, after: self.contact_person_after(now, &after).await? });
        }
        let reverted = revert::take_back(&changes, now)?;
        let action = match reverted.fate {
            Fate::Unchanged => RevertAction::Unchanged,
            Fate::Changed(person) => {
                self.write_contact_person(&target, person).await?;
                RevertAction::Reverted
            }
            Fate::Uncreated => {
                let deleted = now.deleted(self.call.service.records.clock.now());
                let deleted = deleted.map_err(|state| Error::State(CONTACT_PERSONS, now.id, state))?;
                self.write_contact_person(&target, deleted).await?;
                RevertAction::Deleted
            }
        };
        Ok(Done { action, kept: reverted.kept })
    }

    /// What a contact person was after an entry of which the personal part is still there.
    async fn contact_person_after(&self, now: &ContactPerson, entry: &Entry) -> Result<ContactPerson, Error> {
        let keyring = &self.call.service.records.keyring;
        let found = contact_person::open_entry(keyring, self.call.tenant(), entry, now.personal.is_none()).await?;
        if found.personal.is_some() {
            Ok(found)
        } else {
            Err(Error::State(CONTACT_PERSONS, now.id, StateError::Erased))
        }
    }

    async fn write_contact_person(&self, target: &Target, after: ContactPerson) -> Result<(), Error> {
        let before = &target.person;
        let (action, kind) = match (before.facts.state, after.facts.state) {
            (State::Active, State::Deleted) => (Action::Delete, ChangeKind::Deleted),
            (State::Deleted, State::Active) => (Action::Undelete, ChangeKind::Undeleted),
            (State::Deleted, State::Deleted) => {
                return Err(Error::State(CONTACT_PERSONS, before.id, StateError::Deleted));
            }
            _ => (Action::Update, ChangeKind::Updated),
        };
        self.call.allow_to_contact_person(action, &before.facts).await?;
        self.call.allow_linking(Action::Update, before.links(), after.links()).await?;
        let change = Write { kind, request: None, validate_only: self.validate_only, after };
        self.call.change_person(target, change).await.map(drop)
    }
}
