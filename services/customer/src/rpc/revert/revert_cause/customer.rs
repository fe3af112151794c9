//! Taking back what a cause did to a customer.

use access::Action;
use contracts::customer::v1::RevertAction;
use conventions::record_state::StateError;
use journal::{ChangeKind, Entry};
use uuid::Uuid;

use super::{Done, Revert};
use crate::domain::customer::{Customer, State};
use crate::domain::revert::{self, Change, Fate};
use crate::error::{CUSTOMERS, Error};
use crate::rpc::customer::target::{Change as Write, Target};
use crate::store::customer::Key;

impl Revert {
    pub(super) async fn take_back_from_customer(&self, id: Uuid, entries: Vec<Change<Entry>>) -> Result<Done, Error> {
        let target = self.call.target(&Key::Id(id), Action::Revert).await?;
        let now = &target.customer;
        let mut changes = Vec::with_capacity(entries.len());
        for Change { before, after } in entries {
            let before = match before {
                Some(before) => Some(self.customer_after(now, &before).await?),
                None => None,
            };
            changes.push(Change { before, after: self.customer_after(now, &after).await? });
        }
        let reverted = revert::take_back(&changes, now)?;
        let action = match reverted.fate {
            Fate::Unchanged => RevertAction::Unchanged,
            Fate::Changed(customer) => {
                self.write_customer(&target, customer).await?;
                RevertAction::Reverted
            }
            Fate::Uncreated => {
                let deleted = now.deleted(self.call.service.records.clock.now());
                let deleted = deleted.map_err(|state| Error::State(CUSTOMERS, now.id, state))?;
                self.write_customer(&target, deleted).await?;
                RevertAction::Deleted
            }
        };
        Ok(Done { action, kept: reverted.kept })
    }

    /// What a customer was after an entry of which the personal part is still there.
    async fn customer_after(&self, now: &Customer, entry: &Entry) -> Result<Customer, Error> {
        let found = self.call.opener().entry(entry, now.personal.is_none()).await?;
        if found.personal.is_some() { Ok(found) } else { Err(Error::State(CUSTOMERS, now.id, StateError::Erased)) }
    }

    async fn write_customer(&self, target: &Target, mut after: Customer) -> Result<(), Error> {
        let before = &target.customer;
        let (action, kind) = match (before.facts.state, after.facts.state) {
            (State::Active, State::Deleted) => (Action::Delete, ChangeKind::Deleted),
            (State::Deleted, State::Active) => (Action::Undelete, ChangeKind::Undeleted),
            (State::Active, State::Archived) => (Action::Archive, ChangeKind::Archived),
            (State::Archived, State::Active) => (Action::Archive, ChangeKind::Unarchived),
            (State::Archived, State::Archived) => return Err(Error::State(CUSTOMERS, before.id, StateError::Archived)),
            (State::Deleted, State::Deleted) => return Err(Error::State(CUSTOMERS, before.id, StateError::Deleted)),
            _ if before.facts.stage != after.facts.stage => (Action::ChangeStage, ChangeKind::StageChanged),
            _ => (Action::Update, ChangeKind::Updated),
        };
        let relations = self.call.relations_to(&target.row)?;
        self.call.allow(action, relations)?;
        let (owner, team) = (after.facts.owner, after.facts.team);
        if before.facts.owner != owner || before.facts.collaborators != after.facts.collaborators {
            self.call.allow(Action::Assign, relations)?;
        }
        // It passes from hand to hand by the rules that hold now, not as if it had never been with the one who loses it.
        if before.facts.owner != owner {
            if owner.is_none() {
                self.call.allow_release(before).await?;
            }
            after.facts.owner = before.facts.owner;
            after.facts.assign(owner, team, self.call.service.records.clock.now());
        }
        let change = Write { kind, request: None, validate_only: self.validate_only, after };
        self.call.change(target, change).await.map(drop)
    }
}
