//! SearchCustomers.

mod pages;

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, SearchCustomersRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, erase, undelete, update};
use crate::harness::{House, company, fields};

fn contact(kind: wire::ContactPointKind, value: &str) -> wire::ContactPoint {
    wire::ContactPoint { kind: kind.into(), value: value.into(), ..Default::default() }
}

/// A customer with these names and contact points.
fn named(registered_name: &str, short_name: &str, contacts: &[(wire::ContactPointKind, &str)]) -> wire::Customer {
    wire::Customer {
        registered_name: registered_name.into(),
        short_name: short_name.into(),
        contact_points: contacts.iter().map(|(kind, value)| contact(*kind, value)).collect(),
        ..company("", "")
    }
}

/// The names of what is found, newest first.
async fn found(house: &House, query: &str) -> Vec<String> {
    let request = SearchCustomersRequest { query: query.into(), ..Default::default() };
    let answer = house.customers().await.search_customers(request).await.unwrap().into_inner();
    assert_eq!(answer.next_page_token, "");
    answer.customers.into_iter().map(|customer| customer.registered_name).collect()
}

on_both_engines! {
    async fn c46_a_customer_is_found_by_any_part_of_a_name_and_by_each_form_of_a_contact(engine) {
        use wire::ContactPointKind::{Email, Fax, Other, Phone, Qq, Wechat};
        let house = House::new(engine).await;
        let huawei = "华为技术有限公司";
        let acme = "Acme Trading (Shanghai) Ltd.";
        let wang = "王小明";
        let li = "李";
        house.given(named(huawei, "华为", &[(Phone, "0755-28780808"), (Email, "Sales@Huawei.example.COM")])).await;
        house.given(named(acme, "ＡＣＭＥ", &[(Fax, "+86 21 6279 8888"), (Wechat, "Acme_Trading")])).await;
        house.given(named(wang, "", &[(Phone, "139 1234 5678"), (Qq, "10001234")])).await;
        house.given(named(li, "", &[(Other, "Dong Fang Lu 3")])).await;

        let cases: [(&str, &[&str]); 40] = [
            // Parts of names.
            ("华为", &[huawei]),
            ("技术", &[huawei]),
            ("为技", &[huawei]),
            ("华为技术有限公司", &[huawei]),
            ("华为公司", &[huawei]),
            ("acme", &[acme]),
            ("ACME trading", &[acme]),
            ("radin", &[acme]),
            ("ａｃｍｅ", &[acme]),
            ("shanghai acme", &[acme]),
            ("小明", &[wang]),
            ("李", &[li]),
            ("華為技術", &[huawei]),
            // How Chinese characters are read: syllables and initials.
            ("xiaoming", &[wang]),
            ("Wang Xiao", &[wang]),
            ("wxm", &[wang]),
            ("huawei", &[huawei]),
            ("hwjs", &[huawei]),
            ("li", &[li]),
            // Phones: whole in every notation, the last four, the first three and seven.
            ("13912345678", &[wang]),
            ("+86 139-1234-5678", &[wang]),
            ("１３９１２３４５６７８", &[wang]),
            ("5678", &[wang]),
            ("45678", &[wang]),
            ("139", &[wang]),
            ("1391234", &[wang]),
            ("13912345", &[wang]),
            ("755", &[huawei]),
            ("0755", &[huawei]),
            ("0755 2878 0808", &[huawei]),
            ("021-62798888", &[acme]),
            // Other contacts, whole.
            ("sales@huawei.EXAMPLE.com", &[huawei]),
            ("ACME_trading", &[acme]),
            ("10001234", &[wang]),
            ("dong fang lu 3", &[li]),
            // What is in nobody's record.
            ("华技", &[]),
            ("wangming", &[]),
            ("1391235", &[]),
            ("huawei@example.com", &[]),
            ("678", &[]),
        ];
        for (query, expected) in cases {
            assert_eq!(found(&house, query).await, expected, "{query}");
        }
    }

    async fn c46_a_customer_is_found_by_its_number(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("甲公司", "13912345678")).await;
        house.given(wire::Customer { customer_number: "KH-0042".into(), ..company("乙公司", "13912345679") }).await;
        assert_eq!(found(&house, &given.customer_number).await, ["甲公司"]);
        assert_eq!(found(&house, &given.customer_number.to_lowercase()).await, ["甲公司"]);
        assert_eq!(found(&house, " KH-0042 ").await, ["乙公司"]);
        assert_eq!(found(&house, "KH-004").await, [""; 0]);
    }

    async fn the_newest_come_first_whatever_was_changed_since(engine) {
        let house = House::new(engine).await;
        let mut given = Vec::new();
        for name in ["红星一厂", "红星二厂", "红星三厂"] {
            house.clock.advance(1_000);
            given.push(house.given(company(name, "13912345678")).await);
        }
        let mut points = given[0].contact_points.clone();
        points[0].value = "13912340000".into();
        let sent = wire::Customer { contact_points: points, ..given[0].clone() };
        house.customers().await.update_customer(update(sent, &["contact_points"])).await.unwrap();
        assert_eq!(found(&house, "红星").await, ["红星三厂", "红星二厂", "红星一厂"]);
    }

    async fn a_renamed_customer_is_found_by_its_new_name_and_phone_alone(engine) {
        let house = House::new(engine).await;
        let before = house.given(company("红星机械厂", "13912345678")).await;
        let renamed = company("蓝天机械厂", "13812340000");
        let sent = wire::Customer { customer_id: before.customer_id, etag: before.etag, ..renamed };
        house.customers().await.update_customer(update(sent, &[])).await.unwrap();
        for query in ["红星", "红星机械厂", "13912345678", "5678", "139", "1391234"] {
            assert_eq!(found(&house, query).await, [""; 0], "{query}");
        }
        for query in ["蓝天", "机械", "13812340000", "0000", "138"] {
            assert_eq!(found(&house, query).await, ["蓝天机械厂"], "{query}");
        }
    }

    async fn what_is_deleted_is_found_again_when_it_is_back_and_what_is_erased_never(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(company("红星机械厂", "13912345678")).await;
        let queries = ["红星", "13912345678", "5678", &before.customer_number];
        customers.delete_customer(delete(&before)).await.unwrap();
        for query in queries {
            assert_eq!(found(&house, query).await, [""; 0], "deleted, {query}");
        }
        let back = customers.undelete_customer(undelete(&before)).await.unwrap().into_inner();
        for query in queries {
            assert_eq!(found(&house, query).await, ["红星机械厂"], "{query}");
        }
        customers.erase_customer(erase(&back)).await.unwrap();
        for query in queries {
            assert_eq!(found(&house, query).await, [""; 0], "erased, {query}");
        }
    }

    async fn a_query_that_is_none_is_a_violation(engine) {
        let house = House::new(engine).await;
        for query in ["", " \u{3000}", &"长".repeat(201)] {
            let request = SearchCustomersRequest { query: query.into(), ..Default::default() };
            let refused = house.customers().await.search_customers(request).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["query"]);
        }
        for query in ["\"", "*", "a AND b", "%", "'; DROP TABLE customer; --", "{1,2}", "\0"] {
            assert_eq!(found(&house, query).await, [""; 0], "{query:?}");
        }
    }
}
