//! Who may do what with which contact person (X1, X3): what they may do with its companies.

use std::collections::BTreeSet;

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::contact_person_service_client::ContactPersonServiceClient;
use contracts::customer::v1::{ErrorReason, ListContactPersonsRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Status};

use super::{at, create, delete, erase, get, person, undelete, update};
use crate::harness::{House, Stub, company};
use crate::rpc::customer::request_id;
use crate::rpc::ownership;

/// A house with a company of Li's, one of Chen's and one in the pool, and somebody at each set of them.
struct Shop {
    house: House,
    /// Li's, Chen's, on which Wang works too, and the one in the pool.
    companies: [wire::Customer; 3],
    /// At the companies that the bits of the index stand for.
    persons: Vec<wire::ContactPerson>,
}

impl Shop {
    async fn open(engine: testkit::Engine) -> Self {
        let house = House::new(engine).await;
        let (li, chen, wang) = (house.employ("li").await, house.employ("chen").await, house.employ("wang").await);
        let owned = |owner: &str| wire::Customer { owner: owner.into(), ..company("甲公司", "13912345678") };
        let companies = [
            house.given(owned(&li.staff_id)).await,
            house.given(owned(&chen.staff_id)).await,
            house.given(owned("")).await,
        ];
        house.ownership().await.add_collaborator(ownership::add(&companies[1], &wang)).await.unwrap();
        let mut persons = Vec::new();
        for bits in 0..8 {
            let links: Vec<_> = companies
                .iter()
                .enumerate()
                .filter(|(index, _)| bits & (1 << index) != 0)
                .map(|(_, c)| at(c))
                .collect();
            let sent = wire::ContactPerson { remarks: "说明".into(), ..person("王小明", "13912345678", &links) };
            persons.push(house.given_person(sent).await);
            house.clock.advance(1_000);
        }
        Self { house, companies, persons }
    }

    async fn as_li(&self, role: Role) -> ContactPersonServiceClient<Stub> {
        self.house.persons_of(self.house.token("default", "li", role)).await
    }
}

/// All that can be asked about one person, in one order; nothing is done.
async fn ask(
    persons: &mut ContactPersonServiceClient<Stub>,
    person: &wire::ContactPerson,
    id: &str,
) -> Vec<Result<(), Status>> {
    let named = wire::ContactPerson { contact_person_id: id.into(), ..person.clone() };
    let history = wire::ListContactPersonRevisionsRequest { contact_person_id: id.into(), ..Default::default() };
    let changed = wire::ContactPerson { remarks: "另一说明".into(), ..named.clone() };
    let update = wire::UpdateContactPersonRequest { validate_only: true, ..update(changed, &["remarks"]) };
    let delete = wire::DeleteContactPersonRequest { validate_only: true, ..delete(&named) };
    let undelete = wire::UndeleteContactPersonRequest { validate_only: true, ..undelete(&named) };
    let erase = wire::EraseContactPersonRequest { validate_only: true, ..erase(&named) };
    vec![
        persons.get_contact_person(get(&named)).await.map(drop),
        persons.list_contact_person_revisions(history).await.map(drop),
        persons.update_contact_person(update).await.map(drop),
        persons.delete_contact_person(delete).await.map(drop),
        persons.undelete_contact_person(undelete).await.map(drop),
        persons.erase_contact_person(erase).await.map(drop),
    ]
}

