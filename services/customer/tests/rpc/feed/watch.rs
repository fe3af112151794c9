//! Watch, on the feed of this service: what others are told of its records, and what not.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::feed::v1::{ChangeKind, Entry, ErrorReason, WatchRequest, WatchResponse};
use contracts::options::v1::DataClass;
use prost::{Message, Name};
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Streaming};
use uuid::Uuid;

use crate::harness::{Bearer, House, company};
use crate::rpc::customer::{delete, erase, move_to, undelete, update};
use crate::rpc::team::found_team;
use crate::rpc::term::{added, changed, tag};
use crate::rpc::{contact_person, custom_field, pool_policy};

/// What names or reaches the customer and the member of staff, and must not be told.
const PERSONAL: [&str; 7] =
    ["海蓝贸易", "海蓝", "13912345678", "天山路 100 号", "老客户", "shop-4711", "chen.wei@example.com"];

/// A watch of the partition that the records of a customer are in, or without one those of a tenant.
async fn watch(house: &House, bearer: Bearer, tenant: &str, customer: &str) -> Streaming<WatchResponse> {
    let customer = customer.parse().unwrap_or(Uuid::nil());
    let partition = i32::try_from(journal::partition_of(tenant, customer)).unwrap();
    let request = WatchRequest { service: "customer".into(), partition, ..WatchRequest::default() };
    house.feeds_of(bearer).await.watch(request).await.unwrap().into_inner()
}

/// The first so many entries of a watch.
async fn first(mut messages: Streaming<WatchResponse>, count: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    while entries.len() < count {
        entries.extend(messages.message().await.unwrap().expect("more is to come").entries);
    }
    assert_eq!(entries.len(), count, "no more is told than was done");
    entries
}

fn event<M: Message + Name + Default>(entry: &Entry) -> M {
    entry.event.as_ref().expect("an event").to_msg().unwrap()
}

/// Fails if anything personal stands in the bytes that were sent.
fn assert_impersonal(entries: &[Entry]) {
    let bytes: Vec<u8> = entries.iter().flat_map(Message::encode_to_vec).collect();
    for text in PERSONAL {
        assert!(!bytes.windows(text.len()).any(|window| window == text.as_bytes()), "{text} was told");
    }
}

/// Whether what is told of the tenant's own records comes in the same partition.
fn shares_a_partition_with_its_tenant(customer: &wire::Customer) -> bool {
    let partition = |id: Uuid| journal::partition_of("default", id);
    partition(customer.customer_id.parse().unwrap()) == partition(Uuid::nil())
}

fn service(house: &House) -> Bearer {
    house.token("platform", "analytics", Role::System)
}

