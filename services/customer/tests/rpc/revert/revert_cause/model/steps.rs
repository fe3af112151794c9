//! What happens to the records between reverts.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{TransferOwnershipRequest, Vocabulary};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use super::super::{Imported, contact_persons, import_rows, newest_cause, terms};
use super::{Record, World};
use crate::harness::{House, company, phone_number};
use crate::rpc::contact_person::{person, update as update_person};
use crate::rpc::customer::{move_to, shop_id, update};
use crate::rpc::term::{added, changed, tag};

/// Customers that are there from the start.
const CUSTOMERS: usize = 4;

impl World {
    pub(super) async fn new(house: House, seed: u64) -> Self {
        let staff = vec![house.employ("li").await.staff_id, house.employ("chen").await.staff_id];
        let random = StdRng::seed_from_u64(seed);
        let (records, known, changes, causes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut world = Self { house, random, records, known, changes, causes, staff, next_phone: 13_900_000_000 };
        for index in 0..CUSTOMERS {
            let sent = wire::Customer {
                external_ids: vec![shop_id(&index.to_string())],
                owner: world.staff[index % 2].clone(),
                ..company(&format!("第{index}"), &world.phone())
            };
            let customer = world.house.given(sent).await;
            world.created(Record::Customer(customer.customer_id), None).await;
        }
        world.create().await;
        world.create().await;
        world
    }

    fn phone(&mut self) -> String {
        self.next_phone += 1;
        self.next_phone.to_string()
    }

    fn word(&mut self, words: &[&str]) -> String {
        (*words.choose(&mut self.random).unwrap()).to_owned()
    }

    /// Adds a phone, takes one away, or gives one another label.
    fn edit_points(&mut self, points: &mut Vec<wire::ContactPoint>) {
        match self.random.random_range(0..3) {
            0 => points.push(phone_number(&self.phone())),
            1 if points.len() > 1 => drop(points.pop()),
            _ => points[0].label = self.word(&["办公", "家"]),
        }
    }

    /// Creates a contact person or a tag.
    pub(super) async fn create(&mut self) {
        let phone = self.phone();
        if self.random.random() {
            let external_ids = vec![shop_id(&format!("p{}", self.records.len()))];
            let sent = wire::ContactPerson { external_ids, ..person("王小明", &phone, &[]) };
            let person = self.house.given_person(sent).await;
            let cause = contact_persons::newest_cause(&self.house, &person).await;
            self.created(Record::Person(person.contact_person_id), Some(cause)).await;
        } else {
            let tag = added(&self.house, tag(&format!("tag{phone}"), &format!("标签{phone}"))).await;
            let cause = terms::newest_cause(&self.house, &tag).await;
            self.created(Record::Tag(tag.code), Some(cause)).await;
        }
    }

    /// Changes a record that is not deleted, if it is another then.
    pub(super) async fn edit(&mut self) {
        let place = self.random.random_range(0..self.records.len());
        let record = self.records[place].clone();
        match &record {
            Record::Customer(id) if !self.known[place].gone => self.edit_customer(id).await,
            Record::Person(id) if !self.known[place].gone => self.edit_person(id).await,
            Record::Tag(code) => self.edit_tag(code).await,
            Record::Customer(_) | Record::Person(_) => {}
        }
        if self.read(place).await != self.known[place] {
            let cause = self.newest_cause(place).await;
            self.changed(place, cause).await;
        }
    }

    async fn edit_customer(&mut self, id: &str) {
        let mut sent = self.house.read(id).await;
        sent.level = self.word(&["A", "B", "C"]);
        sent.remarks = self.word(&["一", "二", "三"]);
        self.edit_points(&mut sent.contact_points);
        let paths = ["level", "remarks", "contact_points"];
        self.house.customers().await.update_customer(update(sent, &paths)).await.unwrap();
    }

    async fn edit_person(&mut self, id: &str) {
        let mut sent = self.house.read_person(id).await;
        sent.salutation = self.word(&["王总", "王工"]);
        sent.remarks = self.word(&["一", "二", "三"]);
        self.edit_points(&mut sent.contact_points);
        let paths = ["salutation", "remarks", "contact_points"];
        self.house.persons().await.update_contact_person(update_person(sent, &paths)).await.unwrap();
    }

    async fn edit_tag(&mut self, code: &str) {
        let name = format!("{} {code}", self.word(&["good", "better", "best"]));
        let (position, retired) = (self.random.random_range(1..4), self.random.random());
        changed(&self.house, Vocabulary::Tag, code, &["names", "position", "retired"], |tag| {
            tag.names.insert("en".into(), name);
            tag.position = position;
            tag.retired = retired;
        })
        .await;
    }

    pub(super) async fn step_in_the_pipeline(&mut self) {
        let place = self.random.random_range(0..CUSTOMERS);
        let Record::Customer(id) = self.records[place].clone() else { return };
        if self.known[place].gone {
            return;
        }
        let before = self.house.read(&id).await;
        let to = if before.stage == "intent" { "customer" } else { "intent" };
        self.house.customers().await.change_stage(move_to(&before, to, "")).await.unwrap();
        let cause = newest_cause(&self.house, &id).await;
        self.changed(place, cause).await;
    }

    /// Hands all customers of one member of staff over to the other.
    pub(super) async fn transfer(&mut self) {
        self.staff.swap(0, 1);
        let (from_staff_id, to_staff_id) = (self.staff[0].clone(), self.staff[1].clone());
        let request = TransferOwnershipRequest { from_staff_id, to_staff_id, ..Default::default() };
        let mut answers = self.house.ownership().await.transfer_ownership(request).await.unwrap().into_inner();
        let cause = answers.message().await.unwrap().unwrap().transfer_id;
        while answers.message().await.unwrap().is_some() {}
        self.caused(&cause).await;
    }

    /// Imports rows for customers and contact persons that are there, and for a customer that is not.
    pub(super) async fn import(&mut self) {
        let mut rows = Vec::new();
        for index in 0..CUSTOMERS {
            let row = wire::Customer {
                external_ids: vec![shop_id(&index.to_string())],
                industry: self.word(&["it", "retail", "trade"]),
                ..company(&format!("第{index}"), &self.phone())
            };
            rows.extend((!self.known[index].gone).then_some(row));
        }
        let phone = self.phone();
        rows.push(wire::Customer { external_ids: vec![shop_id(&phone)], ..company("新", &phone) });
        let persons = self.rows_of_persons();
        let rows = rows.into_iter().map(Imported::Customer).chain(persons.into_iter().map(Imported::ContactPerson));
        let cause = import_rows(&self.house, rows).await;
        self.caused(&cause).await;
        let key = Some(wire::get_customer_request::Key::ExternalId(shop_id(&phone)));
        let request = wire::GetCustomerRequest { key, ..Default::default() };
        let created = self.house.customers().await.get_customer(request).await.unwrap().into_inner();
        self.created(Record::Customer(created.customer_id), Some(cause)).await;
    }

    /// Rows for the contact persons that are there.
    fn rows_of_persons(&mut self) -> Vec<wire::ContactPerson> {
        let is_there = |place: &usize| matches!(self.records[*place], Record::Person(_)) && !self.known[*place].gone;
        let there: Vec<_> = (0..self.records.len()).filter(is_there).collect();
        let row = |place: usize| wire::ContactPerson {
            name: "王小明".into(),
            salutation: self.word(&["王总", "王工", "王先生"]),
            external_ids: vec![shop_id(&format!("p{place}"))],
            contact_points: vec![phone_number(&self.phone())],
            ..Default::default()
        };
        there.into_iter().map(row).collect()
    }

    /// Notes what a cause changed of customers and contact persons.
    async fn caused(&mut self, cause: &str) {
        for place in 0..self.records.len() {
            if !matches!(self.records[place], Record::Tag(_)) && self.newest_cause(place).await == cause {
                self.changed(place, cause.to_owned()).await;
            }
        }
    }
}
