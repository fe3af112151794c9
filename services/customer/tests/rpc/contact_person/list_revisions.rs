//! ListContactPersonRevisions.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::{ChangeKind, DecisionRole, ListContactPersonRevisionsRequest};
use testkit::on_both_engines;

use super::{at, delete, erase, first_at, person, update};
use crate::harness::{House, company};

on_both_engines! {
    async fn c8_every_revision_is_listed_with_what_changed(engine) {
        let house = House::new(engine).await;
        let (one, two) =
            (house.given(company("华为", "13912345678")).await, house.given(company("中兴", "13912345679")).await);
        let mut persons = house.persons().await;
        let first = house.given_person(person("王小明", "13912345678", &[at(&one)])).await;
        let promoted = wire::CompanyLink {
            title: "总监".into(),
            role: DecisionRole::DecisionMaker.into(),
            ..first_at(&one)
        };
        let sent = wire::ContactPerson { companies: vec![promoted, at(&two)], ..first.clone() };
        let second = persons.update_contact_person(update(sent, &["companies"])).await.unwrap().into_inner();
        let sent = wire::ContactPerson { salutation: "王总".into(), ..second.clone() };
        let third = persons.update_contact_person(update(sent, &["salutation"])).await.unwrap().into_inner();
        let fourth = persons.delete_contact_person(delete(&third)).await.unwrap().into_inner();
        let mut request = ListContactPersonRevisionsRequest {
            contact_person_id: first.contact_person_id.clone(),
            page_size: 3,
            ..Default::default()
        };
        let page = persons.list_contact_person_revisions(request.clone()).await.unwrap().into_inner();
        request.page_token = page.next_page_token;
        let last = persons.list_contact_person_revisions(request.clone()).await.unwrap().into_inner();
        assert_eq!(last.next_page_token, "");
        let revisions = [page.revisions, last.revisions].concat();
        let told: Vec<_> = revisions.iter().map(|r| (r.contact_person.clone().unwrap(), r.change())).collect();
        let expected = [
            (fourth.clone(), ChangeKind::Deleted),
            (third, ChangeKind::Updated),
            (second, ChangeKind::Updated),
            (first, ChangeKind::Created),
        ];
        assert_eq!(told, expected);
        let link = |field: &str| format!("companies[{}]{field}", one.customer_id);
        let mut linked = vec![link(".primary"), link(".role"), link(".title"), format!("companies[{}]", two.customer_id)];
        linked.sort();
        let paths: Vec<_> = revisions.iter().map(|revision| revision.changed_paths.clone()).collect();
        assert_eq!(paths, [vec!["delete_time".into(), "state".into()], vec!["salutation".into()], linked, vec![]]);
        assert!(revisions.iter().all(|r| r.actor == "local" && r.cause.as_ref().unwrap().kind == "call"));
        persons.erase_contact_person(erase(&fourth)).await.unwrap();
        request.page_token = String::new();
        request.page_size = 0;
        let revisions = persons.list_contact_person_revisions(request).await.unwrap().into_inner().revisions;
        let named = revisions.iter().filter(|revision| !revision.contact_person.as_ref().unwrap().name.is_empty());
        assert_eq!((revisions.len(), named.count()), (5, 0), "no revision names the erased");
    }

    async fn x1_the_past_is_for_those_who_may_see_histories(engine) {
        let house = House::new(engine).await;
        let li = house.employ("li").await;
        let own = house.given(wire::Customer { owner: li.staff_id, ..company("华为", "13912345678") }).await;
        let given = house.given_person(person("王小明", "13912345678", &[at(&own)])).await;
        let request =
            ListContactPersonRevisionsRequest { contact_person_id: given.contact_person_id, ..Default::default() };
        for (role, is_allowed) in [(Role::Sales, true), (Role::Service, false), (Role::Finance, false)] {
            let mut persons = house.persons_of(house.token("default", "li", role)).await;
            let outcome = persons.list_contact_person_revisions(request.clone()).await;
            assert_eq!(outcome.is_ok(), is_allowed, "{role:?}");
        }
    }
}