on_both_engines! {
    async fn whatever_is_done_to_a_customer_is_told_in_order_and_without_personal_data(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let address = wire::Address {
            kind: wire::AddressKind::Office.into(),
            country: "CN".into(),
            region_code: "310105".into(),
            text: "天山路 100 号".into(),
            ..Default::default()
        };
        let created = house.given(wire::Customer {
            short_name: "海蓝".into(),
            level: "A".into(),
            industry: "it".into(),
            addresses: vec![address],
            external_ids: vec![wire::ExternalId { source: "shop".into(), id: "shop-4711".into() }],
            ..company("海蓝贸易", "13912345678")
        }).await;
        let sent = wire::Customer { remarks: "老客户".into(), level: "B".into(), ..created.clone() };
        let updated = customers.update_customer(update(sent, &["remarks", "level"])).await.unwrap().into_inner();
        let moved = customers.change_stage(move_to(&updated, "lost", "price")).await.unwrap().into_inner();
        let deleted = customers.delete_customer(delete(&moved)).await.unwrap().into_inner();
        let back = customers.undelete_customer(undelete(&deleted)).await.unwrap().into_inner();
        customers.erase_customer(erase(&back)).await.unwrap();

        let entries = first(watch(&house, service(&house), "default", &created.customer_id).await, 6).await;
        assert_impersonal(&entries);
        let kinds: Vec<_> = entries.iter().map(Entry::change_kind).collect();
        assert_eq!(kinds, [
            ChangeKind::Created, ChangeKind::Updated, ChangeKind::StageChanged,
            ChangeKind::Deleted, ChangeKind::Undeleted, ChangeKind::Erased,
        ]);
        for (entry, number) in entries.iter().zip(1..) {
            assert_eq!((entry.sequence, entry.revision), (number, number));
            assert_eq!((entry.tenant_id.as_str(), entry.entity_kind.as_str(), entry.actor.as_str()), ("default", "customer", "local"));
            assert_eq!((&entry.entity_id, &entry.customer_id), (&created.customer_id, &created.customer_id));
            assert!(entry.traceparent.starts_with("00-"), "{}", entry.traceparent);
        }
        let events: Vec<wire::CustomerEvent> = entries.iter().map(event).collect();
        assert_eq!(events[0], wire::CustomerEvent {
            customer_number: created.customer_number,
            kind: wire::CustomerKind::Enterprise.into(),
            state: wire::CustomerState::Active.into(),
            stage: "potential".into(),
            stage_time: created.stage_time,
            level: "A".into(),
            industry: "it".into(),
            places: vec![wire::CustomerPlace {
                kind: wire::AddressKind::Office.into(), country: "CN".into(), region_code: "310105".into(),
            }],
            create_time: created.create_time,
            ..Default::default()
        });
        assert_eq!(events[1].level, "B");
        assert_eq!((events[2].stage.as_str(), events[2].stage_reason.as_str()), ("lost", "price"));
        assert_eq!((events[3].state(), events[3].delete_time), (wire::CustomerState::Deleted, deleted.delete_time));
        assert_eq!((events[4].state(), events[4].delete_time), (wire::CustomerState::Active, None));
        assert_eq!((events[5].state(), events[5].level.as_str()), (wire::CustomerState::Erased, "B"));
    }

    async fn c9_of_a_contact_person_is_told_to_which_companies_it_belongs_and_in_which_role(engine) {
        let house = House::new(engine).await;
        let customer = house.given(company("海蓝贸易", "13912345678")).await;
        let link = wire::CompanyLink {
            title: "海蓝总监".into(),
            role: wire::DecisionRole::Buyer.into(),
            since: contact_person::day(2021, 3, 1),
            ..contact_person::first_at(&customer)
        };
        let person = house.given_person(contact_person::person("老客户", "13912345678", &[link])).await;
        let is_shared = shares_a_partition_with_its_tenant(&customer);
        let entries = first(watch(&house, service(&house), "default", "").await, 1 + usize::from(is_shared)).await;
        assert_impersonal(&entries);
        let entry = entries.last().unwrap();
        assert_eq!((entry.entity_kind.as_str(), &entry.entity_id), ("contact_person", &person.contact_person_id));
        let expected = wire::ContactPersonEvent {
            state: wire::ContactPersonState::Active.into(),
            companies: vec![wire::ContactPersonCompany {
                customer_id: customer.customer_id,
                role: wire::DecisionRole::Buyer.into(),
                primary: true,
                since: contact_person::day(2021, 3, 1),
                until: None,
            }],
            create_time: person.create_time,
            delete_time: None,
        };
        assert_eq!(event::<wire::ContactPersonEvent>(entry), expected);
    }

    async fn c4_terms_are_told_as_they_are_since_a_change(engine) {
        let house = House::new(engine).await;
        let vip = added(&house, tag("vip", "贵宾")).await;
        changed(&house, wire::Vocabulary::Tag, "vip", &["merged_into"], |term| term.merged_into = "high_value".into()).await;
        let entries = first(watch(&house, service(&house), "default", "").await, 2).await;
        let events: Vec<wire::TermEvent> = entries.iter().map(event).collect();
        let as_added = wire::TermEvent {
            vocabulary: wire::Vocabulary::Tag.into(),
            code: "vip".into(),
            names: vip.names,
            position: vip.position,
            tag_kind: wire::TagKind::Value.into(),
            ..Default::default()
        };
        assert_eq!(events[0], as_added);
        assert_eq!(events[1], wire::TermEvent { merged_into: "high_value".into(), ..as_added });
    }

    async fn r8_the_rules_of_the_pool_are_told_as_they_are_since_a_change(engine) {
        let house = House::new(engine).await;
        let sent =
            wire::PoolPolicy { holding_cap: 50, excluded_stages: vec!["customer".into()], ..Default::default() };
        pool_policy::set(&house, sent).await.unwrap();
        let entries = first(watch(&house, service(&house), "default", "").await, 1).await;
        assert_eq!(entries[0].entity_kind, "pool_policy");
        let expected = wire::PoolPolicyEvent {
            holding_cap: 50,
            excluded_stages: vec!["customer".into()],
            ..wire::PoolPolicyEvent::default()
        };
        assert_eq!(event::<wire::PoolPolicyEvent>(&entries[0]), expected);
    }

    async fn c27_own_fields_are_told_and_of_their_values_those_that_are_facts(engine) {
        let house = House::new(engine).await;
        custom_field::given(&house, custom_field::field("plate", custom_field::text())).await;
        let nickname = custom_field::field("nickname", custom_field::text());
        custom_field::given(&house, custom_field::personal(nickname, DataClass::Name)).await;
        let values = [("plate", "沪A·12345"), ("nickname", "老客户")];
        let values = values.map(|(id, text)| (id.to_owned(), custom_field::text_value(text)));
        let sent = wire::Customer { custom_fields: values.into(), ..company("海蓝贸易", "13912345678") };
        let customer = house.given(sent).await;
        let is_shared = shares_a_partition_with_its_tenant(&customer);
        let tenant = watch(&house, service(&house), "default", "").await;
        let entries = first(tenant, 2 + usize::from(is_shared)).await;
        let fields: Vec<wire::CustomFieldEvent> = entries[..2].iter().map(event).collect();
        assert_eq!((fields[0].field_id.as_str(), fields[1].field_id.as_str()), ("plate", "nickname"));
        assert_eq!((fields[1].data_class(), fields[1].purpose.as_str()), (DataClass::Name, "care"));
        let own = watch(&house, service(&house), "default", &customer.customer_id).await;
        let entries = first(own, 1 + 2 * usize::from(is_shared)).await;
        assert_impersonal(&entries);
        let told = event::<wire::CustomerEvent>(entries.last().unwrap()).custom_fields;
        assert_eq!(told, [("plate".to_owned(), custom_field::text_value("沪A·12345"))].into());
    }

    async fn c49_of_a_purged_customer_is_told_that_it_is_gone_and_nothing_of_what_it_was(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let sent = wire::Customer { level: "A".into(), ..company("海蓝贸易", "13912345678") };
        let created = house.given(sent).await;
        let deleted = customers.delete_customer(delete(&created)).await.unwrap().into_inner();
        let request = wire::PurgeCustomerRequest {
            customer: deleted.customer_id,
            etag: deleted.etag,
            ..wire::PurgeCustomerRequest::default()
        };
        customers.purge_customer(request).await.unwrap();
        // What it was goes first, then its key.
        let entries = first(watch(&house, service(&house), "default", &created.customer_id).await, 4).await;
        assert_impersonal(&entries);
        for entry in &entries[2..] {
            let gone: wire::CustomerEvent = event(entry);
            assert_eq!((gone.state(), &gone.customer_number), (wire::CustomerState::Purged, &created.customer_number));
            assert_eq!((gone.level.as_str(), gone.owner.as_str()), ("", ""));
        }
    }

    async fn staff_teams_and_the_tenant_are_told_without_names_of_people(engine) {
        let house = House::new(engine).await;
        let team = found_team(&house, "华东", "").await;
        let employed = house.employ("chen.wei@example.com").await;
        let sent = wire::Staff { team_id: team.team_id.clone(), inactive: true, ..employed };
        let request = wire::UpdateStaffRequest {
            staff: Some(sent.clone()),
            update_mask: Some(prost_types::FieldMask { paths: vec!["team_id".into(), "inactive".into()] }),
            ..Default::default()
        };
        house.staff().await.update_staff(request).await.unwrap();
        let mut tenants = house.tenants().await;
        let tenant = tenants.get_tenant(wire::GetTenantRequest {}).await.unwrap().into_inner();
        let zones = vec![wire::ZonePeriod { zone: "Asia/Tokyo".into(), valid_from: None }];
        let tenant = wire::Tenant { zones: zones.clone(), ..tenant };
        let request = wire::UpdateTenantRequest { tenant: Some(tenant), ..Default::default() };
        tenants.update_tenant(request).await.unwrap();

        let entries = first(watch(&house, service(&house), "default", "").await, 4).await;
        assert_impersonal(&entries);
        let kinds: Vec<_> = entries.iter().map(|entry| entry.entity_kind.as_str()).collect();
        assert_eq!(kinds, ["team", "staff", "staff", "tenant"]);
        assert!(entries.iter().all(|entry| entry.customer_id.is_empty()));
        assert_eq!(event::<wire::TeamEvent>(&entries[0]).display_name, "华东");
        assert_eq!(event::<wire::StaffEvent>(&entries[1]).team_id, "");
        let left: wire::StaffEvent = event(&entries[2]);
        assert_eq!((entries[2].entity_id.as_str(), left.team_id.as_str(), left.inactive), (&*sent.staff_id, &*team.team_id, true));
        assert_eq!(event::<wire::TenantEvent>(&entries[3]).zones, zones);
    }

    async fn an_administrator_is_told_of_its_own_tenant_and_others_of_nothing(engine) {
        let house = House::new(engine).await;
        let own = house.given(company("海蓝贸易", "13912345678")).await;
        let messages = watch(&house, house.token("default", "li", Role::Administrator), "default", &own.customer_id).await;
        assert_eq!(first(messages, 1).await[0].entity_id, own.customer_id);
        // Of another tenant's entry it hears by a heartbeat that something was there.
        let mut messages = watch(&house, house.token("elsewhere", "li", Role::Administrator), "default", &own.customer_id).await;
        let heartbeat = messages.message().await.unwrap().unwrap();
        assert_eq!((heartbeat.entries.len(), heartbeat.sequence), (0, 1));
        for role in [Role::Sales, Role::Service, Role::Finance] {
            let mut feeds = house.feeds_of(house.token("default", "li", role)).await;
            let refused = feeds.watch(WatchRequest { service: "customer".into(), ..Default::default() }).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
    }

    async fn a_watch_ends_without_an_error_when_the_server_is_told_to_stop(engine) {
        let house = House::new(engine).await;
        let customer = house.given(company("海蓝贸易", "13912345678")).await;
        let mut messages = watch(&house, service(&house), "default", &customer.customer_id).await;
        assert_eq!(messages.message().await.unwrap().unwrap().entries.len(), 1);
        house.close().await;
        assert_eq!(messages.message().await.unwrap(), None);
    }
}
