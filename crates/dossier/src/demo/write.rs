//! Writes the stories day by day, through the same calls as everybody.

use std::collections::{BTreeMap, HashMap};

use clock::{Clock, Instant};
use contracts::customer::v1::{
    AddTagsRequest, ChangeStageRequest, CreateCustomerRequest, CreateStaffRequest, CreateTeamRequest, Customer,
    ListCustomersRequest, ListStaffRequest, Staff, Team, UpdateCustomerRequest,
};
use indicatif::ProgressBar;
use jiff::Timestamp;
use prost_types::FieldMask;

use super::deal::{self, Dealt};
use super::dealings::{self, Dealing};
use super::story::{self, Change, DAYS, OWNERS, Step};
use super::{Summary, people};
use crate::failure::Failure;
use crate::pages::Limit;
use crate::progress;
use crate::session::Session;

/// How many records are asked for at once.
const PAGE: usize = 1_000;

const MICROS_A_SECOND: i64 = 1_000_000;
const MICROS_A_DAY: i64 = 24 * 3_600 * MICROS_A_SECOND;

/// When of a day, in seconds of UTC, the changes of the first day are made; those of each later day a little later, within
/// the office hours of China.
const OFFICE_OPENS: i64 = 3_600 + 600;
const LATER_EACH_DAY: i64 = 1_237;
const OFFICE_HOURS: i64 = 9 * 3_600;

const STAFF: [&str; OWNERS as usize] = ["王芳", "李伟", "张敏", "刘洋", "陈静", "Anna Berg", "Peter Novák", "赵磊"];
const TEAM: &str = "销售一部";

/// The server is filled with stories.
pub(super) struct Writing<'a> {
    session: &'a Session,
    clock: Clock,
    /// The present, to which the clock is moved back in the end.
    present: Instant,
    customers: u64,
    /// The customers that are there, by the index of their story.
    known: HashMap<u64, Known>,
    owners: Vec<String>,
    /// What there is of dealings, by the id of the customer.
    dealt: HashMap<String, Dealt>,
}

/// What is written on a day.
#[derive(Default)]
struct Day {
    changes: Vec<(u64, Change)>,
    dealings: Vec<(u64, Dealing)>,
}

struct Known {
    id: String,
    number: String,
    revision: i64,
    etag: String,
    /// When it was created, in microseconds since 1970.
    create_time: i64,
}

impl<'a> Writing<'a> {
    /// Looks at what is there; a tenant with customers of its own is left alone.
    pub(super) async fn begin(session: &'a Session, clock: Clock, customers: u64) -> Result<Self, Failure> {
        let (present, mut known, mut is_empty) = (clock.now(), HashMap::new(), true);
        let mut pages = Limit::default().pages(PAGE);
        while let Some((page_size, page_token)) = pages.next() {
            let request = ListCustomersRequest { page_size, page_token, ..ListCustomersRequest::default() };
            let page = session.customers().list_customers(request).await?.into_inner();
            pages.received(page.customers.len(), page.next_page_token);
            is_empty &= page.customers.is_empty();
            known.extend(page.customers.into_iter().filter_map(of_demo));
        }
        if known.is_empty() && !is_empty {
            return Err(Failure::usage(
                "the folder holds customers that are not of the demo; name another with --data",
                "该目录中有非演示客户；请用 --data 指定其他目录",
            ));
        }
        let dealt = deal::there(session).await?;
        Ok(Self { session, clock, present, customers, known, owners: Vec::new(), dealt })
    }

