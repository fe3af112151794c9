//! VerifyNumbers.

use std::collections::BTreeSet;

use contracts::customer::v1 as wire;
use contracts::customer::v1::NumberGapReason::{Abandoned, BeforeRestore, PassedOver, Reserved};
use contracts::customer::v1::{ErrorReason, NumberGapReason, VerifyNumbersRequest, VerifyNumbersResponse};
use futures::{StreamExt, stream};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, erase, shop_id};
use crate::harness::{Addresses, House, company, create, fields};
use house::storage;

const DAY: i64 = 24 * 3_600 * 1_000_000;

async fn account(house: &House, date: &str) -> VerifyNumbersResponse {
    let request = VerifyNumbersRequest { date: date.into() };
    house.customers().await.verify_numbers(request).await.unwrap().into_inner()
}

fn gaps(account: &VerifyNumbersResponse) -> Vec<(&str, i64, i64, NumberGapReason)> {
    assert_eq!(account.faults, Vec::<String>::new());
    account.gaps.iter().map(|gap| (gap.date.as_str(), gap.first_serial, gap.last_serial, gap.reason())).collect()
}

async fn numbers(house: &House, count: usize) -> Vec<String> {
    let mut numbers = Vec::new();
    for _ in 0..count {
        numbers.push(house.given(company("甲公司", "13912345678")).await.customer_number);
    }
    numbers
}

fn numbered(number: &str) -> wire::Customer {
    wire::Customer { customer_number: number.into(), ..company("乙公司", "13912345679") }
}

on_both_engines! {
    async fn c3_what_a_process_leaves_over_is_reserved_until_its_date_is_over(engine) {
        let house = House::new(engine).await;
        assert_eq!(numbers(&house, 5).await[4], "C20240520005");
        let (addresses, clock) = house.close().await;
        let house = House::open(addresses, clock).await;
        assert_eq!(numbers(&house, 1).await, ["C20240520008"]);
        let today = account(&house, "").await;
        assert_eq!((today.held_count, gaps(&today)), (6, vec![("20240520", 6, 7, Reserved)]));
        house.clock.advance(DAY);
        assert_eq!(numbers(&house, 2).await, ["C20240521001", "C20240521002"]);
        let both = account(&house, "").await;
        let expected = vec![("20240520", 6, 7, Abandoned), ("20240521", 3, 3, Reserved)];
        assert_eq!((both.held_count, gaps(&both)), (8, expected));
        let first = account(&house, "20240520").await;
        assert_eq!((first.held_count, gaps(&first)), (6, vec![("20240520", 6, 7, Abandoned)]));
        let none = account(&house, "20240522").await;
        assert_eq!((none.held_count, gaps(&none)), (0, vec![]));
    }

    async fn c3_records_from_a_backup_give_no_number_out_again(engine) {
        let house = House::new(engine).await;
        let mut given = numbers(&house, 3).await;
        let (now, clock) = house.close().await;
        let records = storage::copy::<customer::Migrator>(engine, &now.records).await;
        let house = House::open(now, clock).await;
        given.extend(numbers(&house, 4).await);
        let (now, clock) = house.close().await;
        let house = House::open(Addresses { records, ..now }, clock).await;
        given.extend(numbers(&house, 2).await);
        assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), 9, "{given:?}");
        let restored = account(&house, "").await;
        // Blocks of 1, 2 and 4 were taken after the backup, and one of 1 and the first of one of 2 after the restore.
        let expected = vec![("20240520", 4, 10, BeforeRestore), ("20240520", 13, 13, Reserved)];
        assert_eq!((restored.held_count, gaps(&restored)), (5, expected));
    }

    async fn c3_numbers_below_those_that_were_brought_from_elsewhere_are_passed_over(engine) {
        let house = House::new(engine).await;
        numbers(&house, 1).await;
        for number in ["C20240520002", "C20240520009"] {
            house.given(numbered(number)).await;
        }
        assert_eq!(numbers(&house, 1).await, ["C20240520010"]);
        let passed = account(&house, "").await;
        let expected =
            vec![("20240520", 3, 3, Reserved), ("20240520", 4, 8, PassedOver), ("20240520", 11, 13, Reserved)];
        assert_eq!((passed.held_count, gaps(&passed)), (4, expected));
    }

    async fn c3_a_number_with_the_largest_serial_stands_in_nobodys_way(engine) {
        let house = House::new(engine).await;
        numbers(&house, 1).await;
        house.given(numbered("C202405204294967295")).await;
        house.given(numbered("C20240520002")).await;
        let given = numbers(&house, 20).await;
        assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), 20);
        let account = account(&house, "").await;
        assert_eq!((account.held_count, account.faults.len()), (23, 0));
    }

    async fn c3_numbers_are_unique_when_many_ask_at_once_over_midnight(engine) {
        let house = House::new(engine).await;
        // Midnight in Shanghai is 14 hours from the start of the clock.
        house.clock.advance(14 * 3_600 * 1_000_000 - 50_000);
        let customers = house.customers().await;
        let creates = (0..100).map(|index| {
            let (mut customers, clock) = (customers.clone(), house.clock.clone());
            async move {
                clock.advance(1_000);
                let sent = company(&format!("第{index}"), "13912345678");
                customers.create_customer(create(sent)).await.unwrap().into_inner().customer_number
            }
        });
        let given: BTreeSet<_> = stream::iter(creates).buffer_unordered(8).collect().await;
        assert_eq!(given.len(), 100);
        let dates: BTreeSet<_> = given.iter().map(|number| &number[1..9]).collect();
        assert_eq!(dates.into_iter().collect::<Vec<_>>(), ["20240520", "20240521"]);
        let account = account(&house, "").await;
        let left: i64 = account.gaps.iter().map(|gap| gap.last_serial - gap.first_serial + 1).sum();
        assert_eq!((account.held_count, account.faults.len()), (100, 0));
        assert!(left < 100, "blocks double, so less is left than was given: {left}");
    }

    async fn c3_a_create_that_fails_leaves_no_gap_and_what_is_deleted_or_erased_keeps_its_number(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer { external_ids: vec![shop_id("1")], ..company("甲公司", "13912345678") };
        let first = house.given(sent.clone()).await;
        customers.create_customer(create(sent)).await.unwrap_err();
        assert_eq!(numbers(&house, 2).await, ["C20240520002", "C20240520003"]);
        let deleted = customers.delete_customer(delete(&first)).await.unwrap().into_inner();
        customers.erase_customer(erase(&deleted)).await.unwrap();
        let account = account(&house, "").await;
        assert_eq!((account.held_count, gaps(&account)), (3, vec![]));
    }

    async fn a_customer_that_does_not_hold_its_number_is_a_fault(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲公司", "13912345678")).await;
        numbers(&house, 1).await;
        let (addresses, clock) = house.close().await;
        let lost = "DELETE FROM journal_unique_key WHERE kind = 'customer_number' AND entity_id = $1";
        let id: uuid::Uuid = first.customer_id.parse().unwrap();
        storage::query(&addresses.records, lost, vec![id.into()]).await;
        let house = House::open(addresses, clock).await;
        let faults = account(&house, "").await.faults;
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains(&first.customer_id), "{faults:?}");
    }

    async fn a_date_is_written_as_in_a_number(engine) {
        let house = House::new(engine).await;
        for date in ["2024", "2024-05", "today", "2024052x"] {
            let request = VerifyNumbersRequest { date: date.into() };
            let refused = house.customers().await.verify_numbers(request).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            assert_eq!(fields(&refused), ["date"]);
        }
    }
}
