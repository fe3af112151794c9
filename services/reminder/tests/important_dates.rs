//! Reminders that follow the days that matter to customers.

use std::time::Duration;

use access::Role;
use contracts::customer::v1 as customers;
use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use contracts::customer::v1::{ImportantDate, ImportantDateKind, LunarDay};
use contracts::google::r#type::Date;
use contracts::reminder::v1 as wire;
use contracts::reminder::v1::{ListRemindersRequest, Reminder, ReminderState, UpdateReminderRequest};
use house::storage;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Bearer, Callers, DAY, House, fields};

fn day(kind: ImportantDateKind, label: &str, day: Day) -> ImportantDate {
    ImportantDate { kind: kind.into(), label: label.into(), day: Some(day), ..ImportantDate::default() }
}

fn solar(year: i32, month: i32, day: i32) -> Day {
    Day::Solar(Date { year, month, day })
}

/// A birthday of the lunar calendar, and a contract that ends each summer.
fn dates() -> Vec<ImportantDate> {
    let birthday = Day::Lunar(LunarDay { year: 1990, month: 8, leap: false, day: 15 });
    vec![
        day(ImportantDateKind::Birthday, "张总", birthday),
        day(ImportantDateKind::ContractRenewal, "", solar(0, 7, 31)),
    ]
}

async fn customer_with(house: &House, owner: &str, important_dates: Vec<ImportantDate>) -> customers::Customer {
    let company = house::company("杭州云帆有限公司", "13912345678");
    house.given(customers::Customer { owner: owner.into(), important_dates, ..company }).await
}

async fn update(house: &House, sent: customers::Customer, paths: &[&str]) -> customers::Customer {
    let update_mask = Some(prost_types::FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() });
    let request = customers::UpdateCustomerRequest { customer: Some(sent), update_mask, ..Default::default() };
    house.customers().await.update_customer(request).await.unwrap().into_inner()
}

