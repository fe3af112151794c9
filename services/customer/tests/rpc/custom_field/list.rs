//! ListCustomFields.

use contracts::customer::v1::{CustomField, ListCustomFieldsRequest};
use testkit::on_both_engines;

use super::{changed, field, given, text};
use crate::harness::House;

on_both_engines! {
    async fn fields_are_listed_in_their_order_page_by_page(engine) {
        let house = House::new(engine).await;
        for (id, position) in [("third", 30), ("first", 10), ("second", 10), ("gone", 20)] {
            given(&house, CustomField { position, ..field(id, text()) }).await;
        }
        changed(&house, "gone", &["retired"], |field| field.retired = true).await;
        for (show_retired, expected) in [(false, vec!["first", "second", "third"]), (true, vec!["first", "second", "gone", "third"])] {
            let (mut listed, mut page_token) = (Vec::new(), String::new());
            loop {
                let request = ListCustomFieldsRequest { show_retired, page_size: 2, page_token };
                let page = house.fields().await.list_custom_fields(request).await.unwrap().into_inner();
                assert!(page.custom_fields.len() <= 2);
                listed.extend(page.custom_fields.into_iter().map(|field| field.field_id));
                page_token = page.next_page_token;
                if page_token.is_empty() {
                    break;
                }
            }
            assert_eq!(listed, expected);
        }
    }
}
