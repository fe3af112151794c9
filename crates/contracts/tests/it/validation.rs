use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::import_row::Record;
use contracts::customer::v1::{
    BatchGetCustomersRequest, ContactPoint, CreateCustomerRequest, Customer, ExternalId, GetCustomerRequest,
    ImportHeader, ImportRow, ListCustomersRequest,
};
use contracts::validation::{MAX_LISTED_VIOLATIONS, Validate, Violations};

/// Each violation as `path: rule`.
fn violations(message: &impl Validate) -> Vec<String> {
    let mut violations = Violations::default();
    message.validate(&mut violations);
    let listed = violations.into_listed();
    listed.into_iter().map(|violation| format!("{}: {}", violation.field, violation.description.english)).collect()
}

fn create(customer: Customer) -> CreateCustomerRequest {
    CreateCustomerRequest { customer: Some(customer), ..Default::default() }
}

#[test]
fn every_violation_is_answered_with_its_path_the_rule_and_what_was_met() {
    let contact_points =
        vec![ContactPoint::default(), ContactPoint { kind: 99, value: "1".repeat(321), ..Default::default() }];
    let request = CreateCustomerRequest {
        request_id: "7".to_owned(),
        ..create(Customer { registered_name: "n".repeat(214), contact_points, ..Default::default() })
    };
    assert_eq!(
        violations(&request),
        [
            "customer.registered_name: at most 200 characters; it has 214",
            "customer.contact_points[1].kind: ContactPointKind has no value 99; use one that the contract lists",
            "customer.contact_points[1].value: at most 320 characters; it has 321",
            "request_id: a UUID, such as 0190163d-8694-739b-aea5-966c26f8ad91",
        ]
    );
}

#[test]
fn length_is_counted_in_characters_not_bytes() {
    assert!(violations(&create(Customer { registered_name: "名".repeat(200), ..Default::default() })).is_empty());
    assert_eq!(violations(&create(Customer { registered_name: "名".repeat(201), ..Default::default() })).len(), 1);
}

#[test]
fn what_a_create_requires_is_left_to_the_service_because_an_update_is_partial() {
    assert!(violations(&create(Customer::default())).is_empty());
}

#[test]
fn a_required_message_must_be_there() {
    assert_eq!(violations(&CreateCustomerRequest::default()), ["customer: required"]);
}

#[test]
fn a_required_oneof_must_be_set_and_its_member_keeps_its_rules() {
    let get = |key| GetCustomerRequest { key, as_of: None };
    assert_eq!(violations(&get(None)), ["key: one of these is required: customer, external_id"]);
    assert_eq!(violations(&get(Some(Key::Customer(String::new())))), ["customer: required"]);
    let external_id = ExternalId { source: "erp".to_owned(), id: String::new() };
    assert_eq!(violations(&get(Some(Key::ExternalId(external_id)))), ["external_id.id: required"]);
}

#[test]
fn each_element_of_a_list_keeps_the_rules_of_items() {
    let customers = |customers: &[&str]| BatchGetCustomersRequest {
        customers: customers.iter().map(|&customer| customer.to_owned()).collect(),
        as_of: None,
    };
    assert_eq!(violations(&customers(&[])), ["customers: required"]);
    assert_eq!(violations(&customers(&["C20240520001", ""])), ["customers[1]: required"]);
    assert_eq!(violations(&customers(&["a"; 1_001])), ["customers: at most 1000 elements; it has 1001"]);
}

#[test]
fn numbers_keep_to_their_range() {
    let list = ListCustomersRequest { page_size: -1, ..Default::default() };
    assert_eq!(violations(&list), ["page_size: at least 0; it is -1"]);
    let row =
        ImportRow { row_number: 0, record: Some(Record::Customer(Customer::default())), company_external_id: None };
    assert_eq!(violations(&row), ["row_number: at least 1; it is 0"]);
}

#[test]
fn an_exact_length_is_exact() {
    let header = |digits| ImportHeader { file_digest: "0".repeat(digits), validate_only: false };
    assert_eq!(violations(&header(63)), ["file_digest: exactly 64 characters; it has 63"]);
    assert!(violations(&header(64)).is_empty());
}

#[test]
fn a_uuid_is_accepted_in_its_usual_form_alone_and_may_be_left_out() {
    let request =
        |request_id: &str| CreateCustomerRequest { request_id: request_id.to_owned(), ..create(Customer::default()) };
    assert!(violations(&request("")).is_empty());
    assert!(violations(&request("0190163D-8694-739b-aea5-966c26f8ad91")).is_empty());
    assert_eq!(violations(&request("0190163d8694739baea5966c26f8ad91")).len(), 1);
    assert_eq!(violations(&request("{0190163d-8694-739b-aea5-966c26f8}")).len(), 1);
}

#[test]
fn a_request_full_of_errors_is_counted_to_the_end_and_listed_up_to_the_limit() {
    let contact_points = vec![ContactPoint { kind: -1, ..Default::default() }; 5_000];
    let mut violations = Violations::default();
    create(Customer { contact_points, ..Default::default() }).validate(&mut violations);
    assert_eq!(violations.count(), 5_001);
    assert_eq!(violations.into_listed().len(), MAX_LISTED_VIOLATIONS);
}
