//! Rows of the kinds of files that people have.

use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{ContactPointKind, Staff, Tenant, ZonePeriod};

use customer::domain::phone::Phone;
use customer::domain::region::Country;

use super::super::Content;
use super::super::columns::Columns;
use super::super::tests::arguments;
use super::*;

/// The customer of a row of a file with this header, imported with these flags.
fn read(header: &[&str], row: &[&str], flags: &[&str]) -> Customer {
    let (source, content) = arguments(flags);
    let columns = Columns::new(&StringRecord::from(header.to_vec()), &source, &content).unwrap();
    let zones = vec![ZonePeriod { zone: "Asia/Shanghai".to_owned(), valid_from: None }];
    let tenant = Tenant { region: "CN".to_owned(), zones, ..Tenant::default() };
    let staff =
        |id: &str, name: &str| Staff { staff_id: id.to_owned(), display_name: name.to_owned(), ..Staff::default() };
    let staff = vec![staff("1", "王芳"), staff("2", "李伟"), staff("3", "李伟")];
    let Content::Customers { kind } = content else { panic!("no customers") };
    let context = Context::new(columns, &source, content, &tenant, staff);
    customer(&StringRecord::from(row.to_vec()), kind, &context)
}

/// Kind, value and label of every contact point.
fn contacts(customer: &Customer) -> Vec<(ContactPointKind, &str, &str)> {
    customer.contact_points.iter().map(|point| (point.kind(), point.value.as_str(), point.label.as_str())).collect()
}

const PEOPLE: [&str; 7] = ["name", "company", "phone", "email", "address", "job", "birth"];
const COMPANIES: [&str; 11] = [
    "CustomerID",
    "CompanyName",
    "ContactName",
    "ContactTitle",
    "Address",
    "City",
    "Region",
    "PostalCode",
    "Country",
    "Phone",
    "Fax",
];
const BUYERS: [&str; 8] = ["CustomerId", "FirstName", "LastName", "Company", "City", "Country", "Phone", "Email"];

#[test]
fn a_person_with_a_birthday_is_an_individual_whose_employer_and_job_go_to_the_remarks() {
    let row = [
        "曹明",
        "趋势传媒有限公司",
        "13812345678",
        "cao@example.net",
        "河南省成县合川唐路F座",
        "餐厅领班",
        "1967-08-03",
    ];
    let customer = read(&PEOPLE, &row, &[]);
    assert_eq!((customer.kind(), customer.registered_name.as_str()), (CustomerKind::Individual, "曹明"));
    let expected = [(ContactPointKind::Phone, "+8613812345678", ""), (ContactPointKind::Email, "cao@example.net", "")];
    assert_eq!(contacts(&customer), expected);
    assert_eq!(customer.remarks, "company: 趋势传媒有限公司\njob: 餐厅领班");
    assert_eq!(day::written(customer.important_dates[0].day.as_ref().unwrap()), "1967-08-03");
    let address = &customer.addresses[0];
    assert_eq!((address.text.as_str(), address.region_code.as_str()), ("河南省成县合川唐路F座", "410000"));
}

#[test]
fn a_company_with_a_contact_person_is_an_enterprise_that_is_reached_through_the_person() {
    let row = [
        "ALFKI",
        "Alfreds Futterkiste",
        "Maria Anders",
        "Sales Representative",
        "Obere Str. 57",
        "Berlin",
        "",
        "12209",
        "Germany",
        "030-2345678",
        "030-1",
    ];
    let customer = read(&COMPANIES, &row, &["--external-source", "northwind"]);
    assert_eq!((customer.kind(), customer.registered_name.as_str()), (CustomerKind::Enterprise, "Alfreds Futterkiste"));
    let expected = [
        (ContactPointKind::Phone, "+49302345678", "Maria Anders, Sales Representative"),
        (ContactPointKind::Fax, "030-1", ""),
    ];
    assert_eq!(contacts(&customer), expected);
    let address = &customer.addresses[0];
    assert_eq!((address.text.as_str(), address.postal_code.as_str()), ("Obere Str. 57, Berlin", "12209"));
    assert_eq!(address.country, "DE");
    assert_eq!(customer.external_ids, [ExternalId { source: "northwind".to_owned(), id: "ALFKI".to_owned() }]);
    assert_eq!(customer.remarks, "");
}

