//! An erasure survives that databases are restored from before it.

use contracts::customer::v1 as wire;
use testkit::{Engine, on_both_engines};

use super::{facts_of, whole};
use crate::harness::{Addresses, House, company};
use crate::rpc::contact_person::{erase, get};
use house::storage;

/// A contact person that was erased after a backup of records and keyring: as it was then, its company, the databases now, and
/// the backup.
async fn erased_after_a_backup(
    engine: Engine,
) -> (wire::ContactPerson, wire::Customer, Addresses, Addresses, clock::Clock) {
    let house = House::new(engine).await;
    let customer = house.given(company("红星机械厂", "13700000000")).await;
    let person = house.given_person(whole(&customer)).await;
    let (now, clock) = house.close().await;
    let backup = Addresses {
        records: storage::copy::<customer::Migrator>(engine, &now.records).await,
        keyring: storage::copy::<keyring::Migrator>(engine, &now.keyring).await,
        ..now.clone()
    };
    let house = House::open(now, clock).await;
    house.persons().await.erase_contact_person(erase(&person)).await.unwrap();
    let (now, clock) = house.close().await;
    (person, customer, now, backup, clock)
}

/// Holds what a house answers, and then its databases, against the erasure of a contact person.
async fn assert_erased(house: House, person: &wire::ContactPerson, customer: &wire::Customer) {
    let mut persons = house.persons().await;
    let now = house.read_person(&person.contact_person_id).await;
    let expected =
        wire::ContactPerson { revision: 2, etag: now.etag.clone(), update_time: now.update_time, ..facts_of(person) };
    assert_eq!(now, expected);
    for query in ["小明", "13912345678", "5678"] {
        let request = wire::SearchContactPersonsRequest { query: query.into(), ..Default::default() };
        let found = persons.search_contact_persons(request).await.unwrap().into_inner().contact_persons;
        assert!(found.is_empty(), "{query}");
    }
    let as_of = wire::GetContactPersonRequest { as_of: person.update_time, ..get(person) };
    assert_eq!(persons.get_contact_person(as_of).await.unwrap().into_inner(), facts_of(person));
    assert_eq!(&house.read(&customer.customer_id).await, customer, "the company was not erased");
    assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    let (addresses, _) = house.close().await;
    let left = "SELECT (SELECT COUNT(*) FROM contact_person_token_document)
                     + (SELECT COUNT(*) FROM journal_unique_key WHERE kind = 'primary_contact_person')";
    assert_eq!(storage::number(&addresses.records, left).await, 0, "tokens or keys are left");
}

/// Whether the key of the one contact person is gone from a keyring that nobody has open.
async fn is_key_gone(addresses: &Addresses, clock: &clock::Clock) -> bool {
    let sealed = "SELECT sealed FROM journal WHERE revision = 1 AND entity_kind = 'contact_person'";
    let sealed = storage::query(&addresses.records, sealed, Vec::new()).await;
    let sealed = sealed[0].bytes(0).unwrap();
    storage::is_key_gone(&addresses.keyring, &addresses.master, clock, &sealed).await
}

on_both_engines! {
    async fn x13_records_from_a_backup_do_not_bring_the_erased_back(engine) {
        let (person, customer, now, backup, clock) = erased_after_a_backup(engine).await;
        let house = House::open(Addresses { records: backup.records, ..now }, clock).await;
        assert_erased(house, &person, &customer).await;
    }

    async fn x13_records_and_keyring_from_a_backup_do_not_bring_the_erased_back(engine) {
        let (person, customer, now, backup, clock) = erased_after_a_backup(engine).await;
        assert!(is_key_gone(&now, &clock).await && !is_key_gone(&backup, &clock).await);
        let (addresses, clock) = House::open(backup, clock).await.close().await;
        assert!(is_key_gone(&addresses, &clock).await, "in the restored keyring too");
        assert_erased(House::open(addresses, clock).await, &person, &customer).await;
    }
}