on_both_engines! {
    async fn x1_each_role_may_do_with_a_person_what_it_may_do_with_one_of_its_companies(engine) {
        let shop = Shop::open(engine).await;
        let nothing = [false; 6];
        let read = [true, false, false, false, false, false];
        // Get, history, update, delete, undelete (it is not deleted, and that is told to those who may), erase.
        let sales = [true, true, true, true, true, false];
        // Of nobody's company, Li's, Chen's, both, the pool's …
        let as_sales = [read, sales, nothing, sales, read, sales, read, sales];
        let as_service = [nothing, read, nothing, read, nothing, read, nothing, read];
        for (role, expected) in [
            (Role::Administrator, [[true; 6]; 8]),
            (Role::Sales, as_sales),
            (Role::Service, as_service),
            (Role::Finance, [read; 8]),
        ] {
            let mut persons = shop.as_li(role).await;
            for (index, (given, expected)) in shop.persons.iter().zip(expected).enumerate() {
                let outcomes = ask(&mut persons, given, &given.contact_person_id).await;
                let allowed = outcomes.iter().map(|outcome| match outcome {
                    Ok(()) => true,
                    Err(refused) => refused.code() == Code::FailedPrecondition,
                });
                assert_eq!(allowed.collect::<Vec<_>>(), expected, "{role:?}, {index}: {outcomes:?}");
            }
        }
        for given in &shop.persons {
            assert_eq!(&shop.house.read_person(&given.contact_person_id).await, given, "nothing was changed");
        }
    }

    async fn x1_who_is_listed_is_who_can_be_read(engine) {
        let shop = Shop::open(engine).await;
        let whose = shop.companies.iter().map(|company| company.customer_id.as_str());
        let whose: Vec<_> = [""].into_iter().chain(whose).collect();
        let (mut listed_in_all, mut refused_in_all) = (0, 0);
        for role in [Role::Administrator, Role::Sales, Role::Service, Role::Finance] {
            for subject in ["li", "chen", "wang", "somebody who is no member of staff"] {
                let mut persons = shop.house.persons_of(shop.house.token("default", subject, role)).await;
                let mut readable = BTreeSet::new();
                for given in &shop.persons {
                    match persons.get_contact_person(get(given)).await {
                        Ok(read) => drop(readable.insert(format!("{:?}", read.into_inner()))),
                        Err(refused) => assert_eq!(refused.code(), Code::PermissionDenied),
                    }
                }
                for customer in &whose {
                    let is_of = |person: &wire::ContactPerson| {
                        customer.is_empty() || person.companies.iter().any(|link| link.customer == **customer)
                    };
                    let mut request =
                        ListContactPersonsRequest { customer: (*customer).into(), page_size: 3, ..Default::default() };
                    let mut listed = Vec::new();
                    loop {
                        match persons.list_contact_persons(request.clone()).await {
                            Ok(page) => {
                                let page = page.into_inner();
                                let is_full = page.contact_persons.len() == 3;
                                assert!(is_full || page.next_page_token.is_empty(), "the predicate lets others through");
                                listed.extend(page.contact_persons);
                                request.page_token = page.next_page_token;
                            }
                            Err(refused) => {
                                assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
                                refused_in_all += 1;
                                break;
                            }
                        }
                        if request.page_token.is_empty() {
                            let expected = shop.persons.iter().filter(|person| is_of(person));
                            let ids: Vec<_> = expected.map(|person| person.contact_person_id.clone()).collect();
                            let expected: BTreeSet<_> = readable
                                .iter()
                                .filter(|read| ids.iter().any(|id| read.contains(&format!("contact_person_id: {id:?}"))))
                                .cloned()
                                .collect();
                            listed_in_all += listed.len();
                            let listed: BTreeSet<_> = listed.iter().map(|person| format!("{person:?}")).collect();
                            assert_eq!(listed, expected, "{role:?} {subject} {customer}");
                            break;
                        }
                    }
                }
            }
        }
        assert!(listed_in_all > 100 && refused_in_all > 5, "{listed_in_all} {refused_in_all}");
    }

    async fn x1_what_a_caller_may_not_see_and_what_is_not_there_answer_alike(engine) {
        let shop = Shop::open(engine).await;
        let mut persons = shop.as_li(Role::Sales).await;
        let chens = &shop.persons[2];
        let hidden = ask(&mut persons, chens, &chens.contact_person_id).await;
        let missing = ask(&mut persons, chens, &request_id(5)).await;
        for (hidden, missing) in hidden.iter().zip(&missing) {
            let (hidden, missing) = (hidden.as_ref().unwrap_err(), missing.as_ref().unwrap_err());
            assert_problem(hidden, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
            assert_eq!((hidden.message(), hidden.code()), (missing.message(), missing.code()));
        }
        for company in [&shop.companies[1].customer_id, &request_id(5)] {
            let link = wire::CompanyLink { customer: company.clone(), ..Default::default() };
            let list = ListContactPersonsRequest { customer: company.clone(), ..Default::default() };
            for refused in [
                persons.create_contact_person(create(person("李雷", "13912345678", &[link]))).await.unwrap_err(),
                persons.list_contact_persons(list).await.unwrap_err(),
            ] {
                assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
            }
        }
    }

    async fn x1_a_link_is_made_changed_and_ended_by_those_who_may_change_the_company(engine) {
        let shop = Shop::open(engine).await;
        let mut persons = shop.as_li(Role::Sales).await;
        let [own, chens, pool] = &shop.companies;
        let shared = &shop.persons[3];
        let with = |companies: &[wire::CompanyLink]| {
            update(wire::ContactPerson { companies: companies.into(), ..shared.clone() }, &["companies"])
        };
        let promoted = wire::CompanyLink { title: "总监".into(), ..at(chens) };
        for refused in [
            persons.update_contact_person(with(&[at(own)])).await.unwrap_err(),
            persons.update_contact_person(with(&[at(own), promoted])).await.unwrap_err(),
            persons.update_contact_person(with(&[at(own), at(chens), at(pool)])).await.unwrap_err(),
        ] {
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        assert_eq!(&shop.house.read_person(&shared.contact_person_id).await, shared);
        let mine = wire::CompanyLink { title: "总监".into(), ..at(own) };
        let told = persons.update_contact_person(with(&[mine, at(chens)])).await.unwrap().into_inner();
        assert_eq!(told.companies[0].title, "总监");
        // As with customers, sales create what is theirs and what lies in the pool.
        for links in [&[at(own)][..], &[at(pool)], &[]] {
            persons.create_contact_person(create(person("李雷", "13912345678", links))).await.unwrap();
        }
    }

    async fn x3_fields_of_a_class_that_is_withheld_are_masked_and_find_nobody(engine) {
        let shop = Shop::open(engine).await;
        let birthday = wire::ImportantDate {
            kind: wire::ImportantDateKind::Birthday.into(),
            day: Some(wire::important_date::Day::Lunar(wire::LunarDay { year: 1990, month: 8, leap: false, day: 15 })),
            ..Default::default()
        };
        let link = wire::CompanyLink { title: "总监".into(), ..at(&shop.companies[2]) };
        let given = shop
            .house
            .given_person(wire::ContactPerson {
                salutation: "欧总".into(),
                remarks: "说明".into(),
                important_dates: vec![birthday],
                ..person("欧阳锋", "13812340000", &[link])
            })
            .await;
        for (role, name, phone, is_found) in [
            (Role::Sales, ["****", "****", "****"], "****00", false),
            (Role::Finance, ["欧阳锋", "欧总", "总监"], "****00", true),
            (Role::Administrator, ["欧阳锋", "欧总", "总监"], "+8613812340000", true),
        ] {
            let mut persons = shop.as_li(role).await;
            let read = persons.get_contact_person(get(&given)).await.unwrap().into_inner();
            assert_eq!([&read.name, &read.salutation, &read.companies[0].title], name, "{role:?}");
            assert_eq!(read.contact_points[0].value, phone, "{role:?}");
            assert_eq!(read.important_dates.is_empty(), role != Role::Administrator);
            assert_eq!(read.remarks == "说明", role == Role::Administrator);
            let request = wire::SearchContactPersonsRequest { query: "欧阳".into(), ..Default::default() };
            let found = persons.search_contact_persons(request).await.unwrap().into_inner().contact_persons;
            assert_eq!(!found.is_empty(), is_found, "{role:?}");
        }
    }

    async fn x2_a_tenant_is_a_world_of_its_own(engine) {
        let shop = Shop::open(engine).await;
        let other = shop.house.token("acme", "li", Role::Administrator);
        let mut persons = shop.house.persons_of(other).await;
        let refused = persons.get_contact_person(get(&shop.persons[1])).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let listed = persons.list_contact_persons(ListContactPersonsRequest::default()).await.unwrap().into_inner();
        assert!(listed.contact_persons.is_empty());
        let link = create(person("李雷", "13912345678", &[at(&shop.companies[0])]));
        let refused = persons.create_contact_person(link).await.unwrap_err();
        assert_eq!(crate::harness::fields(&refused), ["contact_person.companies[0].customer"]);
    }
}
