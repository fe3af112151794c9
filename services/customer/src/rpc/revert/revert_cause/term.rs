//! Taking back what a cause did to a term.

use std::collections::BTreeSet;

use access::Action;
use contracts::customer::v1::{RevertAction, RevertedTerm};
use journal::{Caused, Entry};

use super::{Done, Revert};
use crate::domain::revert::{self, Change, Fate};
use crate::domain::vocabulary::{Term, TermFacts, Vocabularies};
use crate::error::Error;
use crate::rpc::term::{decode, encode};
use crate::store::term;

impl Revert {
    /// By what the term is known that the cause changed.
    pub(super) async fn term(&self, caused: &Caused) -> Result<RevertedTerm, Error> {
        let newest = *caused.revisions.last().ok_or(Error::Internal("a cause that changed nothing"))?;
        let facts = term::open(&self.entry(caused.id, newest).await?.try_into()?)?.facts;
        let vocabulary = encode::vocabulary(facts.details.vocabulary()).into();
        Ok(RevertedTerm { vocabulary, code: facts.code.to_string() })
    }

    pub(super) async fn take_back_from_term(&self, entries: Vec<Change<Entry>>) -> Result<Done, Error> {
        self.call.allow_in_tenant(Action::ManageVocabularies)?;
        let changes = entries.into_iter().map(facts).collect::<Result<Vec<_>, Error>>()?;
        let known_by = &changes.last().ok_or(Error::Internal("a cause that changed nothing"))?.after;
        let (vocabulary, code) = (known_by.details.vocabulary(), known_by.code.as_str());
        let mut done = Done { action: RevertAction::Unchanged, kept: BTreeSet::new() };
        let time = Some(self.call.service.records.clock.now());
        let decide = |vocabularies: &Vocabularies| {
            let now = vocabularies.get(vocabulary, code).ok_or(Error::NotFound)?;
            let reverted = revert::take_back(&changes, &now.facts)?;
            let (action, facts) = match reverted.fate {
                Fate::Unchanged => (RevertAction::Unchanged, now.facts.clone()),
                Fate::Changed(facts) => (RevertAction::Reverted, facts),
                Fate::Uncreated => (RevertAction::Retired, TermFacts { retired: true, ..now.facts.clone() }),
            };
            done = Done { action, kept: reverted.kept };
            if facts == now.facts {
                return Ok(now.clone());
            }
            decode::check(&facts, now, vocabularies)?;
            Ok(Term { id: now.id, revision: now.revision + 1, update_time: time, facts })
        };
        self.call.change_term(vocabulary, None, self.validate_only, decide).await?;
        Ok(done)
    }
}

/// What a term said before a change and after it.
fn facts(Change { before, after }: Change<Entry>) -> Result<Change<TermFacts>, Error> {
    let after = term::open(&after.try_into()?)?;
    let before = match before {
        Some(before) => Some(term::open(&before.try_into()?)?),
        // One that the tenant began with was there before its first revision.
        None => Vocabularies::default().get(after.vocabulary(), after.facts.code.as_str()).cloned(),
    };
    Ok(Change { before: before.map(|before| before.facts), after: after.facts })
}
