use contracts::customer::v1::{ContactPoint, Customer, Tenant};
use contracts::resource::Resource;

#[test]
fn what_is_output_only_is_not_writable() {
    let writable = ["display_name", "zones", "languages", "region", "deleted_retention_days", "working_days"];
    assert_eq!(Tenant::WRITABLE, writable);
    assert!(!Customer::WRITABLE.contains(&"etag") && !Customer::WRITABLE.contains(&"team"));
}

#[test]
fn the_entries_of_a_map_of_messages_can_be_named() {
    assert_eq!(Customer::MAPS, ["custom_fields"]);
    let custom_fields = [("size".to_owned(), Default::default())].into();
    let customer = Customer { custom_fields, ..Default::default() };
    assert_eq!((customer.keys("custom_fields"), customer.keys("tags")), (vec!["size"], vec![]));
    assert!(contracts::customer::v1::Term::MAPS.is_empty(), "names are changed together");
}

#[test]
fn what_is_immutable_is_named() {
    assert_eq!(Customer::IMMUTABLE, ["customer_number"]);
}

#[test]
fn only_writable_fields_that_hold_something_are_populated() {
    assert!(Customer::default().populated().is_empty());
    let customer = Customer {
        customer_id: "0190163d-8694-739b-aea5-966c26f8ad91".to_owned(),
        kind: 1,
        remarks: "-".to_owned(),
        contact_points: vec![ContactPoint::default()],
        first_contact_time: Some(Default::default()),
        revision: 7,
        ..Default::default()
    };
    assert_eq!(customer.populated(), ["kind", "contact_points", "remarks", "first_contact_time"]);
}
