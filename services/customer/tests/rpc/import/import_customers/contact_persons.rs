//! Rows that describe contact persons.

use contracts::customer::v1 as wire;
use contracts::customer::v1::import_customers_request::Part;
use contracts::customer::v1::import_row::Record;
use contracts::customer::v1::{ContactPersonState, DecisionRole, ImportAction, ImportOutcome, ImportRow, ImportRows};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{actions, file, send};
use crate::harness::{House, company, fields, phone_number};
use crate::rpc::contact_person::{at, delete, person};
use crate::rpc::customer::{shop_id, status};

/// A row of the company with this id in the shop.
fn row(row_number: i64, shop: &str, person: wire::ContactPerson) -> ImportRow {
    let company_external_id = (!shop.is_empty()).then(|| shop_id(shop));
    ImportRow { row_number, record: Some(Record::ContactPerson(person)), company_external_id }
}

/// Imports rows of a file of which `letter` stands for all bytes; answers the id of the import and its outcomes.
async fn import(house: &House, letter: &str, rows: &[ImportRow]) -> (String, Vec<ImportOutcome>) {
    let rows = Part::Rows(ImportRows { rows: rows.to_vec() });
    send(house, vec![Part::Header(file(letter)), rows]).await.unwrap()
}

async fn shop(house: &House, id: &str) -> wire::Customer {
    house.given(wire::Customer { external_ids: vec![shop_id(id)], ..company("甲", "13912345678") }).await
}

/// How many contact persons there are, deleted ones too.
async fn count(house: &House) -> usize {
    let request = wire::ListContactPersonsRequest { show_deleted: true, ..Default::default() };
    house.persons().await.list_contact_persons(request).await.unwrap().into_inner().contact_persons.len()
}

