//! An erasure survives that databases are restored from before it.

use contracts::customer::v1 as wire;
use testkit::{Engine, assert_problem, on_both_engines};
use tonic::Code;

use super::{by_external_id, facts_of, whole};
use crate::harness::{Addresses, House, company};
use crate::rpc::customer::{erase, update};
use house::storage;

/// A customer that was erased after a backup of records and keyring: as it was then, the databases now, and the backup.
async fn erased_after_a_backup(engine: Engine) -> (wire::Customer, Addresses, Addresses, clock::Clock) {
    let house = House::new(engine).await;
    let first = house.given(whole()).await;
    let sent = wire::Customer { remarks: "备份之前".into(), ..first };
    let second = house.customers().await.update_customer(update(sent, &["remarks"])).await.unwrap().into_inner();
    let (now, clock) = house.close().await;
    let backup = Addresses {
        records: storage::copy::<customer::Migrator>(engine, &now.records).await,
        keyring: storage::copy::<keyring::Migrator>(engine, &now.keyring).await,
        ..now.clone()
    };
    let house = House::open(now, clock).await;
    house.customers().await.erase_customer(erase(&second)).await.unwrap();
    let (now, clock) = house.close().await;
    (second, now, backup, clock)
}

/// Holds what a house answers, and then its databases, against the erasure of a customer.
async fn assert_erased(house: House, customer: &wire::Customer) {
    let mut customers = house.customers().await;
    let now = house.read(&customer.customer_id).await;
    let expected =
        wire::Customer { revision: 3, etag: now.etag.clone(), update_time: now.update_time, ..facts_of(customer) };
    assert_eq!(now, expected);
    for query in ["红星", "13912345678", "5678"] {
        let request = wire::SearchCustomersRequest { query: query.into(), ..Default::default() };
        assert!(customers.search_customers(request).await.unwrap().into_inner().customers.is_empty(), "{query}");
    }
    let refused = customers.get_customer(by_external_id("4711")).await.unwrap_err();
    assert_problem(&refused, Code::NotFound, "NOT_FOUND");
    let as_of = wire::GetCustomerRequest { as_of: customer.update_time, ..crate::harness::get(&customer.customer_id) };
    assert_eq!(customers.get_customer(as_of).await.unwrap().into_inner(), facts_of(customer));
    assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    let (addresses, _) = house.close().await;
    let left = "SELECT (SELECT COUNT(*) FROM customer_token_document)
                     + (SELECT COUNT(*) FROM journal_unique_key WHERE kind = 'external_id')";
    assert_eq!(storage::number(&addresses.records, left).await, 0, "tokens or keys of external ids are left");
}

/// Whether the key of the one customer is gone from a keyring that nobody has open.
async fn is_key_gone(addresses: &Addresses, clock: &clock::Clock) -> bool {
    let sealed = storage::query(&addresses.records, "SELECT sealed FROM journal WHERE revision = 1", Vec::new()).await;
    let sealed = sealed[0].bytes(0).unwrap();
    storage::is_key_gone(&addresses.keyring, &addresses.master, clock, &sealed).await
}

on_both_engines! {
    async fn x13_records_from_a_backup_do_not_bring_the_erased_back(engine) {
        let (customer, now, backup, clock) = erased_after_a_backup(engine).await;
        assert_erased(House::open(Addresses { records: backup.records, ..now }, clock).await, &customer).await;
    }

    async fn x13_records_and_keyring_from_a_backup_do_not_bring_the_erased_back(engine) {
        let (customer, _, backup, clock) = erased_after_a_backup(engine).await;
        assert!(!is_key_gone(&backup, &clock).await);
        let house = House::open(backup, clock).await;
        let (addresses, clock) = house.close().await;
        assert!(is_key_gone(&addresses, &clock).await, "in the restored keyring too");
        // Opened again, nothing is left to be carried out.
        assert_erased(House::open(addresses, clock).await, &customer).await;
    }

    async fn x13_the_key_is_gone_as_soon_as_the_erasure_is_answered(engine) {
        let (_, now, _, clock) = erased_after_a_backup(engine).await;
        assert!(is_key_gone(&now, &clock).await);
    }

    async fn x13_a_keyring_from_a_backup_does_not_bring_the_erased_back(engine) {
        let (customer, now, backup, clock) = erased_after_a_backup(engine).await;
        assert_erased(House::open(Addresses { keyring: backup.keyring, ..now }, clock).await, &customer).await;
    }

    async fn x13_a_keyring_from_a_backup_does_not_bring_keys_back_that_went_long_ago(engine) {
        let (customer, now, backup, clock) = erased_after_a_backup(engine).await;
        // The records know that it was carried out.
        let (now, clock) = House::open(now, clock).await.close().await;
        let keyring_alone = Addresses { keyring: backup.keyring, ..now };
        assert!(!is_key_gone(&keyring_alone, &clock).await);
        let (addresses, clock) = House::open(keyring_alone, clock).await.close().await;
        assert!(is_key_gone(&addresses, &clock).await);
        assert_erased(House::open(addresses, clock).await, &customer).await;
    }

    async fn x13_a_house_opens_when_nothing_but_the_ledger_is_left(engine) {
        let (customer, now, _, clock) = erased_after_a_backup(engine).await;
        let fresh = Addresses::fresh::<house::Nobody>(engine).await;
        let house = House::open(Addresses { ledger: now.ledger, ..fresh }, clock).await;
        let given = house.given(company("甲公司", "13912345678")).await;
        assert_ne!(given.customer_number, customer.customer_number);
        let again = house.given(whole()).await;
        assert_ne!(again.customer_id, customer.customer_id);
    }
}
