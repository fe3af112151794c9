//! CreateInteraction.

use access::Role;
use contracts::customer::v1 as customers;
use contracts::interaction::v1 as wire;
use prost_types::{Duration, Timestamp};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, HouseWithoutAnswers, create, fields, get, phone_call};

/// A contact person of a customer.
async fn contact_person(house: &House, of: &customers::Customer) -> customers::ContactPerson {
    let company = customers::CompanyLink { customer: of.customer_id.clone(), ..Default::default() };
    let person = customers::ContactPerson { name: "韩梅".into(), companies: vec![company], ..Default::default() };
    let request = customers::CreateContactPersonRequest { contact_person: Some(person), ..Default::default() };
    house.persons().await.create_contact_person(request).await.unwrap().into_inner()
}

/// Everything that an interaction can say.
fn whole(customer: &str, staff: &str, person: &str) -> wire::Interaction {
    let who = |who| wire::Participant { who: Some(who) };
    wire::Interaction {
        start_time: Some(Timestamp { seconds: 1_716_170_000, nanos: 0 }),
        length: Some(Duration { seconds: 754, nanos: 0 }),
        participants: vec![
            who(wire::participant::Who::StaffId(staff.into())),
            who(wire::participant::Who::ContactPersonId(person.into())),
            who(wire::participant::Who::Name("李雷".into())),
        ],
        feedback: "价格偏高".into(),
        next_step: "下周二发新报价".into(),
        next_step_time: Some(Timestamp { seconds: 1_716_775_200, nanos: 0 }),
        ..phone_call(customer)
    }
}

on_both_engines! {
    async fn i1_i2_what_is_logged_a_moment_after_its_customer_is_read_back(engine) {
        let house = House::new(engine).await;
        let (wang, token) = house.person("wang", Role::Sales).await;
        let customer = house.customer_of(&wang).await;
        let mut client = house.interactions_of(&token).await;
        let person = contact_person(&house, &customer).await;
        let sent = whole(&customer.customer_number, &wang.staff_id, &person.contact_person_id);
        let logged = client.create_interaction(create(sent.clone())).await.unwrap().into_inner();
        assert_eq!(logged.customer, customer.customer_id);
        assert_eq!(logged.author, wang.staff_id);
        assert_eq!((logged.revision, logged.state()), (1, wire::RecordState::Active));
        let said = |interaction: &wire::Interaction| wire::Interaction {
            customer: sent.customer.clone(),
            channel: interaction.channel,
            direction: interaction.direction,
            start_time: interaction.start_time,
            length: interaction.length,
            participants: interaction.participants.clone(),
            key_points: interaction.key_points.clone(),
            feedback: interaction.feedback.clone(),
            next_step: interaction.next_step.clone(),
            next_step_time: interaction.next_step_time,
            ..wire::Interaction::default()
        };
        assert_eq!(said(&logged), sent);
        let read = client.get_interaction(get(&logged.interaction_id)).await.unwrap().into_inner();
        assert_eq!(read, logged);
        let verified = house.verify_journal_of("interaction").await;
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    }

    async fn i1_the_same_request_twice_is_one_interaction(engine) {
        let house = House::new(engine).await;
        let (wang, token) = house.person("wang", Role::Sales).await;
        let customer = house.customer_of(&wang).await;
        let mut client = house.interactions_of(&token).await;
        let request = wire::CreateInteractionRequest {
            request_id: "018f9a3c-0000-7000-8000-00000000000a".into(),
            ..create(phone_call(&customer.customer_id))
        };
        let first = client.create_interaction(request.clone()).await.unwrap().into_inner();
        let second = client.create_interaction(request.clone()).await.unwrap().into_inner();
        assert_eq!(first, second);
        let other = wire::CreateInteractionRequest { interaction: Some(wire::Interaction { feedback: "另".into(), ..phone_call(&customer.customer_id) }), ..request };
        let status = client.create_interaction(other).await.unwrap_err();
        assert_problem(&status, Code::InvalidArgument, "REQUEST_ID_REUSED");
    }

    async fn every_violation_is_answered_at_once(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.interactions().await;
        let who = |who| wire::Participant { who: Some(who) };
        let broken = wire::Interaction {
            channel: 0,
            start_time: Some(Timestamp { seconds: 1_816_170_400, nanos: 0 }),
            length: Some(Duration { seconds: -1, nanos: 0 }),
            participants: vec![who(wire::participant::Who::Name("甲".into())), who(wire::participant::Who::Name("甲".into()))],
            ..phone_call(&customer.customer_id)
        };
        let status = client.create_interaction(create(broken)).await.unwrap_err();
        assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(
            fields(&status),
            ["interaction.start_time", "interaction.channel", "interaction.length", "interaction.participants[1]"]
        );
        let unplanned = wire::Interaction {
            next_step_time: Some(Timestamp { seconds: 1_716_775_200, nanos: 0 }),
            ..phone_call(&customer.customer_id)
        };
        let status = client.create_interaction(create(unplanned)).await.unwrap_err();
        assert_eq!(fields(&status), ["interaction.next_step_time"]);
    }

    async fn i1_only_those_take_part_who_are_there(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (li, _) = house.person("li", Role::Sales).await;
        let (customer, others) = (house.customer_of(&wang).await, house.customer_of(&li).await);
        let theirs = contact_person(&house, &others).await;
        let mut client = house.interactions_of(&of_wang).await;
        for nobody in [
            wire::participant::Who::StaffId(customer.customer_id.clone()),
            wire::participant::Who::ContactPersonId(wang.staff_id.clone()),
            wire::participant::Who::ContactPersonId(theirs.contact_person_id),
        ] {
            let participants = vec![wire::Participant { who: Some(nobody) }];
            let said = wire::Interaction { participants, ..phone_call(&customer.customer_id) };
            let status = client.create_interaction(create(said)).await.unwrap_err();
            assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(fields(&status), ["interaction.participants"]);
        }
    }

    async fn nothing_is_logged_of_a_customer_that_was_deleted_or_is_none(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.interactions().await;
        let status = client.create_interaction(create(phone_call("C20990101001"))).await.unwrap_err();
        assert_problem(&status, Code::NotFound, "NOT_FOUND");
        let request = contracts::customer::v1::DeleteCustomerRequest {
            customer: customer.customer_id.clone(),
            etag: customer.etag.clone(),
            ..Default::default()
        };
        house.customers().await.delete_customer(request).await.unwrap();
        house.follow("interaction", "customer").await;
        let status = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "DELETED");
    }

    async fn what_cannot_be_asked_of_the_customer_service_is_not_refused(engine) {
        let house = HouseWithoutAnswers::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        house.follow("interaction", "customer").await;
        let mut client = house.interactions().await;
        client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap();
        let status = client.create_interaction(create(phone_call("C20990101001"))).await.unwrap_err();
        assert_problem(&status, Code::Unavailable, "CUSTOMERS_UNAVAILABLE");
    }

    async fn x1_only_those_who_work_on_a_customer_log_what_happened_with_it(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (_, of_li) = house.person("li", Role::Sales).await;
        let (_, of_zhao) = house.person("zhao", Role::Finance).await;
        let customer = house.customer_of(&wang).await;
        let mut client = house.interactions_of(&of_wang).await;
        let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
        for other in [&of_li, &of_zhao] {
            let mut client = house.interactions_of(other).await;
            let status = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap_err();
            assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
            let status = client.get_interaction(get(&logged.interaction_id)).await.unwrap_err();
            assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
        }
    }
}