on_both_engines! {
    async fn c8_every_row_is_accounted_for_and_the_same_file_again_changes_nothing(engine) {
        use ImportAction::{Created, Rejected, Unchanged};
        let house = House::new(engine).await;
        let first = shop(&house, "1").await;
        let buyer = wire::CompanyLink { title: "采购总监".into(), role: DecisionRole::Buyer.into(), ..Default::default() };
        let by_number = wire::CompanyLink { customer: first.customer_number.clone(), ..Default::default() };
        let rows = [
            row(1, "1", wire::ContactPerson { companies: vec![buyer], ..person("王小明", "139 1234 5678", &[]) }),
            row(2, "", person("李雷", "13812345678", &[by_number])),
            row(3, "2", person("无主", "13812345670", &[])),
            row(4, "", person("", "13812345671", &[])),
            row(5, "", person("韩梅梅", "no phone at all", &[])),
        ];
        let (_, outcomes) = import(&house, "a", &rows).await;
        assert_eq!(actions(&outcomes), [Created, Created, Rejected, Rejected, Created]);
        for (outcome, field) in [(&outcomes[2], "company_external_id"), (&outcomes[3], "contact_person.name")] {
            let refused = status(outcome.error.as_ref().unwrap());
            assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(fields(&refused), [field]);
        }
        let wang = house.read_person(&outcomes[0].contact_person_id).await;
        assert_eq!(wang.contact_points[0].value, "+8613912345678");
        let link = &wang.companies[0];
        assert_eq!((&link.customer, link.title.as_str(), link.role()), (&first.customer_id, "采购总监", DecisionRole::Buyer));
        assert_eq!(house.read_person(&outcomes[1].contact_person_id).await.companies, [at(&first)]);
        let kept = house.read_person(&outcomes[4].contact_person_id).await;
        assert_eq!(kept.contact_points[0].verification_state(), wire::VerificationState::Malformed);

        let (_, again) = import(&house, "a", &rows).await;
        assert_eq!(actions(&again), [Unchanged, Unchanged, Rejected, Rejected, Unchanged]);
        assert_eq!(again[0].contact_person_id, wang.contact_person_id);
        assert_eq!((count(&house).await, house.read_person(&wang.contact_person_id).await), (3, wang));
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c52_a_known_contact_person_gets_the_fields_of_the_row_and_its_lists_are_added_to(engine) {
        let house = House::new(engine).await;
        let (first, second) = (shop(&house, "1").await, shop(&house, "2").await);
        let known = wire::ContactPerson {
            external_ids: vec![shop_id("p1")],
            remarks: "老客户".into(),
            ..person("王小明", "13912345678", &[wire::CompanyLink { title: "经理".into(), ..at(&first) }])
        };
        let known = house.given_person(known).await;
        let promoted = wire::CompanyLink { title: "总监".into(), ..at(&first) };
        let sent = wire::ContactPerson {
            external_ids: vec![shop_id("p1")],
            salutation: "王总".into(),
            ..person("王小明", "13912345679", &[promoted, at(&second)])
        };
        let (_, outcomes) = import(&house, "a", &[row(1, "", sent.clone())]).await;
        assert_eq!(actions(&outcomes), [ImportAction::Updated]);
        let now = house.read_person(&known.contact_person_id).await;
        assert_eq!((now.salutation.as_str(), now.remarks.as_str(), now.contact_points.len()), ("王总", "老客户", 2));
        let titles: Vec<_> = now.companies.iter().map(|link| (link.customer.as_str(), link.title.as_str())).collect();
        assert_eq!(titles, [(first.customer_id.as_str(), "总监"), (second.customer_id.as_str(), "")]);
        let (_, again) = import(&house, "b", &[row(7, "", sent)]).await;
        assert_eq!(actions(&again), [ImportAction::Unchanged]);
        assert_eq!(house.read_person(&known.contact_person_id).await, now);
    }

    async fn c52_rows_of_one_contact_person_at_once_make_one(engine) {
        let house = House::new(engine).await;
        let one = |number: i64| wire::ContactPerson {
            external_ids: vec![shop_id("p1")],
            contact_points: vec![phone_number(&(13_900_000_000 + number).to_string())],
            name: "王小明".into(),
            ..Default::default()
        };
        let rows: Vec<_> = (1..=20).map(|number| row(number, "", one(number))).collect();
        let (first, second) = futures::future::join(import(&house, "a", &rows), import(&house, "b", &rows)).await;
        assert!(first.1.iter().chain(&second.1).all(|outcome| outcome.error.is_none()));
        assert_eq!(count(&house).await, 1);
        assert_eq!(house.read_person(&first.1[0].contact_person_id).await.contact_points.len(), 20);
    }

    async fn c41_an_import_of_contact_persons_is_taken_back_and_a_deleted_one_holds_no_id(engine) {
        let house = House::new(engine).await;
        let sent = wire::ContactPerson { external_ids: vec![shop_id("p1")], ..person("王小明", "13912345678", &[]) };
        let (cause, outcomes) = import(&house, "a", &[row(1, "", sent.clone())]).await;
        let request = wire::RevertCauseRequest { cause, validate_only: false };
        let mut answers = house.reverts().await.revert_cause(request).await.unwrap().into_inner();
        while answers.message().await.unwrap().is_some() {}
        let gone = house.read_person(&outcomes[0].contact_person_id).await;
        assert_eq!(gone.state(), ContactPersonState::Deleted);

        let other = house.given_person(sent.clone()).await;
        let request = wire::UndeleteContactPersonRequest { contact_person_id: gone.contact_person_id, ..Default::default() };
        let refused = house.persons().await.undelete_contact_person(request).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, wire::ErrorReason::ExternalIdTaken.as_str_name());
        house.persons().await.delete_contact_person(delete(&other)).await.unwrap();
        assert_eq!(house.given_person(sent).await.external_ids, [shop_id("p1")]);
    }

    async fn c8_no_row_links_a_person_to_more_companies_than_a_record_can_have(engine) {
        let house = House::new(engine).await;
        let mut rows = Vec::new();
        for number in 1..=21 {
            let id = number.to_string();
            shop(&house, &id).await;
            let known = wire::ContactPerson { external_ids: vec![shop_id("wang")], ..person("王小明", "13912345678", &[]) };
            rows.push(row(number, &id, known));
        }
        let (_, outcomes) = import(&house, "a", &rows).await;
        let (last, others) = outcomes.split_last().unwrap();
        assert!(others.iter().all(|outcome| outcome.error.is_none()));
        assert_eq!(fields(&status(last.error.as_ref().unwrap())), ["contact_person.companies"]);
        assert_eq!(house.read_person(&others[0].contact_person_id).await.companies.len(), 20);
    }
}
