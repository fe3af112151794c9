//! ImportCustomers.

mod at_once;
mod contact_persons;
mod lists;
mod refusals;

use contracts::customer::v1 as wire;
use contracts::customer::v1::import_customers_request::Part;
use contracts::customer::v1::import_row::Record;
use contracts::customer::v1::{
    ImportAction, ImportCustomersRequest, ImportHeader, ImportOutcome, ImportRow, ImportRows,
};
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Status};

use crate::harness::{House, company, fields, phone_number};
use crate::rpc::customer::{delete, move_to, shop_id, status};

fn header(file_digest: &str) -> ImportHeader {
    ImportHeader { file_digest: file_digest.into(), validate_only: false }
}

/// The header of a file of which `letter` stands for all bytes.
fn file(letter: &str) -> ImportHeader {
    header(&letter.repeat(64))
}

/// Rows with the numbers of their places, from 1.
fn rows(customers: impl IntoIterator<Item = wire::Customer>) -> Vec<ImportRow> {
    let row = |(row_number, customer)| ImportRow {
        row_number,
        record: Some(Record::Customer(customer)),
        company_external_id: None,
    };
    (1..).zip(customers).map(row).collect()
}

fn shop(id: &str, name: &str, phone: &str) -> wire::Customer {
    wire::Customer { external_ids: vec![shop_id(id)], ..company(name, phone) }
}

/// The outcomes of an import of `rows`, so many in a message.
async fn import(house: &House, header: ImportHeader, rows: &[ImportRow], in_a_message: usize) -> Vec<ImportOutcome> {
    let messages = rows.chunks(in_a_message).map(|rows| Part::Rows(ImportRows { rows: rows.to_vec() }));
    send(house, [Part::Header(header)].into_iter().chain(messages).collect()).await.unwrap().1
}

/// Sends messages; answers the id of the import and its outcomes.
async fn send(house: &House, parts: Vec<Part>) -> Result<(String, Vec<ImportOutcome>), Status> {
    let messages = parts.into_iter().map(|part| ImportCustomersRequest { part: Some(part) }).collect::<Vec<_>>();
    let mut answers = house.imports().await.import_customers(futures::stream::iter(messages)).await?.into_inner();
    let first = answers.message().await?.unwrap();
    assert!(first.outcomes.is_empty() && first.import_id.len() == 36);
    let mut outcomes = Vec::new();
    while let Some(answer) = answers.message().await? {
        assert_eq!(answer.import_id, "");
        outcomes.extend(answer.outcomes);
    }
    Ok((first.import_id, outcomes))
}

fn actions(outcomes: &[ImportOutcome]) -> Vec<ImportAction> {
    outcomes.iter().map(ImportOutcome::action).collect()
}

async fn listed(house: &House) -> Vec<wire::Customer> {
    let request = wire::ListCustomersRequest { page_size: 1_000, order_by: "create_time".into(), ..Default::default() };
    house.customers().await.list_customers(request).await.unwrap().into_inner().customers
}

