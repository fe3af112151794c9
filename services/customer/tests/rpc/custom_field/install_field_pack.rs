//! InstallFieldPack (C17, C19).

use access::Role;
use contracts::customer::v1::{ErrorReason, InstallFieldPackRequest, InstallFieldPackResponse};
use contracts::options::v1::DataClass;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{changed, choice_value, choice_values, field, given, read, text, text_value};
use crate::harness::{House, company, fields};
use crate::rpc::customer::with_values;

pub(super) async fn install(house: &House, pack: &str) -> InstallFieldPackResponse {
    let request = InstallFieldPackRequest { pack: pack.into(), validate_only: false };
    house.fields().await.install_field_pack(request).await.unwrap().into_inner()
}

on_both_engines! {
    async fn a_pack_is_installed_once_and_what_the_tenant_changed_stays(engine) {
        let house = House::new(engine).await;
        let first = install(&house, "retail").await;
        assert!(first.added_fields.len() >= 5 && first.present_field_ids.is_empty());
        assert!(first.added_fields.iter().all(|field| field.revision == 1 && !field.etag.is_empty() && field.pack == "retail"));
        let renamed = changed(&house, "shoe_size", &["names"], |field| drop(field.names.insert("zh-CN".into(), "鞋子尺码".into()))).await;
        let again = install(&house, "retail").await;
        assert!(again.added_fields.is_empty());
        assert_eq!(again.present_field_ids.len(), first.added_fields.len());
        assert_eq!(read(&house, "shoe_size").await, renamed);
    }

    async fn the_fields_of_packs_take_values_of_their_kinds_and_classes(engine) {
        let house = House::new(engine).await;
        install(&house, "retail").await;
        install(&house, "beauty").await;
        install(&house, "equipment").await;
        let values = [
            ("clothing_size", choice_value("大码")),
            ("favourite_colours", choice_values(&["红色", "blue"])),
            ("skin_type", choice_value("敏感性")),
            ("equipment_model", text_value("X-200")),
        ];
        let kept = house.given(with_values(company("甲公司", "13912345678"), &values)).await;
        assert_eq!(kept.custom_fields["clothing_size"], choice_value("l"));
        assert_eq!(kept.custom_fields["favourite_colours"], choice_values(&["red", "blue"]));
        assert_eq!(kept.custom_fields["skin_type"], choice_value("sensitive"));
        assert_eq!(read(&house, "skin_type").await.data_class(), DataClass::Identity);
    }

    async fn a_pack_is_refused_that_is_unknown_or_whose_names_are_taken(engine) {
        let house = House::new(engine).await;
        let mut client = house.fields().await;
        let request = |pack: &str| InstallFieldPackRequest { pack: pack.into(), validate_only: false };
        assert_eq!(fields(&client.install_field_pack(request("garden")).await.unwrap_err()), ["pack"]);
        let called = [("zh-CN".to_owned(), "鞋码".to_owned())].into();
        given(&house, contracts::customer::v1::CustomField { names: called, ..field("shoes", text()) }).await;
        assert_eq!(fields(&client.install_field_pack(request("retail")).await.unwrap_err()), ["pack"]);
        let only_asked = InstallFieldPackRequest { validate_only: true, ..request("beauty") };
        assert!(!client.install_field_pack(only_asked).await.unwrap().into_inner().added_fields.is_empty());
        assert!(!install(&house, "beauty").await.added_fields.is_empty(), "it was only asked");
        let mut sales = house.fields_of(house.token("default", "li.na", Role::Sales)).await;
        let refused = sales.install_field_pack(request("equipment")).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }
}