#[test]
fn a_row_without_a_phone_keeps_its_contact_person_and_is_left_for_the_server_to_reject() {
    let customer = read(&COMPANIES, &["VALON", "IT", "Valon Hoti", "IT", "", "", "", "", "", "", ""], &[]);
    assert!(customer.contact_points.is_empty());
    assert_eq!(customer.remarks, "contact: Valon Hoti, IT\nCustomerID: VALON");
}

#[test]
fn buyers_are_enterprises_with_a_company_and_individuals_without() {
    let row =
        ["1", "Luís", "Gonçalves", "Embraer S.A.", "São José", "Brazil", "+55 (12) 3923-5555", "luis@example.com"];
    let company = read(&BUYERS, &row, &[]);
    assert_eq!((company.kind(), company.registered_name.as_str()), (CustomerKind::Enterprise, "Embraer S.A."));
    let expected = [
        (ContactPointKind::Phone, "+551239235555", "Luís Gonçalves"),
        (ContactPointKind::Email, "luis@example.com", "Luís Gonçalves"),
    ];
    assert_eq!(contacts(&company), expected);
    let person = read(&BUYERS, &["45", "Ladislav", "Kovács", "", "Budapest", "Hungary", "", "l@example.com"], &[]);
    assert_eq!((person.kind(), person.registered_name.as_str()), (CustomerKind::Individual, "Ladislav Kovács"));
    assert_eq!((person.addresses[0].text.as_str(), person.addresses[0].country.as_str()), ("Budapest", "HU"));
}

#[test]
fn the_columns_of_a_chinese_customer_sheet_all_find_their_place() {
    let header = [
        "客户编号",
        "客户名称",
        "客户类型",
        "所属行业",
        "联系人",
        "职务",
        "联系方式",
        "企业地址",
        "客户来源",
        "创建时间",
        "负责人",
        "积分",
    ];
    let row = [
        "C20240520001",
        "未来科技有限公司",
        "企业",
        "IT",
        "张三",
        "经理",
        "138 1234 5678",
        "上海市浦东新区1号",
        "展会",
        "2024/5/20 10:00",
        "王芳",
        "120",
    ];
    let customer = read(&header, &row, &[]);
    assert_eq!(customer.customer_number, "C20240520001");
    assert_eq!((customer.kind(), customer.registered_name.as_str()), (CustomerKind::Enterprise, "未来科技有限公司"));
    assert_eq!(contacts(&customer), [(ContactPointKind::Phone, "+8613812345678", "张三, 经理")]);
    assert_eq!((customer.industry.as_str(), customer.source.as_str()), ("IT", "展会"));
    assert_eq!(customer.addresses[0].region_code, "310115");
    assert_eq!(customer.first_contact_time.unwrap().seconds, 1_716_170_400);
    assert_eq!((customer.owner.as_str(), customer.remarks.as_str()), ("1", "积分: 120"));
}

#[test]
fn what_cannot_be_read_is_kept_in_the_remarks() {
    let header = ["姓名", "手机", "生日", "负责人", "国家", "客户类型", "备注"];
    let customer = read(&header, &["曹明", "13812345678", "属猴", "李伟", "亚特兰蒂斯", "贵宾", "老客户"], &[]);
    assert_eq!(customer.remarks, "老客户\n生日: 属猴\n负责人: 李伟\n客户类型: 贵宾");
    assert_eq!((customer.addresses[0].text.as_str(), customer.addresses[0].country.as_str()), ("亚特兰蒂斯", ""));
}

#[test]
fn an_ignored_column_is_not_kept() {
    assert_eq!(read(&["姓名", "手机", "积分"], &["曹明", "13812345678", "120"], &["--ignore", "积分"]).remarks, "");
}

#[test]
fn several_numbers_in_a_cell_or_in_columns_are_several_contact_points_each_once() {
    let header = ["姓名", "手机", "办公电话"];
    let customer = read(&header, &["曹明", "13812345678、13912345678", "+86 138-1234-5678"], &[]);
    let expected =
        [(ContactPointKind::Phone, "+8613812345678", "手机"), (ContactPointKind::Phone, "+8613912345678", "手机")];
    assert_eq!(contacts(&customer), expected);
}