/// Waits until the reminders that a caller sees are as they are wanted, and answers them by the times at which they come round.
async fn reminders(house: &House, bearer: &Bearer, wanted: impl Fn(&[Reminder]) -> bool) -> Vec<Reminder> {
    let mut client = house.reminders_of(bearer).await;
    loop {
        let listed = client.list_reminders(ListRemindersRequest::default()).await.unwrap().into_inner();
        let mut listed = listed.reminders;
        listed.sort_by(|one, other| one.next.cmp(&other.next));
        if wanted(&listed) {
            return listed;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn are(next: &'static [&'static str]) -> impl Fn(&[Reminder]) -> bool {
    move |reminders| reminders.iter().map(|reminder| reminder.next.as_str()).eq(next.iter().copied())
}

on_both_engines! {
    async fn r2_the_days_of_a_customer_have_reminders_of_which_its_owner_is_told(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let customer = customer_with(&house, &staff.staff_id, dates()).await;
        // The contract 30 days before, the festival 3 days before, each on a working day: 1 July, 13 September.
        let made = reminders(&house, &li_na, are(&["2024-07-01T09:00:00", "2024-09-13T09:00:00"])).await;
        let titles: Vec<_> = made.iter().map(|reminder| reminder.title.as_str()).collect();
        assert_eq!(titles, ["合同续约 Contract renewal", "生日 Birthday: 张总"]);
        for reminder in &made {
            assert_eq!((&reminder.assignee, &reminder.customer), (&staff.staff_id, &customer.customer_id));
            assert_eq!(reminder.kind(), wire::TaskKind::ImportantDate);
            assert!(customer.important_dates.iter().any(|date| date.important_date_id == reminder.important_date_id));
        }
        let simulate = wire::SimulateRequest {
            to_time: Some(crate::harness::at("2024-12-31T00:00:00Z")),
            ..wire::SimulateRequest::default()
        };
        let simulated = house.reminders_of(&li_na).await.simulate(simulate).await.unwrap().into_inner();
        assert_eq!(simulated.occurrences.len(), 2);
        house.clock.advance(130 * DAY);
        let task = house.made(&made[1].reminder_id, 1).await.remove(0);
        assert_eq!((task.due.as_str(), task.title.as_str()), ("2024-09-17T09:00:00", "生日 Birthday: 张总"));
        reminders(&house, &li_na, are(&["2025-07-01T09:00:00", "2025-10-03T09:00:00"])).await;
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn r2_a_day_that_is_nearer_than_its_lead_is_told_of_at_once(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let today = jiff::civil::date(2024, 5, 20);
        // Today, in three weeks, and yesterday: of the last there is nothing to be told until next year.
        let near = [("today", today), ("near", today + 21 * jiff::ToSpan::day(1)), ("past", today - jiff::ToSpan::day(1))];
        let renewals = near.map(|(label, date)| {
            let date = solar(0, date.month().into(), date.day().into());
            day(ImportantDateKind::ContractRenewal, label, date)
        });
        customer_with(&house, &staff.staff_id, renewals.into()).await;
        let made = reminders(&house, &li_na, |made| made.len() == 3).await;
        for reminder in made {
            let told_of = match reminder.title.rsplit_once(' ').unwrap().1 {
                "today" => Some("2024-05-20T09:00:00"),
                "near" => Some("2024-06-10T09:00:00"),
                _ => None,
            };
            match told_of {
                Some(due) => assert_eq!(house.made(&reminder.reminder_id, 1).await[0].due, due, "{}", reminder.title),
                None => assert_eq!(reminder.next, "2025-04-18T09:00:00"),
            }
        }
    }

    async fn r2_a_day_is_told_of_in_the_zone_that_its_tenant_has_now_unless_a_person_gave_another(engine) {
        let house = House::new(engine).await;
        customer_with(&house, "", dates()).await;
        let [contract, birthday] = ["2024-07-01T09:00:00", "2024-09-13T09:00:00"];
        let mut made = reminders(&house, &Bearer(None), are(&["2024-07-01T09:00:00", "2024-09-13T09:00:00"])).await;
        let chosen = Reminder { zone: "Europe/Berlin".into(), ..made.remove(1) };
        let update_mask = Some(prost_types::FieldMask { paths: vec!["zone".into()] });
        let request = UpdateReminderRequest { reminder: Some(chosen), update_mask, ..Default::default() };
        house.reminders().await.update_reminder(request).await.unwrap();
        let mut tenants = TenantServiceClient::new(house.stub(Bearer(None)).await);
        let tenant = tenants.get_tenant(customers::GetTenantRequest {}).await.unwrap().into_inner();
        let new_york = customers::ZonePeriod { zone: "America/New_York".into(), valid_from: None };
        let tenant = customers::Tenant { zones: vec![new_york], ..tenant };
        let update_mask = Some(prost_types::FieldMask { paths: vec!["zones".into()] });
        let request = customers::UpdateTenantRequest { tenant: Some(tenant), update_mask, ..Default::default() };
        tenants.update_tenant(request).await.unwrap();
        let moved = |reminders: &[Reminder]| reminders.iter().any(|reminder| reminder.zone == "America/New_York");
        let moved = reminders(&house, &Bearer(None), moved).await;
        let moved: Vec<_> = moved.iter().map(|reminder| (reminder.next.as_str(), reminder.zone.as_str())).collect();
        assert_eq!(moved, [(contract, "America/New_York"), (birthday, "Europe/Berlin")]);
    }

    async fn r2_a_reminder_follows_its_day_and_its_owner_and_ends_with_them(engine) {
        let house = House::new(engine).await;
        let (li_na, hers) = house.person("li.na", Role::Sales).await;
        let (wang_fang, his) = house.person("wang.fang", Role::Sales).await;
        let birthday = day(ImportantDateKind::Birthday, "", solar(1990, 8, 20));
        let created = customer_with(&house, &li_na.staff_id, vec![birthday]).await;
        let first = reminders(&house, &hers, are(&["2024-08-16T09:00:00"])).await.remove(0);
        let mut moved = created.important_dates.clone();
        moved[0].day = Some(solar(1990, 8, 22));
        let sent = customers::Customer { important_dates: moved, owner: wang_fang.staff_id.clone(), ..created };
        let updated = update(&house, sent, &["important_dates", "owner"]).await;
        let followed = reminders(&house, &his, are(&["2024-08-19T09:00:00"])).await.remove(0);
        assert_eq!((&followed.reminder_id, &followed.assignee), (&first.reminder_id, &wang_fang.staff_id));
        // A renewal is told of a month before.
        let mut renewal = updated.important_dates.clone();
        renewal[0].kind = ImportantDateKind::ContractRenewal.into();
        let sent = customers::Customer { important_dates: renewal, ..updated };
        let renewed = update(&house, sent, &["important_dates"]).await;
        reminders(&house, &his, are(&["2024-07-23T09:00:00"])).await;
        let mut birthday = renewed.important_dates.clone();
        birthday[0].kind = ImportantDateKind::Birthday.into();
        let sent = customers::Customer { important_dates: birthday, ..renewed };
        let updated = update(&house, sent, &["important_dates"]).await;
        reminders(&house, &his, are(&["2024-08-19T09:00:00"])).await;
        let kept = updated.important_dates.clone();
        let none = update(&house, customers::Customer { important_dates: vec![], ..updated }, &["important_dates"]).await;
        let ended = reminders(&house, &his, |reminders| reminders[0].state() == ReminderState::Ended).await.remove(0);
        assert_eq!((&ended.reminder_id, ended.next_time), (&first.reminder_id, None));
        update(&house, customers::Customer { important_dates: kept, ..none }, &["important_dates"]).await;
        let back = reminders(&house, &his, |reminders| reminders.iter().any(|one| one.next == "2024-08-19T09:00:00")).await;
        assert_eq!(back.iter().filter(|one| one.state() == ReminderState::Active).count(), 1);
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn r2_what_follows_a_customer_is_changed_there_and_the_rest_here(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let birthday = day(ImportantDateKind::Birthday, "", solar(1990, 8, 20));
        let customer = customer_with(&house, &staff.staff_id, vec![birthday]).await;
        let made = reminders(&house, &li_na, |reminders| reminders.len() == 1).await.remove(0);
        let mut client = house.reminders_of(&li_na).await;
        let yearly = |day: Date, lead_days| {
            let day = Some(wire::yearly_schedule::Day::Solar(day));
            let yearly = wire::YearlySchedule { day, lead_days, ..wire::YearlySchedule::default() };
            Some(wire::Schedule { when: Some(wire::schedule::When::Yearly(yearly)) })
        };
        let other = Reminder {
            title: "另一个".into(),
            assignee: customer.customer_id.clone(),
            schedule: yearly(Date { year: 1990, month: 8, day: 21 }, 3),
            ..made.clone()
        };
        let request = |reminder: Reminder, paths: &[&str]| UpdateReminderRequest {
            reminder: Some(reminder),
            update_mask: Some(prost_types::FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() }),
            ..Default::default()
        };
        let refused = client.update_reminder(request(other, &["title", "assignee", "schedule"])).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&refused), ["reminder.title", "reminder.assignee", "reminder.schedule"]);
        let earlier = Reminder { schedule: yearly(Date { year: 1990, month: 8, day: 20 }, 10), ..made };
        client.update_reminder(request(earlier, &["schedule"])).await.unwrap();
        let remarks = customers::Customer { remarks: "喜欢花".into(), ..customer };
        let updated = update(&house, remarks, &["remarks"]).await;
        house.follow("reminder", "customer").await;
        reminders(&house, &li_na, are(&["2024-08-10T09:00:00"])).await;
        let mut corrected = updated.important_dates.clone();
        corrected[0].day = Some(solar(1990, 8, 25));
        let sent = customers::Customer { important_dates: corrected, ..updated };
        let updated = update(&house, sent, &["important_dates"]).await;
        let kept = reminders(&house, &li_na, are(&["2024-08-15T09:00:00"])).await.remove(0);
        let delete = wire::DeleteReminderRequest { reminder_id: kept.reminder_id, ..Default::default() };
        client.delete_reminder(delete).await.unwrap();
        // Another day is followed, the deleted reminder's not again.
        let mut important_dates = updated.important_dates.clone();
        important_dates.push(day(ImportantDateKind::Anniversary, "", solar(2000, 8, 28)));
        update(&house, customers::Customer { important_dates, ..updated }, &["important_dates"]).await;
        reminders(&house, &li_na, are(&["2024-08-23T09:00:00"])).await;
    }

    async fn x13_the_day_of_a_person_is_sealed_and_goes_with_its_customer(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let birthday = day(ImportantDateKind::Birthday, "张总", solar(1990, 8, 20));
        let customer = customer_with(&house, &staff.staff_id, vec![birthday]).await;
        reminders(&house, &li_na, |reminders| reminders.len() == 1).await;
        let erase = customers::EraseCustomerRequest {
            customer: customer.customer_id,
            etag: customer.etag,
            ..Default::default()
        };
        house.customers().await.erase_customer(erase).await.unwrap();
        let erased = reminders(&house, &Bearer(None), |reminders| reminders[0].state() == ReminderState::Erased).await;
        assert_eq!((erased[0].title.as_str(), &erased[0].schedule, erased[0].next_time), ("", &None, None));
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
        let (addresses, clock) = house.close().await;
        let address = |setting: &str| addresses.guest.iter().find(|(key, _)| *key == setting).unwrap().1.clone();
        let records = address("reminder.records");
        let text = storage::text(&records).await;
        assert!(!text.contains("1990-08-20") && !text.contains("张总"), "the day stands nowhere in the clear");
        let sealed = "SELECT sealed FROM journal WHERE entity_kind = 'reminder' AND revision = 1";
        let sealed = storage::query(&records, sealed, Vec::new()).await[0].bytes(0).unwrap();
        assert!(storage::is_key_gone(&address("reminder.keyring"), &addresses.master, &clock, &sealed).await);
    }

    async fn r2_the_days_of_every_tenants_customers_are_followed_in_that_tenant(engine) {
        let house = House::new(engine).await;
        let administrator = house.token("neighbour", "admin", Role::Administrator);
        let stub = house.stub(administrator.clone()).await;
        let mut theirs = customers::customer_service_client::CustomerServiceClient::new(stub);
        let company = house::company("邻居有限公司", "13912345679");
        let birthday = day(ImportantDateKind::Birthday, "", solar(1990, 8, 20));
        let company = customers::Customer { important_dates: vec![birthday], ..company };
        theirs.create_customer(house::create(company)).await.unwrap();
        reminders(&house, &administrator, are(&["2024-08-16T09:00:00"])).await;
        reminders(&house, &Bearer(None), <[_]>::is_empty).await;
    }
}
