//! Imports that are refused.

use access::Role;
use contracts::customer::v1::import_customers_request::Part;
use contracts::customer::v1::{ErrorReason, ImportCustomersRequest, ImportHeader, ImportRow, ImportRows};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{file, header, listed, rows, send};
use crate::harness::{House, company, fields};

fn one_row() -> Vec<ImportRow> {
    rows([company("甲公司", "13912345678")])
}

on_both_engines! {
    async fn the_header_comes_first_and_once(engine) {
        let house = House::new(engine).await;
        let rows = || Part::Rows(ImportRows { rows: one_row() });
        for parts in [vec![], vec![rows()], vec![rows(), Part::Header(file("a"))]] {
            let refused = send(&house, parts).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["header"]);
        }
        assert!(listed(&house).await.is_empty());
        let twice = vec![Part::Header(file("a")), rows(), Part::Header(file("a")), rows()];
        let refused = send(&house, twice).await.unwrap_err();
        assert_eq!(fields(&refused), ["header"]);
        assert!(listed(&house).await.len() <= 1, "nothing is imported after the refusal");
        assert_eq!(send(&house, vec![Part::Header(file("a"))]).await.unwrap().1, []);
    }

    async fn a_message_that_breaks_a_rule_ends_the_import(engine) {
        let house = House::new(engine).await;
        let header = |file_digest: &str| Part::Header(header(file_digest));
        let rows = |count: usize| {
            let rows = (1..=count as i64).map(|row_number| ImportRow { row_number, ..one_row()[0].clone() });
            Part::Rows(ImportRows { rows: rows.collect() })
        };
        for (parts, field) in [
            (vec![header("abc")], "header.file_digest"),
            (vec![header(&"文".repeat(64))], "header.file_digest"),
            (vec![header(&"g".repeat(64))], "header.file_digest"),
            (vec![Part::Header(file("a")), rows(0)], "rows.rows"),
            (vec![Part::Header(file("a")), rows(1_001)], "rows.rows"),
        ] {
            let refused = send(&house, parts).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), [field]);
        }
        let nothing = vec![ImportCustomersRequest { part: None }];
        let refused = house.imports().await.import_customers(futures::stream::iter(nothing)).await.unwrap_err();
        assert_eq!(fields(&refused), ["part"]);
        assert!(listed(&house).await.is_empty());
    }

    async fn a_digest_in_capitals_is_the_same(engine) {
        let house = House::new(engine).await;
        for letter in ["a", "A"] {
            let parts = vec![Part::Header(file(letter)), Part::Rows(ImportRows { rows: one_row() })];
            send(&house, parts).await.unwrap();
        }
        assert_eq!(listed(&house).await.len(), 1);
    }

    async fn others_than_administrators_are_refused_before_anything_is_read(engine) {
        let house = House::new(engine).await;
        for role in [Role::Sales, Role::Service, Role::Finance] {
            let mut imports = house.imports_of(house.token("default", "li", role)).await;
            let parts = [
                ImportCustomersRequest { part: Some(Part::Header(ImportHeader::default())) },
                ImportCustomersRequest { part: Some(Part::Rows(ImportRows { rows: one_row() })) },
            ];
            let refused = imports.import_customers(futures::stream::iter(parts)).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        assert!(listed(&house).await.is_empty());
    }
}
