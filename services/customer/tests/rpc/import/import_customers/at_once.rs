//! Rows and imports that meet each other.

use std::collections::BTreeSet;

use contracts::customer::v1::ImportAction;
use futures::future::{join, join_all};
use testkit::on_both_engines;

use super::{actions, file, import, listed, rows, shop};
use crate::harness::{House, company};

on_both_engines! {
    async fn c52_two_rows_of_one_external_id_are_one_customer(engine) {
        for in_a_message in [1, 2] {
            let house = House::new(engine).await;
            let sent = rows([shop("1", "甲公司", "13912345678"), shop("1", "甲公司", "13912345678")]);
            let outcomes = import(&house, file("a"), &sent, in_a_message).await;
            let done: BTreeSet<_> = actions(&outcomes).into_iter().map(|action| action as i32).collect();
            assert_eq!(done, BTreeSet::from([ImportAction::Created as i32, ImportAction::Unchanged as i32]));
            assert_eq!(outcomes[0].customer_id, outcomes[1].customer_id);
            assert_eq!(listed(&house).await.len(), 1);
        }
    }

    async fn c52_rows_that_change_one_customer_are_all_made(engine) {
        let house = House::new(engine).await;
        let before = house.given(shop("1", "甲公司", "13912345678")).await;
        let sent: Vec<_> = (0..16).map(|index| shop("1", &format!("第{index}"), "13912345678")).collect();
        let outcomes = import(&house, file("a"), &rows(sent), 8).await;
        assert_eq!(actions(&outcomes), [ImportAction::Updated; 16]);
        assert_eq!(house.read(&before.customer_id).await.revision, 17);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c52_imports_of_one_file_at_once_create_nothing_double(engine) {
        let house = House::new(engine).await;
        let known = (0..60).map(|index| shop(&index.to_string(), &format!("第{index}"), "13912345678"));
        let unknown = (60..120).map(|index| company(&format!("第{index}"), "13912345678"));
        let sent = rows(known.chain(unknown));
        let (first, second) = join(import(&house, file("a"), &sent, 25), import(&house, file("a"), &sent, 40)).await;
        for (one, other) in first.iter().zip(&second) {
            let done = BTreeSet::from([one.action, other.action]);
            let expected = BTreeSet::from([ImportAction::Created as i32, ImportAction::Unchanged as i32]);
            assert_eq!(done, expected, "row {}", one.row_number);
            assert_eq!(one.customer_id, other.customer_id, "row {}", one.row_number);
        }
        let customers = listed(&house).await;
        assert_eq!(customers.len(), 120);
        assert!(customers.iter().all(|customer| customer.revision == 1));
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn what_is_imported_while_others_create_is_accounted_for_with_them(engine) {
        let house = House::new(engine).await;
        let sent = rows((0..100).map(|index| shop(&index.to_string(), &format!("第{index}"), "13912345678")));
        let creates = join_all((0..20).map(|_| house.given(company("乙公司", "13912345679"))));
        let (outcomes, created) = join(import(&house, file("a"), &sent, 10), creates).await;
        assert_eq!(actions(&outcomes), [ImportAction::Created; 100]);
        let imported = outcomes.into_iter().map(|outcome| outcome.customer_number);
        let numbers: BTreeSet<_> = created.into_iter().map(|c| c.customer_number).chain(imported).collect();
        assert_eq!(numbers.len(), 120);
        assert_eq!(house.verify_journal_of("customer").await.entry_count, 120);
    }
}
