//! VerifyJournal, on the journal of this service.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::journal::v1::VerifyJournalRequest;
use database::Parameter;
use testkit::{Engine, assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use crate::harness::{Addresses, House, company, fields};
use crate::rpc::customer::{delete, erase, move_to, undelete, update};
use house::storage;

/// Columns of an entry of which a byte is altered.
const ALTERED_BYTES: [&str; 7] = ["facts", "sealed", "salt", "facts_hash", "sealed_hash", "trace", "actor"];

/// Other changes of the entry, the place in the order or the row of the record `$1`; `$2` is its sealed part with one bit turned.
const ALTERATIONS: [&str; 16] = [
    "UPDATE journal SET record_time = record_time + 1 WHERE entity_id = $1",
    "UPDATE journal SET change_kind = 'updated' WHERE entity_id = $1",
    "UPDATE journal SET cause_kind = 'import' WHERE entity_id = $1",
    "UPDATE journal SET cause_id = customer_id WHERE entity_id = $1",
    "UPDATE journal SET request_id = customer_id WHERE entity_id = $1",
    "UPDATE journal SET subject_id = cause_id WHERE entity_id = $1",
    "UPDATE journal SET customer_id = cause_id WHERE entity_id = $1",
    "UPDATE journal SET entity_kind = 'staff' WHERE entity_id = $1",
    "UPDATE journal SET schema = 0 WHERE entity_id = $1",
    "UPDATE journal SET facts = NULL, sealed = NULL, salt = NULL, facts_hash = sealed_hash WHERE entity_id = $1",
    "DELETE FROM journal WHERE entity_id = $1",
    "UPDATE journal_order SET hash = $2 WHERE position = (SELECT position FROM journal WHERE entity_id = $1)",
    "UPDATE customer SET facts = REPLACE(facts, 'potential', 'potentiam') WHERE customer_id = $1",
    "UPDATE customer SET sealed = $2 WHERE customer_id = $1",
    "UPDATE customer SET update_time = update_time + 1 WHERE customer_id = $1",
    "DELETE FROM customer WHERE customer_id = $1",
];

/// A house that was closed: its customers with the positions of their entries, its databases, its clock.
async fn closed(engine: Engine, count: usize) -> (Vec<(Uuid, i64)>, Addresses, clock::Clock) {
    let house = House::new(engine).await;
    let mut given = Vec::new();
    for index in 0..count {
        let customer = house.given(company(&format!("第{index}"), "13912345678")).await;
        given.push(customer.customer_id.parse::<Uuid>().unwrap());
    }
    assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    let (addresses, clock) = house.close().await;
    let rows = storage::query(&addresses.records, "SELECT entity_id, position FROM journal", Vec::new()).await;
    let positions: Vec<_> = rows.iter().map(|row| (row.uuid(0).unwrap(), row.integer(1).unwrap())).collect();
    let entries = given.into_iter().map(|id| *positions.iter().find(|(entry, _)| *entry == id).unwrap());
    (entries.collect(), addresses, clock)
}

/// What the column holds of a record's entry, with one bit turned in its middle.
async fn turned(addresses: &Addresses, column: &str, record: Uuid) -> Parameter {
    let sql = format!("SELECT {column} FROM journal WHERE entity_id = $1");
    let row = storage::query(&addresses.records, &sql, vec![record.into()]).await.remove(0);
    let is_text = matches!(column, "facts" | "actor");
    let mut bytes = if is_text { row.text(0).unwrap().into_bytes() } else { row.bytes(0).unwrap() };
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    if is_text { Parameter::Text(Some(String::from_utf8(bytes).unwrap())) } else { bytes.into() }
}

on_both_engines! {
    async fn x6_a_journal_is_verified_whole_with_the_heads_of_its_chains(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let first = house.given(company("甲公司", "13912345678")).await;
        let sent = wire::Customer { remarks: "老客户".into(), ..first.clone() };
        customers.update_customer(update(sent, &["remarks"])).await.unwrap();
        let moved = customers.change_stage(move_to(&first, "intent", "")).await.unwrap().into_inner();
        customers.delete_customer(delete(&moved)).await.unwrap();
        let back = customers.undelete_customer(undelete(&first)).await.unwrap().into_inner();
        customers.erase_customer(erase(&back)).await.unwrap();
        house.employ("chen").await;
        let verified = house.verify_journal_of("customer").await;
        assert_eq!((verified.entry_count, verified.verified_count, verified.faults.len()), (7, 7, 0));
        assert_eq!(verified.heads.len(), 16);
        assert_eq!(verified.heads.iter().map(|head| head.sequence).sum::<i64>(), 7);
        assert!(verified.heads.iter().all(|head| head.hash.len() == if head.sequence == 0 { 0 } else { 64 }));
        assert_eq!(house.verify_journal_of("customer").await.heads, verified.heads, "verifying again finds the same");
        house.given(company("乙公司", "13912345678")).await;
        assert_ne!(house.verify_journal_of("customer").await.heads, verified.heads);
    }

    async fn x8_one_altered_byte_of_any_entry_is_found(engine) {
        let (entries, addresses, clock) = closed(engine, 2 * ALTERED_BYTES.len()).await;
        let (altered, untouched) = entries.split_at(ALTERED_BYTES.len());
        for (column, (record, _)) in ALTERED_BYTES.iter().zip(altered) {
            let value = turned(&addresses, column, *record).await;
            let sql = format!("UPDATE journal SET {column} = $2 WHERE entity_id = $1");
            storage::query(&addresses.records, &sql, vec![(*record).into(), value]).await;
        }
        let house = House::open(addresses, clock).await;
        let faults = house.verify_journal_of("customer").await.faults;
        for (column, (_, position)) in ALTERED_BYTES.iter().zip(altered) {
            let entry = format!("entry {position}: ");
            assert!(faults.iter().any(|fault| fault.starts_with(&entry)), "{column}: {faults:#?}");
        }
        for (_, position) in untouched {
            assert!(faults.iter().all(|fault| !fault.starts_with(&format!("entry {position}: "))), "{faults:#?}");
        }
    }

    async fn x8_whatever_is_altered_in_an_entry_the_order_or_a_record_is_found(engine) {
        let (entries, addresses, clock) = closed(engine, ALTERATIONS.len()).await;
        for (sql, (record, _)) in ALTERATIONS.iter().zip(&entries) {
            let mut parameters = vec![(*record).into()];
            if sql.contains("$2") {
                parameters.push(turned(&addresses, "sealed", *record).await);
            }
            storage::query(&addresses.records, sql, parameters).await;
        }
        let house = House::open(addresses, clock).await;
        let faults = house.verify_journal_of("customer").await.faults;
        for (sql, (record, position)) in ALTERATIONS.iter().zip(&entries) {
            let names = [format!("entry {position}: "), format!("entry {position} is"), record.to_string()];
            let is_told = faults.iter().any(|fault| names.iter().any(|name| fault.contains(name)));
            assert!(is_told, "{sql}: {faults:#?}");
        }
    }

    async fn x8_an_order_that_was_cut_or_moved_is_found(engine) {
        for sql in [
            "DELETE FROM journal_order WHERE position = (SELECT MAX(position) FROM journal)",
            "UPDATE journal_head SET sequence = sequence - 1 WHERE sequence > 0",
            "UPDATE journal_order SET sequence = sequence + 10",
            "DELETE FROM journal_order",
        ] {
            let (_, addresses, clock) = closed(engine, 3).await;
            storage::query(&addresses.records, sql, Vec::new()).await;
            let house = House::open(addresses, clock).await;
            assert_ne!(house.verify_journal_of("customer").await.faults, Vec::<String>::new(), "{sql}");
        }
    }

    async fn a_journal_that_is_not_there_is_refused_and_no_tenants_staff_verify_any(engine) {
        let house = House::new(engine).await;
        let verify = |service: &str| VerifyJournalRequest { service: service.into() };
        let mut journals = house.journals_of(house.token("default", "verifier", Role::System)).await;
        let refused = journals.verify_journal(verify("reminder")).await.unwrap_err();
        let details = assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&refused), ["service"]);
        assert!(details.bad_request().unwrap().field_violations[0].description.contains("customer"));
        // A journal holds the entries of all tenants: the administrator of one may not read of the others.
        for role in [Role::Administrator, Role::Sales, Role::Service, Role::Finance] {
            let mut journals = house.journals_of(house.token("default", "li", role)).await;
            for service in ["customer", "reminder"] {
                let refused = journals.verify_journal(verify(service)).await.unwrap_err();
                assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
            }
        }
    }
}