    /// Writes what is missing of all stories.
    pub(super) async fn write(mut self) -> Result<Summary, Failure> {
        let (mut days, mut unchanged, mut written) = (BTreeMap::<u32, Day>::new(), 0, 0);
        for index in 1..=self.customers {
            let steps = story::of(index);
            let revision = self.known.get(&index).map_or(0, |known| known.revision);
            let done = usize::try_from(revision).unwrap_or_default().min(steps.len());
            unchanged += done as u64;
            written += (steps.len() - done) as u64;
            for Step { day, change } in steps.into_iter().skip(done) {
                days.entry(day).or_default().changes.push((index, change));
            }
            let dealings = dealings::of(index);
            let dealt =
                self.known.get(&index).and_then(|known| self.dealt.get(&known.id)).map_or(0, |dealt| dealt.count);
            let done = usize::try_from(dealt).unwrap_or_default().min(dealings.len());
            unchanged += done as u64;
            written += (dealings.len() - done) as u64;
            for (day, dealing) in dealings.into_iter().skip(done) {
                days.entry(day).or_default().dealings.push((index, dealing));
            }
        }
        if written > 0 {
            self.move_to(self.instant_of(0) - MICROS_A_SECOND);
            self.owners = self.employ().await?;
        }
        let bar = progress::bar(progress::ENTRIES);
        bar.set_length(written);
        for (day, Day { changes, dealings }) in days {
            self.move_to(self.instant_of(day));
            self.write_day(changes, &bar).await?;
            self.deal(dealings, &bar).await?;
        }
        bar.finish_and_clear();
        self.move_to(self.present.as_micros());
        let (customer_number, as_of) = self.example();
        Ok(Summary { customers: self.customers, written, unchanged, customer_number, as_of })
    }

    /// The number of the customer with the longest story, and a time in the middle of it.
    fn example(&self) -> (String, String) {
        let (_, index, later) = (1..=self.customers)
            .map(|index| {
                let steps = story::of(index);
                let day = |place: usize| steps.get(place).map_or(0, |step| step.day);
                (steps.len(), index, day(steps.len() / 2) - day(0))
            })
            .max()
            .unwrap_or_default();
        let (number, create_time) = self.known.get(&index).map_or(("", 0), |known| (&known.number, known.create_time));
        // Behind the change of that day, whose hour may be a later one, and before any other.
        let as_of = create_time + i64::from(later) * MICROS_A_DAY + OFFICE_HOURS * MICROS_A_SECOND;
        (number.to_owned(), Timestamp::from_microsecond(as_of).unwrap_or_default().to_string())
    }

    /// The time at which the changes of a day are made, in microseconds since 1970.
    fn instant_of(&self, day: u32) -> i64 {
        let midnight = self.present.as_micros().div_euclid(MICROS_A_DAY) - i64::from(DAYS) + i64::from(day);
        let later = (i64::from(day) * LATER_EACH_DAY).rem_euclid(OFFICE_HOURS);
        midnight * MICROS_A_DAY + (OFFICE_OPENS + later) * MICROS_A_SECOND
    }

    fn move_to(&self, micros: i64) {
        self.clock.advance(micros - self.clock.now().as_micros());
    }

    /// The ids of the staff, who are employed where they are not.
    async fn employ(&self) -> Result<Vec<String>, Failure> {
        let mut client = self.session.staff();
        let request =
            ListStaffRequest { page_size: i32::try_from(PAGE).unwrap_or(i32::MAX), ..ListStaffRequest::default() };
        let there = client.list_staff(request).await?.into_inner().staff;
        let mut team_id = String::new();
        let mut ids = Vec::new();
        for (number, name) in (1..).zip(STAFF) {
            let subject = format!("{}-{number}", people::SOURCE);
            if let Some(person) = there.iter().find(|person| person.subject == subject) {
                team_id.clone_from(&person.team_id);
                ids.push(person.staff_id.clone());
                continue;
            }
            if team_id.is_empty() {
                let team = Team { display_name: TEAM.to_owned(), ..Team::default() };
                let request = CreateTeamRequest { team: Some(team), ..CreateTeamRequest::default() };
                team_id = client.create_team(request).await?.into_inner().team_id;
            }
            let staff = Staff {
                display_name: name.to_owned(),
                issuer: access::LOCAL_ISSUER.to_owned(),
                subject,
                team_id: team_id.clone(),
                ..Staff::default()
            };
            let request = CreateStaffRequest { staff: Some(staff), ..CreateStaffRequest::default() };
            ids.push(client.create_staff(request).await?.into_inner().staff_id);
        }
        Ok(ids)
    }