#[test]
fn a_number_that_is_none_in_its_country_is_not_taken_for_one_of_the_tenant() {
    let read = |phone, country| read(&["name", "phone", "country"], &["Ada", phone, country], &[]);
    let phone = "(071) 23 67 22 20";
    assert!(Phone::parse(phone, Country::CHINA).is_ok());
    assert_eq!(contacts(&read(phone, "Belgium")), [(ContactPointKind::Phone, "+32 (071) 23 67 22 20", "")]);
    assert_eq!(contacts(&read("555", "Belgium")), [(ContactPointKind::Phone, "555", "")]);
    assert_eq!(contacts(&read("13812345678", "亚特兰蒂斯")), [(ContactPointKind::Phone, "+8613812345678", "")]);
}

#[test]
fn names_tell_organisations_from_people() {
    let kind = |name| read(&["客户名称", "电话"], &[name, "13812345678"], &[]).kind();
    for (name, expected) in [
        ("曹明", CustomerKind::Individual),
        ("Maria Anders", CustomerKind::Individual),
        ("趋势传媒有限公司", CustomerKind::Enterprise),
        ("Google Inc.", CustomerKind::Enterprise),
        ("老王超市", CustomerKind::Enterprise),
        ("华山医院", CustomerKind::Institution),
        ("Stanford University", CustomerKind::Institution),
    ] {
        assert_eq!(kind(name), expected, "{name}");
    }
    let with_contact = read(&["客户名称", "联系人", "电话"], &["云起", "张三", "13812345678"], &[]);
    assert_eq!(with_contact.kind(), CustomerKind::Enterprise);
    let forced = read(&["客户名称", "联系人", "电话"], &["云起", "张三", "13812345678"], &["--kind", "individual"]);
    assert_eq!((forced.kind(), contacts(&forced)[0].2), (CustomerKind::Individual, "张三"));
}

#[test]
fn a_birthday_in_a_row_with_a_contact_person_is_that_persons() {
    let header = ["客户名称", "联系人", "手机", "生日"];
    let customer = read(&header, &["云起有限公司", "张三", "13812345678", "农历八月十五"], &[]);
    assert!(customer.important_dates.is_empty(), "Chinese numerals are kept in the remarks");
    let customer = read(&header, &["云起有限公司", "张三", "13812345678", "农历1990-08-15"], &[]);
    assert_eq!(customer.important_dates[0].label, "张三");
    assert!(matches!(customer.important_dates[0].day, Some(Day::Lunar(_))));
}

#[test]
fn what_the_list_command_writes_is_read_back() {
    let header = [
        "customer_number",
        "registered_name",
        "kind",
        "stage",
        "stage_time",
        "stage_reason",
        "collaborators",
        "phone",
        "birthday",
        "external_ids",
        "create_time",
        "state",
        "masked_classes",
    ];
    let row = [
        "C1",
        "'=SUM(A1)",
        "institution",
        "lost",
        "2026-05-20T10:00:00Z",
        "price",
        "018f9a3c-0000-7000-8000-000000000001",
        "+8613812345678; +8613912345678",
        "lunar:08-15",
        "shop=1\nerp=K 7",
        "2026-05-20T10:00:00Z",
        "active",
        "",
    ];
    let customer = read(&header, &row, &[]);
    assert!(customer.addresses.is_empty() && customer.first_contact_time.is_none());
    assert_eq!((customer.kind(), customer.registered_name.as_str()), (CustomerKind::Institution, "=SUM(A1)"));
    assert_eq!((customer.contact_points.len(), customer.important_dates.len()), (2, 1));
    assert_eq!((customer.stage.as_str(), customer.stage_reason.as_str()), ("lost", "price"));
    let ids: Vec<_> = customer.external_ids.iter().map(|id| (id.source.as_str(), id.id.as_str())).collect();
    assert_eq!(ids, [("shop", "1"), ("erp", "K 7")]);
    assert_eq!(customer.remarks, "");
}
