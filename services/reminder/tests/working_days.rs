//! The working days of a tenant: what is moved by them waits for another day once they are others.

use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use contracts::customer::v1::{GetTenantRequest, SpecialDay, SpecialDayKind, UpdateTenantRequest};
use contracts::google::r#type::Date;
use contracts::reminder::v1 as wire;
use testkit::on_both_engines;

use crate::harness::{Bearer, Callers, DAY, House, Stub, create_reminder};

/// A greeting for the Mid-Autumn Festival, three days before it: in 2024 that is 14 September, a Saturday.
fn mid_autumn(shift: wire::WorkingDayShift) -> wire::Reminder {
    let day = wire::LunarDay { year: 0, month: 8, leap: false, day: 15 };
    let yearly = wire::YearlySchedule {
        day: Some(wire::yearly_schedule::Day::Lunar(day)),
        lead_days: 3,
        shift: shift.into(),
        ..wire::YearlySchedule::default()
    };
    let when = wire::schedule::When::Yearly(yearly);
    wire::Reminder {
        title: "中秋问候".into(),
        schedule: Some(wire::Schedule { when: Some(when) }),
        ..wire::Reminder::default()
    }
}

async fn create(house: &House, shift: wire::WorkingDayShift) -> wire::Reminder {
    let created = house.reminders().await.create_reminder(create_reminder(mid_autumn(shift))).await;
    created.unwrap().into_inner()
}

/// Waits until a reminder comes round at a local time.
async fn comes_round(house: &House, reminder: &wire::Reminder, next: &str) {
    let get = wire::GetReminderRequest { reminder_id: reminder.reminder_id.clone() };
    while house.reminders().await.get_reminder(get.clone()).await.unwrap().into_inner().next != next {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Says of days in September 2024 what they are.
async fn announce(house: &House, days: &[(i32, SpecialDayKind)]) {
    let mut tenants: TenantServiceClient<Stub> = TenantServiceClient::new(house.stub(Bearer(None)).await);
    let mut tenant = tenants.get_tenant(GetTenantRequest {}).await.unwrap().into_inner();
    let special_day = |(day, kind): &(i32, SpecialDayKind)| SpecialDay {
        date: Some(Date { year: 2024, month: 9, day: *day }),
        kind: (*kind).into(),
        name: String::new(),
    };
    tenant.working_days.get_or_insert_default().special_days = days.iter().map(special_day).collect();
    let request = UpdateTenantRequest { tenant: Some(tenant), ..Default::default() };
    tenants.update_tenant(request).await.unwrap();
}

on_both_engines! {
    async fn r2_a_notice_goes_by_the_holidays_and_make_up_days_of_its_tenant(engine) {
        let house = House::new(engine).await;
        announce(&house, &[(14, SpecialDayKind::MakeUpDay), (13, SpecialDayKind::Holiday)]).await;
        house.follow("reminder", "customer").await;
        let created = create(&house, wire::WorkingDayShift::Previous).await;
        assert_eq!(created.next, "2024-09-14T09:00:00", "a Saturday on which people work");
    }

    async fn r2_what_waits_is_counted_anew_when_the_days_are_announced_and_told_of_once(engine) {
        let house = House::new(engine).await;
        let before = create(&house, wire::WorkingDayShift::Previous).await;
        let after = create(&house, wire::WorkingDayShift::Next).await;
        assert_eq!((before.next.as_str(), after.next.as_str()), ("2024-09-13T09:00:00", "2024-09-16T09:00:00"));
        let holidays = [13, 15, 16, 17].map(|day| (day, SpecialDayKind::Holiday));
        announce(&house, &holidays).await;
        comes_round(&house, &before, "2024-09-12T09:00:00").await;
        comes_round(&house, &after, "2024-09-18T09:00:00").await;
        announce(&house, &[&holidays[1..], &[(14, SpecialDayKind::MakeUpDay)]].concat()).await;
        comes_round(&house, &before, "2024-09-14T09:00:00").await;
        comes_round(&house, &after, "2024-09-14T09:00:00").await;
        house.clock.advance(120 * DAY);
        for reminder in [&before, &after] {
            let made = house.made(&reminder.reminder_id, 1).await;
            let told: Vec<_> = made.iter().map(|task| (task.occurrence.as_str(), task.due.as_str())).collect();
            assert_eq!(told, [("2024-09-14T09:00:00", "2024-09-17T09:00:00")]);
        }
        // Announced after it was told of, another day is none of its.
        announce(&house, &[(14, SpecialDayKind::Holiday)]).await;
        comes_round(&house, &before, "2025-10-03T09:00:00").await;
        assert_eq!(house.made(&before.reminder_id, 1).await.len(), 1);
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }
}
