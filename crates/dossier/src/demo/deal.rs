//! Writes what we have to do with customers, through the same calls as everybody.

use std::collections::HashMap;

use contracts::google::r#type::Money;
use contracts::interaction::v1::{
    ChangeComplaintStateRequest, ChangeServiceCaseStateRequest, Complaint, CreateComplaintRequest,
    CreateFeedbackRequest, CreateInteractionRequest, CreateServiceCaseRequest, CreateTransactionRequest, Feedback,
    HandlingState, Interaction, ListComplaintsRequest, ListFeedbackRequest, ListInteractionsRequest,
    ListServiceCasesRequest, ListTransactionsRequest, RefundTransactionRequest, ServiceCase, Transaction,
};

use super::dealings::Dealing;
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many records are asked for at once.
const PAGE: usize = 1_000;

/// What is there of a customer's dealings.
#[derive(Clone, Debug, Default)]
pub(super) struct Dealt {
    /// How many: each is one revision.
    pub(super) count: u64,
    /// The ids of its newest transaction, complaint and service case.
    transaction: String,
    complaint: String,
    service_case: String,
}

/// Reads a list to its end, and does something with each record, newest first.
macro_rules! each {
    ($client:expr, $list:ident, $request:ident, $records:ident, $take:expr) => {{
        let mut pages = Limit::default().pages(PAGE);
        while let Some((page_size, page_token)) = pages.next() {
            let request = $request { page_size, page_token, show_deleted: true, ..$request::default() };
            let page = $client.$list(request).await?.into_inner();
            pages.received(page.$records.len(), page.next_page_token);
            page.$records.into_iter().for_each($take);
        }
    }};
}

/// What is there, by the id of the customer.
pub(super) async fn there(session: &Session) -> Result<HashMap<String, Dealt>, Failure> {
    let mut there = HashMap::new();
    each!(session.interactions(), list_interactions, ListInteractionsRequest, interactions, |i: Interaction| {
        counted(&mut there, i.customer, i.revision);
    });
    each!(session.transactions(), list_transactions, ListTransactionsRequest, transactions, |t: Transaction| {
        newest(&mut counted(&mut there, t.customer, t.revision).transaction, t.transaction_id);
    });
    each!(session.feedback(), list_feedback, ListFeedbackRequest, feedback, |f: Feedback| {
        counted(&mut there, f.customer, f.revision);
    });
    each!(session.complaints(), list_complaints, ListComplaintsRequest, complaints, |c: Complaint| {
        newest(&mut counted(&mut there, c.customer, c.revision).complaint, c.complaint_id);
    });
    each!(session.service_cases(), list_service_cases, ListServiceCasesRequest, service_cases, |c: ServiceCase| {
        newest(&mut counted(&mut there, c.customer, c.revision).service_case, c.service_case_id);
    });
    Ok(there)
}

/// Counts the revisions of a record of a customer.
fn counted(there: &mut HashMap<String, Dealt>, customer: String, revision: i64) -> &mut Dealt {
    let dealt = there.entry(customer).or_default();
    dealt.count += u64::try_from(revision).unwrap_or_default();
    dealt
}

fn newest(known: &mut String, id: String) {
    if known.is_empty() {
        *known = id;
    }
}

/// Deals with a customer, of whom so much is there; `assignee` handles what it brings.
pub(super) async fn deal(
    session: &Session,
    customer: String,
    assignee: String,
    dealing: Dealing,
    mut dealt: Dealt,
) -> Result<Dealt, Failure> {
    match dealing {
        Dealing::Talk(interaction) => {
            let interaction = Some(Interaction { customer, ..*interaction });
            let request = CreateInteractionRequest { interaction, ..Default::default() };
            session.interactions().create_interaction(request).await?;
        }
        Dealing::Sell(transaction) => {
            let transaction = Some(Transaction { customer, ..*transaction });
            let request = CreateTransactionRequest { transaction, ..Default::default() };
            dealt.transaction = session.transactions().create_transaction(request).await?.into_inner().transaction_id;
        }
        Dealing::Refund { yuan } => {
            let amount = Money { currency_code: "CNY".to_owned(), units: yuan.into(), nanos: 0 };
            let transaction_id = dealt.transaction.clone();
            let request = RefundTransactionRequest { transaction_id, amount: Some(amount), ..Default::default() };
            session.transactions().refund_transaction(request).await?;
        }
        Dealing::Rate(feedback) => {
            let feedback = Some(Feedback { customer, ..*feedback });
            session.feedback().create_feedback(CreateFeedbackRequest { feedback, ..Default::default() }).await?;
        }
        Dealing::Complain(complaint) => {
            let complaint = Some(Complaint { customer, assignee, ..*complaint });
            let request = CreateComplaintRequest { complaint, ..Default::default() };
            dealt.complaint = session.complaints().create_complaint(request).await?.into_inner().complaint_id;
        }
        Dealing::Settle { resolution } => {
            let request = ChangeComplaintStateRequest {
                complaint_id: dealt.complaint.clone(),
                handling_state: HandlingState::Closed.into(),
                resolution: resolution.to_owned(),
                ..Default::default()
            };
            session.complaints().change_complaint_state(request).await?;
        }
        Dealing::Ask(case) => {
            let service_case = Some(ServiceCase { customer, assignee, ..*case });
            let request = CreateServiceCaseRequest { service_case, ..Default::default() };
            let made = session.service_cases().create_service_case(request).await?.into_inner();
            dealt.service_case = made.service_case_id;
        }
        Dealing::Solve { solution } => {
            let request = ChangeServiceCaseStateRequest {
                service_case_id: dealt.service_case.clone(),
                handling_state: HandlingState::Resolved.into(),
                solution: solution.to_owned(),
                ..Default::default()
            };
            session.service_cases().change_service_case_state(request).await?;
        }
    }
    dealt.count += 1;
    Ok(dealt)
}
