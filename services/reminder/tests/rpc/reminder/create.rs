//! CreateReminder.

use access::Role;
use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use contracts::customer::v1::{GetTenantRequest, Tenant, UpdateTenantRequest, ZonePeriod};
use contracts::google::r#type::Date;
use contracts::reminder::v1::{
    LunarDay, Missed, Reminder, ReminderState, Schedule, TaskKind, WorkingDayShift, YearlySchedule, schedule,
    yearly_schedule,
};
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Request};

use crate::harness::{Callers, DAY, House, at, by_rule, create_reminder, fields};

fn yearly(day: yearly_schedule::Day, lead_days: i32) -> Reminder {
    let shift = WorkingDayShift::Previous.into();
    let yearly = YearlySchedule { day: Some(day), lead_days, shift, ..Default::default() };
    let when = schedule::When::Yearly(yearly);
    Reminder {
        title: "生日".into(),
        kind: TaskKind::ImportantDate.into(),
        schedule: Some(Schedule { when: Some(when) }),
        ..Reminder::default()
    }
}

on_both_engines! {
    async fn r10_what_comes_round_by_a_rule_makes_a_task_each_time_once(engine) {
        let house = House::new(engine).await;
        let sent = Reminder { kind: TaskKind::DataUpdate.into(), ..by_rule("资料更新", "FREQ=MONTHLY;BYDAY=-1FR") };
        let created = house.reminders().await.create_reminder(create_reminder(sent)).await.unwrap().into_inner();
        assert_eq!((created.next.as_str(), created.state()), ("2024-05-31T09:00:00", ReminderState::Active));
        for month in 1..=3 {
            house.clock.advance(31 * DAY);
            house.made(&created.reminder_id, month).await;
        }
        let made = house.made(&created.reminder_id, 3).await;
        let occurrences: Vec<_> = made.iter().map(|task| (task.occurrence.as_str(), task.title.as_str())).collect();
        let expected = ["2024-05-31T09:00:00", "2024-06-28T09:00:00", "2024-07-26T09:00:00"];
        assert_eq!(occurrences, expected.map(|occurrence| (occurrence, "资料更新")));
        assert!(made.iter().all(|task| task.kind() == TaskKind::DataUpdate && task.revision == 1));
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }

    async fn r2_days_of_both_calendars_are_told_of_before_they_come(engine) {
        let house = House::new(engine).await;
        let mut reminders = house.reminders().await;
        let lunar = yearly_schedule::Day::Lunar(LunarDay { month: 8, day: 15, ..LunarDay::default() });
        let lunar = reminders.create_reminder(create_reminder(yearly(lunar, 3))).await.unwrap().into_inner();
        assert_eq!(lunar.next, "2024-09-13T09:00:00");
        let leap_day = yearly_schedule::Day::Solar(Date { year: 0, month: 2, day: 29 });
        let leap_day = reminders.create_reminder(create_reminder(yearly(leap_day, 0))).await.unwrap().into_inner();
        assert_eq!(leap_day.next_time, Some(at("2025-02-28T01:00:00Z")));
        house.clock.advance(120 * DAY);
        let made = house.made(&lunar.reminder_id, 1).await;
        assert_eq!((made[0].occurrence.as_str(), made[0].due.as_str()), ("2024-09-13T09:00:00", "2024-09-17T09:00:00"));
    }

    async fn a_reminder_that_a_service_makes_in_a_tenant_goes_by_the_zone_of_that_tenant(engine) {
        let house = House::new(engine).await;
        let of_acme = house.token("acme", "chen", Role::Administrator);
        let mut tenants = TenantServiceClient::new(house.stub(of_acme).await);
        let zones = vec![ZonePeriod { zone: "America/New_York".into(), valid_from: None }];
        let tenant = tenants.get_tenant(GetTenantRequest {}).await.unwrap().into_inner();
        let update_mask = Some(FieldMask { paths: vec!["zones".into()] });
        let request = UpdateTenantRequest { tenant: Some(Tenant { zones, ..tenant }), update_mask, ..Default::default() };
        tenants.update_tenant(request).await.unwrap();
        let mut request = Request::new(create_reminder(by_rule("资料更新", "FREQ=MONTHLY;BYDAY=-1FR")));
        request.metadata_mut().insert("dossier-tenant", "acme".parse().unwrap());
        let service = house.token("platform", "billing", Role::System);
        let made = house.reminders_of(&service).await.create_reminder(request).await.unwrap().into_inner();
        assert_eq!(made.zone, "America/New_York");
    }

    async fn every_violation_is_told_at_once_with_its_path(engine) {
        let house = House::new(engine).await;
        let mut reminders = house.reminders().await;
        let sent = Reminder { missed: Missed::Skip.into(), ..by_rule("", "FREQ=NEVER") };
        let refused = reminders.create_reminder(create_reminder(sent)).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
        let expected = ["reminder.title", "reminder.schedule.recurring.rule", "reminder.skip_after_minutes"];
        assert_eq!(fields(&refused), expected);
        let nonsense = yearly_schedule::Day::Solar(Date { year: 0, month: 2, day: 30 });
        let refused = reminders.create_reminder(create_reminder(yearly(nonsense, 0))).await.unwrap_err();
        assert_eq!(fields(&refused), ["reminder.schedule.yearly.solar"]);
    }
}
