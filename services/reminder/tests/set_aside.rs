//! What cannot be seen to is set aside: it holds up nobody else, however much of it there is.

use access::Role;
use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use contracts::customer::v1::{self as customers, ImportantDate, ImportantDateKind};
use contracts::google::r#type::Date;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use contracts::reminder::v1::{
    Delivery, DeliveryState, GetReminderRequest, GetTaskRequest, ListRemindersRequest, ListTasksRequest, Reminder, Task,
};
use house::{Addresses, Guest, storage};
use testkit::{Engine, on_both_engines};

use crate::harness::{
    Bearer, Beside, Brisk, Callers, DAY, HOUR, House, Open, OpenHouse, SlowHouse, Stub, at, cadence, create, days,
    task, webhook,
};
use crate::outside::receiver::{Receiver, TAKEN, UNAVAILABLE};

/// More than any look takes.
const MANY: usize = 600;

/// The records of the reminder service in a house that is closed.
fn records(addresses: &Addresses) -> &str {
    &addresses.guest.iter().find(|(setting, _)| *setting == "reminder.records").unwrap().1
}

/// Writes into the records of a house that is closed, `$id` and `$bytes` standing for a new id and for no bytes.
async fn write(engine: Engine, addresses: &Addresses, statements: &[&str]) {
    let (id, bytes) = match engine {
        Engine::Sqlite => ("randomblob(16)", "CAST('' AS BLOB)"),
        Engine::Postgres => ("gen_random_uuid()", "CAST('' AS BYTEA)"),
    };
    for sql in statements {
        storage::query(records(addresses), &sql.replace("$id", id).replace("$bytes", bytes), Vec::new()).await;
    }
}

/// Tasks of another tenant, whose name comes before, that a newer release wrote.
fn tasks_of_a_newer_release() -> String {
    format!(
        "INSERT INTO task (tenant_id, task_id, revision, update_time, schema, facts, sealed, interaction_id, state, due_time)
         WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {MANY})
         SELECT 'acme', $id, 1, 0, 99, '{{}}', $bytes, $id, 'open', 0 FROM number"
    )
}

/// They wait since so many seconds before the clock's first time.
fn waiting_since(seconds: i64) -> String {
    let due = testkit::START.as_micros() - seconds * 1_000_000;
    format!(
        "INSERT INTO waiting (tenant_id, entity_id, entity_kind, part, due_time, failure_count, next_attempt_time)
         SELECT tenant_id, task_id, 'task', 0, {due}, 0, {due} FROM task"
    )
}

/// Opens a house in which so much waits that cannot be fired.
async fn house_with_waiting<G: Guest>(engine: Engine, seconds: i64) -> house::House<G> {
    testkit::allow_log("could not be fired; set aside");
    let addresses = Addresses::fresh::<G>(engine).await;
    write(engine, &addresses, &[&tasks_of_a_newer_release(), &waiting_since(seconds)]).await;
    house::House::open(addresses, testkit::clock()).await
}

/// Waits until a task was told of.
async fn told(tasks: &mut TaskServiceClient<Stub>, task: &Task) {
    let request = GetTaskRequest { task_id: task.task_id.clone() };
    while tasks.get_task(request.clone()).await.unwrap().into_inner().revision == 1 {}
}

fn customer_born(name: &str, phone: &str) -> customers::Customer {
    let day = Some(Day::Solar(Date { year: 1990, month: 8, day: 20 }));
    let birthday = ImportantDate { kind: ImportantDateKind::Birthday.into(), day, ..ImportantDate::default() };
    customers::Customer { important_dates: vec![birthday], ..house::company(name, phone) }
}