on_both_engines! {
    async fn c39_every_row_is_accounted_for_in_order(engine) {
        use ImportAction::{Created, Rejected};
        let house = House::new(engine).await;
        let mut sent: Vec<_> = (0..50).map(|index| company(&format!("第{index}"), "13912345678")).collect();
        sent[7] = wire::Customer { level: "Z".into(), contact_points: Vec::new(), ..company("", "") };
        sent[21] = wire::Customer { registered_name: "长".repeat(201), ..company("", "13912345678") };
        let mut sent = rows(sent);
        sent[33].record = None;
        sent[34].row_number = 0;
        let parts = sent.chunks(9).map(|rows| Part::Rows(ImportRows { rows: rows.to_vec() }));
        let (import_id, outcomes) =
            send(&house, [Part::Header(file("a"))].into_iter().chain(parts).collect()).await.unwrap();

        let numbers = |rows: &[ImportRow]| rows.iter().map(|row| row.row_number).collect::<Vec<_>>();
        assert_eq!(outcomes.iter().map(|outcome| outcome.row_number).collect::<Vec<_>>(), numbers(&sent));
        let expected = [
            (7, vec!["customer.registered_name", "customer.level", "customer.contact_points"]),
            (21, vec!["customer.registered_name"]),
            (33, vec!["record"]),
            (34, vec!["row_number"]),
        ];
        for (index, outcome) in outcomes.iter().enumerate() {
            let Some((_, violated)) = expected.iter().find(|(bad, _)| *bad == index) else {
                assert_eq!((outcome.action(), &outcome.error), (Created, &None), "{index}");
                let customer = house.read(&outcome.customer_id).await;
                assert_eq!(customer.customer_number, outcome.customer_number);
                assert_eq!(customer.registered_name, format!("第{index}"));
                continue;
            };
            assert_eq!((outcome.action(), outcome.customer_id.as_str()), (Rejected, ""), "{index}");
            let refused = status(outcome.error.as_ref().unwrap());
            assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(&fields(&refused), violated, "{index}");
        }
        assert_eq!(listed(&house).await.len(), 46);
        let customer = outcomes[0].customer_id.clone();
        let request = wire::ListCustomerRevisionsRequest { customer, ..Default::default() };
        let history = house.customers().await.list_customer_revisions(request).await.unwrap().into_inner();
        let cause = wire::Cause { kind: "import".into(), id: import_id };
        assert_eq!(history.revisions[0].cause, Some(cause));
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c52_the_same_file_again_changes_nothing(engine) {
        let house = House::new(engine).await;
        let mut sent: Vec<_> = (0..12).map(|index| company(&format!("第{index}"), "139 1234 5678")).collect();
        for (index, customer) in sent.iter_mut().enumerate().take(6) {
            customer.external_ids = vec![shop_id(&index.to_string())];
            customer.addresses = vec![wire::Address {
                kind: wire::AddressKind::Office.into(),
                text: "文一西路969号".into(),
                ..Default::default()
            }];
            customer.important_dates = vec![wire::ImportantDate {
                kind: wire::ImportantDateKind::Birthday.into(),
                day: Some(wire::important_date::Day::Lunar(wire::LunarDay { year: 0, month: 8, leap: false, day: 15 })),
                ..Default::default()
            }];
        }
        sent[3].contact_points.push(phone_number("找老王"));
        let sent = rows(sent);
        let first = import(&house, file("a"), &sent, 5).await;
        assert_eq!(actions(&first), [ImportAction::Created; 12]);
        let before = listed(&house).await;
        // A note given with a change of stage is no field that a row could say otherwise.
        let note = wire::ChangeStageRequest { note: "已联系".into(), ..move_to(&before[0], "intent", "") };
        house.customers().await.change_stage(note).await.unwrap();
        let before = listed(&house).await;
        house.clock.advance(60_000_000);
        for in_a_message in [1, 12] {
            let again = import(&house, file("a"), &sent, in_a_message).await;
            assert_eq!(actions(&again), [ImportAction::Unchanged; 12]);
            let customers = |outcomes: &[ImportOutcome]| {
                outcomes
                    .iter()
                    .map(|o| (o.row_number, o.customer_id.clone(), o.customer_number.clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(customers(&again), customers(&first));
        }
        assert_eq!(listed(&house).await, before);
        // Another file with the same rows has others where nothing but the file tells them.
        let other = import(&house, file("b"), &sent, 12).await;
        let expected = [[ImportAction::Unchanged; 6], [ImportAction::Created; 6]].concat();
        assert_eq!(actions(&other), expected);
    }

    async fn c52_a_row_changes_the_customer_that_has_its_external_id_all_but_number_and_stage(engine) {
        let house = House::new(engine).await;
        let before =
            wire::Customer { remarks: "老客户".into(), level: "A".into(), ..shop("1", "甲公司", "13912345678") };
        let before = house.given(before).await;
        let row = wire::Customer {
            level: "B".into(),
            stage: "lost".into(),
            customer_number: "KH-1".into(),
            short_name: "甲".into(),
            ..shop("1", "甲公司", "139-1234-5678")
        };
        let outcomes = import(&house, file("a"), &rows([row.clone(), shop("2", "乙公司", "13912345679")]), 9).await;
        assert_eq!(actions(&outcomes), [ImportAction::Updated, ImportAction::Created]);
        let after = house.read(&outcomes[0].customer_id).await;
        let expected = wire::Customer {
            level: "B".into(),
            short_name: "甲".into(),
            revision: 2,
            etag: after.etag.clone(),
            update_time: after.update_time,
            ..before.clone()
        };
        assert_eq!(after, expected);
        assert_eq!(outcomes[0].customer_number, before.customer_number);

        let deleted = house.customers().await.delete_customer(delete(&after)).await.unwrap().into_inner();
        let again = import(
            &house,
            file("a"),
            &rows([wire::Customer { customer_number: String::new(), stage: String::new(), ..row }]),
            9,
        )
        .await;
        assert_eq!(actions(&again), [ImportAction::Created], "a deleted customer has no external id");
        assert_ne!(again[0].customer_id, deleted.customer_id);
    }

    async fn validate_only_tells_what_would_be_done_and_does_nothing(engine) {
        let house = House::new(engine).await;
        let before = house.given(shop("1", "甲公司", "13912345678")).await;
        let sent = rows([
            shop("1", "乙公司", "13912345678"),
            shop("1", "甲公司", "13912345678"),
            shop("2", "丙公司", "13912345678"),
            company("丁公司", "13912345678"),
            company("", "13912345678"),
        ]);
        let asked = ImportHeader { validate_only: true, ..file("a") };
        let outcomes = import(&house, asked, &sent, 2).await;
        use ImportAction::{Created, Rejected, Unchanged, Updated};
        assert_eq!(actions(&outcomes), [Updated, Unchanged, Created, Created, Rejected]);
        let told: Vec<_> = outcomes.iter().map(|outcome| outcome.customer_id.as_str()).collect();
        assert_eq!(told, [&before.customer_id, &before.customer_id, "", "", ""]);
        assert_eq!(listed(&house).await, [before]);
        assert_eq!(house.verify_journal_of("customer").await.entry_count, 1);
    }
}