    /// Makes the changes of a day all at once: each is to a customer of its own.
    async fn write_day(&mut self, changes: Vec<(u64, Change)>, bar: &ProgressBar) -> Result<(), Failure> {
        let calls = changes.into_iter().map(async |(index, change)| {
            let (customer, etag) =
                self.known.get(&index).map(|known| (known.id.clone(), known.etag.clone())).unwrap_or_default();
            let changed = self.make(customer, etag, change).await?;
            bar.inc(1);
            Ok::<_, Failure>(changed)
        });
        let customers = futures::future::try_join_all(calls).await?;
        self.known.extend(customers.into_iter().filter_map(of_demo));
        Ok(())
    }

    /// Deals with the customers of a day all at once: with each in one way.
    async fn deal(&mut self, dealings: Vec<(u64, Dealing)>, bar: &ProgressBar) -> Result<(), Failure> {
        let calls = dealings.into_iter().filter_map(|(index, dealing)| {
            let customer = self.known.get(&index)?.id.clone();
            let dealt = self.dealt.get(&customer).cloned().unwrap_or_default();
            let assignee = self.owner_of(index);
            let session = self.session;
            Some(async move {
                let dealt = deal::deal(session, customer.clone(), assignee, dealing, dealt).await?;
                bar.inc(1);
                Ok::<_, Failure>((customer, dealt))
            })
        });
        let dealt = futures::future::try_join_all(calls).await?;
        self.dealt.extend(dealt);
        Ok(())
    }

    /// The id of the member of staff who looks after a customer.
    fn owner_of(&self, index: u64) -> String {
        let owner = story::of(index).into_iter().find_map(|step| match step.change {
            Change::Create { owner, .. } => Some(owner),
            _ => None,
        });
        owner.and_then(|owner| self.owners.get(owner as usize).cloned()).unwrap_or_default()
    }

    async fn make(&self, customer: String, etag: String, change: Change) -> Result<Customer, Failure> {
        let mut client = self.session.customers();
        let answer = match change {
            Change::Create { customer, owner } => {
                let owner = self.owners.get(owner as usize).cloned().unwrap_or_default();
                let customer = Some(Customer { owner, ..*customer });
                client.create_customer(CreateCustomerRequest { customer, ..CreateCustomerRequest::default() }).await?
            }
            Change::Stage { stage, reason } => {
                let (stage, reason) = (stage.to_owned(), reason.to_owned());
                client
                    .change_stage(ChangeStageRequest { customer, stage, reason, ..ChangeStageRequest::default() })
                    .await?
            }
            Change::Tag(tag) => {
                let tags = vec![tag.to_owned()];
                client.add_tags(AddTagsRequest { customer, tags, ..AddTagsRequest::default() }).await?
            }
            Change::Level(level) => {
                let changed = Customer { level: level.to_owned(), etag, ..Customer::default() };
                client.update_customer(update(customer, changed, "level")).await?
            }
            Change::Remarks(remarks) => {
                let changed = Customer { remarks: remarks.to_owned(), etag, ..Customer::default() };
                client.update_customer(update(customer, changed, "remarks")).await?
            }
        };
        Ok(answer.into_inner())
    }
}

fn update(customer: String, changed: Customer, field: &str) -> UpdateCustomerRequest {
    UpdateCustomerRequest {
        customer: Some(Customer { customer_id: customer, ..changed }),
        update_mask: Some(FieldMask { paths: vec![field.to_owned()] }),
        ..UpdateCustomerRequest::default()
    }
}

/// The index of a customer's story; none for a customer that is not of the demo.
fn of_demo(customer: Customer) -> Option<(u64, Known)> {
    let id = customer.external_ids.iter().find(|id| id.source == people::SOURCE)?;
    let index = id.id.parse().ok()?;
    let create_time = customer.create_time.map_or(0, |time| time.seconds * MICROS_A_SECOND);
    let (id, number) = (customer.customer_id, customer.customer_number);
    Some((index, Known { id, number, revision: customer.revision, etag: customer.etag, create_time }))
}
