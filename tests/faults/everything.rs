//! All that four services keep, and whether their journals are whole.

use std::collections::BTreeMap;

use access::Role;
use contracts::customer::v1 as customers;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::journal::v1::VerifyJournalRequest;
use contracts::journal::v1::journal_service_client::JournalServiceClient;
use contracts::reminder::v1 as reminders;
use contracts::reminder::v1::task_service_client::TaskServiceClient;

use crate::caller::Caller;
use crate::services::{Ground, Name};

/// The most records of a page.
const PAGE: i32 = 1_000;

/// All customers, by id.
pub async fn every_customer(ground: &Ground, caller: &Caller) -> BTreeMap<String, customers::Customer> {
    let mut client = CustomerServiceClient::new(ground.stub(Name::Customer, caller));
    let (mut found, mut page_token) = (BTreeMap::new(), String::new());
    loop {
        let request = customers::ListCustomersRequest { page_size: PAGE, page_token, ..Default::default() };
        let page = client.list_customers(request).await.unwrap().into_inner();
        found.extend(page.customers.into_iter().map(|customer| (customer.customer_id.clone(), customer)));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return found;
        }
    }
}

/// All interactions, by id.
pub async fn every_interaction(ground: &Ground, caller: &Caller) -> BTreeMap<String, interactions::Interaction> {
    let mut client = InteractionServiceClient::new(ground.stub(Name::Interaction, caller));
    let (mut found, mut page_token) = (BTreeMap::new(), String::new());
    loop {
        let request = interactions::ListInteractionsRequest { page_size: PAGE, page_token, ..Default::default() };
        let page = client.list_interactions(request).await.unwrap().into_inner();
        found.extend(page.interactions.into_iter().map(|found| (found.interaction_id.clone(), found)));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return found;
        }
    }
}

/// All tasks by id: the revision and the customer.
pub async fn every_task(ground: &Ground, caller: &Caller) -> BTreeMap<String, (i64, String)> {
    let mut client = TaskServiceClient::new(ground.stub(Name::Reminder, caller));
    let (mut found, mut page_token) = (BTreeMap::new(), String::new());
    loop {
        let request = reminders::ListTasksRequest { page_size: PAGE, page_token, ..Default::default() };
        let page = client.list_tasks(request).await.unwrap().into_inner();
        found.extend(page.tasks.into_iter().map(|task| (task.task_id, (task.revision, task.customer))));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return found;
        }
    }
}

/// Has every journal recomputed.
pub async fn verify_journals(ground: &Ground) {
    let auditor = ground.caller("auditor", Role::System);
    for name in [Name::Customer, Name::Interaction, Name::Reminder] {
        let mut client = JournalServiceClient::new(ground.stub(name, &auditor));
        let request = VerifyJournalRequest { service: name.as_str().into() };
        let mut messages = client.verify_journal(request).await.unwrap().into_inner();
        while let Some(message) = messages.message().await.unwrap() {
            assert!(message.faults.is_empty(), "{name:?}: {:?}", message.faults);
        }
    }
}
