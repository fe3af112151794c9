use contracts::DESCRIPTOR_SET;
use prost_reflect::DescriptorPool;

fn pool() -> DescriptorPool {
    DescriptorPool::decode(DESCRIPTOR_SET).unwrap()
}

#[test]
fn the_descriptor_set_keeps_custom_options() {
    let pool = pool();
    let data_class = pool.get_extension_by_name("dossier.options.v1.data_class").unwrap();
    let customer = pool.get_message_by_name("dossier.customer.v1.Customer").unwrap();
    let remarks = customer.get_field_by_name("remarks").unwrap().options();
    assert_eq!(
        remarks.get_extension(&data_class).as_enum_number(),
        Some(contracts::options::v1::DataClass::Note as i32)
    );
}

#[test]
fn the_descriptor_set_describes_the_details_of_errors() {
    assert!(pool().get_message_by_name("google.rpc.BadRequest").is_some());
}

#[test]
fn the_descriptor_set_keeps_comments() {
    let file = pool().get_file_by_name("dossier/customer/v1/customer.proto").unwrap().file_descriptor_proto().clone();
    let comments = file.source_code_info.unwrap().location.into_iter().filter_map(|location| location.leading_comments);
    assert!(comments.into_iter().any(|comment| comment.contains("A customer: who it is")));
}