/// Waits until a caller sees so many reminders.
async fn reminders(house: &House, bearer: &Bearer, count: usize) -> Vec<Reminder> {
    let mut client = house.reminders_of(bearer).await;
    loop {
        let listed = client.list_reminders(ListRemindersRequest::default()).await.unwrap().into_inner().reminders;
        if listed.len() == count {
            return listed;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

on_both_engines! {
    async fn r2_the_days_of_a_customer_that_cannot_be_read_and_of_a_tenant_that_is_refused_hold_up_no_others(engine) {
        testkit::allow_log("the important dates of a tenant cannot be learned; set aside");
        let house = House::new(engine).await;
        house.given(customer_born("杭州云帆有限公司", "13912345678")).await;
        reminders(&house, &Bearer(None), 1).await;
        let (addresses, clock) = house.close().await;
        // A newer release wrote the customer, and something was told of it, and of one in what is no tenant.
        storage::query(&addresses.records, "UPDATE customer SET schema = schema + 98", Vec::new()).await;
        let told = |tenant: &str| {
            format!("INSERT INTO dated_customer SELECT {tenant}, customer_id, 2, 1, 0, 0 FROM customer")
        };
        write(engine, &addresses, &[&told("tenant_id"), &told("'Acme'")]).await;
        let house = House::open(addresses, clock).await;
        house.given(customer_born("宁波远航公司", "13912345679")).await;
        reminders(&house, &Bearer(None), 2).await;
        let neighbour = house.token("neighbour", "admin", Role::Administrator);
        let stub = house.stub(neighbour.clone()).await;
        let mut theirs = customers::customer_service_client::CustomerServiceClient::new(stub);
        theirs.create_customer(house::create(customer_born("邻居有限公司", "13912345670"))).await.unwrap();
        reminders(&house, &neighbour, 1).await;
        let (addresses, clock) = house.close().await;
        storage::query(&addresses.records, "UPDATE customer SET schema = 1", Vec::new()).await;
        let house = House::open(addresses, clock).await;
        assert_eq!(house.number_of("reminder", "SELECT COUNT(*) FROM dated_customer WHERE failure_count > 0").await, 2);
        // Once it can be read it is seen to.
        house.clock.advance(HOUR);
        while house.number_of("reminder", "SELECT COUNT(*) FROM dated_customer").await > 1 {}
    }

    async fn r2_reminders_that_cannot_be_counted_anew_hold_up_no_others(engine) {
        testkit::allow_log("a reminder could not be counted anew; set aside");
        let house = House::new(engine).await;
        house.given(customer_born("杭州云帆有限公司", "13912345678")).await;
        let made = reminders(&house, &Bearer(None), 1).await.remove(0);
        let (addresses, clock) = house.close().await;
        let newer = format!(
            "INSERT INTO reminder (tenant_id, reminder_id, revision, update_time, schema, facts, sealed, state)
             WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {MANY})
             SELECT 'default', $id, 1, 0, 99, '{{}}', $bytes, 'active' FROM number"
        );
        write(engine, &addresses, &[&newer]).await;
        let house = House::open(addresses, clock).await;
        let mut tenants = TenantServiceClient::new(house.stub(Bearer(None)).await);
        let tenant = tenants.get_tenant(customers::GetTenantRequest {}).await.unwrap().into_inner();
        let new_york = customers::ZonePeriod { zone: "America/New_York".into(), valid_from: None };
        let tenant = customers::Tenant { zones: vec![new_york], ..tenant };
        let request = customers::UpdateTenantRequest { tenant: Some(tenant), ..Default::default() };
        tenants.update_tenant(request).await.unwrap();
        let get = GetReminderRequest { reminder_id: made.reminder_id };
        let mut client = house.reminders().await;
        while client.get_reminder(get.clone()).await.unwrap().into_inner().zone != "America/New_York" {}
        while house.number_of("reminder", "SELECT COUNT(*) FROM recount WHERE failure_count > 0").await == 0 {}
    }

    async fn r3_next_steps_that_cannot_be_followed_hold_up_no_others(engine) {
        testkit::allow_log("a next step could not be followed; set aside");
        let addresses = Addresses::fresh::<Beside<Brisk>>(engine).await;
        let told = "INSERT INTO next_step
             (tenant_id, interaction_id, revision, customer_id, due_time, failure_count, next_attempt_time)
             SELECT tenant_id, interaction_id, 2, interaction_id, 0, 0, 0 FROM task";
        write(engine, &addresses, &[&tasks_of_a_newer_release(), told]).await;
        let house = House::open(addresses, testkit::clock()).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let interaction = interactions::Interaction {
            customer: house.customer_of(&staff).await.customer_id,
            channel: interactions::Channel::Phone.into(),
            direction: interactions::Direction::Outbound.into(),
            start_time: Some(at("2024-05-20T01:00:00Z")),
            key_points: "想要报价".into(),
            next_step: "寄报价".into(),
            next_step_time: Some(at("2024-05-21T01:00:00Z")),
            ..interactions::Interaction::default()
        };
        let request = interactions::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() };
        let mut client = InteractionServiceClient::new(house.stub(li_na.clone()).await);
        client.create_interaction(request).await.unwrap();
        let mut tasks = house.tasks_of(&li_na).await;
        while tasks.list_tasks(ListTasksRequest::default()).await.unwrap().into_inner().tasks.is_empty() {}
        let waits = "SELECT COUNT(*) FROM next_step WHERE failure_count > 0";
        while house.number_of("reminder", waits).await < i64::try_from(MANY).unwrap() {}
    }

    async fn r3_what_failed_makes_no_task_once_its_interaction_says_otherwise(engine) {
        let addresses = Addresses::fresh::<Beside<Brisk>>(engine).await;
        let next_attempt = testkit::START.as_micros() + HOUR;
        let failed = format!(
            "INSERT INTO next_step
             (tenant_id, interaction_id, revision, customer_id, due_time, failure_count, next_attempt_time)
             VALUES ('default', $id, 1, $id, {next_attempt}, 1, {next_attempt})"
        );
        let newer = "INSERT INTO interaction (tenant_id, interaction_id, revision, customer_id)
             SELECT tenant_id, interaction_id, 2, customer_id FROM next_step";
        write(engine, &addresses, &[&failed, newer]).await;
        let house = House::open(addresses, testkit::clock()).await;
        house.clock.advance(2 * HOUR);
        while house.number_of("reminder", "SELECT COUNT(*) FROM next_step").await > 0 {}
        assert_eq!(house.number_of("reminder", "SELECT COUNT(*) FROM task").await, 0);
    }

    async fn what_cannot_be_fired_holds_up_nothing_that_is_in_time(engine) {
        let house: House = house_with_waiting(engine, 30).await;
        let mut tasks = house.tasks().await;
        let now = create(Task { due: "2024-05-20T10:00".into(), ..task("现在") });
        let now = tasks.create_task(now).await.unwrap().into_inner();
        told(&mut tasks, &now).await;
    }

    async fn what_cannot_be_fired_takes_nothing_from_what_is_caught_up_with(engine) {
        let house: SlowHouse = house_with_waiting(engine, 3_600).await;
        let mut tasks = house.tasks().await;
        let late = tasks.create_task(create(task("打电话"))).await.unwrap().into_inner();
        house.clock.advance(3 * DAY);
        told(&mut tasks, &late).await;
    }

    async fn r15_deliveries_that_cannot_be_opened_hold_up_no_others(engine) {
        testkit::allow_log("a delivery cannot be opened; set aside");
        let addresses = Addresses::fresh::<Beside<Open>>(engine).await;
        // Half of them are malformed, the others are of a newer release.
        let deliveries = format!(
            "INSERT INTO delivery (tenant_id, delivery_id, revision, update_time, schema, facts, sealed, endpoint_id, task_id,
                 state, part, next_attempt_time, end_time)
             WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {MANY})
             SELECT 'acme', $id, 1, 0, 1 + n % 2, '{{}}', $bytes, $id, $id, 'pending', 0, 0, {} FROM number",
            i64::MAX
        );
        write(engine, &addresses, &[&deliveries]).await;
        let house = OpenHouse::open(addresses, testkit::clock()).await;
        let receiver = Receiver::answering(TAKEN).await;
        house.endpoint(webhook(&receiver.url())).await;
        house.told(task("打电话")).await;
        receiver.wait(1).await;
    }

    async fn r4_a_tenant_whose_cadences_cannot_be_read_holds_up_no_other(engine) {
        testkit::allow_log("the customers of a tenant could not be looked at; set aside");
        let addresses = Addresses::fresh::<Beside<Brisk>>(engine).await;
        let newer = "INSERT INTO cadence (tenant_id, cadence_id, revision, update_time, schema, facts, sealed, state)
             VALUES ('acme', $id, 1, 0, 99, '{}', $bytes, 'active')";
        let told = "INSERT INTO review SELECT tenant_id, cadence_id, cadence_id, 1, 0, 0 FROM cadence";
        write(engine, &addresses, &[newer, told]).await;
        let house = House::open(addresses, testkit::clock()).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        house.customer_of(&staff).await;
        house.cadence(cadence("", "", days(7))).await;
        let mut tasks = house.tasks_of(&li_na).await;
        while tasks.list_tasks(ListTasksRequest::default()).await.unwrap().into_inner().tasks.is_empty() {}
    }

    async fn r15_deliveries_of_tasks_that_cannot_be_opened_hold_up_no_others_to_their_endpoint(engine) {
        testkit::allow_log("a delivery could not be tried or written; set aside");
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering(UNAVAILABLE).await;
        let endpoint = house.endpoint(webhook(&receiver.url())).await;
        house.told(task("打电话")).await;
        house.delivery(&endpoint.endpoint_id, |delivery| delivery.attempt_count == 1).await;
        receiver.answer(TAKEN);
        let (addresses, clock) = house.close().await;
        // More than are tried at once at an endpoint tell of a task that a newer release wrote over, and come first.
        let more = "INSERT INTO delivery (tenant_id, delivery_id, revision, update_time, schema, facts, sealed, endpoint_id, task_id,
                 state, part, next_attempt_time, end_time)
             WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 20)
             SELECT tenant_id, $id, revision, update_time, schema, facts, sealed, endpoint_id, task_id, state, part, 0, end_time
             FROM delivery CROSS JOIN number";
        write(engine, &addresses, &[more, "UPDATE task SET schema = 99"]).await;
        let house = OpenHouse::open(addresses, clock).await;
        let told = house.told(task("现在")).await;
        let told = |delivery: &Delivery| delivery.task_id == told.task_id && delivery.state() == DeliveryState::Delivered;
        house.delivery(&endpoint.endpoint_id, told).await;
    }
}
