//! RevertCause.

mod contact_persons;
mod model;
mod ownership;
mod terms;

use contracts::customer::v1 as wire;
use contracts::customer::v1::import_customers_request::Part;
use contracts::customer::v1::import_row::Record as Imported;
use contracts::customer::v1::revert_outcome::Record;
use contracts::customer::v1::{
    ErrorReason, ImportCustomersRequest, ImportHeader, ImportRow, ImportRows, RevertAction, RevertCauseRequest,
    RevertOutcome,
};
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Status};

use crate::harness::{Bearer, House, company};
use crate::rpc::customer::{delete, erase, move_to, request_id, shop_id, status, update};

/// Imports customers; answers the id of the import.
async fn import(house: &House, customers: Vec<wire::Customer>) -> String {
    import_rows(house, customers.into_iter().map(Imported::Customer)).await
}

/// Imports customers and contact persons; answers the id of the import.
async fn import_rows(house: &House, records: impl IntoIterator<Item = Imported>) -> String {
    let row = |(row_number, record)| ImportRow { row_number, record: Some(record), company_external_id: None };
    let rows = (1..).zip(records).map(row);
    let header = ImportHeader { file_digest: "a".repeat(64), validate_only: false };
    let messages = [Part::Header(header), Part::Rows(ImportRows { rows: rows.collect() })];
    let messages = messages.map(|part| ImportCustomersRequest { part: Some(part) });
    let mut answers =
        house.imports().await.import_customers(futures::stream::iter(messages)).await.unwrap().into_inner();
    let first = answers.message().await.unwrap().unwrap();
    while let Some(answer) = answers.message().await.unwrap() {
        assert!(answer.outcomes.iter().all(|outcome| outcome.error.is_none()));
    }
    first.import_id
}

/// Takes back; answers the id of the revert and its outcomes.
async fn revert(house: &House, cause: &str, validate_only: bool) -> Result<(String, Vec<RevertOutcome>), Status> {
    let request = RevertCauseRequest { cause: cause.into(), validate_only };
    let mut answers = house.reverts().await.revert_cause(request).await?.into_inner();
    let first = answers.message().await?.unwrap();
    let mut outcomes = Vec::new();
    while let Some(answer) = answers.message().await? {
        outcomes.extend(answer.outcomes);
    }
    assert_eq!(first.record_count, i64::try_from(outcomes.len()).unwrap());
    Ok((first.revert_id, outcomes))
}

/// Takes back as somebody else than the administrator; answers the outcomes.
async fn revert_as(house: &House, bearer: Bearer, cause: &str) -> Vec<RevertOutcome> {
    let request = RevertCauseRequest { cause: cause.into(), validate_only: false };
    let mut answers = house.reverts_of(bearer).await.revert_cause(request).await.unwrap().into_inner();
    let mut outcomes = Vec::new();
    while let Some(answer) = answers.message().await.unwrap() {
        outcomes.extend(answer.outcomes);
    }
    outcomes
}

fn actions(outcomes: &[RevertOutcome]) -> Vec<RevertAction> {
    outcomes.iter().map(RevertOutcome::action).collect()
}

fn customer_id(outcome: &RevertOutcome) -> &str {
    let Some(Record::CustomerId(id)) = &outcome.record else { panic!("{outcome:?}") };
    id
}

/// The id of the cause of a customer's newest revision.
async fn newest_cause(house: &House, customer: &str) -> String {
    let request = wire::ListCustomerRevisionsRequest { customer: customer.into(), page_size: 1, ..Default::default() };
    let history = house.customers().await.list_customer_revisions(request).await.unwrap().into_inner();
    history.revisions[0].cause.clone().unwrap().id
}

fn shop(id: &str, name: &str, phone: &str) -> wire::Customer {
    wire::Customer { external_ids: vec![shop_id(id)], ..company(name, phone) }
}

