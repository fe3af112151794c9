//! The rows of an import of transactions: each is recorded, changed, found to say the same, or rejected.

use customers::Customer;
use std::collections::HashMap;

use contracts::customer::v1::ExternalId;
use contracts::customer::v1::get_customer_request::Key;
use contracts::interaction::v1::{
    ImportTransactionsAction as Action, ImportTransactionsOutcome, ImportTransactionsRow, Transaction as Sent,
};
use conventions::fields::refuse;
use conventions::problem::Problem;
use conventions::violations::{Validate, Violations, require_none};
use futures::future::join_all;
use journal::ChangeKind;
use uuid::Uuid;

use crate::call::Call;
use crate::domain::activity::{Activity, Facts};
use crate::domain::money::quantity_text;
use crate::domain::transaction::{self, Personal, RefundError, Transaction};
use crate::error::{Error, Objection};
use crate::rpc::draft::Draft;
use crate::rpc::target::{Change, Resource};
use crate::rpc::transaction::create::create_one;

/// An import: who imports, and the customers that its rows have named so far.
pub(super) struct Import {
    call: Call,
    validate_only: bool,
    customers: HashMap<(String, String), String>,
}

impl Import {
    pub(super) fn new(call: Call, validate_only: bool) -> Self {
        Self { call, validate_only, customers: HashMap::new() }
    }

    /// Works on rows at the same time, so that they are written together; answers their outcomes in order.
    pub(super) async fn rows(&mut self, rows: Vec<ImportTransactionsRow>) -> Vec<ImportTransactionsOutcome> {
        let mut named = Vec::with_capacity(rows.len());
        for row in rows {
            let customer = self.customer_of(&row).await;
            named.push((row, customer));
        }
        let import = &*self;
        join_all(named.into_iter().map(|(row, customer)| import.outcome(row, customer))).await
    }

    async fn outcome(&self, row: ImportTransactionsRow, customer: Result<String, Error>) -> ImportTransactionsOutcome {
        let row_number = row.row_number;
        let done = async { self.take(row, &customer?).await };
        match done.await {
            Ok((action, sent)) => ImportTransactionsOutcome {
                row_number,
                action: action.into(),
                transaction_id: match action {
                    Action::Created if self.validate_only => String::new(),
                    _ => sent.transaction_id,
                },
                error: None,
            },
            Err(error) => ImportTransactionsOutcome {
                row_number,
                action: Action::Rejected.into(),
                transaction_id: String::new(),
                error: Some(Problem::from(error).into_rpc_status(self.call.language())),
            },
        }
    }

    /// The id or number of the customer that a row is about; one that is named by its id elsewhere is asked for once.
    async fn customer_of(&mut self, row: &ImportTransactionsRow) -> Result<String, Error> {
        let Some(id) = &row.customer_external_id else {
            return Ok(row.transaction.as_ref().map(|sent| sent.customer.clone()).unwrap_or_default());
        };
        let key = (id.source.clone(), id.id.clone());
        if let Some(known) = self.customers.get(&key) {
            return Ok(known.clone());
        }
        let asked = Key::ExternalId(ExternalId { source: id.source.clone(), id: id.id.clone() });
        let found = self.call.ask_customer_by(asked).await?.id.to_string();
        self.customers.insert(key, found.clone());
        Ok(found)
    }

    async fn take(&self, row: ImportTransactionsRow, customer: &str) -> Result<(Action, Sent), Error> {
        let mut violations = Violations::default();
        row.validate(&mut violations);
        let sent = Sent { customer: customer.to_owned(), ..row.transaction.unwrap_or_default() };
        if sent.external_id.is_none() {
            violations.field("transaction", |violations| violations.field("external_id", Violations::add_required));
        }
        require_none(violations)?;
        let new = self.call.read_new::<Transaction>(&sent).await?;
        let (customer, draft) = (new.customer.clone(), new.draft.clone());
        match create_one(&self.call, new, None, self.validate_only).await {
            Err(Error::Objection(Objection::ExternalIdTaken { holder })) => self.change(holder, &customer, draft).await,
            created => Ok((Action::Created, created?)),
        }
    }

    /// Makes the transaction that is there say what the row says; refunds stay.
    async fn change(
        &self,
        id: Uuid,
        customer: &Customer,
        (occur_time, own, personal): Draft<Transaction>,
    ) -> Result<(Action, Sent), Error> {
        let target = self.call.target::<Transaction>(id, Transaction::EDIT).await?;
        let before = &target.activity;
        let said = before.changeable().map_err(|state| target.refused(state))?;
        refuse_another(customer, before)?;
        let own = transaction::Facts { refunds: before.facts.own.refunds.clone(), ..own };
        let personal = Personal { refund_reasons: said.refund_reasons.clone(), ..personal };
        if (occur_time, &own, &personal) == (before.facts.occur_time, &before.facts.own, said) {
            return Ok((Action::Unchanged, Transaction::encode(before, target.classes)));
        }
        refuse_other_currency(&own, &before.facts.own)?;
        own.covers_refunds().map_err(|RefundError::Exceeds { left }| exceeds(id, &own.currency, left))?;
        let facts = Facts { occur_time, own, ..before.facts.clone() };
        let after = Activity { facts, personal: Some(personal), ..before.clone() };
        let change = Change { after, kind: ChangeKind::Updated, request: None, validate_only: self.validate_only };
        Ok((Action::Updated, self.call.change(&target, change).await?))
    }
}

fn exceeds(id: Uuid, currency: &str, left: i64) -> Error {
    Error::Objection(Objection::RefundExceeds { id, left: format!("{} {currency}", quantity_text(left)) })
}

/// A transaction of which something was paid back stays in its currency.
fn refuse_other_currency(own: &transaction::Facts, before: &transaction::Facts) -> Result<(), Error> {
    let mut violations = Violations::default();
    if let Err(error) = own.keeps_currency(before) {
        violations.field("transaction", |violations| violations.field("lines", |violations| refuse(violations, error)));
    }
    Ok(require_none(violations)?)
}

/// A transaction stays with its customer.
fn refuse_another(customer: &Customer, before: &Activity<Transaction>) -> Result<(), Error> {
    let mut violations = Violations::default();
    if customer.id != before.facts.customer {
        violations.field("transaction", |violations| {
            violations.field("customer", |violations| {
                violations.add(
                    "must be the customer of the transaction that has this external_id",
                    "须为该 external_id 对应交易的客户",
                );
            });
        });
    }
    Ok(require_none(violations)?)
}