on_both_engines! {
    async fn c41_an_import_is_taken_back_what_it_created_and_what_it_changed(engine) {
        let house = House::new(engine).await;
        let old = house.given(wire::Customer { level: "A".into(), ..shop("1", "甲", "13912345678") }).await;
        house.clock.advance(1_000_000);
        let renamed = wire::Customer { level: "C".into(), ..shop("1", "乙", "13912345679") };
        let cause = import(&house, vec![renamed, shop("2", "丙", "13912345670")]).await;
        let changed = house.read(&old.customer_id).await;
        assert_eq!((changed.registered_name.as_str(), changed.contact_points.len()), ("乙", 2));

        let (_, told) = revert(&house, &cause, true).await.unwrap();
        assert_eq!(actions(&told), [RevertAction::Reverted, RevertAction::Deleted]);
        assert_eq!(house.read(&old.customer_id).await, changed, "a preview changes nothing");

        let (redo, done) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(done, told);
        let back = house.read(&old.customer_id).await;
        let expected = wire::Customer {
            revision: back.revision,
            etag: back.etag.clone(),
            update_time: back.update_time,
            ..old.clone()
        };
        assert_eq!(back, expected);
        assert_eq!(house.read(customer_id(&done[1])).await.state(), wire::CustomerState::Deleted);
        assert_eq!(newest_cause(&house, &old.customer_id).await, redo);

        let (_, again) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(actions(&again), [RevertAction::Unchanged; 2]);
        let (_, redone) = revert(&house, &redo, false).await.unwrap();
        assert_eq!(actions(&redone), [RevertAction::Reverted; 2]);
        assert_eq!(house.read(&old.customer_id).await.registered_name, "乙");
        assert_eq!(house.read(customer_id(&done[1])).await.state(), wire::CustomerState::Active);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c41_a_list_does_not_grow_past_what_a_record_can_have(engine) {
        let house = House::new(engine).await;
        let places = |from: usize| {
            let place = |number: usize| wire::Address {
                kind: wire::AddressKind::Office.into(),
                text: format!("文一西路{number}号"),
                ..Default::default()
            };
            (from..from + 15).map(place).collect::<Vec<_>>()
        };
        let mut customers = house.customers().await;
        let given = house.given(wire::Customer { addresses: places(0), ..company("甲公司", "13912345678") }).await;
        let emptied = wire::Customer { addresses: Vec::new(), ..given };
        let emptied = customers.update_customer(update(emptied, &["addresses"])).await.unwrap().into_inner();
        let cause = newest_cause(&house, &emptied.customer_id).await;
        let filled = wire::Customer { addresses: places(100), remarks: "新".into(), ..emptied };
        let filled = customers.update_customer(update(filled, &["addresses", "remarks"])).await.unwrap().into_inner();
        let (_, outcomes) = revert(&house, &cause, false).await.unwrap();
        assert_eq!((actions(&outcomes), &outcomes[0].kept_paths[..]), (vec![RevertAction::Unchanged], &["addresses".to_owned()][..]));
        assert_eq!(house.read(&filled.customer_id).await, filled);
    }

    async fn c41_what_was_changed_since_stays_and_is_told(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        house.given(shop("1", "甲", "13912345678")).await;
        house.clock.advance(1_000_000);
        let cause = import(&house, vec![
            wire::Customer { level: "C".into(), remarks: "导入".into(), ..shop("1", "乙", "13912345679") },
            shop("2", "丙", "13912345670"),
        ]).await;
        let by_shop = |id: &str| wire::GetCustomerRequest {
            key: Some(wire::get_customer_request::Key::ExternalId(shop_id(id))),
            ..Default::default()
        };
        let changed = customers.get_customer(by_shop("1")).await.unwrap().into_inner();
        let mut sent = wire::Customer { level: "B".into(), ..changed.clone() };
        sent.contact_points[1].label = "新的".into();
        let edited = customers.update_customer(update(sent, &["level", "contact_points"])).await.unwrap().into_inner();
        let created = customers.get_customer(by_shop("2")).await.unwrap().into_inner();
        let sent = wire::Customer { remarks: "已联系".into(), ..created.clone() };
        let touched = customers.update_customer(update(sent, &["remarks"])).await.unwrap().into_inner();

        let (_, done) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(actions(&done), [RevertAction::Reverted, RevertAction::Unchanged]);
        let point = format!("contact_points[{}]", edited.contact_points[1].contact_point_id);
        assert_eq!(done[0].kept_paths, [point, "level".to_owned()]);
        assert_eq!(done[1].kept_paths, ["remarks"]);
        let back = house.read(&changed.customer_id).await;
        assert_eq!((back.registered_name.as_str(), back.remarks.as_str(), back.level.as_str()), ("甲", "", "B"));
        assert_eq!(back.contact_points, edited.contact_points);
        assert_eq!(house.read(&created.customer_id).await, touched);
    }

    async fn stage_and_owner_are_given_back_with_what_belongs_to_them(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲", "13912345678")).await;
        house.clock.advance(1_000_000);
        house.customers().await.change_stage(move_to(&first, "lost", "price")).await.unwrap();
        let cause = newest_cause(&house, &first.customer_id).await;
        let (_, done) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(actions(&done), [RevertAction::Reverted]);
        let back = house.read(&first.customer_id).await;
        assert_eq!((&back.stage, &back.stage_reason, back.stage_time), (&first.stage, &first.stage_reason, first.stage_time));
    }

    async fn a_key_that_another_customer_has_taken_is_told(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(shop("1", "甲", "13912345678")).await;
        customers.delete_customer(delete(&first)).await.unwrap();
        let cause = newest_cause(&house, &first.customer_id).await;
        house.given(shop("1", "乙", "13912345679")).await;
        let (_, done) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(actions(&done), [RevertAction::Refused]);
        let refused = status(done[0].error.as_ref().unwrap());
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::ExternalIdTaken.as_str_name());
        assert_eq!(house.read(&first.customer_id).await.state(), wire::CustomerState::Deleted);
    }

    async fn x13_the_erased_are_not_brought_back(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(company("甲", "13912345678")).await;
        let sent = wire::Customer { registered_name: "乙".into(), ..first.clone() };
        let second = customers.update_customer(update(sent, &[])).await.unwrap().into_inner();
        let cause = newest_cause(&house, &first.customer_id).await;
        customers.erase_customer(erase(&second)).await.unwrap();
        for validate_only in [true, false] {
            let (_, done) = revert(&house, &cause, validate_only).await.unwrap();
            assert_eq!(actions(&done), [RevertAction::Refused]);
            let refused = status(done[0].error.as_ref().unwrap());
            assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Erased.as_str_name());
        }
    }

    async fn a_cause_of_which_nothing_is_known_is_not_found(engine) {
        let house = House::new(engine).await;
        let refused = revert(&house, &request_id(7), false).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let refused = revert(&house, "7", false).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
    }

    async fn x1_sales_take_back_what_was_done_to_their_own_customers_alone(engine) {
        let house = House::new(engine).await;
        let staff = house.employ("chen").await;
        let own = wire::Customer { owner: staff.staff_id, ..shop("1", "甲", "13912345678") };
        house.given(own).await;
        house.clock.advance(1_000_000);
        house.given(shop("2", "乙", "13912345679")).await;
        let cause = import(&house, vec![
            wire::Customer { level: "A".into(), ..shop("1", "甲", "13912345678") },
            wire::Customer { level: "A".into(), ..shop("2", "乙", "13912345679") },
        ]).await;
        let bearer = house.token(access::LOCAL_TENANT, "chen", access::Role::Sales);
        let request = RevertCauseRequest { cause, validate_only: false };
        let mut answers = house.reverts_of(bearer).await.revert_cause(request.clone()).await.unwrap().into_inner();
        let mut outcomes = Vec::new();
        while let Some(answer) = answers.message().await.unwrap() {
            outcomes.extend(answer.outcomes);
        }
        assert_eq!(actions(&outcomes), [RevertAction::Reverted, RevertAction::Refused]);
        let refused = status(outcomes[1].error.as_ref().unwrap());
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        let bearer = house.token(access::LOCAL_TENANT, "zhao", access::Role::Finance);
        let refused = house.reverts_of(bearer).await.revert_cause(request).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }
}
